#include "network/transit/ends.h"

#include "base/memory.h"

#include <assert.h>

mlg_status mlg_transit_ends_init(mlg_transit_ends *ends, const mlg_transit *transit, mlg_error *err)
{
    const size_t n = (size_t)transit->egress.n_columns;
    *ends = (mlg_transit_ends){ .transit = transit };
    MLG_TRY(MLG_NEW(&ends->finish, n, "journeys", err));
    MLG_TRY(MLG_NEW(&ends->direct, n, "journeys", err));
    MLG_TRY(MLG_NEW(&ends->useful, (size_t)transit->egress.n_rows, "journeys", err));
    return MLG_NEW(&ends->samples, n * (size_t)mlg_transit_samples(transit), "journeys", err);
}

void mlg_transit_ends_release(mlg_transit_ends *ends)
{
    free(ends->finish);
    free(ends->direct);
    free(ends->useful);
    free(ends->samples);
    *ends = (mlg_transit_ends){ 0 };
}

void mlg_transit_ends_reset(mlg_transit_ends *ends, int32_t origin)
{
    const mlg_sparse_view *direct = &ends->transit->direct;
    for (int32_t d = 0; d < ends->transit->egress.n_columns; d++)
        ends->finish[d] = ends->direct[d] = MLG_UNREACHABLE;
    for (int32_t s = 0; s < ends->transit->egress.n_rows; s++)
        ends->useful[s] = MLG_UNREACHABLE;
    for (int64_t e = mlg_transit_first(direct, origin); e < mlg_transit_end(direct, origin); e++)
        ends->direct[direct->column[e]] = direct->value[e];
}

static void dial_on(mlg_transit_ends *ends, const mlg_sparse_view *rides, int32_t row, int32_t ready_ds)
{
    for (int64_t e = mlg_transit_first(rides, row); e < mlg_transit_end(rides, row); e++) {
        const int32_t done_ds = mlg_dial_arrival(&ends->transit->dials[rides->value[e]], ready_ds);
        if (done_ds < ends->finish[rides->column[e]])
            ends->finish[rides->column[e]] = done_ds;
    }
}

void mlg_transit_ends_alight(mlg_transit_ends *ends, int32_t stop, int32_t at_ds)
{
    const mlg_sparse_view *walks = &ends->transit->egress;
    int32_t useful_ds = INT32_MIN;
    dial_on(ends, &ends->transit->dial_egress, stop, at_ds);
    if (at_ds >= ends->useful[stop])
        return;
    for (int64_t e = walks->start[stop]; e < walks->start[stop + 1]; e++) {
        int32_t *finish = &ends->finish[walks->column[e]];
        const int32_t done_ds = at_ds + walks->value[e];
        *finish = done_ds < *finish ? done_ds : *finish;
        useful_ds = *finish - walks->value[e] > useful_ds ? *finish - walks->value[e] : useful_ds;
    }
    ends->useful[stop] = useful_ds;
}

void mlg_transit_ends_depart(mlg_transit_ends *ends, int32_t origin, int32_t departs_ds)
{
    dial_on(ends, &ends->transit->dial_direct, origin, departs_ds);
}

/* Writes the times of departure i of a day. */
static void sample(const mlg_transit_ends *ends, int32_t day, int32_t i)
{
    const mlg_transit *transit = ends->transit;
    const int32_t n = transit->egress.n_columns, limit_ds = transit->limit_ds;
    const int32_t departs_ds = transit->first_ds + i * transit->step_ds;
    const int32_t *finish = ends->finish, *direct = ends->direct;
    int32_t *time_ds = ends->samples + ((int64_t)day * transit->n_departures + i) * n;
    for (int32_t d = 0; d < n; d++) {
        const int32_t riding = finish[d] == MLG_UNREACHABLE ? MLG_UNREACHABLE : finish[d] - departs_ds;
        const int32_t best = riding < direct[d] ? riding : direct[d];
        time_ds[d] = best <= limit_ds ? best : MLG_UNREACHABLE;
    }
}

const int32_t *mlg_transit_ends_search(mlg_transit_ends *ends, const mlg_transit_way *way, int32_t origin)
{
    const mlg_transit *transit = ends->transit;
    assert(origin >= 0 && origin < transit->access.n_rows);
    for (int32_t day = 0; day < transit->n_days; day++) {
        way->reset(way->search, day, origin);
        for (int32_t i = transit->n_departures - 1; i >= 0; i--) {
            way->depart(way->search, origin, transit->first_ds + i * transit->step_ds);
            sample(ends, day, i);
        }
    }
    return ends->samples;
}
