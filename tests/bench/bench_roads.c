/* Roads of a real town: from the OpenStreetMap extract to the graph, and to a matrix of 1000 x 1000 points.
 * Usage: bench_roads [FILE.osm.pbf]; without a file, Porto among the shared data, or streets that are made. */
#include "base/parallel.h"
#include "made_extract.h"
#include "network/models/road.h"
#include "support.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { POINTS = 1000, MADE_JUNCTIONS = 75000 };

/* Points up to some 300 m off junctions drawn at random. */
static void scatter(double *lon, double *lat, const mlg_graph *graph, uint64_t seed)
{
    for (int i = 0; i < POINTS; i++) {
        int32_t node = random_below(&seed, graph->n_nodes);
        lon[i] = graph->lon_e7[node] * 1e-7 + 0.006 * (random_unit(&seed) - 0.5);
        lat[i] = graph->lat_e7[node] * 1e-7 + 0.006 * (random_unit(&seed) - 0.5);
    }
}

typedef struct {
    const mlg_travel *travel;
    mlg_travel_crew *crew;
    int64_t reached[POINTS];
} matrix;

static mlg_status fill_row(void *context, int32_t site, int worker, mlg_error *err)
{
    matrix *m = context;
    mlg_row row;
    MLG_TRY(mlg_travel_row(m->travel, site, MLG_TIME_MAX, m->crew->scratch[worker], &row, err));
    m->reached[site] = row.count;
    return MLG_OK;
}

int main(int argc, char **argv)
{
    static double lon[POINTS], lat[POINTS];
    static mlg_snap snaps[POINTS];
    static matrix m;
    int32_t count[MLG_SNAP_STATUSES];
    mlg_error err;
    char *folder = make_folder();
    const char *path = argc > 1 ? argv[1] : shared_data("osm/r5_porto_portugal.osm.pbf");
    if (!path) {
        made_extract made;
        path = in_folder(folder, "made.osm.pbf");
        must(made_extract_write(&made, path, MADE_JUNCTIONS, 1, 0, &err), &err);
    }
    double start = wall_s();
    mlg_profile *car;
    mlg_osm *osm;
    mlg_graph *graph;
    must(mlg_profile_load(&car, "car", &err), &err);
    must(mlg_osm_open(&osm, path, &err), &err);
    must(mlg_graph_build(&graph, osm, &(mlg_graph_options){ .profile = car }, &err), &err);
    mlg_osm_close(osm);
    double built = wall_s();

    mlg_snap_index *index;
    mlg_road_model *road_model;
    mlg_travel *travel;
    mlg_travel_crew crew;
    scatter(lon, lat, graph, 1);
    must(mlg_snap_index_new(&index, graph, &err), &err);
    must(mlg_snap_points(snaps, count, index, lon, lat, POINTS, &(mlg_snap_options){ .radius_m = 2000 }, &err),
         &err);
    must(mlg_road_model_new(&road_model, graph, snaps, POINTS, MLG_TO_SITE, &err), &err);
    must(mlg_travel_road(&travel, road_model, snaps, POINTS, NULL, 0, &err), &err);
    must(mlg_travel_crew_init(&crew, travel, 0, &err), &err);
    double ready = wall_s();
    m.travel = travel;
    m.crew = &crew;
    must(mlg_parallel(POINTS, crew.threads, fill_row, &m, &err), &err);
    double done = wall_s();

    int64_t reached = 0;
    for (int i = 0; i < POINTS; i++)
        reached += m.reached[i];
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s: %d nodes, %d arcs; %d points on the main network, %d on islands, %d off\n", path, graph->n_nodes,
           graph->n_arcs, count[MLG_SNAP_MAIN], count[MLG_SNAP_ISLAND], count[MLG_SNAP_FAR]);
    printf("%-28s %8.3f s\n%-28s %8.3f s\n%-28s %8.3f s, %d threads, %lld pairs reached\n%-28s %8ld MiB\n",
           "extract to graph", built - start, "points attached", ready - built, "matrix, unbounded", done - ready,
           crew.threads, (long long)reached, "peak memory", usage.ru_maxrss / 1024);
    bar("roads_graph_s", built - start, 1, false);
    bar("roads_matrix_whole_s", done - start, 3, false);
    mlg_travel_crew_release(&crew);
    mlg_travel_free(travel);
    mlg_road_model_free(road_model);
    mlg_snap_index_free(index);
    mlg_graph_free(graph);
    mlg_profile_free(car);
    remove_folder(folder);
    return 0;
}
