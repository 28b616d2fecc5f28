/* Isochrones of real networks against the times of the roads, told by other means: where the limit falls on each
 * edge. */
#include "support.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "network/isochrone/isochrone.h"
#include "network/search/dijkstra.h"

#include <math.h>

typedef struct city {
    mlg_profile *profile;
    mlg_graph *graph;
    mlg_snap_index *index;
    mlg_road_plane *plane;
    double *x, *y; /* of the points of shape */
    int32_t *found;
    mlg_search *search;
    const char *crs;
} city;

static void open_city(city *c, const char *path, const char *profile, const char *crs)
{
    mlg_error err;
    mlg_osm *osm;
    mlg_transform *transform;
    size_t failed = 0;
    c->crs = crs;
    assert_ok(mlg_profile_load(&c->profile, profile, &err), &err);
    assert_ok(mlg_osm_open(&osm, path, &err), &err);
    assert_ok(mlg_graph_build(&c->graph, osm, &(mlg_graph_options){ .profile = c->profile }, &err), &err);
    mlg_osm_close(osm);
    size_t n = (size_t)c->graph->n_points;
    assert_ok(mlg_snap_index_new(&c->index, c->graph, &err), &err);
    assert_ok(mlg_road_plane_new(&c->plane, c->graph, crs, &err), &err);
    assert_ok(MLG_NEW(&c->x, n, "x", &err), &err);
    assert_ok(MLG_NEW(&c->y, n, "y", &err), &err);
    assert_ok(MLG_NEW(&c->found, n, "found", &err), &err);
    assert_ok(mlg_search_new(&c->search, c->graph->n_nodes, &err), &err);
    for (size_t i = 0; i < n; i++) {
        c->x[i] = c->graph->point_e7[2 * i] * 1e-7;
        c->y[i] = c->graph->point_e7[2 * i + 1] * 1e-7;
    }
    assert_ok(mlg_transform_new(&transform, "EPSG:4326", crs, &err), &err);
    mlg_transform_points(transform, c->x, c->y, n, &failed);
    mlg_transform_free(transform);
    assert_int_equal(failed, 0);
}

static void close_city(city *c)
{
    mlg_search_free(c->search);
    free(c->found);
    free(c->y);
    free(c->x);
    mlg_road_plane_free(c->plane);
    mlg_snap_index_free(c->index);
    mlg_graph_free(c->graph);
    mlg_profile_free(c->profile);
}

/* ---- where the limit falls ------------------------------------------------------------------------------ */

/* Up to three stretches of a segment reached within the limit: from each end, around the site. */
typedef struct {
    double from[3], to[3];
    double end_ds[2]; /* times at the ends of the shape */
} stretches;

static double share(double spare_ds, int32_t whole_ds)
{
    return whole_ds <= 0 ? 1 : fmin(1, spare_ds / whole_ds);
}

static stretches reached_on(const city *c, const mlg_isochrone_request *ask, const int32_t *time_ds,
                            int32_t limit_ds, int32_t segment)
{
    const mlg_graph *g = c->graph;
    stretches s = { { 1, 1, 1 }, { 0, 0, 0 }, { HUGE_VAL, HUGE_VAL } };
    for (int way = 0; way < 2; way++) {
        int32_t edge = 2 * segment + (ask->to_sites ? 1 - way : way), whole = g->edge_time_ds[edge];
        int32_t node = ask->to_sites ? g->edge_head[edge] : g->edge_tail[edge];
        if (whole < 0)
            continue;
        if (time_ds[node] <= limit_ds) {
            double part = share(limit_ds - time_ds[node], whole);
            s.from[way] = way == 0 ? 0 : 1 - part;
            s.to[way] = way == 0 ? part : 1;
            s.end_ds[way] = fmin(s.end_ds[way], time_ds[node]);
            s.end_ds[1 - way] = fmin(s.end_ds[1 - way], time_ds[node] + whole);
        }
        const mlg_snap *site = ask->sites;
        if (site->segment == segment && site->walk_ds <= limit_ds) {
            double part = share(limit_ds - site->walk_ds, whole), f = site->fraction;
            s.from[2] = fmin(s.from[2], way == 0 ? f : fmax(0, f - part));
            s.to[2] = fmax(s.to[2], way == 0 ? fmin(1, f + part) : f);
        }
    }
    return s;
}

