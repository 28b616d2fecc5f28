/* A country for the benches of prepared networks: generated or a real city, its sites and its inhabited cells. */
#ifndef MLG_BENCH_LAND_H
#define MLG_BENCH_LAND_H

#include "generate.h"
#include "network/hierarchy/sweep.h"
#include "network/roads/graph.h"

typedef struct land {
    int threads;
    bench_graph graph; /* generated, or */
    mlg_graph *city;   /* real */
    mlg_graph_view view;
    mlg_hierarchy *hierarchy;
    mlg_spots *cells;
    mlg_anchor *cell, *site; /* at nodes; cells at 46 of 100, as in France */
    int32_t n_cells, n_sites;
} land;

/* `{ .threads = ... }` before. */
void land_generate(land *l, int32_t n_nodes);

/* The streets of an OpenStreetMap extract, n_sites sites at nodes by chance. */
void land_read(land *l, const char *path, int32_t n_sites);
void land_release(land *l);

/* From node to node. */
mlg_anchor land_at(int32_t node);

#endif
