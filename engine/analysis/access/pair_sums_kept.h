/* Spread rows of a matrix kept by one pass for later passes over the same pairs, weights and sites, which then
 * read two bits per place of the window instead of eight bytes per pair. Only dense rows of at most three classes
 * are kept. */
#ifndef MLG_ANALYSIS_ACCESS_PAIR_SUMS_KEPT_H
#define MLG_ANALYSIS_ACCESS_PAIR_SUMS_KEPT_H

#include "analysis/access/pair_sums_lanes.h"
#include "analysis/common/times.h"

typedef struct mlg_kept_rows {
    bool made, filled;       /* filled: a pass has completed */
    int64_t *at;             /* [sites + 1] start of each row; an empty row is not kept */
    mlg_pair_window *window; /* [sites] */
    uint8_t *packed;
} mlg_kept_rows;

/* Allocates room for the rows of active sites (NULL: all), unless already done. MLG_MEMORY. O(sites). */
mlg_status mlg_kept_rows_init(mlg_kept_rows *kept, const mlg_times *reach, const double *active,
                              mlg_error *err) MLG_MUST_CHECK;

/* Allocates zeroed bytes aligned to a cache line, with MLG_PAIR_BEYOND more at the end. `*own` is freed with
 * free(). MLG_MEMORY. */
mlg_status mlg_new_lines(void **own, void **at, size_t bytes, const char *what, mlg_error *err) MLG_MUST_CHECK;

/* `{ 0 }` may be released. */
void mlg_kept_rows_release(mlg_kept_rows *kept);

/* Size of a row in bytes; 0 when it is not kept. */
static inline int32_t mlg_kept_rows_size(const mlg_kept_rows *kept, int32_t site)
{
    return kept && kept->made ? (int32_t)(kept->at[site + 1] - kept->at[site]) : 0;
}

#endif
