/* Comparison of computed travel times with given ones: bias and spread, overall and by class, and the pairs that
 * differ most. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_CALIBRATE_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_CALIBRATE_H

#include "base/error.h"

enum { MLG_CALIBRATE_CLASSES = 8, MLG_CALIBRATE_WORST = 10 }; /* density level 1..7, 0 unknown */

/* Arrays of `count` pairs; computed_ds MLG_UNREACHABLE: no route found. */
typedef struct mlg_calibrate_input {
    int64_t count;
    const int32_t *given_ds, *computed_ds;
    const uint8_t *class_of;
} mlg_calibrate_input;

/* Over the pairs that both reach, in minutes; NaN when there are none. Difference: computed - given. */
typedef struct mlg_calibration {
    int64_t pairs, unreached;
    double mean_given, bias, mean_absolute, root_mean_square;
    /* quantiles: smallest difference not exceeded by that share of the pairs */
    double difference_10, difference_50, difference_90;
    double ratio;       /* sum of computed over sum of given */
    double correlation; /* Pearson; NaN when either side is constant */
} mlg_calibration;

/* by_class[8], all, and the indices of the pairs with the largest absolute differences, largest first (the first
 * pair on ties). MLG_INPUT: a class above 7 or a negative time. MLG_MEMORY. O(count log count). */
mlg_status mlg_calibrate_pairs(const mlg_calibrate_input *input, mlg_calibration *all, mlg_calibration *by_class,
                               int64_t *worst, int32_t *n_worst, mlg_error *err) MLG_MUST_CHECK;

#endif
