/* Terminal time and speed of straight lines fitted on reference times. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_CALIBRATE_FIT_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_CALIBRATE_FIT_H

#include "analysis/access/published/calibrate.h"

enum { MLG_FIT_LONGEST_MIN = 60, MLG_FIT_FEWEST = 20 };

/* The pairs whose origin has an even number are fitted, the others held out: [0] and [1]. */
typedef struct mlg_calibrate_fit {
    double terminal_min; /* to use instead of the present one */
    double faster;       /* factor on every speed */
    int64_t pairs[2];
    double before[2], after[2]; /* median absolute error, min */
    double spread[2]; /* of given over fitted times: 1.4826 times the median of |ln|, the sd of a normal */
} mlg_calibrate_fit;

/* Fits given = terminal + moving / faster, where moving is the computed time less the present terminal time, by least absolute errors
 * over the pairs of the first half whose given time is at most MLG_FIT_LONGEST_MIN; terminal times from 0 to 10
 * min are tried in steps of 0.1. *found is false when a half has fewer than MLG_FIT_FEWEST such pairs.
 * origin[count] as numbers. MLG_MEMORY. O(100 n log n). */
mlg_status mlg_calibrate_fit_crow(bool *found, mlg_calibrate_fit *fit, const mlg_calibrate_input *input,
                                  const int32_t *origin, double terminal_min, mlg_error *err) MLG_MUST_CHECK;

/* Minutes that the fit gives to a pair of so many computed minutes; at least its terminal time. */
double mlg_calibrate_fitted(const mlg_calibrate_fit *fit, double computed_min, double terminal_min);

/* Whether a pair has both times, the given one of at most MLG_FIT_LONGEST_MIN and the computed one with some movement. */
bool mlg_calibrate_is_fitted(const mlg_calibrate_input *input, double terminal_min, int64_t pair);

/* Of n >= 1 values, which are sorted; the mean of the two in the middle. O(n log n). */
double mlg_calibrate_median(double *value, int64_t n);

/* A speed for each density level, beside one terminal time. */
typedef struct mlg_calibrate_by_density {
    double terminal_min;
    double faster[MLG_CALIBRATE_CLASSES]; /* factor on the speed of each level */
    int64_t pairs[2];
    double before[2], after[2]; /* median absolute error, min, of the same halves */
} mlg_calibrate_by_density;

/* The same for a pair whose ends have the levels a and b. */
double mlg_calibrate_fitted_by_density(const mlg_calibrate_by_density *fit, double computed_min,
                                       double terminal_min, const double speed_kmh[MLG_CALIBRATE_CLASSES],
                                       uint8_t a, uint8_t b);

/* Fits given = terminal + moving (w_a / faster_a + w_b / faster_b), where w is the share that the speed of each end has in the computed
 * moving time, by least absolute errors (reweighted least squares). in->class_of and other_class[count]: levels of the ends; speed_kmh[8]
 * those of the study. The factor of a level is drawn towards that of the fit with one, as MLG_FIT_FEWEST pairs of it would: a level
 * without pairs takes it. `one` as found by mlg_calibrate_fit_crow(). MLG_MEMORY. O(n). */
mlg_status mlg_calibrate_fit_by_density(mlg_calibrate_by_density *fit, const mlg_calibrate_fit *one,
                                        const mlg_calibrate_input *input, const uint8_t *other_class,
                                        const int32_t *origin, const double speed_kmh[MLG_CALIBRATE_CLASSES],
                                        double terminal_min, mlg_error *err) MLG_MUST_CHECK;

#endif
