/* Ferry tags inherited from route relations. A crossing is often cut into several ways, of which only the relation
 * of type route says who may board and how long the whole crossing takes. Tags on the way itself prevail; access
 * keys that it lacks come from the first relation in the file that has them. The duration of a relation covers all
 * its ways, in proportion to their lengths: it is used only when the file contains all of them. */
#include "base/memory.h"
#include "network/roads/build.h"

#include <math.h>
#include <string.h>

static mlg_status copy_tags(const mlg_osm_tag **out, builder *b, const mlg_osm_tag *tags, int32_t n,
                            mlg_error *err)
{
    size_t size = ((size_t)n + 1) * sizeof *tags;
    mlg_osm_tag *copy = mlg_arena_alloc(&b->arena, size);
    for (int32_t i = 0; copy && i < n; i++) {
        copy[i].key = mlg_arena_text(&b->arena, tags[i].key);
        copy[i].value = mlg_arena_text(&b->arena, tags[i].value);
        if (!copy[i].key || !copy[i].value)
            copy = NULL;
    }
    *out = copy;
    return copy ? MLG_OK : mlg_fail_memory(err, "ferries", size);
}

mlg_status build_keep_ferry(builder *b, const mlg_osm_way *way, mlg_error *err)
{
    size_t size = (size_t)way->ref_count * sizeof *way->refs;
    int64_t *refs = mlg_arena_alloc(&b->arena, size);
    if (!refs)
        return mlg_fail_memory(err, "ferries", size);
    memcpy(refs, way->refs, size);
    build_ferry kept = { .id = way->id, .refs = refs, .ref_count = way->ref_count, .tag_count = way->tag_count };
    MLG_TRY(copy_tags(&kept.tags, b, way->tags, way->tag_count, err));
    MLG_TRY(MLG_GROW(&b->ferries, &b->ferry_capacity, b->ferry_count + 1, "ferries", err));
    b->ferries[b->ferry_count++] = kept;
    return MLG_OK;
}

mlg_status build_keep_route(builder *b, const mlg_osm_relation *relation, mlg_error *err)
{
    const char *type = mlg_osm_value(relation->tags, relation->tag_count, "type");
    if (!type || strcmp(type, "route") != 0 || !mlg_road_is_ferry(relation->tags, relation->tag_count))
        return MLG_OK;
    size_t size = ((size_t)relation->member_count + 1) * sizeof(int64_t);
    int64_t *ways = mlg_arena_alloc(&b->arena, size);
    if (!ways)
        return mlg_fail_memory(err, "ferries", size);
    build_route kept = { .ways = ways, .tag_count = relation->tag_count };
    for (int32_t i = 0; i < relation->member_count; i++)
        if (relation->members[i].kind == 'w')
            ways[kept.way_count++] = relation->members[i].ref;
    MLG_TRY(copy_tags(&kept.tags, b, relation->tags, relation->tag_count, err));
    MLG_TRY(MLG_GROW(&b->routes, &b->route_capacity, b->route_count + 1, "ferries", err));
    b->routes[b->route_count++] = kept;
    return MLG_OK;
}

static bool has_way(const build_route *route, int64_t id)
{
    for (int32_t i = 0; i < route->way_count; i++)
        if (route->ways[i] == id)
            return true;
    return false;
}

/* Duration of the whole crossing in seconds, NaN when its relation has none or some of its ways are missing from
 * the file. */
static double duration_of(builder *b, const build_route *route)
{
    const char *text = mlg_osm_value(route->tags, route->tag_count, "duration");
    int32_t found = 0;
    if (!text)
        return (double)NAN;
    for (size_t i = 0; i < b->ferry_count; i++)
        found += has_way(route, b->ferries[i].id);
    double duration_s = found == route->way_count ? mlg_duration_s(text) : (double)NAN;
    b->report.notes.unknown_duration += isnan(duration_s) ? 1 : 0;
    return duration_s > 0 ? duration_s : (double)NAN;
}

static bool is_access_key(const mlg_profile *profile, const char *key)
{
    for (int i = 0; i < profile->mode_count; i++)
        if (strcmp(key, profile->modes[i].name) == 0)
            return true;
    return false;
}

/* Appends to tags[*n] the access keys of the route that are not already present. */
static void inherit(mlg_osm_tag *tags, int32_t *n, const build_route *route, const mlg_profile *profile)
{
    for (int32_t i = 0; i < route->tag_count; i++)
        if (is_access_key(profile, route->tags[i].key) && !mlg_osm_value(tags, *n, route->tags[i].key))
            tags[(*n)++] = route->tags[i];
}

static mlg_status add_ferry(builder *b, builder *ways, const build_ferry *ferry, mlg_error *err)
{
    const mlg_profile *profile = b->options->profile;
    int32_t n = ferry->tag_count, route = -1, most = n + MLG_MAX_MODES;
    mlg_osm_tag *tags;
    mlg_road road;
    MLG_TRY(MLG_NEW(&tags, (size_t)most, "ferries", err));
    if (n > 0)
        memcpy(tags, ferry->tags, (size_t)n * sizeof *tags);
    for (size_t r = 0; r < b->route_count; r++)
        if (has_way(&b->routes[r], ferry->id)) {
            inherit(tags, &n, &b->routes[r], profile);
            if (route < 0 && b->routes[r].duration_s > 0)
                route = (int32_t)r;
        }
    bool used = mlg_road_read(&road, &b->report.notes, profile, tags, n);
    free(tags);
    if (!used)
        return MLG_OK;
    MLG_TRY(build_add_way(ways, ferry->id, ferry->refs, ferry->ref_count, &road, err));
    ways->ways[ways->way_count - 1].route = road.duration_s > 0 ? -1 : route;
    return MLG_OK;
}

mlg_status build_join_ferries(builder *b, builder *ways, mlg_error *err)
{
    for (size_t r = 0; r < b->route_count; r++)
        b->routes[r].duration_s = duration_of(b, &b->routes[r]);
    for (size_t i = 0; i < b->ferry_count; i++)
        MLG_TRY(add_ferry(b, ways, &b->ferries[i], err));
    return MLG_OK;
}
