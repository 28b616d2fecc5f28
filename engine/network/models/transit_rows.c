/* Rows of travel by timetable: computed together, planned, kept, read. */
#include "network/models/transit_inner.h"
#include "network/models/transit_plan.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <string.h>

/* ---- computing ---- */

/* Those that searches go out from or lead to: all, or the part that is asked for, which begins at *first. */
static mlg_walk_points places_of(int32_t *first, const mlg_transit_model *m)
{
    const mlg_transit_options *o = &m->options;
    mlg_walk_points places = mlg_walk_points_of(&m->places);
    *first = 0;
    if (o->parts == 0 || !mlg_transit_from_places(o))
        return places;
    const mlg_part part = mlg_part_of(places.count, o->part, o->parts);
    *first = part.first;
    return (mlg_walk_points){ part.count, places.x_m + part.first, places.y_m + part.first,
                              places.snaps ? places.snaps + part.first : NULL };
}

static mlg_status compute_part(mlg_transit_model *m, const mlg_walk_points *sites, const mlg_row_key *keys,
                               const mlg_progress *progress, mlg_error *err)
{
    int32_t first;
    const mlg_walk_points places = places_of(&first, m);
    const bool to_site = m->options.direction == MLG_TO_SITE;
    mlg_transit_trips trips;
    mlg_sparse_rows rows = { 0 };
    MLG_TRY(mlg_transit_trips_init(&trips, m, to_site ? &places : sites, to_site ? sites : &places, err));
    mlg_status st = mlg_transit_rows(&rows, &trips.transit, m->options.percent,
                                     mlg_transit_from_places(&m->options), m->options.threads, progress, err);
    m->report.searched += trips.transit.access.n_rows;
    mlg_transit_trips_release(&trips);
    const int64_t entries = st == MLG_OK ? mlg_sparse_entries(mlg_sparse_view_of(&rows)) : 0;
    for (int64_t e = 0; e < entries; e++)
        rows.column[e] += first;
    if (st == MLG_OK)
        return mlg_row_store_add(m->store, keys, MLG_TIME_MAX, &rows, err);
    mlg_sparse_release(&rows);
    return st;
}

/* Sites at once. Where they are destinations each search is for all of them, with samples of 64 MB a thread; where they are origins, their rows hold 2^26
 * times at most until they are kept. */
static int32_t most_sites(const mlg_transit_model *m)
{
    const int64_t cells = INT64_C(1) << 26, samples = INT64_C(1) << 24;
    const int64_t most = mlg_transit_from_places(&m->options)
                             ? samples / m->report.samples
                             : cells / (m->places.count > 0 ? m->places.count : 1);
    return most < 1 ? 1 : most > INT32_MAX ? INT32_MAX : (int32_t)most;
}

/* Rows of sites, site[n] of `sites`, into the store of the model, as many at once as fit. */
static mlg_status compute(mlg_transit_model *m, const mlg_walk_points *sites, const mlg_row_key *keys,
                          const int32_t *site, int32_t n, const mlg_progress *progress, mlg_error *err)
{
    const int32_t most = most_sites(m);
    mlg_walk_copy part;
    mlg_row_key *part_keys;
    mlg_status st = MLG_NEW(&part_keys, (size_t)n, "points", err);
    for (int32_t first = 0; st == MLG_OK && first < n; first += most) {
        const int32_t count = n - first < most ? n - first : most;
        for (int32_t k = 0; k < count; k++)
            part_keys[k] = keys[site[first + k]];
        st = mlg_walk_copy_init(&part, sites, site + first, count, err);
        const mlg_walk_points points = mlg_walk_points_of(&part);
        if (st == MLG_OK)
            st = compute_part(m, &points, part_keys, progress, err);
        mlg_walk_copy_release(&part);
    }
    free(part_keys);
    return st;
}

/* ---- the travel model ---- */

typedef struct {
    mlg_transit_model *model;
    mlg_walk_copy sites;
    mlg_row_key *keys;
    mlg_row *rows; /* [sites] where known */
    bool *known;
    int32_t *own_place, *missing;
    int32_t intra_ds;
} transit_sites;

static mlg_row_key key_of(const mlg_walk_copy *sites, int32_t s)
{
    mlg_row_key key = { { 0 } };
    memcpy(&key.word[0], &sites->x_m[s], sizeof sites->x_m[s]);
    memcpy(&key.word[1], &sites->y_m[s], sizeof sites->y_m[s]);
    if (sites->snaps) {
        const mlg_snap *snap = &sites->snaps[s];
        const int32_t on[4] = { snap->segment, snap->walk_ds, snap->along_ds[0], snap->along_ds[1] };
        memcpy(&key.word[2], on, sizeof on);
        memcpy(&key.word[4], &snap->fraction, sizeof snap->fraction);
    }
    key.word[5] = 1; /* no row of nearest sites */
    return key;
}

static bool find_row(const transit_sites *t, int32_t s)
{
    int32_t limit_ds = 0;
    if (!t->known[s])
        t->known[s] = mlg_row_store_find(&t->rows[s], t->model->store, &t->keys[s], &limit_ds);
    return t->known[s];
}

