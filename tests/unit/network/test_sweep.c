/* Times by sweeps are those of the bounded Dijkstra, to the decisecond, on graphs with everything that breaks
 * searches; and no bit depends on the lane code or on the number of threads. */
#include "sweep_table.h"

#include "network/hierarchy/sweep_rows.h"
#include "bench/dimacs.h"

#include <stdio.h>

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

/* 0 leads to 1 and to 2 in 5 ds, and these to each other in no time: neither way may be left out for the other. */
static void ways_of_no_time_within_the_core_do_not_rule_each_other_out(void **state)
{
    (void)state;
    static const int32_t first[4] = { 0, 2, 3, 4 }, head[4] = { 1, 2, 2, 1 }, time_ds[4] = { 5, 5, 0, 0 };
    const mlg_graph_view view = { 3, 4, first, head, time_ds };
    const mlg_anchor source = { { 0, MLG_NOWHERE }, { 0, 0 } };
    mlg_error err;
    mlg_hierarchy *hierarchy;
    mlg_spots *spots;
    const mlg_hierarchy_options options = { .core_share = 1, .threads = 1 };
    assert_ok(mlg_hierarchy_new(&hierarchy, &view, &options, &err), &err);
    assert_int_equal(mlg_hierarchy_figures(hierarchy).core_nodes, 3);
    assert_ok(mlg_spots_new(&spots, hierarchy, NULL, 3, &err), &err);
    const mlg_sweep_request request = { .spots = spots, .sources = &source, .n_sources = 1, .limit_ds = 5 };
    int32_t *swept = table_by_sweep(&request);
    assert_int_equal(swept[0], 0);
    assert_int_equal(swept[1], 5);
    assert_int_equal(swept[2], 5);
    free(swept);
    mlg_spots_free(spots);
    mlg_hierarchy_free(hierarchy);
}

/* Every processor path here and 1 to 3 threads: the same table. */
static void lanes_and_threads_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        scene s;
        scene_init(&s, seed, true);
        int32_t *first = table_by_sweep(&s.request);
        for (int path = MLG_LANES_BEST; path <= MLG_LANES_AVX512; path++)
            for (int threads = 1; threads <= 3 && mlg_lane_path_here((mlg_lane_path)path); threads++) {
                s.request.path = (mlg_lane_path)path;
                s.request.threads = threads;
                int32_t *other = table_by_sweep(&s.request);
                assert_int_equal(count_differences(first, other, s.request.n_sources, MOST_SOURCES), 0);
                free(other);
            }
        free(first);
        scene_release(&s);
    }
    assert_true(mlg_lane_path_here(MLG_LANES_PLAIN));
}

/* ---- answers ---- */

static mlg_sparse_rows rows_by_search(const scene *s, mlg_targets **targets)
{
    mlg_error err;
    mlg_sparse_rows rows;
    assert_ok(mlg_targets_new(targets, s->csr.view.n_nodes, s->place, MOST_SOURCES, &err), &err);
    const mlg_many_to_many_request asked = { .view = &s->csr.view,
                                             .sources = s->source,
                                             .n_sources = s->request.n_sources,
                                             .targets = *targets,
                                             .direct = s->direct,
                                             .n_direct = s->request.n_direct,
                                             .limit_ds = s->request.limit_ds };
    assert_ok(mlg_many_to_many_rows(&rows, &asked, &err), &err);
    return rows;
}

static void assert_same_rows(const mlg_sparse_rows *a, const mlg_sparse_rows *b)
{
    assert_int_equal(a->n_rows, b->n_rows);
    assert_memory_equal(a->start, b->start, ((size_t)a->n_rows + 1) * sizeof *a->start);
    size_t pairs = (size_t)a->start[a->n_rows];
    if (pairs == 0)
        return;
    assert_memory_equal(a->column, b->column, pairs * sizeof *a->column);
    assert_memory_equal(a->value, b->value, pairs * sizeof *a->value);
}

static void rows_are_those_of_searches(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        scene s;
        mlg_error err;
        mlg_sparse_rows swept;
        mlg_targets *targets;
        scene_init(&s, seed, true);
        mlg_sparse_rows searched = rows_by_search(&s, &targets);
        s.request.threads = 1 + (int)(seed % 3);
        assert_ok(mlg_sweep_rows(&swept, &s.request, &err), &err);
        assert_same_rows(&swept, &searched);
        mlg_sparse_release(&swept);
        mlg_sparse_release(&searched);
        mlg_targets_free(targets);
        scene_release(&s);
    }
}

