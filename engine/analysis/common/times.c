#include "analysis/common/times.h"

mlg_times mlg_times_travel(const mlg_travel *travel)
{
    return (mlg_times){ .sites = mlg_travel_sites(travel), .places = mlg_travel_places(travel), .travel = travel };
}

mlg_times mlg_times_rows(mlg_sparse_view rows)
{
    return (mlg_times){ .sites = rows.n_rows, .places = rows.n_columns, .rows = rows };
}

static mlg_status check_pair(const mlg_sparse_view *r, int32_t site, int64_t k, mlg_error *err)
{
    const int32_t place = r->column[k];
    if (place < 0 || place >= r->n_columns)
        return mlg_fail(err, MLG_INPUT, "site %d reaches place %d; there are %d, numbered from 0", site, place,
                        r->n_columns);
    if (k > r->start[site] && place == r->column[k - 1])
        return mlg_fail(err, MLG_INPUT,
                        "site %d reaches place %d twice; give each pair once, with its shortest time", site,
                        place);
    if (k > r->start[site] && place < r->column[k - 1])
        return mlg_fail(err, MLG_INPUT, "site %d has place %d after %d; places of a site must be increasing", site,
                        place, r->column[k - 1]);
    if (r->value[k] < 0)
        return mlg_fail(err, MLG_INPUT, "time from site %d to place %d is %d ds; 0 or more is needed", site, place,
                        r->value[k]);
    return MLG_OK;
}

mlg_status mlg_times_check(mlg_sparse_view rows, mlg_error *err)
{
    if (rows.start[0] != 0)
        return mlg_fail(err, MLG_INPUT, "pairs start at %lld; the first row starts at 0",
                        (long long)rows.start[0]);
    for (int32_t j = 0; j < rows.n_rows; j++) {
        if (rows.start[j + 1] < rows.start[j])
            return mlg_fail(err, MLG_INPUT, "row of site %d ends before it starts", j);
        for (int64_t k = rows.start[j]; k < rows.start[j + 1]; k++)
            MLG_TRY(check_pair(&rows, j, k, err));
    }
    return MLG_OK;
}
