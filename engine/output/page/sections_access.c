/* The parts of the report on measures of access and what is derived from them: each says in two sentences what its figures are,
 * then their unit, vintage, source and convention. */
#include "analysis/access/measure.h"
#include "base/language.h"
#include "output/html.h"
#include "output/page/sections.h"
#include "output/tables/code_list.h"

#include <string.h>

static const char *asked(const mlg_findings *found, const char *name)
{
    return mlg_sheet_text(&found->study, 0, name);
}

/* The measure a definition begins with: "Aire flottante ... ; décroissance ...". */
static const mlg_measure *measure_of(const char *definition)
{
    const mlg_measure *best = NULL;
    for (const mlg_measure *m = mlg_measures; m->name; m++) {
        size_t n = strlen(m->label);
        if (strncmp(definition, m->label, n) == 0 && definition[n] == ' ' && (!best || n > strlen(best->label)))
            best = m;
    }
    return best;
}

void mlg_page_measures(mlg_text *page, const mlg_findings *found)
{
    const mlg_sheet_rows *rows = &found->mesures;
    mlg_text_add(page, "<dl class=\"mesures\">\n");
    for (int32_t i = 0; i < rows->count; i++) {
        const char *definition = mlg_sheet_text(rows, i, "definition"),
                   *vintage = mlg_sheet_text(rows, i, "millesime"), *source = mlg_sheet_text(rows, i, "source");
        const mlg_measure *measure = measure_of(definition);
        mlg_html(page, "<dt>%s\u00a0: %s (%s)</dt>\n<dd>%s",
                 mlg_report_tr(mlg_code_words("profession", mlg_sheet_text(rows, i, "service"))),
                 mlg_report_tr(mlg_code_words("mesure", mlg_sheet_text(rows, i, "mesure"))),
                 measure ? mlg_report_tr(measure->label) : "", measure ? mlg_report_tr(measure->words) : "");
        mlg_html(page,
                 mlg_report_tr("<br><small>Unité\u00a0: %s\u00a0; offre\u00a0: %s. Population\u00a0: %s. Source "
                               "de la méthode\u00a0: %s. Convention\u00a0: %s.</small></dd>\n"),
                 mlg_report_tr(mlg_sheet_text(rows, i, "unite")),
                 *vintage ? vintage : mlg_report_tr("millésime non donné"),
                 *asked(found, "millesime_population") ? asked(found, "millesime_population")
                                                       : mlg_report_tr("millésime non donné"),
                 *source ? source : mlg_report_tr("définition usuelle"), definition);
    }
    mlg_text_add(page, "</dl>\n");
}

/* Data behind what is derived from the measures, and where to find its conventions. */
void mlg_page_vintages(mlg_text *page, const mlg_findings *found)
{
    const char *supply = asked(found, "millesime_offre"), *people = asked(found, "millesime_population");
    mlg_html(
        page,
        mlg_report_tr("<p class=\"note\">Données\u00a0: offre (%s), population (%s). Seuil, limites, hypothèses "
                      "et leur origine\u00a0: section "
                      "<a href=\"#conventions\">Méthode</a>\u00a0; producteurs et licences\u00a0: section <a "
                      "href=\"#sources\">Sources</a>.</p>\n"),
        *supply ? supply : mlg_report_tr("millésime non donné"),
        *people ? people : mlg_report_tr("millésime non donné"));
}
