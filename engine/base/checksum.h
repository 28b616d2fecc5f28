/* 64-bit checksum at several GB/s. Detects accidents, not tampering. */
#ifndef MLG_BASE_CHECKSUM_H
#define MLG_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* A change confined to one aligned 8-byte word always changes the checksum, any other change almost always.
 * `seed` chains calls. The same on every little-endian machine. O(size). */
uint64_t mlg_checksum(const void *bytes, size_t size, uint64_t seed);

#endif
