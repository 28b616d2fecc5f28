#include "output/terminal/summary.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/report_words.h"
#include "base/text.h"
#include "output/figure.h"
#include "output/tables/attribution.h"
#include "output/tables/findings.h"
#include "output/terminal/network.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORST = 5 };

static const char *or_else(const char *text, const char *other)
{
    return *text ? text : other;
}

/* ---- text -------------------------------------------------------------------------------------------- */

/* A place without a name is shown by its code. */
static void add_place(mlg_text *out, const char *code, const char *label)
{
    mlg_text_printf(out, "%s%s%s", code, strcmp(code, label) == 0 ? "" : " ",
                    strcmp(code, label) == 0 ? "" : label);
}

static int64_t count_of(const mlg_sheet_rows *rows, int32_t row, const char *column)
{
    return (int64_t)mlg_sheet_number(rows, row, column);
}

static void text_published(mlg_text *out, const mlg_sheet_rows *totals, const char *column, const char *ages)
{
    double below = mlg_sheet_number(totals, 0, column);
    if (!isnan(below))
        mlg_text_printf(out, mlg_tr("  by the published APL, professionals of %s: %s inhabitants\n"), mlg_tr(ages),
                        mlg_said(below, 0).text);
}

static void text_access(mlg_text *out, const mlg_findings *found)
{
    const mlg_sheet_rows *totals = &found->totals;
    double below = mlg_sheet_number(totals, 0, "population_sous"),
           people = mlg_sheet_number(totals, 0, "population");
    if (!(mlg_sheet_number(totals, 0, "communes_apl") > 0))
        return;
    mlg_text_printf(out, mlg_tr("mean APL: %s consultations a year and standardised inhabitant (decay %s)\n"),
                    mlg_said(mlg_sheet_number(totals, 0, "apl"), 2).text,
                    or_else(mlg_sheet_text(&found->study, 0, "decay"), mlg_tr("unknown")));
    mlg_text_printf(
        out,
        mlg_tr_count("under %s: %s inhabitants (%s %%), %s commune\n",
                     "under %s: %s inhabitants (%s %%), %s communes\n", count_of(totals, 0, "communes_sous")),
        mlg_said(mlg_sheet_number(totals, 0, "seuil"), 1).text, mlg_said(below, 0).text,
        mlg_said(100 * below / people, 1).text, mlg_said(mlg_sheet_number(totals, 0, "communes_sous"), 0).text);
    text_published(out, totals, "population_sous_publie", MLG_MARK("all ages"));
    text_published(out, totals, "population_sous_publie_65", MLG_MARK("65 and under"));
    mlg_text_add(out, mlg_tr("worst served:\n"));
    for (int32_t i = 0; i < mlg_findings_worst(found, WORST); i++) {
        mlg_text_add(out, "  ");
        add_place(out, mlg_sheet_text(&found->communes, i, "insee_com"),
                  mlg_sheet_text(&found->communes, i, "libelle"));
        mlg_text_printf(out, mlg_tr(": APL %s, %s inhabitants\n"),
                        mlg_said(mlg_sheet_number(&found->communes, i, "apl"), 2).text,
                        mlg_said(mlg_sheet_number(&found->communes, i, "population"), 0).text);
    }
}

static void text_change(mlg_text *out, const mlg_sheet_rows *balance, int32_t request, const char *what,
                        const char *column, int places)
{
    char before[64], after[64];
    snprintf(before, sizeof before, "%s_avant", column);
    snprintf(after, sizeof after, "%s_apres", column);
    if (isnan(mlg_sheet_number(balance, request, before)) && !isnan(mlg_sheet_number(balance, request, after)))
        mlg_text_printf(out, mlg_tr("  %s: %s\n"), mlg_tr(what),
                        mlg_said(mlg_sheet_number(balance, request, after), places).text);
    else if (!isnan(mlg_sheet_number(balance, request, before)))
        mlg_text_printf(out, mlg_tr("  %s: %s before, %s after\n"), mlg_tr(what),
                        mlg_said(mlg_sheet_number(balance, request, before), places).text,
                        mlg_said(mlg_sheet_number(balance, request, after), places).text);
}

