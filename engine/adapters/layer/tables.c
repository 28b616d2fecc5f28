#include "adapters/layer/tables.h"

#include "adapters/layer/inner.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct mlg_table_set {
    char **path; /* [count] sorted */
    size_t count, room;
};

static mlg_status add(mlg_table_set *set, const char *folder, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(path, folder, name, err));
    MLG_TRY(MLG_GROW(&set->path, &set->room, set->count + 1, "files of a set", err));
    MLG_TRY(mlg_copy_text(&set->path[set->count], path, err));
    set->count++;
    return MLG_OK;
}

static mlg_status list_folder(mlg_table_set *set, const char *path, mlg_error *err)
{
    char **entries;
    int count = mlg_os_folder_names(&entries, path);
    if (count < 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    mlg_status st = MLG_OK;
    for (int i = 0; i < count; i++) {
        if (st == MLG_OK && entries[i][0] != '.')
            st = add(set, path, entries[i], err);
        free(entries[i]);
    }
    free(entries);
    return st;
}

/* Members that would lie outside the archive are passed over when they are opened (position.c). */
static mlg_status list_zip(mlg_table_set *set, const char *path, mlg_error *err)
{
    mlg_hush hush;
    char vsi[MLG_PATH_SIZE];
    MLG_TRY(mlg_layer_check_kind(path, err));
    MLG_TRY(mlg_guard_zip(path, path, err));
    MLG_TRY(mlg_path_format(vsi, err, "/vsizip/{%s}", path));
    mlg_hush_enter(&hush);
    char **members = VSIReadDirRecursive(vsi);
    mlg_hush_leave();
    if (!members) {
        mlg_status broken = mlg_fail(err, MLG_INPUT, "%s is not a readable zip file, or is truncated", path);
        mlg_hint(err, "download it again");
        return broken;
    }
    mlg_status st = MLG_OK;
    for (char **m = members; st == MLG_OK && *m; m++)
        if (!strstr(*m, "__MACOSX") && *mlg_path_name(*m) != '\0')
            st = add(set, path, *m, err);
    CSLDestroy(members);
    return st;
}

mlg_status mlg_table_set_open(mlg_table_set **out, const char *path, mlg_error *err)
{
    mlg_os_info info;
    mlg_table_set *set;
    *out = NULL;
    if (mlg_os_stat(path, &info) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    if (info.kind != MLG_OS_FOLDER && !(info.kind == MLG_OS_FILE && mlg_path_ends_with(path, ".zip"))) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s is neither a zip nor a folder", path);
        mlg_hint(err, "give the archive as it was published, with a name ending in .zip, or its folder");
        return st;
    }
    MLG_TRY(MLG_NEW(&set, 1, "files of a set", err));
    mlg_status st = info.kind == MLG_OS_FOLDER ? list_folder(set, path, err) : list_zip(set, path, err);
    if (st == MLG_OK)
        *out = set;
    else
        mlg_table_set_close(set);
    return st;
}

void mlg_table_set_close(mlg_table_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        free(set->path[i]);
    free(set->path);
    free(set);
}

size_t mlg_table_set_count(const mlg_table_set *set, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++)
        count += strcasecmp(mlg_path_name(set->path[i]), name) == 0;
    return count;
}

const char *mlg_table_set_path(const mlg_table_set *set, size_t number)
{
    return number < set->count ? set->path[number] : NULL;
}

static int depth_of(const char *path)
{
    int depth = 0;
    for (; (path = strchr(path, '/')); path++)
        depth++;
    return depth;
}

const char *mlg_table_set_find(const mlg_table_set *set, const char *name)
{
    const char *best = NULL;
    for (size_t i = 0; i < set->count; i++)
        if (strcasecmp(mlg_path_name(set->path[i]), name) == 0 &&
            (!best || depth_of(set->path[i]) < depth_of(best)))
            best = set->path[i];
    return best;
}
