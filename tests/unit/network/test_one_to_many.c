/* Times from one point to any others are those of the travel model of roads, which network/test_road_model.c holds to the textbook. */
#include "support.h"

#include "network/models/road.h"
#include "network/search/one_to_many.h"
#include "road_town.h"

enum { PLACES = 60, SITES = 12 };

/* Rows of the model, and the same by searches of both kinds; the number that differ. */
static int64_t differences(const mlg_graph *graph, mlg_direction direction, int32_t limit_ds)
{
    mlg_snap *places = scatter(graph, PLACES, 1), *sites = scatter(graph, SITES, 2);
    mlg_road_model *road_model;
    mlg_travel *travel;
    mlg_travel_scratch *scratch;
    mlg_one_to_many *one_to_many;
    mlg_error err;
    int64_t wrong = 0;
    assert_ok(mlg_road_model_new(&road_model, graph, places, PLACES, direction, &err), &err);
    assert_ok(mlg_travel_road(&travel, road_model, sites, SITES, NULL, 0, &err), &err);
    assert_ok(mlg_travel_scratch_new(&scratch, travel, &err), &err);
    assert_ok(mlg_one_to_many_new(&one_to_many, graph, &err), &err);
    for (int32_t s = 0; s < SITES; s++) {
        mlg_row row;
        int32_t want[PLACES];
        mlg_one_to_many_request ask = { .point = &sites[s],
                                        .to_point = direction == MLG_TO_SITE,
                                        .limit_ds = limit_ds };
        assert_ok(mlg_travel_row(travel, s, limit_ds, scratch, &row, &err), &err);
        for (int32_t p = 0, at = 0; p < PLACES; p++)
            want[p] = at < row.count && row.place[at] == p ? row.time_ds[at++] : MLG_UNREACHABLE;
        assert_ok(mlg_one_to_many_search(one_to_many, &ask, &err), &err);
        for (int32_t p = 0; p < PLACES; p++)
            wrong += mlg_one_to_many_time(one_to_many, &places[p]) != want[p];
        for (int32_t p = 0; p < PLACES; p += 20) { /* twenty at a time, the search ending once they are reached */
            ask.other = places + p;
            ask.n_other = 20;
            assert_ok(mlg_one_to_many_search(one_to_many, &ask, &err), &err);
            for (int32_t i = p; i < p + 20; i++)
                wrong += mlg_one_to_many_time(one_to_many, &places[i]) != want[i];
        }
    }
    mlg_one_to_many_free(one_to_many);
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    mlg_road_model_free(road_model);
    free(places);
    free(sites);
    return wrong;
}

static void times_are_those_of_the_travel_model(void **state)
{
    (void)state;
    mlg_profile *car;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    for (uint64_t seed = 1; seed <= 10; seed++) {
        mlg_graph *graph = make_town(car, seed);
        for (int direction = MLG_TO_SITE; direction <= MLG_FROM_SITE; direction++) {
            assert_int_equal(differences(graph, (mlg_direction)direction, 600), 0);
            assert_int_equal(differences(graph, (mlg_direction)direction, MLG_TIME_MAX), 0);
        }
        mlg_graph_free(graph);
    }
    mlg_profile_free(car);
}

/* A point that is on no road reaches nothing, not even itself; and it leaves nothing behind. */
static void a_point_off_the_network_reaches_nothing(void **state)
{
    (void)state;
    mlg_profile *car;
    mlg_one_to_many *one_to_many;
    mlg_error err;
    assert_ok(mlg_profile_load(&car, "car", &err), &err);
    mlg_graph *graph = make_town(car, 3);
    mlg_snap *points = scatter(graph, 2, 5);
    mlg_snap off = { .status = MLG_SNAP_FAR, .segment = -1, .exit_node = { -1, -1 }, .entry_node = { -1, -1 } };
    mlg_one_to_many_request ask = { .point = &points[0], .limit_ds = MLG_TIME_MAX };
    assert_ok(mlg_one_to_many_new(&one_to_many, graph, &err), &err);
    assert_int_equal(mlg_one_to_many_time(one_to_many, &points[0]), MLG_UNREACHABLE); /* nothing was asked yet */
    assert_ok(mlg_one_to_many_search(one_to_many, &ask, &err), &err);
    assert_int_equal(mlg_one_to_many_time(one_to_many, &points[0]), 2 * points[0].walk_ds);
    assert_int_equal(mlg_one_to_many_time(one_to_many, &off), MLG_UNREACHABLE);
    ask.point = &off;
    assert_ok(mlg_one_to_many_search(one_to_many, &ask, &err), &err);
    assert_int_equal(mlg_one_to_many_time(one_to_many, &points[0]), MLG_UNREACHABLE);
    assert_int_equal(mlg_one_to_many_time(one_to_many, &off), MLG_UNREACHABLE);
    ask.limit_ds = -1;
    assert_fails(mlg_one_to_many_search(one_to_many, &ask, &err), MLG_USAGE, &err, "-1 deciseconds");
    mlg_one_to_many_free(one_to_many);
    mlg_graph_free(graph);
    mlg_profile_free(car);
    free(points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_the_travel_model),
        cmocka_unit_test(a_point_off_the_network_reaches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
