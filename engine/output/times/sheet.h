/* A sheet of A4 that sets computed travel times beside reference times. */
#ifndef MLG_OUTPUT_TIMES_SHEET_H
#define MLG_OUTPUT_TIMES_SHEET_H

#include "analysis/access/published/calibrate_fit.h"
#include "base/text.h"
#include "output/paper.h"

/* What is drawn, all of it the caller's. Pairs are those of `pairs`; a fit is drawn on those that were held out from it. */
typedef struct mlg_times_sheet {
    const char *study;                /* its title */
    const mlg_calibrate_input *pairs; /* given and computed times */
    const int32_t *fitted_ds;         /* NULL: no fit */
    const uint8_t *held_out;          /* whether a pair was; with a fit */
    double before_min, after_min;     /* median absolute errors of the held-out pairs */
    const mlg_calibration *all, *by_class;
    const char *lines; /* of the study file, to paste; with a fit */
} mlg_times_sheet;

/* Pairs by minute of the reference time (column) and of the other (row), `pairs` counted and `beyond` left out: either time is beyond
 * the last minute or there is no way. `which`: the pairs that count, NULL for all. O(pairs). */
enum { MLG_TIMES_BINS = 60 };
typedef struct mlg_times_bins {
    int64_t count[MLG_TIMES_BINS][MLG_TIMES_BINS], most, pairs, beyond;
} mlg_times_bins;
void mlg_times_bins_fill(mlg_times_bins *bins, const int32_t *given_ds, const int32_t *other_ds,
                         const uint8_t *which, int64_t count);

/* Draws the sheet; `paper` is the caller's, `{ 0 }`. */
void mlg_times_draw(mlg_paper *paper, const mlg_times_sheet *sheet);

#endif
