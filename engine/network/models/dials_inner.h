/* Internals of trips with on-demand vehicles: the points between which they run. */
#ifndef MLG_NETWORK_MODELS_DIALS_INNER_H
#define MLG_NETWORK_MODELS_DIALS_INNER_H

#include "network/models/dials.h"

/* What the ends of rides are found in, made once for all services. Rows of stops hold who walks there. */
typedef struct mlg_dial_finder {
    const mlg_dial_ground *ground;
    const mlg_geom **outlines; /* [n_outlines] distinct, in order of address */
    int32_t n_outlines;
    mlg_sparse_rows from, to, stops; /* outlines x points within, without values */
    mlg_sparse_rows access, changes; /* stops x origins, stops x stops one comes from */
} mlg_dial_finder;

/* Released also after a failure. O(outlines x points log points + walks). */
mlg_status mlg_dial_finder_init(mlg_dial_finder *finder, const mlg_dial_service *services, int32_t n,
                                const mlg_dial_ground *ground, mlg_error *err) MLG_MUST_CHECK;
void mlg_dial_finder_release(mlg_dial_finder *finder);

/* A point, and where its vehicle takes or leaves one: time_ds away, of which walk_ds on foot. */
typedef struct mlg_dial_end {
    int32_t point, island;
    double x_m, y_m;
    int32_t time_ds, walk_ds;
} mlg_dial_end;

typedef struct mlg_dial_ends {
    mlg_dial_end *items;
    size_t count, room;
} mlg_dial_ends;

/* Kinds: origins, stops where another vehicle is left for this one, stops where another is boarded after it, destinations. */
enum { MLG_DIAL_ORIGINS, MLG_DIAL_LEFT, MLG_DIAL_BOARDED, MLG_DIAL_DESTINATIONS, MLG_DIAL_ENDS };

/* Adds the ends of one kind of an area, for which O(1) and a search among outlines is spent besides. */
mlg_status mlg_dial_ends_find(mlg_dial_ends *list, int kind, const mlg_dial_finder *finder,
                              const mlg_dial_area *area, mlg_error *err) MLG_MUST_CHECK;

#endif
