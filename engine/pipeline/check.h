/* Loading a study for the sake of knowing whether it loads. */
#ifndef MLG_PIPELINE_CHECK_H
#define MLG_PIPELINE_CHECK_H

#include "base/path.h"
#include "study/study.h"

/* A study as a run has it, before its GeoPackage is open. `file` is closed by the caller with mlg_study_file_close(). */
mlg_status mlg_open_request(mlg_study *study, mlg_study_file **file, const char *study_path,
                            const mlg_run_options *options, mlg_error *err) MLG_MUST_CHECK;

/* A study loaded into a file that is thrown away, in a transaction that is never committed. */
typedef struct mlg_trial {
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    mlg_study study;
    mlg_summary summary;
} mlg_trial;

/* Loads what `like` names. Closed with mlg_trial_close(), on failure too. */
mlg_status mlg_trial_open(mlg_trial *trial, const mlg_study *like, mlg_error *err) MLG_MUST_CHECK;
void mlg_trial_close(mlg_trial *trial);

/* Loads into a file that is thrown away; the text says what each source gave. Freed with free(). */
mlg_status mlg_check_study(char **out, const mlg_study *study, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

/* By its ending: a table or a layer, not a study file. */
bool mlg_is_data_file(const char *path);

/* The text says which data set the file is, what it gives and what is wrong with it. Freed with free(). */
mlg_status mlg_check_file(char **out, const char *path, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

#endif
