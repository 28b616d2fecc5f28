/* All rows of a travel model as one sparse matrix. */
#include "network/models/model.h"

#include "base/parallel.h"

#include <string.h>

/* Each row is searched twice, to count and then to store it, so that no array grows. */
typedef struct {
    mlg_sparse_rows *rows;
    const mlg_travel *travel;
    int32_t limit_ds;
    mlg_travel_crew crew;
} filling;

static mlg_status count_row(void *context, int32_t site, int worker, mlg_error *err)
{
    filling *f = context;
    mlg_row row;
    MLG_TRY(mlg_travel_row(f->travel, site, f->limit_ds, f->crew.scratch[worker], &row, err));
    f->rows->start[site + 1] = row.count;
    return MLG_OK;
}

static mlg_status keep_row(void *context, int32_t site, int worker, mlg_error *err)
{
    filling *f = context;
    mlg_sparse_rows *rows = f->rows;
    mlg_row row;
    MLG_TRY(mlg_travel_row(f->travel, site, f->limit_ds, f->crew.scratch[worker], &row, err));
    if (row.count == 0)
        return MLG_OK;
    memcpy(rows->column + rows->start[site], row.place, (size_t)row.count * sizeof *row.place);
    memcpy(rows->value + rows->start[site], row.time_ds, (size_t)row.count * sizeof *row.time_ds);
    return MLG_OK;
}

mlg_status mlg_travel_rows(mlg_sparse_rows *rows, const mlg_travel *travel, int32_t limit_ds, int threads,
                           mlg_error *err)
{
    int32_t sites = mlg_travel_sites(travel);
    filling f = { .rows = rows, .travel = travel, .limit_ds = limit_ds };
    mlg_status st;
    *rows = (mlg_sparse_rows){ 0 };
    MLG_GO(mlg_travel_crew_init(&f.crew, travel, threads, err));
    MLG_GO(mlg_sparse_count(rows, sites, mlg_travel_places(travel), err));
    MLG_GO(mlg_travel_ahead(travel, NULL, sites, limit_ds, NULL, err));
    MLG_GO(mlg_parallel(sites, f.crew.threads, count_row, &f, err));
    MLG_GO(mlg_sparse_fill(rows, err));
    st = mlg_parallel(sites, f.crew.threads, keep_row, &f, err);
done:
    mlg_travel_crew_release(&f.crew);
    if (st != MLG_OK)
        mlg_sparse_release(rows);
    return st;
}
