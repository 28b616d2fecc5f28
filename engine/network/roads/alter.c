#include "network/roads/alter.h"

#include "base/length.h"
#include "base/memory.h"
#include "network/roads/graph_arrays.h"
#include "network/roads/sphere.h"
#include "network/time.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double STEP_M = 5, NEAR_M = 15, LEAST_M = 50,
                    SAME_WAY = 0.8660254037844386; /* cosine of 30 degrees */

typedef struct {
    double x, y;
} point;

/* The line in metres around its middle. */
typedef struct {
    const mlg_graph *graph;
    const mlg_alteration *what;
    double lon, lat, metres_x; /* 1e-7 degrees; metres per unit of longitude */
    point *line;
    point low, high; /* its box */
} survey;

static point metres(const survey *s, double lon_e7, double lat_e7)
{
    return (point){ (lon_e7 - s->lon) * s->metres_x, (lat_e7 - s->lat) * MLG_METRES_PER_E7 };
}

static point shape(const survey *s, int32_t at)
{
    const int32_t *p = s->graph->point_e7 + 2 * (int64_t)at;
    return metres(s, p[0], p[1]);
}

static mlg_status lay_out(survey *s, mlg_error *err)
{
    const mlg_alteration *w = s->what;
    if (w->count < 2)
        return mlg_fail(err, MLG_INPUT, "a line of %d points", (int)w->count);
    for (int32_t i = 0; i < w->count; i++)
        if (!(fabs(w->lon[i]) <= 180 && fabs(w->lat[i]) <= 90))
            return mlg_fail(err, MLG_INPUT, "%g, %g are not a longitude and latitude in degrees", w->lon[i],
                            w->lat[i]);
    s->lon = w->lon[w->count / 2] * 1e7;
    s->lat = w->lat[w->count / 2] * 1e7;
    s->metres_x = MLG_METRES_PER_E7 * cos(w->lat[w->count / 2] * 3.14159265358979323846 / 180);
    MLG_TRY(MLG_NEW(&s->line, (size_t)w->count, "a line", err));
    s->low = (point){ HUGE_VAL, HUGE_VAL };
    s->high = (point){ -HUGE_VAL, -HUGE_VAL };
    for (int32_t i = 0; i < w->count; i++) {
        s->line[i] = metres(s, w->lon[i] * 1e7, w->lat[i] * 1e7);
        s->low = (point){ fmin(s->low.x, s->line[i].x), fmin(s->low.y, s->line[i].y) };
        s->high = (point){ fmax(s->high.x, s->line[i].x), fmax(s->high.y, s->line[i].y) };
    }
    return MLG_OK;
}

static bool is_near_box(const survey *s, point a, point b)
{
    return fmax(a.x, b.x) >= s->low.x - NEAR_M && fmin(a.x, b.x) <= s->high.x + NEAR_M &&
           fmax(a.y, b.y) >= s->low.y - NEAR_M && fmin(a.y, b.y) <= s->high.y + NEAR_M;
}

/* ---- across ---------------------------------------------------------------------------------------------------- */

