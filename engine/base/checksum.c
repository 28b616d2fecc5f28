#include "base/checksum.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/parallel.h"

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

enum { BLOCK = 4 << 20 };

typedef struct {
    const unsigned char *bytes;
    size_t size;
    uint64_t seed, *sums;
} blocks;

static mlg_status sum_block(void *context, int32_t block, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const blocks *b = context;
    const size_t from = (size_t)block * BLOCK, left = b->size - from;
    b->sums[block] = mlg_checksum(b->bytes + from, left < BLOCK ? left : BLOCK, b->seed);
    return MLG_OK;
}

mlg_status mlg_checksum_parallel(uint64_t *sum, const void *bytes, size_t size, uint64_t seed, int threads,
                                 mlg_error *err)
{
    const size_t count = (size + BLOCK - 1) / BLOCK;
    blocks b = { .bytes = bytes, .size = size, .seed = seed };
    MLG_TRY(MLG_NEW(&b.sums, count, "checksums", err));
    mlg_status st = mlg_parallel((int32_t)count, threads, sum_block, &b, err);
    *sum = mlg_checksum(b.sums, count * sizeof *b.sums, seed);
    free(b.sums);
    return st;
}
