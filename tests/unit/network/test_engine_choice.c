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

/* A search that settles the whole town, 14,400 nodes, takes 0.49 ms; a climb 2.16 us, a pair of climbs 0.03 us:
 * 300 x 300 by searches 147 ms, by climbs 1.3 + 2.7 ms, and 28.8 ms to prepare the network. */
static void one_row_is_searched_and_many_are_climbed_for(void **state)
{
    (void)state;
    mlg_choice choice;
    mlg_matrix_work work = { .nodes = 14400, .sources = 1, .targets = 300, .settled = 14400 };
    mlg_choose_matrix_method(&choice, &work);
    assert_int_equal(choice.method, MLG_BY_SEARCH);
    assert_non_null(strstr(choice.reason, "searches: searches "));
    work.sources = 300;
    mlg_choose_matrix_method(&choice, &work);
    assert_int_equal(choice.method, MLG_BY_CLIMB);
    assert_near(choice.search_s, 0.14688, 1e-9);
    assert_near(choice.sweep_s, 0.001296 + 0.0027, 1e-9);
    assert_near(choice.prepare_s, 0.0288, 1e-9);
    work.settled = 300; /* all targets in the next street */
    mlg_choose_matrix_method(&choice, &work);
    assert_int_equal(choice.method, MLG_BY_SEARCH);
    work.prepared = true;
    mlg_choose_matrix_method(&choice, &work);
    assert_near(choice.prepare_s, 0, 0);
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
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = mlg_choose_method(&choice, &s->request, true, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_source_is_searched_and_thousands_are_swept),
        cmocka_unit_test(a_prepared_network_is_swept_earlier),
        cmocka_unit_test(limits_beyond_16_bits_are_searched),
        cmocka_unit_test(one_row_is_searched_and_many_are_climbed_for),
        cmocka_unit_test(faults_are_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
