/* The time `seconds` after `at`. */
#ifndef MLG_BASE_OS_MOMENT_H
#define MLG_BASE_OS_MOMENT_H

#include <math.h>
#include <time.h>

static inline struct timespec mlg_os_after(struct timespec at, double seconds)
{
    double whole = floor(seconds);
    at.tv_sec += (time_t)whole;
    at.tv_nsec += (long)((seconds - whole) * 1e9);
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

#endif