/* Twice the area of a, b, c: above 0 to the left. */
static double side(point a, point b, point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Both ends of each on different sides of the other: a mere touch is none. */
static bool do_cut(point a, point b, point c, point d)
{
    double ac = side(a, b, c), ad = side(a, b, d), ca = side(c, d, a), cb = side(c, d, b);
    return ((ac > 0 && ad < 0) || (ac < 0 && ad > 0)) && ((ca > 0 && cb < 0) || (ca < 0 && cb > 0));
}

/* The line may also pass exactly through a point inside the shape, whose neighbours are then on both sides. */
static bool is_cut(const survey *s, int32_t segment)
{
    int32_t first = s->graph->first_point[segment], end = s->graph->first_point[segment + 1];
    for (int32_t p = first; p + 1 < end; p++) {
        point a = shape(s, p), b = shape(s, p + 1);
        if (!is_near_box(s, a, b))
            continue;
        for (int32_t i = 0; i + 1 < s->what->count; i++) {
            point c = s->line[i], d = s->line[i + 1];
            if (do_cut(a, b, c, d))
                return true;
            double here = side(c, d, b), was = side(c, d, a), then = p + 2 < end ? side(c, d, shape(s, p + 2)) : 0;
            double along = (b.x - c.x) * (d.x - c.x) + (b.y - c.y) * (d.y - c.y);
            double whole = (d.x - c.x) * (d.x - c.x) + (d.y - c.y) * (d.y - c.y);
            if (here == 0 && was * then < 0 && along >= 0 && along <= whole)
                return true;
        }
    }
    return false;
}

/* ---- along ----------------------------------------------------------------------------------------------------- */

/* 1: at this point the line goes as the unit vector does, -1: against it, 0: it is elsewhere, or crosses. */
static int follows(const survey *s, point at, point direction)
{
    double best = NEAR_M * NEAR_M;
    int way = 0;
    for (int32_t i = 0; i + 1 < s->what->count; i++) {
        point c = s->line[i], d = s->line[i + 1];
        double x = d.x - c.x, y = d.y - c.y, whole = x * x + y * y;
        double t = whole > 0 ? ((at.x - c.x) * x + (at.y - c.y) * y) / whole : 0;
        double u = fmin(1, fmax(0, t)), dx = at.x - c.x - u * x, dy = at.y - c.y - u * y;
        if (!(whole > 0) || dx * dx + dy * dy > best)
            continue;
        best = dx * dx + dy * dy;
        double cosine = (x * direction.x + y * direction.y) / sqrt(whole);
        way = cosine >= SAME_WAY ? 1 : cosine <= -SAME_WAY ? -1 : 0;
    }
    return way;
}

/* Metres of a segment that the line follows, above 0 in the direction of its shape, below 0 against it; 0: not enough of them. */
static double followed(const survey *s, int32_t segment)
{
    int32_t first = s->graph->first_point[segment], end = s->graph->first_point[segment + 1];
    double with = 0, against = 0, whole = 0;
    for (int32_t p = first; p + 1 < end; p++) {
        point a = shape(s, p), b = shape(s, p + 1);
        double length = mlg_length(b.x - a.x, b.y - a.y);
        whole += length;
        if (!(length > 0) || !is_near_box(s, a, b))
            continue;
        int pieces = (int)fmin(1e6, ceil(length / STEP_M));
        point direction = { (b.x - a.x) / length, (b.y - a.y) / length };
        for (int k = 0; k < pieces; k++) {
            double t = (k + 0.5) / pieces;
            int way = follows(s, (point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) }, direction);
            with += way > 0 ? length / pieces : 0;
            against += way < 0 ? length / pieces : 0;
        }
    }
    double most = fmax(with, against);
    if (most < fmin(LEAST_M, whole / 2) || most <= 0)
        return 0;
    return with >= against ? with : -against;
}

/* ---- the edges --------------------------------------------------------------------------------------------------- */

static int32_t time_at(const mlg_graph *g, int32_t segment, double kmh)
{
    double ds = g->length_dm[segment] * 0.1 / kmh * 36;
    return ds < MLG_TIME_MAX ? (int32_t)lround(ds) : MLG_TIME_MAX;
}

static void touch(int32_t *time_ds, uint8_t *touched, const survey *s, int32_t edge)
{
    if (s->graph->edge_time_ds[edge] < 0)
        return;
    touched[edge] = 1;
    if (time_ds && time_ds[edge] >= 0)
        time_ds[edge] = s->what->kmh > 0 ? time_at(s->graph, edge / 2, s->what->kmh) : -1;
}

static void touch_segment(int32_t *time_ds, uint8_t *touched, const survey *s, int32_t segment)
{
    const mlg_alteration *w = s->what;
    if (w->reach == MLG_ROADS_ACROSS) {
        if (!is_cut(s, segment))
            return;
        touch(time_ds, touched, s, 2 * segment);
        touch(time_ds, touched, s, 2 * segment + 1);
        return;
    }
    double way = followed(s, segment);
    if (way == 0)
        return;
    if (w->forward)
        touch(time_ds, touched, s, 2 * segment + (way < 0));
    if (w->backward)
        touch(time_ds, touched, s, 2 * segment + (way > 0));
}

mlg_status mlg_graph_touch(int32_t *time_ds, uint8_t *touched, const mlg_graph *graph, const mlg_alteration *what,
                           mlg_error *err)
{
    survey s = { .graph = graph, .what = what };
    MLG_TRY(lay_out(&s, err));
    for (int32_t i = 0; i < graph->n_segments; i++)
        touch_segment(time_ds, touched, &s, i);
    free(s.line);
    return MLG_OK;
}

