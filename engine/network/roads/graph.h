/* The road network as a graph of junctions, the segments between them, and the arcs that may be driven.
 *
 * A *segment* is a stretch of road between two junctions, whatever its directions; its shape is stored separately.
 * Its two *edges*, 2s in the direction of its shape and 2s+1 against it, are the two directions; a closed edge has
 * time -1. An *arc* of the view is an edge as it is driven, or a free transition (edge -1, time 0) between the
 * copies of a junction that the rules below require. edge_tail is the node from which a trip that ends on the edge
 * enters it, edge_head the node where a trip that starts on the edge leaves it. An edge that none of these rules
 * concerns has one arc, from its tail to its head.
 *
 *     Turn restrictions, via a node or via ways. An arrival from which some turn is forbidden, or which lies on
 *     the way to such a turn, has its own copy of the junction; each outgoing edge has a departure node, reached
 *     from the copies that may take it. A via way has an additional arc for trips that come from the first edge of
 *     the restriction. The model is exact. Several only_* restrictions from one edge are combined: any of their
 *     turns may be taken; an only_* via ways is binding from the first edge on.
 *     U-turns. Without restrictions no shortest path makes a U-turn. At the 16 junctions nearest to each
 *     restriction U-turns are forbidden, since they would circumvent it; elsewhere they are free. They remain
 *     allowed where the restrictions leave no other choice.
 *     Streets open only to trips that start or end there, and those that can be reached or left only through them,
 *     have two layers: one for trips that leave them, one for trips that end in them. Trips from outside enter the
 *     second, which has no way out.
 *
 * Times are in deciseconds, rounded per segment, signals and gates included (at the head of the edge). Along a
 * segment time is proportional to length. Chains of similar segments (class, speeds, directions) through nodes of
 * degree two form one segment. Nodes are in the order of a Hilbert curve. Immutable; all arrays are in one block,
 * allocated or mapped from a file.
 *
 * Component: junctions strongly connected by roads, regardless of turn restrictions and limits to through traffic,
 * numbered by decreasing size: 0 is the main network, the others are islands. */
#ifndef MLG_NETWORK_ROADS_GRAPH_H
#define MLG_NETWORK_ROADS_GRAPH_H

#include "network/roads/tags.h"
#include "network/roads/view.h"

/* MAIN: in component 0. COUNTS: in component 0, or in another component with at least 250 m of streets; smaller
 * components are fragments. */
enum { MLG_SEGMENT_URBAN = 1, MLG_SEGMENT_ATTACH = 2, MLG_SEGMENT_MAIN = 4, MLG_SEGMENT_COUNTS = 8 };

/* Counts of what the build read, left out and created. */
typedef struct mlg_graph_report {
    int64_t ways, nodes_missing, ways_cut; /* used; references to missing nodes; ways shortened because of them */
    int64_t ways_outside;                  /* left out by `within` */
    int64_t barriers, delays;              /* nodes that close the road, nodes that delay */
    int64_t restrictions, restrictions_unplaced; /* applied; with members missing from the network */
    int64_t limited, guarded;                    /* segments without through traffic; junctions without U-turns */
    int64_t folded;                              /* nodes of degree two folded into segments */
    int64_t components, island_nodes;
    mlg_road_notes notes;
} mlg_graph_report;

typedef struct mlg_graph {
    int32_t n_nodes, n_arcs, n_segments, n_points;
    double walk_kmh; /* of the profile */
    mlg_graph_report report;
    /* nodes */
    const int32_t *lon_e7, *lat_e7; /* n_nodes */
    const int32_t *component;       /* n_nodes */
    /* arcs, by tail */
    const int32_t *first;   /* n_nodes + 1 */
    const int32_t *head;    /* n_arcs */
    const int32_t *time_ds; /* n_arcs */
    const int32_t *edge;    /* n_arcs; -1: free transition */
    /* the same arcs, by head */
    const int32_t *reverse_first;   /* n_nodes + 1 */
    const int32_t *reverse_head;    /* n_arcs: the tail */
    const int32_t *reverse_time_ds; /* n_arcs */
    const int32_t *reverse_arc;     /* n_arcs: index of the arc */
    /* edges: 2 x n_segments */
    const int32_t *edge_tail, *edge_head; /* -1 when closed */
    const int32_t *edge_time_ds;          /* -1 when closed */
    /* segments */
    const int32_t *length_dm;   /* n_segments */
    const int32_t *first_point; /* n_segments + 1 */
    const int32_t *way;         /* n_segments: index into way_id */
    const uint8_t *road_class;  /* n_segments: mlg_road_class */
    const uint8_t *flags;       /* n_segments: MLG_SEGMENT_* */
    const int32_t *point_e7;    /* n_points x 2: lon, lat; both ends included */
    const int64_t *
        way_id; /* n_ways: OpenStreetMap ids, below 0 of new roads; a folded segment has the id of its first way */
    int32_t n_ways;
    void *block; /* owns all arrays; mapped_size > 0: a file mapping */
    size_t block_size, mapped_size;
} mlg_graph;

