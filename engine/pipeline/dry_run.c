#include "pipeline/dry_run.h"

#include "base/memory.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static mlg_status add(mlg_plan *plan, const char *path, int64_t bytes, bool written, mlg_error *err)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->files[i].written == written && strcmp(plan->files[i].path, path) == 0)
            return MLG_OK;
    MLG_TRY(MLG_GROW(&plan->files, &plan->room, plan->count + 1, "files", err));
    mlg_planned *file = &plan->files[plan->count];
    *file = (mlg_planned){ .bytes = bytes, .written = written };
    MLG_TRY(mlg_copy_text(&file->path, path, err));
    plan->count++;
    return MLG_OK;
}

/* Of a file, or of the files of a folder; -1: nothing is there. */
static int64_t size_of(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return -1;
    if (!S_ISDIR(info.st_mode))
        return info.st_size;
    int64_t bytes = 0;
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char inside[MLG_PATH_SIZE];
        if (mlg_path_join(inside, path, e->d_name, NULL) == MLG_OK && stat(inside, &info) == 0 &&
            S_ISREG(info.st_mode))
            bytes += info.st_size;
    }
    if (folder)
        closedir(folder);
    return bytes;
}

mlg_status mlg_plan_read(mlg_plan *plan, const char *path, int64_t bytes, mlg_error *err)
{
    return add(plan, path, bytes, false, err);
}

mlg_status mlg_plan_read_file(mlg_plan *plan, const char *path, mlg_error *err)
{
    int64_t bytes = size_of(path);
    if (bytes < 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    return add(plan, path, bytes, false, err);
}

mlg_status mlg_plan_write(mlg_plan *plan, const char *path, mlg_error *err)
{
    return add(plan, path, size_of(path), true, err);
}

void mlg_plan_release(mlg_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        free(plan->files[i].path);
    free(plan->files);
    *plan = (mlg_plan){ 0 };
}
