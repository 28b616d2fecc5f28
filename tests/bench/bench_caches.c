/* Bar of the verification of a large network file: checksum and range of every number, in seconds a gigabyte of the file, from the
 * page cache, on all processors.
 *
 *     bench_caches [MILLIONS OF SEGMENTS]    6 by default: 1.0 GB
 */
#include "measure.h"
#include "network/roads/graph_arrays.h"

#include "base/memory.h"
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

enum { REPEATS = 5, POINTS = 8 };

/* A long road: each segment joins a node to the next, in both directions. */
static void fill(graph_arrays *a, const mlg_graph *g)
{
    const int32_t n = g->n_nodes, m = g->n_segments;
    for (int32_t v = 0; v < n; v++) {
        a->lon_e7[v] = v % 100000;
        a->lat_e7[v] = v / 100;
        a->first[v + 1] = 2 * v + 1 < g->n_arcs ? 2 * v + 1 : g->n_arcs;
        a->reverse_first[v + 1] = a->first[v + 1];
    }
    for (int32_t s = 0; s < m; s++)
        for (int side = 0; side < 2; side++) {
            const int32_t arc = 2 * s + side;
            a->head[arc] = a->reverse_head[arc] = side ? s : s + 1;
            a->time_ds[arc] = a->reverse_time_ds[arc] = a->edge_time_ds[arc] = 100;
            a->edge[arc] = a->reverse_arc[arc] = arc;
            a->edge_tail[arc] = side ? s + 1 : s;
            a->edge_head[arc] = side ? s : s + 1;
        }
    for (int32_t s = 0; s < m; s++)
        a->first_point[s + 1] = POINTS * (s + 1);
    for (int32_t i = 0; i < 2 * g->n_points; i++)
        a->point_e7[i] = i % 500000000;
}

int main(int argc, char **argv)
{
    const int32_t segments = (int32_t)(1e6 * (argc > 1 ? atof(argv[1]) : 6));
    mlg_graph g = { .n_nodes = segments + 1,
                    .n_arcs = 2 * segments,
                    .n_segments = segments,
                    .n_points = POINTS * segments,
                    .n_ways = 1,
                    .walk_kmh = 4.5 };
    graph_arrays arrays;
    mlg_error err;
    struct stat info;
    char *folder = make_folder();
    const char *path = in_folder(folder, "large.network");
    g.block_size = graph_place_arrays(NULL, &g, NULL);
    must(mlg_new_array(&g.block, g.block_size, 1, "a network", &err), &err);
    graph_place_arrays(&arrays, &g, g.block);
    graph_attach(&g, &arrays);
    fill(&arrays, &g);
    must(mlg_graph_save(&g, path, 1, &err), &err);
    stat(path, &info);
    double best = 0, processor = 0;
    for (int i = 0; i < REPEATS; i++) {
        mlg_graph *loaded;
        double wall = wall_s(), cpu = cpu_s();
        must(mlg_graph_load(&loaded, NULL, path, &err), &err);
        best = smaller(wall_s() - wall, best);
        processor = smaller(cpu_s() - cpu, processor);
        mlg_graph_free(loaded);
    }
    const double gigabytes = 1e-9 * (double)info.st_size;
    printf("%.2f GB: %.3f s, %.3f s of processor\n", gigabytes, best, processor);
    printf("bar verify_s_per_gb %.3f 0.2 %s\n", best / gigabytes, best / gigabytes <= 0.2 ? "ok" : "short");
    free(g.block);
    remove_folder(folder);
    return 0;
}
