#include "network/search/one_to_many.h"

#include "base/memory.h"

struct mlg_one_to_many {
    mlg_graph_view forward, reverse;
    mlg_search *search;
    mlg_reached reached;
    mlg_snap point;
    bool to_point;
    int32_t limit_ds;
};

mlg_status mlg_one_to_many_new(mlg_one_to_many **out, const mlg_graph *graph, mlg_error *err)
{
    mlg_one_to_many *s;
    *out = NULL;
    MLG_TRY(MLG_NEW(&s, 1, "times from a point", err));
    s->forward = mlg_graph_forward_view(graph);
    s->reverse = mlg_graph_reverse_view(graph);
    s->point.segment = MLG_NOWHERE;
    mlg_status st;
    MLG_GO(mlg_search_validate(&s->forward, err));
    MLG_GO(mlg_search_validate(&s->reverse, err));
    MLG_GO(mlg_search_new(&s->search, graph->n_nodes, err));
done:
    if (st == MLG_OK)
        *out = s;
    else
        mlg_one_to_many_free(s);
    return st;
}

void mlg_one_to_many_free(mlg_one_to_many *one_to_many)
{
    if (!one_to_many)
        return;
    mlg_search_free(one_to_many->search);
    free(one_to_many);
}

/* The node by which a trip leaves a point, or arrives, in one direction of its segment; MLG_NOWHERE: closed. */
static mlg_seed end_of(const mlg_snap *snap, bool leaving, int way)
{
    mlg_seed end = { leaving ? snap->exit_node[way] : snap->entry_node[way],
                     leaving ? snap->exit_ds[way] : snap->entry_ds[way] };
    if (snap->segment < 0 || end.node < 0)
        end.node = MLG_NOWHERE;
    return end;
}

static int32_t ends_of(mlg_seed *ends, const mlg_snap *snap, bool leaving)
{
    int32_t n = 0;
    for (int way = 0; way < 2; way++) {
        ends[n] = end_of(snap, leaving, way);
        n += ends[n].node != MLG_NOWHERE;
    }
    return n;
}

static mlg_status gather_stops(int32_t **stops, int32_t *count, const mlg_one_to_many_request *q, mlg_error *err)
{
    *count = 0;
    MLG_TRY(MLG_NEW(stops, 2 * (size_t)q->n_other, "points to reach", err));
    for (int32_t i = 0; i < q->n_other; i++) {
        mlg_seed ends[3];
        int32_t n = ends_of(ends, &q->other[i], q->to_point);
        for (int32_t k = 0; k < n; k++)
            (*stops)[(*count)++] = ends[k].node;
    }
    return MLG_OK;
}

mlg_status mlg_one_to_many_search(mlg_one_to_many *one_to_many, const mlg_one_to_many_request *q, mlg_error *err)
{
    mlg_seed seeds[3];
    int32_t *stops = NULL, n_seeds = ends_of(seeds, q->point, !q->to_point);
    mlg_search_options options = { .limit_ds = q->limit_ds };
    mlg_status st = MLG_OK;
    if (q->limit_ds < 0 || q->limit_ds > MLG_TIME_MAX)
        return mlg_fail(err, MLG_USAGE, "a limit of %d deciseconds is out of range; give 0 to %d", q->limit_ds,
                        MLG_TIME_MAX);
    one_to_many->point = *q->point;
    one_to_many->to_point = q->to_point;
    one_to_many->limit_ds = q->limit_ds;
    if (q->other)
        MLG_GO(gather_stops(&stops, &options.n_stop_at, q, err));
    options.stop_at = stops;
    if (q->other && options.n_stop_at == 0)
        n_seeds = 0; /* no route but along the segment itself */
    st =
        mlg_search_run(&one_to_many->reached, one_to_many->search,
                       q->to_point ? &one_to_many->reverse : &one_to_many->forward, seeds, n_seeds, &options, err);
done:
    free(stops);
    if (st != MLG_OK)
        one_to_many->point.segment = MLG_NOWHERE;
    return st;
}

int32_t mlg_one_to_many_time(const mlg_one_to_many *s, const mlg_snap *other)
{
    mlg_seed ends[3];
    if (s->point.segment < 0)
        return MLG_UNREACHABLE;
    int32_t best = s->to_point ? mlg_snap_direct_ds(other, &s->point) : mlg_snap_direct_ds(&s->point, other);
    int32_t n = ends_of(ends, other, s->to_point);
    for (int32_t k = 0; k < n; k++) {
        int32_t node_ds = s->reached.time_ds[ends[k].node]; /* MLG_UNREACHABLE would overflow the sum */
        if (node_ds != MLG_UNREACHABLE && node_ds + ends[k].time_ds < best)
            best = node_ds + ends[k].time_ds;
    }
    return best <= s->limit_ds ? best : MLG_UNREACHABLE;
}

int32_t mlg_one_to_many_settled(const mlg_one_to_many *s)
{
    return s->reached.count;
}
