#include "pipeline/outputs.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/shipped.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

/* True for "name.1234.part", or an SQLite journal of it, when process 1234 is dead. */
static bool is_left_over(const char *entry, const char *name)
{
    size_t n = strlen(name);
    int pid, end = 0;
    if (strncmp(entry, name, n) != 0 || sscanf(entry + n, ".%d.part%n", &pid, &end) != 1 || end == 0)
        return false;
    char after = entry[n + (size_t)end];
    return (after == '\0' || after == '-') && kill(pid, 0) != 0 && errno == ESRCH;
}

void mlg_remove_output(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char inside[MLG_PATH_SIZE];
        if (mlg_path_join(inside, path, e->d_name, NULL) == MLG_OK)
            unlink(inside);
    }
    if (folder)
        closedir(folder);
    remove(path);
}

static void remove_left_overs(const char *final)
{
    char folder[MLG_PATH_SIZE], path[MLG_PATH_SIZE];
    const char *name = mlg_path_name(final);
    DIR *open = mlg_path_folder(folder, final, NULL) == MLG_OK ? opendir(folder) : NULL;
    for (struct dirent *e; open && (e = readdir(open));)
        if (is_left_over(e->d_name, name) && mlg_path_join(path, folder, e->d_name, NULL) == MLG_OK)
            mlg_remove_output(path);
    if (open)
        closedir(open);
}

mlg_status mlg_make_folder(const char *path, mlg_error *err)
{
    char above[MLG_PATH_SIZE];
    if (exists(path))
        return MLG_OK;
    MLG_TRY(mlg_path_folder(above, path, err));
    MLG_TRY(mlg_make_folder(above, err));
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: cannot create the folder: %s", path, mlg_errno_text(errno));
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static mlg_status check_folder(const char *final, bool dry_run, mlg_error *err)
{
    char folder[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_folder(folder, final, err));
    if (!dry_run)
        MLG_TRY(mlg_make_folder(folder, err));
    if (exists(folder) && !is_folder(folder))
        return mlg_fail(err, MLG_INPUT, "%s: is a file, but a folder is needed here", folder);
    if (exists(folder) && access(folder, W_OK | X_OK) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot write to this folder: %s", folder, mlg_errno_text(errno));
    return MLG_OK;
}

static bool same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* `path` may be NULL. */
static mlg_status refuse_source(const char *final, const char *path, const mlg_study_file *file,
                                const char *data_folder, mlg_error *err)
{
    char *source;
    if (!path)
        return MLG_OK;
    mlg_status st = mlg_study_file_resolve(&source, file, data_folder, path, err);
    if (st == MLG_INPUT && mlg_shipped_name(path))
        return MLG_OK; /* told with its line when it is read */
    if (st != MLG_OK)
        return st;
    bool same = same_file(source, final);
    free(source);
    if (same)
        return mlg_fail(err, MLG_INPUT, "%s: is a source of this study; an output cannot replace it", final);
    return MLG_OK;
}

/* The study file and its sources are never overwritten. */
static mlg_status refuse_input(const char *final, const mlg_study_file *file, const char *data_folder,
                               mlg_error *err)
{
    const mlg_config_sources *s = &mlg_study_file_config(file)->sources;
    const mlg_config_list *list;
    const char *role;
    if (same_file(mlg_study_file_path(file), final))
        return mlg_fail(err, MLG_INPUT, "%s: is the study file; an output cannot replace it", final);
    for (int l = 0; (list = mlg_config_role(s, l, &role)); l++)
        for (unsigned i = 0; i < list->count; i++)
            MLG_TRY(refuse_source(final, list->items[i].path, file, data_folder, err));
    const mlg_config_travel *travel = mlg_study_file_config(file)->travel;
    if (!travel)
        return MLG_OK;
    MLG_TRY(refuse_source(final, travel->osm, file, data_folder, err));
    return refuse_source(final, travel->path, file, data_folder, err);
}

static mlg_status refuse_kind(const mlg_output *out, mlg_error *err)
{
    bool folder = out->kind == MLG_OUT_TABLES;
    if (!exists(out->final) || is_folder(out->final) == folder)
        return MLG_OK;
    return folder ? mlg_fail(err, MLG_INPUT, "%s: is a file, but this output is a folder", out->final)
                  : mlg_fail(err, MLG_INPUT, "%s: is a folder, but this output is a file", out->final);
}

static const char run_hint[] = MLG_MARK(
    "add --overwrite to replace it (stages that have not changed are kept), or choose another --output folder"),
                  one_hint[] = MLG_MARK("add --overwrite to replace it, or choose another name");

mlg_status mlg_refuse_special(const char *final, mlg_error *err)
{
    struct stat info;
    if (stat(final, &info) != 0 || S_ISREG(info.st_mode) || S_ISDIR(info.st_mode))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: is not a regular file, and an output cannot replace it", final);
}

static mlg_status refuse_existing(const char *final, bool overwrite, const char *hint, mlg_error *err)
{
    MLG_TRY(mlg_refuse_special(final, err));
    if (overwrite || !exists(final))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", final);
    mlg_hint(err, "%s", mlg_tr(hint));
    return st;
}

/* Names the temporary file and the lock. */
static mlg_status name_aside(mlg_output *out, mlg_error *err)
{
    MLG_TRY(mlg_format_text(&out->aside, err, "%s.%d.part", out->final, (int)getpid()));
    return mlg_format_text(&out->lock, err, "%s.lock", out->final);
}

static mlg_status add(mlg_outputs *outputs, mlg_output_kind kind, const char *name, const mlg_study_file *file,
                      const char *folder, mlg_error *err)
{
    if (!name)
        return MLG_OK;
    if (mlg_shipped_name(name)) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: '%s' would be a file that ships with Maillage",
                                 mlg_study_file_where(file, "outputs"), name);
        mlg_hint(err, "name a file of your own");
        return st;
    }
    mlg_output *out = &outputs->items[outputs->count++];
    out->kind = kind;
    MLG_TRY(mlg_study_file_resolve(&out->final, file, folder, name, err));
    for (int i = 0; i < outputs->count - 1; i++)
        if (strcmp(outputs->items[i].final, out->final) == 0)
            return mlg_fail(err, MLG_INPUT, "%s: two outputs have the same path %s",
                            mlg_study_file_where(file, "outputs"), out->final);
    return name_aside(out, err);
}

