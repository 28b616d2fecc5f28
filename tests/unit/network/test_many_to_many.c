#include "support.h"
#include "random_graph.h"
#include "textbook.h"

#include "base/memory.h"
#include "network/search/many_to_many.h"
#include "network/search/nearest_sites.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 40 };

/* Random points on a random graph, and the times between all of them worked out the long way. */
typedef struct {
    mlg_arcs arcs;
    mlg_csr csr;
    int32_t n_sources, n_targets, n_direct;
    mlg_anchor sources[MOST], targets[MOST];
    mlg_direct direct[MOST];
    int32_t want_ds[MOST][MOST];
} bed;

static mlg_anchor random_anchor(uint64_t *random, int32_t n_nodes)
{
    mlg_anchor anchor = { { MLG_NOWHERE, MLG_NOWHERE }, { 0, 0 } };
    for (int side = 0; side < 2; side++)
        if (random_below(random, 5) > 0) {
            anchor.node[side] = random_below(random, n_nodes);
            anchor.offset_ds[side] = random_below(random, 30);
        }
    return anchor;
}

static int32_t sum_ds(int32_t time_ds, int32_t offset_ds)
{
    return time_ds == INT32_MAX || time_ds + offset_ds > MLG_TIME_MAX ? INT32_MAX : time_ds + offset_ds;
}

static void work_out_times(bed *b, int32_t source)
{
    int32_t n = b->arcs.n_nodes, settled[64], time_ds[64];
    textbook book = { .time_ds = time_ds, .settled = settled };
    book.heap = malloc((size_t)(b->arcs.n_arcs + 2) * sizeof *book.heap);
    for (int32_t v = 0; v < n; v++)
        time_ds[v] = INT32_MAX;
    for (int side = 0; side < 2; side++)
        if (b->sources[source].node[side] >= 0)
            textbook_seed(&book, b->sources[source].node[side], b->sources[source].offset_ds[side], MLG_TIME_MAX,
                          2);
    textbook_run(&book, &b->csr.view, MLG_TIME_MAX, 2);
    free(book.heap);
    for (int32_t t = 0; t < b->n_targets; t++) {
        int32_t *want = &b->want_ds[source][t];
        *want = INT32_MAX;
        for (int side = 0; side < 2; side++) {
            int32_t node = b->targets[t].node[side];
            int32_t by_node = node < 0 ? INT32_MAX : sum_ds(time_ds[node], b->targets[t].offset_ds[side]);
            *want = by_node < *want ? by_node : *want;
        }
    }
}

static void make_bed(bed *b, uint64_t seed)
{
    mlg_error err;
    uint64_t random = seed + 77;
    memset(b, 0, sizeof *b);
    random_arcs(&b->arcs, seed);
    assert_ok(mlg_csr_init(&b->csr, &b->arcs, MLG_FORWARD, &err), &err);
    b->n_sources = random_below(&random, MOST);
    b->n_targets = random_below(&random, MOST);
    for (int32_t i = 0; i < MOST; i++) {
        b->sources[i] = random_anchor(&random, b->arcs.n_nodes);
        b->targets[i] = random_anchor(&random, b->arcs.n_nodes);
    }
    for (int32_t s = 0; s < b->n_sources; s++) {
        work_out_times(b, s);
        if (b->n_targets == 0 || random_below(&random, 2))
            continue;
        mlg_direct d = { s, random_below(&random, b->n_targets), random_below(&random, 60) };
        b->direct[b->n_direct++] = d;
        if (d.time_ds < b->want_ds[s][d.target])
            b->want_ds[s][d.target] = d.time_ds;
    }
}

static void clear_bed(bed *b)
{
    mlg_csr_release(&b->csr);
    mlg_arcs_release(&b->arcs);
}

static mlg_many_to_many_request request_of(const bed *b, const mlg_targets *targets, int32_t limit_ds, int threads)
{
    return (mlg_many_to_many_request){ .view = &b->csr.view,
                                       .sources = b->sources,
                                       .n_sources = b->n_sources,
                                       .targets = targets,
                                       .direct = b->direct,
                                       .n_direct = b->n_direct,
                                       .limit_ds = limit_ds,
                                       .threads = threads };
}

/* Ascending rows of exactly the targets within the closed limit, each with the smallest time. */
static void assert_rows(const bed *b, const mlg_sparse_rows *rows, int32_t limit_ds)
{
    for (int32_t s = 0; s < b->n_sources; s++) {
        int64_t at = rows->start[s];
        for (int32_t t = 0; t < b->n_targets; t++) {
            if (b->want_ds[s][t] > limit_ds)
                continue;
            assert_true(at < rows->start[s + 1]);
            assert_int_equal(rows->column[at], t);
            assert_int_equal(rows->value[at++], b->want_ds[s][t]);
        }
        assert_int_equal(at, rows->start[s + 1]);
    }
}

