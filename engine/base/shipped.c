#include "base/shipped.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_LEVELS = 5 };

const char *mlg_shipped_name(const char *path)
{
    return strncmp(path, MLG_SHIPPED, strlen(MLG_SHIPPED)) == 0 ? path + strlen(MLG_SHIPPED) : NULL;
}

static bool is_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static bool leaves(const char *name)
{
    return *name == '\0' || *name == '/' || strstr(name, "..") != NULL;
}

static bool found_in(char path[MLG_PATH_SIZE], const char *folder, const char *name)
{
    mlg_error ignored;
    return mlg_path_join(path, folder, name, &ignored) == MLG_OK && is_file(path);
}

/* Looks in share/maillage/geodata of the folder of `module`, then of the folders that hold it. */
static bool found_above(char path[MLG_PATH_SIZE], const char *module, const char *name)
{
    char at[PATH_MAX], folder[MLG_PATH_SIZE];
    mlg_error ignored;
    if (!module || !realpath(module, at))
        return false;
    for (int level = 0; level < MOST_LEVELS; level++) {
        char *last = strrchr(at, '/');
        if (!last)
            return false;
        *last = '\0';
        if (mlg_path_format(folder, &ignored, "%s/share/maillage/geodata", at) == MLG_OK &&
            found_in(path, folder, name))
            return true;
    }
    return false;
}

/* The file that holds this code: the library, or the program it is linked into. */
static const char *own_module(void)
{
    Dl_info info;
    static const char here[] = "";
    return dladdr(here, &info) != 0 ? info.dli_fname : NULL;
}

mlg_status mlg_shipped_path(char path[MLG_PATH_SIZE], const char *name, mlg_error *err)
{
    static const char installed[] = MLG_DATA_FOLDER "/geodata";
    const char *asked = getenv("MAILLAGE_GEODATA");
    if (leaves(name))
        return mlg_fail(err, MLG_INPUT, "'%s%s' is not a file that ships with Maillage", MLG_SHIPPED, name);
    if (asked && *asked) {
        if (found_in(path, asked, name))
            return MLG_OK;
    } else if (found_above(path, own_module(), name) || found_above(path, "/proc/self/exe", name) ||
               found_in(path, installed, name)) {
        return MLG_OK;
    }
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "'%s%s' does not ship with Maillage, or its data are not installed (%s)",
                 MLG_SHIPPED, name, asked && *asked ? asked : installed);
    mlg_hint(err, "correct the name, or set MAILLAGE_GEODATA to the folder geodata of Maillage");
    return st;
}
