/* Contraction hierarchy of a road graph for batched searches: nodes are eliminated tile by tile down to a small core,
 * and the elimination forest of the others is laid out in preorder.
 *
 * Eliminating a node joins its neighbours pairwise, which preserves shortest paths among the remaining nodes. No
 * witness search prunes these fill arcs, so they depend on the topology only and not on times; the graph is chordal,
 * and the upper neighbours of a node are all among its ancestors or in the core. New times (another hour, another
 * profile, the reverse graph) therefore only require mlg_hierarchy_customise().
 *
 * Tiles are ranges of node numbers: 8,000 nodes, then 131,000, then 2 million, then all. Within a tile the node with
 * fewest neighbours is eliminated first, as long as these are all in the tile and not too many. Nodes should be
 * numbered along a space-filling curve: any numbering gives the same times, but a scattered one takes far more work.
 *
 * Times have 16 bits and saturate: 65,535 ds (109 minutes) or more means no path. A complete hierarchy has no core: the
 * remaining nodes are eliminated too, fewest neighbours first and without a bound on their number, and times have 32
 * bits. It serves full matrices (network/hierarchy/full_matrix.h), not sweeps.
 *
 * Results do not depend on the number of threads, byte for byte.
 *
 * Sources: Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies", ACM JEA 21, 2016; George, "Nested
 * dissection of a regular finite element mesh", SIAM J. Numer. Anal. 10, 1973; Liu, "The role of elimination trees
 * in sparse factorization", SIAM J. Matrix Anal. Appl. 11, 1990; Delling, Goldberg, Nowatzyk and Werneck, "PHAST",
 * JPDC 73, 2013 (batched sweeps).
 */
#ifndef MLG_NETWORK_HIERARCHY_HIERARCHY_H
#define MLG_NETWORK_HIERARCHY_HIERARCHY_H

#include "network/roads/view.h"

#include "base/error.h"

/* Longest time that a hierarchy represents. */
enum { MLG_SWEEP_MAX_DS = 0xFFFE };

/* Immutable except for mlg_hierarchy_customise(); may be read by any number of threads. */
typedef struct mlg_hierarchy mlg_hierarchy;

typedef struct mlg_hierarchy_options {
    double core_share; /* share of nodes not eliminated, in [0, 1]; 0: 0.008 */
    bool complete;     /* no core and times of 32 bits, for network/hierarchy/full_matrix.h */
    int threads;       /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_hierarchy_options;

/* Builds the hierarchy of a view validated by mlg_search_validate(). `options` may be NULL. About 1 us per node on one
 * thread; 70 bytes per node, twice that during construction. Complete: 2 us and 110 bytes per node with 1 million
 * nodes, more on larger networks. MLG_USAGE: a share out of range. MLG_DATA: more than 2^31 arcs. MLG_CANCELLED,
 * MLG_MEMORY. */
mlg_status mlg_hierarchy_new(mlg_hierarchy **out, const mlg_graph_view *view, const mlg_hierarchy_options *options,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_hierarchy_free(mlg_hierarchy *hierarchy);

/* Replaces the times by those of a view with the same topology, or of its reverse. The result is byte for byte that of
 * mlg_hierarchy_new(). MLG_INPUT: a graph with other nodes, or with an arc between nodes that the hierarchy does not
 * join; the times are then undefined until a customisation succeeds. MLG_USAGE: the hierarchy is a mapped file.
 * MLG_MEMORY. */
mlg_status mlg_hierarchy_customise(mlg_hierarchy *hierarchy, const mlg_graph_view *view, int threads,
                                   mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_hierarchy_stats {
    int32_t nodes, core_nodes, trees;
    bool complete;
    int64_t arcs;      /* to ancestors and core nodes, and within the core */
    int32_t max_slots; /* most rows on the stack of a sweep; complete: height of the tree */
    int64_t bytes;
} mlg_hierarchy_stats;

mlg_hierarchy_stats mlg_hierarchy_figures(const mlg_hierarchy *hierarchy);

/* True when both contain the same bytes. */
bool mlg_hierarchy_equal(const mlg_hierarchy *a, const mlg_hierarchy *b);

/* ---- files -------------------------------------------------------------------------------------------------- */

/* Hash of a graph and its times, which identifies the files saved from it; any other number that changes with the graph
 * may be used instead. O(nodes + arcs), several GB per second. */
uint64_t mlg_graph_view_fingerprint(const mlg_graph_view *view);

/* Writes a temporary file and renames it, so that a failure leaves an existing file unchanged. MLG_INPUT: the file cannot
 * be written. */
mlg_status mlg_hierarchy_save(const mlg_hierarchy *hierarchy, const char *path, uint64_t fingerprint,
                              mlg_error *err) MLG_MUST_CHECK;

/* How much of a file is verified when it is opened. */
typedef enum mlg_file_trust {
    MLG_CHECK_WHOLE, /* every byte against the checksums: for files from elsewhere */
    MLG_CHECK_HEAD   /* only sizes and the header with its checksum: for files of this program */
} mlg_file_trust;

/* Maps the file, shared between processes. MLG_INPUT: no such file, not a hierarchy, another version, byte order or
 * fingerprint, truncated, damaged. MLG_MEMORY. O(1), or O(bytes) with MLG_CHECK_WHOLE. */
mlg_status mlg_hierarchy_open(mlg_hierarchy **out, const char *path, uint64_t fingerprint, mlg_file_trust trust,
                              int threads, mlg_error *err) MLG_MUST_CHECK;

/* The fingerprint that a file was saved with. MLG_INPUT: no such file, or its header is not that of a hierarchy. O(1). */
mlg_status mlg_hierarchy_file_fingerprint(uint64_t *fingerprint, const char *path, mlg_error *err) MLG_MUST_CHECK;

typedef enum mlg_hierarchy_origin {
    MLG_HIERARCHY_OPENED,     /* read from the file */
    MLG_HIERARCHY_CUSTOMISED, /* the topology of the file, with the times of the view */
    MLG_HIERARCHY_PREPARED    /* built */
} mlg_hierarchy_origin;

typedef struct mlg_hierarchy_news {
    mlg_hierarchy_origin origin;
    char found[256]; /* why an existing file was not used; empty: it was, or there was none */
    char lost[256];  /* why the new hierarchy was not saved; empty: it was, or there was no need */
} mlg_hierarchy_news;

/* Gets the hierarchy of a view from the file `path` (NULL: none): mapped and verified when it was saved from this view;
 * customised when it was saved from the same topology with other times; else built. A new one is saved. A file that
 * cannot be read or written is not an error: *news reports it. MLG_CANCELLED, MLG_MEMORY, errors of
 * mlg_hierarchy_new(). */
mlg_status mlg_hierarchy_obtain(mlg_hierarchy **out, mlg_hierarchy_news *news, const char *path,
                                const mlg_graph_view *view, const mlg_hierarchy_options *options,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