static double distance_to(double x0, double y0, double x1, double y1, double x, double y)
{
    double dx = x1 - x0, dy = y1 - y0, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? fmin(1, fmax(0, ((x - x0) * dx + (y - y0) * dy) / length2)) : 0;
    return hypot(x0 + t * dx - x, y0 + t * dy - y);
}

/* From a point to the stretch [from, to] of a segment. */
static double distance_to_stretch(const city *c, int32_t segment, double from, double to, double x, double y)
{
    int32_t first = c->graph->first_point[segment], last = c->graph->first_point[segment + 1] - 1;
    double whole = 0, before = 0, best = HUGE_VAL;
    for (int32_t p = first; p < last; p++)
        whole += hypot(c->x[p + 1] - c->x[p], c->y[p + 1] - c->y[p]);
    for (int32_t p = first; p < last && from <= to; p++) {
        double dx = c->x[p + 1] - c->x[p], dy = c->y[p + 1] - c->y[p], length = hypot(dx, dy);
        double a = length > 0 ? (from * whole - before) / length : 0,
               b = length > 0 ? (to * whole - before) / length : 1;
        before += length;
        if (b < 0 || a > 1)
            continue;
        a = fmax(0, a);
        b = fmin(1, b);
        best =
            fmin(best, distance_to(c->x[p] + a * dx, c->y[p] + a * dy, c->x[p] + b * dx, c->y[p] + b * dy, x, y));
    }
    return best;
}

static bool near_segment(const city *c, int32_t segment, double x, double y, double radius)
{
    double west = HUGE_VAL, east = -HUGE_VAL, south = HUGE_VAL, north = -HUGE_VAL;
    for (int32_t p = c->graph->first_point[segment]; p < c->graph->first_point[segment + 1]; p++) {
        west = fmin(west, c->x[p]);
        east = fmax(east, c->x[p]);
        south = fmin(south, c->y[p]);
        north = fmax(north, c->y[p]);
    }
    return x > west - radius && x < east + radius && y > south - radius && y < north + radius;
}

static bool reached_road_near(const city *c, const mlg_isochrone_request *ask, const int32_t *time_ds,
                              int32_t limit_ds, double x, double y)
{
    for (int32_t s = 0; s < c->graph->n_segments; s++) {
        if (!(c->graph->flags[s] & MLG_SEGMENT_ATTACH) || !near_segment(c, s, x, y, ask->resolution_m))
            continue;
        stretches r = reached_on(c, ask, time_ds, limit_ds, s);
        for (int k = 0; k < 3; k++)
            if (distance_to_stretch(c, s, r.from[k], r.to[k], x, y) <= ask->resolution_m)
                return true;
    }
    return false;
}

/* ---- what the header promises ---------------------------------------------------------------------------- */

typedef struct {
    int32_t inside, outside, close; /* ends of roads reached; not reached; not reached, beside a reached road */
    int32_t points, apart;          /* points attached to a road; those whose time and place disagree */
} tally;

/* Ends of every road that takes points: inside when reached with the walk of half of the resolution to spare,
 * outside when not reached, but beside a reached road. */