/* Why there are fewer sites than asked for; whether there is none today. */
static void text_finding(mlg_text *out, const mlg_findings *found, int32_t request)
{
    const mlg_sheet_rows *balance = &found->bilans;
    const char *words = mlg_siting_finding(found, request);
    if (words)
        mlg_text_printf(out, "  %s\n", mlg_tr(words));
    if (mlg_siting_needs_fewer(found, request))
        mlg_text_printf(out, mlg_tr("  asked for: %s\n"),
                        mlg_said(mlg_sheet_number(balance, request, "nb_demandes"), 0).text);
    if (!mlg_siting_has_before(found, request))
        mlg_text_add(out, mlg_tr("  there is no site today\n"));
}

static void text_objective(mlg_text *out, const mlg_findings *found, int32_t request)
{
    const char *unit = mlg_sheet_text(&found->bilans, request, "unite"), *said = mlg_report_in_messages(unit);
    double before, after;
    int places;
    mlg_siting_change(&before, &after, &places, found, request);
    if (isnan(after) || (strncmp(unit, "minutes", 7) == 0 && unit[7]))
        return; /* it charges a conventional time to those who reach no site */
    if (isnan(before))
        mlg_text_printf(out, mlg_tr("  objective (%s): %s\n"), said, mlg_said(after, places).text);
    else
        mlg_text_printf(out, mlg_tr("  objective (%s): %s before, %s after\n"), said,
                        mlg_said(before, places).text, mlg_said(after, places).text);
}

static void text_equal(mlg_text *out, const mlg_findings *found, int32_t request)
{
    mlg_text names = { 0 };
    int32_t n = mlg_siting_equal(&names, found, request, 3);
    bool all = strcmp(mlg_sheet_text(&found->bilans, request, "ex_aequo_tous"), "non") != 0;
    if (n > 0)
        mlg_text_printf(out,
                        all ? mlg_tr("  other sets as good on the objective: %s (%s%s)\n")
                            : mlg_tr("  other sets as good on the objective: at least %s (%s%s)\n"),
                        mlg_said(n, 0).text, mlg_text_words(&names), n > 3 ? " / ..." : "");
    mlg_text_release_part(&names, out);
    if (*mlg_sheet_text(&found->bilans, request, "departage"))
        mlg_text_add(out, strcmp(mlg_sheet_text(&found->bilans, request, "departage"), "parmi tous") == 0
                              ? mlg_tr("  ties broken by: most people brought nearer, then least mean minutes\n")
                              : mlg_tr("  ties broken by: most people brought nearer, then least mean minutes, "
                                       "among the sets found: "
                                       "there may be others\n"));
}

static void text_siting(mlg_text *out, const mlg_findings *found, int32_t request)
{
    const mlg_sheet_rows *balance = &found->bilans, *sites = &found->sites;
    mlg_text_printf(out, mlg_tr("siting %s (%s):\n"), mlg_sheet_text(balance, request, "nom"),
                    mlg_sheet_text(balance, request, "modele"));
    for (int32_t i = 0; i < sites->count; i++)
        if (mlg_siting_proposed(found, request, i)) {
            mlg_text_printf(out, "  %s. ", mlg_said(mlg_sheet_number(sites, i, "rang"), 0).text);
            add_place(out, mlg_sheet_text(sites, i, "insee_com"), mlg_sheet_text(sites, i, "libelle"));
            mlg_text_printf(out, mlg_tr(": %s persons brought within %s min\n"),
                            mlg_said(mlg_sheet_number(sites, i, "personnes"), 0).text,
                            mlg_said(mlg_sheet_number(sites, i, "minutes"), MLG_AS_NEEDED).text);
        }
    text_finding(out, found, request);
    text_objective(out, found, request);
    text_change(out, balance, request, MLG_MARK("mean minutes to the nearest site"), "trajet", 1);
    if (!mlg_siting_gains_nothing(found, request) || mlg_siting_has_before(found, request))
        text_change(out, balance, request, MLG_MARK("persons within the limit"), "couverts", 0);
    text_change(out, balance, request, MLG_MARK("persons under the access threshold"), "desert", 0);
    text_equal(out, found, request);
    mlg_text_printf(out, mlg_tr("  gap %s %% (%s)\n"),
                    mlg_said(mlg_sheet_number(balance, request, "ecart"), 2).text,
                    mlg_siting_is_proved(found, request) ? mlg_tr("proved") : mlg_tr("not proved"));
}

