#include "pipeline/outputs.h"

#include "base/aside.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/progress.h"
#include "base/shipped.h"
#include "pipeline/lock.h"
#include "pipeline/placing.h"

#include <errno.h>
#include <string.h>

/* ---- folders ----------------------------------------------------------------------------------------------- */

static bool is_folder(const char *path)
{
    mlg_os_info info;
    return mlg_os_stat(path, &info) == 0 && info.kind == MLG_OS_FOLDER;
}

/* When the folder does not exist, its nearest existing ancestor must be writable. */
static mlg_status check_folder(char folder[MLG_PATH_SIZE], mlg_error *err)
{
    char above[MLG_PATH_SIZE];
    while (!mlg_path_exists(folder)) {
        MLG_TRY(mlg_path_folder(above, folder, err));
        memcpy(folder, above, sizeof above);
    }
    if (!is_folder(folder))
        return mlg_fail(err, MLG_INPUT, "%s: is a file, but a folder is needed here", folder);
    if (mlg_os_can(folder, MLG_OS_USABLE))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: cannot write to this folder: %s", folder, mlg_errno_text(errno));
    mlg_hint(err, "ask for the right to write there, or choose another --output folder");
    return MLG_INPUT;
}

/* The folder that files go into must be writable if it exists, and so must its parent where it has to be created.
 * */
static mlg_status check_room(const mlg_output *out, bool dry_run, mlg_error *err)
{
    char folder[MLG_PATH_SIZE];
    if (out->kind == MLG_OUT_TABLES && is_folder(out->final))
        MLG_TRY(mlg_path_format(folder, err, "%s", out->final));
    else
        MLG_TRY(mlg_path_folder(folder, out->final, err));
    if (!dry_run)
        MLG_TRY(mlg_make_folder(folder, err));
    return check_folder(folder, err);
}

/* ---- what is refused ----------------------------------------------------------------------------------------- */

static bool same_file(const char *a, const char *b)
{
    mlg_os_info one, other;
    return mlg_os_stat(a, &one) == 0 && mlg_os_stat(b, &other) == 0 && one.device == other.device &&
           one.inode == other.inode;
}

static mlg_status refuse_kind(const mlg_output *out, mlg_error *err)
{
    bool folder = out->kind == MLG_OUT_TABLES;
    if (!mlg_path_exists(out->final) || is_folder(out->final) == folder)
        return MLG_OK;
    return folder ? mlg_fail(err, MLG_INPUT, "%s: is a file, but this output is a folder", out->final)
                  : mlg_fail(err, MLG_INPUT, "%s: is a folder, but this output is a file", out->final);
}

static const char run_hint[] = MLG_MARK(
    "add --overwrite to replace it (stages that have not changed are kept), or choose another --output folder"),
                  one_hint[] = MLG_MARK("add --overwrite to replace it, or choose another name");

static mlg_status refuse_existing(const char *final, bool overwrite, const char *hint, mlg_error *err)
{
    MLG_TRY(mlg_refuse_fixed(final, err));
    if (overwrite || !mlg_path_exists(final))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", final);
    mlg_hint(err, "%s", mlg_tr(hint));
    return st;
}

/* Refuses when another program has an open journal: SQLite would replay it into the new file. */
static mlg_status refuse_journal(const mlg_output *out, mlg_error *err)
{
    static const char *const ends[] = { "-wal", "-journal", NULL };
    for (const char *const *end = ends; *end; end++) {
        char path[MLG_PATH_SIZE], shown[MLG_PATH_SIZE];
        mlg_os_info info;
        MLG_TRY(mlg_path_format(path, err, "%s%s", out->target, *end));
        MLG_TRY(mlg_path_format(shown, err, "%s%s", out->final, *end));
        if (mlg_os_stat(path, &info) != 0)
            continue;
        if (info.kind != MLG_OS_FILE)
            return mlg_fail(err, MLG_INPUT, "%s: %s beside it is not a regular file", out->final,
                            mlg_path_name(shown));
        if (info.bytes > 0) {
            mlg_status st =
                mlg_fail(err, MLG_INPUT, "%s: another program has changes in it that are not saved (%s)",
                         out->final, shown);
            mlg_hint(err, "close it in QGIS, or choose another name");
            return st;
        }
    }
    return MLG_OK;
}

