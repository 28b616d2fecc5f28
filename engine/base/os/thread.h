/* POSIX threads, which the compilers for Windows provide too (winpthreads). The only file that includes them. */
#ifndef MLG_BASE_OS_THREAD_H
#define MLG_BASE_OS_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* A condition for mlg_os_wait(), which returns false after `seconds`; changes of the system clock do not matter. */
void mlg_os_condition_init(pthread_cond_t *condition);
bool mlg_os_wait(pthread_cond_t *condition, pthread_mutex_t *lock, double seconds);

/* Suspends the calling thread. */
void mlg_os_sleep(double seconds);

#endif