static void text_zoning(mlg_text *out, const mlg_findings *found)
{
    if (found->zonage.count > 0)
        mlg_text_add(out, mlg_tr("zoning:\n"));
    for (int32_t i = 0; i < found->zonage.count; i++)
        mlg_text_printf(out,
                        mlg_tr_count("  %s: %s%s inhabitants (%s %%), %s commune\n",
                                     "  %s: %s%s inhabitants (%s %%), %s communes\n",
                                     count_of(&found->zonage, i, "nb_communes")),
                        mlg_report_in_messages(mlg_sheet_text(&found->zonage, i, "zonage")),
                        *mlg_sheet_text(&found->zonage, i, "reserve") ? mlg_tr("at least ") : "",
                        mlg_said(mlg_sheet_number(&found->zonage, i, "population"), 0).text,
                        mlg_said(mlg_sheet_number(&found->zonage, i, "part"), 1).text,
                        mlg_said(mlg_sheet_number(&found->zonage, i, "nb_communes"), 0).text);
}

static void text_warnings(mlg_text *out, const mlg_findings *found)
{
    for (int32_t i = 0; i < found->warnings.count; i++) {
        const char *words = mlg_warning_words(found, i, false),
                   *subject = mlg_sheet_text(&found->warnings, i, "sujet");
        if (words)
            mlg_text_printf(out, mlg_tr("warning: %s%s%s %s\n"), subject, *subject ? ": " : "",
                            mlg_said(mlg_sheet_number(&found->warnings, i, "nombre"), 0).text, mlg_tr(words));
    }
}

static void text_gaps(mlg_text *out, const mlg_findings *found)
{
    const mlg_sheet_rows *rows = &found->coverage;
    for (int32_t i = 0; i < rows->count; i++) {
        double without = mlg_sheet_number(rows, i, "sans_ligne");
        if (without > 0 && without >= mlg_sheet_number(rows, i, "departements"))
            mlg_text_printf(out, mlg_tr("warning: %s: no row beyond the territory (%s)\n"),
                            mlg_report_in_messages(mlg_sheet_text(rows, i, "source")),
                            mlg_sheet_text(rows, i, "noms"));
        else if (without > 0)
            mlg_text_printf(out, mlg_tr("warning: %s: no row in %s; covers %s %% of the people of the buffer\n"),
                            mlg_report_in_messages(mlg_sheet_text(rows, i, "source")),
                            mlg_sheet_text(rows, i, "noms"), mlg_said(mlg_sheet_number(rows, i, "part"), 1).text);
    }
}

static void text_mentions(mlg_text *out, const mlg_findings *found)
{
    for (int32_t i = 0; i < found->mentions.count; i++) {
        mlg_text_add(out, i ? "; " : mlg_tr("data: "));
        mlg_attribution_add_mention(out, mlg_sheet_text(&found->mentions, i, "mention"), mlg_report_in_messages);
    }
    if (found->mentions.count > 0)
        mlg_text_add(out, "\n");
}

