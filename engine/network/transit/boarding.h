/* Which run of a pattern one catches: departures from a position do not decrease from run to run. */
#ifndef MLG_NETWORK_TRANSIT_BOARDING_H
#define MLG_NETWORK_TRANSIT_BOARDING_H

#include <stdint.h>

/* The first run of [0, end) that leaves at `ready_ds` or later; `end`: there is none. O(log end). */
static inline int32_t mlg_first_run_from(const int32_t *departure_ds, int32_t end, int32_t ready_ds)
{
    int32_t low = 0, high = end;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (departure_ds[middle] < ready_ds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The same where it is known to be `end` or not far before: back in growing steps. */
static inline int32_t mlg_first_run_back(const int32_t *departure_ds, int32_t end, int32_t ready_ds)
{
    int32_t low = end - 1;
    for (int32_t step = 1; low >= 0 && departure_ds[low] >= ready_ds; step *= 2) {
        end = low;
        low -= step;
    }
    const int32_t from = low < 0 ? 0 : low + 1;
    return from < end ? from + mlg_first_run_from(departure_ds + from, end - from, ready_ds) : end;
}

#endif
