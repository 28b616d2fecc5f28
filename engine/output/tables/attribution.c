#include "output/tables/attribution.h"

#include "adapters/db/gpkg.h"
#include "base/language.h"
#include "base/text.h"
#include "output/tables/sheets.h"

#include <stdlib.h>
#include <string.h>

/* Tables of input data, or derived from it without any travel time. The others depend on the road network. */
static const char *const as_read[] = {
    "apl_parametre", "apl_publiee",
    "appartenance",  "carreau",
    "commune",       "duree",
    "etablissement", "etape",
    "etude",         "indicateur",
    "jauge",         "layer_styles",
    "lieu",          "lieu_age",
    "offre",         "parametre",
    "provenance",    "qpv_commune",
    "reject",        "revenu",
    "scenario",      "scenario_changement",
    "secret",        "zonage",
    "changement",    NULL,
};

bool mlg_rests_on_roads(const char *table)
{
    for (const char *const *t = as_read; *t; t++)
        if (strcmp(*t, table) == 0)
            return false;
    return true;
}

static bool is_osm(const mlg_sheet_rows *mentions, int32_t row)
{
    return strcmp(mlg_sheet_text(mentions, row, "nature"), "osm") == 0;
}

bool mlg_attribution_add(mlg_text *text, const char *table, const mlg_sheet_rows *mentions)
{
    bool roads = mlg_rests_on_roads(table), osm = false;
    int told = 0;
    for (int32_t row = 0; row < mentions->count; row++) {
        osm |= is_osm(mentions, row);
        if (!is_osm(mentions, row) || roads)
            mlg_text_printf(text, "%s%s",
                            told++ ? " ; " : "Sources\u00a0: ", mlg_sheet_text(mentions, row, "mention"));
    }
    return roads && osm;
}

void mlg_attribution_add_mention(mlg_text *text, const char *mention, const char *(*say)(const char *))
{
    static const char *const ours[] = { /* the longer ones first */
                                        MLG_REPORT_MARK(" (producteur et licence non précisés)"),
                                        MLG_REPORT_MARK("© les contributeurs d’OpenStreetMap, licence ODbL"),
                                        MLG_REPORT_MARK("producteur non précisé, "),
                                        MLG_REPORT_MARK(", millésime non précisé"),
                                        MLG_REPORT_MARK(", licence non précisée"),
                                        MLG_REPORT_MARK(", millésime "),
                                        NULL
    };
    while (*mention) {
        const char *const *found = ours;
        while (*found && strncmp(mention, *found, strlen(*found)) != 0)
            found++;
        if (*found)
            mlg_text_add(text, say(*found));
        else
            mlg_text_add_bytes(text, mention, 1);
        mention += *found ? strlen(*found) : 1;
    }
}

static mlg_status compose(char **out, const char *table, const char *what, const mlg_sheet_rows *mentions,
                          mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_text_printf(&text, "%s%s", what, mentions->count ? ". " : "");
    if (mlg_attribution_add(&text, table, mentions))
        mlg_text_add(&text, ". Données dérivées d’OpenStreetMap, sous licence ODbL");
    mlg_status st = mlg_text_take(out, &text, err);
    mlg_text_release(&text);
    return st;
}

mlg_status mlg_attribution_words(char **out, mlg_db *db, const char *table, const char *what, mlg_error *err)
{
    mlg_sheet_rows mentions;
    mlg_status st = mlg_sheet_rows_read(&mentions, db, mlg_sheet_find("mentions"), err);
    if (st == MLG_OK)
        st = compose(out, table, what, &mentions, err);
    mlg_sheet_rows_release(&mentions);
    return st;
}

static mlg_status describe(mlg_stmt *update, const mlg_table *table, const mlg_sheet_rows *mentions,
                           mlg_error *err)
{
    char *words = NULL;
    MLG_TRY(compose(&words, table->name, table->description, mentions, err));
    mlg_bind_text(update, ":nom", table->name);
    mlg_bind_text(update, ":description", words);
    mlg_status st = mlg_stmt_run(update, err);
    free(words);
    return st;
}

mlg_status mlg_output_attribution(mlg_db *db, mlg_error *err)
{
    mlg_sheet_rows mentions;
    mlg_stmt *update = NULL;
    mlg_status st;
    MLG_GO(mlg_sheet_rows_read(&mentions, db, mlg_sheet_find("mentions"), err));
    MLG_GO(mlg_db_query(&update, db, "study/describe_table", err));
    for (const mlg_table *table = mlg_tables; table->name && st == MLG_OK; table++)
        st = describe(update, table, &mentions, err);
done:
    mlg_stmt_free(update);
    mlg_sheet_rows_release(&mentions);
    return st;
}
