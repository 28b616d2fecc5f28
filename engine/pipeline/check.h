/* Loading a study for the sake of knowing whether it loads. */
#ifndef MLG_PIPELINE_CHECK_H
#define MLG_PIPELINE_CHECK_H

#include "study/study.h"

/* A study as a run has it, before its GeoPackage is open. `file` is closed by mlg_close_request(). */
mlg_status mlg_open_request(mlg_study *study, mlg_study_file **file, const char *study_path,
                            const mlg_run_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Loads into a file that is thrown away; the text says what each source gave. Freed with free(). */
mlg_status mlg_check_study(char **out, const mlg_study *study, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

#endif
