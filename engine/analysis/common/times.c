#include "analysis/common/times.h"

mlg_times mlg_times_travel(const mlg_travel *travel)
{
    return (mlg_times){ .sites = mlg_travel_sites(travel), .places = mlg_travel_places(travel), .travel = travel };
}

mlg_times mlg_times_rows(mlg_sparse_view rows)
{
    return (mlg_times){ .sites = rows.n_rows, .places = rows.n_columns, .rows = rows };
}
