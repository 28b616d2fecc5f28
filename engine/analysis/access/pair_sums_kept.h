/* Rows of a matrix as a pass spread them, for the passes that follow it over the same pairs, weights and sites: these read
 * two bits a place of the window instead of eight bytes a pair. Only rows spread by at most three classes, and dense. */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_KEPT_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_KEPT_H

#include "analysis/access/pair_sums_lanes.h"
#include "analysis/common/times.h"

typedef struct mlg_kept_rows {
    bool made, filled;       /* filled: by a pass that ended */
    int64_t *at;             /* [sites + 1] where each row starts; empty: not kept */
    mlg_pair_window *window; /* [sites] */
    uint8_t *packed;
} mlg_kept_rows;

/* Room for the rows of active sites (NULL: all), unless it is made. MLG_MEMORY. O(sites). */
mlg_status mlg_kept_rows_init(mlg_kept_rows *kept, const mlg_times *reach, const double *active,
                              mlg_error *err) MLG_MUST_CHECK;

/* Zeroed bytes from the start of a line of the cache, and MLG_PAIR_BEYOND more. `*own` is freed with free(). MLG_MEMORY. */
mlg_status mlg_new_lines(void **own, void **at, size_t bytes, const char *what, mlg_error *err) MLG_MUST_CHECK;

/* `{ 0 }` may be released. */
void mlg_kept_rows_release(mlg_kept_rows *kept);

/* Bytes of a row, 0 when it is not kept. */
static inline int32_t mlg_kept_rows_size(const mlg_kept_rows *kept, int32_t site)
{
    return kept && kept->made ? (int32_t)(kept->at[site + 1] - kept->at[site]) : 0;
}

#endif
