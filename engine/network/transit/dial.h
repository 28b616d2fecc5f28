/* Rides by on-demand vehicles (dial-a-ride): a vehicle comes when one has asked for it, within the hours of its service. */
#ifndef MLG_NETWORK_TRANSIT_DIAL_H
#define MLG_NETWORK_TRANSIT_DIAL_H

#include "base/sparse_rows.h"
#include "network/time.h"

/* From one point to another. Whoever is ready at t is taken at t + before_ds, or from_ds where that is later, but not after
 * until_ds; and is there after_ds after being taken. A later start never arrives earlier. */
typedef struct mlg_dial {
    int32_t before_ds, after_ds;
    int32_t from_ds, until_ds; /* may be negative, on reversed days */
    int32_t service;           /* whose vehicle */
    int32_t walk_ds, ride_ds;  /* of before_ds and after_ds together; what remains is waiting */
} mlg_dial;

/* When one is taken; MLG_UNREACHABLE: the service is over. */
static inline int32_t mlg_dial_taken(const mlg_dial *dial, int32_t ready_ds)
{
    const int32_t at_ds = ready_ds + dial->before_ds;
    return at_ds > dial->until_ds ? MLG_UNREACHABLE : at_ds < dial->from_ds ? dial->from_ds : at_ds;
}

static inline int32_t mlg_dial_arrival(const mlg_dial *dial, int32_t ready_ds)
{
    const int32_t taken_ds = mlg_dial_taken(dial, ready_ds);
    return taken_ds == MLG_UNREACHABLE ? MLG_UNREACHABLE : taken_ds + dial->after_ds;
}

/* The same ride on a reversed day (timetable.h): backwards, each time t being -t. */
static inline mlg_dial mlg_dial_reversed(const mlg_dial *d)
{
    return (mlg_dial){ d->after_ds, d->before_ds, -d->until_ds, -d->from_ds, d->service, d->walk_ds, d->ride_ds };
}

#endif
