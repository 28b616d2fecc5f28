#include "neighbours.h"

#include "base/memory.h"
#include "base/parallel.h"

#include <math.h>
#include <string.h>

enum { POINTS_A_TASK = 8192 };

typedef struct {
    const float *x_m, *y_m;
    float left_m, bottom_m, cell_m;
    int32_t columns, rows;
    int32_t *first; /* columns x rows + 1 */
    int32_t *point;
    neighbours *out;
} grid;

static void extent(const float *values, int32_t count, float *low, float *high)
{
    *low = *high = count > 0 ? values[0] : 0;
    for (int32_t i = 1; i < count; i++) {
        *low = fminf(*low, values[i]);
        *high = fmaxf(*high, values[i]);
    }
}

static int32_t column_of(const grid *g, int32_t i)
{
    return (int32_t)((g->x_m[i] - g->left_m) / g->cell_m);
}

static int32_t row_of(const grid *g, int32_t i)
{
    return (int32_t)((g->y_m[i] - g->bottom_m) / g->cell_m);
}

static mlg_status fill_grid(grid *g, int32_t n, mlg_error *err)
{
    float right_m, top_m;
    extent(g->x_m, n, &g->left_m, &right_m);
    extent(g->y_m, n, &g->bottom_m, &top_m);
    g->columns = (int32_t)((right_m - g->left_m) / g->cell_m) + 1;
    g->rows = (int32_t)((top_m - g->bottom_m) / g->cell_m) + 1;
    size_t cells = (size_t)g->columns * (size_t)g->rows;
    MLG_TRY(MLG_NEW(&g->first, cells + 2, "cells of the grid", err));
    MLG_TRY(MLG_NEW(&g->point, (size_t)n, "points of the grid", err));
    for (int32_t i = 0; i < n; i++)
        g->first[(size_t)row_of(g, i) * (size_t)g->columns + (size_t)column_of(g, i) + 2]++;
    for (size_t c = 2; c < cells + 2; c++)
        g->first[c] += g->first[c - 1];
    for (int32_t i = 0; i < n; i++)
        g->point[g->first[(size_t)row_of(g, i) * (size_t)g->columns + (size_t)column_of(g, i) + 1]++] = i;
    return MLG_OK;
}

static void consider(int32_t *point, float *square_m2, int32_t *count, int32_t candidate, float candidate_m2)
{
    if (*count == NEIGHBOURS && candidate_m2 >= square_m2[NEIGHBOURS - 1])
        return;
    int32_t at = *count < NEIGHBOURS ? (*count)++ : NEIGHBOURS - 1;
    for (; at > 0 && square_m2[at - 1] > candidate_m2; at--) {
        square_m2[at] = square_m2[at - 1];
        point[at] = point[at - 1];
    }
    square_m2[at] = candidate_m2;
    point[at] = candidate;
}

static void look_into(const grid *g, int32_t column, int32_t row, int32_t u, int32_t *count)
{
    int32_t *point = g->out->point + (size_t)u * NEIGHBOURS;
    float *square_m2 = g->out->square_m2 + (size_t)u * NEIGHBOURS;
    size_t cell = (size_t)row * (size_t)g->columns + (size_t)column;
    for (int32_t i = g->first[cell]; i < g->first[cell + 1]; i++) {
        int32_t v = g->point[i];
        float dx = g->x_m[v] - g->x_m[u], dy = g->y_m[v] - g->y_m[u];
        if (v != u)
            consider(point, square_m2, count, v, dx * dx + dy * dy);
    }
}

/* The cells at `ring` steps around that of u. */
static void look_around(const grid *g, int32_t u, int32_t ring, int32_t *count)
{
    int32_t column = column_of(g, u), row = row_of(g, u);
    for (int32_t r = row - ring; r <= row + ring; r++) {
        if (r < 0 || r >= g->rows)
            continue;
        int32_t step = ring == 0 || r == row - ring || r == row + ring ? 1 : 2 * ring;
        for (int32_t c = column - ring; c <= column + ring; c += step)
            if (c >= 0 && c < g->columns)
                look_into(g, c, r, u, count);
    }
}

static void find_neighbours(const grid *g, int32_t u)
{
    const float *farthest_m2 = g->out->square_m2 + (size_t)u * NEIGHBOURS + NEIGHBOURS - 1;
    int32_t count = 0, rings = g->columns > g->rows ? g->columns : g->rows;
    for (int32_t ring = 0; ring < rings; ring++) {
        float seen_m = (float)(ring - 1) * g->cell_m;
        if (count == NEIGHBOURS && ring > 1 && *farthest_m2 <= seen_m * seen_m)
            break;
        look_around(g, u, ring, &count);
    }
    for (; count < NEIGHBOURS; count++)
        g->out->point[(size_t)u * NEIGHBOURS + (size_t)count] = -1;
}

static mlg_status find_some(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const grid *g = context;
    int32_t end = (task + 1) * POINTS_A_TASK;
    for (int32_t u = task * POINTS_A_TASK; u < end && u < g->out->n_points; u++)
        find_neighbours(g, u);
    return MLG_OK;
}

mlg_status neighbours_init(neighbours *out, const float *x_m, const float *y_m, int32_t n_points, float cell_m,
                           mlg_error *err)
{
    mlg_status st;
    grid g = { .x_m = x_m, .y_m = y_m, .cell_m = cell_m, .out = out };
    *out = (neighbours){ .n_points = n_points };
    MLG_GO(MLG_NEW(&out->point, (size_t)n_points * NEIGHBOURS, "neighbours", err));
    MLG_GO(MLG_NEW(&out->square_m2, (size_t)n_points * NEIGHBOURS, "distances of neighbours", err));
    MLG_GO(fill_grid(&g, n_points, err));
    MLG_GO(mlg_parallel(n_points / POINTS_A_TASK + 1, 0, find_some, &g, err));
done:
    free(g.first);
    free(g.point);
    if (st != MLG_OK)
        neighbours_release(out);
    return st;
}

void neighbours_release(neighbours *near)
{
    free(near->point);
    free(near->square_m2);
    memset(near, 0, sizeof *near);
}

static bool knows(const neighbours *near, int32_t u, int32_t v)
{
    for (size_t i = 0; i < NEIGHBOURS; i++)
        if (near->point[(size_t)u * NEIGHBOURS + i] == v)
            return true;
    return false;
}

mlg_status neighbours_relative(const neighbours *near, const float *x_m, const float *y_m, neighbours_edge_fn edge,
                               void *context, mlg_error *err)
{
    for (int32_t u = 0; u < near->n_points; u++) {
        const int32_t *point = near->point + (size_t)u * NEIGHBOURS;
        const float *square_m2 = near->square_m2 + (size_t)u * NEIGHBOURS;
        for (int32_t i = 0; i < NEIGHBOURS && point[i] >= 0; i++) {
            int32_t v = point[i];
            bool hidden = v < u && knows(near, v, u); /* v has told this pair already */
            for (int32_t j = 0; j < i && !hidden; j++) {
                float dx = x_m[point[j]] - x_m[v], dy = y_m[point[j]] - y_m[v];
                hidden = dx * dx + dy * dy < square_m2[i];
            }
            if (!hidden)
                MLG_TRY(edge(context, u < v ? u : v, u < v ? v : u, sqrtf(square_m2[i]), err));
        }
    }
    return MLG_OK;
}
