/* A made department of 25,000 junctions, spoiled with all that breaks searches: times by sweeps at every node, and
 * full matrices, are those of the bounded Dijkstra, from the sources and to them. bench_sweep compares 100 million
 * more, on larger ones. */
#include "sweep_table.h"

#include "generate.h"
#include "network/hierarchy/full_matrix.h"

enum { JUNCTIONS = 25000, SOURCES = 99, RESTRICTIONS = 3000, ISLANDS = 200, ISLAND = 5, POCKETS = 300 };

typedef struct {
    mlg_arcs arcs;
    mlg_csr forward, reverse;
    mlg_anchor source[SOURCES];
    uint64_t random;
    int64_t compared;
} department;

static void add_arc(mlg_arcs *arcs, int32_t tail, int32_t head, int32_t time_ds)
{
    arcs->tail[arcs->n_arcs] = tail;
    arcs->head[arcs->n_arcs] = head;
    arcs->time_ds[arcs->n_arcs++] = time_ds;
}

/* One arc in forty takes no time; one in a hundred about the longest a sweep tells, or far more. */
static int32_t spoil(uint64_t *random, int32_t time_ds)
{
    switch (random_below(random, 200)) {
    case 0:
        return MLG_SWEEP_MAX_DS - 1 + random_below(random, 4);
    case 1:
        return random_below(random, MLG_TIME_MAX);
    default:
        return random_below(random, 40) ? time_ds : 0;
    }
}

/* Whoever comes by `arc` may not leave by one of the ways on: the arc ends at a node of its own, from which the
 * other ways leave, as network/roads/turns.c splits junctions. */
static void restrict_turn(mlg_arcs *arcs, const mlg_graph_view *view, int32_t arc, uint64_t *random)
{
    const int32_t at = arcs->head[arc];
    if (at >= view->n_nodes)
        return; /* split before */
    const int32_t first = view->first[at], ways = view->first[at + 1] - first;
    if (ways < 2)
        return;
    const int32_t forbidden = random_below(random, ways);
    arcs->head[arc] = arcs->n_nodes;
    for (int32_t i = 0; i < ways; i++)
        if (i != forbidden)
            add_arc(arcs, arcs->n_nodes, view->head[first + i], view->time_ds[first + i]);
    arcs->n_nodes++;
}

/* Rings that nothing leads to, and nodes that are only left or only entered. */
static void add_islands(mlg_arcs *arcs, uint64_t *random)
{
    for (int32_t i = 0; i < ISLANDS; i++, arcs->n_nodes += ISLAND)
        for (int32_t k = 0; k < ISLAND; k++)
            add_arc(arcs, arcs->n_nodes + k, arcs->n_nodes + (k + 1) % ISLAND, random_below(random, 500));
    for (int32_t i = 0; i < POCKETS; i++, arcs->n_nodes++) {
        const int32_t v = random_below(random, JUNCTIONS / 2);
        add_arc(arcs, i % 2 ? v : arcs->n_nodes, i % 2 ? arcs->n_nodes : v, random_below(random, 500));
    }
    arcs->n_nodes += ISLANDS; /* without any arc */
}

static void build(mlg_arcs *arcs, uint64_t *random)
{
    mlg_error err;
    bench_commune *communes;
    bench_graph graph = { 0 };
    int32_t n_communes;
    assert_ok(bench_communes(&communes, &n_communes, JUNCTIONS, 8, &err), &err);
    assert_ok(bench_graph_init(&graph, communes, n_communes, JUNCTIONS, 8, &err), &err);
    free(communes);
    const mlg_graph_view view = graph.forward.view;
    assert_ok(mlg_arcs_init(arcs, view.n_nodes, 3 * view.n_arcs + 20 * RESTRICTIONS, &err), &err);
    arcs->n_arcs = 0;
    for (int32_t v = 0; v < view.n_nodes; v++)
        for (int32_t arc = view.first[v]; arc < view.first[v + 1]; arc++)
            add_arc(arcs, v, view.head[arc], spoil(random, view.time_ds[arc]));
    for (int32_t i = 0; i < RESTRICTIONS; i++)
        restrict_turn(arcs, &view, random_below(random, view.n_arcs), random);
    add_islands(arcs, random);
    bench_graph_release(&graph);
}

