/* Monotonic time in seconds, of which only differences are meaningful, and limits of time. */
#ifndef MLG_BASE_CLOCK_H
#define MLG_BASE_CLOCK_H

#include <stdbool.h>
#include <time.h>

static inline double mlg_clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Whether more than limit_s seconds (0: no limit) have passed since start_s. */
static inline bool mlg_clock_is_late(double start_s, double limit_s)
{
    return limit_s > 0 && mlg_clock_s() - start_s > limit_s;
}

/* What is left of limit_s seconds since start_s, a millisecond at least: 0 still means no limit. */
static inline double mlg_clock_left_s(double start_s, double limit_s)
{
    double left_s = limit_s > 0 ? start_s + limit_s - mlg_clock_s() : 0;
    return limit_s > 0 && left_s < 1e-3 ? 1e-3 : left_s;
}

#endif
