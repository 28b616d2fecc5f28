/* Travel by road from end to end: points attached, searched, and compared with the textbook, on made and on real towns. */
#include "support.h"

#include "base/memory.h"
#include "network/models/road.h"
#include "road_town.h"
#include "textbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_graph *graph;
    mlg_snap *places, *sites;
    int32_t n_places, n_sites;
    mlg_road_model *road_model;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
} town;

static void close_town(town *t)
{
    mlg_travel_scratch_free(t->scratch);
    mlg_travel_free(t->travel);
    mlg_road_model_free(t->road_model);
    mlg_graph_free(t->graph);
    free(t->places);
    free(t->sites);
}

static void open_town(town *t, mlg_graph *graph, int32_t n_places, int32_t n_sites, mlg_direction direction)
{
    mlg_error err;
    *t = (town){ .graph = graph, .n_places = n_places, .n_sites = n_sites };
    t->places = scatter(graph, n_places, 1);
    t->sites = scatter(graph, n_sites, 2);
    assert_ok(mlg_road_model_new(&t->road_model, graph, t->places, n_places, direction, &err), &err);
    assert_ok(mlg_travel_road(&t->travel, t->road_model, t->sites, n_sites, NULL, 0, &err), &err);
    assert_ok(mlg_travel_scratch_new(&t->scratch, t->travel, &err), &err);
}

static bool attached(const mlg_snap *snap)
{
    return snap->segment >= 0;
}

/* Textbook times of one site: those of its ends spread over the graph, those of the segment it shares with a place. */
static int32_t textbook_time(const textbook *book, const mlg_snap *site, const mlg_snap *place,
                             mlg_direction direction)
{
    bool to_site = direction == MLG_TO_SITE;
    int32_t best = MLG_UNREACHABLE;
    if (!attached(site) || !attached(place))
        return best;
    for (int d = 0; d < 2; d++) {
        int32_t node = to_site ? place->exit_node[d] : place->entry_node[d];
        int32_t offset = to_site ? place->exit_ds[d] : place->entry_ds[d];
        if (node >= 0 && book->time_ds[node] != INT32_MAX && book->time_ds[node] + offset < best)
            best = book->time_ds[node] + offset;
    }
    int32_t direct = to_site ? mlg_snap_direct_ds(place, site) : mlg_snap_direct_ds(site, place);
    return direct < best ? direct : best;
}

static int64_t compare_with_textbook(const town *t, mlg_direction direction, int32_t limit_ds)
{
    mlg_graph_view view =
        direction == MLG_TO_SITE ? mlg_graph_reverse_view(t->graph) : mlg_graph_forward_view(t->graph);
    size_t n = (size_t)view.n_nodes;
    textbook book = { .time_ds = malloc(n * 4),
                      .settled = malloc(n * 4),
                      .heap = malloc(((size_t)view.n_arcs + 4) * sizeof(textbook_entry)) };
    int64_t mismatches = 0;
    mlg_error err;
    for (size_t v = 0; v < n; v++)
        book.time_ds[v] = INT32_MAX;
    for (int32_t s = 0; s < t->n_sites; s++) {
        mlg_row row;
        const mlg_snap *site = &t->sites[s];
        for (int d = 0; attached(site) && d < 2; d++) {
            int32_t node = direction == MLG_TO_SITE ? site->entry_node[d] : site->exit_node[d];
            if (node >= 0)
                textbook_seed(&book, node, direction == MLG_TO_SITE ? site->entry_ds[d] : site->exit_ds[d],
                              INT32_MAX - 1, 4);
        }
        textbook_run(&book, &view, MLG_TIME_MAX, 4);
        assert_ok(mlg_travel_row(t->travel, s, limit_ds, t->scratch, &row, &err), &err);
        int32_t at = 0;
        for (int32_t p = 0; p < t->n_places; p++) {
            int32_t want = textbook_time(&book, site, &t->places[p], direction);
            int32_t got = at < row.count && row.place[at] == p ? row.time_ds[at++] : MLG_UNREACHABLE;
            mismatches += got != (want <= limit_ds ? want : MLG_UNREACHABLE);
        }
        assert_int_equal(at, row.count);
        textbook_forget(&book);
    }
    free(book.time_ds);
    free(book.settled);
    free(book.heap);
    return mismatches;
}

