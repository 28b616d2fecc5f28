#include "base/sha1.h"

#include <string.h>

static uint32_t rotate(uint32_t x, int n)
{
    return (x << n) | (x >> (32 - n));
}

/* Function and constant of a round. */
static uint32_t mix(int round, uint32_t b, uint32_t c, uint32_t d)
{
    if (round < 20)
        return ((b & c) | (~b & d)) + 0x5A827999u;
    if (round < 40)
        return (b ^ c ^ d) + 0x6ED9EBA1u;
    if (round < 60)
        return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDCu;
    return (b ^ c ^ d) + 0xCA62C1D6u;
}

static void compress(uint32_t state[5], const unsigned char *block)
{
    uint32_t w[80], v[5];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               block[4 * i + 3];
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(v, state, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint32_t next = rotate(v[0], 5) + mix(i, v[1], v[2], v[3]) + v[4] + w[i];
        v[4] = v[3];
        v[3] = v[2];
        v[2] = rotate(v[1], 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (int i = 0; i < 5; i++)
        state[i] += v[i];
}

void mlg_sha1_init(mlg_sha1 *sha)
{
    *sha = (mlg_sha1){ .state = { 0x67452301u, 0xEFCDAB89u, 0x98BADCFEu, 0x10325476u, 0xC3D2E1F0u } };
}

void mlg_sha1_add(mlg_sha1 *sha, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    while (size > 0) {
        size_t used = sha->bytes % 64, n = 64 - used < size ? 64 - used : size;
        memcpy(sha->block + used, at, n);
        sha->bytes += n;
        at += n;
        size -= n;
        if (used + n == 64)
            compress(sha->state, sha->block);
    }
}

void mlg_sha1_hex(mlg_sha1 *sha, char hex[41])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char end[72] = { 0x80 };
    uint64_t bits = 8 * sha->bytes;
    size_t padding = (sha->bytes % 64 < 56 ? 56 : 120) - sha->bytes % 64;
    for (int i = 0; i < 8; i++)
        end[padding + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    mlg_sha1_add(sha, end, padding + 8);
    for (int i = 0; i < 40; i++)
        hex[i] = digits[sha->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[40] = '\0';
}
