/* Partial selection: the first elements of an order, without sorting the rest. */
#ifndef MLG_BASE_SELECT_H
#define MLG_BASE_SELECT_H

#include <stdbool.h>
#include <stdint.h>

/* Moves the `first` smallest entries of order[0 .. n) to the front, in no particular order (Hoare's
 * quickselect). `is_before` compares two entries by means of `key`; it is a total order, so the result is
 * unique as a set. Inline, so that the comparison can be inlined too. O(n) expected. */
static inline void mlg_select_first(int32_t *order, int32_t n, int32_t first,
                                    bool (*is_before)(const void *key, int32_t a, int32_t b), const void *key)
{
    int32_t low = 0, high = n - 1, target = first - 1;
    while (low < high) {
        int32_t pivot = order[low + (high - low) / 2], a = low, b = high;
        while (a <= b) {
            while (is_before(key, order[a], pivot))
                a++;
            while (is_before(key, pivot, order[b]))
                b--;
            if (a <= b) {
                int32_t swapped = order[a];
                order[a++] = order[b];
                order[b--] = swapped;
            }
        }
        if (target <= b)
            high = b;
        else if (target >= a)
            low = a;
        else
            return;
    }
}

#endif
