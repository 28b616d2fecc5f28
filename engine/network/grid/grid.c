#include "network/grid/grid.h"

#include "base/length.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- moves ------------------------------------------------------------------------------------------------------- */

/* The order of r.walk; a knight's move passes between two cells. */
static const struct {
    int8_t down, right;
    int8_t between[2][2]; /* down, right */
} moves[16] = {
    { 0, -1, { { 0, 0 }, { 0, 0 } } },     { 0, 1, { { 0, 0 }, { 0, 0 } } },
    { -1, 0, { { 0, 0 }, { 0, 0 } } },     { 1, 0, { { 0, 0 }, { 0, 0 } } },
    { -1, -1, { { 0, 0 }, { 0, 0 } } },    { -1, 1, { { 0, 0 }, { 0, 0 } } },
    { 1, 1, { { 0, 0 }, { 0, 0 } } },      { 1, -1, { { 0, 0 }, { 0, 0 } } },
    { -2, -1, { { -1, 0 }, { -1, -1 } } }, { -2, 1, { { -1, 0 }, { -1, 1 } } },
    { 2, 1, { { 1, 0 }, { 1, 1 } } },      { 2, -1, { { 1, 0 }, { 1, -1 } } },
    { -1, -2, { { 0, -1 }, { -1, -1 } } }, { -1, 2, { { 0, 1 }, { -1, 1 } } },
    { 1, 2, { { 0, 1 }, { 1, 1 } } },      { 1, -2, { { 0, -1 }, { 1, -1 } } },
};
enum { FIRST_KNIGHT = 8 };

double mlg_slope_factor(const mlg_slope_curve *curve, double slope)
{
    const int32_t n = curve->count;
    if (n == 0)
        return exp(-3.5 * (fabs(slope + 0.05) - 0.05));
    int32_t k = 0;
    while (k < n && curve->slope[k] < slope)
        k++;
    if (k == 0 || k == n)
        return curve->factor[k == 0 ? 0 : n - 1];
    const double along = (slope - curve->slope[k - 1]) / (curve->slope[k] - curve->slope[k - 1]);
    return curve->factor[k - 1] + along * (curve->factor[k] - curve->factor[k - 1]);
}

bool mlg_grid_passable(const mlg_grid *g, int32_t cell)
{
    return g->speed_kmh[cell] > 0 && !isinf(g->speed_kmh[cell]) &&
           !(g->elevation_m && !isfinite(g->elevation_m[cell]));
}

/* Seconds of `length_m` in a cell; INFINITY on a barrier. */
static double cross_s(const mlg_grid *g, int32_t cell, double length_m, double factor)
{
    if (!mlg_grid_passable(g, cell))
        return (double)INFINITY;
    const double speed_kmh = (double)g->speed_kmh[cell] * (!g->steep || g->steep[cell] ? factor : 1);
    return length_m * 3.6 / speed_kmh;
}

double mlg_grid_move_s(int32_t *to, const mlg_grid *g, int32_t cell, int k, bool backwards)
{
    const int32_t row = cell / g->columns + moves[k].down, column = cell % g->columns + moves[k].right;
    *to = -1;
    if (row < 0 || row >= g->rows || column < 0 || column >= g->columns)
        return (double)INFINITY;
    *to = row * g->columns + column;
    if (!mlg_grid_passable(g, cell) || !mlg_grid_passable(g, *to))
        return (double)INFINITY;
    const double across_m = moves[k].right * g->width_m, down_m = moves[k].down * g->height_m;
    const double length_m = mlg_length(across_m, down_m);
    double factor = 1;
    if (g->elevation_m) {
        const double rise_m = (double)g->elevation_m[*to] - (double)g->elevation_m[cell];
        factor = mlg_slope_factor(&g->curve, (backwards ? -rise_m : rise_m) / length_m);
    }
    if (k < FIRST_KNIGHT)
        return cross_s(g, cell, length_m / 2, factor) + cross_s(g, *to, length_m / 2, factor);
    double time_s = cross_s(g, cell, length_m / 4, factor) + cross_s(g, *to, length_m / 4, factor);
    for (int i = 0; i < 2; i++)
        time_s +=
            cross_s(g, cell + moves[k].between[i][0] * g->columns + moves[k].between[i][1], length_m / 4, factor);
    return time_s;
}

