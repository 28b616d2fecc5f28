/* mlg_access_report: the accessibility of a study, alone or compared with published figures. */
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/memory.h"
#include "pipeline/access_findings.h"
#include "pipeline/access_fit.h"
#include "pipeline/check.h"

static mlg_status tell(char **out, mlg_db *db, bool compare, mlg_format format, mlg_error *err)
{
    mlg_access_findings told;
    mlg_status st = mlg_access_findings_read(&told, db, compare, err);
    if (st == MLG_OK)
        st = format == MLG_JSON ? mlg_access_findings_json(out, &told, db, err)
                                : mlg_access_findings_text(out, &told, db, err);
    mlg_access_findings_release(&told);
    return st;
}

/* A study file is loaded and computed in a temporary file. */
static mlg_status tell_study_file(char **out, const char *path, const mlg_access_options *options,
                                  mlg_format format, mlg_error *err)
{
    mlg_run_options run = { .data_folder = options->data_folder,
                            .untrusted = options->untrusted,
                            .threads = options->threads,
                            .progress = options->progress };
    mlg_trial trial = { 0 };
    mlg_study study;
    mlg_study_file *file;
    mlg_text summary = { 0 };
    MLG_TRY(mlg_open_request(&study, &file, path, &run, err));
    mlg_status st = mlg_trial_open(&trial, &study, err);
    if (st == MLG_OK)
        st = mlg_study_access(&trial.study, &summary, err);
    if (st == MLG_OK)
        st = options->fit ? mlg_access_fit_tell(out, &trial.study, format, err)
                          : tell(out, trial.study.db, options->compare, format, err);
    mlg_text_release(&summary);
    mlg_study_travel_release(&trial.study);
    mlg_trial_close(&trial);
    mlg_study_file_close(file);
    return st;
}

mlg_status mlg_access_report(char **out, const char *study, const mlg_access_options *options, mlg_format format,
                             mlg_error *err)
{
    mlg_db *db = NULL;
    *out = NULL;
    if (!mlg_study_is(study))
        return tell_study_file(out, study, options, format, err);
    if (options->fit)
        return mlg_fail(err, MLG_USAGE, "a fit needs a study file, which describes travel; this is a GeoPackage");
    MLG_TRY(mlg_db_open(&db, study, false, err));
    mlg_status st = tell(out, db, options->compare, format, err);
    mlg_db_close(db);
    return st;
}