static mlg_status print_text(char **out, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_text_printf(&text, "%s\n", or_else(mlg_sheet_text(&found->study, 0, "titre"), mlg_tr("Untitled study")));
    mlg_text_printf(&text,
                    mlg_tr_count("territory: %s, %s commune, %s inhabitants\n",
                                 "territory: %s, %s communes, %s inhabitants\n",
                                 count_of(&found->totals, 0, "communes")),
                    or_else(mlg_sheet_text(&found->study, 0, "territoire"), mlg_tr("unknown")),
                    mlg_said(mlg_sheet_number(&found->totals, 0, "communes"), 0).text,
                    mlg_said(mlg_sheet_number(&found->totals, 0, "population"), 0).text);
    text_access(&text, found);
    if (mlg_sheet_number(&found->totals, 0, "deserts") > 0)
        mlg_text_printf(&text, mlg_tr("desert areas: %s, %s inhabitants\n"),
                        mlg_said(mlg_sheet_number(&found->totals, 0, "deserts"), 0).text,
                        mlg_said(mlg_sheet_number(&found->totals, 0, "population_deserts"), 0).text);
    for (int32_t i = 0; i < found->bilans.count; i++)
        text_siting(&text, found, i);
    text_zoning(&text, found);
    text_warnings(&text, found);
    text_gaps(&text, found);
    mlg_status st = mlg_output_network_text(&text, db, err);
    text_mentions(&text, found);
    if (st == MLG_OK)
        st = mlg_text_take(out, &text, err);
    mlg_text_release(&text);
    return st;
}

/* ---- JSON -------------------------------------------------------------------------------------------- */

/* Key of the document and column of the rows it comes from. */
typedef struct field {
    const char *key, *column;
} field;

static void json_fields(mlg_json *json, const mlg_sheet_rows *rows, int32_t row, const field *fields)
{
    for (; fields->key; fields++) {
        const char *text = mlg_sheet_text(rows, row, fields->column);
        if (*text)
            mlg_json_text(json, fields->key, text);
        else
            mlg_json_number(json, fields->key, mlg_sheet_number(rows, row, fields->column));
    }
}

static void json_row(mlg_json *json, const mlg_sheet_rows *rows, int32_t row, const field *fields)
{
    mlg_json_object(json, NULL);
    json_fields(json, rows, row, fields);
    mlg_json_end(json);
}