/* ---- the copy ------------------------------------------------------------------------------------------------------ */

static int32_t time_of(const mlg_graph *g, const int32_t *time_ds, int32_t arc)
{
    int32_t e = g->edge[arc];
    return e < 0 || time_ds[e] == g->edge_time_ds[e] ? g->time_ds[arc] : time_ds[e];
}

static void copy_arcs(graph_arrays *a, const mlg_graph *g, const int32_t *time_ds)
{
    int32_t count = 0;
    for (int32_t v = 0; v < g->n_nodes; v++) {
        for (int32_t i = g->first[v]; i < g->first[v + 1]; i++) {
            int32_t time = time_of(g, time_ds, i);
            if (time < 0)
                continue;
            a->head[count] = g->head[i];
            a->edge[count] = g->edge[i];
            a->time_ds[count++] = time;
        }
        a->first[v + 1] = count;
    }
}

static void copy_edges(graph_arrays *a, const mlg_graph *g, const int32_t *time_ds)
{
    for (int32_t e = 0; e < 2 * g->n_segments; e++) {
        bool open = g->edge_time_ds[e] >= 0 && time_ds[e] >= 0;
        a->edge_tail[e] = open ? g->edge_tail[e] : -1;
        a->edge_head[e] = open ? g->edge_head[e] : -1;
        a->edge_time_ds[e] = open ? time_ds[e] : -1;
    }
    for (int32_t s = 0; s < g->n_segments; s++)
        if (a->edge_time_ds[2 * s] < 0 && a->edge_time_ds[2 * s + 1] < 0)
            a->flags[s] &= (uint8_t)~MLG_SEGMENT_ATTACH;
}

static void copy_rest(graph_arrays *a, const mlg_graph *g)
{
    memcpy(a->way_id, g->way_id, (size_t)g->n_ways * sizeof *a->way_id);
    memcpy(a->lon_e7, g->lon_e7, (size_t)g->n_nodes * sizeof *a->lon_e7);
    memcpy(a->lat_e7, g->lat_e7, (size_t)g->n_nodes * sizeof *a->lat_e7);
    memcpy(a->component, g->component, (size_t)g->n_nodes * sizeof *a->component);
    memcpy(a->length_dm, g->length_dm, (size_t)g->n_segments * sizeof *a->length_dm);
    memcpy(a->first_point, g->first_point, ((size_t)g->n_segments + 1) * sizeof *a->first_point);
    memcpy(a->way, g->way, (size_t)g->n_segments * sizeof *a->way);
    memcpy(a->point_e7, g->point_e7, 2 * (size_t)g->n_points * sizeof *a->point_e7);
    memcpy(a->road_class, g->road_class, (size_t)g->n_segments);
    memcpy(a->flags, g->flags, (size_t)g->n_segments);
}

static int32_t count_arcs(const mlg_graph *g, const int32_t *time_ds)
{
    int32_t count = 0;
    for (int32_t i = 0; i < g->n_arcs; i++)
        count += time_of(g, time_ds, i) >= 0;
    return count;
}

mlg_status mlg_graph_alter(mlg_graph **out, const mlg_graph *graph, const int32_t *time_ds, mlg_error *err)
{
    mlg_graph *g;
    graph_arrays a;
    *out = NULL;
    MLG_TRY(MLG_NEW(&g, 1, "network", err));
    *g = *graph;
    g->block = NULL;
    g->mapped_size = 0;
    g->n_arcs = count_arcs(graph, time_ds);
    g->block_size = graph_place_arrays(NULL, g, NULL);
    mlg_status st = mlg_new_array(&g->block, g->block_size, 1, "network", err);
    if (st == MLG_OK) {
        graph_place_arrays(&a, g, g->block);
        graph_attach(g, &a);
        copy_rest(&a, graph);
        copy_edges(&a, graph, time_ds);
        copy_arcs(&a, graph, time_ds);
        st = graph_write_reverse(&a, g, err);
    }
    if (st != MLG_OK) {
        mlg_graph_free(g);
        return st;
    }
    *out = g;
    return MLG_OK;
}
