/* Allocation that reports failure as a status, and that a test can make fail at the n-th call. */
#ifndef MLG_BASE_MEMORY_H
#define MLG_BASE_MEMORY_H

#include "base/error.h"

#include <stdlib.h>

/* Zeroed array of `count` elements of `size` bytes; count 0 gives a valid pointer. `what` names it in the
 * error. Freed with free(). */
mlg_status mlg_new_array(void **out, size_t count, size_t size, const char *what, mlg_error *err) MLG_MUST_CHECK;

/* Typed form: MLG_NEW(&array, n, "places", err). */
#define MLG_NEW(pointer, count, what, err)                                                                        \
    mlg_new_array((void **)(pointer), (count), sizeof **(pointer), (what), (err))

/* Room for `need` elements in a growing array, doubling. On failure the array is untouched. */
mlg_status mlg_grow_array(void **array, size_t *capacity, size_t need, size_t size, const char *what,
                          mlg_error *err) MLG_MUST_CHECK;

#define MLG_GROW(pointer, capacity, need, what, err)                                                              \
    mlg_grow_array((void **)(pointer), (capacity), (need), sizeof **(pointer), (what), (err))

/* A copy of `text`; what printf() makes of a format. Freed with free(). */
mlg_status mlg_copy_text(char **out, const char *text, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_format_text(char **out, mlg_error *err, const char *format, ...) MLG_PRINTF(3, 4) MLG_MUST_CHECK;

/* For tests: the n-th allocation from now (1 = the next) fails, once; 0 turns it off. */
void mlg_memory_fail_at(long n);

#endif
