/* A clock for a whole test program, in place of that of the system: it advances one second each time it is read. */
#ifndef MLG_TESTS_TICKING_CLOCK_H
#define MLG_TESTS_TICKING_CLOCK_H

#include <stdint.h>
#include <time.h>

static int64_t now_s = 1000;

int clock_gettime(clockid_t clock, struct timespec *t)
{
    (void)clock;
    *t = (struct timespec){ .tv_sec = now_s++ };
    return 0;
}

#endif