static void rows_hold_the_targets_within_the_limit(void **state)
{
    (void)state;
    mlg_error err;
    for (uint64_t seed = 0; seed < 300; seed++) {
        bed b;
        make_bed(&b, seed);
        mlg_targets *targets;
        mlg_sparse_rows rows;
        assert_ok(mlg_targets_new(&targets, b.arcs.n_nodes, b.targets, b.n_targets, &err), &err);
        int32_t seen = b.n_sources && b.n_targets ? b.want_ds[b.n_sources / 2][b.n_targets / 2] : 0;
        const int32_t limits[4] = { 0, 40, seen > MLG_TIME_MAX ? 90 : seen, MLG_TIME_MAX };
        for (int i = 0; i < 4; i++) {
            mlg_many_to_many_request request = request_of(&b, targets, limits[i], 1);
            assert_ok(mlg_many_to_many_rows(&rows, &request, &err), &err);
            assert_rows(&b, &rows, limits[i]);
            mlg_sparse_release(&rows);
        }
        mlg_targets_free(targets);
        clear_bed(&b);
    }
}

static void rows_do_not_depend_on_the_number_of_threads(void **state)
{
    (void)state;
    static const int threads[4] = { 1, 2, 3, 8 };
    mlg_error err;
    for (uint64_t seed = 0; seed < 40; seed++) {
        bed b;
        make_bed(&b, seed);
        mlg_targets *targets;
        mlg_sparse_rows rows[4];
        assert_ok(mlg_targets_new(&targets, b.arcs.n_nodes, b.targets, b.n_targets, &err), &err);
        for (int i = 0; i < 4; i++) {
            mlg_many_to_many_request request = request_of(&b, targets, MLG_TIME_MAX, threads[i]);
            assert_ok(mlg_many_to_many_rows(&rows[i], &request, &err), &err);
            size_t pairs = (size_t)rows[0].start[b.n_sources];
            assert_memory_equal(rows[i].start, rows[0].start, ((size_t)b.n_sources + 1) * sizeof *rows[0].start);
            assert_memory_equal(rows[i].column, rows[0].column, pairs * sizeof *rows[0].column);
            assert_memory_equal(rows[i].value, rows[0].value, pairs * sizeof *rows[0].value);
        }
        for (int i = 0; i < 4; i++)
            mlg_sparse_release(&rows[i]);
        mlg_targets_free(targets);
        clear_bed(&b);
    }
}

/* The k nearest of a target by the table of all times: smallest time, then smallest number. */
static void assert_nearest(const bed *b, const mlg_nearest_sites *got, int32_t target, int32_t limit_ds)
{
    bool taken[MOST] = { false };
    for (int32_t rank = 0; rank < got->k; rank++) {
        int32_t best = MLG_NOWHERE;
        for (int32_t s = 0; s < b->n_sources; s++)
            if (!taken[s] && b->want_ds[s][target] <= limit_ds &&
                (best < 0 || b->want_ds[s][target] < b->want_ds[best][target]))
                best = s;
        int32_t want_ds = best < 0 ? MLG_UNREACHABLE : b->want_ds[best][target];
        assert_int_equal(got->site[target * got->k + rank], best);
        assert_int_equal(got->time_ds[target * got->k + rank], want_ds);
        if (best >= 0)
            taken[best] = true;
    }
}

static void the_nearest_sites_are_those_of_the_whole_table(void **state)
{
    (void)state;
    mlg_error err;
    for (uint64_t seed = 0; seed < 400; seed++) {
        bed b;
        make_bed(&b, seed);
        const int32_t limits[3] = { 20, 300, MLG_TIME_MAX };
        for (int32_t i = 0; i < 6; i++) {
            mlg_nearest_sites nodes, targets;
            assert_ok(mlg_nearest_sites_init(&nodes, &b.csr.view, b.sources, b.n_sources, 1 + i % 5 * 2,
                                             limits[i % 3], NULL, &err),
                      &err);
            assert_ok(mlg_nearest_sites_of_targets(&targets, &nodes, b.targets, b.n_targets, b.direct, b.n_direct,
                                                   limits[i % 3], &err),
                      &err);
            for (int32_t t = 0; t < b.n_targets; t++)
                assert_nearest(&b, &targets, t, limits[i % 3]);
            mlg_nearest_sites_release(&nodes);
            mlg_nearest_sites_release(&targets);
        }
        clear_bed(&b);
    }
}

