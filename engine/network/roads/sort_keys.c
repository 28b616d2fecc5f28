#include "network/roads/sort_keys.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <string.h>

enum { DIGITS = 256, LEAST_PART = 1 << 15 };

/* One digit of the sort: each part of the rows is counted, then moved, by one thread. */
typedef struct pass {
    const mlg_sort_key *from;
    mlg_sort_key *to;
    size_t n, step;
    unsigned shift;
    size_t (*count)[DIGITS]; /* of each part; then where its next row of each digit goes */
    size_t part_count;
} pass;

static void count_part(void *context, size_t from, size_t end)
{
    const pass *p = context;
    size_t *count = p->count[from / p->step];
    memset(count, 0, DIGITS * sizeof *count);
    for (size_t i = from; i < end; i++)
        count[p->from[i].key >> p->shift & (DIGITS - 1)]++;
}

static void move_part(void *context, size_t from, size_t end)
{
    const pass *p = context;
    size_t *next = p->count[from / p->step];
    for (size_t i = from; i < end; i++)
        p->to[next[p->from[i].key >> p->shift & (DIGITS - 1)]++] = p->from[i];
}

/* From counts to places: digit by digit, and part by part within each. False when all rows have the same digit. */
static bool find_places(const pass *p)
{
    size_t start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
        size_t first = start;
        for (size_t k = 0; k < p->part_count; k++) {
            size_t here = p->count[k][digit];
            p->count[k][digit] = start;
            start += here;
        }
        if (start - first == p->n)
            return false;
    }
    return true;
}

mlg_status mlg_sort_keys(mlg_sort_key *rows, size_t n, int threads, mlg_error *err)
{
    size_t parts = n / LEAST_PART, most = (size_t)mlg_thread_count(threads);
    parts = parts > most ? most : parts > 0 ? parts : 1;
    mlg_sort_key *spare = NULL, *from = rows, *to;
    pass p = { .n = n, .step = (n + parts - 1) / parts + (n == 0), .part_count = parts };
    mlg_status st;
    MLG_GO(MLG_NEW_PLAIN(&spare, n, "sorting", err));
    MLG_GO(MLG_NEW(&p.count, parts, "sorting", err));
    to = spare;
    for (; n > 0 && p.shift < 64; p.shift += 8) {
        p.from = from, p.to = to;
        mlg_parallel_slices(n, p.step, threads, count_part, &p);
        if (!find_places(&p))
            continue;
        mlg_parallel_slices(n, p.step, threads, move_part, &p);
        mlg_sort_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != rows)
        memcpy(rows, from, n * sizeof *rows);
done:
    free(spare);
    free(p.count);
    return st;
}

/* One level of the curve at a time, from the largest square down, rotating the axes at each level: without a branch, as nothing tells which way
 * the next turn goes. */
uint64_t mlg_hilbert_key(int32_t lon_e7, int32_t lat_e7)
{
    uint32_t x = (uint32_t)lon_e7 + 0x80000000u, y = (uint32_t)lat_e7 + 0x80000000u;
    uint64_t key = 0;
    for (uint32_t side = 0x80000000u; side > 0; side >>= 1) {
        uint32_t right = (x & side) != 0, up = (y & side) != 0;
        key = key << 2 | ((3 * right) ^ up);
        const uint32_t turn = up - 1, flip = turn & (0 - right), swap = turn & (x ^ y); /* all bits or none */
        x ^= flip ^ swap;
        y ^= flip ^ swap;
    }
    return key;
}
