#include "analysis/siting/greedy.h"

#include "base/memory.h"

static int64_t gain_of(const mlg_sparse_rows *sites, int32_t j, const int64_t *weight, const int32_t *nearest)
{
    int64_t gain = 0;
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++) {
        int32_t i = sites->column[k], won = nearest[i] - sites->value[k];
        gain += won > 0 ? weight[i] * won : 0;
    }
    return gain;
}

mlg_status mlg_siting_greedy(int32_t *order, int64_t *gain, int32_t *nearest, const mlg_sparse_rows *sites,
                             const int64_t *weight, const uint8_t *allowed, int32_t count, mlg_error *err)
{
    int64_t *at_most = NULL; /* gain when last evaluated: gains only fall; negative: taken or not allowed */
    MLG_TRY(MLG_NEW(&at_most, (size_t)sites->n_rows, "greedy gains", err));
    for (int32_t j = 0; j < sites->n_rows; j++)
        at_most[j] = allowed == NULL || allowed[j] ? gain_of(sites, j, weight, nearest) : -1;
    for (int32_t taken = 0; taken < count; taken++) {
        int32_t best = 0;
        for (bool fresh = false; !fresh;) {
            best = 0;
            for (int32_t j = 1; j < sites->n_rows; j++)
                best = at_most[j] > at_most[best] ? j : best;
            int64_t now = gain_of(sites, best, weight, nearest);
            fresh = now == at_most[best];
            at_most[best] = now;
        }
        order[taken] = best;
        if (gain != NULL)
            gain[taken] = at_most[best];
        at_most[best] = -1;
        for (int64_t k = sites->start[best]; k < sites->start[best + 1]; k++) {
            int32_t i = sites->column[k];
            nearest[i] = sites->value[k] < nearest[i] ? sites->value[k] : nearest[i];
        }
    }
    free(at_most);
    return MLG_OK;
}
