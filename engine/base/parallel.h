/* A parallel loop over independent tasks. */
#ifndef MLG_BASE_PARALLEL_H
#define MLG_BASE_PARALLEL_H

#include "base/error.h"

#include <stddef.h>

/* Runs tasks 0 .. count - 1, each exactly once, in unspecified order. `worker` is in [0, threads) and indexes
 * per-thread scratch space; worker 0 is the calling thread. After a failure tasks not yet started are skipped;
 * the status and the error are those of the failed task with the lowest number. */
typedef mlg_status (*mlg_task_fn)(void *context, int32_t task, int worker, mlg_error *err);

mlg_status mlg_parallel(int32_t count, int threads, mlg_task_fn task, void *context,
                        mlg_error *err) MLG_MUST_CHECK;

/* Work that cannot fail on the items 0 .. n - 1, in slices of `step` of them (the last may be shorter): slice k starts at k x step. */
typedef void (*mlg_slice_fn)(void *context, size_t from, size_t end);

void mlg_parallel_slices(size_t n, size_t step, int threads, mlg_slice_fn slice, void *context);

/* What part 1..parts of n items holds, where they are shared out in their order, each part as large as the others or one item larger. */
typedef struct mlg_part {
    int32_t first, count;
} mlg_part;

static inline mlg_part mlg_part_of(int32_t n, int32_t part, int32_t parts)
{
    const int64_t first = (int64_t)n * (part - 1) / parts;
    return (mlg_part){ (int32_t)first, (int32_t)((int64_t)n * part / parts - first) };
}

/* The number of threads for a request: 0 means one per processor. In 1 .. 256. */
int mlg_thread_count(int requested);

#endif
