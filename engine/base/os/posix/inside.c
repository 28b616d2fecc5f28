#include "base/os/inside.h"

#include "base/os/posix/open_flags.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

int mlg_os_open_folder(const char *path, bool linked)
{
    return open(path, folder_flags | (linked ? 0 : O_NOFOLLOW));
}

int mlg_os_open_folder_in(int folder, const char *name)
{
    return openat(folder, name, folder_flags | O_NOFOLLOW);
}

int mlg_os_open_in(int folder, const char *name, int how)
{
    return openat(folder, name, mlg_os_open_flags(how | MLG_OS_NO_LINK), mlg_os_open_mode(how));
}

int mlg_os_lstat_in(int folder, const char *name, mlg_os_info *info)
{
    struct stat of;
    return mlg_os_describe(fstatat(folder, name, &of, AT_SYMLINK_NOFOLLOW), &of, info);
}

int mlg_os_make_folder_in(int folder, const char *name)
{
    return mkdirat(folder, name, 0777);
}

int mlg_os_rename_in(int folder, const char *from, const char *to)
{
    return renameat(folder, from, folder, to);
}

int mlg_os_remove_in(int folder, const char *name)
{
    return unlinkat(folder, name, 0);
}

/* At a position of its own. */
mlg_os_folder *mlg_os_folder_open_in(int folder)
{
    int own = openat(folder, ".", folder_flags);
    DIR *list = own >= 0 ? fdopendir(own) : NULL;
    if (!list && own >= 0)
        close(own);
    return (mlg_os_folder *)list;
}
