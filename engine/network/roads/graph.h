/* The road network as a graph: junctions, segments between them, and arcs that may be driven.
 *
 * A *segment* is a stretch of road between two junctions, whatever the directions: its shape is kept aside. Its two
 * *edges*, 2s in the direction of its shape and 2s+1 against it, are the directions; a closed one has time -1. An
 * *arc* of the view is an edge as it is driven, or a free passage (edge -1, time 0) between the copies of a junction
 * that the following needs. edge_tail is the node from which one who ends on an edge enters it, edge_head the node
 * where one who starts on it leaves it. Elsewhere an edge has one arc, from its tail to its head.
 *
 *     Turn restrictions, over a node or over ways. Arrivals that may not turn everywhere, or that are on the way to
 *     such a place, have a copy of the junction; each edge that leaves has a departure node, to which the copies lead
 *     that may take it. A way between the two ends of a restriction is driven in one arc more for those who come from
 *     its first edge. Exact. Several only_* from one edge add up: any of their turns may be taken; only_* over ways
 *     binds from the first edge on.
 *     U-turns. Without restrictions no shortest way turns round. At the 16 junctions nearest to each restriction
 *     turning round in the road is forbidden, or the restriction would be undone by it; elsewhere it is free. It
 *     stays allowed where the restrictions leave nothing else.
 *     Streets open only to those who start or end there, and what can only be reached or left through them, have two
 *     layers: one to leave them, one to end in them. From outside one enters the second, which has no way out.
 *
 * Times are deciseconds, rounded by segment, signals and gates included (at the head of the edge). Along a segment time
 * is proportional to length. Chains of segments alike (class, speeds, directions) through nodes of degree two are one
 * segment. Nodes stand in the order of a Hilbert curve. Immutable; every array lies in one block, memory or mapped file.
 *
 * Component: junctions strongly connected by roads, whatever the restrictions and the limits to through traffic,
 * numbered by decreasing size: 0 is the main network, the others are islands. */
#ifndef MLG_NETWORK_ROADS_GRAPH_H
#define MLG_NETWORK_ROADS_GRAPH_H

#include "network/roads/tags.h"
#include "network/roads/view.h"

/* MAIN: of component 0; COUNTS: of it, or of a component with streets enough to be more than a scrap (250 m). */
enum { MLG_SEGMENT_URBAN = 1, MLG_SEGMENT_ATTACH = 2, MLG_SEGMENT_MAIN = 4, MLG_SEGMENT_COUNTS = 8 };

/* What the build read, left out and made. */
typedef struct mlg_graph_report {
    int64_t ways, nodes_missing, ways_cut;       /* used; references without a node; ways shortened for it */
    int64_t barriers, delays;                    /* nodes that close, nodes that delay */
    int64_t restrictions, restrictions_unplaced; /* applied; whose members are not in the network */
    int64_t limited, guarded;                    /* segments without through traffic; junctions without U-turn */
    int64_t folded;                              /* nodes of degree two inside segments */
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
    const int32_t *edge;    /* n_arcs; -1: free passage */
    /* the same arcs, by head */
    const int32_t *reverse_first;   /* n_nodes + 1 */
    const int32_t *reverse_head;    /* n_arcs: the tail */
    const int32_t *reverse_time_ds; /* n_arcs */
    const int32_t *reverse_arc;     /* n_arcs: which arc it is */
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
    const int64_t *way_id;      /* n_ways, of OpenStreetMap; the first of the ways of a folded segment */
    int32_t n_ways;
    void *block; /* owner of all arrays; mapped_size > 0: a mapping */
    size_t block_size, mapped_size;
} mlg_graph;

typedef struct mlg_graph_options {
    const mlg_profile *profile;
    bool peak; /* times of peak hours: the profile's factors by density level */
    /* Level 1..7 of the INSEE grid at a place, 0 unknown; NULL: told from the roads. */
    uint8_t (*density)(void *context, double lon, double lat);
    void *context;
    uint64_t density_fingerprint; /* changes when `density` does */
    const mlg_progress *progress;
} mlg_graph_options;

/* From an OpenStreetMap file: three passes at most, O(n) memory of the roads of the profile. MLG_INPUT: a bad file;
 * MLG_DATA: no road for the profile, or more than 2^31 points. Freed with mlg_graph_free(). */
mlg_status mlg_graph_build(mlg_graph **out, mlg_osm *osm, const mlg_graph_options *options,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_graph_free(mlg_graph *graph);

mlg_graph_view mlg_graph_forward_view(const mlg_graph *graph);
mlg_graph_view mlg_graph_reverse_view(const mlg_graph *graph);

/* ---- file ------------------------------------------------------------------------------------------- */

/* What a network was made from: the profile, the options and the source file (its size and content; beyond 16 MiB
 * 256 samples of 64 KiB spread over it). */
mlg_status mlg_graph_fingerprint(uint64_t *fingerprint, const char *osm_path, const mlg_graph_options *options,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Written aside, synced and renamed. MLG_INPUT: cannot be written. */
mlg_status mlg_graph_save(const mlg_graph *graph, const char *path, uint64_t fingerprint,
                          mlg_error *err) MLG_MUST_CHECK;

/* Maps a saved network. The header, its checksum and every size are always checked, the checksum of the arrays when they
 * take less than 128 MiB (about 30 ms); beyond, by mlg_graph_verify() only, so that 5 M nodes open in a few ms. MLG_INPUT: missing,
 * foreign, of another version, cut short, damaged. *fingerprint may be NULL. */
mlg_status mlg_graph_load(mlg_graph **out, uint64_t *fingerprint, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Checksum of the arrays of a loaded network. MLG_INPUT when they are damaged. O(bytes). */
mlg_status mlg_graph_verify(const mlg_graph *graph, const char *path, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_graph_news {
    bool built;      /* anew */
    char found[256]; /* why the file that stood there did not serve; empty: it did, or there was none */
} mlg_graph_news;

/* Loads `network_path` when it was made from this file with these options; else builds it anew and saves it. A network that cannot
 * be read is built anew too. */
mlg_status mlg_graph_obtain(mlg_graph **out, mlg_graph_news *news, const char *network_path, const char *osm_path,
                            const mlg_graph_options *options, mlg_error *err) MLG_MUST_CHECK;

#endif
