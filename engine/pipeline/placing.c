#include "pipeline/placing.h"

#include "base/aside.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/os/process.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

mlg_status mlg_placing_add(mlg_placing *placing, const char *from, const char *to, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&placing->moves, &placing->room, placing->count + 1, "outputs", err));
    mlg_placement *move = &placing->moves[placing->count++];
    *move = (mlg_placement){ .from = NULL };
    MLG_TRY(mlg_copy_text(&move->from, from, err));
    MLG_TRY(mlg_copy_text(&move->to, to, err));
    return mlg_format_text(&move->old, err, "%s-old", from);
}

static mlg_status add_entry(mlg_placing *placing, const char *from, const char *to, const char *name,
                            mlg_error *err)
{
    char source[MLG_PATH_SIZE], target[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(source, from, name, err));
    MLG_TRY(mlg_path_join(target, to, name, err));
    return mlg_placing_add(placing, source, target, err);
}

mlg_status mlg_placing_add_folder(mlg_placing *placing, const char *from, const char *to, mlg_error *err)
{
    mlg_status st = MLG_OK;
    if (!mlg_path_exists(to))
        return mlg_placing_add(placing, from, to, err);
    mlg_os_folder *folder = mlg_os_folder_open(from);
    if (!folder)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", from, mlg_errno_text(errno));
    errno = 0;
    for (const char *entry; st == MLG_OK && (entry = mlg_os_folder_next(folder));)
        if (entry[0] != '.' && !mlg_path_ends_with(entry, "-old"))
            st = add_entry(placing, from, to, entry, err);
    if (st == MLG_OK && errno != 0)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", from, mlg_errno_text(errno));
    mlg_os_folder_close(folder);
    return st;
}

void mlg_placing_release(mlg_placing *placing)
{
    for (size_t i = 0; i < placing->count; i++) {
        free(placing->moves[i].from);
        free(placing->moves[i].to);
        free(placing->moves[i].old);
    }
    free(placing->moves);
    *placing = (mlg_placing){ 0 };
}

/* ---- the record -------------------------------------------------------------------------------------------- */

static mlg_status name_record(char record[MLG_PATH_SIZE], const char *first, mlg_error *err)
{
    return mlg_path_format(record, err, "%s.placing", first);
}

