/* File of rows: a header, one entry per row, then the targets and times of each row. Numbers are in the byte order of the
 * machine that wrote them; files of another byte order are rejected. */
#include "base/aside.h"
#include "base/input.h"
#include "base/os/file.h"
#include "network/models/row_store_inner.h"

#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/ranges.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_VERSION = 2 };

static const char FILE_KIND[8] = { 'M', 'L', 'G', 'T', 'I', 'M', 'E', 'S' };

typedef struct {
    char kind[8];
    uint32_t version, byte_order; /* 1 as the machine writes it */
    uint64_t fingerprint;
    uint64_t n_rows, n_pairs;
    uint64_t checksum; /* of what follows the header, seeded with that of the header with 0 here */
} file_head;

typedef struct {
    mlg_row_key key;
    int32_t limit_ds, count;
} file_row;

static uint64_t head_checksum(const file_head *head)
{
    file_head copy = *head;
    copy.checksum = 0;
    return mlg_checksum(&copy, sizeof copy, FILE_VERSION);
}

/* ---- writing ---- */

/* Unused rows are dropped when there is little room left. */
static bool stays(const mlg_row_store *store, size_t row)
{
    return store->rows[row].used || store->bytes <= store->most_bytes / 2;
}

/* Everything after the header, in one block. */
static mlg_status gather(char **out, size_t *size, file_head *head, const mlg_row_store *store, mlg_error *err)
{
    for (size_t i = 0; i < store->count; i++)
        if (stays(store, i)) {
            head->n_pairs += (uint64_t)store->rows[i].row.count;
            head->n_rows++;
        }
    *size = (size_t)head->n_rows * sizeof(file_row) + (size_t)head->n_pairs * 2 * sizeof(int32_t);
    MLG_TRY(MLG_NEW(out, *size, "a file of rows", err));
    char *entry = *out, *at = *out + head->n_rows * sizeof(file_row);
    for (size_t i = 0; i < store->count; i++) {
        const mlg_stored_row *r = &store->rows[i];
        const file_row written = { r->key, r->limit_ds, r->row.count };
        const size_t bytes = (size_t)r->row.count * sizeof(int32_t);
        if (!stays(store, i))
            continue;
        memcpy(entry, &written, sizeof written);
        entry += sizeof written;
        if (bytes == 0)
            continue;
        memcpy(at, r->row.place, bytes);
        memcpy(at + bytes, r->row.time_ds, bytes);
        at += 2 * bytes;
    }
    return MLG_OK;
}

mlg_status mlg_row_store_write(mlg_row_store *store, const char *path, uint64_t fingerprint, mlg_error *err)
{
    file_head head = { .version = FILE_VERSION, .byte_order = 1, .fingerprint = fingerprint };
    char *rest = NULL;
    size_t size = 0;
    mlg_status st;
    if (!store->changed)
        return MLG_OK;
    MLG_GO(gather(&rest, &size, &head, store, err));
    memcpy(head.kind, FILE_KIND, sizeof head.kind);
    MLG_GO(mlg_checksum_parallel(&head.checksum, rest, size, head_checksum(&head), 0, err));
    MLG_GO(mlg_aside_keep(path, FILE_KIND, &head, sizeof head, rest, size, err));
    store->changed = false;
done:
    free(rest);
    return st;
}

/* ---- reading ---- */

static mlg_status refuse(mlg_error *err, const char *path, const char *what)
{
    return mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_tr(what));
}

/* Compares sizes with that of the file by division, so that nothing overflows. */
static bool sizes_hold(const file_head *head, uint64_t rest)
{
    if (head->n_rows > INT32_MAX / 4 || head->n_rows > rest / sizeof(file_row))
        return false;
    rest -= head->n_rows * sizeof(file_row);
    return rest % (2 * sizeof(int32_t)) == 0 && head->n_pairs == rest / (2 * sizeof(int32_t));
}

static mlg_status check_file(const file_head *head, const char *rest, size_t size, uint64_t fingerprint,
                             const char *path, mlg_error *err)
{
    if (memcmp(head->kind, FILE_KIND, sizeof FILE_KIND) != 0)
        return refuse(err, path, "not a file of times");
    if (head->byte_order != 1 || head->version != FILE_VERSION)
        return refuse(err, path, "written by another version of this program or on another kind of machine");
    if (head->fingerprint != fingerprint)
        return refuse(err, path, "times of another network or of other places");
    if (!sizes_hold(head, size))
        return refuse(err, path, "the file is truncated or damaged");
    uint64_t sum;
    MLG_TRY(mlg_checksum_parallel(&sum, rest, size, head_checksum(head), 0, err));
    return sum == head->checksum ? MLG_OK : refuse(err, path, "the file is truncated or damaged");
}

