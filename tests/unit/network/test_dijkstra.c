#include "support.h"
#include "random_graph.h"
#include "textbook.h"

#include "base/memory.h"
#include "bench/dimacs.h"

#include <string.h>

typedef struct {
    mlg_arcs arcs;
    mlg_csr forward, reverse;
    textbook book;
    mlg_search *search;
} bed;

static void make_bed(bed *b)
{
    mlg_error err;
    size_t n = (size_t)b->arcs.n_nodes;
    assert_ok(mlg_csr_init(&b->forward, &b->arcs, MLG_FORWARD, &err), &err);
    assert_ok(mlg_csr_init(&b->reverse, &b->arcs, MLG_REVERSE, &err), &err);
    assert_ok(mlg_search_validate(&b->forward.view, &err), &err);
    assert_ok(mlg_search_new(&b->search, b->arcs.n_nodes, &err), &err);
    b->book.time_ds = malloc((n + 1) * sizeof *b->book.time_ds);
    b->book.settled = malloc((n + 1) * sizeof *b->book.settled);
    b->book.heap = malloc(((size_t)b->arcs.n_arcs + 16) * sizeof *b->book.heap);
    for (size_t i = 0; i < n; i++)
        b->book.time_ds[i] = INT32_MAX;
}

static void clear_bed(bed *b)
{
    mlg_search_free(b->search);
    mlg_csr_release(&b->forward);
    mlg_csr_release(&b->reverse);
    mlg_arcs_release(&b->arcs);
    free(b->book.time_ds);
    free(b->book.settled);
    free(b->book.heap);
    memset(b, 0, sizeof *b);
}

static void random_bed(bed *b, uint64_t seed)
{
    random_arcs(&b->arcs, seed);
    make_bed(b);
}

static void book_times(bed *b, const mlg_graph_view *view, const mlg_seed *seeds, int32_t n_seeds,
                       int32_t limit_ds)
{
    textbook_forget(&b->book);
    for (int32_t i = 0; i < n_seeds; i++)
        textbook_seed(&b->book, seeds[i].node, seeds[i].time_ds, limit_ds, 2);
    textbook_run(&b->book, view, limit_ds, 2);
}

static void assert_same_times(const bed *b, const mlg_reached *reached)
{
    assert_int_equal(reached->count, b->book.n_settled);
    for (int32_t v = 0; v < b->arcs.n_nodes; v++)
        if (reached->time_ds[v] != b->book.time_ds[v])
            fail_msg("node %d: %d ds, the textbook says %d", v, reached->time_ds[v], b->book.time_ds[v]);
    int64_t sum = 0, book_sum = 0;
    for (int32_t i = 0; i < reached->count; i++) {
        sum += reached->node[i];
        book_sum += b->book.settled[i];
        assert_true(reached->time_ds[reached->node[i]] != MLG_UNREACHABLE);
    }
    assert_int_equal(sum, book_sum);
}

/* A time that some node really has, so that the closed limit is put to the test; or 0; or none. */
static int32_t pick_limit(bed *b, uint64_t *random)
{
    if (random_below(random, 4) == 0)
        return random_below(random, 2) ? 0 : MLG_TIME_MAX;
    if (b->book.n_settled == 0)
        return random_below(random, 100);
    int32_t time_ds = b->book.time_ds[b->book.settled[random_below(random, b->book.n_settled)]];
    return time_ds - (time_ds > 0 && random_below(random, 3) == 0);
}

static void every_search_equals_the_textbook(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    for (uint64_t seed = 0; seed < 600; seed++) {
        bed b = { 0 };
        random_bed(&b, seed);
        uint64_t random = seed + 1000000;
        for (int round = 0; round < 12; round++) {
            const mlg_graph_view *view = round % 2 ? &b.forward.view : &b.reverse.view;
            mlg_seed seeds[4];
            int32_t n_seeds = random_below(&random, 5);
            for (int32_t i = 0; i < n_seeds; i++)
                seeds[i] = (mlg_seed){ random_below(&random, i % 2 ? 3 % b.arcs.n_nodes + 1 : b.arcs.n_nodes) %
                                           b.arcs.n_nodes,
                                       random_below(&random, 40) };
            mlg_search_options options = { .limit_ds = pick_limit(&b, &random), .parents = round % 3 == 0 };
            assert_ok(mlg_search_run(&reached, b.search, view, seeds, n_seeds, &options, &err), &err);
            book_times(&b, view, seeds, n_seeds, options.limit_ds);
            assert_same_times(&b, &reached);
        }
        clear_bed(&b);
    }
}

