#include "base/shipped.h"

#include "base/os/file.h"
#include "base/os/process.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 5 };

const char *mlg_shipped_name(const char *path)
{
    return strncmp(path, MLG_SHIPPED, strlen(MLG_SHIPPED)) == 0 ? path + strlen(MLG_SHIPPED) : NULL;
}

static bool is_file(const char *path)
{
    mlg_os_info info;
    return mlg_os_stat(path, &info) == 0 && info.kind == MLG_OS_FILE;
}

static bool leaves(const char *name)
{
    return *name == '\0' || mlg_path_is_absolute(name) || strstr(name, "..") != NULL;
}

static bool found_in(char path[MLG_PATH_SIZE], const char *folder, const char *name)
{
    mlg_error ignored;
    return mlg_path_join(path, folder, name, &ignored) == MLG_OK && is_file(path);
}

/* Looks in share/maillage/geodata of the folder of `module`, then of the folders that hold it. */
static bool found_above(char path[MLG_PATH_SIZE], const char *module, const char *name)
{
    char folder[MLG_PATH_SIZE], *at = mlg_os_real_path(module), *last;
    mlg_error ignored;
    bool found = false;
    for (int level = 0; at && !found && level < MOST_LEVELS && (last = strrchr(at, '/')); level++) {
        *last = '\0';
        found = mlg_path_format(folder, &ignored, "%s/share/maillage/geodata", at) == MLG_OK &&
                found_in(path, folder, name);
    }
    free(at);
    return found;
}

/* Beside the library, or the program it is linked into, then beside the program that runs. */
static bool found_beside(char path[MLG_PATH_SIZE], const char *name)
{
    char module[MLG_PATH_SIZE];
    return (mlg_os_own_file(module, sizeof module) && found_above(path, module, name)) ||
           (mlg_os_program_file(module, sizeof module) && found_above(path, module, name));
}

mlg_status mlg_shipped_path(char path[MLG_PATH_SIZE], const char *name, mlg_error *err)
{
    static const char installed[] = MLG_DATA_FOLDER "/geodata";
    const char *asked = mlg_os_environment("MAILLAGE_GEODATA");
    if (leaves(name))
        return mlg_fail(err, MLG_INPUT, "'%s%s' is not a file that ships with Maillage", MLG_SHIPPED, name);
    if (asked && *asked) {
        if (found_in(path, asked, name))
            return MLG_OK;
    } else if (found_beside(path, name) || found_in(path, installed, name)) {
        return MLG_OK;
    }
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "'%s%s' does not ship with Maillage, or its data are not installed (%s)",
                 MLG_SHIPPED, name, asked && *asked ? asked : installed);
    mlg_hint(err, "correct the name, or set MAILLAGE_GEODATA to the folder geodata of Maillage");
    return st;
}
