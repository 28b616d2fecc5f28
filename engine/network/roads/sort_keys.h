/* Sorting by integer keys; Hilbert curve. */
#ifndef MLG_NETWORK_ROADS_SORT_KEYS_H
#define MLG_NETWORK_ROADS_SORT_KEYS_H

#include "base/error.h"

typedef struct mlg_sort_key {
    uint64_t key;
    int32_t item;
} mlg_sort_key;

/* Stable radix sort by ascending key, the same on any number of threads (0: one per processor). O(n x bytes of the largest key), with n
 * rows of scratch. */
mlg_status mlg_sort_keys(mlg_sort_key *rows, size_t n, int threads, mlg_error *err) MLG_MUST_CHECK;

/* Index of a position (1e-7 degrees) along the Hilbert curve of order 32 over the whole world. */
uint64_t mlg_hilbert_key(int32_t lon_e7, int32_t lat_e7);

#endif
