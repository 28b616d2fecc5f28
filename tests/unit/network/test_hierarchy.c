/* The prepared network itself: the same bytes whatever the threads, new times, files, faults. The times it gives
 * are the matter of test_sweep.c. */
#include "sweep_table.h"

#include "network/hierarchy/hierarchy.h"

#include <stdio.h>
#include <unistd.h>

/* A grid of streets with a hole, some one-way, deciseconds by chance: several tiles of the first round. */
static void grid_arcs(mlg_arcs *arcs, int32_t side, uint64_t seed)
{
    mlg_error err;
    uint64_t random = seed;
    int32_t n = side * side, count = 0;
    assert_ok(mlg_arcs_init(arcs, n, 4 * n, &err), &err);
    for (int32_t v = 0; v < n; v++)
        for (int32_t step = 0; step < 2; step++) {
            int32_t to = step ? v + side : v + 1;
            if (to >= n || (!step && to % side == 0) || random_below(&random, 5) == 0)
                continue;
            int32_t ways = random_below(&random, 7) ? 2 : 1;
            for (int32_t way = 0; way < ways; way++) {
                arcs->tail[count] = way ? to : v;
                arcs->head[count] = way ? v : to;
                arcs->time_ds[count++] = 1 + random_below(&random, 300);
            }
        }
    arcs->n_arcs = count;
}

static mlg_hierarchy *prepare(const mlg_graph_view *view, int threads)
{
    mlg_error err;
    mlg_hierarchy *hierarchy;
    const mlg_hierarchy_options options = { .threads = threads };
    assert_ok(mlg_hierarchy_new(&hierarchy, view, &options, &err), &err);
    return hierarchy;
}

typedef struct {
    mlg_arcs arcs;
    mlg_csr csr, reverse;
    mlg_hierarchy *hierarchy;
    char *folder;
} town;

static int set_up(void **state)
{
    mlg_error err;
    town *t = calloc(1, sizeof *t);
    grid_arcs(&t->arcs, 190, 5);
    assert_ok(mlg_csr_init(&t->csr, &t->arcs, MLG_FORWARD, &err), &err);
    assert_ok(mlg_csr_init(&t->reverse, &t->arcs, MLG_REVERSE, &err), &err);
    t->hierarchy = prepare(&t->csr.view, 1);
    t->folder = make_folder();
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    town *t = *state;
    mlg_hierarchy_free(t->hierarchy);
    mlg_csr_release(&t->csr);
    mlg_csr_release(&t->reverse);
    mlg_arcs_release(&t->arcs);
    remove_folder(t->folder);
    free(t);
    return 0;
}

static void the_core_is_small_and_the_trees_low(void **state)
{
    const town *t = *state;
    mlg_hierarchy_stats stats = mlg_hierarchy_figures(t->hierarchy);
    assert_int_equal(stats.nodes, 190 * 190);
    assert_true(stats.core_nodes <= stats.nodes / 25);
    assert_true(stats.max_slots < 400);
    assert_true(stats.arcs < 12 * stats.nodes);
}

static void any_number_of_threads_prepares_the_same_bytes(void **state)
{
    const town *t = *state;
    for (int threads = 2; threads <= 3; threads++) {
        mlg_hierarchy *other = prepare(&t->csr.view, threads);
        assert_true(mlg_hierarchy_equal(t->hierarchy, other));
        mlg_hierarchy_free(other);
    }
}

static void new_times_are_as_if_prepared_anew(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_arcs slower;
    mlg_csr csr;
    uint64_t random = 11;
    grid_arcs(&slower, 190, 5);
    for (int32_t i = 0; i < slower.n_arcs; i++)
        slower.time_ds[i] = random_below(&random, 90000); /* some saturate */
    assert_ok(mlg_csr_init(&csr, &slower, MLG_FORWARD, &err), &err);
    mlg_hierarchy *anew = prepare(&csr.view, 1), *changed = prepare(&t->csr.view, 1);
    assert_false(mlg_hierarchy_equal(anew, changed));
    assert_ok(mlg_hierarchy_customise(changed, &csr.view, 3, &err), &err);
    assert_true(mlg_hierarchy_equal(anew, changed));
    assert_ok(mlg_hierarchy_customise(changed, &t->csr.view, 2, &err), &err);
    assert_true(mlg_hierarchy_equal(t->hierarchy, changed));
    mlg_hierarchy_free(anew);
    mlg_hierarchy_free(changed);
    mlg_csr_release(&csr);
    mlg_arcs_release(&slower);
}

