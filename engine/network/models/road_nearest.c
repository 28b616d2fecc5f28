/* The nearest site of every place, by one search from all sites (nearest_sites.h).
 *
 * A site reaches its own place in the time within a place, not by road. If the site nearest by road is elsewhere, the answer
 * is the better of that site and the sites at the place. If it is at the place, no other site is nearer than its time by
 * road: the time within the place is the answer when it is no longer than that; else a search from the place compares the
 * other sites. */
#include "network/models/road_inner.h"

#include "base/checksum.h"
#include "base/memory.h"
#include "network/search/nearest_sites.h"

#include <string.h>

typedef struct {
    const mlg_road_sites *sites;
    int32_t limit_ds;
    int32_t *site, *time_ds; /* [places] result */
    int32_t *lowest;         /* [places] lowest number of the sites there, or MLG_NOWHERE */
    /* from places to sites; made when needed */
    mlg_targets *targets;
    mlg_reach *reach;
    mlg_direct *direct; /* ascending by place, the source */
} nearest;

static bool is_nearer(int32_t time_ds, int32_t site, int32_t than_ds, int32_t than_site)
{
    return time_ds < than_ds || (time_ds == than_ds && site < than_site);
}

static mlg_status search_roads(nearest *n, const mlg_progress *progress, mlg_error *err)
{
    const mlg_road_sites *r = n->sites;
    const mlg_road_model *d = r->road_model;
    mlg_nearest_sites nodes = { 0 }, places = { 0 };
    mlg_status st;
    MLG_GO(mlg_nearest_sites_init(&nodes, &d->view, r->anchors, r->count, 1, n->limit_ds, progress, err));
    MLG_GO(mlg_nearest_sites_of_targets(&places, &nodes, d->anchors, d->n_places, r->direct,
                                        (int32_t)r->first_direct[r->count], n->limit_ds, err));
    for (int32_t p = 0; p < d->n_places; p++) {
        n->site[p] = places.site[p];
        n->time_ds[p] = places.time_ds[p];
    }
done:
    mlg_nearest_sites_release(&nodes);
    mlg_nearest_sites_release(&places);
    return st;
}

/* ---- places that have a site ---- */

static int compare_source(const void *a, const void *b)
{
    const mlg_direct *x = a, *y = b;
    return (x->source > y->source) - (x->source < y->source);
}

static mlg_status turn_round(nearest *n, mlg_error *err)
{
    const mlg_road_sites *r = n->sites;
    const size_t count = (size_t)r->first_direct[r->count];
    MLG_TRY(mlg_targets_new(&n->targets, r->road_model->against.n_nodes, r->anchors, r->count, err));
    MLG_TRY(mlg_reach_new(&n->reach, &r->road_model->against, n->targets, err));
    MLG_TRY(MLG_NEW(&n->direct, count, "places beside sites", err));
    for (size_t i = 0; i < count; i++)
        n->direct[i] = (mlg_direct){ r->direct[i].target, r->direct[i].source, r->direct[i].time_ds };
    if (count > 0)
        qsort(n->direct, count, sizeof *n->direct, compare_source);
    return MLG_OK;
}

