/* mlg_relink: the QGIS project of a study whose file has been renamed. */
#include "adapters/db/database.h"
#include "base/path.h"
#include "output/qgis/project.h"
#include "pipeline/dry_run.h"

mlg_status mlg_relink(const char *geopackage, const mlg_write_options *options, mlg_error *err)
{
    mlg_plan *plan = options->plan;
    mlg_db *db = NULL;
    MLG_TRY(mlg_db_open_any(&db, geopackage, !plan, err));
    mlg_status st =
        plan ? mlg_plan_read_file(plan, geopackage, err) : mlg_output_project(db, mlg_path_name(geopackage), err);
    if (st == MLG_OK && plan)
        st = mlg_plan_write(plan, geopackage, err);
    mlg_db_close(db);
    return st;
}
