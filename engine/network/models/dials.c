#include "network/models/dials.h"

#include "base/checksum.h"
#include "base/memory.h"

#include <math.h>

enum { MOST_RIDES = 1 << 26 };

/* ---- ends of a ride ---- */

/* A point, and where its vehicle takes or leaves one: time_ds away, of which walk_ds on foot. */
typedef struct {
    int32_t point;
    double x_m, y_m;
    int32_t time_ds, walk_ds;
} end;

typedef struct {
    end *items;
    size_t count, room;
} ends;

static mlg_status add_end(ends *list, end one, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&list->items, &list->room, list->count + 1, "on-demand vehicles", err));
    list->items[list->count++] = one;
    return MLG_OK;
}

/* Which points are within an outline: found[points] is 0 there. Those without a place are in none. */
static mlg_status locate(int32_t **found, const mlg_geom *outline, const mlg_walk_points *points, mlg_error *err)
{
    double *x = NULL, *y = NULL;
    int32_t *which = NULL, *place = NULL, n = 0;
    const size_t count = (size_t)points->count;
    mlg_status st;
    *found = NULL;
    MLG_GO(MLG_NEW(&x, count, "on-demand vehicles", err));
    MLG_GO(MLG_NEW(&y, count, "on-demand vehicles", err));
    MLG_GO(MLG_NEW(&which, count, "on-demand vehicles", err));
    MLG_GO(MLG_NEW(&place, count, "on-demand vehicles", err));
    MLG_GO(MLG_NEW(found, count, "on-demand vehicles", err));
    for (int32_t i = 0; i < points->count; i++) {
        (*found)[i] = -1;
        if (isnan(points->x_m[i]))
            continue;
        x[n] = points->x_m[i];
        y[n] = points->y_m[i];
        which[n++] = i;
    }
    MLG_GO(mlg_geom_locate(place, &outline, 1, x, y, n, err));
    for (int32_t k = 0; k < n; k++)
        (*found)[which[k]] = place[k];
done:
    free(x);
    free(y);
    free(which);
    free(place);
    return st;
}

/* Points within an outline; `served` NULL: all may be. */
static mlg_status within(ends *list, const mlg_geom *outline, const mlg_walk_points *points,
                         const mlg_timetable *served, int32_t time_ds, mlg_error *err)
{
    int32_t *found;
    mlg_status st = locate(&found, outline, points, err);
    for (int32_t i = 0; st == MLG_OK && i < points->count; i++)
        if (found[i] == 0 && (!served || served->first_visit[i] < served->first_visit[i + 1]))
            st = add_end(list, (end){ i, points->x_m[i], points->y_m[i], time_ds, 0 }, err);
    free(found);
    return st;
}

/* One end of the service, and the points that it is for. */
typedef struct {
    const mlg_dial_area *area;
    const mlg_dial_ground *ground;
    bool *is_there; /* [stops] those of the area, where it has no outline */
} side;

static mlg_status side_init(side *s, const mlg_dial_area *area, const mlg_dial_ground *ground, mlg_error *err)
{
    *s = (side){ area, ground, NULL };
    MLG_TRY(MLG_NEW(&s->is_there, (size_t)ground->stops->count, "on-demand vehicles", err));
    for (int32_t k = 0; k < area->n_stops; k++)
        s->is_there[area->stops[k]] = true;
    return MLG_OK;
}

/* A point walks to a stop of the area, or from it. */
static mlg_status add_walked(ends *list, const side *s, int32_t point, int32_t stop, int32_t time_ds,
                             int32_t walk_ds, mlg_error *err)
{
    const mlg_walk_points *stops = s->ground->stops;
    if (!s->is_there[stop] || isnan(stops->x_m[stop]))
        return MLG_OK;
    return add_end(list, (end){ point, stops->x_m[stop], stops->y_m[stop], time_ds, walk_ds }, err);
}

static mlg_status origins(ends *list, const side *s, mlg_error *err)
{
    const mlg_sparse_view *w = &s->ground->access;
    if (s->area->outline)
        return within(list, s->area->outline, s->ground->from, NULL, 0, err);
    for (int32_t p = 0; p < w->n_rows; p++)
        for (int64_t e = w->start[p]; e < w->start[p + 1]; e++)
            MLG_TRY(add_walked(list, s, p, w->column[e], w->value[e], w->value[e], err));
    return MLG_OK;
}

static mlg_status destinations(ends *list, const side *s, mlg_error *err)
{
    const mlg_sparse_view *w = &s->ground->egress;
    if (s->area->outline)
        return within(list, s->area->outline, s->ground->to, NULL, 0, err);
    for (int32_t stop = 0; stop < w->n_rows; stop++)
        for (int64_t e = w->start[stop]; e < w->start[stop + 1]; e++)
            MLG_TRY(add_walked(list, s, w->column[e], stop, w->value[e], w->value[e], err));
    return MLG_OK;
}

/* Stops where another vehicle is left for this one, or this one for another, which one is at board_ds before: at the stop itself, or
 * after the walk of a change. */
