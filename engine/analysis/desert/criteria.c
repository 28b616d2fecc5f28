#include "analysis/desert/criteria.h"

#include "base/memory.h"

#include <math.h>

mlg_truth mlg_criterion_holds(const mlg_criterion *criterion, int32_t unit)
{
    double value = criterion->value[unit];
    if (isnan(value))
        return MLG_UNTOLD;
    return (criterion->above ? value > criterion->bound : value < criterion->bound) ? MLG_TRUE : MLG_FALSE;
}

mlg_truth mlg_condition_holds(const mlg_condition *conditions, int32_t node, const mlg_criterion *criteria,
                              int32_t unit)
{
    const mlg_condition *c = &conditions[node];
    if (c->kind == MLG_CONDITION_IS)
        return mlg_criterion_holds(&criteria[c->criterion], unit);
    mlg_truth decides = c->kind == MLG_CONDITION_ALL ? MLG_FALSE : MLG_TRUE;
    mlg_truth so_far = decides == MLG_FALSE ? MLG_TRUE : MLG_FALSE;
    for (int32_t k = c->first; k > 0; k = conditions[k].next) {
        mlg_truth one = mlg_condition_holds(conditions, k, criteria, unit);
        if (one == decides)
            return decides;
        if (one == MLG_UNTOLD)
            so_far = MLG_UNTOLD;
    }
    return so_far;
}

/* ---- vulnerability ------------------------------------------------------------------------------------------ */

typedef struct {
    double value;
    int32_t unit;
} ranked;

static int by_value(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Equal values share their mean rank; the least fragile unit has 0, the most fragile 1. */
static void rank_figure(ranked *order, int32_t units, const double *value, bool high, double *rank)
{
    int32_t n = 0;
    for (int32_t i = 0; i < units; i++) {
        rank[i] = (double)NAN;
        if (!isnan(value[i]))
            order[n++] = (ranked){ high ? value[i] : -value[i], i };
    }
    if (n > 0)
        qsort(order, (size_t)n, sizeof *order, by_value);
    for (int32_t k = 0, end; k < n; k = end) {
        for (end = k; end < n && order[end].value == order[k].value;)
            end++;
        for (int32_t e = k; e < end; e++)
            rank[order[e].unit] = n > 1 ? (k + end - 1) / 2.0 / (n - 1) : 0.5;
    }
}

mlg_status mlg_vulnerability(int32_t units, int32_t figures, const double *const *value, const double *weight,
                             const bool *high, double *rank, double *score, mlg_error *err)
{
    ranked *order;
    double sum = 0;
    for (int32_t f = 0; f < figures; f++) {
        if (!(weight[f] >= 0 && isfinite(weight[f])))
            return mlg_fail(err, MLG_USAGE, "weight %d of the vulnerability is %g; it must be 0 or more", f,
                            weight[f]);
        sum += weight[f];
    }
    if (!(sum > 0))
        return mlg_fail(err, MLG_USAGE, "no weight of the vulnerability is above 0");
    MLG_TRY(MLG_NEW(&order, (size_t)units, "ranks", err));
    for (int32_t f = 0; f < figures; f++)
        rank_figure(order, units, value[f], high[f], rank + (size_t)f * (size_t)units);
    free(order);
    for (int32_t i = 0; i < units; i++) {
        double known = 0, total = 0;
        for (int32_t f = 0; f < figures; f++) {
            double r = rank[(size_t)f * (size_t)units + (size_t)i];
            known += isnan(r) ? 0 : weight[f];
            total += isnan(r) ? 0 : weight[f] * r;
        }
        score[i] = known > 0 ? total / known : (double)NAN;
    }
    return MLG_OK;
}
