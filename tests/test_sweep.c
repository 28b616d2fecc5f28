/* Times by sweeps are those of the bounded Dijkstra, to the decisecond, on graphs with everything that breaks
 * searches; and no bit depends on the lane code or on the number of threads. */
#include "sweep_table.h"

#include "network/dimacs.h"

enum { GRAPHS = 400, MOST_SOURCES = 90 };

typedef struct {
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_hierarchy *hierarchy;
    mlg_spots *spots;
    mlg_anchor source[MOST_SOURCES];
    mlg_anchor place[MOST_SOURCES];
    mlg_direct direct[40];
    mlg_sweep_request request;
    uint64_t random;
} scene;

/* At one node or two, any two, at any distance; some nowhere. */
static mlg_anchor random_anchor(uint64_t *random, const mlg_view *view)
{
    mlg_anchor anchor = { { MLG_NOWHERE, MLG_NOWHERE }, { 0, 0 } };
    int32_t kind = random_below(random, 10);
    if (kind == 0)
        return anchor;
    anchor.node[0] = random_below(random, view->n_nodes);
    anchor.offset_ds[0] = random_below(random, 3) ? random_below(random, 40) : 0;
    if (kind < 4)
        return anchor;
    anchor.node[1] = random_below(random, view->n_nodes);
    if (kind < 8 && view->first[anchor.node[0]] < view->first[anchor.node[0] + 1])
        anchor.node[1] = view->head[view->first[anchor.node[0]]]; /* along a street */
    anchor.offset_ds[1] = kind == 9 ? random_below(random, MLG_TIME_MAX) : random_below(random, 40);
    if (random_below(random, 5) == 0)
        anchor.node[0] = MLG_NOWHERE;
    return anchor;
}

static int by_source(const void *a, const void *b)
{
    return ((const mlg_direct *)a)->source - ((const mlg_direct *)b)->source;
}

static void people(scene *s, int32_t n_sources, int32_t n_direct)
{
    const int32_t limits[5] = { 0, 37, 1000, 30000, MLG_SWEEP_MAX_DS };
    for (int32_t i = 0; i < MOST_SOURCES; i++) {
        s->source[i] = random_anchor(&s->random, &s->csr.view);
        s->place[i] = random_anchor(&s->random, &s->csr.view);
    }
    for (int32_t i = 0; i < n_direct; i++)
        s->direct[i] = (mlg_direct){ random_below(&s->random, n_sources), random_below(&s->random, MOST_SOURCES),
                                     random_below(&s->random, 60) };
    qsort(s->direct, (size_t)n_direct, sizeof *s->direct, by_source);
    s->request = (mlg_sweep_request){ .sources = s->source,
                                      .n_sources = n_sources,
                                      .direct = s->direct,
                                      .n_direct = n_direct,
                                      .limit_ds = limits[random_below(&s->random, 5)],
                                      .threads = 1 };
}

static void scene_init(scene *s, uint64_t seed, bool places)
{
    const double shares[4] = { 1e-9, 0, 0.3, 1 };
    mlg_error err;
    *s = (scene){ .random = seed * 77 };
    random_arcs(&s->arcs, seed);
    assert_ok(mlg_csr_init(&s->csr, &s->arcs, MLG_FORWARD, &err), &err);
    const mlg_hierarchy_options options = { .core_share = shares[seed / 4 % 4], .threads = 1 };
    assert_ok(mlg_hierarchy_new(&s->hierarchy, &s->csr.view, &options, &err), &err);
    people(s, 1 + random_below(&s->random, MOST_SOURCES), places ? 40 : 0);
    int32_t n = places ? MOST_SOURCES : s->csr.view.n_nodes;
    assert_ok(mlg_spots_new(&s->spots, s->hierarchy, places ? s->place : NULL, n, &err), &err);
    s->request.spots = s->spots;
}

static void scene_release(scene *s)
{
    mlg_spots_free(s->spots);
    mlg_hierarchy_free(s->hierarchy);
    mlg_csr_release(&s->csr);
    mlg_arcs_release(&s->arcs);
}

static void compare_with_search(bool places)
{
    int64_t differences = 0;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        scene s;
        scene_init(&s, seed, places);
        int32_t n = mlg_spots_count(s.spots);
        int32_t *swept = table_by_sweep(&s.request);
        int32_t *searched = table_by_search(&s.csr.view, &s.request, places ? s.place : NULL);
        differences = count_differences(swept, searched, s.request.n_sources, n);
        if (differences)
            print_error("seed %d: %d of %d times differ\n", (int)seed, (int)differences, s.request.n_sources * n);
        free(swept);
        free(searched);
        scene_release(&s);
        assert_int_equal(differences, 0);
    }
}

static void times_at_all_nodes_are_those_of_searches(void **state)
{
    (void)state;
    compare_with_search(false);
}

static void times_at_places_between_nodes_are_those_of_searches(void **state)
{
    (void)state;
    compare_with_search(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_at_all_nodes_are_those_of_searches),
        cmocka_unit_test(times_at_places_between_nodes_are_those_of_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
