#include "base/bounds.h"

#include "base/os/file.h"
#include "base/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *root;        /* without links; "" for the root of the file system */
    const char *shown; /* as the caller named it */
    const char *name;
} bounds;

/* `beside`: a link beside the file; NULL: the file itself. */
static mlg_status refuse(const bounds *b, const char *beside, mlg_error *err)
{
    mlg_status st =
        beside ? mlg_fail(err, MLG_INPUT, "%s: the link %s beside it leads out of its folder", b->name, beside)
               : mlg_fail(err, MLG_INPUT, "%s: leads out of its folder", b->name);
    mlg_hint(err, "a study run with --untrusted reads and writes under %s alone; run it without if you trust it",
             *b->shown ? b->shown : ".");
    return st;
}

static bool is_inside(const bounds *b, const char *real)
{
    size_t n = strlen(b->root);
    return strncmp(real, b->root, n) == 0 && (real[n] == '/' || real[n] == '\0');
}

/* `path` exists: a link that leads nowhere may lead out later. */
static bool leads_out(const bounds *b, const char *path)
{
    char *real = mlg_os_real_path(path);
    bool out = !real || !is_inside(b, real);
    free(real);
    return out;
}

static mlg_status check_entries(const bounds *b, const char *folder, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    mlg_os_info info;
    mlg_status st = MLG_OK;
    mlg_os_folder *list = mlg_os_folder_open(folder);
    if (!list && errno != ENOENT && errno != ENOTDIR) /* a link in it could not be seen */
        return mlg_fail(err, MLG_INPUT, "%s: cannot be listed: %s", folder, mlg_errno_text(errno));
    for (const char *entry; st == MLG_OK && list && (entry = mlg_os_folder_next(list));) {
        st = mlg_path_join(path, folder, entry, err);
        if (st == MLG_OK && mlg_os_lstat(path, &info) == 0 && info.kind == MLG_OS_LINK && leads_out(b, path))
            st = refuse(b, entry, err);
    }
    if (list)
        mlg_os_folder_close(list);
    return st;
}

/* Up to the next separator, or `mark`. */
static size_t step_length(const char *at, char mark)
{
    size_t n = 0;
    while (at[n] && at[n] != mark && !mlg_os_is_separator(at[n]))
        n++;
    return n;
}

static bool climbs(const char *name)
{
    for (const char *at = name; *at; at += *at != '\0') {
        size_t n = step_length(at, '\0');
        if (n == 2 && strncmp(at, "..", n) == 0)
            return true;
        at += n;
    }
    return false;
}

/* Checks what exists at the first `length` bytes of the path, and beside it. *stands is false when nothing does; then nothing does further
 * along either. */
static mlg_status check_step(bool *stands, const bounds *b, const char *path, size_t length, mlg_error *err)
{
    char step[MLG_PATH_SIZE], folder[MLG_PATH_SIZE];
    mlg_os_info info;
    MLG_TRY(mlg_path_format(step, err, "%.*s", (int)length, path));
    *stands = mlg_os_lstat(step, &info) == 0;
    if (*stands && leads_out(b, step))
        return refuse(b, NULL, err);
    if (*stands && mlg_os_stat(step, &info) == 0 && info.kind == MLG_OS_FOLDER)
        return check_entries(b, step, err);
    MLG_TRY(mlg_path_folder(folder, step, err));
    return check_entries(b, folder, err);
}

static mlg_status check_steps(const bounds *b, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    bool stands = true;
    MLG_TRY(mlg_path_join(path, *b->shown ? b->shown : ".", name, err));
    for (size_t at = strlen(path) - strlen(name); stands && path[at]; at += path[at] != '\0') {
        at += step_length(path + at, '|');
        MLG_TRY(check_step(&stands, b, path, at, err));
        stands = stands || path[at] == '|'; /* a name may hold one, and begin with another */
    }
    return MLG_OK;
}

mlg_status mlg_bounds_check(const char *root, const char *name, mlg_error *err)
{
    bounds b = { .shown = root, .name = name };
    if (mlg_path_is_absolute(name) || climbs(name))
        return refuse(&b, NULL, err);
    if (!(b.root = mlg_os_real_path(*root ? root : "."))) /* nothing is there to be read */
        return errno == ENOENT ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: %s", root, mlg_errno_text(errno));
    size_t length = strlen(b.root);
    if (b.root[length - 1] == '/')
        b.root[length - 1] = '\0';
    mlg_status st = check_steps(&b, name, err);
    free(b.root);
    return st;
}
