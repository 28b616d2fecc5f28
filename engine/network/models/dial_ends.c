/* Where people are taken by on-demand vehicles, and where they are left. */
#include "network/models/dials_inner.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- who is where ---- */

static int compare_addresses(const void *a, const void *b)
{
    const uintptr_t x = (uintptr_t) * (const mlg_geom *const *)a, y = (uintptr_t) * (const mlg_geom *const *)b;
    return (x > y) - (x < y);
}

static mlg_status list_outlines(mlg_dial_finder *f, const mlg_dial_service *services, int32_t n, mlg_error *err)
{
    int32_t count = 0;
    MLG_TRY(MLG_NEW(&f->outlines, 2 * (size_t)n, "on-demand vehicles", err));
    for (int32_t k = 0; k < n; k++) {
        const mlg_geom *own[2] = { services[k].from.outline, services[k].to.outline };
        for (int i = 0; i < 2; i++)
            if (own[i])
                f->outlines[count++] = own[i];
    }
    if (count > 1)
        qsort(f->outlines, (size_t)count, sizeof *f->outlines, compare_addresses);
    for (int32_t k = 0; k < count; k++)
        if (k == 0 || f->outlines[k] != f->outlines[k - 1])
            f->outlines[f->n_outlines++] = f->outlines[k];
    return MLG_OK;
}

/* Points that may be within an outline: those with a place, and of stops those that `served` calls at. */
typedef struct {
    double *x_m, *y_m;
    int32_t *which, *found, count;
} candidates;

static mlg_status list_candidates(candidates *c, const mlg_walk_points *points, const mlg_timetable *served,
                                  mlg_error *err)
{
    const size_t most = (size_t)points->count;
    MLG_TRY(MLG_NEW(&c->x_m, most, "on-demand vehicles", err));
    MLG_TRY(MLG_NEW(&c->y_m, most, "on-demand vehicles", err));
    MLG_TRY(MLG_NEW(&c->which, most, "on-demand vehicles", err));
    MLG_TRY(MLG_NEW(&c->found, most, "on-demand vehicles", err));
    for (int32_t i = 0; i < points->count; i++) {
        if (isnan(points->x_m[i]) || (served && served->first_visit[i] == served->first_visit[i + 1]))
            continue;
        c->x_m[c->count] = points->x_m[i];
        c->y_m[c->count] = points->y_m[i];
        c->which[c->count++] = i;
    }
    return MLG_OK;
}

/* Adds the points within one outline at the end of the columns, which have room for *room. */
static mlg_status locate(mlg_sparse_rows *rows, size_t *room, const candidates *c, const mlg_geom *outline,
                         int32_t row, mlg_error *err)
{
    int64_t at = rows->start[row];
    MLG_TRY(mlg_geom_locate(c->found, &outline, 1, c->x_m, c->y_m, c->count, err));
    MLG_TRY(MLG_GROW(&rows->column, room, (size_t)at + (size_t)c->count, "on-demand vehicles", err));
    for (int32_t k = 0; k < c->count; k++)
        if (c->found[k] == 0)
            rows->column[at++] = c->which[k];
    rows->start[row + 1] = at;
    return MLG_OK;
}

/* The points within each outline: rows without values. */
static mlg_status locate_all(mlg_sparse_rows *rows, const mlg_dial_finder *f, const mlg_walk_points *points,
                             const mlg_timetable *served, mlg_error *err)
{
    candidates c = { .count = 0 };
    size_t room = 0;
    mlg_status st;
    MLG_GO(mlg_sparse_count(rows, f->n_outlines, points->count, err));
    MLG_GO(list_candidates(&c, points, served, err));
    for (int32_t k = 0; k < f->n_outlines; k++)
        MLG_GO(locate(rows, &room, &c, f->outlines[k], k, err));
done:
    free(c.x_m);
    free(c.y_m);
    free(c.which);
    free(c.found);
    return st;
}

void mlg_dial_finder_release(mlg_dial_finder *f)
{
    free(f->outlines);
    mlg_sparse_release(&f->from);
    mlg_sparse_release(&f->to);
    mlg_sparse_release(&f->stops);
    mlg_sparse_release(&f->access);
    mlg_sparse_release(&f->changes);
}