static void check_ends(tally *t, const city *c, const mlg_isochrone_request *ask, const int32_t *time_ds,
                       int32_t limit_ds, const mlg_geom *shape)
{
    mlg_error err;
    double spare = ask->resolution_m / 2 / (c->graph->walk_kmh / 3.6) * 10;
    assert_ok(mlg_geom_locate(c->found, &shape, 1, c->x, c->y, c->graph->n_points, &err), &err);
    for (int32_t s = 0; s < c->graph->n_segments; s++) {
        if (!(c->graph->flags[s] & MLG_SEGMENT_ATTACH))
            continue;
        stretches r = reached_on(c, ask, time_ds, limit_ds, s);
        for (int end = 0; end < 2; end++) {
            int32_t point = end == 0 ? c->graph->first_point[s] : c->graph->first_point[s + 1] - 1;
            bool inside = c->found[point] == 0;
            if (r.end_ds[end] + spare < limit_ds) {
                assert_true(inside);
                t->inside++;
            } else if (r.end_ds[end] > limit_ds && inside) {
                assert_true(reached_road_near(c, ask, time_ds, limit_ds, c->x[point], c->y[point]));
                t->close++;
            } else if (r.end_ds[end] > limit_ds) {
                t->outside++;
            }
        }
    }
}

static void check_nesting(mlg_geom *const *shapes, int32_t count)
{
    mlg_error err;
    for (int32_t k = 0; k < count; k++) {
        bool valid;
        mlg_geom *rest;
        assert_ok(mlg_geom_is_valid(&valid, shapes[k], &err), &err);
        assert_true(valid);
        if (k == 0)
            continue;
        assert_ok(mlg_geom_difference(&rest, shapes[k - 1], shapes[k], &err), &err);
        assert_near(mlg_geom_area(rest), 0, 1e-6);
        mlg_geom_free(rest);
    }
}

/* Time between the site and a point attached to the roads. */
static int64_t time_of(const mlg_snap *point, const mlg_isochrone_request *ask, const int32_t *time_ds)
{
    int64_t best = ask->to_sites ? mlg_snap_direct_ds(point, ask->sites) : mlg_snap_direct_ds(ask->sites, point);
    for (int way = 0; way < 2; way++) {
        int32_t node = ask->to_sites ? point->exit_node[way] : point->entry_node[way];
        int64_t more = ask->to_sites ? point->exit_ds[way] : point->entry_ds[way];
        if (node >= 0 && time_ds[node] + more < best)
            best = time_ds[node] + more;
    }
    return best;
}

/* People counted by their time, and by where they are: the two must agree but near the border. */
static void check_points(tally *t, const city *c, const mlg_isochrone_request *ask, const int32_t *time_ds,
                         int32_t limit_ds, const mlg_geom *shape)
{
    enum { POINTS = 1500 };
    static double lon[POINTS], lat[POINTS];
    static int32_t found[POINTS];
    uint64_t seed = (uint64_t)limit_ds;
    mlg_error err;
    for (int i = 0; i < POINTS; i++) {
        int32_t near = ask->sites->exit_node[0] >= 0 ? ask->sites->exit_node[0] : ask->sites->exit_node[1];
        lon[i] = c->graph->lon_e7[near] * 1e-7 + 0.04 * (random_unit(&seed) - 0.5);
        lat[i] = c->graph->lat_e7[near] * 1e-7 + 0.03 * (random_unit(&seed) - 0.5);
    }
    static double x[POINTS], y[POINTS];
    mlg_transform *transform;
    size_t failed = 0;
    for (int i = 0; i < POINTS; i++) {
        x[i] = lon[i];
        y[i] = lat[i];
    }
    assert_ok(mlg_transform_new(&transform, "EPSG:4326", c->crs, &err), &err);
    mlg_transform_points(transform, x, y, POINTS, &failed);
    mlg_transform_free(transform);
    assert_ok(mlg_geom_locate(found, &shape, 1, x, y, POINTS, &err), &err);
    for (int i = 0; i < POINTS; i++) {
        mlg_snap s;
        mlg_snap_point(&s, c->index, lon[i], lat[i], &(mlg_snap_options){ .radius_m = ask->reach_m });
        if (s.status != MLG_SNAP_MAIN)
            continue;
        t->points++;
        t->apart += (time_of(&s, ask, time_ds) <= limit_ds) != (found[i] == 0);
    }
}

