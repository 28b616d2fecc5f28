/* Travel model of roads: places and sites are attached to the nearest usable road; times are exact on the graph.
 *
 * Rows are computed one at a time by bounded searches (search/dijkstra.h). Once mlg_road_model_keep() has been called,
 * announced rows (mlg_travel_ahead()) are computed in batches, by searches or by sweeps of a prepared network, whichever
 * is expected to be faster (hierarchy/engine_choice.h), and kept. All methods give the same whole deciseconds. */
#ifndef MLG_NETWORK_MODELS_ROAD_H
#define MLG_NETWORK_MODELS_ROAD_H

#include "network/hierarchy/engine_choice.h"
#include "network/hierarchy/hierarchy.h"
#include "network/models/model.h"
#include "network/roads/snap.h"

/* Who travels: people to the site (the usual convention), or care to the people (a mobile unit). */
typedef enum mlg_direction { MLG_TO_SITE, MLG_FROM_SITE } mlg_direction;

/* The places, attached once, for any number of sets of sites. */
typedef struct mlg_road_model mlg_road_model;

/* The graph must outlive it; `places` is copied. A place that is not attached is reached only by sites at that place.
 * O(nodes + places). MLG_INPUT: an inconsistent graph. */
mlg_status mlg_road_model_new(mlg_road_model **out, const mlg_graph *graph, const mlg_snap *places,
                              int32_t n_places, mlg_direction direction, mlg_error *err) MLG_MUST_CHECK;
void mlg_road_model_free(mlg_road_model *road_model);

typedef enum mlg_engine {
    MLG_ENGINE_AUTO,   /* the one that hierarchy/engine_choice.h expects to be faster */
    MLG_ENGINE_SEARCH, /* one bounded search per row, always */
    MLG_ENGINE_SWEEP   /* sweeps, for rows up to MLG_SWEEP_MAX_DS */
} mlg_engine;

typedef struct mlg_road_model_options {
    mlg_engine engine;
    const char *hierarchy_path; /* file of the prepared network; NULL: in memory */
    const char *rows_path;      /* file of rows; NULL: in memory */
    int64_t most_bytes;         /* of rows in memory; 0: 512 MiB. Further rows are searched one at a time */
    int threads;                /* as in mlg_thread_count() */
    bool prepare_only; /* announced rows are not computed: the network is prepared for them if that pays */
} mlg_road_model_options;

/* From here on announced rows are kept, and the rows of a file made from the same network and places are reused. The paths
 * must outlive the road model. A missing, foreign or damaged file is not an error: mlg_road_model_figures() reports it.
 * MLG_MEMORY. */
mlg_status mlg_road_model_keep(mlg_road_model *road_model, const mlg_road_model_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* Writes new rows to the file; failure to write it is not an error either. MLG_MEMORY. */
mlg_status mlg_road_model_save(mlg_road_model *road_model, mlg_error *err) MLG_MUST_CHECK;

/* Identifies everything rows depend on besides their sites: the network, the places, the direction. 0 before mlg_road_model_keep(). */
uint64_t mlg_road_model_fingerprint(const mlg_road_model *road_model);

/* What was computed and what was reused since the road model was made. */
typedef struct mlg_road_model_report {
    int64_t searched;  /* rows, each by one search */
    int64_t swept;     /* rows by sweeps */
    int64_t nearest;   /* searches from all sites at once for the nearest site */
    int64_t kept;      /* rows and nearest sites that were reused */
    int64_t missing;   /* rows announced under `prepare_only` and found nowhere */
    mlg_choice choice; /* the last one; empty `reason`: none was made */
    mlg_hierarchy_origin origin;
    bool prepared;       /* a prepared network was used, of that `origin` */
    char hierarchy[256]; /* remark on its file; may be empty */
    char rows[256];      /* remark on the file of rows; may be empty */
} mlg_road_model_report;

mlg_road_model_report mlg_road_model_figures(const mlg_road_model *road_model);

/* Travel from these sites; `road_model` must outlive it. site_place[sites]: the place at which a site is, reached in
 * intra_ds, or MLG_NOWHERE; NULL: none. A row costs one bounded search, or nothing when it is kept. */
mlg_status mlg_travel_road(mlg_travel **travel, mlg_road_model *road_model, const mlg_snap *sites, int32_t n_sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