static void points_out_of_range_are_named(void **state)
{
    (void)state;
    mlg_error err;
    mlg_targets *targets = NULL;
    mlg_anchor anchors[2] = { { { 0, MLG_NOWHERE }, { 0, 0 } }, { { 1, 5 }, { 3, 4 } } };
    assert_fails(mlg_targets_new(&targets, 5, anchors, 2, &err), MLG_INPUT, &err,
                 "target 1 is attached to node 5, which is not in 0..4");
    anchors[1].offset_ds[0] = -3;
    assert_fails(mlg_targets_new(&targets, 9, anchors, 2, &err), MLG_INPUT, &err,
                 "target 1 is -3 ds from its node");
    mlg_direct direct[2] = { { 1, 0, 5 }, { 0, 0, 5 } };
    bed b;
    make_bed(&b, 9);
    b.n_sources = 2;
    assert_ok(mlg_targets_new(&targets, b.arcs.n_nodes, b.targets, 3, &err), &err);
    mlg_many_to_many_request request = request_of(&b, targets, 100, 1);
    request.direct = direct;
    request.n_direct = 2;
    mlg_sparse_rows rows;
    assert_fails(mlg_many_to_many_rows(&rows, &request, &err), MLG_INPUT, &err,
                 "direct time 1 is from source 0, after one from source 1");
    direct[1] = (mlg_direct){ 1, 3, 5 };
    assert_fails(mlg_many_to_many_rows(&rows, &request, &err), MLG_INPUT, &err,
                 "direct time 1 goes from 1 of 2 to 3 of 3");
    direct[1] = (mlg_direct){ 1, 2, -5 };
    assert_fails(mlg_many_to_many_rows(&rows, &request, &err), MLG_INPUT, &err, "direct time 1 is -5 ds");
    mlg_targets_free(targets);
    clear_bed(&b);
}

static bool refuse_late(void *context, const char *stage, double fraction)
{
    (void)stage;
    int *calls = context;
    return fraction <= 1 && ++*calls < 3;
}

static void a_search_may_be_cancelled(void **state)
{
    (void)state;
    mlg_error err;
    bed b;
    make_bed(&b, 21);
    b.n_sources = MOST;
    b.n_direct = 0;
    int calls = 0;
    mlg_progress progress = { refuse_late, &calls };
    mlg_targets *targets;
    mlg_sparse_rows rows;
    mlg_nearest_sites nearest;
    assert_ok(mlg_targets_new(&targets, b.arcs.n_nodes, b.targets, b.n_targets, &err), &err);
    mlg_many_to_many_request request = request_of(&b, targets, 1000, 1);
    request.progress = &progress;
    assert_fails(mlg_many_to_many_rows(&rows, &request, &err), MLG_CANCELLED, &err,
                 "cancelled during travel times");
    assert_null(rows.start);
    assert_fails(mlg_nearest_sites_init(&nearest, &b.csr.view, b.sources, MOST, 2, 1000, &progress, &err),
                 MLG_CANCELLED, &err, "cancelled during nearest sites");
    assert_null(nearest.site);
    mlg_targets_free(targets);
    clear_bed(&b);
}

static mlg_status all_of_it(const bed *b, mlg_error *err)
{
    mlg_status st;
    mlg_targets *targets = NULL;
    mlg_sparse_rows rows = { 0 };
    mlg_nearest_sites nodes = { 0 }, nearest = { 0 };
    MLG_GO(mlg_targets_new(&targets, b->arcs.n_nodes, b->targets, b->n_targets, err));
    mlg_many_to_many_request request = request_of(b, targets, MLG_TIME_MAX, 1);
    MLG_GO(mlg_many_to_many_rows(&rows, &request, err));
    MLG_GO(mlg_nearest_sites_init(&nodes, &b->csr.view, b->sources, b->n_sources, 3, MLG_TIME_MAX, NULL, err));
    MLG_GO(mlg_nearest_sites_of_targets(&nearest, &nodes, b->targets, b->n_targets, NULL, 0, MLG_TIME_MAX, err));
done:
    mlg_targets_free(targets);
    mlg_sparse_release(&rows);
    mlg_nearest_sites_release(&nodes);
    mlg_nearest_sites_release(&nearest);
    return st;
}

static void out_of_memory_is_a_status(void **state)
{
    (void)state;
    mlg_error err;
    bed b;
    make_bed(&b, 21);
    assert_true(b.n_sources > 0 && b.n_targets > 0);
    mlg_status st = MLG_MEMORY;
    int n = 0;
    while (st == MLG_MEMORY) {
        mlg_memory_fail_at(++n);
        st = all_of_it(&b, &err);
        mlg_memory_fail_at(0);
    }
    assert_ok(st, &err);
    assert_true(n > 20);
    clear_bed(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold_the_targets_within_the_limit),
        cmocka_unit_test(rows_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(the_nearest_sites_are_those_of_the_whole_table),
        cmocka_unit_test(points_out_of_range_are_named),
        cmocka_unit_test(a_search_may_be_cancelled),
        cmocka_unit_test(out_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
