/* Extracts of OpenStreetMap that are made, for benches at the size of a country: the streets of generate.h as highways, among
 * the buildings, land and footways that a real file has around them.
 *
 * In the shape of the files that Geofabrik publishes: blocks of 8,000 elements packed with zlib, dense nodes with versions and
 * dates but no names of people, sorted by type then id and said so in the header. Proportions are those of the whole extracts
 * of Liechtenstein (2015) and Monaco, and of Porto for turn restrictions: one node in eleven on a street, a street of 10 nodes
 * to 13 ways that are none, buildings of 7 nodes, 2.8 tags a street, 7 restrictions for 1,000 streets. The same seed gives the same
 * bytes, whatever the number of threads. */
#ifndef MLG_BENCH_MADE_EXTRACT_H
#define MLG_BENCH_MADE_EXTRACT_H

#include "network/roads/graph.h"

typedef struct made_extract {
    int64_t bytes, nodes, ways;
    int64_t street_nodes, streets, restrictions; /* among them */
} made_extract;

/* Writes an extract of about `junctions` crossings, 140 nodes and 1,200 bytes each. threads: 0 for one a processor. */
mlg_status made_extract_write(made_extract *out, const char *path, int32_t junctions, uint64_t seed, int threads,
                              mlg_error *err) MLG_MUST_CHECK;

/* Checksum of the nodes and arcs of a graph: the same for the same graph. */
uint64_t graph_sum(const mlg_graph *graph);

#endif
