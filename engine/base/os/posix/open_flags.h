/* What the files of this folder share. */
#ifndef MLG_BASE_OS_POSIX_OPEN_FLAGS_H
#define MLG_BASE_OS_POSIX_OPEN_FLAGS_H

#include "base/os/file.h"

#include <sys/stat.h>

/* For open() and openat(), of MLG_OS_READ and those after it. */
int mlg_os_open_flags(int how);
mode_t mlg_os_open_mode(int how);

/* Fills *info from what stat() and its like said; returns `code`. */
int mlg_os_describe(int code, const struct stat *of, mlg_os_info *info);

#endif