/* First direct time of a place or of a later one. */
static int32_t direct_from(const nearest *n, int32_t place)
{
    int32_t low = 0, high = (int32_t)n->sites->first_direct[n->sites->count];
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (n->direct[middle].source < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The nearest of the sites elsewhere, within a limit. */
static mlg_status search_others(nearest *n, int32_t place, int32_t limit_ds, mlg_error *err)
{
    mlg_row row;
    if (!n->reach)
        MLG_TRY(turn_round(n, err));
    const int32_t from = direct_from(n, place);
    MLG_TRY(mlg_reach_from(&row, n->reach, &n->sites->road_model->anchors[place], n->direct + from,
                           direct_from(n, place + 1) - from, limit_ds, err));
    n->site[place] = MLG_NOWHERE;
    n->time_ds[place] = MLG_UNREACHABLE;
    for (int32_t k = 0; k < row.count; k++)
        if (n->sites->own_place[row.place[k]] != place && row.time_ds[k] < n->time_ds[place]) {
            n->site[place] = row.place[k];
            n->time_ds[place] = row.time_ds[k];
        }
    return MLG_OK;
}

static mlg_status count_own(nearest *n, int32_t place, mlg_error *err)
{
    const mlg_road_sites *r = n->sites;
    const int32_t named = n->site[place], own = n->lowest[place];
    const bool within = r->intra_ds <= n->limit_ds;
    if (named != MLG_NOWHERE && r->own_place[named] == place && !(within && r->intra_ds <= n->time_ds[place]))
        MLG_TRY(search_others(n, place, within ? r->intra_ds : n->limit_ds, err));
    if (within && (n->site[place] == MLG_NOWHERE || r->own_place[n->site[place]] == place ||
                   is_nearer(r->intra_ds, own, n->time_ds[place], n->site[place]))) {
        n->site[place] = own;
        n->time_ds[place] = r->intra_ds;
    }
    return MLG_OK;
}

static mlg_status compute(nearest *n, const mlg_progress *progress, mlg_error *err)
{
    const mlg_road_sites *r = n->sites;
    const int32_t places = r->road_model->n_places;
    mlg_status st;
    MLG_GO(search_roads(n, progress, err));
    MLG_GO(MLG_NEW(&n->lowest, (size_t)places, "nearest sites", err));
    for (int32_t p = 0; p < places; p++)
        n->lowest[p] = MLG_NOWHERE;
    for (int32_t s = r->count - 1; s >= 0; s--)
        if (r->own_place[s] != MLG_NOWHERE)
            n->lowest[r->own_place[s]] = s;
    for (int32_t p = 0; p < places; p++)
        if (n->lowest[p] != MLG_NOWHERE)
            MLG_GO(count_own(n, p, err));
done:
    free(n->lowest);
    free(n->direct);
    mlg_reach_free(n->reach);
    mlg_targets_free(n->targets);
    return st;
}

/* ---- kept ---- */

/* Key of the set of all sites, in order. */
static mlg_row_key key_of(const mlg_road_sites *r)
{
    static const uint64_t seeds[2] = { 1, 2 };
    const size_t n = (size_t)r->count;
    mlg_row_key key = { { mlg_nearest_key[0], mlg_nearest_key[1], 0, 0, (uint64_t)r->count,
                          (uint64_t)r->intra_ds } };
    for (int i = 0; i < 2; i++)
        key.word[2 + i] = mlg_checksum(r->own_place, n * sizeof *r->own_place,
                                       mlg_checksum(r->keys, n * sizeof *r->keys, seeds[i]));
    return key;
}

/* Keeps the entries within this limit, of those within a longer one. */
static bool find_kept(int32_t *site_out, int32_t *time_out, const mlg_road_sites *r, const mlg_row_key *key,
                      int32_t limit_ds)
{
    mlg_row row;
    int32_t limit = limit_ds;
    if (!mlg_row_store_find(&row, r->road_model->store, key, &limit) || row.count != r->road_model->n_places)
        return false;
    for (int32_t p = 0; p < row.count; p++) {
        const bool within = row.time_ds[p] <= limit_ds;
        site_out[p] = within ? row.place[p] : MLG_NOWHERE;
        time_out[p] = within ? row.time_ds[p] : MLG_UNREACHABLE;
    }
    r->road_model->report.kept++;
    return true;
}

static mlg_status keep(const nearest *n, const mlg_row_key *key, mlg_error *err)
{
    mlg_road_model *d = n->sites->road_model;
    mlg_sparse_rows rows;
    const size_t bytes = (size_t)d->n_places * sizeof(int32_t);
    if (mlg_row_store_room(d->store) < 2 * (int64_t)bytes)
        return MLG_OK;
    MLG_TRY(mlg_sparse_init(&rows, 1, n->sites->count, d->n_places, err));
    rows.start[1] = d->n_places;
    memcpy(rows.column, n->site, bytes);
    memcpy(rows.value, n->time_ds, bytes);
    return mlg_row_store_add(d->store, key, n->limit_ds, &rows, err);
}

mlg_status mlg_road_nearest(bool *known, void *data, int32_t limit_ds, int32_t *site_out, int32_t *time_out,
                            const mlg_progress *progress, mlg_error *err)
{
    const mlg_road_sites *r = data;
    nearest n = { .sites = r, .site = site_out, .time_ds = time_out };
    n.limit_ds = limit_ds > MLG_TIME_MAX ? MLG_TIME_MAX : limit_ds;
    if (!r->road_model->store || r->road_model->options.engine == MLG_ENGINE_SEARCH ||
        r->road_model->n_places == 0)
        return MLG_OK;
    const mlg_row_key key = key_of(r);
    *known = true;
    if (find_kept(site_out, time_out, r, &key, n.limit_ds))
        return MLG_OK;
    MLG_TRY(compute(&n, progress, err));
    r->road_model->report.nearest++;
    return keep(&n, &key, err);
}
