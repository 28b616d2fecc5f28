/* A made extract, read on any number of threads: all its streets and turn restrictions, and the same graph, bit for bit. */
#include "support.h"

#include "base/memory.h"
#include "made_extract.h"
#include "network/models/road.h"
#include "network/roads/graph.h"
#include "network/roads/profile.h"
#include "pbf_writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { JUNCTIONS = 4000, POINTS = 60 };

static mlg_status read_within(mlg_graph **graph, const char *path, int threads, const double *within,
                              mlg_error *err)
{
    mlg_profile *car;
    mlg_osm *osm;
    assert_ok(mlg_profile_load(&car, "car", err), err);
    assert_ok(mlg_osm_open(&osm, path, err), err);
    const mlg_graph_options options = { .profile = car, .threads = threads, .within = within };
    mlg_status st = mlg_graph_build(graph, osm, &options, err);
    mlg_osm_close(osm);
    mlg_profile_free(car);
    return st;
}

static mlg_status read_graph(mlg_graph **graph, const char *path, int threads, mlg_error *err)
{
    return read_within(graph, path, threads, NULL, err);
}

static uint64_t sum_on(const char *path, int threads)
{
    mlg_graph *graph;
    mlg_error err;
    assert_ok(read_graph(&graph, path, threads, &err), &err);
    uint64_t sum = graph_sum(graph);
    mlg_graph_free(graph);
    return sum;
}

static void append(const char *path, const bytes *more)
{
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    assert_int_equal(fwrite(more->data, 1, more->size, file), more->size);
    fclose(file);
}

/* The first street node again, further north. */
static void put_moved_node(bytes *file, const mlg_graph *graph)
{
    bytes node = { 0 }, group = { 0 }, block = { 0 };
    for (int64_t id = 1; id <= 99; id++) { /* one of the first eleven nodes is on a street */
        node.size = 0;
        put_varint(&node, 1 << 3), put_signed(&node, id);
        put_varint(&node, 8 << 3), put_signed(&node, graph->lat_e7[0] + 5000);
        put_varint(&node, 9 << 3), put_signed(&node, graph->lon_e7[0]);
        put_message(&group, 1, node.data, node.size);
    }
    put_message(&block, 2, group.data, group.size);
    put_blob(file, "OSMData", &block, 3);
    free(node.data);
    free(group.data);
    free(block.data);
}

static void any_number_of_threads_reads_the_same_graph(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *path = in_folder(folder, "made.osm.pbf");
    made_extract made;
    mlg_graph *graph;
    mlg_error err;
    assert_ok(made_extract_write(&made, path, JUNCTIONS, 7, 2, &err), &err);
    assert_ok(read_graph(&graph, path, 1, &err), &err);
    assert_int_equal(graph->report.ways, made.streets);
    assert_int_equal(graph->report.restrictions + graph->report.restrictions_unplaced, made.restrictions);
    assert_int_equal(graph->report.nodes_missing, 0);
    assert_true(made.restrictions > 5 && graph->report.delays > 50);
    const uint64_t sum = graph_sum(graph);
    for (int threads = 2; threads <= 8; threads += 3)
        assert_int_equal(sum_on(path, threads), sum);

    bytes again = { 0 }; /* a node that comes twice: the last one counts, whoever reads it */
    put_moved_node(&again, graph);
    append(path, &again);
    const uint64_t moved = sum_on(path, 1);
    assert_true(moved != sum);
    for (int threads = 2; threads <= 8; threads += 3)
        assert_int_equal(sum_on(path, threads), moved);
    free(again.data);
    mlg_graph_free(graph);
    remove_folder(folder);
}