/* The caller frees *rest. */
static mlg_status load(file_head *head, char **rest, size_t *size, const char *path, mlg_error *err)
{
    mlg_os_info info;
    FILE *file = mlg_fopen_input(path);
    if (!file || mlg_os_fstat(mlg_os_fileno(file), &info) != 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: %s", path, mlg_errno_text(errno));
        if (file)
            fclose(file);
        return st;
    }
    mlg_status st = MLG_OK;
    if (info.kind != MLG_OS_FILE || info.bytes < (int64_t)sizeof *head) {
        st = refuse(err, path, "not a file of times");
    } else {
        *size = (size_t)info.bytes - sizeof *head;
        st = MLG_NEW(rest, *size, "a file of rows", err);
        if (st == MLG_OK && (fread(head, sizeof *head, 1, file) != 1 || fread(*rest, 1, *size, file) != *size))
            st = refuse(err, path, "cannot be read");
    }
    fclose(file);
    return st;
}

/* A site, with a time within the limit of the row, or neither. */
static bool nearest_holds(const file_row *r, const int32_t *site, int32_t n_places)
{
    const int32_t *time_ds = site + r->count;
    bool good = r->count == n_places && r->key.word[4] <= INT32_MAX;
    for (int32_t p = 0; good && p < r->count; p++)
        good = site[p] == MLG_NOWHERE ? time_ds[p] == MLG_UNREACHABLE
                                      : site[p] >= 0 && site[p] < (int32_t)r->key.word[4] && time_ds[p] >= 0 &&
                                            time_ds[p] <= r->limit_ds;
    return good;
}

/* Places ascend, each once, and every time is within the limit of the row. */
static bool row_holds(const file_row *r, const int32_t *place, int32_t n_places)
{
    if (memcmp(r->key.word, mlg_nearest_key, sizeof mlg_nearest_key) == 0)
        return nearest_holds(r, place, n_places);
    bool good = mlg_all_within(place, (size_t)r->count, 0, n_places - 1) &&
                mlg_all_within(place + r->count, (size_t)r->count, 0, r->limit_ds);
    for (int32_t i = 1; i < r->count; i++)
        good &= place[i] > place[i - 1];
    return good;
}

/* Checksums only detect accidents: counts, indices and times are trusted after this check. */
static bool rows_hold(const file_head *head, const char *rest, int32_t n_places)
{
    const int32_t *at = (const int32_t *)(const void *)(rest + head->n_rows * sizeof(file_row));
    uint64_t pairs = 0;
    for (uint64_t i = 0; i < head->n_rows; i++) {
        file_row r;
        memcpy(&r, rest + i * sizeof r, sizeof r);
        if (r.count < 0 || r.limit_ds < 0 || r.limit_ds > MLG_TIME_MAX ||
            (pairs += (uint64_t)r.count) > head->n_pairs || !row_holds(&r, at, n_places))
            return false;
        at += 2 * (int64_t)r.count;
    }
    return pairs == head->n_pairs;
}

/* Adds the rows of a file; they replace rows of the same keys. */
static mlg_status adopt(mlg_row_store *store, const file_head *head, const char *rest, mlg_error *err)
{
    const int32_t *at = (const int32_t *)(const void *)(rest + head->n_rows * sizeof(file_row));
    for (uint64_t i = 0; i < head->n_rows; i++) {
        file_row r;
        memcpy(&r, rest + i * sizeof r, sizeof r);
        const mlg_stored_row row = { r.key, r.limit_ds, { r.count, at, at + r.count }, false };
        MLG_TRY(mlg_row_store_put(store, &row, err));
        at += 2 * (int64_t)r.count;
    }
    return MLG_OK;
}

mlg_status mlg_row_store_read(mlg_row_store *store, const char *path, uint64_t fingerprint, int32_t n_places,
                              mlg_error *err)
{
    file_head head;
    char *rest = NULL;
    size_t size = 0;
    mlg_status st = load(&head, &rest, &size, path, err);
    if (st == MLG_OK)
        st = check_file(&head, rest, size, fingerprint, path, err);
    if (st == MLG_OK && !rows_hold(&head, rest, n_places))
        st = refuse(err, path, "the file is damaged");
    if (st != MLG_OK) {
        free(rest);
        return st;
    }
    MLG_TRY(mlg_row_store_own(store, rest, (int64_t)size, err));
    return adopt(store, &head, rest, err);
}

