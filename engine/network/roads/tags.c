#include "network/roads/tag_list.h"

#include <math.h>
#include <string.h>

static const char *const class_names[MLG_ROAD_CLASSES] = {
    "motorway",     "motorway_link", "trunk",          "trunk_link", "primary",
    "primary_link", "secondary",     "secondary_link", "tertiary",   "tertiary_link",
    "unclassified", "residential",   "living_street",  "road",       "service",
    "track",        "cycleway",      "path",           "pedestrian", "footway",
    "bridleway",    "steps",         "corridor",       "busway",     "ferry",
};

/* ---- access ----------------------------------------------------------------------------------------- */

static const tag_grant closed = { .rank = -1 }, free_for_all = { .rank = -1, .factor = 1 };

/* Access granted in each direction. `ask`: closed unless a key of at least that rank opens it; NaN: no such
 * requirement. */
static void read_access(tag_grant grant[2], tag_list t, const mlg_profile *p, mlg_road_notes *notes, double ask)
{
    static const char *const suffixes[] = { ":forward", ":backward" };
    tag_grant told = tag_granted(t, p, notes, "");
    for (int d = 0; d < 2; d++) {
        tag_grant side = tag_granted(t, p, notes, suffixes[d]);
        grant[d] = side.key && side.rank >= told.rank ? side : told.key ? told : free_for_all;
        if (grant[d].rank < ask)
            grant[d] = closed;
    }
}

/* Directions explicitly opened against the one-way by a key of this mode: `bicycle:backward=yes`. The key
 * `access`, common to all modes, does not count. */
static int opened_by_name(tag_list t, const mlg_profile *p)
{
    static const char *const suffixes[] = { ":forward", ":backward" };
    mlg_road_notes ignored = { 0 };
    int open = 0;
    for (int d = 0; d < 2; d++) {
        tag_grant side = tag_granted(t, p, &ignored, suffixes[d]);
        if (side.key && side.factor > 0 && strcmp(side.key, "access") != 0)
            open |= 1 << d;
    }
    return open;
}

static void count_conditional(tag_list t, mlg_road_notes *notes)
{
    for (int32_t i = 0; i < t.count; i++) {
        const char *mark = strstr(t.tags[i].key, ":conditional");
        if (mark && mark[12] == '\0' && strncmp(t.tags[i].key, "restriction", 11) != 0)
            notes->conditional++;
    }
}

/* ---- one-ways --------------------------------------------------------------------------------------- */

enum { BOTH = 3, FORWARD = 1, BACKWARD = 2, NEITHER = 0 };

static int oneway_value(const char *value, mlg_road_notes *notes)
{
    static const struct {
        const char *value;
        int open;
    } known[] = { { "yes", FORWARD },      { "true", FORWARD },      { "1", FORWARD },  { "-1", BACKWARD },
                  { "reverse", BACKWARD }, { "no", BOTH },           { "false", BOTH }, { "0", BOTH },
                  { "alternating", BOTH }, { "reversible", NEITHER } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(value, known[i].value) == 0)
            return known[i].open;
    notes->unknown_oneway++;
    return BOTH;
}

/* Directions opened by a bicycle lane: `cycleway*=opposite*`, or a lane or track whose own `:oneway` says so. */
static int lanes_open(tag_list t)
{
    static const char *const keys[] = { "cycleway", "cycleway:left", "cycleway:right", "cycleway:both" };
    mlg_road_notes ignored = { 0 };
    int open = NEITHER;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *lane = tag_value(t, keys[i]), *way = tag_value_joined(t, "", keys[i], ":oneway");
        if (!lane || strcmp(lane, "no") == 0 || strcmp(lane, "none") == 0 || strcmp(lane, "separate") == 0)
            continue;
        if (strncmp(lane, "opposite", 8) == 0)
            open |= BOTH;
        else if (way)
            open |= oneway_value(way, &ignored);
    }
    return open;
}

static int open_directions(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *class_name)
{
    int more = opened_by_name(t, p) | (p->contraflow ? lanes_open(t) : NEITHER);
    for (int i = 0; i < p->mode_count; i++) {
        const char *own = tag_value_joined(t, "oneway:", p->modes[i].name, "");
        own = own ? own : tag_value_joined(t, "", p->modes[i].name, ":oneway");
        if (own)
            return oneway_value(own, notes) | more;
    }
    if (!p->oneway)
        return BOTH;
    const char *value = tag_value(t, "oneway");
    if (value)
        return oneway_value(value, notes) | more;
    if (tag_is(t, "junction", "roundabout") || tag_is(t, "junction", "circular"))
        return FORWARD | more;
    return mlg_profile_rule(p, MLG_RULE_ONEWAY, class_name) ? FORWARD | more : BOTH;
}

/* ---- speed ------------------------------------------------------------------------------------------ */

