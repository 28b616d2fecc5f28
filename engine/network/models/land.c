#include "network/models/land.h"

#include "base/checksum.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "network/models/row_store.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

static const int64_t usual_bytes = INT64_C(1) << 30;

struct mlg_land_model {
    const mlg_grid *grid;
    int32_t *place_cell, places;
    mlg_land_options options;
    mlg_row_store *store;
    uint64_t fingerprint;
    mlg_land_report report;
    atomic_llong searched;
};

typedef struct {
    mlg_land_model *model;
    int32_t *cell, *own_place;
    mlg_row *rows;     /* [sites] where kept */
    int32_t *known_ds; /* [sites] the limit up to which the row is kept; -1: it is not */
    int32_t intra_ds;
} land;

/* ---- one row ---- */

static int32_t bounded(int32_t limit_ds)
{
    return limit_ds < MLG_TIME_MAX ? limit_ds : MLG_TIME_MAX;
}

/* Seconds from every cell to that of a site, or the other way. */
static const double *search_cell(const land *l, int32_t site, int32_t limit_ds, mlg_grid_search *search)
{
    const double half_ds_s = 0.05; /* times are rounded to the decisecond */
    atomic_fetch_add(&l->model->searched, 1);
    return mlg_grid_times(search, &l->cell[site], 1, l->model->options.to_site, (double)limit_ds / 10 + half_ds_s);
}

/* The time of a place; above the limit where it is out of reach. */
static int32_t time_of(const land *l, const double *time_s, int32_t place)
{
    const int32_t cell = l->model->place_cell[place];
    return cell < 0 || isinf(time_s[cell]) ? MLG_UNREACHABLE : (int32_t)lround(10 * time_s[cell]);
}

static mlg_status search_land(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                              mlg_error *err)
{
    const land *l = data;
    const int32_t own = l->own_place[site];
    (void)err;
    limit_ds = bounded(limit_ds);
    if (l->known_ds[site] >= limit_ds) {
        const mlg_row *row = &l->rows[site];
        for (int32_t k = 0; k < row->count; k++)
            if (row->place[k] != own && row->time_ds[k] <= limit_ds)
                mlg_travel_reach(scratch, row->place[k], row->time_ds[k]);
    } else {
        const double *time_s = search_cell(l, site, limit_ds, mlg_travel_work(scratch));
        for (int32_t p = 0; p < l->model->places; p++) {
            const int32_t time_ds = p == own ? MLG_UNREACHABLE : time_of(l, time_s, p);
            if (time_ds <= limit_ds)
                mlg_travel_reach(scratch, p, time_ds);
        }
    }
    if (own != MLG_NOWHERE && l->intra_ds <= limit_ds)
        mlg_travel_reach(scratch, own, l->intra_ds);
    return MLG_OK;
}

/* ---- rows kept ---- */

typedef struct {
    land *l;
    const int32_t *site; /* of the rows */
    int32_t limit_ds;
    mlg_grid_search **search; /* [threads] */
    mlg_sparse_rows rows;     /* of which `start` counts */
    int32_t **found;          /* [rows] places, then their times */
    int32_t n;
    atomic_int done;
    const mlg_progress *progress;
} gathering;

static mlg_row_key key_of(int32_t cell)
{
    return (mlg_row_key){ { (uint64_t)cell, 0, 0, 0, 0, 1 } }; /* no row of nearest sites */
}

static bool find_row(land *l, int32_t s)
{
    const mlg_row_key key = key_of(l->cell[s]);
    int32_t known_ds = 0; /* rows of any limit */
    mlg_row row;
    if (!mlg_row_store_find(&row, l->model->store, &key, &known_ds) || known_ds <= l->known_ds[s])
        return false;
    l->rows[s] = row;
    l->known_ds[s] = known_ds;
    return true;
}

static mlg_status gather_one(void *context, int32_t k, int worker, mlg_error *err)
{
    gathering *g = context;
    const land *l = g->l;
    const double *time_s = search_cell(g->l, g->site[k], g->limit_ds, g->search[worker]);
    int32_t n = 0;
    for (int32_t p = 0; p < l->model->places; p++)
        n += time_of(l, time_s, p) <= g->limit_ds;
    MLG_TRY(MLG_NEW(&g->found[k], 2 * (size_t)n, "times over land", err));
    g->rows.start[k + 1] = n;
    for (int32_t p = 0, at = 0; p < l->model->places; p++) {
        const int32_t time_ds = time_of(l, time_s, p);
        if (time_ds > g->limit_ds)
            continue;
        g->found[k][at] = p;
        g->found[k][n + at++] = time_ds;
    }
    const int done = atomic_fetch_add(&g->done, 1) + 1;
    return worker == 0 ? mlg_progress_step(g->progress, "travel times", (double)done / g->n, err) : MLG_OK;
}

