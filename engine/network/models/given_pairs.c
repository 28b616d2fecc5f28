/* Sparse travel model of given times: the pairs listed in a matrix file. */
#include "network/models/model.h"

#include "base/memory.h"

static mlg_status search_pairs(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                               mlg_error *err)
{
    (void)err;
    const mlg_sparse_rows *rows = data;
    for (int64_t k = rows->start[site]; k < rows->start[site + 1]; k++)
        if (rows->value[k] <= limit_ds && rows->value[k] != MLG_UNREACHABLE)
            mlg_travel_reach(scratch, rows->column[k], rows->value[k]);
    return MLG_OK;
}

static void release_pairs(void *data)
{
    mlg_sparse_release(data);
    free(data);
}

static const mlg_travel_model pairs_model = { .name = "given times",
                                              .search = search_pairs,
                                              .release = release_pairs };

static mlg_status check_pairs(int32_t sites, int32_t places, const int64_t *start, const int32_t *place,
                              const int32_t *time_ds, mlg_error *err)
{
    for (int32_t site = 0; site < sites; site++) {
        if (start[site] < 0 || start[site + 1] < start[site])
            return mlg_fail(err, MLG_INPUT, "times of site %d start at %lld and end at %lld", site,
                            (long long)start[site], (long long)start[site + 1]);
        for (int64_t k = start[site]; k < start[site + 1]; k++)
            if (place[k] < 0 || place[k] >= places || time_ds[k] < 0)
                return mlg_fail(err, MLG_INPUT, "site %d: place %d of %d is %d deciseconds away", site, place[k],
                                places, time_ds[k]);
    }
    return MLG_OK;
}

mlg_status mlg_travel_pairs(mlg_travel **travel, int32_t sites, int32_t places, const int64_t *start,
                            const int32_t *place, const int32_t *time_ds, mlg_error *err)
{
    *travel = NULL;
    MLG_TRY(check_pairs(sites, places, start, place, time_ds, err));
    mlg_sparse_rows *rows;
    MLG_TRY(MLG_NEW(&rows, 1, "given times", err));
    mlg_status st = mlg_sparse_copy(rows, (mlg_sparse_view){ sites, places, start, place, time_ds }, err);
    if (st != MLG_OK) {
        release_pairs(rows);
        return st;
    }
    return mlg_travel_new(travel, &pairs_model, rows, sites, places, err);
}
