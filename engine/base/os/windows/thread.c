#include "base/os/thread.h"

#include "base/os/moment.h"

#include <windows.h>

void mlg_os_condition_init(pthread_cond_t *condition)
{
    pthread_cond_init(condition, NULL);
}

/* Winpthreads turns the deadline into a span on entry, so later changes of the clock do not matter. */
bool mlg_os_wait(pthread_cond_t *condition, pthread_mutex_t *lock, double seconds)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct timespec until = mlg_os_after(now, seconds);
    return pthread_cond_timedwait(condition, lock, &until) == 0;
}

void mlg_os_sleep(double seconds)
{
    Sleep((DWORD)(seconds * 1000));
}
