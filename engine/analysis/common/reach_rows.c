#include "analysis/common/reach_rows.h"

#include "base/hash.h"
#include "base/memory.h"

#include <string.h>

mlg_status mlg_rows_init(mlg_rows *rows, int32_t n_rows, int32_t n_columns, int64_t n_arcs, mlg_error *err)
{
    *rows = (mlg_rows){ .n_rows = n_rows, .n_columns = n_columns };
    mlg_status st;
    MLG_GO(MLG_NEW(&rows->start, (size_t)n_rows + 1, "row starts", err));
    MLG_GO(MLG_NEW(&rows->column, (size_t)n_arcs, "row columns", err));
    MLG_GO(MLG_NEW(&rows->time_s, (size_t)n_arcs, "row times", err));
done:
    if (st != MLG_OK)
        mlg_rows_release(rows);
    return st;
}

void mlg_rows_release(mlg_rows *rows)
{
    free(rows->start);
    free(rows->column);
    free(rows->time_s);
    *rows = (mlg_rows){ 0 };
}

mlg_status mlg_rows_transpose(mlg_rows *out, const mlg_rows *in, mlg_error *err)
{
    int64_t n_arcs = in->start[in->n_rows];
    MLG_TRY(mlg_rows_init(out, in->n_columns, in->n_rows, n_arcs, err));
    int64_t *start = out->start; /* start[c + 1] is first where row c is written next, then where it ends */
    for (int64_t k = 0; k < n_arcs; k++)
        if (in->column[k] + 2 <= out->n_rows)
            start[in->column[k] + 2]++;
    for (int32_t c = 2; c <= out->n_rows; c++)
        start[c] += start[c - 1];
    for (int32_t r = 0; r < in->n_rows; r++)
        for (int64_t k = in->start[r]; k < in->start[r + 1]; k++) {
            int64_t place = start[in->column[k] + 1]++;
            out->column[place] = r;
            out->time_s[place] = in->time_s[k];
        }
    return MLG_OK;
}

/* ---- sorting ------------------------------------------------------------------------------------------ */

typedef struct {
    uint32_t time;
    int32_t column;
} timed;

static void sort_short(timed *arcs, int64_t n)
{
    for (int64_t k = 1; k < n; k++) {
        timed moved = arcs[k];
        int64_t hole = k;
        for (; hole > 0 && arcs[hole - 1].time > moved.time; hole--)
            arcs[hole] = arcs[hole - 1];
        arcs[hole] = moved;
    }
}

/* Least significant byte first; returns the buffer that holds the result. */
static timed *sort_long(timed *arcs, timed *spare, int64_t n)
{
    uint32_t largest = 0;
    for (int64_t k = 0; k < n; k++)
        largest |= arcs[k].time;
    for (int shift = 0; shift < 32 && (largest >> shift) != 0; shift += 8) {
        int64_t place[257] = { 0 };
        for (int64_t k = 0; k < n; k++)
            place[((arcs[k].time >> shift) & 255) + 1]++;
        for (int b = 0; b < 256; b++)
            place[b + 1] += place[b];
        for (int64_t k = 0; k < n; k++)
            spare[place[(arcs[k].time >> shift) & 255]++] = arcs[k];
        timed *swap = arcs;
        arcs = spare;
        spare = swap;
    }
    return arcs;
}

mlg_status mlg_rows_sort_by_time(mlg_rows *rows, mlg_error *err)
{
    int64_t longest = 0;
    for (int32_t r = 0; r < rows->n_rows; r++) {
        int64_t n = rows->start[r + 1] - rows->start[r];
        longest = n > longest ? n : longest;
    }
    timed *buffer = NULL;
    MLG_TRY(MLG_NEW(&buffer, 2 * (size_t)longest, "row sorting", err));
    for (int32_t r = 0; r < rows->n_rows; r++) {
        int64_t from = rows->start[r], n = rows->start[r + 1] - from;
        for (int64_t k = 0; k < n; k++)
            buffer[k] = (timed){ (uint32_t)rows->time_s[from + k], rows->column[from + k] };
        timed *sorted = buffer;
        if (n < 48)
            sort_short(buffer, n);
        else
            sorted = sort_long(buffer, buffer + longest, n);
        for (int64_t k = 0; k < n; k++) {
            rows->time_s[from + k] = (int32_t)sorted[k].time;
            rows->column[from + k] = sorted[k].column;
        }
    }
    free(buffer);
    return MLG_OK;
}

/* ---- equal rows --------------------------------------------------------------------------------------- */

static uint64_t row_hash(const mlg_rows *rows, int32_t r, int32_t key)
{
    uint64_t hash = mlg_hash_word(mlg_hash_start, (uint64_t)(uint32_t)key);
    for (int64_t k = rows->start[r]; k < rows->start[r + 1]; k++)
        hash = mlg_hash_word(hash, ((uint64_t)(uint32_t)rows->time_s[k] << 32) | (uint32_t)rows->column[k]);
    return hash;
}

static bool same_row(const mlg_rows *rows, const int32_t *key, int32_t a, int32_t b)
{
    int64_t n = rows->start[a + 1] - rows->start[a];
    size_t bytes = (size_t)n * sizeof(int32_t);
    return key[a] == key[b] && n == rows->start[b + 1] - rows->start[b] &&
           memcmp(rows->column + rows->start[a], rows->column + rows->start[b], bytes) == 0 &&
           memcmp(rows->time_s + rows->start[a], rows->time_s + rows->start[b], bytes) == 0;
}

mlg_status mlg_rows_group_equal(int32_t *group, int32_t *n_groups, const mlg_rows *rows, const int32_t *key,
                                mlg_error *err)
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

/* ---- greedy ------------------------------------------------------------------------------------------- */

static int64_t gain_of(const mlg_rows *sites, int32_t j, const int64_t *weight, const int32_t *nearest_s)
{
    int64_t gain = 0;
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++) {
        int32_t i = sites->column[k], won = nearest_s[i] - sites->time_s[k];
        gain += won > 0 ? weight[i] * won : 0;
    }
    return gain;
}

mlg_status mlg_rows_greedy(int32_t *order, int64_t *gain, int32_t *nearest_s, const mlg_rows *sites,
                           const int64_t *weight, const uint8_t *allowed, int32_t count, mlg_error *err)
{
    int64_t *at_most = NULL; /* gain when last evaluated: gains only fall; negative: taken or not allowed */
    MLG_TRY(MLG_NEW(&at_most, (size_t)sites->n_rows, "greedy gains", err));
    for (int32_t j = 0; j < sites->n_rows; j++)
        at_most[j] = allowed == NULL || allowed[j] ? gain_of(sites, j, weight, nearest_s) : -1;
    for (int32_t taken = 0; taken < count; taken++) {
        int32_t best = 0;
        for (bool fresh = false; !fresh;) {
            best = 0;
            for (int32_t j = 1; j < sites->n_rows; j++)
                best = at_most[j] > at_most[best] ? j : best;
            int64_t now = gain_of(sites, best, weight, nearest_s);
            fresh = now == at_most[best];
            at_most[best] = now;
        }
        order[taken] = best;
        if (gain != NULL)
            gain[taken] = at_most[best];
        at_most[best] = -1;
        for (int64_t k = sites->start[best]; k < sites->start[best + 1]; k++) {
            int32_t i = sites->column[k];
            nearest_s[i] = sites->time_s[k] < nearest_s[i] ? sites->time_s[k] : nearest_s[i];
        }
    }
    free(at_most);
    return MLG_OK;
}