static mlg_status refuse(const mlg_outputs *outputs, const mlg_output *out, bool overwrite, const char *hint,
                         mlg_error *err)
{
    MLG_TRY(mlg_inputs_refuse(&outputs->inputs, out->final, out->final, err));
    MLG_TRY(refuse_kind(out, err));
    MLG_TRY(refuse_existing(out->final, overwrite, hint, err));
    return refuse_journal(out, err);
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

/* Where the output is prepared: inside an existing folder, which may be a mount point, else beside it. */
static mlg_status base_of(char base[MLG_PATH_SIZE], const mlg_output *out, mlg_error *err)
{
    return out->kind == MLG_OUT_TABLES && is_folder(out->target)
               ? mlg_path_join(base, out->target, "maillage", err)
               : mlg_path_format(base, err, "%s", out->target);
}

/* Names the target of symbolic links, the temporary file and the lock. A folder that does not exist yet holds no
 * link. */
static mlg_status locate(mlg_output *out, mlg_error *err)
{
    char folder[MLG_PATH_SIZE], target[MLG_PATH_SIZE], base[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    free(out->target);
    free(out->aside);
    free(out->lock);
    out->target = out->aside = out->lock = NULL;
    MLG_TRY(mlg_path_folder(folder, out->final, err));
    if (is_folder(folder))
        MLG_TRY(mlg_aside_target(target, out->final, err));
    else
        MLG_TRY(mlg_path_format(target, err, "%s", out->final));
    MLG_TRY(mlg_copy_text(&out->target, target, err));
    MLG_TRY(base_of(base, out, err));
    MLG_TRY(mlg_aside_name(aside, base, out->final, err));
    MLG_TRY(mlg_copy_text(&out->aside, aside, err));
    return mlg_format_text(&out->lock, err, "%s.lock", base);
}

/* A file holds no other output; the folder of tables may. */
static mlg_status refuse_inside(const mlg_output *inner, const mlg_output *outer, const mlg_study_file *file,
                                mlg_error *err)
{
    size_t n = strlen(outer->target);
    if (outer->kind == MLG_OUT_TABLES || strncmp(inner->target, outer->target, n) != 0 || inner->target[n] != '/')
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: %s lies inside %s, which is another output",
                    mlg_study_file_where(file, "outputs"), inner->final, outer->final);
}

/* "out/study.gpkg" is "out/study-variant.gpkg"; a folder has no extension. */
static mlg_status resolve(mlg_output *out, const char *variant, const char *name, const mlg_study_file *file,
                          const char *folder, mlg_error *err)
{
    char varied[MLG_PATH_SIZE];
    const char *end = out->kind == MLG_OUT_TABLES ? name + strlen(name) : mlg_path_extension(name);
    if (!variant)
        return mlg_study_file_resolve(&out->final, file, folder, name, err);
    while (out->kind == MLG_OUT_TABLES && end > name && end[-1] == '/')
        end--;
    MLG_TRY(mlg_path_format(varied, err, "%.*s-%s%s", (int)(end - name), name, variant, *end == '/' ? "" : end));
    return mlg_study_file_resolve(&out->final, file, folder, varied, err);
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
    MLG_TRY(resolve(out, outputs->variant, name, file, folder, err));
    MLG_TRY(locate(out, err));
    for (int i = 0; i < outputs->count - 1; i++) {
        const mlg_output *other = &outputs->items[i];
        if (strcmp(other->target, out->target) == 0)
            return mlg_fail(err, MLG_INPUT, "%s: two outputs have the same path %s",
                            mlg_study_file_where(file, "outputs"), out->final);
        MLG_TRY(refuse_inside(out, other, file, err));
        MLG_TRY(refuse_inside(other, out, file, err));
    }
    return MLG_OK;
}

/* ---- holding ------------------------------------------------------------------------------------------------------ */

static mlg_status lock_all(mlg_outputs *outputs, mlg_error *err)
{
    for (int i = 0; i < outputs->count; i++) {
        mlg_output *out = &outputs->items[i];
        MLG_TRY(check_room(out, false, err));
        MLG_TRY(locate(out, err));
        MLG_TRY(mlg_lock_take(&out->locked, out->lock, out->final, err));
        out->ours = true;
    }
    return MLG_OK;
}

static mlg_status add_move(mlg_placing *placing, const mlg_output *out, const char *aside, mlg_error *err)
{
    return out->kind == MLG_OUT_TABLES ? mlg_placing_add_folder(placing, aside, out->target, err)
                                       : mlg_placing_add(placing, aside, out->target, err);
}

/* Finishes what process `pid` was putting in place when it was killed. */
static mlg_status finish_of(mlg_outputs *outputs, long pid, mlg_error *err)
{
    mlg_placing left = { 0 };
    mlg_status st = MLG_OK;
    for (int i = 0; st == MLG_OK && i < outputs->count; i++) {
        const mlg_output *out = &outputs->items[i];
        char base[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
        st = base_of(base, out, err);
        if (st == MLG_OK)
            st = mlg_aside_name_of(aside, base, pid, err);
        if (st == MLG_OK && mlg_path_exists(aside))
            st = add_move(&left, out, aside, err);
    }
    if (st == MLG_OK)
        st = mlg_placing_finish(&left, err);
    mlg_placing_release(&left);
    return st;
}

static mlg_status finish_interrupted(mlg_outputs *outputs, mlg_error *err)
{
    const char *first = outputs->items[0].target;
    long pid = mlg_aside_interrupted(first);
    if (!pid)
        return MLG_OK;
    for (int i = 0; i < outputs->count; i++)
        MLG_TRY(refuse_journal(&outputs->items[i], err));
    MLG_TRY(finish_of(outputs, pid, err));
    mlg_placing_forget(first);
    return MLG_OK;
}

static void clean(const mlg_output *out)
{
    char base[MLG_PATH_SIZE];
    mlg_aside_clean(out->target, true);
    if (base_of(base, out, NULL) == MLG_OK)
        mlg_aside_clean(base, true);
}

static mlg_status hold(mlg_outputs *outputs, bool overwrite, const char *hint, mlg_error *err)
{
    MLG_TRY(lock_all(outputs, err));
    MLG_TRY(finish_interrupted(outputs, err));
    for (int i = 0; i < outputs->count; i++) { /* a run may just have finished */
        MLG_TRY(refuse_existing(outputs->items[i].final, overwrite, hint, err));
        clean(&outputs->items[i]);
    }
    return MLG_OK;
}

/* ---- preparing ------------------------------------------------------------------------------------------------------ */

/* Names the outputs of a study, and refuses those that cannot be written. A dry run may replace existing ones. */
static mlg_status name_outputs(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err)
{
    const char *folder = options->output_folder;
    bool replace = options->overwrite || options->plan;
    const mlg_config_outputs *asked = &mlg_study_file_config(file)->outputs;
    MLG_TRY(add(outputs, MLG_OUT_GEOPACKAGE, asked->geopackage, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_REPORT, asked->report, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_WORKBOOK, asked->workbook, file, folder, err));
    MLG_TRY(add(outputs, MLG_OUT_TABLES, asked->tables, file, folder, err));
    MLG_TRY(mlg_inputs_of_file(&outputs->inputs, file, options->data_folder, err));
    for (int i = 0; i < outputs->count; i++) {
        const mlg_output *out = &outputs->items[i];
        if (same_file(mlg_study_file_path(file), out->final))
            return mlg_fail(err, MLG_INPUT, "%s: is the study file; an output cannot replace it", out->final);
        MLG_TRY(refuse(outputs, out, replace, run_hint, err));
    }
    for (int i = 0; i < outputs->count; i++)
        MLG_TRY(check_room(&outputs->items[i], true, err));
    return MLG_OK;
}

mlg_status mlg_outputs_prepare(mlg_outputs *outputs, const mlg_study_file *file, const mlg_run_options *options,
                               mlg_error *err)
{
    MLG_TRY(name_outputs(outputs, file, options, err));
    return options->plan ? MLG_OK : hold(outputs, options->overwrite, run_hint, err);
}

mlg_status mlg_outputs_check(const mlg_study_file *file, const mlg_run_options *options, mlg_error *err)
{
    mlg_outputs outputs = { 0 };
    mlg_status st = name_outputs(&outputs, file, options, err);
    for (int i = 0; st == MLG_OK && i < outputs.count; i++)
        st = mlg_lock_refuse(outputs.items[i].lock, outputs.items[i].final, err);
    mlg_outputs_release(&outputs);
    return st;
}

mlg_status mlg_outputs_one(mlg_outputs *outputs, mlg_output_kind kind, const char *path,
                           const mlg_output_origin *origin, bool overwrite, bool dry_run, mlg_error *err)
{
    mlg_output *out = &outputs->items[outputs->count++];
    out->kind = kind;
    MLG_TRY(mlg_copy_text(&out->final, path, err));
    MLG_TRY(locate(out, err));
    if (same_file(origin->geopackage, path))
        return mlg_fail(err, MLG_INPUT, "%s: is the study; an output cannot replace it", path);
    if (origin->geopackage) /* which a file of a folder could replace */
        MLG_TRY(mlg_inputs_add(&outputs->inputs, origin->geopackage, err));
    if (origin->db)
        MLG_TRY(mlg_inputs_of_study(&outputs->inputs, origin->db, err));
    if (origin->file)
        MLG_TRY(mlg_inputs_of_file(&outputs->inputs, origin->file, origin->data_folder, err));
    MLG_TRY(refuse(outputs, out, overwrite, one_hint, err));
    MLG_TRY(check_room(out, true, err));
    return dry_run ? MLG_OK : hold(outputs, overwrite, one_hint, err);
}

/* ---- putting in place -------------------------------------------------------------------------------------------------- */

/* Files of a folder are known only now. */
static mlg_status refuse_targets(const mlg_outputs *outputs, const mlg_placing *placing, mlg_error *err)
{
    for (size_t i = 0; i < placing->count; i++) {
        const char *to = placing->moves[i].to;
        if (is_folder(to) && !is_folder(placing->moves[i].from))
            return mlg_fail(err, MLG_INPUT, "%s: is a folder, but this output is a file", to);
        MLG_TRY(mlg_refuse_fixed(to, err));
        MLG_TRY(mlg_inputs_refuse(&outputs->inputs, to, to, err));
    }
    return MLG_OK;
}

mlg_status mlg_outputs_commit(mlg_outputs *outputs, mlg_error *err)
{
    mlg_placing placing = { 0 };
    mlg_status st = MLG_OK;
    for (int i = 0; st == MLG_OK && i < outputs->count; i++) /* another program may have opened one meanwhile */
        st = refuse_journal(&outputs->items[i], err);
    for (int i = 0; st == MLG_OK && i < outputs->count; i++)
        st = add_move(&placing, &outputs->items[i], outputs->items[i].aside, err);
    if (st == MLG_OK)
        st = refuse_targets(outputs, &placing, err);
    if (st == MLG_OK)
        st = mlg_placing_all(&placing, outputs->items[0].target, err);
    mlg_placing_release(&placing);
    return st;
}

mlg_status mlg_outputs_commit_unless(mlg_outputs *outputs, const mlg_progress *progress, mlg_error *err)
{
    MLG_TRY(mlg_progress_step(progress, "outputs", 1, err));
    return mlg_outputs_commit(outputs, err);
}

/* With the journals of SQLite, which a failed write can leave. */
static void remove_aside(const mlg_output *out)
{
    static const char *const ends[] = { "", "-journal", "-wal", "-shm", NULL };
    char path[MLG_PATH_SIZE];
    for (const char *const *end = ends; *end; end++)
        if (mlg_path_format(path, NULL, "%s%s", out->aside, *end) == MLG_OK)
            mlg_aside_remove(path);
}

void mlg_outputs_release(mlg_outputs *outputs)
{
    for (int i = 0; i < outputs->count; i++) {
        mlg_output *out = &outputs->items[i];
        if (out->ours)
            remove_aside(out);
        mlg_lock_drop(out->locked, out->lock);
        free(out->final);
        free(out->target);
        free(out->aside);
        free(out->lock);
    }
    mlg_inputs_release(&outputs->inputs);
    *outputs = (mlg_outputs){ 0 };
}
