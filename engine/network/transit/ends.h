/* Both ends of a search by timetable: all the way without a ride, and from the stops where one alights to the destinations; and the
 * times of each departure. */
#ifndef MLG_NETWORK_TRANSIT_ENDS_H
#define MLG_NETWORK_TRANSIT_ENDS_H

#include "network/transit/raptor.h"

/* Owner of its arrays; `{ 0 }` is valid to release. */
typedef struct mlg_transit_ends {
    const mlg_transit *transit;
    int32_t *finish;  /* [destinations] earliest arrival after a ride */
    int32_t *direct;  /* [destinations] walk */
    int32_t *useful;  /* [stops] only an arrival before this brings a destination nearer */
    int32_t *samples; /* [samples x destinations] */
} mlg_transit_ends;

/* MLG_MEMORY; released also after a failure. */
mlg_status mlg_transit_ends_init(mlg_transit_ends *ends, const mlg_transit *transit,
                                 mlg_error *err) MLG_MUST_CHECK;
void mlg_transit_ends_release(mlg_transit_ends *ends);

/* Forgets all arrivals, for a new origin or day. */
void mlg_transit_ends_reset(mlg_transit_ends *ends, int32_t origin);

/* On from a stop where a vehicle arrives, on foot and by on-demand vehicles. */
void mlg_transit_ends_alight(mlg_transit_ends *ends, int32_t stop, int32_t at_ds);

/* The whole way by on-demand vehicles. */
void mlg_transit_ends_depart(mlg_transit_ends *ends, int32_t origin, int32_t departs_ds);

/* A search by timetable: `reset` forgets all labels for a new origin or day, and those of `ends`; `depart` adds a departure, not later than
 * those before. */
typedef struct mlg_transit_way {
    void *search;
    void (*reset)(void *search, int32_t day, int32_t origin);
    void (*depart)(void *search, int32_t origin, int32_t departs_ds);
} mlg_transit_way;

/* All departures of every day from one origin, the last first: samples[samples x destinations], on foot where that is faster. */
const int32_t *mlg_transit_ends_search(mlg_transit_ends *ends, const mlg_transit_way *way, int32_t origin);

#endif
