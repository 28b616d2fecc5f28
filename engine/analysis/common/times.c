#include "analysis/common/times.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <string.h>

mlg_times mlg_times_travel(const mlg_travel *travel)
{
    return (mlg_times){ .sites = mlg_travel_sites(travel), .places = mlg_travel_places(travel), .travel = travel };
}

static mlg_status check_pair(const mlg_times *r, int32_t site, int64_t k, mlg_error *err)
{
    if (r->place[k] < 0 || r->place[k] >= r->places)
        return mlg_fail(err, MLG_INPUT, "site %d reaches place %d; there are %d, numbered from 0", site,
                        r->place[k], r->places);
    if (k > r->start[site] && r->place[k] == r->place[k - 1])
        return mlg_fail(err, MLG_INPUT,
                        "site %d reaches place %d twice; give each pair once, with its shortest time", site,
                        r->place[k]);
    if (k > r->start[site] && r->place[k] < r->place[k - 1])
        return mlg_fail(err, MLG_INPUT, "site %d has place %d after %d; places of a site must rise", site,
                        r->place[k], r->place[k - 1]);
    if (r->time_ds[k] < 0)
        return mlg_fail(err, MLG_INPUT, "time from site %d to place %d is %d ds; 0 or more is needed", site,
                        r->place[k], r->time_ds[k]);
    return MLG_OK;
}

mlg_status mlg_times_matrix(mlg_times *reach, int32_t sites, int32_t places, const int64_t *start,
                            const int32_t *place, const int32_t *time_ds, mlg_error *err)
{
    *reach = (mlg_times){ sites, places, start, place, time_ds, NULL };
    if (start[0] != 0)
        return mlg_fail(err, MLG_INPUT, "pairs start at %lld; the first row starts at 0", (long long)start[0]);
    for (int32_t j = 0; j < sites; j++) {
        if (start[j + 1] < start[j])
            return mlg_fail(err, MLG_INPUT, "row of site %d ends before it starts", j);
        for (int64_t k = start[j]; k < start[j + 1]; k++)
            MLG_TRY(check_pair(reach, j, k, err));
    }
    return MLG_OK;
}

/* ---- owned matrices -------------------------------------------------------------------------------------- */

void mlg_matrix_release(mlg_matrix *matrix)
{
    free(matrix->start);
    free(matrix->place);
    free(matrix->time_ds);
    *matrix = (mlg_matrix){ 0 };
}

static mlg_status make_room(mlg_matrix *m, int32_t sites, int32_t places, int64_t pairs, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&m->place, (size_t)pairs, "pairs within reach", err));
    MLG_TRY(MLG_NEW(&m->time_ds, (size_t)pairs, "pairs within reach", err));
    m->reach = (mlg_times){ sites, places, m->start, m->place, m->time_ds, NULL };
    return MLG_OK;
}

/* Rows are searched twice: to count, then to keep. No row is ever copied, and no array grows. */
typedef struct {
    mlg_matrix *matrix;
    const mlg_travel *travel;
    int32_t limit_ds;
    mlg_travel_crew crew;
} filling;

static mlg_status count_row(void *context, int32_t site, int worker, mlg_error *err)
{
    filling *f = context;
    mlg_row row;
    MLG_TRY(mlg_travel_row(f->travel, site, f->limit_ds, f->crew.scratch[worker], &row, err));
    f->matrix->start[site + 1] = row.count;
    return MLG_OK;
}

static mlg_status keep_row(void *context, int32_t site, int worker, mlg_error *err)
{
    filling *f = context;
    mlg_matrix *m = f->matrix;
    mlg_row row;
    MLG_TRY(mlg_travel_row(f->travel, site, f->limit_ds, f->crew.scratch[worker], &row, err));
    if (row.count == 0)
        return MLG_OK;
    memcpy(m->place + m->start[site], row.place, (size_t)row.count * sizeof *row.place);
    memcpy(m->time_ds + m->start[site], row.time_ds, (size_t)row.count * sizeof *row.time_ds);
    return MLG_OK;
}

static void add_up(int64_t *start, int32_t rows)
{
    for (int32_t r = 0; r < rows; r++)
        start[r + 1] += start[r];
}

mlg_status mlg_matrix_of_travel(mlg_matrix *matrix, const mlg_travel *travel, int32_t limit_ds, int threads,
                                mlg_error *err)
{
    int32_t sites = mlg_travel_sites(travel);
    filling f = { .matrix = matrix, .travel = travel, .limit_ds = limit_ds };
    mlg_status st;
    *matrix = (mlg_matrix){ 0 };
    MLG_GO(mlg_travel_crew_init(&f.crew, travel, threads, err));
    MLG_GO(MLG_NEW(&matrix->start, (size_t)sites + 1, "pairs within reach", err));
    MLG_GO(mlg_travel_ahead(travel, NULL, sites, limit_ds, NULL, err));
    MLG_GO(mlg_parallel(sites, f.crew.threads, count_row, &f, err));
    add_up(matrix->start, sites);
    MLG_GO(make_room(matrix, sites, mlg_travel_places(travel), matrix->start[sites], err));
    st = mlg_parallel(sites, f.crew.threads, keep_row, &f, err);
done:
    mlg_travel_crew_release(&f.crew);
    if (st != MLG_OK)
        mlg_matrix_release(matrix);
    return st;
}

/* Sites come in order in each row: start[p] is moved along the row of p, then put back. */
static void scatter(mlg_matrix *out, const mlg_times *in, int32_t limit_ds)
{
    for (int32_t j = 0; j < in->sites; j++)
        for (int64_t k = in->start[j]; k < in->start[j + 1]; k++)
            if (in->time_ds[k] <= limit_ds) {
                int64_t at = out->start[in->place[k]]++;
                out->place[at] = j;
                out->time_ds[at] = in->time_ds[k];
            }
    memmove(out->start + 1, out->start, (size_t)in->places * sizeof *out->start);
    out->start[0] = 0;
}

mlg_status mlg_matrix_transpose(mlg_matrix *out, const mlg_times *reach, int32_t limit_ds, mlg_error *err)
{
    *out = (mlg_matrix){ 0 };
    if (!reach->start)
        return mlg_fail(err, MLG_USAGE, "this measure needs a matrix of times, and rows come from a travel model");
    mlg_status st;
    MLG_GO(MLG_NEW(&out->start, (size_t)reach->places + 1, "pairs by place", err));
    for (int64_t k = 0; k < reach->start[reach->sites]; k++)
        out->start[reach->place[k] + 1] += reach->time_ds[k] <= limit_ds;
    add_up(out->start, reach->places);
    MLG_GO(make_room(out, reach->places, reach->sites, out->start[reach->places], err));
    scatter(out, reach, limit_ds);
done:
    if (st != MLG_OK)
        mlg_matrix_release(out);
    return st;
}
