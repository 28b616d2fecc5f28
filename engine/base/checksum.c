#include "base/checksum.h"

#include "base/hash.h"

#include <string.h>

static inline uint64_t word_at(const unsigned char *at, size_t n)
{
    uint64_t word = 0;
    if (n > 0)
        memcpy(&word, at, n);
    return word;
}

/* Four independent lanes, so that multiplications overlap. */
uint64_t mlg_checksum(const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *at = bytes;
    uint64_t lane[4] = { seed, seed + 1, seed + 2, seed + 3 };
    size_t left = size;
    for (; left >= 32; left -= 32, at += 32)
        for (int i = 0; i < 4; i++)
            lane[i] = mlg_hash_word(lane[i], word_at(at + 8 * i, 8));
    for (; left >= 8; left -= 8, at += 8)
        lane[0] = mlg_hash_word(lane[0], word_at(at, 8));
    lane[1] = mlg_hash_word(lane[1], word_at(at, left));
    uint64_t sum = mlg_hash_word(size, seed);
    for (int i = 0; i < 4; i++)
        sum = mlg_hash_word(sum, lane[i]);
    return sum;
}
