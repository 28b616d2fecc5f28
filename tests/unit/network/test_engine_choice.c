/* The method chosen is the cheaper one where it is plain, is told, and changes no time. */
#include "sweep_table.h"

#include "network/hierarchy/engine_choice.h"

enum { SIDE = 120, NODES = SIDE * SIDE, MOST = 4000 };

typedef struct {
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_targets *targets;
    mlg_anchor source[MOST], target[MOST];
    mlg_many_to_many_request request;
} scene;

/* A square town of streets 1 to 60 s long. */
static int set_up(void **state)
{
    scene *s = calloc(1, sizeof *s);
    mlg_error err;
    uint64_t random = 8;
    int32_t count = 0;
    assert_ok(mlg_arcs_init(&s->arcs, NODES, 4 * NODES, &err), &err);
    for (int32_t v = 0; v < NODES; v++)
        for (int side = 0; side < 4; side++) {
            const int32_t across = side == 0 ? 1 : side == 1 ? -1 : 0, along = side == 2 ? 1 : side == 3 ? -1 : 0;
            const int32_t x = v % SIDE + across, y = v / SIDE + along;
            if (x < 0 || y < 0 || x >= SIDE || y >= SIDE)
                continue;
            s->arcs.tail[count] = v;
            s->arcs.head[count] = y * SIDE + x;
            s->arcs.time_ds[count++] = 10 + random_below(&random, 590);
        }
    s->arcs.n_arcs = count;
    assert_ok(mlg_csr_init(&s->csr, &s->arcs, MLG_FORWARD, &err), &err);
    for (int32_t i = 0; i < MOST; i++) {
        s->source[i] = (mlg_anchor){ { i * 2, MLG_NOWHERE }, { i % 50, 0 } };
        s->target[i] = (mlg_anchor){ { i * 3, i * 3 + 1 }, { i % 80, 20 } };
    }
    assert_ok(mlg_targets_new(&s->targets, NODES, s->target, MOST, &err), &err);
    s->request = (mlg_many_to_many_request){
        .view = &s->csr.view, .sources = s->source, .targets = s->targets, .threads = 1
    };
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    scene *s = *state;
    mlg_targets_free(s->targets);
    mlg_csr_release(&s->csr);
    mlg_arcs_release(&s->arcs);
    free(s);
    return 0;
}

static mlg_choice choose(scene *s, int32_t n_sources, int32_t limit_ds, bool prepared)
{
    mlg_error err;
    mlg_choice choice;
    s->request.n_sources = n_sources;
    s->request.limit_ds = limit_ds;
    assert_ok(mlg_choose_method(&choice, &s->request, prepared, &err), &err);
    return choice;
}

static void one_source_is_searched_and_thousands_are_swept(void **state)
{
    scene *s = *state;
    assert_int_equal(choose(s, 1, 3000, true).method, MLG_BY_SEARCH);
    assert_int_equal(choose(s, 0, 3000, true).method, MLG_BY_SEARCH);
    mlg_choice many = choose(s, MOST, 9000, false);
    assert_int_equal(many.method, MLG_BY_SWEEP);
    assert_true(many.sweep_s + many.prepare_s < many.search_s);
    assert_non_null(strstr(many.reason, "sweeps: searches "));
}

/* With the preparation to pay, more sources are needed. */
static void a_prepared_network_is_swept_earlier(void **state)
{
    scene *s = *state;
    int32_t from[2] = { 0, 0 };
    for (int prepared = 0; prepared < 2; prepared++)
        for (int32_t n = 1; n < MOST && !from[prepared]; n++)
            if (choose(s, n, 6000, prepared).method == MLG_BY_SWEEP)
                from[prepared] = n;
    assert_true(from[1] > 1);
    assert_true(from[0] > from[1]);
}

static void limits_beyond_16_bits_are_searched(void **state)
{
    scene *s = *state;
    mlg_choice choice = choose(s, MOST, MLG_SWEEP_MAX_DS + 1, true);
    assert_int_equal(choice.method, MLG_BY_SEARCH);
    assert_non_null(strstr(choice.reason, "109 min"));
    assert_int_equal(choose(s, MOST, MLG_TIME_MAX, true).method, MLG_BY_SEARCH);
}

