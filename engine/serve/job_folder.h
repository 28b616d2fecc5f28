/* A temporary folder for the side outputs of a job. It is locked while in use, so that what a killed server left can be told from the
 * folders of another server. */
#ifndef MLG_SERVE_JOB_FOLDER_H
#define MLG_SERVE_JOB_FOLDER_H

#include "base/error.h"
#include "base/path.h"

/* Made for this user alone. *lock is a descriptor to be closed before mlg_job_folder_remove(); a process that inherits it holds the
 * folder too, but on Windows. */
mlg_status mlg_job_folder_make(char folder[MLG_PATH_SIZE], int *lock, mlg_error *err) MLG_MUST_CHECK;

/* Removes the folder with what is in it; "" does nothing. */
void mlg_job_folder_remove(const char *folder);

/* Removes the folders that this user's servers left and nobody holds any more. */
void mlg_job_folder_sweep(void);

#endif
