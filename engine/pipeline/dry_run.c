#include "pipeline/dry_run.h"

#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"

#include <errno.h>
#include <string.h>

static mlg_status add(mlg_plan *plan, const char *path, bool exists, int64_t bytes, bool written, mlg_error *err)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->files[i].written == written && strcmp(plan->files[i].path, path) == 0)
            return MLG_OK;
    MLG_TRY(MLG_GROW(&plan->files, &plan->room, plan->count + 1, "files", err));
    mlg_planned *file = &plan->files[plan->count];
    *file = (mlg_planned){ .written = written, .exists = exists, .bytes = bytes };
    MLG_TRY(mlg_copy_text(&file->path, path, err));
    plan->count++;
    return MLG_OK;
}

/* Bytes of a file, or of the files in a folder. False, and 0 bytes, when there is nothing there. */
static bool find_size(int64_t *bytes, const char *path)
{
    mlg_os_info info;
    *bytes = 0;
    if (mlg_os_stat(path, &info) != 0)
        return false;
    if (info.kind != MLG_OS_FOLDER) {
        *bytes = info.bytes;
        return true;
    }
    mlg_os_folder *folder = mlg_os_folder_open(path);
    for (const char *entry; folder && (entry = mlg_os_folder_next(folder));) {
        char inside[MLG_PATH_SIZE];
        if (mlg_path_join(inside, path, entry, NULL) == MLG_OK && mlg_os_stat(inside, &info) == 0 &&
            info.kind == MLG_OS_FILE)
            *bytes += info.bytes;
    }
    if (folder)
        mlg_os_folder_close(folder);
    return true;
}

mlg_status mlg_plan_read(mlg_plan *plan, const char *path, int64_t bytes, mlg_error *err)
{
    return add(plan, path, true, bytes, false, err);
}

mlg_status mlg_plan_read_file(mlg_plan *plan, const char *path, mlg_error *err)
{
    int64_t bytes;
    if (!find_size(&bytes, path))
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    return add(plan, path, true, bytes, false, err);
}

mlg_status mlg_plan_write(mlg_plan *plan, const char *path, mlg_error *err)
{
    int64_t bytes;
    bool exists = find_size(&bytes, path);
    return add(plan, path, exists, bytes, true, err);
}

void mlg_plan_release(mlg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        free(plan->files[i].path);
    free(plan->files);
    *plan = (mlg_plan){ 0 };
}
