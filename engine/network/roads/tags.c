#include "network/roads/tags.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const class_names[MLG_ROAD_CLASSES] = {
    "motorway",      "motorway_link",  "trunk",     "trunk_link",    "primary",      "primary_link",
    "secondary",     "secondary_link", "tertiary",  "tertiary_link", "unclassified", "residential",
    "living_street", "road",           "service",   "track",         "cycleway",     "path",
    "pedestrian",    "footway",        "bridleway", "steps",         "corridor",     "ferry",
};

typedef struct tag_list {
    const mlg_osm_tag *tags;
    int32_t count;
} tag_list;

static const char *value_of(tag_list t, const char *key)
{
    return mlg_osm_value(t.tags, t.count, key);
}

static bool has(tag_list t, const char *key, const char *value)
{
    const char *found = value_of(t, key);
    return found && strcmp(found, value) == 0;
}

/* Value of "<before><key><after>" . */
static const char *value_of_joined(tag_list t, const char *before, const char *key, const char *after)
{
    char joined[96];
    int n = snprintf(joined, sizeof joined, "%s%s%s", before, key, after);
    return n > 0 && (size_t)n < sizeof joined ? value_of(t, joined) : NULL;
}

/* ---- access ----------------------------------------------------------------------------------------- */

/* Time factor of an access value, 0 when closed. Of a list the first counts. */
static double access_factor(const mlg_profile *p, mlg_road_notes *notes, const char *value)
{
    char first[32];
    size_t n = strcspn(value, ";");
    while (n > 0 && value[n - 1] == ' ')
        n--;
    if (n < sizeof first) {
        memcpy(first, value, n);
        first[n] = '\0';
        const mlg_rule *rule = mlg_profile_rule(p, MLG_RULE_ACCESS, first);
        if (rule)
            return rule->a == 0 ? 0 : rule->b > 0 ? rule->b : 1;
    }
    notes->unknown_access++;
    return 1;
}

/* Factor told by the key of highest rank that is present, with `suffix`; -1 when none is. *rank: its rank. */
static double told_access(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *suffix,
                          double *rank)
{
    for (int i = 0; i < p->mode_count; i++) {
        const char *value = value_of_joined(t, "", p->modes[i].name, suffix);
        if (value) {
            *rank = p->modes[i].a;
            return access_factor(p, notes, value);
        }
    }
    *rank = -1;
    return -1;
}

/* Factors by direction; 0 where closed. */
static void read_access(double factor[2], tag_list t, const mlg_profile *p, mlg_road_notes *notes, bool ask)
{
    static const char *const suffixes[] = { ":forward", ":backward" };
    double rank, side_rank;
    double told = told_access(t, p, notes, "", &rank);
    for (int d = 0; d < 2; d++) {
        double side = told_access(t, p, notes, suffixes[d], &side_rank);
        factor[d] = side >= 0 && side_rank >= rank ? side : told >= 0 ? told : ask ? 0 : 1;
    }
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

static bool has_contraflow(tag_list t)
{
    static const char *const keys[] = { "cycleway", "cycleway:left", "cycleway:right", "cycleway:both" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = value_of(t, keys[i]);
        if (value && strncmp(value, "opposite", 8) == 0)
            return true;
    }
    return false;
}

static int open_directions(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *class_name)
{
    for (int i = 0; i < p->mode_count; i++) {
        const char *own = value_of_joined(t, "oneway:", p->modes[i].name, "");
        if (own)
            return oneway_value(own, notes);
    }
    if (!p->oneway || (p->contraflow && has_contraflow(t)))
        return BOTH;
    const char *value = value_of(t, "oneway");
    if (value)
        return oneway_value(value, notes);
    if (has(t, "junction", "roundabout") || has(t, "junction", "circular"))
        return FORWARD;
    return mlg_profile_rule(p, MLG_RULE_ONEWAY, class_name) ? FORWARD : BOTH;
}

/* ---- speed ------------------------------------------------------------------------------------------ */

static double read_limit(tag_list t, const mlg_profile *p, mlg_road_notes *notes, const char *key, int *urban)
{
    bool understood;
    const char *value = value_of(t, key);
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
        mlg_road_notes ignored = { 0 }; /* these keys hold prose too */
        double implied = read_limit(t, p, &ignored, names[i], urban);
        whole = isnan(whole) ? implied : whole;
    }
    for (int d = 0; d < 2; d++) {
        double side = read_limit(t, p, notes, sides[d], urban);
        limit[d] = isnan(side) ? whole : side;
    }
}

/* Cap of a quality of the way, or `speed` when the profile has none for it. */
static double capped(double speed, tag_list t, const mlg_profile *p, mlg_rule_kind kind, const char *key)
{
    const char *value = value_of(t, key);
    const mlg_rule *rule = value ? mlg_profile_rule(p, kind, value) : NULL;
    return rule ? fmin(speed, rule->a) : speed;
}

