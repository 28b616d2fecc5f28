/* Fingerprint of a source: of every file that affects what is read. */
#include "adapters/layer/inner.h"
#include "adapters/layer/tables.h"

#include "base/input.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/sha.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_sha sha;
    int64_t bytes;
} digest;

static mlg_status add_file(digest *d, const char *path, mlg_error *err)
{
    unsigned char block[1 << 14];
    size_t n;
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    while ((n = fread(block, 1, sizeof block, file)) > 0) {
        mlg_sha_add(&d->sha, block, n);
        d->bytes += (int64_t)n;
    }
    mlg_status st = ferror(file) ? mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno)) : MLG_OK;
    fclose(file);
    return st;
}

/* A shapefile is several files: the attributes are in the .dbf, the coordinate system in the .prj. */
static mlg_status add_companions(digest *d, const char *path, mlg_error *err)
{
    static const char *const endings[] = { "dbf", "DBF", "prj", "PRJ", "cpg", "CPG" };
    char *other;
    mlg_os_info info;
    mlg_status st = MLG_OK;
    if (!mlg_path_ends_with(path, ".shp"))
        return MLG_OK;
    MLG_TRY(mlg_copy_text(&other, path, err));
    for (size_t i = 0; i < sizeof endings / sizeof *endings && st == MLG_OK; i++) {
        memcpy(other + strlen(path) - 3, endings[i], 3);
        if (mlg_os_stat(other, &info) == 0)
            st = add_file(d, other, err);
    }
    free(other);
    return st;
}

static mlg_status add_entry(digest *d, const char *folder, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    mlg_os_info info;
    MLG_TRY(mlg_path_join(path, folder, name, err));
    return mlg_os_stat(path, &info) == 0 && info.kind == MLG_OS_FILE ? add_file(d, path, err) : MLG_OK;
}

static mlg_status add_folder(digest *d, const char *path, mlg_error *err)
{
    char **entries;
    int count = mlg_os_folder_names(&entries, path);
    mlg_status st = count >= 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
    for (int i = 0; i < count; i++) {
        if (st == MLG_OK)
            st = add_entry(d, path, entries[i], err);
        free(entries[i]);
    }
    free(entries);
    return st;
}

/* The tables of a timetable in a folder, each with its name; *found stays false where the folder is none. */
static mlg_status add_tables(digest *d, bool *found, const char *path, mlg_error *err)
{
    mlg_table_set *set;
    const char *name;
    MLG_TRY(mlg_table_set_open(&set, path, err));
    mlg_status st = MLG_OK;
    *found = mlg_table_set_find(set, "stop_times.txt") != NULL;
    for (size_t i = 0; *found && st == MLG_OK && (name = mlg_table_set_path(set, i)); i++) {
        mlg_sha_add(&d->sha, mlg_path_name(name), strlen(mlg_path_name(name)) + 1);
        st = add_entry(d, path, mlg_path_name(name), err);
    }
    mlg_table_set_close(set);
    return st;
}

/* A layer or a timetable of several files. */
static mlg_status add_files(digest *d, const char *path, mlg_error *err)
{
    bool found;
    if (mlg_path_ends_with(path, ".gdb"))
        return add_folder(d, path, err);
    MLG_TRY(add_tables(d, &found, path, err));
    return found ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s is a folder, not a file", path);
}

/* The file on disk that a path refers to; freed by the caller. */
static mlg_status copy_disc(char **disc, const char *path, mlg_error *err)
{
    MLG_TRY(mlg_copy_text(disc, path, err));
    (*disc)[strcspn(*disc, "|")] = '\0';
    (*disc)[mlg_disc_part(*disc)] = '\0';
    return MLG_OK;
}

mlg_status mlg_file_sha256(char hex[65], int64_t *bytes, const char *path, mlg_error *err)
{
    digest d = { .bytes = 0 };
    mlg_os_info info;
    char *disc;
    *bytes = 0;
    hex[0] = '\0';
    MLG_TRY(copy_disc(&disc, path, err));
    mlg_sha256_init(&d.sha);
    mlg_status st;
    if (mlg_os_stat(disc, &info) == 0 && info.kind == MLG_OS_FOLDER)
        st = add_files(&d, disc, err);
    else
        st = add_file(&d, disc, err);
    if (st == MLG_OK)
        st = add_companions(&d, disc, err);
    free(disc);
    *bytes = d.bytes;
    if (st == MLG_OK)
        mlg_sha_hex(&d.sha, hex);
    return st;
}

/* ---- hashed before ---- */

void mlg_digests_release(mlg_digests *known)
{
    free(known->items);
    *known = (mlg_digests){ 0 };
}

/* False unless the source is a single file. */
static bool identify(mlg_digest *is, const char *disc)
{
    mlg_os_info info;
    if (mlg_os_stat(disc, &info) != 0 || info.kind != MLG_OS_FILE || mlg_path_ends_with(disc, ".shp"))
        return false;
    *is = (mlg_digest){ .device = info.device,
                        .inode = info.inode,
                        .bytes = info.bytes,
                        .seconds = info.seconds,
                        .nanoseconds = info.nanoseconds };
    return true;
}

static const mlg_digest *find_digest(const mlg_digests *known, const mlg_digest *is)
{
    for (size_t i = 0; i < known->count; i++) {
        const mlg_digest *d = &known->items[i];
        if (d->device == is->device && d->inode == is->inode && d->bytes == is->bytes &&
            d->seconds == is->seconds && d->nanoseconds == is->nanoseconds)
            return d;
    }
    return NULL;
}

mlg_status mlg_digests_sha256(char hex[65], int64_t *bytes, mlg_digests *known, const char *path, mlg_error *err)
{
    char *disc;
    mlg_digest is;
    MLG_TRY(copy_disc(&disc, path, err));
    bool single = known && identify(&is, disc);
    free(disc);
    if (!single)
        return mlg_file_sha256(hex, bytes, path, err);
    const mlg_digest *found = find_digest(known, &is);
    if (!found) {
        MLG_TRY(mlg_file_sha256(is.sha256, &is.bytes, path, err));
        MLG_TRY(MLG_GROW(&known->items, &known->room, known->count + 1, "fingerprints", err));
        known->items[known->count] = is;
        found = &known->items[known->count++];
    }
    memcpy(hex, found->sha256, sizeof found->sha256);
    *bytes = found->bytes;
    return MLG_OK;
}
