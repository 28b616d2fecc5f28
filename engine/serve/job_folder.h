/* A temporary folder for the side outputs of a job. It is locked while in use, which distinguishes what a killed server left
 * from the folders of a running one. */
#ifndef MLG_SERVE_JOB_FOLDER_H
#define MLG_SERVE_JOB_FOLDER_H

#include "base/error.h"
#include "base/path.h"

/* Creates a folder that only this user can read. *lock is a descriptor to close before mlg_job_folder_remove(); except on Windows, a
 * process that inherits it holds the folder too. */
mlg_status mlg_job_folder_make(char folder[MLG_PATH_SIZE], int *lock, mlg_error *err) MLG_MUST_CHECK;

/* Removes the folder and its content; "" does nothing. */
void mlg_job_folder_remove(const char *folder);

/* Removes the folders that servers of this user left behind, those without a lock. */
void mlg_job_folder_sweep(void);

#endif