/* ---- a real network ---- */

static void every_pair_of_rome_is_that_of_searches(void **state)
{
    (void)state;
    const char *path = shared_data("graph/rome99.gr");
    mlg_error err;
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_hierarchy *h;
    mlg_spots *spots;
    mlg_anchor source[500];
    if (!path) {
        print_message("no shared/data/graph/rome99.gr beside the project\n");
        skip();
    }
    assert_ok(mlg_dimacs_read(&arcs, path, 1.0, &err), &err);
    assert_ok(mlg_csr_init(&csr, &arcs, MLG_FORWARD, &err), &err);
    assert_ok(mlg_hierarchy_new(&h, &csr.view, NULL, &err), &err);
    assert_ok(mlg_spots_new(&spots, h, NULL, csr.view.n_nodes, &err), &err);
    for (int32_t i = 0; i < 500; i++)
        source[i] = (mlg_anchor){ { i * 6, MLG_NOWHERE }, { 0, 0 } };
    const mlg_sweep_request request = { .spots = spots, .sources = source, .n_sources = 500, .limit_ds = 40000 };
    int32_t *swept = table_by_sweep(&request), *searched = table_by_search(&csr.view, &request, NULL);
    assert_int_equal(count_differences(swept, searched, 500, csr.view.n_nodes), 0);
    free(swept);
    free(searched);
    mlg_spots_free(spots);
    mlg_hierarchy_free(h);
    mlg_csr_release(&csr);
    mlg_arcs_release(&arcs);
}

/* ---- faults ---- */

static void bad_requests_are_refused(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    mlg_sweep *sweep;
    scene_init(&s, 7, true);
    s.request.limit_ds = MLG_SWEEP_MAX_DS + 1;
    assert_fails(mlg_sweep_new(&sweep, &s.request, &err), MLG_USAGE, &err, "65535");
    s.request.limit_ds = 100;
    s.source[0].node[0] = 60000;
    assert_fails(mlg_sweep_new(&sweep, &s.request, &err), MLG_INPUT, &err, "source 0 is attached to node 60000");
    s.source[0].node[0] = 0;
    s.direct[3].target = MOST_SOURCES;
    assert_fails(mlg_sweep_new(&sweep, &s.request, &err), MLG_INPUT, &err, "direct time 3");
    s.direct[3].target = 0;
    mlg_spots *spots;
    s.place[5].node[1] = -7;
    assert_fails(mlg_spots_new(&spots, s.hierarchy, s.place, MOST_SOURCES, &err), MLG_INPUT, &err, "place 5");
    assert_fails(mlg_spots_new(&spots, s.hierarchy, NULL, 3000, &err), MLG_USAGE, &err, "3000 places");
    scene_release(&s);
}

static mlg_status ask_all(const scene *s, mlg_error *err)
{
    mlg_spots *spots;
    mlg_sparse_rows rows;
    mlg_sweep_request request = s->request;
    MLG_TRY(mlg_spots_new(&spots, s->hierarchy, s->place, MOST_SOURCES, err));
    request.spots = spots;
    mlg_status st = mlg_sweep_rows(&rows, &request, err);
    mlg_sparse_release(&rows);
    mlg_spots_free(spots);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    long n = 1;
    scene_init(&s, 9, true);
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = ask_all(&s, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
    assert_true(n > 30);
    scene_release(&s);
}

static bool stop_at_once(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage, (void)fraction;
    return false;
}

static void the_caller_may_stop_it(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    mlg_sparse_rows rows;
    const mlg_progress progress = { stop_at_once, NULL };
    scene_init(&s, 9, true);
    s.request.progress = &progress;
    assert_int_equal(mlg_sweep_rows(&rows, &s.request, &err), MLG_CANCELLED);
    assert_null(rows.start);
    scene_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_at_all_nodes_are_those_of_searches),
        cmocka_unit_test(times_at_places_between_nodes_are_those_of_searches),
        cmocka_unit_test(ways_of_no_time_within_the_core_do_not_rule_each_other_out),
        cmocka_unit_test(lanes_and_threads_change_nothing),
        cmocka_unit_test(rows_are_those_of_searches),
        cmocka_unit_test(every_pair_of_rome_is_that_of_searches),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_caller_may_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
