#include "base/sha.h"

#include "base/sha_x86.h"

#include <string.h>

static uint32_t left(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void read_words(uint32_t w[16], const unsigned char block[64])
{
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 |
               (uint32_t)block[4 * t + 3];
}

/* ---- SHA-1 ------------------------------------------------------------------------------------------------- */

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

static void compress1(uint32_t *state, const unsigned char *block)
{
    uint32_t w[80], v[5];
    read_words(w, block);
    for (int i = 16; i < 80; i++)
        w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(v, state, sizeof v);
    for (int i = 0; i < 80; i++) {
        uint32_t next = left(v[0], 5) + mix(i, v[1], v[2], v[3]) + v[4] + w[i];
        v[4] = v[3];
        v[3] = v[2];
        v[2] = left(v[1], 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (int i = 0; i < 5; i++)
        state[i] += v[i];
}

/* ---- SHA-256 ----------------------------------------------------------------------------------------------- */

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* One round. The caller rotates the names of the eight words, so that none is moved. */
#define ROUND(a, b, c, d, e, f, g, h, t)                                                                          \
    do {                                                                                                          \
        uint32_t t1 =                                                                                             \
            (h) + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + (((e) & (f)) ^ (~(e) & (g))) + K[t] + w[t];       \
        (d) += t1;                                                                                                \
        (h) = t1 + (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + (((a) & (b)) ^ ((a) & (c)) ^ ((b) & (c)));       \
    } while (0)

void mlg_sha256_plain(uint32_t *state, const unsigned char *block)
{
    uint32_t w[64];
    read_words(w, block);
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = right(w[t - 15], 7) ^ right(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = right(w[t - 2], 17) ^ right(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t += 8) {
        ROUND(a, b, c, d, e, f, g, h, t);
        ROUND(h, a, b, c, d, e, f, g, t + 1);
        ROUND(g, h, a, b, c, d, e, f, t + 2);
        ROUND(f, g, h, a, b, c, d, e, t + 3);
        ROUND(e, f, g, h, a, b, c, d, t + 4);
        ROUND(d, e, f, g, h, a, b, c, t + 5);
        ROUND(c, d, e, f, g, h, a, b, t + 6);
        ROUND(b, c, d, e, f, g, h, a, t + 7);
    }
    const uint32_t sums[8] = { a, b, c, d, e, f, g, h };
    for (int i = 0; i < 8; i++)
        state[i] += sums[i];
}

static void compress256(uint32_t *state, const unsigned char *block)
{
    mlg_sha_compress fast = mlg_sha256_x86();
    if (fast)
        fast(state, block, K);
    else
        mlg_sha256_plain(state, block);
}

/* ---- both -------------------------------------------------------------------------------------------------- */

void mlg_sha1_init(mlg_sha *sha)
{
    *sha = (mlg_sha){ .state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 },
                      .size = MLG_SHA1_BYTES };
}

void mlg_sha256_init(mlg_sha *sha)
{
    *sha = (mlg_sha){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                                 0x1f83d9ab, 0x5be0cd19 },
                      .size = MLG_SHA256_BYTES };
}

void mlg_sha_add(mlg_sha *sha, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    while (size > 0) {
        size_t used = sha->bytes % 64, take = 64 - used < size ? 64 - used : size;
        memcpy(sha->block + used, from, take);
        sha->bytes += take;
        from += take;
        size -= take;
        if (used + take == 64)
            (sha->size == MLG_SHA1_BYTES ? compress1 : compress256)(sha->state, sha->block);
    }
}

void mlg_sha_digest(mlg_sha *sha, uint8_t *digest)
{
    static const unsigned char PADDING[64] = { 0x80 };
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)(sha->bytes * 8 >> (56 - 8 * i));
    size_t used = sha->bytes % 64;
    mlg_sha_add(sha, PADDING, used < 56 ? 56 - used : 120 - used);
    mlg_sha_add(sha, length, sizeof length);
    for (int i = 0; i < sha->size; i++)
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void mlg_sha_hex(mlg_sha *sha, char *hex)
{
    uint8_t digest[MLG_SHA256_BYTES];
    mlg_sha_digest(sha, digest);
    for (int i = 0; i < 2 * sha->size; i++)
        hex[i] = "0123456789abcdef"[digest[i / 2] >> (i % 2 ? 0 : 4) & 15];
    hex[2 * sha->size] = '\0';
}
