#include "analysis/access/sensitivity.h"

#include "base/memory.h"
#include "base/sort.h"

#include <math.h>

int32_t mlg_design_runs(const mlg_design *design)
{
    int64_t runs = 1;
    for (int32_t f = 0; f < design->factors && runs <= MLG_MAX_RUNS; f++)
        runs *= design->levels[f];
    return (int32_t)(runs > INT32_MAX ? INT32_MAX : runs);
}

int32_t mlg_design_level(const mlg_design *design, int32_t run, int32_t factor)
{
    for (int32_t f = design->factors - 1; f > factor; f--)
        run /= design->levels[f];
    return run % design->levels[factor];
}

static mlg_status check_design(const mlg_design *design, double threshold, mlg_error *err)
{
    if (design->factors < 1 || design->factors > MLG_MAX_FACTORS)
        return mlg_fail(err, MLG_USAGE, "%d factors; 1 to %d are possible", design->factors, (int)MLG_MAX_FACTORS);
    for (int32_t f = 0; f < design->factors; f++)
        if (design->levels[f] < 1)
            return mlg_fail(err, MLG_USAGE, "factor %d has %d levels", f, design->levels[f]);
    if (mlg_design_runs(design) > MLG_MAX_RUNS)
        return mlg_fail(err, MLG_USAGE, "the levels combine to more than %d runs", (int)MLG_MAX_RUNS);
    if (isnan(threshold))
        return mlg_fail(err, MLG_USAGE, "the threshold is not a number");
    return MLG_OK;
}

/* ---- parts of the variance ---------------------------------------------------------------------------------- */

/* Sum of squared distances to the mean; *mean of the known values. */
static double spread(double *mean, const double *value, int32_t runs)
{
    double sum = 0, squares = 0;
    int32_t known = 0;
    for (int32_t r = 0; r < runs; r++)
        if (!isnan(value[r])) {
            sum += value[r];
            known++;
        }
    *mean = known > 0 ? sum / known : (double)NAN;
    for (int32_t r = 0; r < runs; r++)
        if (!isnan(value[r]))
            squares += (value[r] - *mean) * (value[r] - *mean);
    return squares;
}

static double between_levels(const mlg_design *design, int32_t factor, const double *value, double mean)
{
    double squares = 0;
    int32_t runs = mlg_design_runs(design);
    for (int32_t level = 0; level < design->levels[factor]; level++) {
        double sum = 0;
        int32_t known = 0;
        for (int32_t r = 0; r < runs; r++)
            if (!isnan(value[r]) && mlg_design_level(design, r, factor) == level) {
                sum += value[r];
                known++;
            }
        if (known > 0)
            squares += known * (sum / known - mean) * (sum / known - mean);
    }
    return squares;
}

void mlg_first_order(double *index, const mlg_design *design, const double *value)
{
    double mean, all = spread(&mean, value, mlg_design_runs(design));
    for (int32_t f = 0; f < design->factors; f++)
        index[f] = all > 0 ? between_levels(design, f, value, mean) / all : (double)NAN;
}

/* ---- one unit ----------------------------------------------------------------------------------------------- */

static void order(mlg_sensitivity *out, double *sorted, const double *value, int32_t runs)
{
    int32_t n = 0;
    for (int32_t r = 0; r < runs; r++)
        if (!isnan(value[r]))
            sorted[n++] = value[r];
    out->known = n;
    out->low = out->median = out->high = (double)NAN;
    if (n == 0)
        return;
    mlg_sort_reals(sorted, (size_t)n);
    out->low = sorted[0];
    out->high = sorted[n - 1];
    out->median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* A factor below this share of the variance has no effect but rounding. */
static const double nothing = 1e-12;

static void decide(mlg_sensitivity *out, const mlg_design *design, double threshold, bool low_is_good,
                   double *value, int32_t runs)
{
    double mean, largest = nothing;
    for (int32_t r = 0; r < runs; r++)
        if (!isnan(value[r]))
            value[r] = low_is_good ? value[r] > threshold : value[r] < threshold;
    (void)spread(&mean, value, runs);
    out->share = mean;
    out->decides = -1;
    mlg_first_order(out->first_order, design, value);
    for (int32_t f = 0; f < design->factors; f++)
        if (out->first_order[f] > largest) {
            largest = out->first_order[f];
            out->decides = f;
        }
}

mlg_status mlg_sensitivity_of(mlg_sensitivity *out, const mlg_design *design, double threshold, bool low_is_good,
                              int32_t units, const double *value, mlg_error *err)
{
    double *own = NULL, *sorted = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(check_design(design, threshold, err));
    int32_t runs = mlg_design_runs(design);
    MLG_GO(MLG_NEW(&own, (size_t)runs, "runs", err));
    MLG_GO(MLG_NEW(&sorted, (size_t)runs, "runs", err));
    for (int32_t u = 0; u < units; u++) {
        for (int32_t r = 0; r < runs; r++)
            own[r] = value[(size_t)r * (size_t)units + (size_t)u];
        order(&out[u], sorted, own, runs);
        decide(&out[u], design, threshold, low_is_good, own, runs);
    }
done:
    free(own);
    free(sorted);
    return st;
}
