/* Internals of travel by road: places, sites and kept times. */
#ifndef MLG_NETWORK_MODELS_ROAD_INNER_H
#define MLG_NETWORK_MODELS_ROAD_INNER_H

#include "network/hierarchy/sweep.h"
#include "network/models/road.h"
#include "network/models/row_store.h"

#include <stdatomic.h>

struct mlg_road_model {
    mlg_graph_view view;    /* in the direction of searches from the sites */
    mlg_graph_view against; /* reversed */
    mlg_direction direction;
    mlg_targets *targets;
    mlg_anchor *anchors; /* of the places */
    mlg_snap *places;
    int32_t *by_segment; /* attached places, by segment */
    int32_t n_places, n_attached;
    /* after mlg_road_model_keep() */
    mlg_road_model_options options;
    mlg_row_store *store; /* NULL: rows are not kept */
    uint64_t fingerprint; /* of network and places */
    mlg_hierarchy *hierarchy;
    mlg_spots *spots;
    bool looked_for_file; /* of the hierarchy */
    mlg_road_model_report report;
    atomic_llong searched; /* by any thread */
};

typedef struct mlg_known_row {
    int32_t limit_ds; /* MLG_NOWHERE: not known */
    mlg_row row;
} mlg_known_row;

typedef struct mlg_road_sites {
    mlg_road_model *road_model;
    int32_t count;
    mlg_anchor *anchors;
    mlg_row_key *keys;
    mlg_known_row *known;
    mlg_direct *direct;    /* ascending by site */
    int64_t *first_direct; /* [count + 1] */
    size_t direct_room;
    int32_t *own_place; /* [count] the place at which a site is, or MLG_NOWHERE */
    int32_t intra_ds;
} mlg_road_sites;

/* Methods of the travel model (model.h); `data` is a mlg_road_sites. */
mlg_status mlg_road_ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds,
                          const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_road_nearest(bool *known, void *data, int32_t limit_ds, int32_t *site_out, int32_t *time_out,
                            const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* Everything the row of a site depends on besides the network and the places. */
mlg_row_key mlg_road_key(const mlg_anchor *anchor, const mlg_snap *site);

#endif
