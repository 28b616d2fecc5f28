/* A loop over independent tasks on several threads. */
#ifndef MLG_BASE_PARALLEL_H
#define MLG_BASE_PARALLEL_H

#include "base/error.h"

/* `task` runs from 0 to count-1, each exactly once, in no stated order; `worker` is in [0, threads) and is
 * what per-thread scratch is indexed by; worker 0 is the calling thread. The first failing task (lowest number among those that ran) gives
 * the status and the error; tasks not yet started are then skipped. */
typedef mlg_status (*mlg_task_fn)(void *context, int32_t task, int worker, mlg_error *err);

mlg_status mlg_parallel(int32_t count, int threads, mlg_task_fn task, void *context,
                        mlg_error *err) MLG_MUST_CHECK;

/* Number of threads for a request: 0 means one a processor; never above 256, never below 1. */
int mlg_thread_count(int requested);

#endif
