#include "network/isochrone/isochrone.h"

#include "base/memory.h"
#include "network/isochrone/inner.h"
#include "network/search/dijkstra.h"

#include <math.h>

static mlg_status check_request(const mlg_isochrone_request *q, mlg_error *err)
{
    if (q->n_limits < 1)
        return mlg_fail(err, MLG_USAGE, "an isochrone needs a limit");
    for (int32_t k = 0; k < q->n_limits; k++)
        if (q->limit_ds[k] < 0 || q->limit_ds[k] > MLG_TIME_MAX || (k > 0 && q->limit_ds[k] <= q->limit_ds[k - 1]))
            return mlg_fail(err, MLG_USAGE, "limit %d is %d deciseconds; limits must increase, from 0 to %d", k,
                            q->limit_ds[k], MLG_TIME_MAX);
    if (!(q->resolution_m >= 1 && isfinite(q->resolution_m)))
        return mlg_fail(err, MLG_USAGE, "a resolution of %g m is too fine; give 1 or more", q->resolution_m);
    if (!(q->reach_m > 0 && isfinite(q->reach_m)))
        return mlg_fail(err, MLG_USAGE, "a walking distance of %g m off the road is invalid; give more than 0",
                        q->reach_m);
    if (!(iso_walk_ms(q) > 0 && isfinite(iso_walk_ms(q))))
        return mlg_fail(err, MLG_USAGE, "a walking speed of %g km/h off the road is invalid", q->walk_kmh);
    return MLG_OK;
}

mlg_status mlg_isochrone_of_times(mlg_geom **out, const mlg_isochrone_request *request, const int32_t *time_ds,
                                  mlg_error *err)
{
    iso_grid grid;
    iso_pieces pieces = { 0 };
    iso_field field = { 0 };
    mlg_status st;
    for (int32_t k = 0; k < request->n_limits; k++)
        out[k] = NULL;
    MLG_GO(check_request(request, err));
    MLG_GO(iso_collect(&grid, &pieces, request, time_ds, err));
    MLG_GO(iso_field_init(&field, &grid, &pieces, request->reach_m / grid.step_m,
                          10 * grid.step_m / iso_walk_ms(request), err));
    for (int32_t k = 0; k < request->n_limits; k++)
        MLG_GO(iso_polygons(&out[k], &field, request->limit_ds[k], err));
done:
    for (int32_t k = 0; st != MLG_OK && k < request->n_limits; k++) {
        mlg_geom_free(out[k]);
        out[k] = NULL;
    }
    iso_field_release(&field);
    free(pieces.items);
    return st;
}

/* The nodes of the sites with the times there; the search ignores those beyond the last limit. */
static mlg_status seed_sites(mlg_seed **seeds, int32_t *count, const mlg_isochrone_request *q, mlg_error *err)
{
    *count = 0;
    MLG_TRY(MLG_NEW(seeds, 2 * (size_t)q->n_sites, "sites", err));
    for (int32_t i = 0; i < q->n_sites; i++)
        for (int way = 0; way < 2; way++) {
            const mlg_snap *s = &q->sites[i];
            int32_t node = q->to_sites ? s->entry_node[way] : s->exit_node[way];
            if (node >= 0)
                (*seeds)[(*count)++] = (mlg_seed){ node, q->to_sites ? s->entry_ds[way] : s->exit_ds[way] };
        }
    return MLG_OK;
}

mlg_status mlg_isochrone(mlg_geom **out, const mlg_isochrone_request *request, mlg_error *err)
{
    const mlg_graph *graph = request->plane->graph;
    mlg_graph_view view = request->to_sites ? mlg_graph_reverse_view(graph) : mlg_graph_forward_view(graph);
    mlg_search *search = NULL;
    mlg_seed *seeds = NULL;
    int32_t n_seeds;
    mlg_reached reached;
    mlg_status st;
    for (int32_t k = 0; k < request->n_limits; k++)
        out[k] = NULL;
    MLG_GO(check_request(request, err));
    mlg_search_options options = { .limit_ds = request->limit_ds[request->n_limits - 1] };
    MLG_GO(seed_sites(&seeds, &n_seeds, request, err));
    MLG_GO(mlg_search_new(&search, graph->n_nodes, err));
    MLG_GO(mlg_search_run(&reached, search, &view, seeds, n_seeds, &options, err));
    st = mlg_isochrone_of_times(out, request, reached.time_ds, err);
done:
    mlg_search_free(search);
    free(seeds);
    return st;
}
