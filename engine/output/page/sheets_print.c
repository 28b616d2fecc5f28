#include "output/page/sheets_print.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>
#include <string.h>

enum { PROPOSALS = 3 };

/* The best sites of each request in turn: the first of each, then the second of each. */
static int propose_sites(mlg_text *page, const mlg_findings *found)
{
    int count = 0;
    for (int rank = 1; rank <= PROPOSALS && count < PROPOSALS; rank++)
        for (int32_t request = 0; request < found->bilans.count && count < PROPOSALS; request++)
            for (int32_t i = 0; i < found->sites.count && count < PROPOSALS; i++) {
                if (!mlg_siting_proposed(found, request, i) || mlg_sheet_number(&found->sites, i, "rang") != rank)
                    continue;
                mlg_html(page, mlg_report_tr("<li>Ouvrir un site à <b>%s</b> («\u00a0%s\u00a0»)"),
                         mlg_sheet_text(&found->sites, i, "libelle"),
                         mlg_sheet_text(&found->bilans, request, "nom"));
                if (mlg_sheet_number(&found->sites, i, "personnes") > 0)
                    mlg_html(page, mlg_report_tr("\u00a0: %s habitants de plus à moins de %s\u00a0min"),
                             mlg_shown(mlg_sheet_number(&found->sites, i, "personnes"), 0).text,
                             mlg_shown(mlg_sheet_number(&found->sites, i, "minutes"), 0).text);
                mlg_text_add(page, ".</li>\n");
                count++;
            }
    return count;
}

/* What would bring each area under the threshold up to it, the greatest lack first. The first row is the whole territory. */
static void propose_doctors(mlg_text *page, const mlg_sheet_rows *areas, int count)
{
    for (int32_t i = 1; i < areas->count && count < PROPOSALS; i++) {
        double doctors = mlg_sheet_number(areas, i, "ajout_etp");
        if (!(doctors > 0) || !*mlg_sheet_text(areas, i, "ou"))
            continue;
        mlg_html(page,
                 mlg_report_tr("<li>Installer l’équivalent de <b>%s</b> médecin à temps plein à <b>%s</b>\u00a0: "
                               "la zone de %s habitants atteint le seuil d’accès.</li>\n"),
                 mlg_shown(doctors, 1).text, mlg_sheet_text(areas, i, "ou"),
                 mlg_shown(mlg_sheet_number(areas, i, "population"), 0).text);
        count++;
    }
}

static mlg_status add_proposals(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_sheet_rows areas;
    mlg_text list = { 0 };
    mlg_status st = mlg_sheet_rows_read(&areas, db, mlg_sheet_find("besoin_zones"), err);
    if (st == MLG_OK) {
        int count = propose_sites(&list, found);
        propose_doctors(&list, &areas, count);
        if (list.length)
            mlg_html(page, "<div id=\"propositions\"><h2>%s</h2>\n<ol>\n",
                     mlg_report_tr("Ce que l’étude propose"));
        mlg_text_add(page, list.length ? list.data : "");
        mlg_text_add(page, list.length ? "</ol></div>\n" : "");
    }
    mlg_text_release_part(&list, page);
    mlg_sheet_rows_release(&areas);
    return st;
}

mlg_status mlg_page_sheets(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_html(page,
             "<p id=\"feuilles\" class=\"outils\" hidden><button type=\"button\" id=\"feuille-elus\">%s</button> ",
             mlg_report_tr("Imprimer une page pour les élus"));
    mlg_html(page, "<button type=\"button\" id=\"feuille-commune\" disabled>%s</button></p>\n",
             mlg_report_tr("Imprimer la commune choisie"));
    MLG_TRY(add_proposals(page, db, found, err));
    mlg_html(page,
             "<div id=\"feuille\"><h2 id=\"feuille-nom\"></h2>\n<table><caption>%s</caption>"
             "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=n>%s</th><th scope=\"col\" "
             "class=n>%s</th></tr></thead>",
             mlg_report_tr("Ce que l’étude sait de la commune"), mlg_report_tr("Donnée"), mlg_report_tr("Valeur"),
             mlg_report_tr("Rang, du plus élevé au plus bas"));
    mlg_text_add(page, "<tbody id=\"feuille-table\"></tbody></table></div>\n");
    return MLG_OK;
}
