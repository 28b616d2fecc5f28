#include "base/os/thread.h"

#include "base/os/moment.h"

void mlg_os_condition_init(pthread_cond_t *condition)
{
#ifdef __APPLE__ /* conditions there have no choice of clock */
    pthread_cond_init(condition, NULL);
#else
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
#endif
}

bool mlg_os_wait(pthread_cond_t *condition, pthread_mutex_t *lock, double seconds)
{
#ifdef __APPLE__
    struct timespec span = mlg_os_after((struct timespec){ 0 }, seconds);
    return pthread_cond_timedwait_relative_np(condition, lock, &span) == 0;
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct timespec until = mlg_os_after(now, seconds);
    return pthread_cond_timedwait(condition, lock, &until) == 0;
#endif
}

void mlg_os_sleep(double seconds)
{
    struct timespec span = mlg_os_after((struct timespec){ 0 }, seconds);
    nanosleep(&span, NULL);
}
