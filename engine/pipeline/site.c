/* mlg_site: the siting results of a study that has been run, or of a study file. */
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "output/terminal/listing.h"
#include "pipeline/check.h"

static const char *const tables[] = { "bilans",        "sites", "variantes", "fronts",
                                      "fronts_equite", "gains", "gains_qpv", NULL };

/* Computes only what siting needs, in a temporary file. */
static mlg_status compute(char **out, mlg_study *study, mlg_format format, mlg_error *err)
{
    mlg_text summary = { 0 };
    if (study->config->siting_count == 0) {
        mlg_fail(err, MLG_INPUT, "%s requests no siting", mlg_study_file_path(study->file));
        mlg_hint(err, "as in siting: [ { name: antennes, model: p-median, sites: 3 } ]");
        return MLG_INPUT;
    }
    mlg_status st = mlg_study_access(study, &summary, err);
    if (st == MLG_OK)
        st = mlg_study_siting(study, &summary, err);
    mlg_text_release(&summary);
    return st == MLG_OK ? mlg_output_listing(out, study->db, tables, format, err) : st;
}

mlg_status mlg_site(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                    mlg_error *err)
{
    mlg_study study;
    mlg_study_file *file;
    mlg_trial trial = { 0 };
    *out = NULL;
    if (mlg_study_is(path))
        return mlg_list(out, path, tables, format, err);
    MLG_TRY(mlg_open_request(&study, &file, path, options, err));
    mlg_status st = mlg_trial_open(&trial, &study, err);
    if (st == MLG_OK)
        st = compute(out, &trial.study, format, err);
    mlg_study_travel_release(&trial.study);
    mlg_trial_close(&trial);
    mlg_study_file_close(file);
    return st;
}
