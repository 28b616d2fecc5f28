#include "network/models/estuaries.h"

#include "adapters/crs.h"
#include "base/length.h"
#include "study/rule_table.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* ---- reading ----------------------------------------------------------------------------------------------------- */

enum { FIELDS = 4 };

static void widen(mlg_estuary *e, double x, double y)
{
    e->min_x = fmin(e->min_x, x);
    e->min_y = fmin(e->min_y, y);
    e->max_x = fmax(e->max_x, x);
    e->max_y = fmax(e->max_y, y);
}

/* Positions in degrees; the rows of a line follow each other, the water of an estuary first. */
static void take_rows(mlg_estuaries *all)
{
    char copy[MLG_RULE_TABLE_BYTES], *at = mlg_rule_table(copy, sizeof copy, "estuaries"), *f[FIELDS];
    const char *name = "", *part = "";
    mlg_water_line *line = NULL;
    while (mlg_rule_next(&at, f, FIELDS)) {
        const bool begins = strcmp(name, f[0]) != 0, another = begins || strcmp(part, f[1]) != 0;
        assert(all->points < MLG_MOST_WATER_POINTS && all->count < MLG_MOST_ESTUARIES + !begins &&
               all->crossings < MLG_MOST_CROSSINGS);
        if (begins) {
            all->estuary[all->count] = (mlg_estuary){ .crossing = all->crossings };
            line = &all->estuary[all->count++].water;
        } else if (another) {
            line = &all->crossing[all->crossings++];
            all->estuary[all->count - 1].crossings++;
        }
        assert(line);
        if (another)
            line->first = all->points;
        name = f[0];
        part = f[1];
        line->count++;
        all->x_m[all->points] = mlg_rule_number(f[2]);
        all->y_m[all->points++] = mlg_rule_number(f[3]);
    }
}

/* Estuaries that the projection can represent come first, and are counted. */
static void keep_finite(mlg_estuaries *all)
{
    int32_t kept = 0;
    for (int32_t k = 0; k < all->count; k++) {
        mlg_estuary *e = &all->estuary[k];
        bool finite = true;
        e->min_x = e->min_y = HUGE_VAL;
        e->max_x = e->max_y = -HUGE_VAL;
        for (int32_t p = e->water.first; p < e->water.first + e->water.count; p++) {
            finite &= isfinite(all->x_m[p]) && isfinite(all->y_m[p]);
            widen(e, all->x_m[p], all->y_m[p]);
        }
        if (finite)
            all->estuary[kept++] = *e;
    }
    all->count = kept;
}

mlg_status mlg_estuaries_read(mlg_estuaries *estuaries, int epsg, mlg_error *err)
{
    mlg_transform *transform;
    size_t failed;
    *estuaries = (mlg_estuaries){ .count = 0 };
    take_rows(estuaries);
    MLG_TRY(mlg_transform_epsg(&transform, 4326, epsg, err));
    mlg_transform_points(transform, estuaries->x_m, estuaries->y_m, (size_t)estuaries->points, &failed);
    mlg_transform_free(transform);
    keep_finite(estuaries);
    return MLG_OK;
}

/* ---- crossing ---------------------------------------------------------------------------------------------------- */

uint32_t mlg_estuaries_within(const mlg_estuaries *estuaries, double min_x, double min_y, double max_x,
                              double max_y)
{
    uint32_t which = 0;
    for (int32_t k = 0; k < estuaries->count; k++) {
        const mlg_estuary *e = &estuaries->estuary[k];
        if (e->min_x <= max_x && e->max_x >= min_x && e->min_y <= max_y && e->max_y >= min_y)
            which |= 1u << k;
    }
    return which;
}

static double turn(double ax, double ay, double bx, double by, double cx, double cy)
{
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/* How often the straight line from a to b crosses the water; one that ends on it does not cross it there. */
static int32_t crossings(const mlg_estuaries *all, const mlg_estuary *e, double ax, double ay, double bx,
                         double by)
{
    const double *x = all->x_m + e->water.first, *y = all->y_m + e->water.first;
    int32_t n = 0;
    for (int32_t k = 0; k + 1 < e->water.count; k++) {
        const double a = turn(x[k], y[k], x[k + 1], y[k + 1], ax, ay),
                     b = turn(x[k], y[k], x[k + 1], y[k + 1], bx, by), c = turn(ax, ay, bx, by, x[k], y[k]),
                     d = turn(ax, ay, bx, by, x[k + 1], y[k + 1]);
        n += ((a < 0 && b > 0) || (a > 0 && b < 0)) && ((c < 0 && d >= 0) || (c >= 0 && d < 0));
    }
    return n;
}

static double length(double ax, double ay, double bx, double by)
{
    return mlg_length(bx - ax, by - ay);
}

/* Length by one crossing, from its first point to its last, or `backwards`. *dry: the way to it and the way from it do not cross the water
 * again. */
static double by_crossing(bool *dry, const mlg_estuaries *all, const mlg_estuary *e, const mlg_water_line *line,
                          bool backwards, double ax, double ay, double bx, double by)
{
    const double *x = all->x_m + line->first, *y = all->y_m + line->first;
    const int32_t last = line->count - 1, first = backwards ? last : 0, end = last - first;
    double metres = length(ax, ay, x[first], y[first]) + length(x[end], y[end], bx, by);
    for (int32_t k = 0; k < last; k++)
        metres += length(x[k], y[k], x[k + 1], y[k + 1]);
    *dry = crossings(all, e, ax, ay, x[first], y[first]) == 0 && crossings(all, e, x[end], y[end], bx, by) == 0;
    return metres;
}

/* The shortest way round; ways whose ends cross the water again, past a bend, only where there is no other. */
static double way_round(const mlg_estuaries *all, const mlg_estuary *e, double ax, double ay, double bx, double by)
{
    double best[2] = { HUGE_VAL, HUGE_VAL };
    for (int32_t k = e->crossing; k < e->crossing + e->crossings; k++)
        for (int back = 0; back < 2; back++) {
            bool dry;
            double metres = by_crossing(&dry, all, e, &all->crossing[k], back, ax, ay, bx, by);
            best[!dry] = fmin(best[!dry], metres);
        }
    return isfinite(best[0]) ? best[0] : best[1];
}

double mlg_estuaries_distance_m(const mlg_estuaries *estuaries, uint32_t which, double ax, double ay, double bx,
                                double by)
{
    double straight = length(ax, ay, bx, by), metres = straight;
    if (which)
        which &= mlg_estuaries_within(estuaries, fmin(ax, bx), fmin(ay, by), fmax(ax, bx), fmax(ay, by));
    if (!which)
        return straight;
    const bool swapped = ax > bx || (ax == bx && ay > by); /* in one direction, so that sums have the same bits */
    const double x = swapped ? bx : ax, y = swapped ? by : ay, to_x = swapped ? ax : bx, to_y = swapped ? ay : by;
    for (int32_t k = 0; k < estuaries->count; k++) {
        const mlg_estuary *e = &estuaries->estuary[k];
        if (which >> k & 1 && crossings(estuaries, e, x, y, to_x, to_y) % 2 == 1)
            metres += way_round(estuaries, e, x, y, to_x, to_y) - straight;
    }
    return metres;
}
