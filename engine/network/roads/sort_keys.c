#include "network/roads/sort_keys.h"

#include "base/memory.h"

#include <string.h>

static bool all_alike(const size_t count[256], size_t n)
{
    for (int digit = 0; digit < 256; digit++)
        if (count[digit] > 0)
            return count[digit] == n;
    return true;
}

static void scatter(mlg_sort_key *to, const mlg_sort_key *from, size_t n, unsigned shift, size_t count[256])
{
    size_t start = 0;
    for (int digit = 0; digit < 256; digit++) {
        size_t here = count[digit];
        count[digit] = start;
        start += here;
    }
    for (size_t i = 0; i < n; i++)
        to[count[from[i].key >> shift & 255]++] = from[i];
}

mlg_status mlg_sort_keys(mlg_sort_key *rows, size_t n, mlg_error *err)
{
    mlg_sort_key *spare, *from = rows;
    MLG_TRY(MLG_NEW(&spare, n, "sorting", err));
    mlg_sort_key *to = spare;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t count[256] = { 0 };
        for (size_t i = 0; i < n; i++)
            count[from[i].key >> shift & 255]++;
        if (all_alike(count, n))
            continue;
        scatter(to, from, n, shift, count);
        mlg_sort_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != rows)
        memcpy(rows, from, n * sizeof *rows);
    free(spare);
    return MLG_OK;
}

/* One level of the curve at a time, from the largest square down, rotating the axes at each level. */
uint64_t mlg_hilbert_key(int32_t lon_e7, int32_t lat_e7)
{
    uint32_t x = (uint32_t)lon_e7 + 0x80000000u, y = (uint32_t)lat_e7 + 0x80000000u;
    uint64_t key = 0;
    for (uint32_t side = 0x80000000u; side > 0; side >>= 1) {
        uint32_t right = (x & side) != 0, up = (y & side) != 0;
        key = key << 2 | ((3 * right) ^ up);
        if (!up) {
            if (right) {
                x = ~x;
                y = ~y;
            }
            uint32_t swap = x;
            x = y;
            y = swap;
        }
    }
    return key;
}