static mlg_status lay_rows(gathering *g, mlg_error *err)
{
    mlg_row_key *keys;
    MLG_TRY(mlg_sparse_fill(&g->rows, err));
    MLG_TRY(MLG_NEW(&keys, (size_t)g->n, "times over land", err));
    for (int32_t k = 0; k < g->n; k++) {
        const int64_t at = g->rows.start[k];
        const size_t n = (size_t)(g->rows.start[k + 1] - at);
        keys[k] = key_of(g->l->cell[g->site[k]]);
        if (n > 0) {
            memcpy(g->rows.column + at, g->found[k], n * sizeof *g->rows.column);
            memcpy(g->rows.value + at, g->found[k] + n, n * sizeof *g->rows.value);
        }
    }
    mlg_status st = mlg_row_store_add(g->l->model->store, keys, g->limit_ds, &g->rows, err);
    g->rows = (mlg_sparse_rows){ 0 };
    free(keys);
    return st;
}

/* Searches for the rows of site[n], and keeps them. */
static mlg_status gather(land *l, const int32_t *site, int32_t n, int32_t limit_ds, const mlg_progress *progress,
                         mlg_error *err)
{
    gathering g = { .l = l, .site = site, .n = n, .limit_ds = limit_ds, .progress = progress };
    int threads = mlg_thread_count(l->model->options.threads);
    mlg_status st;
    threads = threads < n ? threads : n;
    MLG_GO(MLG_NEW(&g.search, (size_t)threads, "times over land", err));
    for (int i = 0; i < threads; i++)
        MLG_GO(mlg_grid_search_new(&g.search[i], l->model->grid, err));
    MLG_GO(MLG_NEW(&g.found, (size_t)n, "times over land", err));
    MLG_GO(mlg_sparse_count(&g.rows, n, l->model->places, err));
    MLG_GO(mlg_parallel(n, threads, gather_one, &g, err));
    st = lay_rows(&g, err);
done:
    for (int i = 0; g.search && i < threads; i++)
        mlg_grid_search_free(g.search[i]);
    for (int32_t k = 0; g.found && k < n; k++)
        free(g.found[k]);
    free(g.search);
    free(g.found);
    mlg_sparse_release(&g.rows);
    return st;
}

/* How many of the rows that are left are searched for together: as many as certainly fit the room left, even if each holds every place, and
 * 256 MB. The others are searched for when they are asked for. */
static int32_t fitting(const mlg_land_model *m, int32_t left)
{
    const int64_t at_once = INT64_C(1) << 28,
                  a_row = 2 * (int64_t)sizeof(int32_t) * (m->places > 0 ? m->places : 1);
    const int64_t room = mlg_row_store_room(m->store), rows = (room < at_once ? room : at_once) / a_row;
    return rows < left ? (int32_t)rows : left;
}

static bool is_missing(land *l, int32_t s, int32_t limit_ds)
{
    const bool before = l->known_ds[s] >= limit_ds;
    if (l->cell[s] < 0 || before) /* nobody reaches a site outside the grid */
        return false;
    (void)find_row(l, s);
    return l->known_ds[s] < limit_ds;
}

static mlg_status ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds, const mlg_progress *progress,
                        mlg_error *err)
{
    land *l = data;
    mlg_land_model *m = l->model;
    int32_t *missing, count = 0;
    limit_ds = bounded(limit_ds);
    MLG_TRY(MLG_NEW(&missing, (size_t)n, "sites", err));
    for (int32_t k = 0; k < n; k++) {
        const int32_t s = site ? site[k] : k;
        if (is_missing(l, s, limit_ds))
            missing[count++] = s;
        else
            m->report.kept += l->cell[s] >= 0;
    }
    mlg_status st = MLG_OK;
    m->report.missing += m->options.prepare_only ? count : 0;
    for (int32_t first = 0, part; st == MLG_OK && !m->options.prepare_only && first < count; first += part) {
        part = fitting(m, count - first);
        if (part <= 0)
            break;
        st = gather(l, missing + first, part, limit_ds, progress, err);
    }
    for (int32_t k = 0; st == MLG_OK && k < count; k++)
        (void)find_row(l, missing[k]);
    free(missing);
    return st;
}

/* ---- the travel model ---- */

