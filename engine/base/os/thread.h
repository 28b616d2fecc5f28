/* Threads are those of POSIX, which the compilers for Windows bring too (winpthreads): the one file that includes them. */
#ifndef MLG_BASE_OS_THREAD_H
#define MLG_BASE_OS_THREAD_H

#include <pthread.h>

#endif
