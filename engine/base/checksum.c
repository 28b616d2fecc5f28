#include "base/checksum.h"

#include <string.h>

static const uint64_t odd = 0x9E3779B97F4A7C15u;

static inline uint64_t mix(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * odd; /* one to one for each word */
    return sum ^ (sum >> 29);
}

static inline uint64_t word_at(const unsigned char *at, size_t n)
{
    uint64_t word = 0;
    if (n > 0)
        memcpy(&word, at, n);
    return word;
}

/* Four independent lanes, so that the multiplications overlap. */
uint64_t mlg_checksum(const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *at = bytes;
    uint64_t lane[4] = { seed, seed + 1, seed + 2, seed + 3 };
    size_t left = size;
    for (; left >= 32; left -= 32, at += 32)
        for (int i = 0; i < 4; i++)
            lane[i] = mix(lane[i], word_at(at + 8 * i, 8));
    for (; left >= 8; left -= 8, at += 8)
        lane[0] = mix(lane[0], word_at(at, 8));
    lane[1] = mix(lane[1], word_at(at, left));
    uint64_t sum = mix(size, seed);
    for (int i = 0; i < 4; i++)
        sum = mix(sum, lane[i]);
    return sum;
}