mlg_status mlg_dial_finder_init(mlg_dial_finder *f, const mlg_dial_service *services, int32_t n,
                                const mlg_dial_ground *ground, mlg_error *err)
{
    *f = (mlg_dial_finder){ .ground = ground };
    MLG_TRY(list_outlines(f, services, n, err));
    MLG_TRY(locate_all(&f->stops, f, ground->stops, ground->day, err));
    MLG_TRY(mlg_sparse_transpose(&f->changes, ground->changes, err));
    if (!ground->from)
        return MLG_OK;
    MLG_TRY(locate_all(&f->from, f, ground->from, NULL, err));
    MLG_TRY(locate_all(&f->to, f, ground->to, NULL, err));
    return mlg_sparse_transpose(&f->access, ground->access, err);
}

/* ---- ends of a ride ---- */

static mlg_status add_end(mlg_dial_ends *list, const mlg_dial_finder *f, mlg_dial_end one, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&list->items, &list->room, list->count + 1, "on-demand vehicles", err));
    one.island = mlg_island_at(f->ground->islands, one.x_m, one.y_m);
    list->items[list->count++] = one;
    return MLG_OK;
}

/* The points of an outline; vehicles come to where they are. */
static mlg_status add_within(mlg_dial_ends *list, const mlg_dial_finder *f, const mlg_geom *outline,
                             const mlg_sparse_rows *within, const mlg_walk_points *points, int32_t time_ds,
                             mlg_error *err)
{
    const mlg_geom **at =
        bsearch(&outline, f->outlines, (size_t)f->n_outlines, sizeof *f->outlines, compare_addresses);
    const int64_t row = at - f->outlines;
    for (int64_t e = within->start[row]; e < within->start[row + 1]; e++) {
        const int32_t i = within->column[e];
        MLG_TRY(add_end(list, f, (mlg_dial_end){ i, 0, points->x_m[i], points->y_m[i], time_ds, 0 }, err));
    }
    return MLG_OK;
}

/* Who walks to the stops of an area, or from them: rows of stops. Of each walk, `board_ds` is no walking, and counts in the time only
 * where another vehicle is boarded then. */
static mlg_status add_walkers(mlg_dial_ends *list, const mlg_dial_finder *f, const mlg_dial_area *area,
                              mlg_sparse_view walks, int32_t board_ds, bool boarding, mlg_error *err)
{
    const mlg_walk_points *stops = f->ground->stops;
    for (int32_t k = 0; k < area->n_stops; k++) {
        const int32_t stop = area->stops[k];
        for (int64_t e = walks.start[stop]; e < walks.start[stop + 1] && !isnan(stops->x_m[stop]); e++) {
            const int32_t all_ds = walks.value[e], walk_ds = all_ds > board_ds ? all_ds - board_ds : 0;
            MLG_TRY(add_end(list, f,
                            (mlg_dial_end){ walks.column[e], 0, stops->x_m[stop], stops->y_m[stop],
                                            boarding ? all_ds : walk_ds, walk_ds },
                            err));
        }
    }
    return MLG_OK;
}

mlg_status mlg_dial_ends_find(mlg_dial_ends *list, int kind, const mlg_dial_finder *f, const mlg_dial_area *area,
                              mlg_error *err)
{
    const mlg_dial_ground *g = f->ground;
    const bool boarding = kind == MLG_DIAL_BOARDED;
    if (kind == MLG_DIAL_ORIGINS && area->outline)
        return add_within(list, f, area->outline, &f->from, g->from, 0, err);
    if (kind == MLG_DIAL_DESTINATIONS && area->outline)
        return add_within(list, f, area->outline, &f->to, g->to, 0, err);
    if (area->outline)
        return add_within(list, f, area->outline, &f->stops, g->stops, boarding ? g->board_ds : 0, err);
    if (kind == MLG_DIAL_ORIGINS)
        return add_walkers(list, f, area, mlg_sparse_view_of(&f->access), 0, false, err);
    if (kind == MLG_DIAL_DESTINATIONS)
        return add_walkers(list, f, area, g->egress, 0, false, err);
    return add_walkers(list, f, area, boarding ? g->changes : mlg_sparse_view_of(&f->changes), g->board_ds,
                       boarding, err);
}
