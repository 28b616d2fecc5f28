/* A made extract, read on any number of threads: all its streets and turn restrictions, and the same graph, bit for bit. */
#include "support.h"

#include "base/checksum.h"
#include "made_extract.h"
#include "network/roads/graph.h"
#include "network/roads/profile.h"
#include "pbf_writer.h"

#include <stdio.h>
#include <stdlib.h>

enum { JUNCTIONS = 4000 };

static uint64_t sum_of(const mlg_graph *g)
{
    size_t nodes = (size_t)g->n_nodes, arcs = (size_t)g->n_arcs;
    mlg_graph_view v = mlg_graph_forward_view(g);
    uint64_t sum = mlg_checksum(v.first, (nodes + 1) * sizeof *v.first, 0);
    sum = mlg_checksum(v.head, arcs * sizeof *v.head, sum);
    sum = mlg_checksum(v.time_ds, arcs * sizeof *v.time_ds, sum);
    sum = mlg_checksum(g->lat_e7, nodes * sizeof *g->lat_e7, sum);
    return mlg_checksum(g->lon_e7, nodes * sizeof *g->lon_e7, sum);
}

static mlg_status read_graph(mlg_graph **graph, const char *path, int threads, mlg_error *err)
{
    mlg_profile *car;
    mlg_osm *osm;
    assert_ok(mlg_profile_load(&car, "car", err), err);
    assert_ok(mlg_osm_open(&osm, path, err), err);
    mlg_status st = mlg_graph_build(graph, osm, &(mlg_graph_options){ .profile = car, .threads = threads }, err);
    mlg_osm_close(osm);
    mlg_profile_free(car);
    return st;
}

static uint64_t sum_on(const char *path, int threads)
{
    mlg_graph *graph;
    mlg_error err;
    assert_ok(read_graph(&graph, path, threads, &err), &err);
    uint64_t sum = sum_of(graph);
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
    const uint64_t sum = sum_of(graph);
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

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_number_of_threads_reads_the_same_graph) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
