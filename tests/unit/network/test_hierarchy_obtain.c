/* A prepared network is kept from run to run: opened when it is the same, customised when times changed, made again
 * when streets did or the file is damaged; and whatever happened, it is the one that would be prepared anew. */
#include "random_graph.h"

#include "base/memory.h"
#include "network/hierarchy/hierarchy.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SIDE = 100, NODES = SIDE * SIDE };

/* A square town; `extra` streets between nodes drawn at random. */
static mlg_csr make_town(uint64_t times, int32_t extra)
{
    mlg_arcs arcs;
    mlg_csr csr;
    mlg_error err;
    uint64_t random = times, places = 5;
    int32_t count = 0;
    assert_ok(mlg_arcs_init(&arcs, NODES, 4 * NODES + extra, &err), &err);
    for (int32_t v = 0; v < NODES; v++)
        for (int side = 0; side < 2; side++) {
            int32_t to = side ? v + SIDE : v + 1;
            if (to >= NODES || (!side && to % SIDE == 0))
                continue;
            for (int way = 0; way < 2; way++) {
                arcs.tail[count] = way ? to : v;
                arcs.head[count] = way ? v : to;
                arcs.time_ds[count++] = 1 + random_below(&random, 70000); /* some beyond what is told */
            }
        }
    for (int32_t i = 0; i < extra; i++, count++) {
        arcs.tail[count] = random_below(&places, NODES);
        arcs.head[count] = random_below(&places, NODES);
    }
    arcs.n_arcs = count;
    assert_ok(mlg_csr_init(&csr, &arcs, MLG_FORWARD, &err), &err);
    mlg_arcs_release(&arcs);
    return csr;
}

static int set_up(void **state)
{
    *state = make_folder();
    return 0;
}

static int tear_down(void **state)
{
    remove_folder(*state);
    return 0;
}

/* Obtained as `want`, telling `found`, and equal to one prepared anew. */
static void check(const char *path, const mlg_graph_view *view, mlg_hierarchy_origin want, const char *found)
{
    mlg_hierarchy *kept, *anew;
    mlg_hierarchy_news news;
    mlg_error err;
    assert_ok(mlg_hierarchy_obtain(&kept, &news, path, view, NULL, &err), &err);
    assert_int_equal(news.origin, want);
    if (!strstr(news.found, found) || (!*found && *news.found))
        fail_msg("told \"%s\", not \"%s\"", news.found, found);
    assert_string_equal(news.lost, "");
    assert_ok(mlg_hierarchy_new(&anew, view, NULL, &err), &err);
    assert_true(mlg_hierarchy_equal(kept, anew));
    mlg_hierarchy_free(kept);
    mlg_hierarchy_free(anew);
}

static void the_same_streets_are_opened_and_other_times_customised(void **state)
{
    const char *path = in_folder(*state, "town.hierarchy");
    mlg_csr town = make_town(1, 0), peak = make_town(2, 0);
    check(path, &town.view, MLG_HIERARCHY_PREPARED, "");
    check(path, &town.view, MLG_HIERARCHY_OPENED, "");
    check(path, &peak.view, MLG_HIERARCHY_CUSTOMISED, "");
    check(path, &peak.view, MLG_HIERARCHY_OPENED, "");
    check(NULL, &peak.view, MLG_HIERARCHY_PREPARED, "");
    mlg_csr_release(&town);
    mlg_csr_release(&peak);
}

static void other_streets_are_prepared_anew(void **state)
{
    const char *path = in_folder(*state, "town.hierarchy");
    mlg_csr town = make_town(1, 0), other = make_town(1, 50);
    check(path, &town.view, MLG_HIERARCHY_PREPARED, "");
    check(path, &other.view, MLG_HIERARCHY_PREPARED, "were not when the network was prepared");
    check(path, &other.view, MLG_HIERARCHY_OPENED, "");
    mlg_csr_release(&town);
    mlg_csr_release(&other);
}

static void a_damaged_file_is_replaced_and_told(void **state)
{
    const char *path = in_folder(*state, "town.hierarchy");
    mlg_csr town = make_town(1, 0);
    write_text(path, "MLG, but no network");
    check(path, &town.view, MLG_HIERARCHY_PREPARED, "not a prepared network");
    assert_int_equal(truncate(path, 8192), 0);
    check(path, &town.view, MLG_HIERARCHY_PREPARED, "truncated");
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, 20000, SEEK_SET);
    fputs("damage", file);
    fclose(file);
    check(path, &town.view, MLG_HIERARCHY_PREPARED, "damaged");
    check(path, &town.view, MLG_HIERARCHY_OPENED, "");
    mlg_csr_release(&town);
}

static void a_file_of_somebody_else_is_left_and_told(void **state)
{
    const char *path = in_folder(*state, "town.hierarchy");
    char text[32] = "";
    mlg_csr town = make_town(1, 0);
    mlg_hierarchy *kept;
    mlg_hierarchy_news news;
    mlg_error err;
    write_text(path, "a text that is no network");
    assert_ok(mlg_hierarchy_obtain(&kept, &news, path, &town.view, NULL, &err), &err);
    assert_int_equal(news.origin, MLG_HIERARCHY_PREPARED);
    assert_non_null(strstr(news.lost, "it is left as it is"));
    FILE *file = fopen(path, "rb");
    assert_true(file && fread(text, 1, sizeof text - 1, file) > 0 && fclose(file) == 0);
    assert_string_equal(text, "a text that is no network");
    mlg_hierarchy_free(kept);
    mlg_csr_release(&town);
}

static void what_cannot_be_saved_is_told_and_used(void **state)
{
    mlg_csr town = make_town(1, 0);
    mlg_hierarchy *kept;
    mlg_hierarchy_news news;
    mlg_error err;
    assert_ok(mlg_hierarchy_obtain(&kept, &news, in_folder(*state, "no/such/folder"), &town.view, NULL, &err),
              &err);
    assert_int_equal(news.origin, MLG_HIERARCHY_PREPARED);
    assert_non_null(strstr(news.lost, "cannot be written"));
    mlg_hierarchy_free(kept);
    mlg_csr_release(&town);
}

/* Each way to come by it, with each of its first allocations failing; those of the preparation have their own test. */
static void out_of_memory_leaves_nothing(void **state)
{
    const char *path = in_folder(*state, "town.hierarchy");
    mlg_csr town = make_town(1, 0), peak = make_town(2, 0);
    mlg_hierarchy *kept;
    mlg_hierarchy_news news;
    mlg_error err;
    assert_ok(mlg_hierarchy_obtain(&kept, &news, path, &town.view, NULL, &err), &err);
    mlg_hierarchy_free(kept);
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        mlg_memory_fail_at(n);
        st = mlg_hierarchy_obtain(&kept, &news, path, &peak.view, NULL, &err);
        mlg_memory_fail_at(0);
        assert_true((st == MLG_OK) == (kept != NULL));
        assert_true(n < 200);
    }
    assert_ok(st, &err);
    mlg_hierarchy_free(kept);
    mlg_csr_release(&town);
    mlg_csr_release(&peak);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_streets_are_opened_and_other_times_customised, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_streets_are_prepared_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_replaced_and_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_somebody_else_is_left_and_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_saved_is_told_and_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(out_of_memory_leaves_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