/* The same hierarchy serves the streets turned round: times to the sources. */
static void streets_turned_round_need_no_new_preparation(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_spots *spots;
    mlg_hierarchy *h = prepare(&t->csr.view, 1);
    assert_ok(mlg_hierarchy_customise(h, &t->reverse.view, 1, &err), &err);
    assert_ok(mlg_spots_new(&spots, h, NULL, t->csr.view.n_nodes, &err), &err);
    const mlg_anchor source[3] = { { { 5, 6 }, { 3, 9 } },
                                   { { 18000, -1 }, { 0, 0 } },
                                   { { 36000, -1 }, { 7, 0 } } };
    const mlg_sweep_request request = { .spots = spots, .sources = source, .n_sources = 3, .limit_ds = 9000 };
    int32_t *swept = table_by_sweep(&request), *searched = table_by_search(&t->reverse.view, &request, NULL);
    assert_int_equal(count_differences(swept, searched, 3, t->csr.view.n_nodes), 0);
    free(swept);
    free(searched);
    mlg_spots_free(spots);
    mlg_hierarchy_free(h);
}

static void other_streets_are_refused(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_arcs other;
    mlg_csr csr;
    mlg_hierarchy *h = prepare(&t->csr.view, 1);
    grid_arcs(&other, 190, 5);
    other.head[0] = 30000;
    assert_ok(mlg_csr_init(&csr, &other, MLG_FORWARD, &err), &err);
    assert_fails(mlg_hierarchy_customise(h, &csr.view, 1, &err), MLG_INPUT, &err, "30000");
    mlg_csr_release(&csr);
    other.n_nodes++;
    assert_ok(mlg_csr_init(&csr, &other, MLG_FORWARD, &err), &err);
    assert_fails(mlg_hierarchy_customise(h, &csr.view, 1, &err), MLG_INPUT, &err, "36101 nodes");
    mlg_csr_release(&csr);
    mlg_arcs_release(&other);
    mlg_hierarchy_free(h);
}

static void shares_out_of_range_are_refused(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_hierarchy *h;
    const mlg_hierarchy_options options = { .core_share = 1.5 };
    assert_fails(mlg_hierarchy_new(&h, &t->csr.view, &options, &err), MLG_USAGE, &err, "1.5");
    assert_null(h);
}

/* ---- files ---- */

static void a_file_gives_back_what_was_saved(void **state)
{
    const town *t = *state;
    mlg_error err;
    const char *path = in_folder(t->folder, "town.network");
    for (int twice = 0; twice < 2; twice++) {
        assert_ok(mlg_hierarchy_save(t->hierarchy, path, 9, &err), &err);
        for (int trust = MLG_CHECK_WHOLE; trust <= MLG_CHECK_HEAD; trust++) {
            mlg_hierarchy *read;
            assert_ok(mlg_hierarchy_open(&read, path, 9, (mlg_file_trust)trust, 2, &err), &err);
            assert_true(mlg_hierarchy_equal(t->hierarchy, read));
            assert_fails(mlg_hierarchy_customise(read, &t->csr.view, 1, &err), MLG_USAGE, &err, "file");
            mlg_hierarchy_free(read);
        }
    }
}

static void change_byte(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, at, at < 0 ? SEEK_END : SEEK_SET);
    int byte = fgetc(file);
    fseek(file, at, at < 0 ? SEEK_END : SEEK_SET);
    fputc(byte ^ 0x10, file);
    fclose(file);
}

static void a_changed_byte_is_found(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_hierarchy *h;
    const struct {
        long at;
        const char *says;
    } change[] = { { 0, "not a prepared network" },
                   { 8, "another version" },
                   { 12, "byte order" },
                   { 24, "header of the file is damaged" },
                   { 48, "truncated, or longer" },
                   { 58, "header of the file" },
                   { 5000, "the file is damaged" },
                   { 900000, "the file is damaged" },
                   { -4096, "the file is damaged" },
                   { -1, "the file is damaged" } };
    const char *path = in_folder(t->folder, "changed.network");
    for (size_t i = 0; i < sizeof change / sizeof *change; i++) {
        assert_ok(mlg_hierarchy_save(t->hierarchy, path, 9, &err), &err);
        change_byte(path, change[i].at);
        assert_fails(mlg_hierarchy_open(&h, path, 9, MLG_CHECK_WHOLE, 1, &err), MLG_INPUT, &err, change[i].says);
        assert_null(h);
    }
}