static mlg_status changes(ends *list, const side *s, bool boarding, mlg_error *err)
{
    const mlg_sparse_view *w = &s->ground->changes;
    const int32_t board_ds = s->ground->board_ds;
    if (s->area->outline)
        return within(list, s->area->outline, s->ground->stops, s->ground->day, boarding ? board_ds : 0, err);
    for (int32_t stop = 0; stop < w->n_rows; stop++)
        for (int64_t e = w->start[stop]; e < w->start[stop + 1]; e++) {
            const int32_t own = boarding ? stop : w->column[e], other = boarding ? w->column[e] : stop;
            const int32_t walk_ds = w->value[e] > board_ds ? w->value[e] - board_ds : 0;
            MLG_TRY(add_walked(list, s, other, own, boarding ? w->value[e] : walk_ds, walk_ds, err));
        }
    return MLG_OK;
}

/* ---- rides ---- */

typedef struct {
    int32_t row, column, number;
} entry;

typedef struct {
    entry *entries[3]; /* access, egress, direct */
    size_t count[3], room[3];
    mlg_dial *dials;
    size_t n_dials, dials_room;
} draft;

static int32_t way_ds(const mlg_dial_service *s, const mlg_islands *islands, const end *a, const end *b)
{
    if (mlg_island_at(islands, a->x_m, a->y_m) != mlg_island_at(islands, b->x_m, b->y_m))
        return MLG_UNREACHABLE;
    const double straight_m =
        mlg_estuaries_distance_m(&islands->estuaries, UINT32_MAX, a->x_m, a->y_m, b->x_m, b->y_m);
    const double ds = s->extra_ds + s->factor * s->detour * straight_m * 36 / s->speed_kmh + 0.5;
    return ds < MLG_TIME_MAX / 4 ? (int32_t)ds : MLG_UNREACHABLE;
}

static mlg_status add_ride(draft *d, int kind, const mlg_dial_service *s, int32_t service, const end *a,
                           const end *b, const mlg_dial_ground *ground, mlg_error *err)
{
    const int32_t ride_ds = way_ds(s, ground->islands, a, b), most_ds = ground->limit_ds;
    if (ride_ds > most_ds || (int64_t)a->time_ds + s->wait_ds + ride_ds + b->time_ds > most_ds)
        return MLG_OK;
    const int32_t first_ds = 10 * s->from.first_s, there_ds = 10 * s->to.first_s - ride_ds;
    const int32_t last_ds = 10 * s->from.last_s, done_ds = 10 * s->to.last_s - ride_ds;
    const mlg_dial dial = { .before_ds = a->time_ds + s->wait_ds,
                            .after_ds = ride_ds + b->time_ds,
                            .from_ds = first_ds > there_ds ? first_ds : there_ds,
                            .until_ds = last_ds < done_ds ? last_ds : done_ds,
                            .service = service,
                            .walk_ds = a->walk_ds + b->walk_ds,
                            .ride_ds = ride_ds };
    if (dial.until_ds < dial.from_ds)
        return MLG_OK;
    if (d->n_dials >= MOST_RIDES)
        return mlg_fail(err, MLG_DATA, "on-demand vehicles: more than %d rides; give smaller zones", MOST_RIDES);
    MLG_TRY(MLG_GROW(&d->dials, &d->dials_room, d->n_dials + 1, "on-demand vehicles", err));
    MLG_TRY(MLG_GROW(&d->entries[kind], &d->room[kind], d->count[kind] + 1, "on-demand vehicles", err));
    d->entries[kind][d->count[kind]++] = (entry){ a->point, b->point, (int32_t)d->n_dials };
    d->dials[d->n_dials++] = dial;
    return MLG_OK;
}

static mlg_status add_service(draft *d, const mlg_dial_service *s, int32_t number, const mlg_dial_ground *ground,
                              mlg_error *err)
{
    ends list[4] = { { 0 } }; /* origins, stops one comes from, stops one goes to, destinations */
    static const struct {
        int from, to;
    } kinds[3] = { { 0, 2 }, { 1, 3 }, { 0, 3 } };
    side from = { 0 }, to = { 0 };
    mlg_status st;
    MLG_GO(side_init(&from, &s->from, ground, err));
    MLG_GO(side_init(&to, &s->to, ground, err));
    MLG_GO(origins(&list[0], &from, err));
    MLG_GO(changes(&list[1], &from, false, err));
    MLG_GO(changes(&list[2], &to, true, err));
    MLG_GO(destinations(&list[3], &to, err));
    for (int k = 0; k < 3; k++) {
        const ends *a = &list[kinds[k].from], *b = &list[kinds[k].to];
        for (size_t i = 0; i < a->count; i++)
            for (size_t j = 0; j < b->count; j++)
                MLG_GO(add_ride(d, k, s, number, &a->items[i], &b->items[j], ground, err));
    }
done:
    for (int k = 0; k < 4; k++)
        free(list[k].items);
    free(from.is_there);
    free(to.is_there);
    return st;
}

/* ---- rows ---- */

