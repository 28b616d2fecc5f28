/* The travel model of given times, sparse: what a matrix file lists. */
#include "network/models/model.h"

#include "base/memory.h"

#include <string.h>

typedef struct {
    int64_t *start; /* [sites + 1] */
    int32_t *place, *time_ds;
} pairs;

static mlg_status search_pairs(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                               mlg_error *err)
{
    (void)err;
    const pairs *p = data;
    for (int64_t k = p->start[site]; k < p->start[site + 1]; k++)
        if (p->time_ds[k] <= limit_ds && p->time_ds[k] != MLG_UNREACHABLE)
            mlg_travel_reach(scratch, p->place[k], p->time_ds[k]);
    return MLG_OK;
}

static void release_pairs(void *data)
{
    pairs *p = data;
    free(p->start);
    free(p->place);
    free(p->time_ds);
    free(p);
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
    size_t rows = (size_t)sites + 1, entries = (size_t)start[sites];
    pairs *p;
    MLG_TRY(MLG_NEW(&p, 1, "given times", err));
    mlg_status st = MLG_NEW(&p->start, rows, "given times", err);
    if (st == MLG_OK)
        st = MLG_NEW(&p->place, entries, "given times", err);
    if (st == MLG_OK)
        st = MLG_NEW(&p->time_ds, entries, "given times", err);
    if (st != MLG_OK) {
        release_pairs(p);
        return st;
    }
    memcpy(p->start, start, rows * sizeof *start);
    if (entries > 0) {
        memcpy(p->place, place, entries * sizeof *place);
        memcpy(p->time_ds, time_ds, entries * sizeof *time_ds);
    }
    return mlg_travel_new(travel, &pairs_model, p, sites, places, err);
}
