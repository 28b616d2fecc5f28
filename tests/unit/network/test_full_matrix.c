/* Full matrices are those of unbounded searches, to the decisecond, on graphs with everything that breaks
 * searches; complete hierarchies take new times and go through files as the others do. */
#include "sweep_table.h"

#include "network/hierarchy/full_matrix.h"

#include <unistd.h>

enum { GRAPHS = 400, MOST = 70, DIRECT = 30 };

typedef struct {
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_hierarchy *hierarchy;
    mlg_anchor source[MOST], target[MOST];
    mlg_direct direct[DIRECT];
    mlg_full_matrix_request request;
    uint64_t random;
} scene;

static mlg_hierarchy *prepare(const mlg_graph_view *view, double core_share)
{
    mlg_error err;
    mlg_hierarchy *hierarchy;
    const mlg_hierarchy_options options = { .core_share = core_share, .complete = true, .threads = 1 };
    assert_ok(mlg_hierarchy_new(&hierarchy, view, &options, &err), &err);
    assert_int_equal(mlg_hierarchy_figures(hierarchy).core_nodes, 0);
    assert_true(mlg_hierarchy_figures(hierarchy).complete);
    return hierarchy;
}

/* Core shares from next to nothing to all: from only tiles to only the rest. */
static void scene_init(scene *s, uint64_t seed)
{
    const double shares[4] = { 1e-9, 0, 0.3, 1 };
    const int32_t limits[4] = { MLG_TIME_MAX, MLG_TIME_MAX, 0, 4000 };
    mlg_error err;
    *s = (scene){ .random = seed * 91 };
    random_arcs(&s->arcs, seed);
    assert_ok(mlg_csr_init(&s->csr, &s->arcs, MLG_FORWARD, &err), &err);
    s->hierarchy = prepare(&s->csr.view, shares[seed / 4 % 4]);
    for (int32_t i = 0; i < MOST; i++) {
        s->source[i] = random_anchor(&s->random, &s->csr.view);
        s->target[i] = random_anchor(&s->random, &s->csr.view);
    }
    const int32_t n_sources = 1 + random_below(&s->random, MOST), n_targets = 1 + random_below(&s->random, MOST);
    for (int32_t i = 0; i < DIRECT; i++)
        s->direct[i] = (mlg_direct){ i * n_sources / DIRECT, random_below(&s->random, n_targets),
                                     random_below(&s->random, 60) };
    s->request = (mlg_full_matrix_request){ .hierarchy = s->hierarchy,
                                            .sources = s->source,
                                            .n_sources = n_sources,
                                            .targets = s->target,
                                            .n_targets = n_targets,
                                            .direct = s->direct,
                                            .n_direct = seed % 3 ? DIRECT : 0,
                                            .limit_ds = limits[seed % 4],
                                            .threads = 1 + (int)(seed % 3) };
}

static void scene_release(scene *s)
{
    mlg_hierarchy_free(s->hierarchy);
    mlg_csr_release(&s->csr);
    mlg_arcs_release(&s->arcs);
}

static int32_t *matrix(const mlg_full_matrix_request *request)
{
    mlg_error err;
    int32_t *time_ds = new_table(request->n_sources, request->n_targets);
    time_ds[0] = -5; /* what stood there before does not matter */
    assert_ok(mlg_full_matrix(time_ds, request, &err), &err);
    return time_ds;
}

static int32_t *searched(const mlg_graph_view *view, const mlg_full_matrix_request *r)
{
    const mlg_many_to_many_request asked = { .view = view,
                                             .sources = r->sources,
                                             .n_sources = r->n_sources,
                                             .direct = r->direct,
                                             .n_direct = r->n_direct,
                                             .limit_ds = r->limit_ds };
    return search_table(asked, r->targets, r->n_targets);
}

static void assert_same(const mlg_graph_view *view, const mlg_full_matrix_request *request)
{
    int32_t *found = matrix(request), *wanted = searched(view, request);
    assert_int_equal(count_differences(found, wanted, request->n_sources, request->n_targets), 0);
    free(found);
    free(wanted);
}