static void times_to_a_node_are_those_of_the_reverse_search(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    for (uint64_t seed = 0; seed < 100; seed++) {
        bed b = { 0 };
        random_bed(&b, seed);
        int32_t n = b.arcs.n_nodes;
        int32_t *there = malloc((size_t)n * (size_t)n * sizeof *there);
        mlg_search_options all = { .limit_ds = MLG_TIME_MAX };
        for (int32_t v = 0; v < n; v++) {
            assert_ok(mlg_search_run(&reached, b.search, &b.forward.view, &(mlg_seed){ v, 0 }, 1, &all, &err),
                      &err);
            memcpy(there + (size_t)v * (size_t)n, reached.time_ds, (size_t)n * sizeof *there);
        }
        for (int32_t v = 0; v < n; v++) {
            assert_ok(mlg_search_run(&reached, b.search, &b.reverse.view, &(mlg_seed){ v, 0 }, 1, &all, &err),
                      &err);
            for (int32_t u = 0; u < n; u++)
                assert_int_equal(reached.time_ds[u], there[(size_t)u * (size_t)n + (size_t)v]);
        }
        free(there);
        clear_bed(&b);
    }
}

/* Stopping at nodes gives what the limit at the farthest of them gives, and leaves nothing behind. */
static void an_early_stop_is_a_limit_at_the_last_node_waited_for(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    for (uint64_t seed = 0; seed < 300; seed++) {
        bed b = { 0 };
        random_bed(&b, seed);
        uint64_t random = seed;
        for (int round = 0; round < 6; round++) {
            int32_t stops[3], n_stops = random_below(&random, 4), last_ds = -1;
            mlg_seed from = { random_below(&random, b.arcs.n_nodes), 5 };
            book_times(&b, &b.forward.view, &from, 1, MLG_TIME_MAX);
            for (int32_t i = 0; i < n_stops; i++) {
                stops[i] = random_below(&random, b.arcs.n_nodes);
                last_ds = b.book.time_ds[stops[i]] > last_ds ? b.book.time_ds[stops[i]] : last_ds;
            }
            mlg_search_options options = { MLG_TIME_MAX, stops, n_stops, round % 2 == 0 };
            assert_ok(mlg_search_run(&reached, b.search, &b.forward.view, &from, 1, &options, &err), &err);
            bool all = n_stops == 0 || last_ds > MLG_TIME_MAX;
            book_times(&b, &b.forward.view, &from, 1, all ? MLG_TIME_MAX : last_ds);
            assert_same_times(&b, &reached);
        }
        clear_bed(&b);
    }
}

static void parents_trace_a_path_that_takes_the_time_found(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    for (uint64_t seed = 0; seed < 200; seed++) {
        bed b = { 0 };
        random_bed(&b, seed);
        const mlg_graph_view *view = &b.forward.view;
        mlg_search_options options = { .limit_ds = MLG_TIME_MAX, .parents = true };
        assert_ok(mlg_search_run(&reached, b.search, view, &(mlg_seed){ 0, 7 }, 1, &options, &err), &err);
        for (int32_t i = 0; i < reached.count; i++) {
            int32_t arcs[64], at = 0, time_ds = 7;
            int32_t length = mlg_search_path(arcs, 64, &reached, view, reached.node[i]);
            for (int32_t step = 0; step < length; step++) {
                assert_int_equal(mlg_graph_view_tail(view, arcs[step]), at);
                at = view->head[arcs[step]];
                time_ds += view->time_ds[arcs[step]];
            }
            assert_int_equal(at, reached.node[i]);
            assert_int_equal(time_ds, reached.time_ds[at]);
        }
        clear_bed(&b);
    }
}

/* 0 -> 1 -> 2, each arc the longest allowed: node 2 is beyond MLG_TIME_MAX. */
static void times_saturate_instead_of_overflowing(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    bed b = { 0 };
    assert_ok(mlg_arcs_init(&b.arcs, 3, 2, &err), &err);
    for (int32_t i = 0; i < 2; i++) {
        b.arcs.tail[i] = i;
        b.arcs.head[i] = i + 1;
        b.arcs.time_ds[i] = MLG_TIME_MAX;
    }
    make_bed(&b);
    mlg_search_options all = { .limit_ds = MLG_TIME_MAX };
    assert_ok(mlg_search_run(&reached, b.search, &b.forward.view, &(mlg_seed){ 0, 0 }, 1, &all, &err), &err);
    assert_int_equal(reached.time_ds[1], MLG_TIME_MAX);
    assert_int_equal(reached.time_ds[2], MLG_UNREACHABLE);
    clear_bed(&b);
}

static void faulty_graphs_are_named_by_their_arc(void **state)
{
    (void)state;
    mlg_error err;
    int32_t first[4] = { 0, 1, 2, 3 }, head[3] = { 1, 2, 0 }, time_ds[3] = { 5, 5, 5 };
    mlg_graph_view view = { 3, 3, first, head, time_ds };
    assert_ok(mlg_search_validate(&view, &err), &err);
    head[1] = 3;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "arc 1 leads to node 3, which is not in 0..2");
    head[1] = 2;
    time_ds[2] = -4;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "arc 2 takes -4 ds");
    time_ds[2] = MLG_TIME_MAX + 1;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "arc 2 takes 1073741824 ds");
    time_ds[2] = 5;
    first[1] = 3;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "the arcs of node 1 are 3 to 2 of 3");
    first[1] = 1;
    first[3] = 2;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "end at 2 of 3");
    first[0] = 1;
    assert_fails(mlg_search_validate(&view, &err), MLG_INPUT, &err, "start at 1");
}

