/* Real streets, with their one-ways, islands and turn restrictions: times by sweeps at every node are those of the
 * bounded Dijkstra, from the sources and, on the same preparation, to them. */
#include "sweep_table.h"

#include "network/roads/graph.h"
#include "network/roads/profile.h"

enum { SOURCES = 160 };

/* One direction, at 20 minutes and at the longest a sweep tells. Returns the number of times compared. */
static int64_t compare(mlg_hierarchy *hierarchy, const mlg_graph_view *view, uint64_t seed)
{
    mlg_error err;
    mlg_spots *spots;
    mlg_anchor source[SOURCES];
    const int32_t limit_ds[2] = { 12000, MLG_SWEEP_MAX_DS };
    for (int32_t j = 0; j < SOURCES; j++)
        source[j] = (mlg_anchor){ { random_below(&seed, view->n_nodes), random_below(&seed, view->n_nodes) },
                                  { random_below(&seed, 300), random_below(&seed, 3000) } };
    assert_ok(mlg_hierarchy_customise(hierarchy, view, 2, &err), &err);
    assert_ok(mlg_spots_new(&spots, hierarchy, NULL, view->n_nodes, &err), &err);
    for (int i = 0; i < 2; i++) {
        const mlg_sweep_request request = {
            .spots = spots, .sources = source, .n_sources = SOURCES, .limit_ds = limit_ds[i], .threads = 2
        };
        int32_t *swept = table_by_sweep(&request), *searched = table_by_search(view, &request, NULL);
        assert_int_equal(count_differences(swept, searched, SOURCES, view->n_nodes), 0);
        free(swept);
        free(searched);
    }
    mlg_spots_free(spots);
    return 2 * (int64_t)SOURCES * view->n_nodes;
}

static void compare_city(const char *name, int32_t least_nodes)
{
    const char *path = shared_data(name);
    mlg_error err;
    mlg_profile *car;
    mlg_osm *osm;
    mlg_graph *graph;
    mlg_hierarchy *hierarchy;
    if (!path) {
        print_message("skipped: ../shared/data/%s is not there\n", name);
        skip();
    }
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    assert_ok(mlg_osm_open(&osm, path, &err), &err);
    assert_ok(mlg_graph_build(&graph, osm, &(mlg_graph_options){ .profile = car }, &err), &err);
    const mlg_graph_view forward = mlg_graph_forward_view(graph), reverse = mlg_graph_reverse_view(graph);
    assert_true(forward.n_nodes >= least_nodes);
    assert_ok(mlg_hierarchy_new(&hierarchy, &forward, NULL, &err), &err);
    print_message("%d nodes, %lld times compared\n", forward.n_nodes,
                  (long long)(compare(hierarchy, &forward, 1) + compare(hierarchy, &reverse, 2)));
    mlg_hierarchy_free(hierarchy);
    mlg_graph_free(graph);
    mlg_osm_close(osm);
    mlg_profile_free(car);
}

static void porto_is_that_of_searches(void **state)
{
    (void)state;
    if (!full_run())
        skip();
    compare_city("osm/r5_porto_portugal.osm.pbf", 20000);
}

static void porto_alegre_is_that_of_searches(void **state)
{
    (void)state;
    compare_city("osm/r5r_poa_osm.osm.pbf", 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(porto_is_that_of_searches),
        cmocka_unit_test(porto_alegre_is_that_of_searches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
