#include "analysis/zoning/cut.h"

#include "analysis/common/input_check.h"
#include "analysis/common/rank.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Places where the territories may be cut: after each run of equal values. */
typedef struct {
    int32_t count;
    double *value; /* of the run */
    double *sum;   /* persons up to it, included */
    double total;
} places;

static mlg_status find_places(places *p, int32_t n, const double *value, const double *persons, mlg_error *err)
{
    int32_t *order = NULL;
    mlg_status st;
    MLG_GO(mlg_order_by_value(&order, n, value, false, err));
    MLG_GO(MLG_NEW(&p->value, (size_t)n, "limits of classes", err));
    MLG_GO(MLG_NEW(&p->sum, (size_t)n, "limits of classes", err));
    for (int32_t k = 0; k < n && !isnan(value[order[k]]); k++) {
        p->total += persons[order[k]];
        if (p->count == 0 || p->value[p->count - 1] != value[order[k]])
            p->count++;
        p->value[p->count - 1] = value[order[k]];
        p->sum[p->count - 1] = p->total;
    }
done:
    free(order);
    return st;
}

/* Number of runs below the place nearest to `share_pct` of the people; at least `least`. */
static int32_t nearest(const places *p, double share_pct, int32_t least)
{
    int32_t best = least;
    double aim = share_pct / 100 * p->total;
    for (int32_t k = least; k <= p->count; k++) {
        double here = fabs((k > 0 ? p->sum[k - 1] : 0) - aim);
        double found = fabs((best > 0 ? p->sum[best - 1] : 0) - aim);
        if (here < found)
            best = k;
    }
    return best;
}

static void cut(mlg_zoning_rule *rule, const places *p)
{
    mlg_exchange *zone = &rule->exchange;
    double aim = 0, reached = 0;
    int32_t at = 0;
    for (int k = 0; k < rule->classes; k++) {
        mlg_zone_class *class = &rule->class[k];
        aim += class->share_pct;
        bool last = k + 1 == rule->classes;
        at = last ? p->count : nearest(p, aim, k == 0 ? 1 : at);
        class->max = p->value[at - 1];
        double sum = 100 * p->sum[at - 1] / p->total;
        class->share_pct = sum - reached;
        reached = sum;
    }
    if (isnan(zone->lowest_pct))
        return;
    int32_t low = nearest(p, zone->lowest_pct, 1), high = nearest(p, 100 - zone->highest_pct, 0);
    zone->low_max = p->value[low - 1];
    zone->high_min = high < p->count ? p->value[high] : (double)NAN;
}

mlg_status mlg_zoning_cut(mlg_zoning_rule *rule, int32_t n, const double *value, const double *persons,
                          mlg_error *err)
{
    places p = { 0 };
    mlg_status st = MLG_OK;
    double shares = 0;
    for (int k = 0; k < rule->classes; k++)
        shares += rule->class[k].share_pct;
    if (!(shares > 0))
        return mlg_fail(err, MLG_DATA, "the rule %s has no classes with shares of the people to cut at",
                        rule->name);
    MLG_TRY(mlg_check_amounts("population of territories", n, persons, false, err));
    MLG_GO(find_places(&p, n, value, persons, err));
    if (p.total > 0) {
        cut(rule, &p);
        rule->shares_cut = true;
        rule->cut_persons = p.total;
    } else
        st = mlg_fail(err, MLG_DATA, "no territory has people and an indicator: there is nothing to cut");
done:
    free(p.value);
    free(p.sum);
    return st;
}
