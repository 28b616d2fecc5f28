/* The parts of travel by road: the places, the sites, and what is kept of their times. */
#ifndef MLG_NETWORK_MODELS_ROAD_INNER_H
#define MLG_NETWORK_MODELS_ROAD_INNER_H

#include "network/hierarchy/sweep.h"
#include "network/models/road.h"
#include "network/models/row_store.h"

#include <stdatomic.h>

struct mlg_road_model {
    mlg_graph_view view;    /* in the direction of the searches, that start from sites */
    mlg_graph_view against; /* the same turned round */
    mlg_direction direction;
    mlg_targets *targets;
    mlg_anchor *anchors; /* of the places */
    mlg_snap *places;
    int32_t *by_segment; /* attached places, by segment */
    int32_t n_places, n_attached;
    /* what is kept, once it is asked to */
    mlg_road_model_options options;
    mlg_row_store *store; /* NULL: nothing */
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
    int32_t *own_place; /* [count] the place a site stands at, or MLG_NOWHERE */
    int32_t intra_ds;
} mlg_road_sites;

/* Methods of the travel model (model.h); `data` is a mlg_road_sites. */
mlg_status mlg_road_ahead(void *data, const int32_t *site, int32_t n, int32_t limit_ds,
                          const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_road_nearest(bool *known, void *data, int32_t limit_ds, int32_t *site_out, int32_t *time_out,
                            const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* All that the row of a site depends on, but the network and the places. */
mlg_row_key mlg_road_key(const mlg_anchor *anchor, const mlg_snap *site);

#endif
