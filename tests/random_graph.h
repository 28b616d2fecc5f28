/* Small random graphs with everything that breaks searches. */
#ifndef MLG_TESTS_RANDOM_GRAPH_H
#define MLG_TESTS_RANDOM_GRAPH_H

#include "bench/csr.h"
#include "network/search/dijkstra.h"
#include "support.h"

/* One arc in eight takes no time, one in thirty up to the longest there is. */
static inline int32_t random_time(uint64_t *random, int32_t usual_ds)
{
    int32_t kind = random_below(random, 240);
    if (kind < 30)
        return 0;
    return kind < 38 ? random_below(random, MLG_TIME_MAX) : random_below(random, usual_ds);
}

/* 1 to 60 nodes, the last tenth of them isolated; arcs repeat and loop, and lead back only where chance has it.
 * The usual times go with the seed: many ties, within the near buckets, over several of their turns, far beyond.
 */
static inline void random_arcs(mlg_arcs *arcs, uint64_t seed)
{
    static const int32_t usual_ds[4] = { 3, 50, 3000, 2000000 };
    uint64_t random = seed;
    mlg_error err;
    int32_t n = 1 + random_below(&random, 60), m = random_below(&random, 4 * n);
    int32_t linked = n - n / 10, reach = 1 + random_below(&random, linked);
    assert_ok(mlg_arcs_init(arcs, n, m, &err), &err);
    for (int32_t i = 0; i < m; i++) {
        arcs->tail[i] = random_below(&random, linked);
        arcs->head[i] = (arcs->tail[i] + random_below(&random, reach)) % linked;
        arcs->time_ds[i] = random_time(&random, usual_ds[seed % 4]);
    }
}

#endif
