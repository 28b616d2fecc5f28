/* mlg_place_info: the sheet of a commune or of a group of communes. */
#include "adapters/db/database.h"
#include "output/place/place.h"
#include "pipeline/dry_run.h"
#include "pipeline/sheet_file.h"

#include <stdlib.h>
#include <stdio.h>

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
    MLG_GO(mlg_france_find(&where, france, options->epci ? MLG_FRANCE_EPCI : MLG_FRANCE_COMMUNES,
                           options->epci ? options->epci : options->commune, err));
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
