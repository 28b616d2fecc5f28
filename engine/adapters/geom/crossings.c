#include "adapters/geom/crossings.h"

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_CROSSINGS = 10000, MOST_PAIRS = 100000000 };

typedef mlg_crossings_line segment;

mlg_status mlg_crossings_add(mlg_crossings *s, double x1, double y1, double x2, double y2, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&s->items, &s->capacity, s->count + 1, "lines", err));
    s->items[s->count++] = x1 <= x2 ? (segment){ x1, y1, x2, y2 } : (segment){ x2, y2, x1, y1 };
    return MLG_OK;
}

void mlg_crossings_release(mlg_crossings *s)
{
    free(s->items);
    *s = (mlg_crossings){ 0 };
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

static bool cross_too_often(mlg_crossings *s)
{
    int64_t crossings = 0, pairs = 0;
    qsort(s->items, s->count, sizeof *s->items, compare_starts);
    for (size_t i = 0; i < s->count && crossings <= MOST_CROSSINGS && pairs < MOST_PAIRS; i++)
        for (size_t k = i + 1; k < s->count && s->items[k].x1 <= s->items[i].x2; k++, pairs++)
            crossings += cross(&s->items[i], &s->items[k]);
    return crossings > MOST_CROSSINGS || pairs >= MOST_PAIRS;
}

mlg_status mlg_crossings_check(mlg_crossings *s, mlg_error *err)
{
    return s->count > 0 && cross_too_often(s)
               ? mlg_fail(err, MLG_DATA, "the outline crosses itself more than %d times", MOST_CROSSINGS)
               : MLG_OK;
}