static double driven_kmh(double of_class, double limit, double share, const mlg_profile *p)
{
    if (isnan(limit))
        return of_class;
    return p->posted ? fmin(limit * share, of_class * p->posted_gain) : fmin(limit, of_class);
}

static void read_speeds(mlg_road *road, tag_list t, const mlg_profile *p, mlg_road_notes *notes,
                        const mlg_rule *speed, const double factor[2])
{
    double limit[2], of_class[2] = { speed->a, speed->b };
    read_limits(limit, t, p, notes, &road->urban);
    for (int d = 0; d < 2; d++)
        for (int rural = 0; rural < 2; rural++) {
            double kmh = driven_kmh(of_class[rural], limit[d], p->posted_share[rural], p);
            kmh = capped(kmh, t, p, MLG_RULE_SURFACE, "surface");
            kmh = capped(kmh, t, p, MLG_RULE_TRACKTYPE, "tracktype");
            kmh = capped(kmh, t, p, MLG_RULE_SMOOTHNESS, "smoothness");
            if (kmh <= 0)
                road->open[d] = false;
            road->kmh[d][rural] = (float)(kmh > 0.5 ? kmh / fmax(factor[d], 0.01) : 0.5);
        }
}

/* ---- ways ------------------------------------------------------------------------------------------- */

static bool find_class(mlg_road_class *found, tag_list t)
{
    const char *route = value_of(t, "route"), *highway = value_of(t, "highway");
    if (!highway && route && (strcmp(route, "ferry") == 0 || strcmp(route, "shuttle_train") == 0))
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
    const char *tunnel = value_of(t, "tunnel");
    bool inside = tunnel && strcmp(tunnel, "no") != 0 && strcmp(tunnel, "building_passage") != 0;
    return !mlg_profile_rule(p, MLG_RULE_SNAP, class_name) &&
           !(inside && mlg_profile_rule(p, MLG_RULE_SNAP, "tunnel")) &&
           !(has(t, "motorroad", "yes") && mlg_profile_rule(p, MLG_RULE_SNAP, "motorroad"));
}

static void read_duration(mlg_road *road, tag_list t, const mlg_profile *p, mlg_road_notes *notes)
{
    const char *text = value_of(t, "duration");
    road->duration_s = (double)NAN;
    if (road->road_class != MLG_ROAD_FERRY)
        return;
    for (int i = 0; i < 4; i++)
        road->kmh[i / 2][i % 2] = (float)p->ferry_kmh;
    if (!text)
        return;
    road->duration_s = mlg_duration_s(text);
    notes->unknown_duration += isnan(road->duration_s);
}

bool mlg_road_read(mlg_road *road, mlg_road_notes *notes, const mlg_profile *profile, const mlg_osm_tag *tags,
                   int32_t tag_count)
{
    tag_list t = { tags, tag_count };
    double factor[2];
    *road = (mlg_road){ .urban = -1 };
    if (!find_class(&road->road_class, t) || (has(t, "area", "yes") && !profile->areas))
        return false;
    const char *name = class_names[road->road_class];
    const mlg_rule *speed = mlg_profile_rule(profile, MLG_RULE_SPEED, name);
    if (!speed)
        return false;
    count_conditional(t, notes);
    int open = open_directions(t, profile, notes, name);
    read_access(factor, t, profile, notes, mlg_profile_rule(profile, MLG_RULE_ASK, name));
    if (has(t, "impassable", "yes") || has(t, "service", "emergency_access") ||
        (has(t, "motorroad", "yes") && !profile->motorroad))
        open = NEITHER;
    for (int d = 0; d < 2; d++)
        road->open[d] = (open >> d & 1) && factor[d] > 0;
    read_speeds(road, t, profile, notes, speed, factor);
    read_duration(road, t, profile, notes);
    road->attach = may_attach(t, profile, name);
    bool used = road->open[0] || road->open[1];
    notes->closed_ways += !used;
    return used;
}

/* ---- nodes ------------------------------------------------------------------------------------------ */

static double penalty_s(const mlg_profile *p, const char *value)
{
    const mlg_rule *rule = value ? mlg_profile_rule(p, MLG_RULE_PENALTY, value) : NULL;
    return rule ? rule->a : 0;
}

static bool is_barrier_closed(double *delay_s, tag_list t, const mlg_profile *p, mlg_road_notes *notes)
{
    const char *barrier = value_of(t, "barrier");
    double rank, factor;
    *delay_s = 0;
    if (!barrier)
        return false;
    const mlg_rule *rule = mlg_profile_rule(p, MLG_RULE_BARRIER, barrier);
    factor = told_access(t, p, notes, "", &rank);
    if (rule && rule->a > 0)
        *delay_s = rule->a;
    return factor >= 0 ? factor == 0 : rule && rule->a < 0;
}

