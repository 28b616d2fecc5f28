/* Rows spread as weights. Included by pair_sums_lanes_*.c, each compiled for one kind of processor. */
#include "analysis/access/pair_sums_lanes.h"

#include <string.h>

/* Prefetches to the second-level cache, as the first holds the current row. Any address is allowed: this is only a
 * hint. */
static inline void ask(const int32_t *from, int32_t at)
{
    if (from)
        __builtin_prefetch((const void *)((uintptr_t)from + (uintptr_t)(uint32_t)at * sizeof *from), 0, 2);
}

static void spread_weights(void *spread, const mlg_row *row, const mlg_pair_weights *weights,
                           const mlg_pair_window *window)
{
    const double *restrict table = weights->table;
    const int32_t *restrict place = row->place, *restrict time_ds = row->time_ds;
    int32_t beyond = weights->beyond, first = window->first;
    double *restrict to = spread;
    memset(to, 0, (size_t)(window->end - first) * sizeof *to);
    for (int32_t k = 0; k < row->count; k++) {
        int32_t t = time_ds[k];
        to[place[k] - first] = table[t < beyond ? t : beyond];
    }
}

static void sum_weights(mlg_row_sums *sums, const void *spread, const double *restrict u, bool square, bool weigh,
                        const mlg_pair_weights *weights, const mlg_pair_window *window)
{
    (void)weights;
    const double *restrict w = spread;
    double down[MLG_PAIR_LANES] = { 0 }, all[MLG_PAIR_LANES] = { 0 };
    int32_t count = window->end - window->first;
    u += window->first;
    for (int32_t i = 0; i < count; i += MLG_PAIR_LANES) {
        ask(window->soon, i);
        if (square)
            for (int lane = 0; lane < MLG_PAIR_LANES; lane++)
                down[lane] += u[i + lane] * (w[i + lane] * w[i + lane]);
        else
            for (int lane = 0; lane < MLG_PAIR_LANES; lane++)
                down[lane] += u[i + lane] * w[i + lane];
        if (weigh)
            for (int lane = 0; lane < MLG_PAIR_LANES; lane++)
                all[lane] += w[i + lane];
    }
    memcpy(sums->down, down, sizeof down);
    memcpy(sums->weights, all, sizeof all);
}

static void send_weights(double *restrict y, const void *spread, double factor, bool square,
                         const mlg_pair_weights *weights, const mlg_pair_window *window)
{
    (void)weights;
    const double *restrict w = spread;
    int32_t count = window->end - window->first;
    y += window->first;
    for (int32_t i = 0; i < count; i += MLG_PAIR_LANES) {
        ask(window->later, i);
        ask(window->also, i);
        if (square)
            for (int lane = 0; lane < MLG_PAIR_LANES; lane++)
                y[i + lane] += factor * (w[i + lane] * w[i + lane]);
        else
            for (int lane = 0; lane < MLG_PAIR_LANES; lane++)
                y[i + lane] += factor * w[i + lane];
    }
}

#define WEIGHTS_CODE(name)                                                                                        \
    {                                                                                                             \
        name, sizeof(double), 4, false, spread_weights, sum_weights, NULL, NULL, send_weights                     \
    }
