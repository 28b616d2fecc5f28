/* Snaps points to the network: to the nearest usable segment, split there in both directions.
 *
 * Metric: the plane tangent at the point (equirectangular), 0.1 % off at 10 km under 60 degrees of latitude;
 * the position along a segment is computed from lengths on the sphere. A point snaps to the nearest segment
 * within the radius that belongs to the main network or to an island with streets of its own
 * (MLG_SEGMENT_COUNTS in graph.h), however far the main network is: nobody walks across the sea to a better
 * road. Fragments (car parks, yards) are skipped unless nothing else is within the radius. No point attaches to
 * motorways, tunnels and ferries (rules `snap` of the profile). The straight-line walk from the point to the road
 * is included in every time. Points that do not attach are marked, never dropped. */
#ifndef MLG_NETWORK_ROADS_SNAP_H
#define MLG_NETWORK_ROADS_SNAP_H

#include "network/roads/graph.h"

typedef enum mlg_snap_status {
    MLG_SNAP_MAIN,    /* on the main network */
    MLG_SNAP_ISLAND,  /* on an island, or on a fragment when nothing else is within the radius */
    MLG_SNAP_FAR,     /* no road within the radius */
    MLG_SNAP_INVALID, /* coordinates out of range */
    MLG_SNAP_STATUSES
} mlg_snap_status;

/* Index d: 0 along the shape of the segment, 1 against it. A node is -1 when that direction is closed or the
 * point is not attached. */
typedef struct mlg_snap {
    mlg_snap_status status;
    int32_t segment;       /* -1 when not attached */
    double fraction;       /* of the length of the segment, [0, 1] */
    double distance_m;     /* to the road; NaN when not attached */
    double passed_over_m;  /* how much nearer a skipped fragment is; 0: none, NaN when not attached */
    double lon, lat;       /* foot on the road */
    int32_t walk_ds;       /* from the point to its foot, in every time below */
    int32_t along_ds[2];   /* from the tail of each edge to the foot, without walk; -1 when closed */
    int32_t exit_node[2];  /* a trip from the point reaches this node... */
    int32_t exit_ds[2];    /* ...after this time */
    int32_t entry_node[2]; /* a trip from this node... */
    int32_t entry_ds[2];   /* ...reaches the point after this time */
} mlg_snap;

typedef struct mlg_snap_options {
    double radius_m;
    double walk_kmh; /* 0: the speed of the profile */
    int threads;     /* 0: one per processor */
} mlg_snap_options;

/* A packed tree of boxes over the segments in Hilbert order: 1.2 bytes per shape point. Immutable; the graph
 * must outlive it. O(points). */
typedef struct mlg_snap_index mlg_snap_index;
mlg_status mlg_snap_index_new(mlg_snap_index **out, const mlg_graph *graph, mlg_error *err) MLG_MUST_CHECK;
void mlg_snap_index_free(mlg_snap_index *index);

/* Snaps one point, in WGS84 degrees. Ties: the lowest segment. O(log points). */
void mlg_snap_point(mlg_snap *out, const mlg_snap_index *index, double lon, double lat,
                    const mlg_snap_options *options);

/* Snaps n points; count[status] receives the number of points of each status. */
mlg_status mlg_snap_points(mlg_snap *out, int32_t count[MLG_SNAP_STATUSES], const mlg_snap_index *index,
                           const double *lon, const double *lat, int32_t n, const mlg_snap_options *options,
                           mlg_error *err) MLG_MUST_CHECK;

/* Time from a to b along the segment they share, both walks included; INT32_MAX when they share none or that
 * direction is closed. The time from a to b is the minimum of this and of the paths through nodes. */
int32_t mlg_snap_direct_ds(const mlg_snap *a, const mlg_snap *b);

#endif
