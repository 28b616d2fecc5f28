/* Internals of the travel model of a study. */
#ifndef MLG_ANALYSIS_TRAVEL_MODEL_INNER_H
#define MLG_ANALYSIS_TRAVEL_MODEL_INNER_H

#include "adapters/crs.h"
#include "adapters/layer/raster.h"
#include "analysis/travel/given_times.h"
#include "analysis/travel/model.h"
#include "network/isochrone/isochrone.h"
#include "network/models/land.h"
#include "network/models/road.h"
#include "network/models/transit.h"

/* A road network with the places of the study attached. Empty when `road_model` is NULL. */
typedef struct mlg_roads {
    mlg_profile *profile;
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_transform *to_degrees;
    mlg_road_model *road_model;
    mlg_road_plane *plane;             /* built for the first isochrone */
    char *hierarchy_path, *times_path; /* beside the study; NULL: not saved */
    char rebuilt[256];                 /* why the saved network was rebuilt; empty: it was not */
    int32_t isochrones;                /* number drawn */
} mlg_roads;

/* Minutes that a study asks for, however many, as a time of which some can be added. */
static inline int32_t mlg_bounded_ds(double minutes)
{
    const double most = (double)MLG_TIME_MAX / 8 / MLG_DS_PER_MIN;
    return mlg_minutes_to_ds(minutes < most ? minutes : most);
}

/* On-demand transport of the study. Empty when it asks for none. */
typedef struct mlg_on_demand {
    mlg_dial_service *services;
    int32_t count;
    mlg_geom **outlines; /* of the zones; NULL where they are stops */
    int32_t n_outlines;
    int32_t *stops; /* of those that have no outline */
    int32_t n_stops;
    size_t services_room, outlines_room;
    mlg_arena texts;
} mlg_on_demand;

/* Reads the zones that the study asks for, and records what they rest on. Released also after a failure. MLG_INPUT with the location in
 * the study file: a commune that is not one of the study, or has no outline; hours that are none. */
mlg_status mlg_on_demand_open(mlg_on_demand *on_demand, mlg_study *study, const mlg_places *places,
                              mlg_error *err) MLG_MUST_CHECK;
/* Adds the zones again as on the days before and after, where their hours are those of trips of the study. */
mlg_status mlg_on_demand_repeat(mlg_on_demand *on_demand, const mlg_transit_options *options,
                                mlg_error *err) MLG_MUST_CHECK;
/* Adds the rides of the timetables that run on demand on the day of `options`, or on those beside it, in hours of trips of the study. Hours are those of the
 * first feed. */
