#include "base/parallel.h"

#include "base/os/process.h"
#include "base/os/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { MAX_THREADS = 256 };

int mlg_thread_count(int requested)
{
    int n = requested > 0 ? requested : mlg_os_processors();
    return n > MAX_THREADS ? MAX_THREADS : n;
}

typedef struct {
    atomic_int next;
    atomic_bool stop;
    int32_t count;
    mlg_task_fn task;
    void *context;
    pthread_mutex_t lock;
    int32_t failed_task;
    mlg_error error;
} loop;

typedef struct {
    loop *shared;
    int worker;
} seat;

static void keep_failure(loop *shared, int32_t task, const mlg_error *error)
{
    atomic_store(&shared->stop, true);
    pthread_mutex_lock(&shared->lock);
    if (shared->failed_task < 0 || task < shared->failed_task) {
        shared->failed_task = task;
        shared->error = *error;
    }
    pthread_mutex_unlock(&shared->lock);
}

static void *work(void *given)
{
    const seat *mine = given;
    loop *shared = mine->shared;
    while (!atomic_load_explicit(&shared->stop, memory_order_relaxed)) {
        int32_t task = atomic_fetch_add(&shared->next, 1);
        if (task >= shared->count)
            break;
        mlg_error error = { .status = MLG_OK };
        mlg_status st = shared->task(shared->context, task, mine->worker, &error);
        if (st != MLG_OK) {
            error.status = st;
            keep_failure(shared, task, &error);
        }
    }
    return NULL;
}

mlg_status mlg_parallel(int32_t count, int threads, mlg_task_fn task, void *context, mlg_error *err)
{
    loop shared = { .count = count, .task = task, .context = context, .failed_task = -1 };
    pthread_t handles[MAX_THREADS];
    seat seats[MAX_THREADS];
    threads = mlg_thread_count(threads);
    if (threads > count)
        threads = count > 0 ? (int)count : 1;
    pthread_mutex_init(&shared.lock, NULL);
    int started = 1;
    for (int i = 0; i < threads; i++)
        seats[i] = (seat){ &shared, i };
    while (started < threads && pthread_create(&handles[started], NULL, work, &seats[started]) == 0)
        started++; /* fewer threads than requested only take longer */
    work(&seats[0]);
    for (int i = 1; i < started; i++)
        pthread_join(handles[i], NULL);
    pthread_mutex_destroy(&shared.lock);
    if (shared.failed_task < 0)
        return MLG_OK;
    if (err)
        *err = shared.error;
    return shared.error.status;
}

typedef struct {
    mlg_slice_fn slice;
    void *context;
    size_t n, step;
} slices;

static mlg_status work_slice(void *given, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const slices *s = given;
    size_t from = (size_t)task * s->step, left = s->n - from;
    s->slice(s->context, from, from + (left < s->step ? left : s->step));
    return MLG_OK;
}

void mlg_parallel_slices(size_t n, size_t step, int threads, mlg_slice_fn slice, void *context)
{
    slices s = { slice, context, n, step };
    mlg_error none;
    if (mlg_parallel((int32_t)((n + step - 1) / step), threads, work_slice, &s, &none) != MLG_OK)
        abort(); /* no slice fails */
}