mlg_status mlg_row_store_merge(int64_t *rows, const char *path, const char *const *part, int32_t n,
                               uint64_t fingerprint, int32_t n_places, mlg_error *err)
{
    mlg_row_store *store;
    MLG_TRY(mlg_row_store_new(&store, INT64_MAX, err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < n; i++)
        MLG_GO(mlg_row_store_read(store, part[i], fingerprint, n_places, err));
    store->changed = true;
    *rows = (int64_t)store->count;
    st = mlg_row_store_write(store, path, fingerprint, err);
done:
    mlg_row_store_free(store);
    return st;
}

/* ---- joining rows that are in pieces ---- */

/* The piece of a row that each part has; *count: places in all. */
static mlg_status find_pieces(mlg_row *piece, int64_t *count, mlg_row_store *const *store, const char *const *part,
                              int32_t n, const mlg_row_key *key, int32_t limit_ds, mlg_error *err)
{
    int32_t last = -1;
    *count = 0;
    for (int32_t i = 0; i < n; i++) {
        int32_t limit = limit_ds;
        if (store[i]->count != store[0]->count || !mlg_row_store_find(&piece[i], store[i], key, &limit) ||
            limit != limit_ds)
            return refuse(err, part[i], MLG_MARK("times of other sites than those of the first part"));
        if (piece[i].count > 0 && piece[i].place[0] <= last)
            return refuse(err, part[i], MLG_MARK("times of places that an earlier part has too"));
        *count += piece[i].count;
        last = piece[i].count > 0 ? piece[i].place[piece[i].count - 1] : last;
    }
    return MLG_OK;
}

static mlg_status join_row(mlg_row_store *out, mlg_row *piece, mlg_row_store *const *store,
                           const char *const *part, int32_t n, size_t row, mlg_error *err)
{
    mlg_stored_row joined = store[0]->rows[row];
    int64_t count;
    int32_t *at;
    MLG_TRY(find_pieces(piece, &count, store, part, n, &joined.key, joined.limit_ds, err));
    MLG_TRY(MLG_NEW(&at, 2 * (size_t)count, "rows kept", err));
    joined.row = (mlg_row){ (int32_t)count, at, at + count };
    MLG_TRY(mlg_row_store_own(out, at, 2 * count * (int64_t)sizeof *at, err));
    for (int32_t i = 0; i < n; i++)
        for (int32_t k = 0; k < piece[i].count; k++, at++) {
            at[0] = piece[i].place[k];
            at[count] = piece[i].time_ds[k];
        }
    return mlg_row_store_put(out, &joined, err);
}

static mlg_status join_all(mlg_row_store *out, mlg_row_store **store, const char *const *part,
                           const uint64_t *fingerprint_of, int32_t n, int32_t n_places, mlg_error *err)
{
    mlg_row *piece;
    mlg_status st;
    MLG_TRY(MLG_NEW(&piece, (size_t)n, "rows kept", err));
    for (int32_t i = 0; i < n; i++) {
        MLG_GO(mlg_row_store_new(&store[i], INT64_MAX, err));
        MLG_GO(mlg_row_store_read(store[i], part[i], fingerprint_of[i], n_places, err));
    }
    for (size_t row = 0; row < store[0]->count; row++)
        MLG_GO(join_row(out, piece, store, part, n, row, err));
    st = MLG_OK;
done:
    free(piece);
    return st;
}

mlg_status mlg_row_store_join(int64_t *rows, const char *path, const char *const *part,
                              const uint64_t *fingerprint_of, int32_t n, uint64_t fingerprint, int32_t n_places,
                              mlg_error *err)
{
    mlg_row_store *out, **store = NULL;
    MLG_TRY(mlg_row_store_new(&out, INT64_MAX, err));
    mlg_status st = MLG_NEW(&store, (size_t)n, "rows kept", err);
    if (st == MLG_OK)
        st = join_all(out, store, part, fingerprint_of, n, n_places, err);
    out->changed = true;
    *rows = (int64_t)out->count;
    if (st == MLG_OK)
        st = mlg_row_store_write(out, path, fingerprint, err);
    for (int32_t i = 0; store && i < n; i++)
        mlg_row_store_free(store[i]);
    free(store);
    mlg_row_store_free(out);
    return st;
}

/* ---- a file that a model can do without ---- */

mlg_status mlg_row_store_recall(mlg_row_store *store, const char *path, uint64_t fingerprint, int32_t n_places,
                                char *remark, size_t size, mlg_error *err)
{
    mlg_error fault;
    if (!path || !mlg_os_can(path, MLG_OS_EXISTS))
        return MLG_OK;
    mlg_status st = mlg_row_store_read(store, path, fingerprint, n_places, &fault);
    return mlg_pardon(remark, size, st, &fault, err);
}

mlg_status mlg_row_store_retain(mlg_row_store *store, const char *path, uint64_t fingerprint, char *remark,
                                size_t size, mlg_error *err)
{
    mlg_error fault;
    if (!path)
        return MLG_OK;
    mlg_status st = mlg_row_store_write(store, path, fingerprint, &fault);
    return mlg_pardon(remark, size, st, &fault, err);
}