static void check_graph(mlg_graph *graph, const char *name, int32_t n_places, int32_t n_sites)
{
    town t;
    for (int direction = MLG_TO_SITE; direction <= MLG_FROM_SITE; direction++) {
        open_town(&t, graph, n_places, n_sites, (mlg_direction)direction);
        int64_t bounded = compare_with_textbook(&t, (mlg_direction)direction, 10 * MLG_DS_PER_MIN);
        int64_t unbounded = compare_with_textbook(&t, (mlg_direction)direction, MLG_TIME_MAX);
        print_message("%s, direction %d: %lld mismatches over %lld times\n", name, direction,
                      (long long)(bounded + unbounded), 2LL * n_places * n_sites);
        assert_int_equal(bounded + unbounded, 0);
        t.graph = NULL;
        close_town(&t);
    }
    mlg_graph_free(graph);
}

static void a_made_town_equals_the_textbook(void **state)
{
    (void)state;
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    for (uint64_t seed = 1; seed <= 20; seed++)
        check_graph(make_town(car, seed), "made town", 40, 15);
    mlg_profile_free(car);
}

static void check_file(const char *name)
{
    mlg_graph *graph = real_town(name);
    if (graph)
        check_graph(graph, name, 400, 12);
}

static void real_towns_equal_the_textbook(void **state)
{
    (void)state;
    check_file("osm/r5_porto_portugal.osm.pbf");
    check_file("osm/monaco_osrm.osm.pbf");
    check_file("osm/otp_portland-central-filtered.osm.pbf");
    check_file("osm/r5r_poa_osm.osm.pbf");
}

/* A street of two nodes 78.6 m apart, a site and two places on it, one of which is where the site stands. */
static void the_place_of_a_site_takes_the_time_within_it(void **state)
{
    (void)state;
    char *xml = malloc(TINY_BYTES);
    mlg_profile *car;
    mlg_error err;
    mlg_row row;
    mlg_snap_index *index;
    mlg_snap snaps[2];
    mlg_snap_options options = { .radius_m = 500, .threads = 1 };
    int32_t site_place = 1;
    mlg_road_model *road_model;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    tiny_start(xml);
    tiny_node(xml, 0, NULL, NULL);
    tiny_node(xml, 1, NULL, NULL);
    tiny_way(xml, 1, "0 1", "highway=residential");
    mlg_graph *graph = build_tiny(car, xml);
    assert_ok(mlg_snap_index_new(&index, graph, &err), &err);
    mlg_snap_point(&snaps[0], index, 0.0002, 45.0, &options);
    mlg_snap_point(&snaps[1], index, 0.0008, 45.0, &options);
    assert_ok(mlg_road_model_new(&road_model, graph, snaps, 2, MLG_TO_SITE, &err), &err);
    assert_ok(mlg_travel_road(&travel, road_model, &snaps[1], 1, &site_place, 1234, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_travel_row(travel, 0, 6000, scratch, &row, &err), &err);
    assert_int_equal(row.count, 2);
    assert_int_equal(row.time_ds[1], 1234);
    assert_int_equal(row.time_ds[0], mlg_snap_direct_ds(&snaps[0], &snaps[1]));
    assert_ok(mlg_travel_row(travel, 0, 1000, scratch, &row, &err), &err);
    assert_int_equal(row.count, 1);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    mlg_road_model_free(road_model);
    mlg_snap_index_free(index);
    mlg_graph_free(graph);
    mlg_profile_free(car);
    free(xml);
}

static void out_of_memory_leaves_nothing(void **state)
{
    (void)state;
    char *xml = malloc(TINY_BYTES);
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    tiny_start(xml);
    for (int i = 0; i < 20; i++)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 1, "0 1 2 12 11 10 0", "highway=residential");
    mlg_graph *graph = build_tiny(car, xml);
    mlg_snap *places = scatter(graph, 10, 1);
    mlg_status st = MLG_MEMORY;
    for (long n = 1; st == MLG_MEMORY; n += stride(7)) {
        mlg_road_model *road_model = NULL;
        mlg_travel *travel = NULL;
        mlg_travel_scratch *scratch = NULL;
        mlg_memory_fail_at(n);
        st = mlg_road_model_new(&road_model, graph, places, 10, MLG_TO_SITE, &err);
        if (st == MLG_OK)
            st = mlg_travel_road(&travel, road_model, places, 10, NULL, 0, &err);
        if (st == MLG_OK)
            st = mlg_travel_scratch_new(&scratch, travel, &err);
        mlg_memory_fail_at(0);
        mlg_travel_scratch_free(scratch);
        mlg_travel_free(travel);
        mlg_road_model_free(road_model);
    }
    assert_int_equal(st, MLG_OK);
    free(places);
    mlg_graph_free(graph);
    mlg_profile_free(car);
    free(xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_of_a_site_takes_the_time_within_it),
        cmocka_unit_test(a_made_town_equals_the_textbook),
        cmocka_unit_test(real_towns_equal_the_textbook),
        cmocka_unit_test(out_of_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
