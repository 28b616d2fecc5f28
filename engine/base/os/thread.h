/* Threads are those of POSIX, which the compilers for Windows bring too (winpthreads): the one file that includes them. */
#ifndef MLG_BASE_OS_THREAD_H
#define MLG_BASE_OS_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* A condition for mlg_os_wait(), which waits no longer than `seconds`, whatever becomes of the date meanwhile; false: they are over. */
void mlg_os_condition_init(pthread_cond_t *condition);
bool mlg_os_wait(pthread_cond_t *condition, pthread_mutex_t *lock, double seconds);

/* This thread alone. */
void mlg_os_sleep(double seconds);

#endif
