/* The way from one point to another on roads: its line and its length, along a fastest way. */
#ifndef MLG_NETWORK_SEARCH_ITINERARY_H
#define MLG_NETWORK_SEARCH_ITINERARY_H

#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* `{ 0 }` is empty; may be filled again; released with mlg_itinerary_release(). */
typedef struct mlg_itinerary {
    int32_t time_ds; /* walks to and from the road included; MLG_UNREACHABLE: no way */
    double length_m; /* on roads, of the line */
    int32_t count;   /* 0 without a way, else 2 or more */
    int32_t *lon_e7, *lat_e7;
    size_t lon_room, lat_room;
    int32_t *arcs;
    size_t arcs_room;
} mlg_itinerary;

void mlg_itinerary_release(mlg_itinerary *itinerary);

/* `search` is of the nodes of the graph. Points that are not attached have no way. MLG_MEMORY. One search with parents, ended at
 * the destination. */
mlg_status mlg_itinerary_find(mlg_itinerary *out, mlg_search *search, const mlg_graph *graph, const mlg_snap *from,
                              const mlg_snap *to, mlg_error *err) MLG_MUST_CHECK;

#endif