static void foreign_and_cut_files_are_refused(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_hierarchy *h;
    const char *path = in_folder(t->folder, "foreign.network");
    write_text(path, "a text that is no network");
    assert_fails(mlg_hierarchy_open(&h, path, 9, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err,
                 "not a prepared network");
    assert_fails(mlg_hierarchy_open(&h, t->folder, 9, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err, "not a prepared");
    assert_fails(mlg_hierarchy_open(&h, in_folder(t->folder, "none"), 9, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err,
                 "No such file");
    assert_fails(mlg_hierarchy_save(t->hierarchy, path, 9, &err), MLG_INPUT, &err, "it is left as it is");
    unlink(path);
    assert_ok(mlg_hierarchy_save(t->hierarchy, path, 9, &err), &err);
    assert_fails(mlg_hierarchy_open(&h, path, 10, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err, "another network");
    assert_int_equal(truncate(path, 8192), 0);
    assert_fails(mlg_hierarchy_open(&h, path, 9, MLG_CHECK_HEAD, 1, &err), MLG_INPUT, &err, "truncated");
    assert_fails(mlg_hierarchy_save(t->hierarchy, in_folder(t->folder, "no/folder/here"), 9, &err), MLG_INPUT,
                 &err, "cannot be written");
}

static void fingerprints_change_with_streets_and_times(void **state)
{
    const town *t = *state;
    uint64_t before = mlg_graph_view_fingerprint(&t->csr.view);
    assert_true(before == mlg_graph_view_fingerprint(&t->csr.view));
    assert_true(before != mlg_graph_view_fingerprint(&t->reverse.view));
    t->csr.time_ds[7]++;
    assert_true(before != mlg_graph_view_fingerprint(&t->csr.view));
    t->csr.time_ds[7]--;
}

/* ---- memory, stopping ---- */

static void every_allocation_may_fail(void **state)
{
    (void)state;
    mlg_error err;
    mlg_arcs arcs;
    mlg_csr csr;
    grid_arcs(&arcs, 12, 9);
    assert_ok(mlg_csr_init(&csr, &arcs, MLG_FORWARD, &err), &err);
    const mlg_hierarchy_options options = { .threads = 1 };
    long n = 1;
    for (mlg_status st = MLG_MEMORY; st != MLG_OK; n += stride(7)) {
        mlg_hierarchy *h;
        mlg_memory_fail_at(n);
        st = mlg_hierarchy_new(&h, &csr.view, &options, &err);
        mlg_memory_fail_at(0);
        assert_true(st == MLG_OK ? h != NULL : st == MLG_MEMORY && !h);
        mlg_hierarchy_free(h);
    }
    assert_true(n > 20);
    mlg_csr_release(&csr);
    mlg_arcs_release(&arcs);
}

static bool stop_at_third(void *context, const char *stage, double fraction)
{
    (void)stage, (void)fraction;
    return ++*(int *)context < 3;
}

static void the_caller_may_stop_it(void **state)
{
    const town *t = *state;
    mlg_error err;
    mlg_hierarchy *h;
    int calls = 0;
    const mlg_progress progress = { stop_at_third, &calls };
    const mlg_hierarchy_options options = { .threads = 2, .progress = &progress };
    assert_int_equal(mlg_hierarchy_new(&h, &t->csr.view, &options, &err), MLG_CANCELLED);
    assert_null(h);
    assert_int_equal(calls, 3);
}

static void an_empty_graph_is_prepared(void **state)
{
    (void)state;
    const int32_t first[1] = { 0 }, none[1] = { 0 };
    const mlg_graph_view view = { 0, 0, first, none, none };
    mlg_hierarchy *h = prepare(&view, 1);
    assert_int_equal(mlg_hierarchy_figures(h).nodes, 0);
    mlg_hierarchy_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_core_is_small_and_the_trees_low),
        cmocka_unit_test(any_number_of_threads_prepares_the_same_bytes),
        cmocka_unit_test(new_times_are_as_if_prepared_anew),
        cmocka_unit_test(streets_turned_round_need_no_new_preparation),
        cmocka_unit_test(other_streets_are_refused),
        cmocka_unit_test(shares_out_of_range_are_refused),
        cmocka_unit_test(a_file_gives_back_what_was_saved),
        cmocka_unit_test(a_changed_byte_is_found),
        cmocka_unit_test(foreign_and_cut_files_are_refused),
        cmocka_unit_test(fingerprints_change_with_streets_and_times),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(the_caller_may_stop_it),
        cmocka_unit_test(an_empty_graph_is_prepared),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
