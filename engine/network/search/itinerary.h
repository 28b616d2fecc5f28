/* The fastest route from one point to another on roads: its line and its length. */
#ifndef MLG_NETWORK_SEARCH_ITINERARY_H
#define MLG_NETWORK_SEARCH_ITINERARY_H

#include "network/roads/snap.h"
#include "network/search/dijkstra.h"

/* `{ 0 }` is empty. Can be filled repeatedly; released with mlg_itinerary_release(). */
typedef struct mlg_itinerary {
    int32_t time_ds; /* including the walks to and from the road; MLG_UNREACHABLE: no route */
    double length_m; /* of the line, on roads */
    int32_t count;   /* points of the line: 0 without a route, else at least 2 */
    int32_t *lon_e7, *lat_e7;
    size_t lon_room, lat_room;
    int32_t *arcs;
    size_t arcs_room;
} mlg_itinerary;

void mlg_itinerary_release(mlg_itinerary *itinerary);

/* `search` is for the nodes of the graph. Points that are not attached have no route. One search with parents, which stops
 * at the destination. MLG_MEMORY. */
mlg_status mlg_itinerary_find(mlg_itinerary *out, mlg_search *search, const mlg_graph *graph, const mlg_snap *from,
                              const mlg_snap *to, mlg_error *err) MLG_MUST_CHECK;

#endif
