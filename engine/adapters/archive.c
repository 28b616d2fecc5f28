#include "adapters/archive.h"

#include "adapters/memory_file.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"

#include <cpl_vsi.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static mlg_status write_member(const char *path, const char *name, const void *content, size_t length,
                               mlg_error *err)
{
    char member[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(member, err, "/vsizip/%s/%s", path, name));
    VSILFILE *file = VSIFOpenL(member, "wb");
    bool written = file && VSIFWriteL(content, 1, length, file) == length;
    bool closed = file && VSIFCloseL(file) == 0;
    return written && closed ? MLG_OK : mlg_fail(err, MLG_DATA, "%s: cannot be compressed", name);
}

void mlg_archive_undate(unsigned char *zip, size_t size)
{
    enum { DATE_OF_MEMBER = 10, DATE_IN_DIRECTORY = 12, DATE_SIZE = 4, ENTRY_SIZE = 46 };
    if (size < ENTRY_SIZE)
        return;
    memset(zip + DATE_OF_MEMBER, 0, DATE_SIZE);
    size_t at = size - ENTRY_SIZE; /* from the end: what is compressed may look like an entry */
    while (at > 0 && memcmp(zip + at, "PK\1\2", 4) != 0)
        at--;
    if (at > 0)
        memset(zip + at + DATE_IN_DIRECTORY, 0, DATE_SIZE);
}

mlg_status mlg_archive_one(void **bytes, size_t *size, const char *name, const void *content, size_t length,
                           mlg_error *err)
{
    char path[MLG_MEMORY_PATH_SIZE];
    mlg_status st = write_member(mlg_memory_file_name(path, ".zip"), name, content, length, err);
    MLG_TRY(mlg_memory_file_take(bytes, size, path, st, err));
    mlg_archive_undate(*bytes, *size); /* GDAL 3.10 dates what it compresses by the clock, GDAL 3.6 does not */
    return MLG_OK;
}

static mlg_status copy_member(VSILFILE *from, VSILFILE *to, const char *shown, mlg_error *err)
{
    enum { BLOCK = 1 << 16 };
    char *block;
    bool good = true;
    MLG_TRY(MLG_NEW(&block, BLOCK, "an archive", err));
    for (size_t n; good && (n = VSIFReadL(block, 1, BLOCK, from)) > 0;)
        good = VSIFWriteL(block, 1, n, to) == n;
    free(block);
    const vsi_l_offset read = VSIFTellL(from); /* a failed read looks like the end of the file */
    good = good && VSIFSeekL(from, 0, SEEK_END) == 0 && VSIFTellL(from) == read;
    return good ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: cannot be written", shown);
}

static mlg_status add_member(const char *path, const char *folder, const char *name, mlg_error *err)
{
    char source[MLG_PATH_SIZE], member[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(source, folder, name, err));
    MLG_TRY(mlg_path_format(member, err, "/vsizip/{%s}/%s", path, name));
    VSILFILE *from = VSIFOpenL(source, "rb"), *to = from ? VSIFOpenL(member, "wb") : NULL;
    mlg_status st =
        to ? copy_member(from, to, path, err) : mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    if (to && VSIFCloseL(to) != 0 && st == MLG_OK)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    if (from)
        VSIFCloseL(from);
    return st;
}

mlg_status mlg_archive_folder(const char *path, const char *folder, mlg_error *err)
{
    char **entries;
    char whole[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_format(whole, err, "/vsizip/{%s}", path));
    int count = mlg_os_folder_names(&entries, folder);
    mlg_status st = count < 0 ? mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno)) : MLG_OK;
    VSILFILE *zip = NULL;
    if (st == MLG_OK)
        zip = VSIFOpenL(whole, "wb"); /* open until the end: GDAL adds members to an open archive */
    if (st == MLG_OK && !zip)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    for (int i = 0; i < count; i++) {
        if (st == MLG_OK && entries[i][0] != '.')
            st = add_member(path, folder, entries[i], err);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    if (zip && VSIFCloseL(zip) != 0 && st == MLG_OK)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    return st;
}
