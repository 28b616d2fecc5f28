/* Sorting plain numbers and texts. */
#ifndef MLG_BASE_SORT_H
#define MLG_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static inline int mlg_compare_integers(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static inline int mlg_compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline int mlg_compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Compares two pointers to texts, byte by byte. */
static inline int mlg_compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Ascending; `values` may be NULL when n is 0. O(n log n). */
static inline void mlg_sort_integers(int32_t *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof *values, mlg_compare_integers);
}

/* The same; no value is NaN. */
static inline void mlg_sort_reals(double *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof *values, mlg_compare_reals);
}

/* Ascending, each value once; NULL as above. Returns how many there are. */
static inline size_t mlg_sort_ids(int64_t *values, size_t n)
{
    size_t kept = 0;
    if (n > 1)
        qsort(values, n, sizeof *values, mlg_compare_ids);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || values[i] != values[kept - 1])
            values[kept++] = values[i];
    return kept;
}

/* Sorts texts as strcmp() does, which mlg_find_sorted() requires; NULL as above. */
static inline void mlg_sort_texts(const char **texts, size_t n)
{
    if (n > 1)
        qsort(texts, n, sizeof *texts, mlg_compare_texts);
}

#endif