static void matrices_are_those_of_searches(void **state)
{
    (void)state;
    const mlg_lane_path paths[4] = { MLG_LANES_BEST, MLG_LANES_PLAIN, MLG_LANES_AVX2, MLG_LANES_AVX512 };
    int64_t unreachable = 0, cells = 0;
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        scene s;
        scene_init(&s, seed);
        if (mlg_lane_path_here(paths[seed / 3 % 4]))
            s.request.path = paths[seed / 3 % 4];
        assert_same(&s.csr.view, &s.request);
        int32_t *found = matrix(&s.request);
        for (int32_t i = 0; i < s.request.n_sources * s.request.n_targets; i++, cells++)
            unreachable += found[i] == MLG_UNREACHABLE;
        free(found);
        scene_release(&s);
    }
    assert_true(unreachable > cells / 10 && unreachable < cells - cells / 10); /* the test tells both */
}

/* The streets turned round, then as they were: byte for byte what was prepared first. */
static void new_times_are_as_if_prepared_anew(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        scene s;
        mlg_error err;
        mlg_csr reverse;
        scene_init(&s, seed);
        mlg_hierarchy *first = prepare(&s.csr.view, 0), *again = prepare(&s.csr.view, 0);
        assert_ok(mlg_csr_init(&reverse, &s.arcs, MLG_REVERSE, &err), &err);
        assert_ok(mlg_hierarchy_customise(again, &reverse.view, 2, &err), &err);
        s.request.hierarchy = again;
        assert_same(&reverse.view, &s.request);
        assert_ok(mlg_hierarchy_customise(again, &s.csr.view, 1, &err), &err);
        assert_true(mlg_hierarchy_equal(first, again));
        mlg_hierarchy_free(first);
        mlg_hierarchy_free(again);
        mlg_csr_release(&reverse);
        scene_release(&s);
    }
}

/* A way of MLG_TIME_MAX is told, one of a decisecond more is none: 0 to 1 takes all but 5 ds, 1 to 2 takes 5, 2 to
 * 3 takes 1. */
static void the_longest_time_is_told_and_one_more_is_none(void **state)
{
    (void)state;
    static const int32_t first[5] = { 0, 1, 2, 3, 3 }, head[3] = { 1, 2, 3 };
    static const int32_t time_ds[3] = { MLG_TIME_MAX - 5, 5, 1 };
    const mlg_graph_view view = { 4, 3, first, head, time_ds };
    const mlg_anchor source = { { 0, MLG_NOWHERE }, { 0, 0 } },
                     target[2] = { { { 2, MLG_NOWHERE }, { 0, 0 } }, { { 3, MLG_NOWHERE }, { 0, 0 } } };
    mlg_hierarchy *h = prepare(&view, 0);
    const mlg_full_matrix_request request = { .hierarchy = h,
                                              .sources = &source,
                                              .n_sources = 1,
                                              .targets = target,
                                              .n_targets = 2,
                                              .limit_ds = MLG_TIME_MAX };
    int32_t *found = matrix(&request);
    assert_int_equal(found[0], MLG_TIME_MAX);
    assert_int_equal(found[1], MLG_UNREACHABLE);
    free(found);
    mlg_hierarchy_free(h);
}

