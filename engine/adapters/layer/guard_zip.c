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
    bool clear; /* whoever reads the archive finds this one */
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

/* Where the mark stands last; -1 when it does not. */
static int64_t find_last(const char mark[4], const unsigned char *bytes, uint64_t size)
{
    for (uint64_t i = size < 4 ? 0 : size - 3; i-- > 0;)
        if (memcmp(bytes + i, mark, 4) == 0)
            return (int64_t)i;
    return -1;
}

/* What the end says, or that it says nothing as the 64-bit form does. */
static bool agree(uint64_t said, uint64_t full, uint64_t longer)
{
    return said == full || said == longer;
}

/* The 64-bit form of the end, which some readers look for anywhere and believe whatever the end says. */
static bool read_long_end(directory *d, VSILFILE *file, const unsigned char *tail, uint64_t kept, int64_t end,
                          uint64_t *end_at)
{
    unsigned char record[56];
    const int64_t at = find_last("PK\6\7", tail, kept);
    if (at < 0 || kept - (uint64_t)at < LOCATOR)
        return true;
    const uint64_t record_at = number(tail + at + 8, 8);
    if (!read_at(file, record_at, record, sizeof record) || memcmp(record, "PK\6\6", 4) != 0)
        return true;
    directory longer = { number(record + 32, 8), number(record + 48, 8), number(record + 40, 8), false };
    const bool same = at + LOCATOR == end && agree(d->members, 0xFFFF, longer.members) &&
                      agree(d->offset, 0xFFFFFFFF, longer.offset) && agree(d->size, 0xFFFFFFFF, longer.size);
    *d = longer;
    *end_at = record_at;
    return same;
}

static bool find_directory(directory *d, VSILFILE *file, unsigned char *tail)
{
    VSIFSeekL(file, 0, SEEK_END);
    uint64_t size = VSIFTellL(file), kept = size < TRAILER + LONGEST_COMMENT ? size : TRAILER + LONGEST_COMMENT;
    if (size < TRAILER || !read_at(file, size - kept, tail, kept))
        return false;
    const int64_t at = find_last("PK\5\6", tail, kept);
    if (at < 0)
        return false;
    *d = (directory){ 0 };
    if (kept - (uint64_t)at < TRAILER)
        return true;
    const unsigned char *end = tail + at;
    uint64_t end_at = size - kept + (uint64_t)at;
    *d = (directory){ number(end + 10, 2), number(end + 16, 4), number(end + 12, 4), false };
    /* readers go by the place that is stated, or by the size, back from the end */
    d->clear =
        read_long_end(d, file, tail, kept, at, &end_at) && d->offset <= end_at && end_at - d->offset == d->size;
    return true;
}

/* Sizes in the extra field when they do not fit 32 bits; there may be another name too. False when that can be read in two ways. */
static bool take_extra(uint64_t *packed, uint64_t *unpacked, bool *renamed, const unsigned char *extra,
                       uint64_t length)
{
    uint64_t *const sizes[] = { unpacked, packed };
    for (uint64_t at = 0; at + 4 <= length; at += 4 + number(extra + at + 2, 2)) {
        uint64_t taken = at + 4, kind = number(extra + at, 2), end = taken + number(extra + at + 2, 2);
        *renamed = *renamed || kind == 0x7075;
        for (int i = 0; kind == 1 && i < 2; i++) {
            if (*sizes[i] != 0xFFFFFFFF)
                continue;
            if (taken + 8 > end || end > length)
                return false;
            *sizes[i] = number(extra + taken, 8);
            if (*sizes[i] == 0xFFFFFFFF) /* a later field would be believed */
                return false;
            taken += 8;
        }
    }
    return true;
}

static mlg_status refuse_directory(const char *shown, mlg_error *err)
{
    return mlg_fail(err, MLG_INPUT, "%s: the directory of this archive is damaged, or can be read in two ways",
                    shown);
}

static mlg_status check_member(const unsigned char *entry, bool sheet, uint64_t *total, const char *shown,
                               mlg_error *err)
{
    uint64_t packed = number(entry + 20, 4), unpacked = number(entry + 24, 4), name = number(entry + 28, 2);
    int length = (int)(name < 100 ? name : 100);
    bool renamed = false;
    if (!take_extra(&packed, &unpacked, &renamed, entry + ENTRY + name, number(entry + 30, 2)))
        return refuse_directory(shown, err);
    bool rows = !sheet && !renamed && name > 4 && name < 4096;
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
    if (!d->clear)
        return refuse_directory(shown, err);
    if (d->members > MOST_MEMBERS || d->size > MOST_DIRECTORY)
        return mlg_fail(err, MLG_INPUT, "%s holds %llu files, more than the limit of %d", shown,
                        (unsigned long long)d->members, MOST_MEMBERS);
    MLG_TRY(MLG_NEW(&entries, d->size, "an archive", err));
    if (!read_at(file, d->offset, entries, d->size))
        st = refuse_directory(shown, err);
    while (st == MLG_OK && at < d->size) {
        const unsigned char *entry = entries + at;
        uint64_t left = d->size - at, length = ENTRY;
        if (left >= ENTRY)
            length += number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2);
        st = length > left || memcmp(entry, "PK\1\2", 4) != 0 ? refuse_directory(shown, err)
                                                              : check_member(entry, sheet, &total, shown, err);
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
    /* a zip is read by its end, whatever comes first; other files are zips only where they start as one */
    const bool is_zip =
        mlg_path_ends_with(path, ".zip") || (read_at(file, 0, mark, 2) && memcmp(mark, "PK", 2) == 0);
    if (st == MLG_OK && is_zip && find_directory(&d, file, tail))
        st = check_members(file, &d, mlg_guard_is_sheet(*mlg_guard_drivers(path)), shown, err);
    if (st == MLG_INPUT)
        mlg_hint(err, "unpack it and give the file it holds, if you trust it");
    free(tail);
    VSIFCloseL(file);
    return st;
}