/* In threes on the same node, so that a batch holds them together; some on islands. */
static int set_up(void **state)
{
    mlg_error err;
    department *d = calloc(1, sizeof *d);
    d->random = 3;
    build(&d->arcs, &d->random);
    assert_true(d->arcs.n_nodes > JUNCTIONS);
    assert_ok(mlg_csr_init(&d->forward, &d->arcs, MLG_FORWARD, &err), &err);
    assert_ok(mlg_csr_init(&d->reverse, &d->arcs, MLG_REVERSE, &err), &err);
    assert_ok(mlg_search_validate(&d->forward.view, &err), &err);
    for (int32_t j = 0; j < SOURCES; j++) {
        const int32_t node = j % 3 ? d->source[j - 1].node[0] : random_below(&d->random, d->arcs.n_nodes);
        d->source[j] = (mlg_anchor){ { node, MLG_NOWHERE }, { j % 9 == 2 ? 40 : 0, 0 } };
    }
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    department *d = *state;
    mlg_csr_release(&d->forward);
    mlg_csr_release(&d->reverse);
    mlg_arcs_release(&d->arcs);
    free(d);
    return 0;
}

/* Returns how many places are reached. */
static int64_t compare_at(department *d, const mlg_graph_view *view, const mlg_spots *spots, int32_t limit_ds)
{
    int64_t reached = 0;
    const size_t cells = (size_t)SOURCES * (size_t)view->n_nodes;
    const mlg_sweep_request request = {
        .spots = spots, .sources = d->source, .n_sources = SOURCES, .limit_ds = limit_ds, .threads = 2
    };
    int32_t *swept = table_by_sweep(&request), *searched = table_by_search(view, &request, NULL);
    assert_int_equal(count_differences(swept, searched, SOURCES, view->n_nodes), 0);
    for (size_t i = 0; i < cells; i++)
        reached += swept[i] != MLG_UNREACHABLE;
    free(swept);
    free(searched);
    d->compared += (int64_t)cells;
    return reached;
}

/* One preparation, both directions; at limit 0 the sources' own nodes and what takes no time. */
static void times_at_every_node_are_those_of_searches(void **state)
{
    department *d = *state;
    mlg_error err;
    mlg_hierarchy *hierarchy;
    mlg_spots *spots;
    const int32_t limit_ds[4] = { 0, 12000, 36000, MLG_SWEEP_MAX_DS }, n = d->forward.view.n_nodes;
    const mlg_hierarchy_options options = { .threads = 2 };
    assert_ok(mlg_hierarchy_new(&hierarchy, &d->forward.view, &options, &err), &err);
    assert_ok(mlg_spots_new(&spots, hierarchy, NULL, n, &err), &err);
    for (int direction = 0; direction < 2; direction++) {
        const mlg_graph_view *view = direction ? &d->reverse.view : &d->forward.view;
        int64_t before = SOURCES / 2;
        assert_ok(mlg_hierarchy_customise(hierarchy, view, 2, &err), &err);
        for (int i = 0; i < 4; i++) {
            int64_t reached = compare_at(d, view, spots, limit_ds[i]);
            assert_true(reached > before && reached < (int64_t)SOURCES * n);
            before = reached;
        }
    }
    print_message("%d nodes, %d arcs, %lld times compared\n", n, d->forward.view.n_arcs, (long long)d->compared);
    mlg_spots_free(spots);
    mlg_hierarchy_free(hierarchy);
}

static void full_matrices_are_those_of_searches(void **state)
{
    department *d = *state;
    mlg_error err;
    mlg_hierarchy *complete;
    const mlg_hierarchy_options options = { .complete = true, .threads = 1 };
    mlg_full_matrix_request request = { .sources = d->source,
                                        .n_sources = SOURCES,
                                        .targets = d->source,
                                        .n_targets = SOURCES,
                                        .limit_ds = MLG_TIME_MAX,
                                        .threads = 2 };
    assert_ok(mlg_hierarchy_new(&complete, &d->forward.view, &options, &err), &err);
    request.hierarchy = complete;
    for (int direction = 0; direction < 2; direction++) {
        const mlg_graph_view *view = direction ? &d->reverse.view : &d->forward.view;
        const mlg_many_to_many_request asked = {
            .view = view, .sources = d->source, .n_sources = SOURCES, .limit_ds = MLG_TIME_MAX
        };
        int32_t *climbed = new_table(SOURCES, SOURCES), *searched = search_table(asked, d->source, SOURCES);
        assert_ok(mlg_hierarchy_customise(complete, view, 1, &err), &err);
        assert_ok(mlg_full_matrix(climbed, &request, &err), &err);
        assert_int_equal(count_differences(climbed, searched, SOURCES, SOURCES), 0);
        free(climbed);
        free(searched);
    }
    mlg_hierarchy_free(complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_at_every_node_are_those_of_searches),
        cmocka_unit_test(full_matrices_are_those_of_searches),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