static double read_limit(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *key, int *urban)
{
    bool understood;
    const char *value = tag_value(t, key);
    if (!value)
        return (double)NAN;
    double limit = mlg_limit_kmh(p, value, urban, &understood);
    notes->unknown_maxspeed += !understood;
    return limit;
}

static void read_limits(double limit[2], tag_list t, const mlg_profile *p, mlg_road_notes *notes, int *urban)
{
    static const char *const names[] = { "source:maxspeed", "maxspeed:type", "zone:maxspeed", "zone:traffic" };
    static const char *const sides[] = { "maxspeed:forward", "maxspeed:backward" };
    double whole = read_limit(t, p, notes, "maxspeed", urban);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        mlg_road_notes ignored = { 0 }; /* these keys also contain free text */
        double implied = read_limit(t, p, &ignored, names[i], urban);
        whole = isnan(whole) ? implied : whole;
    }
    for (int d = 0; d < 2; d++) {
        double side = read_limit(t, p, notes, sides[d], urban);
        limit[d] = isnan(side) ? whole : side;
    }
}

/* Caps a speed by a quality of the way, the worst of a list; `speed` when the profile has no cap for it. */
static double capped(double speed, tag_list t, const mlg_profile *p, mlg_rule_kind kind, const char *key)
{
    char word[TAG_WORD];
    for (const char *at = tag_value(t, key); at && tag_next_word(word, &at);) {
        const mlg_rule *rule = mlg_profile_rule(p, kind, word);
        speed = rule ? fmin(speed, rule->a) : speed;
    }
    return speed;
}

static double driven_kmh(double of_class, double limit, double share, const mlg_profile *p)
{
    if (isnan(limit))
        return of_class;
    return p->posted ? fmin(limit * share, of_class * p->posted_gain) : fmin(limit, of_class);
}

static void read_speeds(mlg_road *road, tag_list t, const mlg_profile *p, mlg_road_notes *notes,
                        const mlg_rule *speed, const tag_grant grant[2])
{
    double limit[2], of_class[2] = { speed->a, speed->b }, cap = (double)INFINITY;
    read_limits(limit, t, p, notes, &road->urban);
    cap = capped(cap, t, p, MLG_RULE_SURFACE, "surface");
    cap = capped(cap, t, p, MLG_RULE_TRACKTYPE, "tracktype");
    cap = capped(cap, t, p, MLG_RULE_SMOOTHNESS, "smoothness");
    for (int d = 0; d < 2; d++)
        for (int rural = 0; rural < 2; rural++) {
            const double kmh = fmin(driven_kmh(of_class[rural], limit[d], p->posted_share[rural], p), cap);
            if (kmh <= 0)
                road->open[d] = false;
            road->kmh[d][rural] = (float)(kmh > 0.5 ? kmh / fmax(grant[d].factor, 0.01) : 0.5);
        }
}

/* ---- ways ------------------------------------------------------------------------------------------- */

bool mlg_road_is_ferry(const mlg_osm_tag *tags, int32_t tag_count)
{
    tag_list t = { tags, tag_count };
    const char *route = tag_value(t, "route");
    return !tag_value(t, "highway") && (tag_list_has(route, "ferry") || tag_list_has(route, "shuttle_train"));
}

static bool find_class(mlg_road_class *found, tag_list t)
{
    const char *highway = tag_value(t, "highway");
    if (mlg_road_is_ferry(t.tags, t.count))
        highway = class_names[MLG_ROAD_FERRY];
    else if (highway && strcmp(highway, "ferry") == 0)
        return false;
    for (int c = 0; highway && c < MLG_ROAD_CLASSES; c++)
        if (strcmp(highway, class_names[c]) == 0) {
            *found = (mlg_road_class)c;
            return true;
        }
    return false;
}

static bool may_attach(tag_list t, const mlg_profile *p, const char *class_name)
{
    const char *tunnel = tag_value(t, "tunnel");
    bool inside = tunnel && strcmp(tunnel, "no") != 0 && strcmp(tunnel, "building_passage") != 0;
    return !mlg_profile_rule(p, MLG_RULE_SNAP, class_name) &&
           !(inside && mlg_profile_rule(p, MLG_RULE_SNAP, "tunnel")) &&
           !(tag_is(t, "motorroad", "yes") && mlg_profile_rule(p, MLG_RULE_SNAP, "motorroad"));
}

static void read_duration(mlg_road *road, tag_list t, const mlg_profile *p, mlg_road_notes *notes)
{
    const char *text = tag_value(t, "duration");
    road->duration_s = (double)NAN;
    if (road->road_class != MLG_ROAD_FERRY)
        return;
    for (int i = 0; i < 4; i++)
        road->kmh[i / 2][i % 2] = (float)p->ferry_kmh;
    if (!text)
        return;
    road->duration_s = mlg_duration_s(text);
    notes->unknown_duration += isnan(road->duration_s) ? 1 : 0;
}

