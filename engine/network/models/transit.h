/* Travel model of timetables: on foot to a stop, by one or more vehicles, on foot from the last stop; or on foot all the
 * way where that is faster. Where on-demand vehicles run, they may take the place of the first walk, the last, one between two
 * vehicles, or all.
 *
 * The time of a trip is a percentile of the times over the departures of a window, minute by minute (transit/raptor.h),
 * from leaving to arriving, waiting included. Where the window is one of arrivals, it is that from the latest departure
 * that is there by each minute. */
#ifndef MLG_NETWORK_MODELS_TRANSIT_H
#define MLG_NETWORK_MODELS_TRANSIT_H

#include "network/models/dials.h"
#include "network/models/road.h"
#include "network/models/walks.h"
#include "network/transit/raptor.h"

typedef struct mlg_transit_options {
    int32_t day;             /* mlg_day_of() */
    int32_t first_s, last_s; /* departures, or arrivals: every minute from the first, before the last */
    bool arrivals;
    int32_t most_rides; /* 1..MLG_MOST_RIDES */
    int32_t limit_ds;   /* longest trip */
    int32_t walk_ds;    /* longest walk to the first stop, and from the last */
    int32_t change_ds;  /* longest walk between two vehicles */
    int32_t foot_ds;    /* longest trip on foot alone */
    int32_t board_ds;   /* before every vehicle */
    double percent;     /* (0, 100] */
    int32_t draws;      /* of frequencies without exact times; 1 is enough where there are none */
    uint64_t seed;
    bool on_request;               /* vehicles that come or stop on request are taken */
    const mlg_dial_service *dials; /* [n_dials] on-demand vehicles of the day; they must outlive the model */
    int32_t n_dials;
    mlg_direction direction; /* who travels */
    const char *rows_path;   /* file of rows; NULL: in memory */
    bool prepare_only;       /* announced rows are not computed */
    const char *plan_path;   /* where the searches that they need are written (transit_plan.h); NULL: nowhere */
    uint64_t plan_key;
    int32_t part, parts; /* where searches go out from places, from those of part 1..parts alone; 0, 0: from all */
    int threads;
} mlg_transit_options;

typedef struct mlg_transit_model mlg_transit_model;

/* Feeds and ground must outlive it; points are copied as far as they are needed. stops: those of all feeds, one feed after
 * the other. MLG_USAGE: an option out of range. MLG_DATA: nothing runs in the window,
 * and there are no on-demand vehicles. */
mlg_status mlg_transit_model_new(mlg_transit_model **out, const mlg_gtfs *const *feeds, int32_t n_feeds,
                                 const mlg_walk_ground *ground, const mlg_walk_points *stops,
                                 const mlg_walk_points *places, const mlg_transit_options *options,
                                 mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_model_free(mlg_transit_model *model);

typedef struct mlg_transit_report {
    int32_t stops, patterns, runs; /* of the first draw */
    int64_t random_runs;
    int64_t changes;  /* pairs of stops that one walks between */
    int32_t samples;  /* a pair */
    int64_t searched; /* searches from one point */
    int64_t kept;     /* rows reused */
    int64_t missing;  /* rows announced under `prepare_only` and found nowhere */
    char rows[256];   /* remark on their file; may be empty */
} mlg_transit_report;

mlg_transit_report mlg_transit_model_figures(const mlg_transit_model *model);
const mlg_transit_options *mlg_transit_model_options(const mlg_transit_model *model);

/* What the file of rows is known by; that of a part of the places, from that of all. */
uint64_t mlg_transit_model_fingerprint(const mlg_transit_model *model);
uint64_t mlg_transit_part_fingerprint(uint64_t all, int32_t part, int32_t parts);

/* Whether searches go out from the places: to sites by the hours of departures, or from them by those of arrivals. */
bool mlg_transit_from_places(const mlg_transit_options *options);

/* Writes new rows to the file; failure to write it is not an error. MLG_MEMORY. */
mlg_status mlg_transit_model_save(mlg_transit_model *model, mlg_error *err) MLG_MUST_CHECK;

/* A search from all of `from` to all of `to`, as transit/raptor.h wants it. Walks and days are the owner's; released with
 * mlg_transit_trips_release(). */
typedef struct mlg_transit_trips {
    mlg_transit transit;
    mlg_sparse_rows access, egress, direct; /* those that are not the model's */
    mlg_dial_rows dials;
} mlg_transit_trips;

mlg_status mlg_transit_trips_init(mlg_transit_trips *trips, const mlg_transit_model *model,
                                  const mlg_walk_points *from, const mlg_walk_points *to,
                                  mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_trips_release(mlg_transit_trips *trips);

/* Travel between these sites and the places of the model, which must outlive it; `sites` is copied. site_place as in
 * mlg_travel_road(). Rows are computed together for the sites that are announced, else for all at the first request. */
mlg_status mlg_travel_transit(mlg_travel **travel, mlg_transit_model *model, const mlg_walk_points *sites,
                              const int32_t *site_place, int32_t intra_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