mlg_status mlg_on_demand_add_flex(mlg_on_demand *on_demand, mlg_study *study, const mlg_gtfs *const *feeds,
                                  int32_t n_feeds, const mlg_transit_options *options,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_on_demand_release(mlg_on_demand *on_demand);

/* Timetables with the places of the study attached; the streets to walk on are in mlg_roads. Empty when `model` is
 * NULL. */
typedef struct mlg_timetables {
    mlg_gtfs **feeds;
    int32_t n_feeds;
    mlg_walk_ground ground;
    mlg_on_demand on_demand;
    mlg_transit_model *model;
    char *times_path; /* beside the study; NULL: not saved */
} mlg_timetables;

/* Grids with the places of the study on them. Empty when `model` is NULL. */
typedef struct mlg_land {
    mlg_raster speed, elevation; /* on the same cells; elevation may be empty */
    uint8_t *steep;              /* by cell, NULL: slope counts everywhere */
    mlg_grid grid;               /* borrows them */
    mlg_land_model *model;
    char *times_path; /* beside the study; NULL: not saved */
} mlg_land;

struct mlg_travel_source {
    mlg_given *matrix;
    mlg_roads roads;
    mlg_timetables timetables;
    mlg_land land;
};

/* Opens what the model of the study needs, on the first call. */
mlg_status mlg_study_open_travel(mlg_study *study, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;

/* Elevation on streets: what graph.h wants to know of slopes. `{ 0 }`: the study gives none. */
typedef struct mlg_street_relief {
    mlg_raster elevation;
    mlg_slope_curve curve;
    mlg_transform *to_metres;
} mlg_street_relief;

/* Reads the elevations that the study gives, if any, and sets `options` to count slopes, which borrows `relief`. MLG_INPUT: the profile is
 * not for people on foot and no curve of speed is given, or as mlg_raster_read(). */
mlg_status mlg_street_relief_open(mlg_street_relief *relief, mlg_graph_options *options, mlg_study *study,
                                  const char *profile, mlg_error *err) MLG_MUST_CHECK;

/* Records which part of the points of the graph have an elevation. */
mlg_status mlg_street_relief_note(const mlg_street_relief *relief, mlg_study *study, const mlg_graph *graph,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_street_relief_close(mlg_street_relief *relief);

/* A grid that a key of `travel` names, in the system of the study; its provenance is noted. Released by the caller, also after a
 * failure. */
mlg_status mlg_travel_read_grid(mlg_raster *out, mlg_study *study, const char *name, const char *key,
                                mlg_error *err) MLG_MUST_CHECK;

/* The curve of speed by slope that the study gives, else Tobler's. MLG_INPUT: slopes without as many factors. */
mlg_status mlg_travel_curve(mlg_slope_curve *curve, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Which slopes count, and how, among the parameters. */
mlg_status mlg_travel_note_slope(mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Profile, graph and index alone. */
mlg_status mlg_roads_open_streets(mlg_study *study, const char *profile, mlg_error *err) MLG_MUST_CHECK;

/* *snaps[n] is freed by the caller. */
mlg_status mlg_roads_snap(mlg_snap **snaps, int32_t count[MLG_SNAP_STATUSES], mlg_study *study, const double *x,
                          const double *y, int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* Lists the points that are not on the main network among the rejects. */
mlg_status mlg_roads_list_odd(mlg_study *study, const char *what, const char *const *code, const mlg_snap *snaps,
                              int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* Lists the points that cannot travel among the rejects, once each; why[n]: the reason, NULL for a point that can. */
mlg_status mlg_travel_reject(mlg_study *study, const char *what, const char *const *code, const char *const *why,
                             int32_t n, mlg_error *err) MLG_MUST_CHECK;

/* Path of the network with another extension; NULL when no network is saved. */
mlg_status mlg_roads_beside(char **path, const mlg_study *study, const char *extension,
                            mlg_error *err) MLG_MUST_CHECK;

/* Path of the file of rows: the one that the study names, else beside it; NULL where none is kept. */
mlg_status mlg_times_beside(char **path, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Adds a sentence to the summary of the run. */
void mlg_travel_say(mlg_travel_account *to, const char *format, ...) MLG_PRINTF(2, 3);

/* Writes the layers ligne_tc and arret_tc of these timetables on that day: x_m and y_m are those of all stops, NaN where unknown. */
mlg_status mlg_transit_layers_write(mlg_study *study, const mlg_timetables *timetables, const double *x_m,
                                    const double *y_m, int32_t day, mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_timetables_open(mlg_study *study, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_timetables_travel(mlg_travel **travel, mlg_study *study, const mlg_sites *sites,
                                 mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_timetables_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_timetables_close(mlg_timetables *timetables);

/* As mlg_study_isochrones(), for the model of that kind. */
mlg_status mlg_land_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                               const mlg_sites *sites, const mlg_config_catchment *ask,
                               mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_timetable_isochrones(mlg_geom **reached, mlg_study *study, const mlg_places *places,
                                    const mlg_sites *sites, const mlg_config_catchment *ask,
                                    mlg_error *err) MLG_MUST_CHECK;

mlg_status mlg_land_open(mlg_study *study, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_land_travel(mlg_travel **travel, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                           mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_land_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_land_close(mlg_land *land);

mlg_status mlg_roads_open(mlg_study *study, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_roads_travel(mlg_travel **travel, mlg_study *study, const mlg_sites *sites,
                            mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_roads_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;

/* Snaps sites to the network; *snaps[sites] is freed by the caller. Sites that cannot be snapped are reported. */
mlg_status mlg_roads_attach(mlg_snap **snaps, mlg_study *study, const mlg_sites *sites,
                            mlg_error *err) MLG_MUST_CHECK;
/* Writes the table reseau, and the rows of the extract into its provenance. */
mlg_status mlg_roads_write_network(mlg_study *study, const mlg_graph_report *report,
                                   mlg_error *err) MLG_MUST_CHECK;
mlg_direction mlg_roads_direction(const mlg_study *study);

/* Keeps rows from here on, with the engine that the study asks for and the files beside it. */
mlg_status mlg_roads_choose_engine(mlg_roads *roads, const mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_roads_close(mlg_roads *roads);

#endif
