/* Times on a grid: each vertex takes the time of the nearest road, reached or not. */
#include "base/length.h"
#include "base/memory.h"
#include "network/isochrone/inner.h"

#include <math.h>

/* The field under construction. */
typedef struct maker {
    iso_field *field;
    float *distance; /* squared, to the owner, in steps */
    float furthest2;
} maker;

/* Projects (x, y) onto a piece: position of the foot in [0, 1], and the squared distance to it. */
static double foot(double *distance2, const iso_piece *p, double x, double y)
{
    double length2 = p->dx * p->dx + p->dy * p->dy;
    double t = length2 > 0 ? fmin(1, fmax(0, ((x - p->x) * p->dx + (y - p->y) * p->dy) / length2)) : 0;
    double u = p->x + t * p->dx - x, v = p->y + t * p->dy - y;
    *distance2 = u * u + v * v;
    return t;
}

static double time_at(const iso_piece *p, double t)
{
    return fmin(p->from_start + t * p->forward, p->from_end + (1 - t) * p->backward);
}

/* ---- owners ----------------------------------------------------------------------------------------- */

/* At equal distances the piece of lower index owns the vertex. Returns the position of the foot. */
static double offer(maker *f, int32_t piece, int32_t column, int32_t row)
{
    size_t vertex = (size_t)row * (size_t)f->field->grid->columns + (size_t)column;
    double distance2, t = foot(&distance2, &f->field->pieces[piece], column, row);
    float d = (float)distance2;
    if (d < f->distance[vertex] || (d == f->distance[vertex] && piece < f->field->owner[vertex])) {
        f->distance[vertex] = d;
        f->field->owner[vertex] = piece;
    }
    return t;
}

/* Time of a vertex beside a road, walking from position t of a piece. */
static void stamp(maker *f, const iso_piece *p, double t, int32_t column, int32_t row)
{
    size_t vertex = (size_t)row * (size_t)f->field->grid->columns + (size_t)column;
    double away = mlg_length(p->x + t * p->dx - column, p->y + t * p->dy - row);
    f->field->time_ds[vertex] =
        fminf(f->field->time_ds[vertex], (float)(time_at(p, t) + away * f->field->walk_ds));
}

static bool in_grid(const iso_grid *grid, int32_t column, int32_t row)
{
    return column > 0 && row > 0 && column < grid->columns - 1 && row < grid->rows - 1;
}

static void mark_square(maker *f, int32_t piece, int32_t column, int32_t row)
{
    for (int32_t corner = 0; corner < 4; corner++) {
        int32_t i = column + (corner & 1), j = row + (corner >> 1);
        if (in_grid(f->field->grid, i, j))
            stamp(f, &f->field->pieces[piece], offer(f, piece, i, j), i, j);
    }
}

/* The ends of a piece, beside which the foot may be later. */
static void mark_end(maker *f, int32_t piece, double t)
{
    const iso_piece *p = &f->field->pieces[piece];
    double x = floor(p->x + t * p->dx), y = floor(p->y + t * p->dy);
    for (int32_t corner = 0; corner < 4; corner++) {
        double i = x + (corner & 1), j = y + (corner >> 1);
        if (i > 0 && j > 0 && i < f->field->grid->columns - 1 && j < f->field->grid->rows - 1)
            stamp(f, p, t, (int32_t)i, (int32_t)j);
    }
}

static int32_t clamp(double value, int32_t most)
{
    return value < 0 ? 0 : value > most ? most : (int32_t)value;
}

/* Visits every square that the piece crosses, column by column. */
static void mark_piece(maker *f, int32_t piece)
{
    const iso_piece *p = &f->field->pieces[piece];
    double west = fmin(p->x, p->x + p->dx), east = fmax(p->x, p->x + p->dx);
    int32_t last = clamp(east, f->field->grid->columns - 1);
    for (int32_t i = clamp(west, f->field->grid->columns - 1); i <= last; i++) {
        double a = fmax(west, i), b = fmin(east, i + 1);
        double ya = p->dx != 0 ? p->y + (a - p->x) / p->dx * p->dy : p->y;
        double yb = p->dx != 0 ? p->y + (b - p->x) / p->dx * p->dy : p->y + p->dy;
        int32_t bottom = clamp(fmin(ya, yb), f->field->grid->rows - 1),
                top = clamp(fmax(ya, yb), f->field->grid->rows - 1);
        for (int32_t j = bottom; j <= top; j++)
            mark_square(f, piece, i, j);
    }
    mark_end(f, piece, 0);
    mark_end(f, piece, 1);
}

