/* A country by road, from its OpenStreetMap extract to the graph: an extract is made, then read on one thread and on all.
 * Usage: bench_extract [JUNCTIONS [FILE]]: 100,000 when not given, 90 MB; 5,000,000 are France, 4.5 GB. A FILE that is there is read
 * as it is, and one that is not is made and kept. */
#include "base/parallel.h"
#include "made_extract.h"
#include "measure.h"
#include "network/roads/graph.h"
#include "network/roads/profile.h"
#include "support.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct reading {
    double wall, cpu, memory_gb;
    uint64_t checksum; /* of the graph as it is kept */
    int32_t nodes, arcs;
    mlg_graph_report report;
} reading;

static void read_extract(reading *r, const char *path, int threads)
{
    mlg_error err;
    mlg_profile *car;
    mlg_osm *osm;
    mlg_graph *graph;
    must(mlg_profile_load(&car, "car", &err), &err);
    double wall = wall_s(), cpu = cpu_s();
    must(mlg_osm_open(&osm, path, &err), &err);
    must(mlg_graph_build(&graph, osm, &(mlg_graph_options){ .profile = car, .threads = threads }, &err), &err);
    mlg_osm_close(osm);
    *r = (reading){ .wall = wall_s() - wall, .cpu = cpu_s() - cpu, .checksum = graph_sum(graph) };
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    r->memory_gb = (double)usage.ru_maxrss * 1024 / 1e9;
    r->nodes = graph->n_nodes;
    r->arcs = graph->n_arcs;
    r->report = graph->report;
    mlg_graph_free(graph);
    mlg_profile_free(car);
}

int main(int argc, char **argv)
{
    int32_t junctions = argc > 1 ? atoi(argv[1]) : 100000;
    char *folder = make_folder();
    const char *path = argc > 2 ? argv[2] : in_folder(folder, "made.osm.pbf");
    mlg_error err;
    made_extract made = { 0 };
    struct stat file;
    if (stat(path, &file) != 0) {
        double start = wall_s();
        must(made_extract_write(&made, path, junctions, 62, 0, &err), &err);
        printf("made in %.1f s: %.1f MB, %" PRId64 " nodes, %" PRId64 " on %" PRId64 " streets among %" PRId64
               " ways\n",
               wall_s() - start, (double)made.bytes / 1e6, made.nodes, made.street_nodes, made.streets, made.ways);
        if (stat(path, &file) != 0)
            return 1;
    }
    const int threads[] = { 0, 1 };
    reading r[2];
    double size_mb = (double)file.st_size / 1e6;
    printf("%7s  %8s  %10s  %6s  %9s  %9s  %9s\n", "threads", "seconds", "processor", "MB/s", "memory GB", "nodes",
           "arcs");
    for (int i = 0; i < 2; i++) {
        read_extract(&r[i], path, threads[i]);
        printf("%7d  %8.2f  %10.2f  %6.0f  %9.2f  %9d  %9d\n", mlg_thread_count(threads[i]), r[i].wall, r[i].cpu,
               size_mb / r[i].wall, r[i].memory_gb, r[i].nodes, r[i].arcs);
    }
    bool same = r[0].checksum == r[1].checksum;
    printf("%" PRId64 " streets kept, %" PRId64 " turn restrictions; the same graph on one thread: %s\n",
           r[0].report.ways, r[0].report.restrictions, same ? "yes" : "no");
    int64_t turns = r[0].report.restrictions + r[0].report.restrictions_unplaced;
    bool whole = made.streets == 0 || (made.streets == r[0].report.ways && made.restrictions == turns);
    if (!whole)
        printf("streets made %" PRId64 ", turn restrictions %" PRId64 "\n", made.streets, made.restrictions);
    bar("extract_mb_a_second", size_mb / r[0].wall, 150, true);
    bar("extract_memory_gb", r[0].memory_gb, 6, false);
    remove_folder(folder);
    return same && whole ? 0 : 1;
}
