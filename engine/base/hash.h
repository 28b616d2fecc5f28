/* 64-bit hashes for in-memory tables: fast and well distributed, not collision-resistant. For files, see
 * checksum.h. */
#ifndef MLG_BASE_HASH_H
#define MLG_BASE_HASH_H

#include <stdint.h>

/* The hash of no bytes: the FNV-1a offset basis. */
static const uint64_t mlg_hash_start = 0xCBF29CE484222325u;

/* FNV-1a (Fowler, Noll and Vo) of one more byte, of the bytes of a text. NULL adds nothing. */
static inline uint64_t mlg_hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x100000001B3u;
}

static inline uint64_t mlg_hash_text(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = mlg_hash_byte(hash, (unsigned char)*text);
    return hash;
}

/* One more 64-bit word. A bijection of `word` for any given `hash`: different words never collide. */
static inline uint64_t mlg_hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

#endif
