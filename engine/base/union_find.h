/* Union-find over 0 .. n - 1, in an array of n parents owned by the caller. The root of a set is its lowest
 * member. Path halving: O(log n) amortised per call. */
#ifndef MLG_BASE_UNION_FIND_H
#define MLG_BASE_UNION_FIND_H

#include <stdint.h>

/* n singletons. */
static inline void mlg_sets_init(int32_t *parent, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        parent[i] = i;
}

static inline int32_t mlg_sets_root(int32_t *parent, int32_t member)
{
    while (parent[member] != member) {
        parent[member] = parent[parent[member]];
        member = parent[member];
    }
    return member;
}

static inline void mlg_sets_join(int32_t *parent, int32_t a, int32_t b)
{
    int32_t left = mlg_sets_root(parent, a), right = mlg_sets_root(parent, b);
    if (left < right)
        parent[right] = left;
    else
        parent[left] = right;
}

#endif
