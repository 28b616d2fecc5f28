/* A road graph prepared for batched searches: nodes eliminated tile by tile, a small core left over, and the
 * elimination tree of the others laid out in preorder.
 *
 * Eliminating a node joins its neighbours pairwise, so that every shortest way survives among those that are left.
 * No witness search prunes these fill arcs: they depend on the streets and not on their times, the graph stays
 * chordal, and whatever a node is joined to above it stands on its path to the root of the tree or in the core.
 * New times (another hour, another profile, the streets turned round) therefore only call for
 * mlg_hierarchy_customise().
 *
 * Tiles are runs of node numbers: 8,000 nodes, then 131,000, then 2 million, then all. Within a tile the node with
 * fewest neighbours goes first, as long as they all lie in the tile and are not too many. Number the nodes along a
 * Hilbert curve before: any numbering gives the same times, a scattered one far more work.
 *
 * Times are kept in 16 bits, saturating: 65,535 ds and more (109 minutes) count as no way at all. A complete
 * hierarchy has no core: the nodes left go by fewest neighbours, whatever their number, and times have 32 bits. It
 * serves full matrices (network/hierarchy/full_matrix.h), not sweeps.
 * Results, down to each byte, do not depend on the number of threads.
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

/* Longest time a hierarchy tells from no way at all. */
enum { MLG_SWEEP_MAX_DS = 0xFFFE };

/* Immutable but for mlg_hierarchy_customise(); read by any number of threads. */
typedef struct mlg_hierarchy mlg_hierarchy;

typedef struct mlg_hierarchy_options {
    double core_share; /* of the nodes not eliminated, in [0, 1]; 0 for the usual 0.008 */
    bool complete; /* the core is eliminated too, and times have 32 bits: for network/hierarchy/full_matrix.h */
    int threads;   /* as in mlg_thread_count() */
    const mlg_progress *progress;
} mlg_hierarchy_options;

/* Of a view validated by mlg_search_validate(). `options` may be NULL. About 1 us a node on one thread; 70 bytes a
 * node kept, twice that while it is built. Complete: 2 us and 110 bytes a node at 1 million nodes, growing with
 * the width of the country. MLG_USAGE: a share out of range. MLG_DATA: more than 2^31 arcs. MLG_CANCELLED,
 * MLG_MEMORY. */
mlg_status mlg_hierarchy_new(mlg_hierarchy **out, const mlg_graph_view *view, const mlg_hierarchy_options *options,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_hierarchy_free(mlg_hierarchy *hierarchy);

/* Other times for the same streets, or the same streets turned round. The result is, byte for byte, that of
 * building anew. MLG_INPUT: a graph with other nodes, or with an arc between nodes the hierarchy does not join;
 * the times are then undefined until a customisation succeeds. MLG_USAGE: the hierarchy is a mapped file.
 * MLG_MEMORY. */
mlg_status mlg_hierarchy_customise(mlg_hierarchy *hierarchy, const mlg_graph_view *view, int threads,
                                   mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_hierarchy_stats {
    int32_t nodes, core_nodes, trees;
    bool complete;
    int64_t arcs;      /* to nodes higher up, and within the core */
    int32_t max_slots; /* rows a sweep may hold at once; of a complete one: nodes above one another */
    int64_t bytes;
} mlg_hierarchy_stats;

mlg_hierarchy_stats mlg_hierarchy_figures(const mlg_hierarchy *hierarchy);

/* True when both hold the same bytes. */
bool mlg_hierarchy_equal(const mlg_hierarchy *a, const mlg_hierarchy *b);

/* ---- files -------------------------------------------------------------------------------------------------- */

/* Tells graphs apart, times included: what a file is saved and asked for with. O(nodes + arcs), several GB a
 * second. Any other number that changes with the graph will do as well. */
uint64_t mlg_graph_view_fingerprint(const mlg_graph_view *view);

/* Written aside and renamed: a failure leaves what stood before. MLG_INPUT: cannot be written. */
mlg_status mlg_hierarchy_save(const mlg_hierarchy *hierarchy, const char *path, uint64_t fingerprint,
                              mlg_error *err) MLG_MUST_CHECK;

/* How much of a file is read when it is opened. */
typedef enum mlg_file_trust {
    MLG_CHECK_WHOLE, /* every byte against the checksums: what comes from elsewhere */
    MLG_CHECK_HEAD   /* the head, the sizes and the checksum of the head only: a file this program keeps */
} mlg_file_trust;

/* Maps the file, shared between processes. MLG_INPUT: no such file, not a hierarchy, of another version or byte
 * order, cut, corrupt, or saved with another fingerprint. MLG_MEMORY. O(1), or O(bytes) when all are checked. */
mlg_status mlg_hierarchy_open(mlg_hierarchy **out, const char *path, uint64_t fingerprint, mlg_file_trust trust,
                              int threads, mlg_error *err) MLG_MUST_CHECK;

/* What a file was saved with. MLG_INPUT: no such file, or its head is not that of a hierarchy. O(1). */
mlg_status mlg_hierarchy_file_fingerprint(uint64_t *fingerprint, const char *path, mlg_error *err) MLG_MUST_CHECK;

typedef enum mlg_hierarchy_origin {
    MLG_HIERARCHY_OPENED,     /* the file, as it stood */
    MLG_HIERARCHY_CUSTOMISED, /* the streets of the file, with the times of the view */
    MLG_HIERARCHY_PREPARED    /* anew */
} mlg_hierarchy_origin;

typedef struct mlg_hierarchy_news {
    mlg_hierarchy_origin origin;
    char found[256]; /* why the file that stood there was of no use; empty: it was, or there was none */
    char lost[256];  /* why what was made could not be saved; empty: it was, or there was no need */
} mlg_hierarchy_news;

/* The hierarchy of a view, kept at `path` (NULL: nowhere): mapped when it was saved from this very view, every byte
 * checked; customised when it was made from the same streets at other times; else prepared. What is new is saved; a
 * file that cannot be read or written is told in *news and is no failure. MLG_CANCELLED, MLG_MEMORY, and as
 * mlg_hierarchy_new(). */
mlg_status mlg_hierarchy_obtain(mlg_hierarchy **out, mlg_hierarchy_news *news, const char *path,
                                const mlg_graph_view *view, const mlg_hierarchy_options *options,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
