/* Clocks and lines of the benches. */
#ifndef MLG_BENCH_MEASURE_H
#define MLG_BENCH_MEASURE_H

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of all threads together. */
static inline double cpu_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static inline double wall_s(void)
{
    return clock_s(CLOCK_MONOTONIC);
}

static inline void must(mlg_status st, const mlg_error *err)
{
    if (st == MLG_OK)
        return;
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

/* Best of the repeats so far; 0: none yet. */
static inline double smaller(double a, double b)
{
    return b == 0 || a < b ? a : b;
}

static inline void line(const char *kind, const char *name, double figure, double goal, bool at_least,
                        const char *missed)
{
    bool ok = at_least ? figure >= goal : figure <= goal;
    printf("%s %s %.3f %.3f %s\n", kind, name, figure, goal, ok ? "ok" : missed);
}

static inline void bar(const char *name, double figure, double goal, bool at_least)
{
    line("bar", name, figure, goal, at_least, "short");
}

/* What would be better still. */
static inline void stretch(const char *name, double figure, double goal, bool at_least)
{
    line("stretch", name, figure, goal, at_least, "not yet");
}

#endif
