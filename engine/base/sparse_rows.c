#include "base/sparse_rows.h"

#include "base/hash.h"
#include "base/memory.h"

#include <string.h>

mlg_status mlg_sparse_count(mlg_sparse_rows *rows, int32_t n_rows, int32_t n_columns, mlg_error *err)
{
    *rows = (mlg_sparse_rows){ .n_rows = n_rows, .n_columns = n_columns };
    mlg_status st = MLG_NEW(&rows->start, (size_t)n_rows + 1, "starts of rows", err);
    if (st != MLG_OK)
        mlg_sparse_release(rows);
    return st;
}

static mlg_status allocate_entries(mlg_sparse_rows *rows, int64_t n_entries, mlg_error *err)
{
    mlg_status st;
    MLG_GO(MLG_NEW(&rows->column, (size_t)n_entries, "columns of rows", err));
    MLG_GO(MLG_NEW(&rows->value, (size_t)n_entries, "values of rows", err));
done:
    if (st != MLG_OK)
        mlg_sparse_release(rows);
    return st;
}

mlg_status mlg_sparse_init(mlg_sparse_rows *rows, int32_t n_rows, int32_t n_columns, int64_t n_entries,
                           mlg_error *err)
{
    MLG_TRY(mlg_sparse_count(rows, n_rows, n_columns, err));
    return allocate_entries(rows, n_entries, err);
}

mlg_status mlg_sparse_fill(mlg_sparse_rows *rows, mlg_error *err)
{
    for (int32_t r = 0; r < rows->n_rows; r++)
        rows->start[r + 1] += rows->start[r];
    return allocate_entries(rows, rows->start[rows->n_rows], err);
}

mlg_status mlg_sparse_copy(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err)
{
    const size_t n_entries = (size_t)mlg_sparse_entries(in);
    MLG_TRY(mlg_sparse_init(out, in.n_rows, in.n_columns, (int64_t)n_entries, err));
    memcpy(out->start, in.start, ((size_t)in.n_rows + 1) * sizeof *in.start);
    if (n_entries > 0) {
        memcpy(out->column, in.column, n_entries * sizeof *in.column);
        memcpy(out->value, in.value, n_entries * sizeof *in.value);
    }
    return MLG_OK;
}

void mlg_sparse_release(mlg_sparse_rows *rows)
{
    free(rows->start);
    free(rows->column);
    free(rows->value);
    *rows = (mlg_sparse_rows){ 0 };
}

/* start[c] moves along row c while it is written, and is put back afterwards. */
static mlg_status transpose(mlg_sparse_rows *out, mlg_sparse_view in, int32_t at_most, bool numbers,
                            mlg_error *err)
{
    MLG_TRY(mlg_sparse_count(out, in.n_columns, in.n_rows, err));
    for (int64_t k = 0; k < mlg_sparse_entries(in); k++)
        out->start[in.column[k] + 1] += in.value[k] <= at_most;
    MLG_TRY(mlg_sparse_fill(out, err));
    for (int32_t r = 0; r < in.n_rows; r++)
        for (int64_t k = in.start[r]; k < in.start[r + 1]; k++)
            if (in.value[k] <= at_most) {
                int64_t at = out->start[in.column[k]]++;
                out->column[at] = r;
                out->value[at] = numbers ? (int32_t)k : in.value[k];
            }
    memmove(out->start + 1, out->start, (size_t)out->n_rows * sizeof *out->start);
    out->start[0] = 0;
    return MLG_OK;
}

mlg_status mlg_sparse_transpose(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err)
{
    return transpose(out, in, INT32_MAX, false, err);
}

mlg_status mlg_sparse_transpose_within(mlg_sparse_rows *out, mlg_sparse_view in, int32_t at_most, mlg_error *err)
{
    return transpose(out, in, at_most, false, err);
}

mlg_status mlg_sparse_transpose_numbers(mlg_sparse_rows *out, mlg_sparse_view in, mlg_error *err)
{
    *out = (mlg_sparse_rows){ 0 };
    if (mlg_sparse_entries(in) > INT32_MAX)
        return mlg_fail(err, MLG_DATA, "more than 2^31 pairs of a site and a place");
    return transpose(out, in, INT32_MAX, true, err);
}