static void check_site(tally *t, city *c, mlg_isochrone_request *ask)
{
    mlg_error err;
    mlg_geom *shapes[4];
    mlg_seed seeds[2];
    mlg_reached reached;
    int32_t n = 0;
    mlg_graph_view view = ask->to_sites ? mlg_graph_reverse_view(c->graph) : mlg_graph_forward_view(c->graph);
    const mlg_snap *s = ask->sites;
    for (int way = 0; way < 2; way++)
        if ((ask->to_sites ? s->entry_node : s->exit_node)[way] >= 0)
            seeds[n++] = (mlg_seed){ (ask->to_sites ? s->entry_node : s->exit_node)[way],
                                     (ask->to_sites ? s->entry_ds : s->exit_ds)[way] };
    mlg_search_options options = { .limit_ds = MLG_TIME_MAX };
    assert_ok(mlg_isochrone(shapes, ask, &err), &err);
    assert_ok(mlg_search_run(&reached, c->search, &view, seeds, n, &options, &err), &err);
    for (int32_t k = 0; k < ask->n_limits; k++) {
        check_ends(t, c, ask, reached.time_ds, ask->limit_ds[k], shapes[k]);
        check_points(t, c, ask, reached.time_ds, ask->limit_ds[k], shapes[k]);
    }
    check_nesting(shapes, ask->n_limits);
    for (int32_t k = 0; k < ask->n_limits; k++)
        mlg_geom_free(shapes[k]);
}

static void check_city(const char *file, const char *profile, const char *crs, double resolution_m, int sites,
                       const int32_t limits[4])
{
    const char *path = shared_data(file);
    city c = { 0 };
    tally t = { 0 };
    uint64_t seed = 7;
    if (!path) {
        print_message("no ../shared/data/%s: skipped\n", file);
        return;
    }
    open_city(&c, path, profile, crs);
    for (int i = 0; i < sites; i++) {
        mlg_snap site;
        int32_t near = random_below(&seed, c.graph->n_nodes);
        mlg_snap_point(&site, c.index, c.graph->lon_e7[near] * 1e-7 + 0.001 * random_unit(&seed),
                       c.graph->lat_e7[near] * 1e-7 + 0.001 * random_unit(&seed),
                       &(mlg_snap_options){ .radius_m = 1000 });
        mlg_isochrone_request ask = { .plane = c.plane,
                                      .sites = &site,
                                      .n_sites = 1,
                                      .to_sites = i % 2,
                                      .limit_ds = limits,
                                      .n_limits = 4,
                                      .resolution_m = resolution_m,
                                      .reach_m = 250 };
        check_site(&t, &c, &ask);
    }
    print_message("%s by %s, %d sites: %d ends inside, %d outside, %d not reached beside a reached road\n", file,
                  profile, sites, t.inside, t.outside, t.close);
    print_message("people by time and by place: %d of %d points apart\n", t.apart, t.points);
    assert_true(t.inside > 0 && t.outside > 0);
    assert_true(t.apart * 50 < t.points); /* 0.2 to 0.8 % */
    close_city(&c);
}

static void isochrones_of_monaco_hold_what_is_reached(void **state)
{
    (void)state;
    check_city("osm/monaco_osrm.osm.pbf", "foot", "EPSG:2154", 15, 8,
               (const int32_t[4]){ 1800, 3000, 6000, 12000 });
    check_city("osm/monaco_osrm.osm.pbf", "car", "EPSG:2154", 25, 8, (const int32_t[4]){ 600, 1800, 3000, 4500 });
}

static void isochrones_of_porto_hold_what_is_reached(void **state)
{
    (void)state;
    if (!full_run())
        skip();
    check_city("osm/r5_porto_portugal.osm.pbf", "car", "EPSG:3763", 60, 6,
               (const int32_t[4]){ 1800, 3000, 6000, 9000 });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(isochrones_of_monaco_hold_what_is_reached),
        cmocka_unit_test(isochrones_of_porto_hold_what_is_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