/* Complete or absent: it is written aside and renamed too. */
static mlg_status leave_record(const char *first, mlg_error *err)
{
    char record[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(name_record(record, first, err));
    MLG_TRY(mlg_aside_name_of(aside, record, mlg_os_process_id(), err));
    int file = mlg_os_open(aside, MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY | MLG_OS_NO_LINK);
    char text[24];
    int length = snprintf(text, sizeof text, "%ld\n", mlg_os_process_id());
    bool good = file >= 0 && mlg_os_write(file, text, (size_t)length) == length;
    int why = errno;
    if (file >= 0 && mlg_os_close(file) != 0)
        good = false;
    mlg_status st = good ? mlg_aside_place(aside, record, record, err) : mlg_fail_write(err, record, why);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}

void mlg_placing_forget(const char *first)
{
    char record[MLG_PATH_SIZE];
    if (name_record(record, first, NULL) == MLG_OK)
        mlg_os_remove(record);
    mlg_aside_sync_folder(first);
}

/* ---- all or none ------------------------------------------------------------------------------------------- */

/* A hard link to the old file, so that the path exists at every moment; on file systems without hard links, it is
 * moved away. */
static bool save_old(mlg_placement *move)
{
    mlg_os_info info;
    move->replaces = mlg_os_lstat(move->to, &info) == 0;
    if (!move->replaces)
        return true;
    if (info.kind == MLG_OS_FOLDER) {
        errno = EISDIR;
        return false;
    }
    mlg_os_remove(move->old);
    return mlg_os_link(move->to, move->old) == 0 || mlg_os_rename(move->to, move->old) == 0;
}

static mlg_status place_one(mlg_placement *move, mlg_error *err)
{
    move->placed = save_old(move) && mlg_os_rename(move->from, move->to) == 0;
    if (move->placed)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: cannot be moved into place: %s", move->to, mlg_errno_text(errno));
    if (move->replaces && !mlg_path_exists(move->to) && mlg_os_rename(move->old, move->to) != 0)
        mlg_hint(err, "the former file is %s", move->old);
    return st;
}

static void put_back(mlg_placement *move)
{
    if (move->placed &&
        (move->replaces ? mlg_os_rename(move->old, move->to) : mlg_os_rename(move->to, move->from)) == 0)
        move->placed = false;
}

static mlg_status settle(mlg_placing *placing, mlg_error *err)
{
    for (size_t i = 0; i < placing->count; i++) {
        const mlg_placement *move = &placing->moves[i];
        MLG_TRY(mlg_aside_settle(move->from, move->to, move->to, err));
    }
    return MLG_OK;
}

static bool same_folder(const char *a, const char *b)
{
    size_t n = (size_t)(mlg_path_name(a) - a);
    return n == (size_t)(mlg_path_name(b) - b) && strncmp(a, b, n) == 0;
}

/* Removes the saved copies of the old files, once the new ones are in place or the old ones restored. */
static void conclude(const mlg_placing *placing)
{
    for (size_t i = 0; i < placing->count; i++) {
        const mlg_placement *move = &placing->moves[i];
        if (i == 0 || !same_folder(move->to, move[-1].to))
            mlg_aside_sync_folder(move->to);
        if (move->replaces && mlg_path_exists(move->to))
            mlg_os_remove(move->old);
    }
}

mlg_status mlg_placing_all(mlg_placing *placing, const char *first, mlg_error *err)
{
    mlg_status st = MLG_OK;
    MLG_TRY(settle(placing, err));
    if (placing->count > 1)
        MLG_TRY(leave_record(first, err));
    for (size_t i = 0; st == MLG_OK && i < placing->count; i++)
        st = place_one(&placing->moves[i], err);
    for (size_t i = placing->count; st != MLG_OK && i-- > 0;)
        put_back(&placing->moves[i]);
    conclude(placing);
    if (placing->count > 1)
        mlg_placing_forget(first);
    return st;
}

mlg_status mlg_placing_finish(mlg_placing *placing, mlg_error *err)
{
    for (size_t i = 0; i < placing->count; i++) {
        const mlg_placement *move = &placing->moves[i];
        if (mlg_path_exists(move->from))
            MLG_TRY(mlg_aside_place(move->from, move->to, move->to, err));
    }
    return MLG_OK;
}

/* ---- folders ------------------------------------------------------------------------------------------------- */

mlg_status mlg_make_folder(const char *path, mlg_error *err)
{
    char above[MLG_PATH_SIZE];
    if (mlg_path_exists(path))
        return MLG_OK;
    MLG_TRY(mlg_path_folder(above, path, err));
    MLG_TRY(mlg_make_folder(above, err));
    if (mlg_os_make_folder(path) == 0 || errno == EEXIST)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: cannot create the folder: %s", path, mlg_errno_text(errno));
}

mlg_status mlg_make_folder_of(const char *file, mlg_error *err)
{
    char folder[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_folder(folder, file, err));
    return mlg_make_folder(folder, err);
}

/* ---- a text file ----------------------------------------------------------------------------------------------- */

mlg_status mlg_write_whole(const char *path, const char *text, mlg_error *err)
{
    char target[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    MLG_TRY(mlg_make_folder_of(path, err));
    MLG_TRY(mlg_aside_begin(target, aside, path, err));
    FILE *file = mlg_aside_open(aside);
    bool good = file && fputs(text, file) != EOF;
    good = file && fclose(file) == 0 && good;
    mlg_status st = good ? mlg_aside_place(aside, target, path, err) : mlg_fail_write(err, path, errno);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}

/* The text beside a file that says who validated it: the desk alone writes it. */
static bool is_mark(const char *path)
{
    static const char ending[] = MLG_VALIDATED_ENDING;
    size_t n = strlen(path);
    while (n > 0 && mlg_os_is_separator(path[n - 1]))
        n--;
    return n >= sizeof ending - 1 && strncasecmp(path + n - (sizeof ending - 1), ending, sizeof ending - 1) == 0;
}

mlg_status mlg_refuse_fixed(const char *final, mlg_error *err)
{
    mlg_os_info info;
    if (is_mark(final))
        return mlg_fail(err, MLG_INPUT, "%s: this ending is that of the text that says who validated a file",
                        final);
    if (mlg_path_is_validated(final))
        return mlg_fail(err, MLG_INPUT, "%s is validated and can no longer change", final);
    if (mlg_os_stat(final, &info) != 0 || info.kind == MLG_OS_FILE || info.kind == MLG_OS_FOLDER)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: is not a regular file, and an output cannot replace it", final);
}

mlg_status mlg_refuse_existing(const char *path, const mlg_write_options *options, mlg_error *err)
{
    MLG_TRY(mlg_refuse_fixed(path, err));
    if (options->overwrite || !mlg_path_exists(path))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: already exists", path);
    mlg_hint(err, "choose another name, or add --overwrite");
    return st;
}
