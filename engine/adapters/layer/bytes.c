/* The bytes of a file, of a zip member, or of a gzip file, unpacked. GDAL does not always check to the end what it
 * unpacks, and a truncated table would be read as one that ends there: each kind is checked here. */
#include "adapters/layer/inner.h"

#include "base/input.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"

#include <cpl_vsi.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum {
    MOST_RATIO = 200,   /* tables and documents reach 5 to 40, repeated bytes 1,000 */
    SMALL = 1 << 26,    /* what unpacks to no more may be repetitive */
    MOST_READ = 1 << 30 /* of one call of zlib, which takes an int */
};
static const uint64_t most_whole = (uint64_t)2 << 30; /* of what is read whole, 2 GiB */
static const char gzip_mark[] = "/vsigzip/";

struct mlg_bytes {
    VSILFILE *plain; /* or */
    gzFile packed;
    const char *shown; /* owned by the caller */
    uint64_t size;     /* of the file on disk, or of the member */
    uint64_t read;
};

bool mlg_is_gzipped(const char *path)
{
    static const char *const inner[] = { ".csv.gz",     ".tsv.gz", ".txt.gz", ".psv.gz", ".json.gz",
                                         ".geojson.gz", ".fgb.gz", ".gml.gz", ".kml.gz", NULL };
    for (const char *const *ending = inner; *ending; ending++)
        if (mlg_path_ends_with(path, *ending))
            return true;
    return false;
}

/* Refuses pipes, as for any input. */
static gzFile open_packed(const char *path, uint64_t *size)
{
    mlg_os_info info;
    int file = mlg_open_input(path);
    if (file < 0)
        return NULL;
    *size = mlg_os_fstat(file, &info) == 0 ? (uint64_t)info.bytes : 0;
    gzFile packed = gzdopen(file, "rb");
    if (packed)
        gzbuffer(packed, 1 << 17);
    else
        mlg_os_close(file);
    return packed;
}

size_t mlg_bytes_head(char *into, size_t size, const char *path)
{
    uint64_t whole;
    gzFile packed = mlg_is_gzipped(path) ? open_packed(path, &whole) : NULL;
    FILE *file = packed ? NULL : mlg_fopen_input(path);
    int got = packed ? gzread(packed, into, (unsigned)size) : 0;
    size_t n = file ? fread(into, 1, size, file) : got > 0 ? (size_t)got : 0;
    if (packed)
        gzclose_r(packed);
    if (file)
        fclose(file);
    return n;
}

/* Which the system may open as a file, without anything to read in it: a geodatabase. */
static bool is_folder(const char *gdal_path)
{
    VSIStatBufL info;
    return VSIStatExL(gdal_path, &info, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG) == 0 &&
           VSI_ISDIR(info.st_mode);
}

mlg_status mlg_bytes_open(mlg_bytes **out, const char *gdal_path, const char *shown, mlg_error *err)
{
    mlg_bytes *b;
    *out = NULL;
    MLG_TRY(MLG_NEW(&b, 1, "a file", err));
    b->shown = shown;
    if (strncmp(gdal_path, gzip_mark, sizeof gzip_mark - 1) == 0)
        b->packed = open_packed(gdal_path + sizeof gzip_mark - 1, &b->size);
    else if (!is_folder(gdal_path))
        b->plain = VSIFOpenL(gdal_path, "rb");
    if (!b->plain && !b->packed) {
        free(b);
        return mlg_fail(err, MLG_INPUT, "%s cannot be read", shown);
    }
    if (b->plain) {
        VSIFSeekL(b->plain, 0, SEEK_END);
        b->size = VSIFTellL(b->plain);
        VSIFSeekL(b->plain, 0, SEEK_SET);
    }
    *out = b;
    return MLG_OK;
}

void mlg_bytes_close(mlg_bytes *bytes)
{
    if (!bytes)
        return;
    if (bytes->plain)
        VSIFCloseL(bytes->plain);
    if (bytes->packed)
        gzclose_r(bytes->packed);
    free(bytes);
}

static mlg_status refuse_cut(const mlg_bytes *b, const char *words, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s is cut or damaged after %llu bytes%s%s", b->shown,
                             (unsigned long long)b->read, *words ? ": " : "", words);
    mlg_hint(err, "download it again");
    return st;
}

static mlg_status read_packed(size_t *got, mlg_bytes *b, void *into, size_t size, mlg_error *err)
{
    int problem = Z_OK, n = gzread(b->packed, into, size < MOST_READ ? (unsigned)size : MOST_READ);
    const char *words = gzerror(b->packed, &problem);
    if (n < 0 || problem == Z_BUF_ERROR)
        return refuse_cut(b, problem == Z_BUF_ERROR ? "" : words, err);
    *got = (size_t)n;
    b->read += (uint64_t)n;
    if (b->read <= SMALL || b->read / MOST_RATIO <= (uint64_t)gzoffset(b->packed))
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s is compressed more than %d times, the limit", b->shown, MOST_RATIO);
    mlg_hint(err, "unpack it and give the file it holds, if you trust it");
    return st;
}

static mlg_status read_plain(size_t *got, mlg_bytes *b, void *into, size_t size, mlg_error *err)
{
    mlg_hush hush;
    mlg_hush_enter(&hush);
    *got = VSIFReadL(into, 1, size, b->plain);
    mlg_hush_leave();
    b->read += *got;
    return hush.failed || (*got == 0 && b->read < b->size) ? refuse_cut(b, hush.failed ? hush.message : "", err)
                                                           : MLG_OK;
}

mlg_status mlg_bytes_read(size_t *got, mlg_bytes *bytes, void *into, size_t size, mlg_error *err)
{
    *got = 0;
    return bytes->packed ? read_packed(got, bytes, into, size, err) : read_plain(got, bytes, into, size, err);
}

mlg_status mlg_bytes_rewind(mlg_bytes *bytes, mlg_error *err)
{
    bytes->read = 0;
    bool done = bytes->packed ? gzrewind(bytes->packed) == 0 : VSIFSeekL(bytes->plain, 0, SEEK_SET) == 0;
    return done ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s cannot be read twice", bytes->shown);
}

double mlg_bytes_fraction(const mlg_bytes *bytes)
{
    double read = bytes->packed ? (double)gzoffset(bytes->packed) : (double)bytes->read;
    return bytes->size > 0 ? read / (double)bytes->size : (double)NAN;
}

mlg_status mlg_guard_gzip(const char *gdal_path, const char *shown, mlg_error *err)
{
    enum { BLOCK = 1 << 16 };
    mlg_bytes *bytes;
    unsigned char *block = NULL;
    size_t got = 1;
    mlg_status st = MLG_OK;
    if (strncmp(gdal_path, gzip_mark, sizeof gzip_mark - 1) != 0)
        return MLG_OK;
    MLG_TRY(mlg_bytes_open(&bytes, gdal_path, shown, err));
    MLG_GO(MLG_NEW(&block, BLOCK, "a block", err));
    while (got > 0) {
        MLG_GO(mlg_bytes_read(&got, bytes, block, BLOCK, err));
        if (bytes->read > most_whole) {
            st = mlg_fail(err, MLG_INPUT, "%s unpacks to more than %llu MB, the limit", shown,
                          (unsigned long long)(most_whole >> 20));
            goto done;
        }
    }
done:
    free(block);
    mlg_bytes_close(bytes);
    return st;
}

void mlg_rows_close(mlg_rows *rows)
{
    if (rows)
        rows->kind->close(rows);
}
