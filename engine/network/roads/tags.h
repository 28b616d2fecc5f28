/* Reads the tags of OpenStreetMap ways, nodes and relations for a profile.
 *
 * Decisions (each counted where it leaves something out):
 *  - A way is a road when its `highway` has a speed in the profile, or when it is a ferry or shuttle train
 *    (`route` ferry or shuttle_train, alone or in a list). `area=yes` only where the profile walks along the
 *    outlines of areas. `highway=*` with `construction=*` in the value, `proposed`, `abandoned` have no speed
 *    and are thus closed. `service=emergency_access`, `impassable=yes` are closed.
 *  - Access: the highest-ranking key present on the way decides alone (`motorcar` over `motor_vehicle` over
 *    `vehicle` over `access`). A list (`agricultural;destination`) grants each of its values: the most
 *    permissive one decides. `destination`, `customers`, `delivery` are open at full speed to trips that start
 *    or end there, and closed to through traffic (profile: access 2); `private`, `no`, `agricultural`... are
 *    closed. `*:forward` and `*:backward` apply to one direction. `*:conditional` is not read, only counted.
 *  - Classes of rule `ask` are open only by a key of at least that rank: a pedestrian street to cars by
 *    `motor_vehicle=yes`, not by `access=yes`.
 *  - One-way: `oneway:<key>` or `<key>:oneway` by rank, then `oneway`, then roundabouts and the classes of rule
 *    `oneway`. yes/true/1, -1/reverse, no/false/0; `alternating` is two-way; `reversible` is closed; any other
 *    value is two-way, and counted. Where the profile has contraflow, `cycleway*=opposite*` and lanes whose own
 *    `cycleway*:oneway` is no or -1 open the other direction; so does `<key>:backward=yes`, for any profile. A
 *    profile with oneway 0 (foot) obeys `oneway:foot` only.
 *  - Speed limit: `maxspeed:forward/backward`, `maxspeed`, then the names in `source:maxspeed`,
 *    `maxspeed:type`, `zone:maxspeed`, `zone:traffic`. "50", "50 mph", "30 knots", "FR:urban", "FR:zone30",
 *    "DE:zone:30", "walk", "none"; the lowest of a list. `signals`, `variable` and values not understood are
 *    unknown (the latter counted), as are limits below 1 or above 300 km/h.
 *  - Speed: with `posted`, share x limit, at most posted_gain x speed of the class; without, the class speed
 *    capped by the limit. Then capped by surface, tracktype, smoothness.
 *  - Urban: given by the names above (urban, zone, living_street / rural, trunk, motorway); otherwise unknown,
 *    and the graph decides by the density of junctions around.
 *  - Ferry: `duration` "1:30", "01:30:00", "45" (minutes), "PT1H30M", "P1DT2H" covers the whole way; otherwise
 *    ferry_kmh. Tags missing from the way are taken from its relation of type route (see ferries.c).
 *  - Node: the access keys of a `barrier` decide alone; without any, the barrier closes the way if the profile
 *    gives it -1, and not otherwise. A barrier that the profile does not name follows its rule `*`, and is
 *    counted. One that grants `destination`, `customers`, `delivery` takes no through traffic, as a way would.
 *    `locked=yes` closes it unless a key above `access` opens it. A rule in seconds is a delay.
 *    `highway` and `crossing` penalties add up; `traffic_signals:direction` / `direction` forward or backward
 *    apply to one direction.
 *  - Turn restriction: `restriction:<mode key>` by rank, then `restriction`; no_* and only_*; not when `except`
 *    names the profile; from and to ways, via one node or up to 8 ways. Restrictions with several from or to
 *    members (except no_entry, no_exit) and `restriction:conditional` are counted, not applied. */
#ifndef MLG_NETWORK_ROADS_TAGS_H
#define MLG_NETWORK_ROADS_TAGS_H

#include "adapters/osm/extract.h"
#include "network/roads/profile.h"

