/* A figure over several years: first and last known value, change, slope; what came and left between two years; distance to
 * a target.
 *
 *   slope     = SUM (year - mean year) (value - mean value) / SUM (year - mean year)^2, over the years that are known
 *   expected  = first + (target - first) (year - first year) / (target year - first year)
 *
 * Unknown years are left out: they are neither 0 nor interpolated.
 */
#ifndef MLG_ANALYSIS_SERIES_TREND_H
#define MLG_ANALYSIS_SERIES_TREND_H

#include <stdint.h>

typedef struct mlg_trend {
    int known;          /* years whose value is known */
    double first, last; /* values of the first and the last of them; NaN: none */
    double first_year, last_year;
    double change, slope; /* last less first; a year; NaN with fewer than two years */
} mlg_trend;

/* `year` increases; NaN values are unknown. O(n). */
mlg_trend mlg_trend_of(int n, const double *year, const double *value);

/* Heads that came and left between two years, place by place: lower bounds, as arrivals and departures of one place offset each other.
 * A place unknown in either year counts in neither. */
typedef struct mlg_moves {
    double came, left;
} mlg_moves;

mlg_moves mlg_moves_of(int32_t n, const double *before, const double *after);

/* Value expected in a year on a straight line from the first known year to the target; beyond the year of the target, the
 * target. NaN where nothing is known, or the target is not after the first year. */
double mlg_expected_value(const mlg_trend *trend, double target, double target_year, double year);

#endif
