#include "network/models/road_inner.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* qsort() takes no context, so the key is sorted with its place. */
typedef struct {
    int32_t segment, place;
} on_segment;

static int compare_segment(const void *a, const void *b)
{
    const on_segment *x = a, *y = b;
    if (x->segment != y->segment)
        return x->segment < y->segment ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static mlg_status sort_by_segment(mlg_road_model *road_model, mlg_error *err)
{
    on_segment *order;
    MLG_TRY(MLG_NEW(&order, (size_t)road_model->n_places, "places by road", err));
    for (int32_t i = 0; i < road_model->n_places; i++)
        if (road_model->places[i].segment >= 0)
            order[road_model->n_attached++] = (on_segment){ road_model->places[i].segment, i };
    qsort(order, (size_t)road_model->n_attached, sizeof *order, compare_segment);
    mlg_status st = MLG_NEW(&road_model->by_segment, (size_t)road_model->n_attached, "places by road", err);
    for (int32_t k = 0; st == MLG_OK && k < road_model->n_attached; k++)
        road_model->by_segment[k] = order[k].place;
    free(order);
    return st;
}

static mlg_status attach_places(mlg_road_model *road_model, const mlg_snap *places, mlg_error *err)
{
    size_t n = (size_t)road_model->n_places;
    MLG_TRY(MLG_NEW(&road_model->places, n, "places on roads", err));
    MLG_TRY(MLG_NEW(&road_model->anchors, n, "places on roads", err));
    for (size_t i = 0; i < n; i++) {
        road_model->places[i] = places[i];
        road_model->anchors[i] = mlg_anchor_of(&places[i], road_model->direction == MLG_TO_SITE);
    }
    MLG_TRY(mlg_targets_new(&road_model->targets, road_model->view.n_nodes, road_model->anchors,
                            road_model->n_places, err));
    return sort_by_segment(road_model, err);
}

mlg_status mlg_road_model_new(mlg_road_model **out, const mlg_graph *graph, const mlg_snap *places,
                              int32_t n_places, mlg_direction direction, mlg_error *err)
{
    mlg_road_model *road_model;
    *out = NULL;
    MLG_TRY(MLG_NEW(&road_model, 1, "places on roads", err));
    road_model->view = direction == MLG_TO_SITE ? mlg_graph_reverse_view(graph) : mlg_graph_forward_view(graph);
    road_model->against = direction == MLG_TO_SITE ? mlg_graph_forward_view(graph) : mlg_graph_reverse_view(graph);
    road_model->direction = direction;
    road_model->n_places = n_places;
    mlg_status st = mlg_search_validate(&road_model->view, err);
    if (st == MLG_OK)
        st = attach_places(road_model, places, err);
    if (st == MLG_OK)
        *out = road_model;
    else
        mlg_road_model_free(road_model);
    return st;
}

void mlg_road_model_free(mlg_road_model *road_model)
{
    if (!road_model)
        return;
    mlg_spots_free(road_model->spots);
    mlg_hierarchy_free(road_model->hierarchy);
    mlg_row_store_free(road_model->store);
    mlg_targets_free(road_model->targets);
    free(road_model->anchors);
    free(road_model->places);
    free(road_model->by_segment);
    free(road_model);
}

/* ---- the model --------------------------------------------------------------------------------------------------- */

/* The place of the site takes the time within a place, whatever the time by road. */
static void reach_row(const mlg_road_sites *r, int32_t site, const mlg_row *row, int32_t limit_ds,
                      mlg_travel_scratch *scratch)
{
    const int32_t own = r->own_place[site];
    for (int32_t k = 0; k < row->count; k++)
        if (row->place[k] != own && row->time_ds[k] <= limit_ds)
            mlg_travel_reach(scratch, row->place[k], row->time_ds[k]);
    if (own != MLG_NOWHERE && r->intra_ds <= limit_ds)
        mlg_travel_reach(scratch, own, r->intra_ds);
}

static mlg_status search_road(const void *data, int32_t site, int32_t limit_ds, mlg_travel_scratch *scratch,
                              mlg_error *err)
{
    const mlg_road_sites *r = data;
    mlg_row row = r->known[site].row;
    int64_t from = r->first_direct[site];
    int32_t limit = limit_ds > MLG_TIME_MAX ? MLG_TIME_MAX : limit_ds;
    if (r->known[site].limit_ds < limit) {
        MLG_TRY(mlg_reach_from(&row, mlg_travel_work(scratch), &r->anchors[site], r->direct + from,
                               (int32_t)(r->first_direct[site + 1] - from), limit, err));
        atomic_fetch_add_explicit(&r->road_model->searched, 1, memory_order_relaxed);
    }
    reach_row(r, site, &row, limit_ds, scratch);
    return MLG_OK;
}

static mlg_status new_work(void **work, const void *data, mlg_error *err)
{
    const mlg_road_sites *r = data;
    mlg_reach *reach;
    MLG_TRY(mlg_reach_new(&reach, &r->road_model->view, r->road_model->targets, err));
    *work = reach;
    return MLG_OK;
}

static void free_work(void *work)
{
    mlg_reach_free(work);
}

static void release_road(void *data)
{
    mlg_road_sites *r = data;
    free(r->anchors);
    free(r->keys);
    free(r->known);
    free(r->direct);
    free(r->first_direct);
    free(r->own_place);
    free(r);
}

static const mlg_travel_model road_methods = {
    .name = "road",
    .search = search_road,
    .release = release_road,
    .work_new = new_work,
    .work_free = free_work,
    .ahead = mlg_road_ahead,
    .nearest = mlg_road_nearest,
};

static mlg_status add_direct(mlg_road_sites *r, int32_t site, int32_t place, int32_t time_ds, mlg_error *err)
{
    size_t n = (size_t)r->first_direct[site + 1];
    MLG_TRY(MLG_GROW(&r->direct, &r->direct_room, n + 1, "places beside sites", err));
    r->direct[n] = (mlg_direct){ site, place, time_ds };
    r->first_direct[site + 1]++;
    return MLG_OK;
}

/* Index in `by_segment` of the first place on `segment` or a later one. */
static int32_t first_on(const mlg_road_model *road_model, int32_t segment)
{
    int32_t low = 0, high = road_model->n_attached;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (road_model->places[road_model->by_segment[middle]].segment < segment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Times to the places on the segment of the site, along it. */
static mlg_status add_neighbours(mlg_road_sites *r, int32_t site, const mlg_snap *snap, mlg_error *err)
{
    const mlg_road_model *d = r->road_model;
    if (snap->segment < 0)
        return MLG_OK;
    for (int32_t k = first_on(d, snap->segment); k < d->n_attached; k++) {
        int32_t place = d->by_segment[k];
        const mlg_snap *there = &d->places[place];
        if (there->segment != snap->segment)
            break;
        int32_t time_ds =
            d->direction == MLG_TO_SITE ? mlg_snap_direct_ds(there, snap) : mlg_snap_direct_ds(snap, there);
        if (time_ds != MLG_UNREACHABLE)
            MLG_TRY(add_direct(r, site, place, time_ds, err));
    }
    return MLG_OK;
}

static mlg_status attach_sites(mlg_road_sites *r, const mlg_snap *sites, int32_t n_sites,
                               const int32_t *site_place, int32_t intra_ds, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&r->anchors, (size_t)n_sites, "sites on roads", err));
    MLG_TRY(MLG_NEW(&r->keys, (size_t)n_sites, "sites on roads", err));
    MLG_TRY(MLG_NEW(&r->known, (size_t)n_sites, "sites on roads", err));
    MLG_TRY(MLG_NEW(&r->first_direct, (size_t)n_sites + 1, "sites on roads", err));
    MLG_TRY(MLG_NEW(&r->own_place, (size_t)n_sites, "sites on roads", err));
    r->intra_ds = intra_ds;
    r->count = n_sites;
    for (int32_t s = 0; s < n_sites; s++) {
        r->anchors[s] = mlg_anchor_of(&sites[s], r->road_model->direction == MLG_FROM_SITE);
        r->keys[s] = mlg_road_key(&r->anchors[s], &sites[s]);
        r->known[s].limit_ds = MLG_NOWHERE;
        r->first_direct[s + 1] = r->first_direct[s];
        MLG_TRY(add_neighbours(r, s, &sites[s], err));
        r->own_place[s] = site_place ? site_place[s] : MLG_NOWHERE;
    }
    MLG_TRY(mlg_anchors_check("site", r->anchors, n_sites, r->road_model->view.n_nodes, err));
    int64_t count = r->first_direct[n_sites];
    return mlg_direct_check(r->direct, (int32_t)count, n_sites, r->road_model->n_places, err);
}

mlg_status mlg_travel_road(mlg_travel **travel, mlg_road_model *road_model, const mlg_snap *sites, int32_t n_sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err)
{
    mlg_road_sites *r;
    *travel = NULL;
    MLG_TRY(MLG_NEW(&r, 1, "sites on roads", err));
    r->road_model = road_model;
    mlg_status st = attach_sites(r, sites, n_sites, site_place, intra_ds, err);
    if (st != MLG_OK) {
        release_road(r);
        return st;
    }
    return mlg_travel_new(travel, &road_methods, r, n_sites, road_model->n_places, err);
}
