/* Attaching points to the network: to the nearest usable segment, cut there in both directions.
 *
 * Metric: the plane tangent at the point (equirectangular), 0.1 % off at 10 km under 60 degrees of latitude; the place
 * along a segment is told by lengths on the sphere. A point goes to the nearest segment within the radius of a part of the network that
 * counts (graph.h): the main one or an island with streets of its own, however far the main one; nobody walks over the sea to a better
 * road. Scraps of network (car parks, yards) are passed over, unless there is nothing else. Motorways, tunnels, ferries (rules `snap` of the profile) take no point. The walk from the
 * point to the road, in a straight line, is part of every time given. Points that do not attach are marked, never dropped. */
#ifndef MLG_NETWORK_ROADS_SNAP_H
#define MLG_NETWORK_ROADS_SNAP_H

#include "network/roads/graph.h"

typedef enum mlg_snap_status {
    MLG_SNAP_MAIN,    /* on the main network */
    MLG_SNAP_ISLAND,  /* on an island, or on a scrap where nothing else is within the radius */
    MLG_SNAP_FAR,     /* no road within the radius */
    MLG_SNAP_INVALID, /* coordinates that are not in the world */
    MLG_SNAP_STATUSES
} mlg_snap_status;

/* Index d: 0 along the shape of the segment, 1 against it. A node of -1: that direction is closed, or not attached. */
typedef struct mlg_snap {
    mlg_snap_status status;
    int32_t segment;       /* -1 when not attached */
    double fraction;       /* of the length of the segment, [0, 1] */
    double distance_m;     /* to the road; NaN when not attached */
    double passed_over_m;  /* how much nearer a scrap of network is, passed over; 0: none, NaN when not attached */
    double lon, lat;       /* foot on the road */
    int32_t walk_ds;       /* from the point to its foot, in every time below */
    int32_t along_ds[2];   /* from the tail of each edge to the foot, without walk; -1 when closed */
    int32_t exit_node[2];  /* leaving the point, one is at this node... */
    int32_t exit_ds[2];    /* ...after this time */
    int32_t entry_node[2]; /* from this node... */
    int32_t entry_ds[2];   /* ...one is at the point after this time */
} mlg_snap;

typedef struct mlg_snap_options {
    double radius_m;
    double walk_kmh; /* 0: that of the profile */
    int threads;     /* 0: one a processor */
} mlg_snap_options;

/* A packed tree of boxes over the segments in their Hilbert order: 1.2 bytes a point of shape. Immutable; the graph must outlive
 * it. O(points). */
typedef struct mlg_snap_index mlg_snap_index;
mlg_status mlg_snap_index_new(mlg_snap_index **out, const mlg_graph *graph, mlg_error *err) MLG_MUST_CHECK;
void mlg_snap_index_free(mlg_snap_index *index);

/* One point, degrees WGS84. Equal distances: the lowest segment. O(log points). */
void mlg_snap_point(mlg_snap *out, const mlg_snap_index *index, double lon, double lat,
                    const mlg_snap_options *options);

/* n points; count[status] how many of each. */
mlg_status mlg_snap_points(mlg_snap *out, int32_t count[MLG_SNAP_STATUSES], const mlg_snap_index *index,
                           const double *lon, const double *lat, int32_t n, const mlg_snap_options *options,
                           mlg_error *err) MLG_MUST_CHECK;

/* Time from a to b along the segment they share, both walks included; INT32_MAX when they share none or it is closed that
 * way. The time from a to b is the least of this and of the ways through nodes. */
int32_t mlg_snap_direct_ds(const mlg_snap *a, const mlg_snap *b);

#endif
