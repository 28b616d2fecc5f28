/* Temporary files, in the folder $TMPDIR, or that of the system when it is not set. */
#ifndef MLG_BASE_SCRATCH_H
#define MLG_BASE_SCRATCH_H

#include "base/path.h"

/* A new folder that only this user can read, and the path of a file in it. `{ 0 }` is closed. */
typedef struct mlg_scratch {
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
} mlg_scratch;

/* Makes the folder; nothing is at the path yet. MLG_INPUT: it cannot be made; `scratch` is then closed. */
mlg_status mlg_scratch_open(mlg_scratch *scratch, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Removes the folder and the files in it. */
void mlg_scratch_close(mlg_scratch *scratch);

#endif
