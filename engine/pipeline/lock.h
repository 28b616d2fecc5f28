/* One run at a time writes an output: a lock file beside it, released when the process ends. */
#ifndef MLG_PIPELINE_LOCK_H
#define MLG_PIPELINE_LOCK_H

#include "base/error.h"

/* *held is the file descriptor plus one; 0 on a file system without locks. `shown` names the output. MLG_INPUT: another run holds
 * it, the file cannot be written, it is a symbolic link. */
mlg_status mlg_lock_take(int *held, const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* MLG_INPUT when another run holds the lock; takes nothing. */
mlg_status mlg_lock_refuse(const char *path, const char *shown, mlg_error *err) MLG_MUST_CHECK;

/* Removes the lock file too. */
void mlg_lock_drop(int held, const char *path);

#endif
