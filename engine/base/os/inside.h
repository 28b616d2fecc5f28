/* Access relative to an open folder, so that a path that others rename or replace by a link in the meantime cannot lead elsewhere. One
 * implementation for POSIX, one for Windows, where an open folder cannot be moved. */
#ifndef MLG_BASE_OS_INSIDE_H
#define MLG_BASE_OS_INSIDE_H

#include "base/os/file.h"

/* A descriptor, to be closed with mlg_os_close(); -1 with errno: ENOTDIR or ELOOP for a file or a link, which mlg_os_open_folder() follows
 * when `linked`. */
int mlg_os_open_folder(const char *path, bool linked);
int mlg_os_open_folder_in(int folder, const char *name);

/* As the functions of base/os/file.h, on a name without a separator. MLG_OS_NO_LINK is implied. */
int mlg_os_open_in(int folder, const char *name, int how);
int mlg_os_lstat_in(int folder, const char *name, mlg_os_info *info);
int mlg_os_make_folder_in(int folder, const char *name);
int mlg_os_rename_in(int folder, const char *from, const char *to);
int mlg_os_remove_in(int folder, const char *name);
mlg_os_folder *mlg_os_folder_open_in(int folder); /* lists the folder itself */

#endif
