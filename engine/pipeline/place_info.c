/* mlg_place_info: the sheet of a commune or of a group of communes. */
#include "adapters/db/database.h"
#include "output/place/place.h"
#include "pipeline/dry_run.h"
#include "pipeline/sheet_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 160, CODE = 16 };

/* The code of the only commune of the study that has this name; "" when none or several do. */
static mlg_status code_in_study(char code[CODE], mlg_db *db, const char *name, mlg_error *err)
{
    char wanted[WORDS], words[WORDS];
    mlg_stmt *stmt = NULL;
    bool row;
    int found = 0;
    mlg_france_words(wanted, sizeof wanted, name);
    MLG_TRY(mlg_db_query(&stmt, db, "report/place_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        mlg_france_words(words, sizeof words, mlg_column_text(stmt, 10));
        if (strcmp(words, wanted) == 0 && ++found == 1)
            snprintf(code, CODE, "%s", mlg_column_text(stmt, 0));
    }
    mlg_stmt_free(stmt);
    if (found != 1)
        code[0] = '\0';
    return st;
}

/* A commune is first looked for in the study: one of its names may be that of others in France. */
static mlg_status find(mlg_france_territory *where, const mlg_france *france, mlg_db *db,
                       const mlg_place_options *options, mlg_error *err)
{
    char code[CODE] = "";
    if (options->epci)
        return mlg_france_find(where, france, MLG_FRANCE_EPCI, options->epci, err);
    MLG_TRY(code_in_study(code, db, options->commune, err));
    return mlg_france_find(where, france, MLG_FRANCE_COMMUNES, *code ? code : options->commune, err);
}

static mlg_status read_place(mlg_place *place, const char *geopackage, const mlg_place_options *options,
                             mlg_error *err)
{
    const mlg_france *france;
    mlg_france_territory where = { 0 };
    mlg_db *db = NULL;
    mlg_status st;
    if (!options->commune == !options->epci)
        return mlg_fail(err, MLG_USAGE, "give one commune or one group of communes, and only one");
    MLG_GO(mlg_db_open(&db, geopackage, false, err));
    MLG_GO(mlg_france_open(&france, err));
    MLG_GO(find(&where, france, db, options, err));
    if (!options->epci && where.count > 1) {
        st = mlg_fail(err, MLG_USAGE, "the sheet is of one commune, and %d are given", (int)where.count);
        goto done;
    }
    MLG_GO(mlg_place_describe(place, france, &where, err));
    st = mlg_place_read(place, db, france, &where, err);
done:
    free(where.members);
    mlg_db_close(db);
    return st;
}

static mlg_status save_page(const mlg_place *place, const char *path, mlg_error *err)
{
    char title[160];
    mlg_paper paper = { 0 };
    snprintf(title, sizeof title, "%s (%s)", place->name, place->code);
    mlg_place_draw(&paper, place);
    return mlg_sheet_save(&paper, path, title, err);
}

mlg_status mlg_place_info(char **out, const char *geopackage, const mlg_place_options *options, mlg_format format,
                          mlg_error *err)
{
    mlg_place place = { 0 };
    mlg_status st;
    *out = NULL;
    if (options->page)
        MLG_TRY(mlg_sheet_refuse(options->page, &options->write, err));
    MLG_GO(read_place(&place, geopackage, options, err));
    if (options->page && options->write.plan)
        MLG_GO(mlg_plan_write(options->write.plan, options->page, err));
    else if (options->page)
        MLG_GO(save_page(&place, options->page, err));
    st = format == MLG_JSON ? mlg_place_json(out, &place, err) : mlg_place_text(out, &place, err);
done:
    mlg_place_release(&place);
    return st;
}
