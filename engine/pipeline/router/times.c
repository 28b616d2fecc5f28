/* Times by road between two sets of points: one search per origin or, when that is expected to take longer, climbs of a
 * complete hierarchy of the network (hierarchy/full_matrix.h). Both give the same whole deciseconds. */
#include "pipeline/router/router.h"

#include "base/memory.h"
#include "base/progress.h"
#include "network/hierarchy/engine_choice.h"
#include "network/hierarchy/full_matrix.h"

typedef struct {
    mlg_router *router;
    const mlg_snap *origins, *others;
    int32_t n_origins, n_others, limit_ds;
    int32_t *time_ds; /* [n_origins x n_others] */
} times_by_road;

/* ---- climbs ---- */

/* Routes along a segment that carries both an origin and a destination. O(origins x destinations). */
static mlg_status find_direct(mlg_direct **direct, int32_t *count, const times_by_road *w, mlg_error *err)
{
    size_t room = 0;
    *count = 0;
    for (int32_t i = 0; i < w->n_origins; i++)
        for (int32_t j = 0; j < w->n_others; j++) {
            if (w->origins[i].segment < 0 || w->origins[i].segment != w->others[j].segment)
                continue;
            const int32_t time_ds = mlg_snap_direct_ds(&w->origins[i], &w->others[j]);
            if (time_ds == MLG_UNREACHABLE)
                continue;
            MLG_TRY(MLG_GROW(direct, &room, (size_t)*count + 1, "points on one segment", err));
            (*direct)[(*count)++] = (mlg_direct){ i, j, time_ds };
        }
    return MLG_OK;
}

static mlg_status climb(times_by_road *w, mlg_error *err)
{
    mlg_router *r = w->router;
    const mlg_graph_view view = mlg_graph_forward_view(r->graph);
    const mlg_hierarchy_options options = { .complete = true, .progress = r->progress };
    mlg_anchor *from = NULL, *to = NULL;
    mlg_full_matrix_request ask = { .limit_ds = w->limit_ds, .progress = r->progress };
    mlg_direct *direct = NULL;
    mlg_status st;
    if (!r->complete)
        MLG_TRY(mlg_hierarchy_new(&r->complete, &view, &options, err));
    MLG_GO(MLG_NEW(&from, (size_t)w->n_origins, "points on roads", err));
    MLG_GO(MLG_NEW(&to, (size_t)w->n_others, "points on roads", err));
    for (int32_t i = 0; i < w->n_origins; i++)
        from[i] = mlg_anchor_of(&w->origins[i], true);
    for (int32_t j = 0; j < w->n_others; j++)
        to[j] = mlg_anchor_of(&w->others[j], false);
    MLG_GO(find_direct(&direct, &ask.n_direct, w, err));
    ask.hierarchy = r->complete;
    ask.sources = from;
    ask.n_sources = w->n_origins;
    ask.targets = to;
    ask.n_targets = w->n_others;
    ask.direct = direct;
    st = mlg_full_matrix(w->time_ds, &ask, err);
done:
    free(from);
    free(to);
    free(direct);
    return st;
}

/* ---- searches ---- */

static mlg_status search(times_by_road *w, int32_t i, mlg_error *err)
{
    mlg_router *r = w->router;
    const mlg_one_to_many_request ask = {
        .point = &w->origins[i], .limit_ds = w->limit_ds, .other = w->others, .n_other = w->n_others
    };
    MLG_TRY(mlg_one_to_many_search(r->one_to_many, &ask, err));
    for (int32_t j = 0; j < w->n_others; j++)
        w->time_ds[(size_t)i * (size_t)w->n_others + (size_t)j] =
            mlg_one_to_many_time(r->one_to_many, &w->others[j]);
    return MLG_OK;
}

/* Whether climbs would compute the rows after the first `done` sooner, judged by the nodes that the last search settled. */
static bool is_climb_faster(const times_by_road *w, int32_t done)
{
    mlg_choice choice;
    const mlg_matrix_work work = { .nodes = w->router->graph->n_nodes,
                                   .sources = w->n_origins - done,
                                   .targets = w->n_others,
                                   .settled = mlg_one_to_many_settled(w->router->one_to_many),
                                   .prepared = w->router->complete != NULL };
    mlg_choose_matrix_method(&choice, &work);
    return choice.method == MLG_BY_CLIMB;
}

static mlg_status fill(times_by_road *w, mlg_error *err)
{
    for (int32_t i = 0, searched = 0; i < w->n_origins; i++) {
        MLG_TRY(search(w, i, err));
        if (searched == 0 && is_climb_faster(w, i + 1))
            return climb(w, err);
        /* the search from an origin off the network says nothing of the others */
        searched += mlg_one_to_many_settled(w->router->one_to_many) > 0;
        MLG_TRY(mlg_progress_step(w->router->progress, "travel times", (double)i / w->n_origins, err));
    }
    return MLG_OK;
}

mlg_status mlg_router_road_times(int32_t *time_ds, mlg_router *r, const mlg_positions *from,
                                 const mlg_positions *to, int32_t limit_ds, mlg_error *err)
{
    mlg_snap *origins = NULL, *others = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_router_attach(&origins, r, from, err));
    MLG_GO(mlg_router_attach(&others, r, to, err));
    times_by_road w = { r, origins, others, from->count, to->count, limit_ds, time_ds };
    st = fill(&w, err);
done:
    free(origins);
    free(others);
    return st;
}