static mlg_status land_work(void **work, const void *data, mlg_error *err)
{
    return mlg_grid_search_new((mlg_grid_search **)work, ((const land *)data)->model->grid, err);
}

static void free_work(void *work)
{
    mlg_grid_search_free(work);
}

static void release_land(void *data)
{
    land *l = data;
    free(l->cell);
    free(l->own_place);
    free(l->rows);
    free(l->known_ds);
    free(l);
}

static const mlg_travel_model land_methods = {
    .name = "land",
    .search = search_land,
    .release = release_land,
    .work_new = land_work,
    .work_free = free_work,
    .ahead = ahead,
};

static mlg_status copy(int32_t **out, const int32_t *from, int32_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, (size_t)n, "a grid", err));
    for (int32_t i = 0; i < n; i++)
        (*out)[i] = from ? from[i] : MLG_NOWHERE;
    return MLG_OK;
}

mlg_status mlg_travel_land(mlg_travel **travel, mlg_land_model *model, const int32_t *site_cell, int32_t sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err)
{
    land *l;
    mlg_status st;
    *travel = NULL;
    MLG_TRY(MLG_NEW(&l, 1, "a grid", err));
    l->model = model;
    l->intra_ds = intra_ds;
    MLG_GO(copy(&l->cell, site_cell, sites, err));
    MLG_GO(copy(&l->own_place, site_place, sites, err));
    MLG_GO(copy(&l->known_ds, NULL, sites, err));
    MLG_GO(MLG_NEW(&l->rows, (size_t)sites, "a grid", err));
    for (int32_t s = 0; s < sites; s++)
        (void)find_row(l, s);
    return mlg_travel_new(travel, &land_methods, l, sites, model->places, err);
done:
    release_land(l);
    return st;
}

/* ---- the model ---- */

static void set_fingerprint(mlg_land_model *m)
{
    enum { ROWS_EDITION = 1 };
    const mlg_grid *g = m->grid;
    const size_t cells = (size_t)g->rows * (size_t)g->columns, points = (size_t)g->curve.count;
    const double numbers[] = {
        ROWS_EDITION,     g->rows,           g->columns,    g->west_m,      g->north_m,
        g->width_m,       g->height_m,       g->neighbours, g->curve.count, g->elevation_m != NULL,
        g->steep != NULL, m->options.to_site
    };
    uint64_t sum = mlg_checksum(numbers, sizeof numbers, 0);
    sum = mlg_checksum(g->speed_kmh, cells * sizeof *g->speed_kmh, sum);
    if (g->elevation_m)
        sum = mlg_checksum(g->elevation_m, cells * sizeof *g->elevation_m, sum);
    if (g->steep)
        sum = mlg_checksum(g->steep, cells, sum);
    if (points > 0) {
        sum = mlg_checksum(g->curve.slope, points * sizeof *g->curve.slope, sum);
        sum = mlg_checksum(g->curve.factor, points * sizeof *g->curve.factor, sum);
    }
    m->fingerprint = mlg_checksum(m->place_cell, (size_t)m->places * sizeof *m->place_cell, sum);
}

mlg_status mlg_land_model_new(mlg_land_model **out, const mlg_grid *grid, const int32_t *place_cell,
                              int32_t places, const mlg_land_options *options, mlg_error *err)
{
    mlg_land_model *m;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&m, 1, "a grid", err));
    m->grid = grid;
    m->places = places;
    m->options = *options;
    MLG_GO(copy(&m->place_cell, place_cell, places, err));
    MLG_GO(mlg_row_store_new(&m->store, options->most_bytes ? options->most_bytes : usual_bytes, err));
    set_fingerprint(m);
    MLG_GO(mlg_row_store_recall(m->store, options->rows_path, m->fingerprint, places, m->report.rows,
                                sizeof m->report.rows, err));
    *out = m;
    return MLG_OK;
done:
    mlg_land_model_free(m);
    return st;
}

void mlg_land_model_free(mlg_land_model *model)
{
    if (!model)
        return;
    mlg_row_store_free(model->store);
    free(model->place_cell);
    free(model);
}

mlg_land_report mlg_land_model_figures(const mlg_land_model *model)
{
    mlg_land_report report = model->report;
    report.searched = atomic_load(&model->searched);
    return report;
}

uint64_t mlg_land_model_fingerprint(const mlg_land_model *model)
{
    return model->fingerprint;
}

mlg_status mlg_land_model_save(mlg_land_model *model, mlg_error *err)
{
    return mlg_row_store_retain(model->store, model->options.rows_path, model->fingerprint, model->report.rows,
                                sizeof model->report.rows, err);
}
