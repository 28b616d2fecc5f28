/* 64-bit hashes for tables in memory: fast and well spread, not against an adversary, and not for files (checksum.h). */
#ifndef MLG_BASE_HASH_H
#define MLG_BASE_HASH_H

#include <stdint.h>

/* The hash of nothing, to start from: the offset basis of FNV-1a. */
static const uint64_t mlg_hash_start = 0xCBF29CE484222325u;

/* FNV-1a (Fowler, Noll and Vo): one byte, then the bytes of a text; NULL adds nothing. */
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

/* One word of 64 bits: a bijection of `word` for every `hash`, so that words that differ never give the same hash. */
static inline uint64_t mlg_hash_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

#endif
