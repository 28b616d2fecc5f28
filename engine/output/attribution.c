#include "output/attribution.h"

#include "adapters/gpkg.h"
#include "output/sheets.h"
#include "output/text.h"

#include <stdlib.h>
#include <string.h>

/* Tables whose figures rest on travel times. */
static const char *const from_roads[] = {
    "acces",        "acces_commune", "acces_carreau", "affectation", "bassin",            "bassin_nombre", "bassin_site",
    "besoin",       "besoin_zone",   "desert",        "desert_bilan", "equite",           "jauge",         "qpv",
    "site",         "site_bilan",    "site_variante", "zonage_rang", "zonage_seuil",      "zonage_voisin", "zonage_controle",
    NULL,
};

static bool rests_on_roads(const char *name)
{
    for (const char *const *t = from_roads; *t; t++)
        if (strcmp(*t, name) == 0)
            return true;
    return false;
}

static bool is_osm(const mlg_sheet_rows *mentions, int32_t row)
{
    return strcmp(mlg_sheet_text(mentions, row, "nature"), "osm") == 0;
}

static mlg_status describe(mlg_stmt *update, const mlg_table *table, const mlg_sheet_rows *mentions, mlg_error *err)
{
    mlg_text text = { 0 };
    bool roads = rests_on_roads(table->name), osm = false;
    int told = 0;
    char *words = NULL;
    mlg_text_add(&text, table->description);
    for (int32_t row = 0; row < mentions->count; row++) {
        osm |= is_osm(mentions, row);
        if (is_osm(mentions, row) && !roads)
            continue;
        mlg_text_printf(&text, "%s%s", told++ ? " ; " : ". Sources : ", mlg_sheet_text(mentions, row, "mention"));
    }
    if (roads && osm)
        mlg_text_add(&text, ". Données dérivées d’OpenStreetMap, sous licence ODbL");
    mlg_status st = mlg_text_take(&words, &text, err);
    mlg_text_release(&text);
    if (st != MLG_OK)
        return st;
    mlg_bind_text(update, ":nom", table->name);
    mlg_bind_text(update, ":description", words);
    st = mlg_stmt_run(update, err);
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
