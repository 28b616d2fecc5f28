/* Bars of travel by timetable, on Porto Alegre: buses, trains and streets of ../shared/data, from every point of the
 * population grid to every other, leaving at each minute from 13:00 to 15:00, in the middle of the hours that this feed has kept.
 *
 *     bench_transit [origins checked [percentile]]      40 50
 *
 * Prints what was read, a table of times, how the work grows with the points and with the feeds, then a line a bar. The
 * first origins, evenly spread, are then searched again by a second program (connection_scan.h), every departure to
 * every point, which must find the same times: with rides without bound there, 8 at most here; and so must the search by rounds.
 */
#include "adapters/crs.h"
#include "adapters/layer/read.h"
#include "base/memory.h"
#include "base/number.h"
#include "connection_scan.h"
#include "measure.h"
#include "network/models/transit.h"
#include "network/roads/build.h"
#include "network/transit/trip_search.h"
#include "support.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
    int32_t count;
    double *lon, *lat, *x_m, *y_m;
    mlg_snap *snaps;
} points;

static points points_new(int32_t room)
{
    points p = { 0 };
    p.lon = calloc((size_t)room, sizeof *p.lon);
    p.lat = calloc((size_t)room, sizeof *p.lat);
    return p;
}

static points read_grid(const char *path)
{
    points p = points_new(10000);
    mlg_layer *layer;
    mlg_error err;
    bool got;
    must(mlg_layer_open(&layer, path, NULL, &err), &err);
    const int lon = mlg_layer_find(layer, "lon"), lat = mlg_layer_find(layer, "lat");
    for (must(mlg_layer_next(layer, &got, &err), &err); got; must(mlg_layer_next(layer, &got, &err), &err)) {
        mlg_read_decimal(&p.lon[p.count], mlg_layer_text(layer, lon), NULL);
        mlg_read_decimal(&p.lat[p.count++], mlg_layer_text(layer, lat), NULL);
    }
    mlg_layer_close(layer);
    return p;
}

static points stops_of(const mlg_gtfs *const *feeds, int n)
{
    int32_t room = 0;
    for (int f = 0; f < n; f++)
        room += feeds[f]->n_stops;
    points p = points_new(room);
    for (int f = 0; f < n; f++)
        for (int32_t s = 0; s < feeds[f]->n_stops; s++) {
            p.lon[p.count] = feeds[f]->stops[s].lon;
            p.lat[p.count++] = feeds[f]->stops[s].lat;
        }
    return p;
}

static void attach(points *p, const mlg_snap_index *index)
{
    const mlg_snap_options options = { .radius_m = 1000 };
    int32_t count[MLG_SNAP_STATUSES];
    mlg_error err;
    p->snaps = calloc((size_t)p->count, sizeof *p->snaps);
    p->x_m = p->lon; /* on streets positions only tell points apart */
    p->y_m = p->lat;
    must(mlg_snap_points(p->snaps, count, index, p->lon, p->lat, p->count, &options, &err), &err);
    printf("  %d points: %d on the main network, %d on islands, %d off\n", p->count, count[MLG_SNAP_MAIN],
           count[MLG_SNAP_ISLAND], count[MLG_SNAP_FAR] + count[MLG_SNAP_INVALID]);
}

static mlg_walk_points view(const points *p, int32_t count)
{
    return (mlg_walk_points){ count, p->x_m, p->y_m, p->snaps };
}

typedef struct {
    int64_t reached;
    uint64_t sum;
    double wall, cpu;
} outcome;

static outcome run(mlg_transit_model *model, const points *grid, int32_t n, int threads)
{
    const mlg_walk_points from = view(grid, n);
    mlg_travel *travel;
    mlg_sparse_rows rows;
    mlg_error err;
    outcome o = { .wall = wall_s(), .cpu = cpu_s() };
    must(mlg_travel_transit(&travel, model, &from, NULL, 0, &err), &err);
    must(mlg_travel_rows(&rows, travel, MLG_TIME_MAX, threads, &err), &err);
    o.wall = wall_s() - o.wall;
    o.cpu = cpu_s() - o.cpu;
    o.reached = mlg_sparse_entries(mlg_sparse_view_of(&rows));
    for (int64_t e = 0; e < o.reached; e++)
        o.sum = o.sum * 31 + (uint64_t)rows.value[e];
    mlg_sparse_release(&rows);
    mlg_travel_free(travel);
    return o;
}

