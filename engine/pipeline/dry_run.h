/* What a dry run would read and write: see mlg_plan. */
#ifndef MLG_PIPELINE_DRY_RUN_H
#define MLG_PIPELINE_DRY_RUN_H

#include "base/error.h"

/* Adds a file that is read; one that is there already is not added twice. */
mlg_status mlg_plan_read(mlg_plan *plan, const char *path, int64_t bytes, mlg_error *err) MLG_MUST_CHECK;

/* The same, with the size the file or folder has on the disk. MLG_INPUT when it is not there. */
mlg_status mlg_plan_read_file(mlg_plan *plan, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Adds a file or folder that is written, with the size of what stands there. */
mlg_status mlg_plan_write(mlg_plan *plan, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
