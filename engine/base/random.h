/* Seeded pseudo-random numbers, the same on every machine (splitmix64: Steele, Lea and Flood 2014). Not
 * cryptographic. */
#ifndef MLG_BASE_RANDOM_H
#define MLG_BASE_RANDOM_H

#include <stdint.h>

static inline uint64_t mlg_random_next(uint64_t *state)
{
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* In 0 .. n - 1; n > 0. */
static inline int32_t mlg_random_below(uint64_t *state, int32_t n)
{
    return (int32_t)(mlg_random_next(state) % (uint64_t)n);
}

#endif
