/* mlg_report: the HTML page of a study that has been run. */
#include "output/page/report.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"

static mlg_status write_page(mlg_outputs *outputs, mlg_db *db, const mlg_progress *progress, mlg_error *err)
{
    mlg_db_heed(db, progress);
    MLG_TRY(mlg_output_report(db, outputs->items[0].aside, err));
    return mlg_outputs_commit_unless(outputs, progress, err);
}

mlg_status mlg_report(const char *geopackage, const char *path, const mlg_write_options *options, mlg_error *err)
{
    mlg_outputs outputs = { .count = 0 };
    mlg_output_origin origin = { .geopackage = geopackage };
    mlg_plan *plan = options->plan;
    MLG_TRY(mlg_db_open(&origin.db, geopackage, false, err));
    mlg_status st =
        mlg_outputs_one(&outputs, MLG_OUT_REPORT, path, &origin, options->overwrite, plan != NULL, err);
    if (st == MLG_OK && plan)
        st = mlg_plan_read_file(plan, geopackage, err);
    if (st == MLG_OK)
        st = plan ? mlg_plan_write(plan, path, err) : write_page(&outputs, origin.db, &options->progress, err);
    mlg_db_close(origin.db);
    mlg_outputs_release(&outputs);
    return st;
}
