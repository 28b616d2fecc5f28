/* Generated road graphs with the look of the French network, for benches at any size.
 *
 * Communes about 4 km apart, few large and many small; junctions scattered over the country and gathered around
 * the centres and their hamlets; local roads between relative neighbours; three levels of arterials, the quickest
 * ways between neighbouring centres (all, towns, cities), each level faster; one street in eight of dense places
 * one-way. Only the largest strongly connected part is kept. Nodes are in Hilbert order. The same seed gives the
 * same graph.
 */
#ifndef MLG_BENCH_GENERATE_H
#define MLG_BENCH_GENERATE_H

#include "bench/csr.h"

typedef struct bench_commune {
    double x_m, y_m;
    double side_m; /* of the square it covers */
    double persons;
} bench_commune;

typedef struct bench_graph {
    mlg_arcs arcs;
    mlg_csr forward, reverse;
    float *x_m, *y_m; /* by node */
    int32_t n_centres;
    int32_t *centre; /* node of each commune kept */
    double *centre_persons;
    int32_t n_sites; /* one for 150 nodes, as there are surgeries of general practitioners in France */
    int32_t *site;   /* nodes, where people live; in Hilbert order */
} bench_graph;

/* As many communes as n_nodes junctions need in France (one for 145), on a square. Freed with free(). */
mlg_status bench_communes(bench_commune **out, int32_t *count, int32_t n_nodes, uint64_t seed,
                          mlg_error *err) MLG_MUST_CHECK;

/* About n_nodes nodes over these communes. `{ 0 }` before; bench_graph_release() also after a failure. */
mlg_status bench_graph_init(bench_graph *out, const bench_commune *communes, int32_t n_communes, int32_t n_nodes,
                            uint64_t seed, mlg_error *err) MLG_MUST_CHECK;
void bench_graph_release(bench_graph *graph);

/* The same graph with its nodes numbered at random. */
mlg_status bench_graph_shuffled(bench_graph *out, const bench_graph *graph, uint64_t seed,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
