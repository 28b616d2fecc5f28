#include "analysis/policy/score.h"

#include "analysis/common/rank.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* worse[areas]: the share of the other areas that are better off by a criterion; NaN: unknown there. */
static mlg_status find_worse(double *worse, const mlg_score_criterion *c, int32_t areas, mlg_error *err)
{
    int32_t *order, known = 0;
    MLG_TRY(mlg_order_by_value(&order, areas, c->value, c->low, err)); /* from the best off */
    while (known < areas && !isnan(c->value[order[known]]))
        known++;
    for (int32_t first = 0, end; first < known; first = end) {
        for (end = first + 1; end < known && c->value[order[end]] == c->value[order[first]];)
            end++;
        for (int32_t k = first; k < end; k++)
            worse[order[k]] = known > 1 ? (first + (end - first - 1) / 2.0) / (known - 1) : 0;
    }
    for (int32_t k = known; k < areas; k++)
        worse[order[k]] = (double)NAN;
    free(order);
    return MLG_OK;
}

static bool is_known(const mlg_score_criterion *c, int32_t areas)
{
    for (int32_t u = 0; u < areas; u++)
        if (!isnan(c->value[u]))
            return true;
    return false;
}

mlg_status mlg_score(double *score, bool *known, int32_t areas, int count, const mlg_score_criterion *criteria,
                     mlg_error *err)
{
    double weights = 0, *worse = NULL;
    mlg_status st = MLG_OK;
    for (int k = 0; k < count; k++) {
        if (!(criteria[k].weight >= 0))
            return mlg_fail(err, MLG_INPUT, "a criterion weighs %g; it must be 0 or more", criteria[k].weight);
        known[k] = criteria[k].weight > 0 && is_known(&criteria[k], areas);
        weights += known[k] ? criteria[k].weight : 0;
    }
    for (int32_t u = 0; u < areas; u++)
        score[u] = weights > 0 ? 0 : (double)NAN;
    MLG_GO(MLG_NEW(&worse, (size_t)areas, "areas", err));
    for (int k = 0; k < count; k++) {
        if (!known[k])
            continue;
        MLG_GO(find_worse(worse, &criteria[k], areas, err));
        for (int32_t u = 0; u < areas; u++)
            score[u] += 100 * criteria[k].weight / weights * worse[u];
    }
done:
    free(worse);
    return st;
}
