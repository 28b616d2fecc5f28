#include "analysis/series/trend.h"

#include <math.h>

mlg_trend mlg_trend_of(int n, const double *year, const double *value)
{
    const double none = (double)NAN;
    mlg_trend t = {
        .first = none, .last = none, .first_year = none, .last_year = none, .change = none, .slope = none
    };
    double mean_year = 0, mean = 0, product = 0, square = 0;
    for (int k = 0; k < n; k++) {
        if (isnan(value[k]))
            continue;
        if (t.known++ == 0) {
            t.first = value[k];
            t.first_year = year[k];
        }
        t.last = value[k];
        t.last_year = year[k];
        mean_year += year[k];
        mean += value[k];
    }
    if (t.known < 2)
        return t;
    mean_year /= t.known;
    mean /= t.known;
    for (int k = 0; k < n; k++)
        if (!isnan(value[k])) {
            product += (year[k] - mean_year) * (value[k] - mean);
            square += (year[k] - mean_year) * (year[k] - mean_year);
        }
    t.change = t.last - t.first;
    t.slope = square > 0 ? product / square : none;
    return t;
}

mlg_moves mlg_moves_of(int32_t n, const double *before, const double *after)
{
    mlg_moves m = { 0, 0 };
    for (int32_t i = 0; i < n; i++) {
        double change = after[i] - before[i];
        m.came += change > 0 ? change : 0;
        m.left += change < 0 ? -change : 0;
    }
    return m;
}

double mlg_expected_value(const mlg_trend *trend, double target, double target_year, double year)
{
    if (!(target_year > trend->first_year))
        return (double)NAN;
    double way = fmin(1, (year - trend->first_year) / (target_year - trend->first_year));
    return trend->first + (target - trend->first) * way;
}