/* ---- sorting ------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t value;
    int32_t column;
} entry;

static void sort_short(entry *entries, int64_t n)
{
    for (int64_t k = 1; k < n; k++) {
        entry moved = entries[k];
        int64_t hole = k;
        for (; hole > 0 && entries[hole - 1].value > moved.value; hole--)
            entries[hole] = entries[hole - 1];
        entries[hole] = moved;
    }
}

/* Least significant byte first; returns the buffer that holds the result. */
static entry *sort_long(entry *entries, entry *spare, int64_t n)
{
    uint32_t largest = 0;
    for (int64_t k = 0; k < n; k++)
        largest |= entries[k].value;
    for (int shift = 0; shift < 32 && (largest >> shift) != 0; shift += 8) {
        int64_t place[257] = { 0 };
        for (int64_t k = 0; k < n; k++)
            place[((entries[k].value >> shift) & 255) + 1]++;
        for (int b = 0; b < 256; b++)
            place[b + 1] += place[b];
        for (int64_t k = 0; k < n; k++)
            spare[place[(entries[k].value >> shift) & 255]++] = entries[k];
        entry *swap = entries;
        entries = spare;
        spare = swap;
    }
    return entries;
}

mlg_status mlg_sparse_sort_by_value(mlg_sparse_rows *rows, mlg_error *err)
{
    int64_t longest = 0;
    for (int32_t r = 0; r < rows->n_rows; r++) {
        int64_t n = rows->start[r + 1] - rows->start[r];
        longest = n > longest ? n : longest;
    }
    entry *buffer = NULL;
    MLG_TRY(MLG_NEW(&buffer, 2 * (size_t)longest, "row sorting", err));
    for (int32_t r = 0; r < rows->n_rows; r++) {
        int64_t from = rows->start[r], n = rows->start[r + 1] - from;
        for (int64_t k = 0; k < n; k++)
            buffer[k] = (entry){ (uint32_t)rows->value[from + k], rows->column[from + k] };
        entry *sorted = buffer;
        if (n < 48)
            sort_short(buffer, n);
        else
            sorted = sort_long(buffer, buffer + longest, n);
        for (int64_t k = 0; k < n; k++) {
            rows->value[from + k] = (int32_t)sorted[k].value;
            rows->column[from + k] = sorted[k].column;
        }
    }
    free(buffer);
    return MLG_OK;
}

/* ---- equal rows --------------------------------------------------------------------------------------- */

static uint64_t row_hash(const mlg_sparse_rows *rows, int32_t r, int32_t key)
{
    uint64_t hash = mlg_hash_word(mlg_hash_start, (uint64_t)(uint32_t)key);
    for (int64_t k = rows->start[r]; k < rows->start[r + 1]; k++)
        hash = mlg_hash_word(hash, ((uint64_t)(uint32_t)rows->value[k] << 32) | (uint32_t)rows->column[k]);
    return hash;
}

static bool same_row(const mlg_sparse_rows *rows, const int32_t *key, int32_t a, int32_t b)
{
    int64_t n = rows->start[a + 1] - rows->start[a];
    size_t bytes = (size_t)n * sizeof(int32_t);
    return key[a] == key[b] && n == rows->start[b + 1] - rows->start[b] &&
           memcmp(rows->column + rows->start[a], rows->column + rows->start[b], bytes) == 0 &&
           memcmp(rows->value + rows->start[a], rows->value + rows->start[b], bytes) == 0;
}

mlg_status mlg_sparse_group_equal(int32_t *group, int32_t *n_groups, const mlg_sparse_rows *rows,
                                  const int32_t *key, mlg_error *err)
{
    size_t n_slots = 16;
    while (n_slots < 2 * (size_t)rows->n_rows)
        n_slots *= 2;
    int32_t *slot = NULL; /* first row of a group, plus one */
    MLG_TRY(MLG_NEW(&slot, n_slots, "equal rows", err));
    *n_groups = 0;
    for (int32_t r = 0; r < rows->n_rows; r++) {
        size_t s = row_hash(rows, r, key[r]) & (n_slots - 1);
        while (slot[s] != 0 && !same_row(rows, key, slot[s] - 1, r))
            s = (s + 1) & (n_slots - 1);
        if (slot[s] == 0) {
            slot[s] = r + 1;
            group[r] = (*n_groups)++;
        } else {
            group[r] = group[slot[s] - 1];
        }
    }
    free(slot);
    return MLG_OK;
}
