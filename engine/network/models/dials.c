/* Rides by on-demand vehicles between two sets of points. */
#include "network/models/dials_inner.h"

#include "base/memory.h"

enum { MOST_RIDES = 1 << 26 };

/* ---- rides ---- */

typedef struct {
    int32_t row, column, number;
} entry;

typedef struct {
    entry *entries;
    size_t count, room;
} entry_list;

typedef struct {
    entry_list lists[3]; /* access, egress, direct; of changes the first alone */
    mlg_dial *dials;
    size_t n_dials, dials_room;
} draft;

static int32_t way_ds(const mlg_dial_service *s, const mlg_islands *islands, const mlg_dial_end *a,
                      const mlg_dial_end *b)
{
    if (a->island != b->island)
        return MLG_UNREACHABLE;
    const double straight_m =
        mlg_estuaries_distance_m(&islands->estuaries, UINT32_MAX, a->x_m, a->y_m, b->x_m, b->y_m);
    const double ds = s->extra_ds + s->factor * s->detour * straight_m * 36 / s->speed_kmh + 0.5;
    return ds < MLG_TIME_MAX / 4 ? (int32_t)ds : MLG_UNREACHABLE;
}

static mlg_status add_ride(draft *d, entry_list *list, const mlg_dial_service *s, int32_t service,
                           const mlg_dial_end *a, const mlg_dial_end *b, const mlg_dial_ground *ground,
                           mlg_error *err)
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
    MLG_TRY(MLG_GROW(&list->entries, &list->room, list->count + 1, "on-demand vehicles", err));
    list->entries[list->count++] = (entry){ a->point, b->point, (int32_t)d->n_dials };
    d->dials[d->n_dials++] = dial;
    return MLG_OK;
}

/* The vehicle of a service is never in both areas at the hours that a ride needs. */
static bool never_runs(const mlg_dial_service *s)
{
    return s->from.last_s < s->from.first_s || s->to.last_s < s->to.first_s || s->to.last_s < s->from.first_s;
}

/* Which ends rides lead from and to, and the list that they go to. */
typedef struct {
    int from, to;
} ride_kind;

static mlg_status add_service(draft *d, const mlg_dial_finder *f, const mlg_dial_service *s, int32_t number,
                              const ride_kind *kinds, int n_kinds, mlg_error *err)
{
    mlg_dial_ends list[MLG_DIAL_ENDS] = { { 0 } };
    bool wanted[MLG_DIAL_ENDS] = { false };
    mlg_status st = MLG_OK;
    if (never_runs(s))
        return MLG_OK;
    for (int k = 0; k < n_kinds; k++)
        wanted[kinds[k].from] = wanted[kinds[k].to] = true;
    for (int k = 0; k < MLG_DIAL_ENDS; k++)
        if (wanted[k])
            MLG_GO(mlg_dial_ends_find(&list[k], k, f,
                                      k == MLG_DIAL_ORIGINS || k == MLG_DIAL_LEFT ? &s->from : &s->to, err));
    for (int k = 0; k < n_kinds; k++) {
        const mlg_dial_ends *a = &list[kinds[k].from], *b = &list[kinds[k].to];
        for (size_t i = 0; i < a->count; i++)
            for (size_t j = 0; j < b->count; j++)
                MLG_GO(add_ride(d, &d->lists[k], s, number, &a->items[i], &b->items[j], f->ground, err));
    }
done:
    for (int k = 0; k < MLG_DIAL_ENDS; k++)
        free(list[k].items);
    return st;
}

/* ---- rows ---- */

static mlg_status lay_rows(mlg_sparse_rows *rows, const entry_list *list, int32_t n_rows, int32_t n_columns,
                           mlg_error *err)
{
    int64_t *next = NULL;
    MLG_TRY(mlg_sparse_count(rows, n_rows, n_columns, err));
    for (size_t e = 0; e < list->count; e++)
        rows->start[list->entries[e].row + 1]++;
    MLG_TRY(mlg_sparse_fill(rows, err));
    MLG_TRY(MLG_NEW(&next, (size_t)n_rows, "on-demand vehicles", err));
    for (size_t e = 0; e < list->count; e++) {
        const entry *one = &list->entries[e];
        const int64_t at = rows->start[one->row] + next[one->row]++;
        rows->column[at] = one->column;
        rows->value[at] = one->number;
    }
    free(next);
    return MLG_OK;
}