static void a_request_out_of_range_is_refused(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    bed b = { 0 };
    assert_ok(mlg_arcs_init(&b.arcs, 4, 0, &err), &err);
    make_bed(&b);
    const mlg_graph_view *view = &b.forward.view;
    mlg_search_options options = { .limit_ds = -1 };
    assert_fails(mlg_search_run(&reached, b.search, view, NULL, 0, &options, &err), MLG_INPUT, &err,
                 "limit of -1");
    options.limit_ds = 10;
    assert_fails(mlg_search_run(&reached, b.search, view, &(mlg_seed){ 4, 0 }, 1, &options, &err), MLG_INPUT, &err,
                 "seed 0: node 4 is not in 0..3");
    assert_fails(mlg_search_run(&reached, b.search, view, &(mlg_seed){ 3, -1 }, 1, &options, &err), MLG_INPUT,
                 &err, "seed 0: -1 ds");
    options.stop_at = (const int32_t[]){ 2, -1 };
    options.n_stop_at = 2;
    assert_fails(mlg_search_run(&reached, b.search, view, &(mlg_seed){ 3, 0 }, 1, &options, &err), MLG_INPUT, &err,
                 "stop node 1: node -1");
    clear_bed(&b);
}

/* A star whose centre needs more room than the queue starts with, so that the search itself must allocate. */
static void out_of_memory_is_a_status_and_the_scratch_stays_good(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    bed b = { 0 };
    assert_ok(mlg_arcs_init(&b.arcs, 5000, 4999, &err), &err);
    for (int32_t i = 0; i < 4999; i++) {
        b.arcs.head[i] = i + 1;
        b.arcs.time_ds[i] = i;
    }
    make_bed(&b);
    mlg_search_options options = { MLG_TIME_MAX, (const int32_t[]){ 4999 }, 1, true };
    int failures = 0;
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; failures++) {
        mlg_memory_fail_at(failures + 1);
        st = mlg_search_run(&reached, b.search, &b.forward.view, &(mlg_seed){ 0, 0 }, 1, &options, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK || st == MLG_MEMORY);
    }
    assert_true(failures > 1);
    book_times(&b, &b.forward.view, &(mlg_seed){ 0, 0 }, 1, MLG_TIME_MAX);
    assert_same_times(&b, &reached);
    for (int n = 1; n <= 4; n++) {
        mlg_search *none = NULL;
        mlg_memory_fail_at(n);
        assert_fails(mlg_search_new(&none, 10, &err), MLG_MEMORY, &err, "out of memory");
        assert_null(none);
    }
    mlg_memory_fail_at(0);
    clear_bed(&b);
}

/* Every node of Rome as a source, in both directions and to a bound. */
static void rome_equals_the_textbook(void **state)
{
    (void)state;
    mlg_error err;
    mlg_reached reached;
    bed b = { 0 };
    const char *path = shared_data("graph/rome99.gr");
    if (!path) {
        print_message("skipped: ../shared/data/graph/rome99.gr is not there\n");
        skip();
    }
    assert_ok(mlg_dimacs_read(&b.arcs, path, 1, &err), &err);
    make_bed(&b);
    for (int32_t v = 0; v < b.arcs.n_nodes; v++) {
        const mlg_graph_view *view = v % 2 ? &b.forward.view : &b.reverse.view;
        mlg_search_options options = { .limit_ds = v % 3 ? 5000 : MLG_TIME_MAX };
        assert_ok(mlg_search_run(&reached, b.search, view, &(mlg_seed){ v, 0 }, 1, &options, &err), &err);
        book_times(&b, view, &(mlg_seed){ v, 0 }, 1, options.limit_ds);
        assert_same_times(&b, &reached);
        assert_true(v % 3 || reached.count == b.arcs.n_nodes);
    }
    clear_bed(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_search_equals_the_textbook),
        cmocka_unit_test(times_to_a_node_are_those_of_the_reverse_search),
        cmocka_unit_test(an_early_stop_is_a_limit_at_the_last_node_waited_for),
        cmocka_unit_test(parents_trace_a_path_that_takes_the_time_found),
        cmocka_unit_test(times_saturate_instead_of_overflowing),
        cmocka_unit_test(faulty_graphs_are_named_by_their_arc),
        cmocka_unit_test(a_request_out_of_range_is_refused),
        cmocka_unit_test(rome_equals_the_textbook),
        cmocka_unit_test(out_of_memory_is_a_status_and_the_scratch_stays_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