static mlg_status lay_rows(mlg_sparse_rows *rows, const entry *entries, size_t n, int32_t n_rows,
                           int32_t n_columns, mlg_error *err)
{
    int64_t *next = NULL;
    MLG_TRY(mlg_sparse_count(rows, n_rows, n_columns, err));
    for (size_t e = 0; e < n; e++)
        rows->start[entries[e].row + 1]++;
    MLG_TRY(mlg_sparse_fill(rows, err));
    MLG_TRY(MLG_NEW(&next, (size_t)n_rows, "on-demand vehicles", err));
    for (size_t e = 0; e < n; e++) {
        const int64_t at = rows->start[entries[e].row] + next[entries[e].row]++;
        rows->column[at] = entries[e].column;
        rows->value[at] = entries[e].number;
    }
    free(next);
    return MLG_OK;
}

mlg_status mlg_dial_rows_make(mlg_dial_rows *out, const mlg_dial_service *services, int32_t n,
                              const mlg_dial_ground *g, mlg_error *err)
{
    draft d = { .n_dials = 0 };
    mlg_status st = MLG_OK;
    *out = (mlg_dial_rows){ .n_dials = 0 };
    for (int32_t k = 0; k < n; k++)
        MLG_GO(add_service(&d, &services[k], k, g, err));
    MLG_GO(lay_rows(&out->access, d.entries[0], d.count[0], g->from->count, g->stops->count, err));
    MLG_GO(lay_rows(&out->egress, d.entries[1], d.count[1], g->stops->count, g->to->count, err));
    MLG_GO(lay_rows(&out->direct, d.entries[2], d.count[2], g->from->count, g->to->count, err));
    out->dials = d.dials;
    out->n_dials = (int32_t)d.n_dials;
    d.dials = NULL;
done:
    for (int k = 0; k < 3; k++)
        free(d.entries[k]);
    free(d.dials);
    if (st != MLG_OK)
        mlg_dial_rows_release(out);
    return st;
}

void mlg_dial_rows_release(mlg_dial_rows *rows)
{
    mlg_sparse_release(&rows->access);
    mlg_sparse_release(&rows->egress);
    mlg_sparse_release(&rows->direct);
    free(rows->dials);
    *rows = (mlg_dial_rows){ .n_dials = 0 };
}

mlg_status mlg_dial_rows_reverse(mlg_dial_rows *rows, mlg_error *err)
{
    mlg_dial_rows back = { .dials = rows->dials, .n_dials = rows->n_dials };
    mlg_status st;
    rows->dials = NULL;
    MLG_GO(mlg_sparse_transpose(&back.access, mlg_sparse_view_of(&rows->egress), err));
    MLG_GO(mlg_sparse_transpose(&back.egress, mlg_sparse_view_of(&rows->access), err));
    MLG_GO(mlg_sparse_transpose(&back.direct, mlg_sparse_view_of(&rows->direct), err));
    for (int32_t k = 0; k < back.n_dials; k++)
        back.dials[k] = mlg_dial_reversed(&back.dials[k]);
done:
    mlg_dial_rows_release(rows);
    if (st == MLG_OK)
        *rows = back;
    else
        mlg_dial_rows_release(&back);
    return st;
}

/* ---- what rides depend on ---- */

static bool same_area(const mlg_dial_area *a, const mlg_dial_area *b)
{
    return a->outline == b->outline && a->stops == b->stops && a->n_stops == b->n_stops &&
           a->first_s == b->first_s && a->last_s == b->last_s;
}

bool mlg_dial_same_service(const mlg_dial_service *a, const mlg_dial_service *b)
{
    return same_area(&a->from, &b->from) && same_area(&a->to, &b->to) && a->wait_ds == b->wait_ds &&
           a->speed_kmh == b->speed_kmh && a->detour == b->detour && a->factor == b->factor &&
           a->extra_ds == b->extra_ds;
}

static mlg_status sum_area(uint64_t *sum, const mlg_dial_area *area, mlg_error *err)
{
    const int32_t hours[] = { area->first_s, area->last_s };
    void *bytes = NULL;
    size_t size = 0;
    *sum = mlg_checksum(hours, sizeof hours, *sum);
    *sum = mlg_checksum(area->stops, (size_t)area->n_stops * sizeof *area->stops, *sum);
    if (!area->outline)
        return MLG_OK;
    MLG_TRY(mlg_geom_to_gpb(&bytes, &size, area->outline, 0, err));
    *sum = mlg_checksum(bytes, size, *sum);
    free(bytes);
    return MLG_OK;
}

mlg_status mlg_dial_services_sum(uint64_t *sum, const mlg_dial_service *services, int32_t n, mlg_error *err)
{
    *sum = 0;
    for (int32_t k = 0; k < n; k++) {
        const mlg_dial_service *s = &services[k];
        const double numbers[] = { s->wait_ds, s->speed_kmh, s->detour, s->factor, s->extra_ds };
        *sum = mlg_checksum(numbers, sizeof numbers, *sum);
        MLG_TRY(sum_area(sum, &s->from, err));
        MLG_TRY(sum_area(sum, &s->to, err));
    }
    return MLG_OK;
}