/* Times between all pairs of the points, in deciseconds, up to `most`; -1 beyond. times[points * points]. */
static void times_between(int32_t *times, const mlg_graph *graph, const double *lon, const double *lat,
                          int32_t most)
{
    mlg_error err;
    mlg_snap_index *index;
    mlg_road_model *model;
    mlg_travel *travel;
    mlg_travel_crew crew;
    mlg_snap snaps[POINTS];
    int32_t count[MLG_SNAP_STATUSES];
    assert_ok(mlg_snap_index_new(&index, graph, &err), &err);
    assert_ok(
        mlg_snap_points(snaps, count, index, lon, lat, POINTS, &(mlg_snap_options){ .radius_m = 2000 }, &err),
        &err);
    assert_int_equal(count[MLG_SNAP_MAIN], POINTS);
    assert_ok(mlg_road_model_new(&model, graph, snaps, POINTS, MLG_TO_SITE, &err), &err);
    assert_ok(mlg_travel_road(&travel, model, snaps, POINTS, NULL, 0, &err), &err);
    assert_ok(mlg_travel_crew_init(&crew, travel, 1, &err), &err);
    for (int32_t site = 0; site < POINTS; site++) {
        mlg_row row;
        assert_ok(mlg_travel_row(travel, site, most, crew.scratch[0], &row, &err), &err);
        for (int32_t i = 0; i < POINTS; i++)
            times[site * POINTS + i] = -1;
        for (int32_t i = 0; i < row.count; i++)
            times[site * POINTS + row.place[i]] = row.time_ds[i];
    }
    mlg_travel_crew_release(&crew);
    mlg_travel_free(travel);
    mlg_road_model_free(model);
    mlg_snap_index_free(index);
}

/* Streets around a box that is cut out of a larger extract: a trip that leaves them comes back, so that the times below twice the
 * width of the rim at the highest speed are those of the whole extract. */
static void times_within_a_box_are_those_of_the_whole_extract(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *path = in_folder(folder, "made.osm.pbf");
    static int32_t whole_times[POINTS * POINTS], times[POINTS * POINTS];
    double lon[POINTS], lat[POINTS], box[4];
    const double rim_km = 4;
    made_extract made;
    mlg_graph *whole, *cut;
    mlg_error err;
    assert_ok(made_extract_write(&made, path, JUNCTIONS, 7, 2, &err), &err);
    assert_ok(read_graph(&whole, path, 2, &err), &err);
    int32_t n = 0, found = 0;
    double middle_lon = 0, middle_lat = 0;
    for (int32_t i = 0; i < whole->n_nodes; i++) {
        middle_lon += whole->lon_e7[i] * 1e-7 / whole->n_nodes;
        middle_lat += whole->lat_e7[i] * 1e-7 / whole->n_nodes;
    }
    for (int32_t i = 0; i < whole->n_nodes && n < POINTS; i += 7) {
        lon[n] = whole->lon_e7[i] * 1e-7;
        lat[n] = whole->lat_e7[i] * 1e-7;
        n += fabs(lon[n] - middle_lon) < 0.05 && fabs(lat[n] - middle_lat) < 0.04;
    }
    assert_int_equal(n, POINTS);
    box[0] = middle_lon - 0.05 - rim_km / 75, box[2] = middle_lon + 0.05 + rim_km / 75;
    box[1] = middle_lat - 0.04 - rim_km / 111, box[3] = middle_lat + 0.04 + rim_km / 111;
    assert_ok(read_within(&cut, path, 2, box, &err), &err);
    assert_int_equal(cut->report.ways + cut->report.ways_outside, whole->report.ways);
    assert_true(cut->report.ways_outside > whole->report.ways / 4);
    assert_int_equal(cut->report.restrictions_unplaced, whole->report.restrictions_unplaced);
    const int32_t most = (int32_t)(2 * rim_km / 130 * 36000);
    times_between(whole_times, whole, lon, lat, most);
    times_between(times, cut, lon, lat, most);
    for (int32_t i = 0; i < POINTS * POINTS; i++) {
        assert_int_equal(times[i], whole_times[i]);
        found += times[i] > 0;
    }
    assert_true(found > POINTS);
    mlg_graph_free(whole);
    mlg_graph_free(cut);
    const double elsewhere[4] = { 20, 20, 21, 21 };
    assert_fails(read_within(&cut, path, 2, elsewhere, &err), MLG_DATA, &err, "no road of the extract is around");
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_number_of_threads_reads_the_same_graph),
                                        cmocka_unit_test(times_within_a_box_are_those_of_the_whole_extract) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
