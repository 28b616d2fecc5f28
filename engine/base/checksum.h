/* 64-bit checksum at several GB/s. Detects accidents, not tampering. */
#ifndef MLG_BASE_CHECKSUM_H
#define MLG_BASE_CHECKSUM_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* A change confined to one aligned 8-byte word always changes the checksum, any other change almost always.
 * `seed` chains calls. The same on every little-endian machine. O(size). */
uint64_t mlg_checksum(const void *bytes, size_t size, uint64_t seed);

/* The checksum of the checksums of blocks of 4 MiB, hence not the value of mlg_checksum(); the same with any number of threads.
 * MLG_MEMORY. */
mlg_status mlg_checksum_parallel(uint64_t *sum, const void *bytes, size_t size, uint64_t seed, int threads,
                                 mlg_error *err) MLG_MUST_CHECK;

#endif
