#include "analysis/policy/score.h"

#include <math.h>

/* Share of the other areas that are better off by a criterion; NaN: unknown there. */
static double worse_than(const mlg_criterion *c, int32_t areas, int32_t u)
{
    double better = 0, others = 0, mine = c->value[u];
    if (isnan(mine))
        return (double)NAN;
    for (int32_t v = 0; v < areas; v++) {
        if (v == u || isnan(c->value[v]))
            continue;
        others++;
        better += c->value[v] == mine ? 0.5 : (c->value[v] > mine) == c->low;
    }
    return others > 0 ? better / others : 0;
}

static bool is_known(const mlg_criterion *c, int32_t areas)
{
    for (int32_t u = 0; u < areas; u++)
        if (!isnan(c->value[u]))
            return true;
    return false;
}

mlg_status mlg_score(double *score, bool *known, int32_t areas, int count, const mlg_criterion *criteria,
                     mlg_error *err)
{
    double weights = 0;
    for (int k = 0; k < count; k++) {
        if (!(criteria[k].weight >= 0))
            return mlg_fail(err, MLG_INPUT, "a criterion weighs %g; it must be 0 or more", criteria[k].weight);
        known[k] = criteria[k].weight > 0 && is_known(&criteria[k], areas);
        weights += known[k] ? criteria[k].weight : 0;
    }
    for (int32_t u = 0; u < areas; u++) {
        score[u] = weights > 0 ? 0 : (double)NAN;
        for (int k = 0; k < count; k++)
            if (known[k])
                score[u] += 100 * criteria[k].weight / weights * worse_than(&criteria[k], areas, u);
    }
    return MLG_OK;
}