bool mlg_road_node_read(mlg_road_node *node, mlg_road_notes *notes, const mlg_profile *profile,
                        const mlg_osm_tag *tags, int32_t tag_count)
{
    tag_list t = { tags, tag_count };
    double barrier_s;
    if (tag_count == 0)
        return false;
    node->closed = is_barrier_closed(&barrier_s, t, profile, notes);
    const char *highway = value_of(t, "highway");
    double stop_s = penalty_s(profile, highway);
    if (!highway || strcmp(highway, "crossing") == 0) {
        double crossing_s = penalty_s(profile, value_of(t, "crossing"));
        stop_s = crossing_s > stop_s ? crossing_s : stop_s;
    }
    const char *side = value_of(t, "traffic_signals:direction");
    side = side ? side : value_of(t, "direction");
    for (int d = 0; d < 2; d++) {
        bool binds = !side || (strcmp(side, "forward") != 0 && strcmp(side, "backward") != 0) ||
                     strcmp(side, d == 0 ? "forward" : "backward") == 0;
        node->delay_ds[d] = (int32_t)lround((barrier_s + (binds ? stop_s : 0)) * 10);
    }
    return node->closed || node->delay_ds[0] > 0 || node->delay_ds[1] > 0;
}

/* ---- turn restrictions ------------------------------------------------------------------------------ */

static const char *restriction_value(tag_list t, const mlg_profile *p, bool *conditional)
{
    *conditional = value_of(t, "restriction:conditional") != NULL;
    for (int i = 0; i < p->mode_count; i++) {
        const char *own = value_of_joined(t, "restriction:", p->modes[i].name, "");
        if (own)
            return own;
    }
    return value_of(t, "restriction");
}

static bool is_excepted(tag_list t, const mlg_profile *p)
{
    const char *list = value_of(t, "except");
    while (list && *list) {
        char word[32];
        list += strspn(list, "; ");
        size_t n = strcspn(list, "; ");
        if (n < sizeof word) {
            memcpy(word, list, n);
            word[n] = '\0';
            if (mlg_profile_rule(p, MLG_RULE_EXCEPT, word))
                return true;
        }
        list += n;
    }
    return false;
}

/* Members of that role and kind; *first is the first of them. */
static int32_t members_of(const mlg_osm_relation *r, const char *role, char kind, int64_t *first)
{
    int32_t count = 0;
    for (int32_t i = 0; i < r->member_count; i++)
        if (r->members[i].kind == kind && strcmp(r->members[i].role, role) == 0 && count++ == 0)
            *first = r->members[i].ref;
    return count;
}

/* Every from with every to: one of the two lists has one member. */
static mlg_status give_pairs(const mlg_osm_relation *r, mlg_restriction turn, mlg_restriction_fn give,
                             void *context, mlg_error *err)
{
    for (int32_t i = 0; i < r->member_count; i++) {
        const mlg_osm_member *m = &r->members[i];
        bool from = strcmp(m->role, "from") == 0, to = strcmp(m->role, "to") == 0;
        int64_t ignored;
        if (m->kind != 'w' || (!from && !to))
            continue;
        bool many_from = members_of(r, "from", 'w', &ignored) > 1;
        if (from != many_from)
            continue;
        *(from ? &turn.from_way : &turn.to_way) = m->ref;
        MLG_TRY(give(context, &turn, err));
    }
    return MLG_OK;
}

mlg_status mlg_restriction_read(const mlg_osm_relation *relation, const mlg_profile *profile,
                                mlg_road_notes *notes, mlg_restriction_fn give, void *context, mlg_error *err)
{
    tag_list t = { relation->tags, relation->tag_count };
    mlg_restriction turn = { 0 };
    bool conditional;
    int64_t via_way;
    const char *type = value_of(t, "type");
    if (!profile->restrictions || !type || strncmp(type, "restriction", 11) != 0)
        return MLG_OK;
    const char *value = restriction_value(t, profile, &conditional);
    if (!value) {
        notes->conditional_turns += conditional;
        notes->odd_restrictions += !conditional && strcmp(type, "restriction") == 0;
        return MLG_OK;
    }
    if (is_excepted(t, profile))
        return MLG_OK;
    if (members_of(relation, "via", 'w', &via_way) > 0) {
        notes->via_way++;
        return MLG_OK;
    }
    turn.only = strncmp(value, "only_", 5) == 0;
    int32_t from = members_of(relation, "from", 'w', &turn.from_way);
    int32_t via = members_of(relation, "via", 'n', &turn.via_node),
            to = members_of(relation, "to", 'w', &turn.to_way);
    bool many = strcmp(value, "no_entry") == 0 || strcmp(value, "no_exit") == 0;
    if ((!turn.only && strncmp(value, "no_", 3) != 0) || via != 1 || from < 1 || to < 1 || (from > 1 && to > 1) ||
        (!many && (from > 1 || to > 1))) {
        notes->odd_restrictions++;
        return MLG_OK;
    }
    return give_pairs(relation, turn, give, context, err);
}