typedef enum mlg_road_class {
    MLG_ROAD_MOTORWAY,
    MLG_ROAD_MOTORWAY_LINK,
    MLG_ROAD_TRUNK,
    MLG_ROAD_TRUNK_LINK,
    MLG_ROAD_PRIMARY,
    MLG_ROAD_PRIMARY_LINK,
    MLG_ROAD_SECONDARY,
    MLG_ROAD_SECONDARY_LINK,
    MLG_ROAD_TERTIARY,
    MLG_ROAD_TERTIARY_LINK,
    MLG_ROAD_UNCLASSIFIED,
    MLG_ROAD_RESIDENTIAL,
    MLG_ROAD_LIVING_STREET,
    MLG_ROAD_ROAD,
    MLG_ROAD_SERVICE,
    MLG_ROAD_TRACK,
    MLG_ROAD_CYCLEWAY,
    MLG_ROAD_PATH,
    MLG_ROAD_PEDESTRIAN,
    MLG_ROAD_FOOTWAY,
    MLG_ROAD_BRIDLEWAY,
    MLG_ROAD_STEPS,
    MLG_ROAD_CORRIDOR,
    MLG_ROAD_BUSWAY,
    MLG_ROAD_FERRY,
    MLG_ROAD_CLASSES
} mlg_road_class;

/* Counts of what was left out or not understood. */
typedef struct mlg_road_notes {
    int64_t closed_ways;       /* a class of the profile, closed by access, reversible or impassable */
    int64_t unknown_access;    /* values of access not in the profile: taken as open */
    int64_t unknown_oneway;    /* values not understood: taken as two-way */
    int64_t unknown_maxspeed;  /* values not understood: class speed */
    int64_t unknown_duration;  /* ferries whose duration is not understood */
    int64_t conditional;       /* conditional access or limits: not read */
    int64_t unknown_barriers;  /* barriers not in the profile: its rule `*` */
    int64_t limited_barriers;  /* barriers open only to trips that start or end behind them */
    int64_t conditional_turns; /* restrictions ignored: conditional */
    int64_t odd_restrictions;  /* restrictions ignored: members missing or too many, unknown value */
} mlg_road_notes;

/* A way as the profile uses it. Index 0: in the direction of its nodes, 1: against. */
typedef struct mlg_road {
    mlg_road_class road_class;
    bool open[2];
    bool limited[2];   /* open only to trips that start or end there */
    bool attach;       /* points may be attached to it */
    int urban;         /* 1, 0, -1 unknown */
    float kmh[2][2];   /* [direction][0 urban, 1 rural], access factor included, > 0 */
    double duration_s; /* of the whole way, for ferries; NaN: from the speed */
} mlg_road;

/* Whether the way is a ferry or a shuttle train, for any profile. */
bool mlg_road_is_ferry(const mlg_osm_tag *tags, int32_t tag_count);

/* False when the profile does not use the way. O(tags x log rules). */
bool mlg_road_read(mlg_road *road, mlg_road_notes *notes, const mlg_profile *profile, const mlg_osm_tag *tags,
                   int32_t tag_count);

typedef struct mlg_road_node {
    bool closed, limited; /* limited: open only to trips that start or end behind it */
    int32_t delay_ds[2];  /* [direction of travel along the way] */
} mlg_road_node;

/* False when the node neither closes nor limits nor delays. */
bool mlg_road_node_read(mlg_road_node *node, mlg_road_notes *notes, const mlg_profile *profile,
                        const mlg_osm_tag *tags, int32_t tag_count);

enum { MLG_VIA_WAYS = 8 };

typedef struct mlg_restriction {
    int64_t from_way, via_node, to_way;
    int64_t via_way[MLG_VIA_WAYS]; /* in any order */
    int32_t via_count;             /* 0: via the node */
    bool only;                     /* false: the turn is forbidden */
} mlg_restriction;

/* Calls `give` for each restriction of the relation that applies to the profile (several for no_entry,
 * no_exit). */
typedef mlg_status (*mlg_restriction_fn)(void *context, const mlg_restriction *restriction, mlg_error *err);
mlg_status mlg_restriction_read(const mlg_osm_relation *relation, const mlg_profile *profile,
                                mlg_road_notes *notes, mlg_restriction_fn give, void *context,
                                mlg_error *err) MLG_MUST_CHECK;

/* A limit in km/h, NaN when unknown (*understood is false when the text was not understood). *urban is set to 1
 * or 0 when the text implies it. */
double mlg_limit_kmh(const mlg_profile *profile, const char *text, int *urban, bool *understood);

/* "1:30", "01:30:00", "45", "PT1H30M" in seconds, NaN when not understood. */
double mlg_duration_s(const char *text);

#endif