static void json_siting(mlg_json *json, const mlg_findings *found, int32_t request)
{
    static const field of_request[] = { { "name", "nom" },
                                        { "model", "modele" },
                                        { "minutes", "minutes" },
                                        { "gap_percent", "ecart" },
                                        { "unit", "unite" },
                                        { "before", "avant" },
                                        { "after", "apres" },
                                        { "bound", "borne" },
                                        { "persons_unserved", "non_desservis" },
                                        { "persons_under_threshold_before", "desert_avant" },
                                        { "persons_under_threshold_after", "desert_apres" },
                                        { NULL, NULL } };
    static const field of_site[] = { { "rank", "rang" },       { "insee_com", "insee_com" },
                                     { "name", "libelle" },    { "persons", "personnes" },
                                     { "minutes", "minutes" }, { NULL, NULL } };
    mlg_json_object(json, NULL);
    json_fields(json, &found->bilans, request, of_request);
    mlg_json_bool(json, "proved", mlg_siting_is_proved(found, request));
    mlg_json_array(json, "sites");
    for (int32_t i = 0; i < found->sites.count; i++)
        if (mlg_siting_proposed(found, request, i))
            json_row(json, &found->sites, i, of_site);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void json_warnings(mlg_json *json, const mlg_findings *found)
{
    mlg_json_array(json, "warnings");
    for (int32_t i = 0; i < found->warnings.count; i++) {
        const char *words = mlg_warning_words(found, i, false),
                   *subject = mlg_sheet_text(&found->warnings, i, "sujet");
        if (!words)
            continue;
        mlg_json_object(json, NULL);
        mlg_json_text(json, "kind", mlg_sheet_text(&found->warnings, i, "genre"));
        mlg_json_text(json, "subject", *subject ? subject : NULL);
        mlg_json_number(json, "count", mlg_sheet_number(&found->warnings, i, "nombre"));
        mlg_json_text(json, "message", words);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void json_lists(mlg_json *json, const mlg_findings *found)
{
    static const field of_commune[] = { { "insee_com", "insee_com" },
                                        { "name", "libelle" },
                                        { "apl", "apl" },
                                        { "population", "population" },
                                        { NULL, NULL } };
    static const field of_class[] = { { "class", "zonage" },
                                      { "population", "population" },
                                      { "percent", "part" },
                                      { "communes", "nb_communes" },
                                      { NULL, NULL } };
    mlg_json_array(json, "worst_served");
    for (int32_t i = 0; i < mlg_findings_worst(found, WORST); i++)
        json_row(json, &found->communes, i, of_commune);
    mlg_json_end(json);
    mlg_json_array(json, "siting");
    for (int32_t i = 0; i < found->bilans.count; i++)
        json_siting(json, found, i);
    mlg_json_end(json);
    mlg_json_array(json, "zoning");
    for (int32_t i = 0; i < found->zonage.count; i++)
        json_row(json, &found->zonage, i, of_class);
    mlg_json_end(json);
    json_warnings(json, found);
    mlg_json_array(json, "attribution");
    for (int32_t i = 0; i < found->mentions.count; i++)
        mlg_json_text(json, NULL, mlg_sheet_text(&found->mentions, i, "mention"));
    mlg_json_end(json);
}

static void json_gaps(mlg_json *json, const mlg_findings *found)
{
    static const field of_source[] = { { "source", "source" },
                                       { "percent_of_buffer", "part" },
                                       { "departements", "departements" },
                                       { "without_row", "sans_ligne" },
                                       { "names", "noms" },
                                       { NULL, NULL } };
    mlg_json_array(json, "buffer_coverage");
    for (int32_t i = 0; i < found->coverage.count; i++)
        json_row(json, &found->coverage, i, of_source);
    mlg_json_end(json);
}

static mlg_status print_json(char **out, mlg_db *db, const mlg_findings *found, mlg_error *err)
{
    static const field of_study[] = { { "title", "titre" },
                                      { "territory", "territoire" },
                                      { "cog", "cog" },
                                      { "buffer", "tampon" },
                                      { "version", "version" },
                                      { "decay", "decay" },
                                      { "standardised_basis", "base_std" },
                                      { NULL, NULL } };
    static const field of_totals[] = { { "communes", "communes" },
                                       { "population", "population" },
                                       { "mean_apl", "apl" },
                                       { "apl_threshold", "seuil" },
                                       { "communes_under_threshold", "communes_sous" },
                                       { "population_under_threshold", "population_sous" },
                                       { "population_under_threshold_published", "population_sous_publie" },
                                       { "population_under_threshold_published_65", "population_sous_publie_65" },
                                       { "desert_areas", "deserts" },
                                       { "population_in_deserts", "population_deserts" },
                                       { NULL, NULL } };
    mlg_json *json = NULL;
    MLG_TRY(mlg_json_new(&json, err));
    json_fields(json, &found->study, 0, of_study);
    json_fields(json, &found->totals, 0, of_totals);
    json_lists(json, found);
    json_gaps(json, found);
    mlg_status st = mlg_output_network_json(json, db, err);
    if (st == MLG_OK)
        st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_output_summary(char **out, mlg_db *db, mlg_format format, mlg_error *err)
{
    mlg_findings found;
    mlg_status st = mlg_findings_read(&found, db, err);
    if (st == MLG_OK)
        st = format == MLG_JSON ? print_json(out, db, &found, err) : print_text(out, db, &found, err);
    mlg_findings_release(&found);
    return st;
}
