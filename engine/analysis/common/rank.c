#include "analysis/common/rank.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    double value;
    int32_t index;
} ranked;

static int by_value(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (isnan(a->value) != isnan(b->value))
        return isnan(a->value) ? 1 : -1;
    if (a->value != b->value && !isnan(a->value))
        return a->value < b->value ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

mlg_status mlg_order_by_value(int32_t **order, int32_t count, const double *value, bool descending, mlg_error *err)
{
    ranked *sorted = NULL;
    mlg_status st;
    *order = NULL;
    MLG_GO(MLG_NEW(&sorted, (size_t)count, "ranks", err));
    MLG_GO(MLG_NEW(order, (size_t)count, "ranks", err));
    for (int32_t i = 0; i < count; i++)
        sorted[i] = (ranked){ descending ? -value[i] : value[i], i };
    if (count > 0)
        qsort(sorted, (size_t)count, sizeof *sorted, by_value);
    for (int32_t i = 0; i < count; i++)
        (*order)[i] = sorted[i].index;
done:
    free(sorted);
    return st;
}

mlg_status mlg_rank_by_value(int32_t count, const double *value, bool descending, int32_t *rank, mlg_error *err)
{
    int32_t *order = NULL;
    MLG_TRY(mlg_order_by_value(&order, count, value, descending, err));
    for (int32_t k = 0; k < count; k++) {
        bool tied = k > 0 && value[order[k]] == value[order[k - 1]];
        rank[order[k]] = isnan(value[order[k]]) ? 0 : tied ? rank[order[k - 1]] : k + 1;
    }
    free(order);
    return MLG_OK;
}