static void a_file_gives_back_what_was_saved(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    mlg_hierarchy *read;
    char *folder = make_folder();
    const char *path = in_folder(folder, "complete.network");
    scene_init(&s, 13);
    assert_ok(mlg_hierarchy_save(s.hierarchy, path, 3, &err), &err);
    assert_ok(mlg_hierarchy_open(&read, path, 3, MLG_CHECK_WHOLE, 1, &err), &err);
    assert_true(mlg_hierarchy_equal(read, s.hierarchy));
    s.request.hierarchy = read;
    assert_same(&s.csr.view, &s.request);
    mlg_hierarchy_free(read);
    assert_int_equal(truncate(path, 4096), 0);
    assert_fails(mlg_hierarchy_open(&read, path, 3, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err, "truncated");
    scene_release(&s);
    remove_folder(folder);
}

/* ---- faults ---- */

static void each_kind_serves_its_own(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    mlg_spots *spots;
    mlg_sweep *sweep;
    mlg_hierarchy *bounded;
    int32_t time_ds[MOST * MOST];
    scene_init(&s, 5);
    assert_ok(mlg_spots_new(&spots, s.hierarchy, NULL, s.csr.view.n_nodes, &err), &err);
    const mlg_sweep_request swept = { .spots = spots, .sources = s.source, .n_sources = 1 };
    assert_fails(mlg_sweep_new(&sweep, &swept, &err), MLG_USAGE, &err, "full matrices");
    assert_ok(mlg_hierarchy_new(&bounded, &s.csr.view, NULL, &err), &err);
    assert_false(mlg_hierarchy_figures(bounded).complete);
    assert_false(mlg_hierarchy_equal(bounded, s.hierarchy));
    s.request.hierarchy = bounded;
    assert_fails(mlg_full_matrix(time_ds, &s.request, &err), MLG_USAGE, &err, "without a core");
    mlg_hierarchy_free(bounded);
    mlg_spots_free(spots);
    scene_release(&s);
}

static void bad_requests_are_refused(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    int32_t time_ds[MOST * MOST];
    scene_init(&s, 7);
    s.request.limit_ds = -1;
    assert_fails(mlg_full_matrix(time_ds, &s.request, &err), MLG_USAGE, &err, "-1 ds");
    s.request.limit_ds = 9;
    s.target[0].node[1] = 800;
    assert_fails(mlg_full_matrix(time_ds, &s.request, &err), MLG_INPUT, &err, "target 0 is attached to node 800");
    s.target[0].node[1] = MLG_NOWHERE;
    s.direct[2].source = MOST;
    assert_fails(mlg_full_matrix(time_ds, &s.request, &err), MLG_INPUT, &err, "direct time 2");
    scene_release(&s);
}

static mlg_status prepare_and_ask(const scene *s, const mlg_progress *progress, mlg_error *err)
{
    mlg_hierarchy *h;
    int32_t time_ds[MOST * MOST];
    mlg_full_matrix_request request = s->request;
    const mlg_hierarchy_options options = {
        .core_share = 1, .complete = true, .threads = 1, .progress = progress
    };
    MLG_TRY(mlg_hierarchy_new(&h, &s->csr.view, &options, err));
    request.hierarchy = h;
    request.threads = 1;
    request.progress = progress;
    mlg_status st = mlg_full_matrix(time_ds, &request, err);
    mlg_hierarchy_free(h);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    long n = 1;
    scene_init(&s, 9);
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = prepare_and_ask(&s, NULL, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
    assert_true(n > 40);
    scene_release(&s);
}

static bool count_down(void *context, const char *stage, double fraction)
{
    (void)stage;
    assert_true(fraction >= 0 && fraction <= 1);
    return --*(int *)context > 0;
}

/* Stopped at the first call, the second, ... until nothing stops it. */
static void the_caller_may_stop_it_anywhere(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    int calls = 1;
    scene_init(&s, 9);
    for (mlg_status st = MLG_CANCELLED; st != MLG_OK; calls++) {
        int left = calls;
        const mlg_progress progress = { count_down, &left };
        st = prepare_and_ask(&s, &progress, &err);
        assert_true(st == MLG_OK || st == MLG_CANCELLED);
    }
    assert_true(calls > 10);
    scene_release(&s);
}

static void no_sources_or_no_targets_make_an_empty_matrix(void **state)
{
    (void)state;
    scene s;
    mlg_error err;
    int32_t untouched = 4;
    scene_init(&s, 3);
    s.request.n_direct = 0;
    s.request.n_sources = 0;
    assert_ok(mlg_full_matrix(&untouched, &s.request, &err), &err);
    s.request.n_sources = 5;
    s.request.n_targets = 0;
    assert_ok(mlg_full_matrix(&untouched, &s.request, &err), &err);
    assert_int_equal(untouched, 4);
    scene_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_are_those_of_searches),
        cmocka_unit_test(new_times_are_as_if_prepared_anew),
        cmocka_unit_test(the_longest_time_is_told_and_one_more_is_none),
        cmocka_unit_test(a_file_gives_back_what_was_saved),
        cmocka_unit_test(each_kind_serves_its_own),
        cmocka_unit_test(bad_requests_are_refused),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_caller_may_stop_it_anywhere),
        cmocka_unit_test(no_sources_or_no_targets_make_an_empty_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
