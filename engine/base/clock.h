/* Monotonic time in seconds: only differences are meaningful. */
#ifndef MLG_BASE_CLOCK_H
#define MLG_BASE_CLOCK_H

#include <time.h>

static inline double mlg_clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
