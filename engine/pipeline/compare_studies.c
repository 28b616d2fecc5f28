/* mlg_compare_studies: two results side by side, in a folder of their own. */
#include "adapters/db/database.h"
#include "analysis/compare/stage.h"
#include "base/memory.h"
#include "base/path.h"
#include "output/terminal/listing.h"
#include "pipeline/derived.h"
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
                                      "comparaison_quartiers",
                                      "comparaison_groupes",
                                      "comparaison_zonages",
                                      "comparaison_equite",
                                      "comparaison_absents",
                                      "changements",
                                      "conventions",
                                      "sources",
                                      NULL };
static const char *const shown[] = { "comparaison_seuils",    "comparaison_passages",
                                     "comparaison_publics",   "comparaison_territoires",
                                     "comparaison_quartiers", "comparaison_groupes",
                                     "comparaison_zonages",   "comparaison_equite",
                                     "comparaison_absents",   NULL };
static const mlg_derived derived = { "comparaison.gpkg", "comparaison.html", "comparaison.xlsx", sheets };

static const char *aside(const job *j)
{
    return j->outputs.items[0].aside;
}

static mlg_status claim(job *j, mlg_error *err)
{
    const mlg_output_origin origin = { .geopackage = j->path[1], .db = j->before };
    MLG_TRY(mlg_inputs_add(&j->outputs.inputs, j->path[0], err));
    return mlg_outputs_one(&j->outputs, MLG_OUT_TABLES, j->options->output_folder, &origin, j->options->overwrite,
                           j->options->plan != NULL, err);
}

static mlg_status plan(job *j, mlg_error *err)
{
    for (int side = 0; side < 2; side++)
        MLG_TRY(mlg_plan_read_file(j->options->plan, j->path[side], err));
    return mlg_derived_plan(j->options->plan, &derived, j->options->output_folder, err);
}

/* A copy of the second result, with the comparison in it. */
static mlg_status compare(job *j, mlg_error *err)
{
    mlg_text summary = { 0 };
    MLG_TRY(mlg_derived_open(&j->study.db, &derived, aside(j), j->path[1], err));
    j->study.before = j->before;
    mlg_db_heed(j->study.db, &j->options->progress);
    MLG_TRY(mlg_db_begin(j->study.db, err));
    mlg_status st = mlg_study_compare(&j->study, &summary, err);
    mlg_text_release(&summary);
    MLG_TRY(st);
    return mlg_db_commit(j->study.db, err);
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
    MLG_TRY(mlg_derived_write(j->study.db, &derived, aside(j), err));
    MLG_TRY(mlg_output_listing(out, j->study.db, shown, format, err));
    mlg_db_close(j->study.db);
    j->study.db = NULL;
    return mlg_outputs_commit_unless(&j->outputs, &j->options->progress, err);
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