static void both_methods_give_the_same_rows(void **state)
{
    scene *s = *state;
    mlg_error err;
    mlg_choice choice;
    mlg_hierarchy *hierarchy = NULL;
    mlg_reach_rows chosen, searched;
    s->request.limit_ds = 5000;
    s->request.n_sources = MOST;
    assert_ok(mlg_reach_rows_init(&searched, &s->request, &err), &err);
    for (int again = 0; again < 2; again++) {
        assert_ok(mlg_reach_rows_best(&chosen, &choice, &hierarchy, &s->request, s->target, MOST, &err), &err);
        assert_int_equal(choice.method, MLG_BY_SWEEP);
        assert_non_null(hierarchy);
        assert_near(choice.prepare_s, again ? 0 : 1e-6 * NODES, 1e-12);
        assert_memory_equal(chosen.first, searched.first, (MOST + 1) * sizeof *chosen.first);
        size_t pairs = (size_t)chosen.first[MOST];
        assert_memory_equal(chosen.target, searched.target, pairs * sizeof *chosen.target);
        assert_memory_equal(chosen.time_ds, searched.time_ds, pairs * sizeof *chosen.time_ds);
        mlg_reach_rows_release(&chosen);
    }
    mlg_reach_rows_release(&searched);
    mlg_hierarchy_free(hierarchy);
}

/* Without a limit a search settles the whole town, 14,400 nodes: 0.5 ms; a climb is a few us. */
static void one_row_without_a_limit_is_searched_and_many_are_climbed_for(void **state)
{
    scene *s = *state;
    mlg_error err;
    mlg_choice choice;
    mlg_hierarchy *hierarchy = NULL;
    enum { N = 300 };
    const mlg_direct direct[2] = { { 9, 7, 1 }, { 2, 8, 0 } }; /* in any order */
    mlg_full_matrix_request request = { .sources = s->source,
                                        .n_sources = 1,
                                        .targets = s->target,
                                        .n_targets = N,
                                        .direct = direct,
                                        .limit_ds = MLG_TIME_MAX,
                                        .threads = 2 };
    assert_ok(mlg_choose_matrix_method(&choice, &s->csr.view, &request, &err), &err);
    assert_int_equal(choice.method, MLG_BY_SEARCH);
    assert_non_null(strstr(choice.reason, "searches: searches "));
    request.n_sources = N;
    request.n_direct = 2;
    int32_t *chosen = new_table(N, N), *searched = new_table(N, N);
    assert_ok(mlg_full_matrix_by_search(searched, &s->csr.view, &request, &err), &err);
    assert_int_equal(searched[2 * N + 8], 0);
    for (int again = 0; again < 2; again++) {
        assert_ok(mlg_full_matrix_best(chosen, &choice, &hierarchy, &s->csr.view, &request, &err), &err);
        assert_int_equal(choice.method, MLG_BY_CLIMB);
        assert_non_null(hierarchy);
        assert_near(choice.prepare_s, again ? 0 : 2e-6 * NODES, 1e-12);
        assert_int_equal(count_differences(chosen, searched, N, N), 0);
    }
    request.limit_ds = 300; /* a search of 30 s settles next to nothing */
    assert_ok(mlg_choose_matrix_method(&choice, &s->csr.view, &request, &err), &err);
    assert_int_equal(choice.method, MLG_BY_SEARCH);
    assert_ok(mlg_full_matrix_best(chosen, &choice, &(mlg_hierarchy *){ NULL }, &s->csr.view, &request, &err),
              &err);
    for (int32_t i = 0; i < N * N; i++)
        assert_int_equal(chosen[i], searched[i] <= 300 ? searched[i] : MLG_UNREACHABLE);
    mlg_hierarchy_free(hierarchy);
    free(chosen);
    free(searched);
}

static void faults_are_told(void **state)
{
    scene *s = *state;
    mlg_error err;
    mlg_choice choice;
    s->request.n_sources = 5;
    s->request.limit_ds = 100;
    s->source[3].node[0] = NODES;
    assert_fails(mlg_choose_method(&choice, &s->request, true, &err), MLG_INPUT, &err, "source 3");
    s->source[3].node[0] = 6;
    long n = 1;
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n++) {
        mlg_memory_fail_at(n);
        st = mlg_choose_method(&choice, &s->request, true, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
    const mlg_full_matrix_request matrix = { .sources = s->source, .n_sources = 5, .limit_ds = 10 };
    s->source[1].node[0] = NODES;
    assert_fails(mlg_choose_matrix_method(&choice, &s->csr.view, &matrix, &err), MLG_INPUT, &err, "source 1");
    s->source[1].node[0] = 2;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_source_is_searched_and_thousands_are_swept),
        cmocka_unit_test(a_prepared_network_is_swept_earlier),
        cmocka_unit_test(limits_beyond_16_bits_are_searched),
        cmocka_unit_test(both_methods_give_the_same_rows),
        cmocka_unit_test(one_row_without_a_limit_is_searched_and_many_are_climbed_for),
        cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
