/* mlg_compare_studies: two results side by side, in a folder of their own. */
#include "adapters/db/database.h"
#include "analysis/compare/stage.h"
#include "base/memory.h"
#include "base/path.h"
#include "output/page/report.h"
#include "output/qgis/package.h"
#include "output/terminal/listing.h"
#include "output/workbook/files.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"

#include <string.h>

typedef struct {
    const char *path[2];
    mlg_db *before;
    mlg_study study;
    mlg_outputs outputs;
    const mlg_compare_options *options;
} job;

static const char *const sheets[] = { "comparaison_seuils",
                                      "comparaison_passages",
                                      "comparaison_publics",
                                      "comparaison_territoires",
                                      "comparaison_communes",
                                      "comparaison_zonages",
                                      "comparaison_equite",
                                      "comparaison_absents",
                                      "changements",
                                      "conventions",
                                      "sources",
                                      NULL };
static const char *const shown[] = { "comparaison_seuils",  "comparaison_passages",
                                     "comparaison_publics", "comparaison_territoires",
                                     "comparaison_zonages", "comparaison_equite",
                                     "comparaison_absents", NULL };
static const char geopackage[] = "comparaison.gpkg", page[] = "comparaison.html", workbook[] = "comparaison.xlsx";

static const char *aside(const job *j)
{
    return j->outputs.items[0].aside;
}

static mlg_status claim(job *j, mlg_error *err)
{
    const mlg_output_origin origin = { .geopackage = j->path[1], .db = j->before };
    return mlg_outputs_one(&j->outputs, MLG_OUT_TABLES, j->options->output_folder, &origin, j->options->overwrite,
                           j->options->plan != NULL, err);
}

static mlg_status plan(job *j, mlg_error *err)
{
    static const char *const names[] = { geopackage, page, workbook };
    for (int side = 0; side < 2; side++)
        MLG_TRY(mlg_plan_read_file(j->options->plan, j->path[side], err));
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        char path[MLG_PATH_SIZE];
        MLG_TRY(mlg_path_join(path, j->options->output_folder, names[k], err));
        MLG_TRY(mlg_plan_write(j->options->plan, path, err));
    }
    return MLG_OK;
}

/* A copy of the second result, with the comparison in it. */
static mlg_status compare(job *j, mlg_error *err)
{
    char copy[MLG_PATH_SIZE];
    mlg_text summary = { 0 };
    MLG_TRY(mlg_make_folder(aside(j), err));
    MLG_TRY(mlg_path_join(copy, aside(j), geopackage, err));
    MLG_TRY(mlg_db_copy(j->path[1], copy, err));
    MLG_TRY(mlg_db_open(&j->study.db, copy, true, err));
    MLG_TRY(mlg_db_sync_later(j->study.db, err));
    j->study.before = j->before;
    MLG_TRY(mlg_db_begin(j->study.db, err));
    mlg_status st = mlg_study_compare(&j->study, &summary, err);
    mlg_text_release(&summary);
    MLG_TRY(st);
    return mlg_db_commit(j->study.db, err);
}

static mlg_status write_files(job *j, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_output_package(j->study.db, geopackage, err));
    MLG_TRY(mlg_path_join(path, aside(j), page, err));
    MLG_TRY(mlg_output_report(j->study.db, path, err));
    MLG_TRY(mlg_path_join(path, aside(j), workbook, err));
    return mlg_output_workbook_of(j->study.db, sheets, path, err);
}

static mlg_status work(char **out, job *j, mlg_format format, mlg_error *err)
{
    mlg_db *after = NULL;
    MLG_TRY(mlg_db_open(&j->before, j->path[0], false, err));
    MLG_TRY(mlg_db_open(&after, j->path[1], false, err)); /* refused before anything is written */
    mlg_db_close(after);
    MLG_TRY(claim(j, err));
    if (j->options->plan)
        return plan(j, err);
    MLG_TRY(compare(j, err));
    MLG_TRY(write_files(j, err));
    MLG_TRY(mlg_output_listing(out, j->study.db, shown, format, err));
    mlg_db_close(j->study.db);
    j->study.db = NULL;
    return mlg_outputs_commit(&j->outputs, err);
}

mlg_status mlg_compare_studies(char **out, const char *a, const char *b, const mlg_compare_options *options,
                               mlg_format format, mlg_error *err)
{
    job j = { .path = { a, b }, .study = { .threads = 1 }, .options = options };
    *out = NULL;
    mlg_status st = work(out, &j, format, err);
    mlg_db_close(j.study.db);
    mlg_db_close(j.before);
    mlg_outputs_release(&j.outputs);
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    return st;
}
