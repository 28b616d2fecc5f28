/* Sizes of a zip, from its central directory: what reading it would cost, before anything is unpacked. */
#include "adapters/layer/inner.h"

#include "base/memory.h"
#include "base/path.h"

#include <cpl_vsi.h>
#include <string.h>

enum {
    TRAILER = 22, /* the end of the central directory, without its comment */
    LOCATOR = 20, /* of the end in its 64-bit form */
    ENTRY = 46,   /* of the central directory, without its name */
    LONGEST_COMMENT = 65535,
    MOST_MEMBERS = 10000,
    MOST_RATIO = 200, /* tables and shapes reach 5 to 40, repeated bytes 1,000 */
    SMALL = 1 << 26,  /* a member unpacked to no more than this may be repetitive */
};
static const uint64_t most_whole = (uint64_t)2 << 30; /* of a member that is read whole, 2 GiB */
static const uint64_t most_rows = (uint64_t)32 << 30; /* of a table that is read row by row */

typedef struct {
    uint64_t members, offset, size;
} directory;

static uint64_t number(const unsigned char *at, int bytes)
{
    uint64_t n = 0;
    for (int i = bytes - 1; i >= 0; i--)
        n = n << 8 | at[i];
    return n;
}

static bool read_at(VSILFILE *file, uint64_t offset, void *into, size_t size)
{
    return VSIFSeekL(file, offset, SEEK_SET) == 0 && VSIFReadL(into, 1, size, file) == size;
}

/* The 64-bit form of the end, for an archive that needs it. */
static bool read_long_end(directory *d, VSILFILE *file, uint64_t end)
{
    unsigned char locator[LOCATOR], record[56];
    if (end < LOCATOR || !read_at(file, end - LOCATOR, locator, LOCATOR) || memcmp(locator, "PK\6\7", 4) != 0)
        return false;
    if (!read_at(file, number(locator + 8, 8), record, sizeof record) || memcmp(record, "PK\6\6", 4) != 0)
        return false;
    *d = (directory){ number(record + 32, 8), number(record + 48, 8), number(record + 40, 8) };
    return true;
}

static bool find_directory(directory *d, VSILFILE *file, unsigned char *tail)
{
    VSIFSeekL(file, 0, SEEK_END);
    uint64_t size = VSIFTellL(file), kept = size < TRAILER + LONGEST_COMMENT ? size : TRAILER + LONGEST_COMMENT;
    if (size < TRAILER || !read_at(file, size - kept, tail, kept))
        return false;
    for (uint64_t i = kept - TRAILER + 1; i-- > 0;) {
        const unsigned char *end = tail + i;
        if (memcmp(end, "PK\5\6", 4) != 0)
            continue;
        *d = (directory){ number(end + 10, 2), number(end + 16, 4), number(end + 12, 4) };
        bool longer = d->members == 0xFFFF || d->offset == 0xFFFFFFFF || d->size == 0xFFFFFFFF;
        return !longer || read_long_end(d, file, size - kept + i) || d->members < 0xFFFF;
    }
    return false;
}

/* Sizes in the extra field when they do not fit 32 bits. */
static void take_long_sizes(uint64_t *packed, uint64_t *unpacked, const unsigned char *extra, uint64_t length)
{
    for (uint64_t at = 0; at + 4 <= length; at += 4 + number(extra + at + 2, 2)) {
        if (number(extra + at, 2) != 1)
            continue;
        const unsigned char *value = extra + at + 4, *end = extra + length;
        if (*unpacked == 0xFFFFFFFF && value + 8 <= end) {
            *unpacked = number(value, 8);
            value += 8;
        }
        if (*packed == 0xFFFFFFFF && value + 8 <= end)
            *packed = number(value, 8);
        return;
    }
}

static mlg_status check_member(const unsigned char *entry, bool sheet, uint64_t *total, const char *shown,
                               mlg_error *err)
{
    uint64_t packed = number(entry + 20, 4), unpacked = number(entry + 24, 4), name = number(entry + 28, 2);
    int length = (int)(name < 100 ? name : 100);
    take_long_sizes(&packed, &unpacked, entry + ENTRY + name, number(entry + 30, 2));
    bool rows = !sheet && name > 4 && name < 4096;
    if (rows) {
        char ending[5] = "";
        memcpy(ending, entry + ENTRY + name - 4, 4);
        rows = mlg_is_delimited(ending);
    }
    *total += unpacked;
    if (unpacked > SMALL && unpacked / MOST_RATIO > packed)
        return mlg_fail(err, MLG_INPUT, "%s: %.*s is compressed %llu times, more than the limit of %d", shown,
                        length, (const char *)entry + ENTRY, (unsigned long long)(unpacked / (packed + !packed)),
                        MOST_RATIO);
    uint64_t most = rows ? most_rows : sheet ? most_whole / 4 : most_whole;
    if (unpacked > most || (sheet && *total > most))
        return mlg_fail(err, MLG_INPUT, "%s: %.*s unpacks to %llu MB, more than the limit of %llu", shown, length,
                        (const char *)entry + ENTRY, (unsigned long long)(unpacked >> 20),
                        (unsigned long long)(most >> 20));
    return MLG_OK;
}

static mlg_status check_members(VSILFILE *file, const directory *d, bool sheet, const char *shown, mlg_error *err)
{
    enum { MOST_DIRECTORY = 1 << 24 };
    unsigned char *entries = NULL;
    uint64_t total = 0, at = 0;
    mlg_status st = MLG_OK;
    if (d->members > MOST_MEMBERS || d->size > MOST_DIRECTORY)
        return mlg_fail(err, MLG_INPUT, "%s holds %llu files, more than the limit of %d", shown,
                        (unsigned long long)d->members, MOST_MEMBERS);
    MLG_TRY(MLG_NEW(&entries, d->size, "an archive", err));
    if (read_at(file, d->offset, entries, d->size)) /* else GDAL says what is wrong */
        while (st == MLG_OK && at + ENTRY <= d->size && memcmp(entries + at, "PK\1\2", 4) == 0) {
            uint64_t length =
                ENTRY + number(entries + at + 28, 2) + number(entries + at + 30, 2) + number(entries + at + 32, 2);
            if (at + length > d->size)
                break;
            st = check_member(entries + at, sheet, &total, shown, err);
            at += length;
        }
    free(entries);
    return st;
}

mlg_status mlg_guard_zip(const char *path, const char *shown, mlg_error *err)
{
    unsigned char *tail;
    directory d;
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return MLG_OK;
    unsigned char mark[2];
    mlg_status st = MLG_NEW(&tail, TRAILER + LONGEST_COMMENT, "an archive", err);
    if (st == MLG_OK && read_at(file, 0, mark, 2) && memcmp(mark, "PK", 2) == 0 && find_directory(&d, file, tail))
        st = check_members(file, &d, mlg_guard_is_sheet(*mlg_guard_drivers(path)), shown, err);
    if (st == MLG_INPUT)
        mlg_hint(err, "unpack it and give the file it holds, if you trust it");
    free(tail);
    VSIFCloseL(file);
    return st;
}
