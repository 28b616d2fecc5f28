#include "output/page/sheets_print.h"

#include "base/language.h"
#include "output/figure.h"
#include "output/html.h"

#include <math.h>
#include <string.h>

enum { PROPOSALS = 3 };

static double figure_of(const mlg_findings *found, int32_t request, const char *name)
{
    return mlg_sheet_number(&found->bilans, request, name);
}

/* "Nort-Leulinghem, Fontaine": the sites of a request in their order. Returns how many persons they bring within its limit. */
static double name_sites(mlg_text *list, const mlg_findings *found, int32_t request)
{
    double persons = 0;
    for (int32_t i = 0; i < found->sites.count; i++) {
        if (!mlg_siting_proposed(found, request, i))
            continue;
        double here = mlg_sheet_number(&found->sites, i, "personnes");
        mlg_html(list, "%s%s", list->length ? ", " : "", mlg_sheet_text(&found->sites, i, "libelle"));
        persons += here > 0 ? here : 0;
    }
    return persons;
}

/* One sentence per request: its effect on the people under the threshold, and how many come within its limit of a site. */
static void propose_request(mlg_text *page, const mlg_findings *found, int32_t request)
{
    mlg_text names = { 0 };
    double persons = name_sites(&names, found, request), doctors = figure_of(found, request, "medecins"),
           before = figure_of(found, request, "desert_avant"), after = figure_of(found, request, "desert_apres");
    if (names.length) {
        mlg_html(page, mlg_report_tr("<li>«\u00a0%s\u00a0»\u00a0: ouvrir à <b>%s</b>"),
                 mlg_sheet_text(&found->bilans, request, "nom"), names.data);
        if (doctors > 0 && !isnan(before) && !isnan(after))
            mlg_html(page,
                     mlg_report_tr("\u00a0; %s\u00a0médecins en tout, %s → <b>%s</b> habitants sous le seuil"),
                     mlg_shown(doctors, doctors > floor(doctors) ? 1 : 0).text, mlg_shown(before, 0).text,
                     mlg_shown(after, 0).text);
        if (persons > 0)
            mlg_html(page, mlg_report_tr("\u00a0; %s habitants de plus à moins de %s\u00a0min d’un des sites"),
                     mlg_shown(persons, 0).text,
                     mlg_shown(figure_of(found, request, "minutes"), MLG_AS_NEEDED).text);
        mlg_text_add(page, ".</li>\n");
    }
    mlg_text_release_part(&names, page);
}

static void propose_sites(mlg_text *page, const mlg_findings *found)
{
    for (int32_t request = 0; request < found->bilans.count && request < PROPOSALS; request++)
        propose_request(page, found, request);
}

/* What each area under the threshold needs to reach it, the greatest shortage first. The first row is the whole territory. */
static void propose_doctors(mlg_text *page, const mlg_sheet_rows *areas, int count)
{
    for (int32_t i = 1; i < areas->count && count < PROPOSALS; i++) {
        double doctors = mlg_sheet_number(areas, i, "ajout_etp");
        if (!(doctors > 0) || !*mlg_sheet_text(areas, i, "ou") || *mlg_sheet_text(areas, i, "motif"))
            continue; /* no single place is enough there */
        mlg_html(page,
                 mlg_report_tr("<li>Installer l’équivalent de <b>%s</b> médecin à temps plein à <b>%s</b>\u00a0: "
                               "la zone de %s habitants atteint le seuil d’accès.</li>\n"),
                 mlg_shown(doctors, 1).text, mlg_sheet_text(areas, i, "ou"),
                 mlg_shown(mlg_sheet_number(areas, i, "population"), 0).text);
        count++;
    }
}

static void add_list(mlg_text *page, const mlg_text *items)
{
    if (!items->length)
        return;
    mlg_text_add(page, "<ul>\n");
    mlg_text_add(page, items->data);
    mlg_text_add(page, "</ul>\n");
}

static mlg_status add_proposals(mlg_text *page, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_sheet_rows areas;
    mlg_text sites = { 0 }, doctors = { 0 };
    mlg_status st = mlg_sheet_rows_read(&areas, db, mlg_sheet_find("besoin_zones"), err);
    if (st == MLG_OK) {
        propose_sites(&sites, found);
        propose_doctors(&doctors, &areas, (int)found->bilans.count);
        if (sites.length || doctors.length)
            mlg_html(page, "<div id=\"propositions\"><h2>%s</h2>\n", mlg_report_tr("Ce que l’étude propose"));
        add_list(page, &sites);
        add_list(page, &doctors);
        if (sites.length || doctors.length)
            mlg_html(page, "<p class=\"note\">%s %s</p></div>\n", mlg_findings_minutes(found),
                     found->bilans.count > 1
                         ? mlg_report_tr("Des recherches séparées\u00a0: leurs effets ne s’ajoutent pas.")
                         : "");
    }
    mlg_text_release_part(&sites, page);
    mlg_text_release_part(&doctors, page);
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
