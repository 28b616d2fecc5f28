/* What no sweep can beat on this machine: lowering rows that lie in the first cache, and reading memory. */
#ifndef MLG_BENCH_FLOOR_H
#define MLG_BENCH_FLOOR_H

#include "land.h"

/* Seconds to lower one row of MLG_LANES times by another plus an arc, with the widest instructions there are. */
double floor_of_row_s(void);

/* Rows that a pass from every site to every cell must lower: an arc each from a node within reach of the batch,
 * down to a node that a cell hangs on or stands below. And the bytes of the trees it reads for it. */
typedef struct pass_work {
    int64_t rows, tree_bytes;
} pass_work;

pass_work count_pass(const land *l, int32_t limit_ds);

/* GB/s that this many threads (1 or 2) read together. */
double read_bandwidth(int threads);

#endif