/* Rows of site[n], NULL: of all. */
static mlg_status find_rows(const transit_sites *t, const int32_t *site, int32_t n, const mlg_progress *progress,
                            mlg_error *err)
{
    const mlg_walk_points sites = mlg_walk_points_of(&t->sites);
    int32_t missing = 0;
    for (int32_t k = 0; k < n; k++) {
        const int32_t s = site ? site[k] : k;
        const bool before = t->known[s];
        if (!find_row(t, s))
            t->missing[missing++] = s;
        else
            t->model->report.kept += !before;
    }
    if (missing == 0)
        return MLG_OK;
    if (t->model->options.prepare_only) {
        t->model->report.missing += missing;
        return MLG_OK;
    }
    MLG_TRY(compute(t->model, &sites, t->keys, t->missing, missing, progress, err));
    for (int32_t k = 0; k < missing; k++)
        (void)find_row(t, t->missing[k]);
    return MLG_OK;
}

/* Writes the searches that the rows of these sites need, where they are few enough for one. */
static mlg_status plan(const transit_sites *t, const int32_t *site, int32_t n, const mlg_progress *progress,
                       mlg_error *err)
{
    const mlg_transit_model *m = t->model;
    const mlg_walk_points all = mlg_walk_points_of(&t->sites), places = mlg_walk_points_of(&m->places);
    const bool to_site = m->options.direction == MLG_TO_SITE;
    mlg_walk_copy chosen = { 0 };
    mlg_transit_trips trips = { .access = { 0 } };
    mlg_row_key *keys = NULL;
    mlg_status st;
    if (n > most_sites(m))
        return MLG_OK;
    MLG_GO(mlg_walk_copy_init(&chosen, &all, site, n, err));
    MLG_GO(MLG_NEW(&keys, (size_t)n, "sites", err));
    for (int32_t k = 0; k < n; k++)
        keys[k] = t->keys[site[k]];
    const mlg_walk_points sites = mlg_walk_points_of(&chosen);
    MLG_GO(mlg_transit_trips_init(&trips, m, to_site ? &places : &sites, to_site ? &sites : &places, err));
    const mlg_transit_plan_facts facts = { .key = m->options.plan_key,
                                           .rows = m->fingerprint,
                                           .percent = m->options.percent,
                                           .from_places = mlg_transit_from_places(&m->options),
                                           .n_sites = n,
                                           .n_places = places.count };
    st = mlg_transit_plan_write(m->options.plan_path, &facts, &trips.transit, keys, m->options.threads, progress,
                                err);
done:
    mlg_walk_copy_release(&chosen);
    mlg_transit_trips_release(&trips);
    free(keys);
    return st;
}

static mlg_status ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds, const mlg_progress *progress,
                        mlg_error *err)
{
    const transit_sites *t = data;
    (void)limit_ds; /* a search finds all times up to the longest trip */
    if (t->model->options.plan_path)
        MLG_TRY(plan(t, site, n, progress, err));
    return find_rows(t, site, n, progress, err);
}

static mlg_status search_transit(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                                 mlg_error *err)
{
    const transit_sites *t = data;
    mlg_status st = MLG_OK;
    pthread_mutex_lock(&t->model->lock);
    if (!t->known[site])
        st = find_rows(t, NULL, t->sites.count, NULL, err);
    const mlg_row row = t->rows[site];
    pthread_mutex_unlock(&t->model->lock);
    MLG_TRY(st);
    const int32_t own = t->own_place[site];
    for (int32_t k = 0; k < row.count; k++)
        if (row.place[k] != own && row.time_ds[k] <= limit_ds)
            mlg_travel_reach(scratch, row.place[k], row.time_ds[k]);
    if (own != MLG_NOWHERE && t->intra_ds <= limit_ds)
        mlg_travel_reach(scratch, own, t->intra_ds);
    return MLG_OK;
}

static void release_transit(void *data)
{
    transit_sites *t = data;
    mlg_walk_copy_release(&t->sites);
    free(t->keys);
    free(t->rows);
    free(t->known);
    free(t->own_place);
    free(t->missing);
    free(t);
}

static const mlg_travel_model transit_methods = {
    .name = "transit",
    .search = search_transit,
    .release = release_transit,
    .ahead = ahead,
};

static mlg_status copy_sites(transit_sites *t, const mlg_walk_points *sites, const int32_t *site_place,
                             mlg_error *err)
{
    const size_t n = (size_t)sites->count;
    MLG_TRY(mlg_walk_copy_init(&t->sites, sites, NULL, sites->count, err));
    MLG_TRY(MLG_NEW(&t->keys, n, "sites", err));
    MLG_TRY(MLG_NEW(&t->rows, n, "sites", err));
    MLG_TRY(MLG_NEW(&t->known, n, "sites", err));
    MLG_TRY(MLG_NEW(&t->own_place, n, "sites", err));
    MLG_TRY(MLG_NEW(&t->missing, n, "sites", err));
    for (int32_t s = 0; s < sites->count; s++) {
        t->keys[s] = key_of(&t->sites, s);
        t->own_place[s] = site_place ? site_place[s] : MLG_NOWHERE;
    }
    return MLG_OK;
}

mlg_status mlg_travel_transit(mlg_travel **travel, mlg_transit_model *model, const mlg_walk_points *sites,
                              const int32_t *site_place, int32_t intra_ds, mlg_error *err)
{
    transit_sites *t;
    *travel = NULL;
    MLG_TRY(MLG_NEW(&t, 1, "sites", err));
    t->model = model;
    t->intra_ds = intra_ds;
    mlg_status st = copy_sites(t, sites, site_place, err);
    if (st != MLG_OK) {
        release_transit(t);
        return st;
    }
    return mlg_travel_new(travel, &transit_methods, t, sites->count, model->places.count, err);
}