/* ---- one run at a time ---- */

static mlg_status refuse_held(const mlg_output *out, int file, mlg_error *err)
{
    char holder[24] = "";
    ssize_t n = pread(file, holder, sizeof holder - 1, 0);
    long process = n > 0 ? strtol(holder, NULL, 10) : 0;
    mlg_status st =
        process > 0 ? mlg_fail(err, MLG_INPUT, "%s: another run (process %ld) is writing it", out->final, process)
                    : mlg_fail(err, MLG_INPUT, "%s: another run is writing it", out->final);
    mlg_hint(err, "wait for it to finish, or choose another --output folder");
    return st;
}

/* False when the run that held the lock file has removed it between open and flock. */
static bool stands(int file, const char *path)
{
    struct stat held, named;
    return fstat(file, &held) == 0 && stat(path, &named) == 0 && held.st_dev == named.st_dev &&
           held.st_ino == named.st_ino;
}

static mlg_status take_lock(mlg_output *out, mlg_error *err)
{
    for (;;) {
        int file = open(out->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (file < 0)
            return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", out->lock, mlg_errno_text(errno));
        if (flock(file, LOCK_EX | LOCK_NB) != 0) {
            /* on a file system without locks, go without */
            mlg_status st = errno == EWOULDBLOCK ? refuse_held(out, file, err) : MLG_OK;
            close(file);
            return st;
        }
        if (stands(file, out->lock)) {
            out->locked = file + 1;
            bool told = ftruncate(file, 0) == 0 && dprintf(file, "%d\n", (int)getpid()) > 0;
            (void)told; /* only shown in the message of another run */
            return MLG_OK;
        }
        close(file);
    }
}

/* Removes the lock file while it is still locked, so that no other run can lock a deleted file. */
static void drop_lock(mlg_output *out)
{
    if (out->locked) {
        unlink(out->lock);
        close(out->locked - 1);
    }
    free(out->lock);
}

static mlg_status hold(mlg_output *out, bool overwrite, const char *hint, mlg_error *err)
{
    MLG_TRY(take_lock(out, err));
    out->ours = true;
    MLG_TRY(refuse_existing(out->final, overwrite, hint, err)); /* a run may just have finished */
    remove_left_overs(out->final);
    return MLG_OK;
}

/* Refuses when another program has an open journal: SQLite would replay it into the new file. */
static mlg_status refuse_journal(const char *final, mlg_error *err)
{
    static const char *const ends[] = { "-wal", "-journal", NULL };
    for (const char *const *end = ends; *end; end++) {
        char path[MLG_PATH_SIZE];
        struct stat info;
        MLG_TRY(mlg_path_format(path, err, "%s%s", final, *end));
        if (stat(path, &info) == 0 && info.st_size > 0) {
            mlg_status st = mlg_fail(err, MLG_INPUT,
                                     "%s: another program has changes in it that are not saved (%s)", final, path);
            mlg_hint(err, "close it in QGIS, or choose another name");
            return st;
        }
    }
    return MLG_OK;
}

mlg_status mlg_outputs_prepare(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err)
{
    const char *folder = options->output_folder;
    bool dry_run = options->plan != NULL;
    const mlg_config_outputs *asked = &mlg_study_file_config(file)->outputs;
    MLG_TRY(add(outputs, MLG_OUT_GEOPACKAGE, asked->geopackage, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_REPORT, asked->report, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_WORKBOOK, asked->workbook, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_TABLES, asked->tables, file, folder, err));
    for (int i = 0; i < outputs->count; i++) {
        MLG_TRY(refuse_input(outputs->items[i].final, file, options->data_folder, err));
        MLG_TRY(refuse_kind(&outputs->items[i], err));
        MLG_TRY(refuse_existing(outputs->items[i].final, options->overwrite || dry_run, run_hint, err));
        MLG_TRY(refuse_journal(outputs->items[i].final, err));
    }
    for (int i = 0; i < outputs->count; i++) {
        MLG_TRY(check_folder(outputs->items[i].final, dry_run, err));
        if (!dry_run)
            MLG_TRY(hold(&outputs->items[i], options->overwrite, run_hint, err));
    }
    return MLG_OK;
}

mlg_status mlg_outputs_one(mlg_outputs *outputs, mlg_output_kind kind, const char *path, const char *source,
                           bool overwrite, bool dry_run, mlg_error *err)
{
    mlg_output *out = &outputs->items[outputs->count++];
    out->kind = kind;
    MLG_TRY(mlg_copy_text(&out->final, path, err));
    MLG_TRY(name_aside(out, err));
    if (same_file(source, path))
        return mlg_fail(err, MLG_INPUT, "%s: is the study; an output cannot replace it", path);
    MLG_TRY(refuse_kind(out, err));
    MLG_TRY(refuse_existing(path, overwrite, one_hint, err));
    MLG_TRY(refuse_journal(path, err));
    MLG_TRY(check_folder(path, dry_run, err));
    return dry_run ? MLG_OK : hold(out, overwrite, one_hint, err);
}

static mlg_status put_in_place(const char *from, const char *to, mlg_error *err)
{
    if (rename(from, to) == 0)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: cannot be moved into place: %s", to, mlg_errno_text(errno));
}

mlg_status mlg_merge_folder(const char *from, const char *to, mlg_error *err)
{
    mlg_status st = MLG_OK;
    char source[MLG_PATH_SIZE], target[MLG_PATH_SIZE];
    if (!exists(to))
        return put_in_place(from, to, err);
    DIR *folder = opendir(from);
    for (struct dirent *e; st == MLG_OK && folder && (e = readdir(folder));) {
        if (e->d_name[0] == '.')
            continue;
        st = mlg_path_join(source, from, e->d_name, err);
        if (st == MLG_OK)
            st = mlg_path_join(target, to, e->d_name, err);
        if (st == MLG_OK)
            st = put_in_place(source, target, err);
    }
    if (folder)
        closedir(folder);
    return st;
}

mlg_status mlg_outputs_commit(mlg_outputs *outputs, mlg_error *err)
{
    for (int i = 0; i < outputs->count; i++) /* another program may have opened one meanwhile */
        MLG_TRY(refuse_journal(outputs->items[i].final, err));
    for (int i = 0; i < outputs->count; i++) {
        const mlg_output *out = &outputs->items[i];
        if (out->kind == MLG_OUT_TABLES)
            MLG_TRY(mlg_merge_folder(out->aside, out->final, err));
        else
            MLG_TRY(put_in_place(out->aside, out->final, err));
    }
    return MLG_OK;
}

void mlg_outputs_release(mlg_outputs *outputs)
{
    for (int i = 0; i < outputs->count; i++) {
        mlg_output *out = &outputs->items[i];
        if (out->ours && exists(out->aside))
            mlg_remove_output(out->aside);
        drop_lock(out);
        free(out->final);
        free(out->aside);
    }
    *outputs = (mlg_outputs){ 0 };
}

static mlg_status copy_bytes(FILE *in, FILE *out, const char *to, mlg_error *err)
{
    enum { BLOCK = 1 << 16 };
    char *block;
    bool good = true;
    MLG_TRY(MLG_NEW(&block, BLOCK, "a copy", err));
    for (size_t n; good && (n = fread(block, 1, BLOCK, in)) > 0;)
        good = fwrite(block, 1, n, out) == n;
    free(block);
    if (good && !ferror(in))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", to, mlg_errno_text(errno));
}

mlg_status mlg_copy_file(const char *from, const char *to, mlg_error *err)
{
    FILE *in = fopen(from, "rb"), *out = NULL;
    mlg_status st = MLG_OK;
    if (in)
        out = fopen(to, "wbx");
    if (!out)
        st = mlg_fail(err, MLG_INPUT, "%s: %s", in ? to : from, mlg_errno_text(errno));
    else
        st = copy_bytes(in, out, to, err);
    if (out && fclose(out) != 0 && st == MLG_OK)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", to, mlg_errno_text(errno));
    if (in)
        fclose(in);
    return st;
}
