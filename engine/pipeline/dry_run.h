/* Filling a mlg_plan, the list of files that a dry run would read and write. */
#ifndef MLG_PIPELINE_DRY_RUN_H
#define MLG_PIPELINE_DRY_RUN_H

#include "base/error.h"

/* Adds a file that would be read, once. */
mlg_status mlg_plan_read(mlg_plan *plan, const char *path, int64_t bytes, mlg_error *err) MLG_MUST_CHECK;

/* The same, with the size of the file or folder on disk. MLG_INPUT: it does not exist. */
mlg_status mlg_plan_read_file(mlg_plan *plan, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Adds a file or folder that would be written, with the size of an existing one. */
mlg_status mlg_plan_write(mlg_plan *plan, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