bool mlg_road_read(mlg_road *road, mlg_road_notes *notes, const mlg_profile *profile, const mlg_osm_tag *tags,
                   int32_t tag_count)
{
    tag_list t = { tags, tag_count };
    tag_grant grant[2];
    *road = (mlg_road){ .urban = -1 };
    if (!find_class(&road->road_class, t) || (tag_is(t, "area", "yes") && !profile->areas))
        return false;
    const char *name = class_names[road->road_class];
    const mlg_rule *speed = mlg_profile_rule(profile, MLG_RULE_SPEED, name),
                   *ask = mlg_profile_rule(profile, MLG_RULE_ASK, name);
    if (!speed)
        return false;
    count_conditional(t, notes);
    int open = open_directions(t, profile, notes, name);
    read_access(grant, t, profile, notes, ask ? ask->a : (double)NAN);
    if (tag_is(t, "impassable", "yes") || tag_is(t, "service", "emergency_access") ||
        (tag_is(t, "motorroad", "yes") && !profile->motorroad))
        open = NEITHER;
    for (int d = 0; d < 2; d++) {
        road->open[d] = (open >> d & 1) && grant[d].factor > 0;
        road->limited[d] = road->open[d] && grant[d].limited;
    }
    read_speeds(road, t, profile, notes, speed, grant);
    read_duration(road, t, profile, notes);
    road->attach = may_attach(t, profile, name);
    bool used = road->open[0] || road->open[1];
    notes->closed_ways += !used && (!ask || grant[0].key || grant[1].key);
    return used;
}

/* ---- nodes ------------------------------------------------------------------------------------------ */

static double penalty_s(const mlg_profile *p, const char *value)
{
    const mlg_rule *rule = value ? mlg_profile_rule(p, MLG_RULE_PENALTY, value) : NULL;
    return rule ? rule->a : 0;
}

/* The rule of a barrier, the most restrictive one of a list; rule `*` applies to values without one. NULL: no
 * obstacle. */
static const mlg_rule *barrier_rule(const mlg_profile *p, mlg_road_notes *notes, const char *barrier)
{
    const mlg_rule *worst = NULL;
    char word[TAG_WORD];
    while (tag_next_word(word, &barrier)) {
        const mlg_rule *rule = mlg_profile_rule(p, MLG_RULE_BARRIER, word);
        if (strcmp(word, "no") == 0)
            continue;
        if (!rule) {
            notes->unknown_barriers++;
            rule = mlg_profile_rule(p, MLG_RULE_BARRIER, "*");
        }
        if (rule && (!worst || rule->a < 0 || (worst->a >= 0 && rule->a > worst->a)))
            worst = rule;
    }
    return worst;
}

/* The access keys of a barrier decide alone, except that a locked one needs a key more specific than `access`. */
static void read_barrier(mlg_road_node *node, double *delay_s, tag_list t, const mlg_profile *p,
                         mlg_road_notes *notes)
{
    const char *barrier = tag_value(t, "barrier");
    if (!barrier)
        return;
    const mlg_rule *rule = barrier_rule(p, notes, barrier);
    const tag_grant told = tag_granted(t, p, notes, "");
    if (rule && rule->a > 0)
        *delay_s = rule->a;
    bool locked = tag_is(t, "locked", "yes") && (!told.key || strcmp(told.key, "access") == 0);
    node->closed = locked || (told.key ? !(told.factor > 0) : rule && rule->a < 0);
    node->limited = !node->closed && told.key && told.limited;
    notes->limited_barriers += node->limited;
}

bool mlg_road_node_read(mlg_road_node *node, mlg_road_notes *notes, const mlg_profile *profile,
                        const mlg_osm_tag *tags, int32_t tag_count)
{
    tag_list t = { tags, tag_count };
    double barrier_s = 0;
    *node = (mlg_road_node){ .closed = false };
    if (tag_count == 0)
        return false;
    read_barrier(node, &barrier_s, t, profile, notes);
    const char *highway = tag_value(t, "highway");
    double stop_s = penalty_s(profile, highway);
    if (!highway || strcmp(highway, "crossing") == 0) {
        double crossing_s = penalty_s(profile, tag_value(t, "crossing"));
        stop_s = crossing_s > stop_s ? crossing_s : stop_s;
    }
    const char *side = tag_value(t, "traffic_signals:direction");
    side = side ? side : tag_value(t, "direction");
    for (int d = 0; d < 2; d++) {
        bool binds = !side || (strcmp(side, "forward") != 0 && strcmp(side, "backward") != 0) ||
                     strcmp(side, d == 0 ? "forward" : "backward") == 0;
        node->delay_ds[d] = (int32_t)lround((barrier_s + (binds ? stop_s : 0)) * 10);
    }
    return node->closed || node->limited || node->delay_ds[0] > 0 || node->delay_ds[1] > 0;
}