/* A road that the extract does not hold. Each point of its line that lies within 25 m of a road joins it there, one within a metre of a node at that node;
 * elsewhere it passes over or under. */
typedef struct mlg_new_road {
    int32_t count;           /* points, 2 or more */
    const double *lon, *lat; /* [count] degrees */
    double kmh;              /* driven */
    bool forward, backward;
    const char *where; /* for messages */
} mlg_new_road;

enum { MLG_LINE_POINTS = 64 };

typedef struct mlg_graph_options {
    const mlg_profile *profile;
    bool peak; /* peak-hour times: the profile's factors by density level, which is estimated from the roads */
    /* Metres of level road that take as long as a line of n points, 2 to MLG_LINE_POINTS, whose steps are length_m[n - 1] long. Its
     * positions, in degrees, may be overwritten. NULL: slopes do not count. Not on ferries. */
    double (*level_m)(void *context, double *lon, double *lat, int32_t n, const double *length_m);
    void *level_context;
    uint64_t level_fingerprint;    /* changes when `level_m` does */
    const mlg_new_road *new_roads; /* drawn in their order */
    int32_t new_road_count;
    /* West, south, east and north, in degrees: roads without a node in this box are left out. NULL: none is. */
    const double *within;
    int threads; /* for reading the extract; 0: one per processor */
    const mlg_progress *progress;
} mlg_graph_options;

/* Builds the graph from an OpenStreetMap file: at most three passes, memory O(n) in the roads of the profile.
 * MLG_INPUT: a bad file, or a new road that joins none; MLG_DATA: no road for the profile, or more than 2^31 points. Freed with
 * mlg_graph_free(). */
mlg_status mlg_graph_build(mlg_graph **out, mlg_osm *osm, const mlg_graph_options *options,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_graph_free(mlg_graph *graph);

mlg_graph_view mlg_graph_forward_view(const mlg_graph *graph);
mlg_graph_view mlg_graph_reverse_view(const mlg_graph *graph);

/* ---- file ------------------------------------------------------------------------------------------- */

/* Identifies the inputs of a network: the profile, the options and the source file (its size and content; above 16
 * MiB, 256 samples of 64 KiB spread over it). */
mlg_status mlg_graph_fingerprint(uint64_t *fingerprint, const char *osm_path, const mlg_graph_options *options,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Written to a temporary file, synced and renamed. MLG_INPUT: cannot be written. */
mlg_status mlg_graph_save(const mlg_graph *graph, const char *path, uint64_t fingerprint,
                          mlg_error *err) MLG_MUST_CHECK;

/* Maps a saved network, and checks all of it: sizes, checksums, and that every index and time is in range, as the file may come from
 * elsewhere. O(bytes), on all processors. MLG_INPUT: missing, not a network file, of another version, truncated, damaged.
 * *fingerprint may be NULL. */
mlg_status mlg_graph_load(mlg_graph **out, uint64_t *fingerprint, const char *path, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_graph_news {
    bool built;      /* rebuilt from the source file */
    char found[256]; /* why the existing file was not used; empty: it was used, or there was none */
} mlg_graph_news;

/* Loads `network_path` when it was built from this file with these options; otherwise rebuilds it and saves it. A
 * network that cannot be read is rebuilt too. */
mlg_status mlg_graph_obtain(mlg_graph **out, mlg_graph_news *news, const char *network_path, const char *osm_path,
                            const mlg_graph_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
