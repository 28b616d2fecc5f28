/* The k nearest sites of every node, by one search from all sites (multi-source Dijkstra with k labels per node).
 *
 * Sites are ordered by time, then by number, so that ties are broken the same way in every run. On the reverse view
 * the times are those to the site (a patient driving there); on the view, those from it.
 */
#ifndef MLG_NETWORK_SEARCH_NEAREST_SITES_H
#define MLG_NETWORK_SEARCH_NEAREST_SITES_H

#include "network/search/many_to_many.h"

enum { MLG_NEAREST_MOST = 1000 };

/* Row v holds the sites of node (or target) v, nearest first; unused entries are MLG_NOWHERE and MLG_UNREACHABLE. */
typedef struct mlg_nearest_sites {
    int32_t n_rows;
    int32_t k;
    int32_t *site;    /* [n_rows x k] */
    int32_t *time_ds; /* [n_rows x k] */
} mlg_nearest_sites;

/* Of every node. limit_ds in 0..MLG_TIME_MAX, inclusive; k in 1..MLG_NEAREST_MOST. 8 k bytes per node; ties apart, at
 * most k labels per node are scanned: O(k x (nodes + k x arcs)). MLG_INPUT: an anchor, limit or k out of range.
 * MLG_CANCELLED, MLG_MEMORY. */
mlg_status mlg_nearest_sites_init(mlg_nearest_sites *out, const mlg_graph_view *view, const mlg_anchor *sites,
                                  int32_t n_sites, int32_t k, int32_t limit_ds, const mlg_progress *progress,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Of given targets, from the rows of the nodes they are attached to and the direct times between a site (`source`)
 * and a target on the same segment, in any order. The limit must not exceed that of the search. O(targets x k^2). */
mlg_status mlg_nearest_sites_of_targets(mlg_nearest_sites *out, const mlg_nearest_sites *nodes,
                                        const mlg_anchor *targets, int32_t n_targets, const mlg_direct *direct,
                                        int32_t n_direct, int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;
void mlg_nearest_sites_release(mlg_nearest_sites *nearest);

#endif