/* ---- distance transform ------------------------------------------------------------------------------- */

/* Owners beyond the reach are only needed next to it, where borders are placed. */
static void inherit(maker *f, int32_t column, int32_t row, int32_t from_column, int32_t from_row)
{
    size_t columns = (size_t)f->field->grid->columns, to = (size_t)row * columns + (size_t)column;
    size_t from = (size_t)from_row * columns + (size_t)from_column;
    int32_t owner = f->field->owner[from];
    if (owner >= 0 && owner != f->field->owner[to] && f->distance[from] <= f->furthest2)
        offer(f, owner, column, row);
}

/* Propagates owners to one row from the row `behind` it, then along the row in both directions. Border vertices excluded. */
static void sweep_row(maker *f, int32_t row, int32_t behind)
{
    int32_t last = f->field->grid->columns - 2;
    for (int32_t i = 1; i <= last; i++) {
        for (int32_t side = -1; side <= 1; side++)
            inherit(f, i, row, i + side, behind);
        inherit(f, i, row, i - 1, row);
    }
    for (int32_t i = last; i >= 1; i--)
        inherit(f, i, row, i + 1, row);
}

static void spread_owners(maker *f)
{
    for (int32_t j = 1; j < f->field->grid->rows - 1; j++)
        sweep_row(f, j, j - 1);
    for (int32_t j = f->field->grid->rows - 2; j >= 1; j--)
        sweep_row(f, j, j + 1);
}

/* ---- times ------------------------------------------------------------------------------------------ */

double iso_time_by(double *distance2, const iso_field *field, int32_t piece, double x, double y)
{
    const iso_piece *p = &field->pieces[piece];
    double t = foot(distance2, p, x, y);
    bool beyond = *distance2 > field->reach * field->reach;
    return beyond ? HUGE_VAL : time_at(p, t) + sqrt(*distance2) * field->walk_ds;
}

static void take_times(iso_field *field)
{
    int32_t columns = field->grid->columns;
    for (int32_t j = 1; j < field->grid->rows - 1; j++)
        for (int32_t i = 1; i < columns - 1; i++) {
            size_t vertex = (size_t)j * (size_t)columns + (size_t)i;
            double distance2;
            if (field->owner[vertex] >= 0)
                field->time_ds[vertex] = fminf(field->time_ds[vertex],
                                               (float)iso_time_by(&distance2, field, field->owner[vertex], i, j));
        }
}

mlg_status iso_field_init(iso_field *field, const iso_grid *grid, const iso_pieces *pieces, double reach,
                          double walk_ds, mlg_error *err)
{
    size_t vertices = (size_t)grid->columns * (size_t)grid->rows;
    maker f = { .field = field, .furthest2 = (float)((reach + 3) * (reach + 3)) };
    mlg_status st;
    *field = (iso_field){ .grid = grid, .pieces = pieces->items, .reach = reach, .walk_ds = walk_ds };
    MLG_GO(MLG_NEW(&field->owner, vertices, "grid of an isochrone", err));
    MLG_GO(MLG_NEW(&field->time_ds, vertices, "grid of an isochrone", err));
    MLG_GO(MLG_NEW(&f.distance, vertices, "grid of an isochrone", err));
    for (size_t v = 0; v < vertices; v++) {
        field->owner[v] = -1;
        f.distance[v] = field->time_ds[v] = HUGE_VALF;
    }
    for (size_t p = 0; p < pieces->count; p++)
        mark_piece(&f, (int32_t)p);
    spread_owners(&f);
    take_times(field);
done:
    free(f.distance);
    return st;
}

void iso_field_release(iso_field *field)
{
    free(field->owner);
    free(field->time_ds);
    *field = (iso_field){ 0 };
}
