/* A folder held open, and the names inside it: what is opened stands in that very folder, and no link is followed, whatever others do to
 * the path meanwhile. One implementation for POSIX, one for Windows, where a folder that is open cannot be moved. */
#ifndef MLG_BASE_OS_INSIDE_H
#define MLG_BASE_OS_INSIDE_H

#include "base/os/file.h"

/* Closed with mlg_os_close(). ENOTDIR or ELOOP: no folder, or a link to one, which mlg_os_open_folder() follows where `linked`. */
int mlg_os_open_folder(const char *path, bool linked);
int mlg_os_open_folder_in(int folder, const char *name);

/* As those of base/os/file.h, on one name without a separator. `how` has MLG_OS_NO_LINK of itself. */
int mlg_os_open_in(int folder, const char *name, int how);
int mlg_os_lstat_in(int folder, const char *name, mlg_os_info *info);
int mlg_os_make_folder_in(int folder, const char *name);
int mlg_os_rename_in(int folder, const char *from, const char *to);
int mlg_os_remove_in(int folder, const char *name);
mlg_os_folder *mlg_os_folder_open_in(int folder); /* its own entries */

#endif
