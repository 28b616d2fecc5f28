/* The travel model of roads: places and sites attached to the nearest usable road, exact times on the graph.
 *
 * Rows are computed one by one, by bounded searches (search/dijkstra.h); or, once mlg_road_model_keep() is called, together as they are asked
 * for ahead (model.h), by searches or by the sweeps of a prepared network, whichever is expected to be faster (hierarchy/engine_choice.h), and
 * kept for those who ask again. All ways give the same whole deciseconds. */
#ifndef MLG_NETWORK_MODELS_ROAD_H
#define MLG_NETWORK_MODELS_ROAD_H

#include "network/hierarchy/engine_choice.h"
#include "network/hierarchy/hierarchy.h"
#include "network/models/model.h"
#include "network/roads/snap.h"

/* Who travels: people to the site (the usual convention), or the care to the people (a mobile unit). */
typedef enum mlg_direction { MLG_TO_SITE, MLG_FROM_SITE } mlg_direction;

/* Places attached once, for any number of sets of sites. */
typedef struct mlg_road_model mlg_road_model;

/* The graph must outlive it; snaps of the places are copied. Places that do not attach are reached by nobody but a site that
 * stands at them. O(nodes + places). MLG_INPUT: a graph whose arcs do not fit its nodes. */
mlg_status mlg_road_model_new(mlg_road_model **out, const mlg_graph *graph, const mlg_snap *places,
                              int32_t n_places, mlg_direction direction, mlg_error *err) MLG_MUST_CHECK;
void mlg_road_model_free(mlg_road_model *road_model);

typedef enum mlg_engine {
    MLG_ENGINE_AUTO,   /* what hierarchy/engine_choice.h expects to be faster */
    MLG_ENGINE_SEARCH, /* a bounded search a site, for everything */
    MLG_ENGINE_SWEEP   /* sweeps, for rows up to MLG_SWEEP_MAX_DS */
} mlg_engine;

typedef struct mlg_road_model_options {
    mlg_engine engine;
    const char *hierarchy_path; /* where the prepared network is kept; NULL: in memory */
    const char *rows_path;      /* where rows are kept; NULL: in memory */
    int64_t most_bytes;         /* of rows in memory; 0: 512 MiB. Rows beyond are searched one by one */
    int threads;                /* as in mlg_thread_count() */
} mlg_road_model_options;

/* From here on rows asked for ahead are kept. Rows of a file made from the same network and places are read. The paths must
 * outlive the road model. A file that is missing, foreign or damaged is no failure: mlg_road_model_figures() tells. MLG_MEMORY. */
mlg_status mlg_road_model_keep(mlg_road_model *road_model, const mlg_road_model_options *options,
                               mlg_error *err) MLG_MUST_CHECK;

/* Writes new rows to the file. One that cannot be written is no failure either. MLG_MEMORY. */
mlg_status mlg_road_model_save(mlg_road_model *road_model, mlg_error *err) MLG_MUST_CHECK;

/* What was computed and what was found, since the road model was made. */
typedef struct mlg_road_model_report {
    int64_t searched;  /* rows, each by a search of its own */
    int64_t swept;     /* rows by sweeps */
    int64_t nearest;   /* searches from all sites at once, for the nearest */
    int64_t kept;      /* rows and nearest sites found among those kept */
    mlg_choice choice; /* the last one; no reason: none was made */
    mlg_hierarchy_origin origin;
    bool prepared;       /* a prepared network was used: `origin` tells where it comes from */
    char hierarchy[256]; /* what is to be said of its file; empty: nothing */
    char rows[256];      /* what is to be said of the file of rows; empty: nothing */
} mlg_road_model_report;

mlg_road_model_report mlg_road_model_figures(const mlg_road_model *road_model);

/* Travel from these sites; `road_model` must outlive it. site_place[sites]: the place a site stands at, reached in intra_ds, or
 * MLG_NOWHERE; NULL: none. A row costs one bounded search (search/dijkstra.h), or nothing when it is kept. */
mlg_status mlg_travel_road(mlg_travel **travel, mlg_road_model *road_model, const mlg_snap *sites, int32_t n_sites,
                           const int32_t *site_place, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
