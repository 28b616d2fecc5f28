/* Allocation with failure reported as a status, and fault injection for tests. */
#ifndef MLG_BASE_MEMORY_H
#define MLG_BASE_MEMORY_H

#include "base/error.h"

#include <stdlib.h>

/* A zeroed array of `count` elements of `size` bytes; a count of 0 gives a valid pointer. `what` names it in
 * the error message. Freed with free(). */
mlg_status mlg_new_array(void **out, size_t count, size_t size, const char *what, mlg_error *err) MLG_MUST_CHECK;

/* Typed form: MLG_NEW(&array, n, "places", err). */
#define MLG_NEW(pointer, count, what, err)                                                                        \
    mlg_new_array((void **)(pointer), (count), sizeof **(pointer), (what), (err))

/* The same without large pages, which pay where many random reads follow: clearing 2 MB at a time takes longer than many arrays that are
 * gone through a few times are in use, above all where the machine is a guest that lends its free memory to others. */
mlg_status mlg_new_plain_array(void **out, size_t count, size_t size, const char *what,
                               mlg_error *err) MLG_MUST_CHECK;

#define MLG_NEW_PLAIN(pointer, count, what, err)                                                                  \
    mlg_new_plain_array((void **)(pointer), (count), sizeof **(pointer), (what), (err))

/* Makes room for `need` elements by doubling the capacity. On failure the array is unchanged. */
mlg_status mlg_grow_array(void **array, size_t *capacity, size_t need, size_t size, const char *what,
                          mlg_error *err) MLG_MUST_CHECK;

#define MLG_GROW(pointer, capacity, need, what, err)                                                              \
    mlg_grow_array((void **)(pointer), (capacity), (need), sizeof **(pointer), (what), (err))

/* A copy of `text`; a formatted text. Freed with free(). */
mlg_status mlg_copy_text(char **out, const char *text, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_format_text(char **out, mlg_error *err, const char *format, ...) MLG_PRINTF(3, 4) MLG_MUST_CHECK;

/* For tests: makes the n-th allocation from now fail once (1: the next one); 0 turns this off. */
void mlg_memory_fail_at(long n);

#endif
