/* How often the lines of a shape cross: what repairing it would cost, before it is tried. */
#include "adapters/layer/inner.h"

#include "base/memory.h"

#include <math.h>
#include <ogr_api.h>
#include <stdlib.h>

enum { MOST_CROSSINGS = 10000, MOST_PAIRS = 100000000 };

typedef struct {
    double x1, y1, x2, y2; /* x1 <= x2 */
} segment;

typedef struct {
    segment *items;
    size_t count, capacity;
} segments;

static mlg_status add_lines(segments *s, OGRGeometryH shape, mlg_error *err)
{
    int parts = OGR_G_GetGeometryCount(shape);
    for (int i = 0; i < parts; i++)
        MLG_TRY(add_lines(s, OGR_G_GetGeometryRef(shape, i), err));
    int n = parts > 0 ? 0 : OGR_G_GetPointCount(shape);
    for (int i = 1; i < n; i++) {
        segment one = { OGR_G_GetX(shape, i - 1), OGR_G_GetY(shape, i - 1), OGR_G_GetX(shape, i),
                        OGR_G_GetY(shape, i) };
        if (one.x1 > one.x2)
            one = (segment){ one.x2, one.y2, one.x1, one.y1 };
        MLG_TRY(MLG_GROW(&s->items, &s->capacity, s->count + 1, "lines", err));
        s->items[s->count++] = one;
    }
    return MLG_OK;
}

static int compare_starts(const void *a, const void *b)
{
    double left = ((const segment *)a)->x1, right = ((const segment *)b)->x1;
    return (left > right) - (left < right);
}

/* Sign of the turn from a-b to c. */
static int turn(double ax, double ay, double bx, double by, double cx, double cy)
{
    double area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    return (area > 0) - (area < 0);
}

/* Inside both: lines that only touch do not count. */
static bool cross(const segment *a, const segment *b)
{
    if (fmax(a->y1, a->y2) < fmin(b->y1, b->y2) || fmax(b->y1, b->y2) < fmin(a->y1, a->y2))
        return false;
    return turn(a->x1, a->y1, a->x2, a->y2, b->x1, b->y1) * turn(a->x1, a->y1, a->x2, a->y2, b->x2, b->y2) < 0 &&
           turn(b->x1, b->y1, b->x2, b->y2, a->x1, a->y1) * turn(b->x1, b->y1, b->x2, b->y2, a->x2, a->y2) < 0;
}

static bool cross_too_often(segments *s)
{
    int64_t crossings = 0, pairs = 0;
    qsort(s->items, s->count, sizeof *s->items, compare_starts);
    for (size_t i = 0; i < s->count && crossings <= MOST_CROSSINGS && pairs < MOST_PAIRS; i++)
        for (size_t k = i + 1; k < s->count && s->items[k].x1 <= s->items[i].x2; k++, pairs++)
            crossings += cross(&s->items[i], &s->items[k]);
    return crossings > MOST_CROSSINGS || pairs >= MOST_PAIRS;
}

mlg_status mlg_shape_check_crossings(void *shape, mlg_error *err)
{
    segments s = { 0 };
    mlg_status st = add_lines(&s, shape, err);
    if (st == MLG_OK && s.count > 0 && cross_too_often(&s))
        st = mlg_fail(err, MLG_DATA, "the outline crosses itself more than %d times", MOST_CROSSINGS);
    free(s.items);
    return st;
}