mlg_status mlg_grid_check(const mlg_grid *g, mlg_error *err)
{
    const mlg_slope_curve *c = &g->curve;
    if (g->rows < 1 || g->columns < 1 || (int64_t)g->rows * g->columns > INT32_MAX || !(g->width_m > 0) ||
        !(g->height_m > 0))
        return mlg_fail(err, MLG_USAGE, "a grid of %d x %d cells of %g x %g m", g->rows, g->columns, g->width_m,
                        g->height_m);
    if (g->neighbours != 4 && g->neighbours != 8 && g->neighbours != 16)
        return mlg_fail(err, MLG_USAGE, "%d neighbours: a cell has 4, 8 or 16", g->neighbours);
    for (int32_t k = 0; k < c->count; k++)
        if (!(c->factor[k] > 0) || !isfinite(c->factor[k]) || !isfinite(c->slope[k]) ||
            (k > 0 && !(c->slope[k] > c->slope[k - 1])))
            return mlg_fail(err, MLG_USAGE, "slope %g with factor %g: slopes must increase and factors be above 0",
                            c->slope[k], c->factor[k]);
    return MLG_OK;
}

int32_t mlg_grid_cell(const mlg_grid *g, double x_m, double y_m)
{
    const double column = floor((x_m - g->west_m) / g->width_m), row = floor((g->north_m - y_m) / g->height_m);
    if (!(column >= 0 && column < g->columns && row >= 0 && row < g->rows))
        return -1;
    return (int32_t)row * g->columns + (int32_t)column;
}

/* ---- search ------------------------------------------------------------------------------------------------------- */

/* A binary heap of cells by time; a cell enters it once. The end of the same array lists the cells already taken. */
struct mlg_grid_search {
    const mlg_grid *grid;
    double *time_s;     /* INFINITY but for the cells that the last search took */
    int32_t *heap, *at; /* at[cell]: its place in the heap; -1: not there */
    int32_t cells, size, taken;
};

mlg_status mlg_grid_search_new(mlg_grid_search **out, const mlg_grid *grid, mlg_error *err)
{
    mlg_grid_search *s;
    const size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    mlg_status st;
    *out = NULL;
    MLG_TRY(MLG_NEW(&s, 1, "a grid", err));
    s->grid = grid;
    s->cells = (int32_t)cells;
    MLG_GO(MLG_NEW(&s->time_s, cells, "a grid", err));
    MLG_GO(MLG_NEW(&s->heap, cells, "a grid", err));
    MLG_GO(MLG_NEW(&s->at, cells, "a grid", err));
    for (size_t i = 0; i < cells; i++) {
        s->time_s[i] = (double)INFINITY;
        s->at[i] = -1;
    }
done:
    if (st == MLG_OK)
        *out = s;
    else
        mlg_grid_search_free(s);
    return st;
}

void mlg_grid_search_free(mlg_grid_search *s)
{
    if (!s)
        return;
    free(s->time_s);
    free(s->heap);
    free(s->at);
    free(s);
}

static void put(mlg_grid_search *s, int32_t place, int32_t cell)
{
    s->heap[place] = cell;
    s->at[cell] = place;
}

static void rise(mlg_grid_search *s, int32_t cell)
{
    int32_t place = s->at[cell];
    for (; place > 0 && s->time_s[cell] < s->time_s[s->heap[(place - 1) / 2]]; place = (place - 1) / 2)
        put(s, place, s->heap[(place - 1) / 2]);
    put(s, place, cell);
}

static int32_t take_first(mlg_grid_search *s)
{
    const int32_t first = s->heap[0], last = s->heap[--s->size];
    int32_t place = 0;
    for (int32_t child; (child = 2 * place + 1) < s->size; place = child) {
        if (child + 1 < s->size && s->time_s[s->heap[child + 1]] < s->time_s[s->heap[child]])
            child++;
        if (s->time_s[s->heap[child]] >= s->time_s[last])
            break;
        put(s, place, s->heap[child]);
    }
    if (s->size > 0)
        put(s, place, last);
    s->at[first] = -1;
    s->heap[s->cells - ++s->taken] = first;
    return first;
}

/* Lowers the time of a cell, which enters the heap if it was not in it. */
static void lower(mlg_grid_search *s, int32_t cell, double time_s)
{
    s->time_s[cell] = time_s;
    if (s->at[cell] < 0)
        put(s, s->size++, cell);
    rise(s, cell);
}

const double *mlg_grid_times(mlg_grid_search *s, const int32_t *source, int32_t n, bool backwards, double limit_s)
{
    const mlg_grid *g = s->grid;
    for (; s->taken > 0; s->taken--)
        s->time_s[s->heap[s->cells - s->taken]] = (double)INFINITY;
    for (int32_t i = 0; i < n; i++)
        if (source[i] >= 0 && mlg_grid_passable(g, source[i]) && s->time_s[source[i]] > 0 && limit_s >= 0)
            lower(s, source[i], 0);
    while (s->size > 0) {
        const int32_t cell = take_first(s);
        for (int k = 0; k < g->neighbours; k++) {
            int32_t to;
            const double time_s = s->time_s[cell] + mlg_grid_move_s(&to, g, cell, k, backwards);
            if (to >= 0 && time_s <= limit_s && time_s < s->time_s[to])
                lower(s, to, time_s);
        }
    }
    return s->time_s;
}
