#include "analysis/access/published/shapley.h"

#include <assert.h>

static int32_t size_of(int32_t set)
{
    int32_t n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

/* Share of the orders in which the ingredients before one are a given set of `before` of the others: before! (n - before - 1)! / n!. */
static double weight_of(int32_t before, int32_t n)
{
    double weight = 1.0 / n;
    for (int32_t k = 1; k <= before; k++)
        weight *= (double)k / (n - k);
    return weight;
}

void mlg_shapley(double *part, int32_t ingredients, int32_t count, const double *value)
{
    assert(ingredients >= 0 && ingredients <= MLG_SHAPLEY_MOST);
    for (int32_t f = 0; f < ingredients; f++) {
        double *sum = part + (int64_t)f * count;
        for (int32_t i = 0; i < count; i++)
            sum[i] = 0;
        for (int32_t set = 0; set < 1 << ingredients; set++) {
            if (set & 1 << f)
                continue;
            const double weight = weight_of(size_of(set), ingredients);
            const double *without = value + (int64_t)set * count, *with = value + (int64_t)(set | 1 << f) * count;
            for (int32_t i = 0; i < count; i++)
                sum[i] += weight * (with[i] - without[i]);
        }
    }
}
