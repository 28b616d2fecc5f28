/* Ways on small networks: their lines by hand, their times those of the travel model, their lengths those of their arcs. */
#include "support.h"

#include "network/search/itinerary.h"
#include "tiny_network.h"

#include <stdlib.h>

typedef struct {
    mlg_profile *profile;
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_search *search;
    mlg_itinerary way;
} fixture;

static int open_town(void **state)
{
    mlg_error err = { 0 };
    static fixture f;
    char *xml = malloc(TINY_BYTES);
    f = (fixture){ 0 };
    assert_ok(mlg_profile_load(&f.profile, "car", &err), &err);
    tiny_start(xml);
    for (int i = 0; i < 30; i++)
        tiny_node(xml, i, NULL, NULL);
    /* a ladder: two streets along, three rungs, the middle one one-way upwards */
    tiny_way(xml, 1, "0 1 2 3 4 5", "highway=residential");
    tiny_way(xml, 2, "20 21 22 23 24 25", "highway=residential");
    tiny_way(xml, 3, "0 10 20", "highway=residential");
    tiny_way(xml, 4, "2 12 22", "highway=residential oneway=yes");
    tiny_way(xml, 5, "5 15 25", "highway=residential");
    f.graph = build_tiny(f.profile, xml);
    free(xml);
    assert_ok(mlg_snap_index_new(&f.index, f.graph, &err), &err);
    assert_ok(mlg_search_new(&f.search, f.graph->n_nodes, &err), &err);
    *state = &f;
    return 0;
}

static int close_town(void **state)
{
    fixture *f = *state;
    mlg_itinerary_release(&f->way);
    mlg_search_free(f->search);
    mlg_snap_index_free(f->index);
    mlg_graph_free(f->graph);
    mlg_profile_free(f->profile);
    return 0;
}

static void find(fixture *f, double from_x, double from_y, double to_x, double to_y)
{
    mlg_error err = { 0 };
    mlg_snap_options options = { .radius_m = 500 };
    mlg_snap a, b;
    mlg_snap_point(&a, f->index, 0.001 * from_x, 45 + 0.001 * from_y, &options);
    mlg_snap_point(&b, f->index, 0.001 * to_x, 45 + 0.001 * to_y, &options);
    assert_ok(mlg_itinerary_find(&f->way, f->search, f->graph, &a, &b, &err), &err);
}

/* From the middle of the lower street to the middle of the upper one: half a step on, up the one-way rung, one and a half on. */
static void a_way_follows_the_one_way_rung_up(void **state)
{
    fixture *f = *state;
    static const int32_t line[][2] = { { 15, 0 }, { 20, 0 }, { 20, 10 }, { 20, 20 }, { 30, 20 }, { 35, 20 } };
    find(f, 1.5, 0, 3.5, 2);
    int32_t k = 0;
    for (int32_t i = 0; i < f->way.count; i++) {
        if (i > 0 && f->way.lon_e7[i] == f->way.lon_e7[i - 1] && f->way.lat_e7[i] == f->way.lat_e7[i - 1])
            continue;
        assert_true(k < 6);
        assert_int_equal(f->way.lon_e7[i], line[k][0] * 1000);
        assert_int_equal(f->way.lat_e7[i], 450000000 + line[k][1] * 1000);
        k++;
    }
    assert_int_equal(k, 6);
    assert_near(f->way.length_m, 2 * 78.63 + 2 * 111.19, 0.5);
}

/* Down it is closed: round by the left side, two steps back, two down, one and a half on. */
static void the_way_back_goes_round(void **state)
{
    fixture *f = *state;
    find(f, 2, 2, 1.5, 0);
    assert_near(f->way.length_m, 3.5 * 78.63 + 2 * 111.19, 0.5);
}

static void points_on_one_street_take_it(void **state)
{
    fixture *f = *state;
    find(f, 3.25, 0, 4.5, 0);
    assert_near(f->way.length_m, 1.25 * 78.63, 0.5);
    find(f, 4.5, 0, 3.25, 0);
    assert_near(f->way.length_m, 1.25 * 78.63, 0.5);
    assert_int_equal(f->way.lon_e7[0], 45000);
}

static void a_point_far_from_roads_has_no_way(void **state)
{
    fixture *f = *state;
    find(f, 1, 0, 900, 0);
    assert_int_equal(f->way.time_ds, MLG_UNREACHABLE);
    assert_int_equal(f->way.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_way_follows_the_one_way_rung_up),
        cmocka_unit_test(the_way_back_goes_round),
        cmocka_unit_test(points_on_one_street_take_it),
        cmocka_unit_test(a_point_far_from_roads_has_no_way),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