static double peak_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* Every departure from some origins to all points, against the second program; returns the number of differences. */
static int64_t check(const mlg_transit_model *model, const points *grid, int32_t origins, const char *const *zips,
                     int n)
{
    char command[4096], folder[] = "/tmp/maillage-bench-XXXXXX", unpacked[4][4096];
    const char *folders[4];
    const mlg_walk_points all = view(grid, grid->count);
    mlg_transit_trips trips;
    mlg_raptor *raptor;
    mlg_run_changes *changes;
    mlg_trip_search *search;
    mlg_error err;
    int64_t differences = 0, compared = 0;
    if (!mkdtemp(folder))
        exit(1);
    for (int f = 0; f < n; f++) {
        snprintf(unpacked[f], sizeof unpacked[f], "%s/%d", folder, f);
        snprintf(command, sizeof command, "python3 -m zipfile -e %s %s/%d", zips[f], folder, f);
        if (system(command) != 0)
            exit(1);
        folders[f] = unpacked[f];
    }
    scan_network *scan = scan_read(folders, n, "20190513");
    snprintf(command, sizeof command, "rm -r %s", folder);
    if (system(command) != 0)
        exit(1);
    must(mlg_transit_trips_init(&trips, model, &all, &all, &err), &err);
    must(mlg_raptor_new(&raptor, &trips.transit, &err), &err);
    must(mlg_run_changes_new(&changes, &trips.transit, 0, INT32_MAX, 0, NULL, &err), &err);
    must(mlg_trip_search_new(&search, &trips.transit, (const mlg_run_changes *const *)&changes, &err), &err);
    int32_t *arrival_ds = calloc((size_t)grid->count, sizeof *arrival_ds);
    for (int32_t i = 0; i < origins; i++) {
        const int32_t origin = (int32_t)((int64_t)i * grid->count / origins);
        const int32_t *time_ds = mlg_trip_search_from(search, origin),
                      *by_rounds = mlg_raptor_search(raptor, origin);
        int32_t *on_foot = calloc((size_t)grid->count, sizeof *on_foot);
        for (int32_t d = 0; d < grid->count; d++)
            on_foot[d] = INT32_MAX;
        for (int64_t e = trips.direct.start[origin]; e < trips.direct.start[origin + 1]; e++)
            on_foot[trips.direct.column[e]] = trips.direct.value[e];
        for (int32_t k = 0; k < trips.transit.n_departures; k++) {
            const int32_t departs_ds = trips.transit.first_ds + k * trips.transit.step_ds;
            scan_from(arrival_ds, scan, &trips.access, origin, &trips.transit.transfers, &trips.egress, departs_ds,
                      trips.transit.limit_ds);
            for (int32_t d = 0; d < grid->count; d++) {
                const int32_t riding = arrival_ds[d] == INT32_MAX ? INT32_MAX : arrival_ds[d] - departs_ds;
                const int32_t best = riding < on_foot[d] ? riding : on_foot[d];
                differences += best != time_ds[(int64_t)k * grid->count + d] ||
                               best != by_rounds[(int64_t)k * grid->count + d];
                compared++;
            }
        }
        free(on_foot);
    }
    printf("second program: %d origins, %lld times compared, %lld differences\n", origins, (long long)compared,
           (long long)differences);
    free(arrival_ds);
    mlg_raptor_free(raptor);
    mlg_trip_search_free(search);
    mlg_run_changes_free(changes);
    mlg_transit_trips_release(&trips);
    scan_free(scan);
    return differences;
}

static mlg_transit_model *model_of(const mlg_gtfs *const *feeds, int n, const mlg_walk_ground *ground,
                                   const points *stops, const points *grid, const mlg_transit_options *options)
{
    const mlg_walk_points s = view(stops, stops->count), g = view(grid, grid->count);
    mlg_transit_model *model;
    mlg_error err;
    must(mlg_transit_model_new(&model, feeds, n, ground, &s, &g, options, &err), &err);
    return model;
}

