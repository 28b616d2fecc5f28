/* Range checks of arrays read from a file, made before their values are used as indices. */
#ifndef MLG_BASE_RANGES_H
#define MLG_BASE_RANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every value is in [low, high]. No early exit, so that the loop can be vectorised. */
static inline bool mlg_all_within(const int32_t *value, size_t count, int32_t low, int32_t high)
{
    const uint32_t width = (uint32_t)high - (uint32_t)low;
    uint32_t outside = 0;
    for (size_t i = 0; i < count; i++)
        outside |= (uint32_t)((uint32_t)value[i] - (uint32_t)low > width);
    return high >= low ? outside == 0 : count == 0;
}

/* Starts of compressed rows: the first is 0, none is below the one before it, the last is `total`. */
static inline bool mlg_are_starts(const int32_t *start, size_t count, int32_t total)
{
    uint32_t descends = 0;
    for (size_t i = 1; i < count; i++)
        descends |= (uint32_t)(start[i] < start[i - 1]);
    return count > 0 && start[0] == 0 && start[count - 1] == total && descends == 0;
}

#endif
