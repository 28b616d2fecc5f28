/* From the tags of OpenStreetMap ways, nodes and relations to what a profile makes of them.
 *
 * Decisions (each counted where it leaves something out):
 *  - A way is a road when its `highway` has a speed in the profile, or when it is a ferry or shuttle train
 *    (`route` ferry or shuttle_train, alone or in a list). `area=yes` only where the profile walks on outlines. `highway=*`
 *    with `construction=*` in the value, `proposed`, `abandoned` have no speed and are thus closed.
 *    `service=emergency_access`, `impassable=yes` are closed.
 *  - Access: the key of highest rank that the way has decides alone (`motorcar` over `motor_vehicle` over
 *    `vehicle` over `access`). A list (`agricultural;destination`) grants each of its values: the most open one
 *    decides. `destination`, `customers`, `delivery` are open at full speed to those who start or end there, and
 *    to no through traffic (profile: access 2); `private`, `no`, `agricultural`... are closed. `*:forward` and
 *    `*:backward` bind one direction. `*:conditional` is not read: counted.
 *  - Classes of rule `ask` are open only by a key of that rank or above: a pedestrian street to cars by
 *    `motor_vehicle=yes`, not by `access=yes`.
 *  - One-way: `oneway:<key>` or `<key>:oneway` by rank, then `oneway`, then roundabouts and the classes of rule
 *    `oneway`. yes/true/1, -1/reverse, no/false/0; `alternating` is both ways; `reversible` is closed; another
 *    value is both ways, counted. Where the profile has contraflow, `cycleway*=opposite*` and lanes whose own
 *    `cycleway*:oneway` is no or -1 open the other direction; so does `<key>:backward=yes`, for any profile. A
 *    profile with oneway 0 (foot) obeys `oneway:foot` only.
 *  - Limit: `maxspeed:forward/backward`, `maxspeed`, then the names in `source:maxspeed`, `maxspeed:type`,
 *    `zone:maxspeed`, `zone:traffic`. "50", "50 mph", "30 knots", "FR:urban", "FR:zone30", "DE:zone:30", "walk",
 *    "none"; of a list the lowest. `signals`, `variable` and what is not understood are unknown (the latter
 *    counted); below 1 or above 300 km/h too.
 *  - Speed: with `posted`, share x limit, at most posted_gain x speed of the class; without, the class speed
 *    capped by the limit. Then capped by surface, tracktype, smoothness.
 *  - Urban: told by the names above (urban, zone, living_street / rural, trunk, motorway); else unknown, and the
 *    graph decides by the density of junctions around.
 *  - Ferry: `duration` "1:30", "01:30:00", "45" (minutes), "PT1H30M", "P1DT2H" covers the whole way; else
 *    ferry_kmh. What the way does not say, its relation of type route does (see ferries.c).
 *  - Node: the access keys of a `barrier` decide alone; without any, one of the profile at -1 closes the
 *    passage, another does not. One that the profile does not name follows its rule `*`, and is counted.
 *    `locked=yes` closes, but to a key above `access`. One with seconds delays. `highway` and `crossing`
 *    penalties add up; `traffic_signals:direction` / `direction` forward or backward bind one direction.
 *  - Turn restriction: `restriction:<mode key>` by rank, then `restriction`; no_* and only_*; not when `except`
 *    names the profile; members from and to ways, via one node or up to 8 ways. Several from or to members (but
 *    no_entry, no_exit), `restriction:conditional` are counted, not applied. */
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

/* What was left out or not understood, counted. */
typedef struct mlg_road_notes {
    int64_t closed_ways;       /* a class of the profile, closed by access, reversible or impassable */
    int64_t unknown_access;    /* values of access not in the profile: taken as open */
    int64_t unknown_oneway;    /* values not understood: taken as both ways */
    int64_t unknown_maxspeed;  /* values not understood: class speed */
    int64_t unknown_duration;  /* ferries whose duration is not understood */
    int64_t conditional;       /* access or limits by hour: not read */
    int64_t unknown_barriers;  /* classes of barrier not in the profile: its rule for others */
    int64_t conditional_turns; /* restrictions ignored: by hour */
    int64_t odd_restrictions;  /* restrictions ignored: members missing or too many, unknown value */
} mlg_road_notes;

/* A way as the profile uses it. Index 0: in the direction of its nodes, 1: against. */
typedef struct mlg_road {
    mlg_road_class road_class;
    bool open[2];
    bool limited[2];   /* open only to those who start or end there */
    bool attach;       /* points may be attached to it */
    int urban;         /* 1, 0, -1 unknown */
    float kmh[2][2];   /* [direction][0 urban, 1 rural], access factor included, > 0 */
    double duration_s; /* of the whole way, ferries; NaN: by speed */
} mlg_road;

/* A ferry or a shuttle train, whatever the profile. */
bool mlg_road_is_ferry(const mlg_osm_tag *tags, int32_t tag_count);

/* False when the profile does not use the way. O(tags x log rules). */
bool mlg_road_read(mlg_road *road, mlg_road_notes *notes, const mlg_profile *profile, const mlg_osm_tag *tags,
                   int32_t tag_count);

typedef struct mlg_road_node {
    bool closed;
    int32_t delay_ds[2]; /* [direction of the way that passes] */
} mlg_road_node;

/* False when the node is nothing particular. */
bool mlg_road_node_read(mlg_road_node *node, mlg_road_notes *notes, const mlg_profile *profile,
                        const mlg_osm_tag *tags, int32_t tag_count);

enum { MLG_VIA_WAYS = 8 };

typedef struct mlg_restriction {
    int64_t from_way, via_node, to_way;
    int64_t via_way[MLG_VIA_WAYS]; /* in any order */
    int32_t via_count;             /* 0: via the node */
    bool only;                     /* false: the turn is forbidden */
} mlg_restriction;

/* Calls `give` for each restriction of the relation that binds the profile (several for no_entry, no_exit). */
typedef mlg_status (*mlg_restriction_fn)(void *context, const mlg_restriction *restriction, mlg_error *err);
mlg_status mlg_restriction_read(const mlg_osm_relation *relation, const mlg_profile *profile,
                                mlg_road_notes *notes, mlg_restriction_fn give, void *context,
                                mlg_error *err) MLG_MUST_CHECK;

/* A limit in km/h, NaN when unknown (*understood tells whether the text was). *urban is set to 1 or 0 when it says so. */
double mlg_limit_kmh(const mlg_profile *profile, const char *text, int *urban, bool *understood);

/* "1:30", "01:30:00", "45", "PT1H30M" in seconds, NaN when not understood. */
double mlg_duration_s(const char *text);

#endif