/* The rides of all services, of each of these kinds. Released also after a failure. */
static mlg_status draft_rides(draft *d, const mlg_dial_service *services, int32_t n, const mlg_dial_ground *g,
                              const ride_kind *kinds, int n_kinds, mlg_error *err)
{
    mlg_dial_finder f;
    mlg_status st = mlg_dial_finder_init(&f, services, n, g, err);
    for (int32_t k = 0; st == MLG_OK && k < n; k++)
        st = add_service(d, &f, &services[k], k, kinds, n_kinds, err);
    mlg_dial_finder_release(&f);
    return st;
}

static mlg_dial *take_dials(draft *d, int32_t *n)
{
    mlg_dial *dials = d->dials;
    *n = (int32_t)d->n_dials;
    d->dials = NULL;
    return dials;
}

static void draft_release(draft *d)
{
    for (int k = 0; k < 3; k++)
        free(d->lists[k].entries);
    free(d->dials);
}

mlg_status mlg_dial_rows_make(mlg_dial_rows *out, const mlg_dial_service *services, int32_t n,
                              const mlg_dial_ground *g, mlg_error *err)
{
    static const ride_kind kinds[3] = { { MLG_DIAL_ORIGINS, MLG_DIAL_BOARDED },
                                        { MLG_DIAL_LEFT, MLG_DIAL_DESTINATIONS },
                                        { MLG_DIAL_ORIGINS, MLG_DIAL_DESTINATIONS } };
    draft d = { .n_dials = 0 };
    mlg_status st;
    *out = (mlg_dial_rows){ .n_dials = 0 };
    MLG_GO(draft_rides(&d, services, n, g, kinds, 3, err));
    MLG_GO(lay_rows(&out->access, &d.lists[0], g->from->count, g->stops->count, err));
    MLG_GO(lay_rows(&out->egress, &d.lists[1], g->stops->count, g->to->count, err));
    MLG_GO(lay_rows(&out->direct, &d.lists[2], g->from->count, g->to->count, err));
    out->dials = take_dials(&d, &out->n_dials);
done:
    draft_release(&d);
    if (st != MLG_OK)
        mlg_dial_rows_release(out);
    return st;
}

mlg_status mlg_dial_changes_make(mlg_dial_changes *out, const mlg_dial_service *services, int32_t n,
                                 const mlg_dial_ground *g, mlg_error *err)
{
    static const ride_kind kind = { MLG_DIAL_LEFT, MLG_DIAL_BOARDED };
    draft d = { .n_dials = 0 };
    mlg_status st;
    *out = (mlg_dial_changes){ .n_dials = 0 };
    MLG_GO(draft_rides(&d, services, n, g, &kind, 1, err));
    MLG_GO(lay_rows(&out->rows, &d.lists[0], g->stops->count, g->stops->count, err));
    out->dials = take_dials(&d, &out->n_dials);
done:
    draft_release(&d);
    if (st != MLG_OK)
        mlg_dial_changes_release(out);
    return st;
}

void mlg_dial_changes_release(mlg_dial_changes *changes)
{
    mlg_sparse_release(&changes->rows);
    free(changes->dials);
    *changes = (mlg_dial_changes){ .n_dials = 0 };
}

static void reverse_dials(mlg_dial *dials, int32_t n)
{
    for (int32_t k = 0; k < n; k++)
        dials[k] = mlg_dial_reversed(&dials[k]);
}

mlg_status mlg_dial_changes_reverse(mlg_dial_changes *changes, mlg_error *err)
{
    mlg_sparse_rows back;
    MLG_TRY(mlg_sparse_transpose(&back, mlg_sparse_view_of(&changes->rows), err));
    mlg_sparse_release(&changes->rows);
    changes->rows = back;
    reverse_dials(changes->dials, changes->n_dials);
    return MLG_OK;
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
    reverse_dials(back.dials, back.n_dials);
done:
    mlg_dial_rows_release(rows);
    if (st == MLG_OK)
        *rows = back;
    else
        mlg_dial_rows_release(&back);
    return st;
}
