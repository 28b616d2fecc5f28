/* 64-bit checksum of bytes, several GB a second: for accidents, not against forgery. */
#ifndef MLG_BASE_CHECKSUM_H
#define MLG_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* A change within one aligned word of eight bytes always changes the value; others nearly always. Chained by `seed`.
 * The same on every little-endian machine. O(size). */
uint64_t mlg_checksum(const void *bytes, size_t size, uint64_t seed);

#endif