int main(int argc, char **argv)
{
    const int32_t checked = argc > 1 ? atoi(argv[1]) : 40;
    const char *osm_path = shared_data("osm/r5r_poa_osm.osm.pbf"), *found[3];
    static char paths[3][4096];
    static const char *const names[] = { "gtfs/r5r_poa_eptc.zip", "gtfs/r5r_poa_trensurb.zip",
                                         "population/r5r_poa_hexgrid.csv" };
    if (!osm_path) {
        printf("the shared data are not there\n");
        return 1;
    }
    char osm_copy[4096];
    snprintf(osm_copy, sizeof osm_copy, "%s", osm_path);
    for (int i = 0; i < 3; i++) {
        snprintf(paths[i], sizeof paths[i], "%s", shared_data(names[i]));
        found[i] = paths[i];
    }
    mlg_error err;
    mlg_gtfs *read[2];
    mlg_osm *osm;
    mlg_profile *foot;
    mlg_graph *graph;
    mlg_snap_index *index;
    double start = wall_s();
    for (int f = 0; f < 2; f++)
        must(mlg_gtfs_read(&read[f], found[f], NULL, &err), &err);
    const mlg_gtfs *feeds[2] = { read[0], read[1] };
    printf("feeds read in %.2f s: %d and %d trips\n", wall_s() - start, read[0]->n_trips, read[1]->n_trips);
    start = wall_s();
    must(mlg_profile_load(&foot, "foot", &err), &err);
    must(mlg_osm_open(&osm, osm_copy, &err), &err);
    must(mlg_graph_build(&graph, osm, &(mlg_graph_options){ .profile = foot }, &err), &err);
    mlg_osm_close(osm);
    must(mlg_snap_index_new(&index, graph, &err), &err);
    printf("streets in %.2f s: %d nodes, %d arcs\n", wall_s() - start, graph->n_nodes, graph->n_arcs);
    points stops = stops_of(feeds, 2), train_and_no_bus = stops_of(feeds, 1), grid = read_grid(found[2]);
    attach(&stops, index);
    attach(&train_and_no_bus, index);
    attach(&grid, index);
    const mlg_walk_ground ground = { .graph = graph };
    mlg_transit_options options = { .day = mlg_day_of(2019, 5, 13),
                                    .first_s = 13 * 3600,
                                    .last_s = 15 * 3600,
                                    .most_rides = 4,
                                    .limit_ds = 120 * MLG_DS_PER_MIN,
                                    .walk_ds = 20 * MLG_DS_PER_MIN,
                                    .change_ds = 10 * MLG_DS_PER_MIN,
                                    .foot_ds = 60 * MLG_DS_PER_MIN,
                                    .board_ds = MLG_DS_PER_MIN,
                                    .percent = argc > 2 ? atof(argv[2]) : 50,
                                    .draws = 1,
                                    .on_request = true };
    start = wall_s();
    mlg_transit_model *model = model_of(feeds, 2, &ground, &stops, &grid, &options);
    const mlg_transit_report r = mlg_transit_model_figures(model);
    printf("timetable in %.2f s: %d stops, %d patterns, %d runs, %lld changes\n\n", wall_s() - start, r.stops,
           r.patterns, r.runs, (long long)r.changes);
    printf("%-34s %8s %8s %10s %12s\n", "percentile 50 of 120 departures", "wall s", "CPU s", "pairs",
           "ms CPU/origin");
    outcome whole = { 0 }, ninth = { 0 };
    for (int part = 9; part >= 1; part /= 3) {
        char name[64];
        mlg_transit_model *fresh = model_of(feeds, 2, &ground, &stops, &grid, &options);
        const outcome o = run(fresh, &grid, grid.count / part, 0);
        snprintf(name, sizeof name, "%d points x %d", grid.count, grid.count / part);
        printf("%-34s %8.2f %8.2f %10lld %12.2f\n", name, o.wall, o.cpu, (long long)o.reached,
               1000 * o.cpu / grid.count);
        whole = o;
        ninth = part == 9 ? o : ninth;
        mlg_transit_model_free(fresh);
    }
    mlg_transit_model *buses = model_of(feeds, 1, &ground, &train_and_no_bus, &grid, &options);
    const outcome fewer = run(buses, &grid, grid.count / 9, 0);
    printf("%-34s %8.2f %8.2f %10lld\n", "buses alone, a ninth of the points", fewer.wall, fewer.cpu,
           (long long)fewer.reached);
    options.threads = 1;
    mlg_transit_model *single = model_of(feeds, 2, &ground, &stops, &grid, &options);
    const outcome alone = run(single, &grid, grid.count / 9, 1);
    printf("%-34s %8.2f %8.2f %10lld\n", "the same ninth on one thread", alone.wall, alone.cpu,
           (long long)alone.reached);
    const double peak = peak_mb();
    options.most_rides = MLG_MOST_RIDES;
    mlg_transit_model *unbounded = model_of(feeds, 2, &ground, &stops, &grid, &options);
    const int64_t differences = checked > 0 ? check(unbounded, &grid, checked, found, 2) : 0;
    printf("peak memory %.0f MB\n\n", peak);
    bar("porto-alegre-two-cores-s", whole.wall, 10, false);
    bar("porto-alegre-cpu-s", whole.cpu, 20, false);
    bar("porto-alegre-mb", peak, 1024, false);
    bar("same-bits-one-thread", ninth.sum == alone.sum && ninth.reached == alone.reached, 1, true);
    bar("differences-from-second-program", (double)differences, 0, false);
    mlg_transit_model_free(model);
    mlg_transit_model_free(buses);
    mlg_transit_model_free(single);
    mlg_transit_model_free(unbounded);
    mlg_snap_index_free(index);
    mlg_graph_free(graph);
    mlg_profile_free(foot);
    mlg_gtfs_free(read[0]);
    mlg_gtfs_free(read[1]);
    return 0;
}
