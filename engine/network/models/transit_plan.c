/* File of a plan: a header, the sizes of the days, then every array of the transit, of its days and of their changes, and the keys of the
 * rows, each on 8 bytes; numbers in the byte order of the machine. */
#include "network/models/transit_plan_inner.h"

#include "base/aside.h"
#include "base/checksum.h"
#include "base/input.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/parallel.h"
#include "network/models/transit_inner.h"
#include "network/transit/run_changes.h"

#include <errno.h>
#include <string.h>

enum { FILE_VERSION = 1 };

static const char FILE_KIND[8] = { 'M', 'L', 'G', 'S', 'E', 'A', 'R', 'C' };

typedef struct {
    int32_t n_patterns, n_runs, n_positions, n_visits;
    int64_t n_times, n_changes;
} day_size;

struct mlg_transit_plan {
    mlg_transit_plan_facts facts;
    mlg_transit transit;
    mlg_timetable *days;       /* [n_days] whose arrays are in the file */
    const mlg_timetable **day; /* [n_days] */
    mlg_run_changes **changes; /* [n_days]; NULL: none */
    const int32_t **first;     /* [n_days] of each call, and of the end */
    const mlg_run_change **found;
    const mlg_row_key *keys;
    void *map;
    size_t bytes;
};

/* ---- layout ------------------------------------------------------------------------------------------------------ */

/* Arrays one after the other. */
typedef struct {
    char *base; /* NULL: to count the bytes */
    uint64_t at;
} tape;

static void *next(tape *t, int64_t count, size_t size)
{
    char *here = t->base ? t->base + t->at : NULL;
    t->at += ((uint64_t)count * size + 7) / 8 * 8;
    return here;
}

static mlg_sparse_view *view_of(mlg_transit *t, int k)
{
    mlg_sparse_view *const views[MLG_TRANSIT_PLAN_VIEWS] = { &t->access,      &t->transfers,   &t->egress,
                                                             &t->direct,      &t->dial_access, &t->dial_egress,
                                                             &t->dial_direct, &t->dial_changes };
    return views[k];
}

static void lay_view(mlg_sparse_view *v, const mlg_plan_view *size, tape *t)
{
    v->n_rows = size->n_rows;
    v->n_columns = size->n_columns;
    v->start = next(t, (int64_t)size->n_rows + 1, sizeof *v->start);
    v->column = next(t, size->entries, sizeof *v->column);
    v->value = next(t, size->entries, sizeof *v->value);
}

static void lay_day(mlg_timetable *d, const day_size *size, int32_t n_stops, tape *t)
{
    d->n_stops = n_stops;
    d->n_patterns = size->n_patterns;
    d->n_runs = size->n_runs;
    d->first_position = next(t, (int64_t)size->n_patterns + 1, sizeof *d->first_position);
    d->stop = next(t, size->n_positions, sizeof *d->stop);
    d->use = next(t, size->n_positions, sizeof *d->use);
    d->first_run = next(t, (int64_t)size->n_patterns + 1, sizeof *d->first_run);
    d->first_time = next(t, (int64_t)size->n_patterns + 1, sizeof *d->first_time);
    d->arrival_ds = next(t, size->n_times, sizeof *d->arrival_ds);
    d->departure_ds = next(t, size->n_times, sizeof *d->departure_ds);
    d->first_visit = next(t, (int64_t)n_stops + 1, sizeof *d->first_visit);
    d->visits = next(t, size->n_visits, sizeof *d->visits);
}

/* Where every array is, from `base` on; the bytes that they take. */
static uint64_t lay_out(mlg_transit_plan *p, const mlg_transit_plan_head *head, const day_size *sizes, char *base)
{
    tape t = { .base = base };
    next(&t, head->n_days, sizeof *sizes);
    for (int k = 0; k < MLG_TRANSIT_PLAN_VIEWS; k++)
        lay_view(view_of(&p->transit, k), &head->views[k], &t);
    p->transit.dials = next(&t, head->n_dials, sizeof *p->transit.dials);
    p->transit.change_dials = next(&t, head->n_change_dials, sizeof *p->transit.change_dials);
    for (int32_t d = 0; d < head->n_days; d++) {
        lay_day(&p->days[d], &sizes[d], p->transit.transfers.n_rows, &t);
        p->day[d] = &p->days[d];
        if (!head->with_changes)
            continue;
        p->first[d] = next(&t, sizes[d].n_times + 1, sizeof **p->first);
        p->found[d] = next(&t, sizes[d].n_changes, sizeof **p->found);
    }
    p->keys = next(&t, head->n_sites, sizeof *p->keys);
    return t.at;
}

static mlg_status make_room(mlg_transit_plan *p, int32_t n_days, mlg_error *err)
{
    const size_t n = (size_t)n_days;
    MLG_TRY(MLG_NEW(&p->days, n, "a plan", err));
    MLG_TRY(MLG_NEW(&p->day, n, "a plan", err));
    MLG_TRY(MLG_NEW(&p->changes, n, "a plan", err));
    MLG_TRY(MLG_NEW(&p->first, n, "a plan", err));
    return MLG_NEW(&p->found, n, "a plan", err);
}

void mlg_transit_plan_free(mlg_transit_plan *p)
{
    if (!p)
        return;
    mlg_run_changes_free_all(p->changes, p->changes ? p->transit.n_days : 0);
    if (p->map)
        mlg_os_unmap(p->map, p->bytes);
    free(p->days);
    free(p->day);
    free(p->first);
    free(p->found);
    free(p);
}

mlg_status mlg_transit_plan_sum(uint64_t *sum, const mlg_transit_plan_head *head, const void *rest, size_t bytes,
                                mlg_error *err)
{
    mlg_transit_plan_head copy = *head;
    copy.checksum = 0;
    return mlg_checksum_parallel(sum, rest, bytes, mlg_checksum(&copy, sizeof copy, FILE_VERSION), 1, err);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static mlg_transit_plan_head head_of(const mlg_transit_plan_facts *facts, mlg_transit *transit, bool with_changes)
{
    mlg_transit_plan_head head = { .version = FILE_VERSION,
                                   .byte_order = 1,
                                   .key = facts->key,
                                   .rows = facts->rows,
                                   .percent = facts->percent,
                                   .from_places = facts->from_places,
                                   .n_sites = facts->n_sites,
                                   .n_places = facts->n_places,
                                   .n_days = transit->n_days,
                                   .n_dials = transit->n_dials,
                                   .n_change_dials = transit->n_change_dials,
                                   .first_ds = transit->first_ds,
                                   .step_ds = transit->step_ds,
                                   .n_departures = transit->n_departures,
                                   .most_rides = transit->most_rides,
                                   .limit_ds = transit->limit_ds,
                                   .with_changes = with_changes };
    memcpy(head.kind, FILE_KIND, sizeof head.kind);
    for (int k = 0; k < MLG_TRANSIT_PLAN_VIEWS; k++) {
        const mlg_sparse_view *v = view_of(transit, k);
        head.views[k] = (mlg_plan_view){ v->n_rows, v->n_columns, mlg_transit_end(v, v->n_rows - 1) };
    }
    return head;
}

static void size_up(day_size *sizes, const mlg_transit *transit, mlg_run_changes *const *changes)
{
    for (int32_t d = 0; d < transit->n_days; d++) {
        const mlg_timetable *t = transit->days[d];
        sizes[d] = (day_size){ .n_patterns = t->n_patterns,
                               .n_runs = t->n_runs,
                               .n_positions = t->first_position[t->n_patterns],
                               .n_visits = t->first_visit[t->n_stops],
                               .n_times = t->first_time[t->n_patterns],
                               .n_changes = changes ? mlg_run_changes_count(changes[d]) : 0 };
    }
}

static void copy(const void *to, const void *from, int64_t count, size_t size)
{
    if (count > 0 && from)
        memcpy((void *)(uintptr_t)to, from, (size_t)count * size);
}

#define COPY(to, from, count) copy((to), (from), (count), sizeof *(to))

static void copy_day(const mlg_timetable *to, const mlg_timetable *from, const day_size *size)
{
    COPY(to->first_position, from->first_position, size->n_patterns + 1);
    COPY(to->stop, from->stop, size->n_positions);
    COPY(to->use, from->use, size->n_positions);
    COPY(to->first_run, from->first_run, size->n_patterns + 1);
    COPY(to->first_time, from->first_time, size->n_patterns + 1);
    COPY(to->arrival_ds, from->arrival_ds, size->n_times);
    COPY(to->departure_ds, from->departure_ds, size->n_times);
    COPY(to->first_visit, from->first_visit, to->n_stops + 1);
    COPY(to->visits, from->visits, size->n_visits);
}

/* The plan is laid out in zeroed memory. */
static void fill(mlg_transit_plan *p, const mlg_transit_plan_head *head, const day_size *sizes,
                 mlg_transit *transit, mlg_run_changes *const *changes, const mlg_row_key *key)
{
    for (int k = 0; k < MLG_TRANSIT_PLAN_VIEWS; k++) {
        const mlg_sparse_view *to = view_of(&p->transit, k), *from = view_of(transit, k);
        COPY(to->start, from->start, (int64_t)to->n_rows + 1);
        COPY(to->column, from->column, head->views[k].entries);
        COPY(to->value, from->value, head->views[k].entries);
    }
    COPY(p->transit.dials, transit->dials, head->n_dials);
    COPY(p->transit.change_dials, transit->change_dials, head->n_change_dials);
    COPY(p->keys, key, head->n_sites);
    for (int32_t d = 0; d < head->n_days; d++) {
        copy_day(&p->days[d], transit->days[d], &sizes[d]);
        if (!changes)
            continue;
        int32_t *first = (int32_t *)(uintptr_t)p->first[d];
        for (int64_t c = 0; c <= sizes[d].n_times; c++)
            first[c] = changes[d]->calls[c].first_change;
        COPY(p->found[d], changes[d]->found, sizes[d].n_changes);
    }
}

static mlg_status write_file(const char *path, mlg_transit_plan_head *head, mlg_transit *transit,
                             mlg_run_changes *const *changes, const mlg_row_key *key, mlg_error *err)
{
    mlg_transit_plan *p = NULL;
    day_size *sizes = NULL;
    char *rest = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&p, 1, "a plan", err));
    MLG_GO(make_room(p, head->n_days, err));
    MLG_GO(MLG_NEW(&sizes, (size_t)head->n_days, "a plan", err));
    size_up(sizes, transit, changes);
    const size_t bytes = (size_t)lay_out(p, head, sizes, NULL);
    MLG_GO(MLG_NEW(&rest, bytes, "a plan", err));
    lay_out(p, head, sizes, rest);
    memcpy(rest, sizes, (size_t)head->n_days * sizeof *sizes);
    fill(p, head, sizes, transit, changes, key);
    MLG_GO(mlg_transit_plan_sum(&head->checksum, head, rest, bytes, err));
    st = mlg_aside_keep(path, FILE_KIND, head, sizeof *head, rest, bytes, err);
done:
    free(rest);
    free(sizes);
    mlg_transit_plan_free(p);
    return st;
}

mlg_status mlg_transit_plan_write(const char *path, const mlg_transit_plan_facts *facts,
                                  const mlg_transit *transit, const mlg_row_key *key, int threads,
                                  const mlg_progress *progress, mlg_error *err)
{
    mlg_transit views = *transit;
    mlg_run_changes **changes;
    MLG_TRY(mlg_run_changes_all(&changes, transit, mlg_thread_count(threads), progress, err));
    mlg_transit_plan_head head = head_of(facts, &views, changes != NULL);
    mlg_status st = write_file(path, &head, &views, changes, key, err);
    mlg_run_changes_free_all(changes, transit->n_days);
    return st;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

static bool is_ours(const mlg_transit_plan_head *head, uint64_t key, size_t bytes)
{
    const int64_t most = (int64_t)bytes;
    bool fits = head->n_days >= 1 && head->n_dials >= 0 && head->n_change_dials >= 0 && head->n_sites >= 1 &&
                (uint64_t)head->n_days * sizeof(day_size) <= bytes - sizeof *head;
    for (int k = 0; k < MLG_TRANSIT_PLAN_VIEWS; k++)
        fits &= head->views[k].n_rows >= 0 && head->views[k].n_columns >= 0 && head->views[k].entries >= 0 &&
                head->views[k].entries <= most;
    return fits && memcmp(head->kind, FILE_KIND, sizeof FILE_KIND) == 0 && head->version == FILE_VERSION &&
           head->byte_order == 1 && head->key == key;
}

static bool sizes_fit(const mlg_transit_plan_head *head, const day_size *sizes, size_t bytes)
{
    const int64_t most = (int64_t)bytes;
    for (int32_t d = 0; d < head->n_days; d++)
        if (sizes[d].n_patterns < 0 || sizes[d].n_runs < 0 || sizes[d].n_positions < 0 || sizes[d].n_visits < 0 ||
            sizes[d].n_times < 0 || sizes[d].n_times > MLG_MOST_DAY_CALLS || sizes[d].n_changes < 0 ||
            sizes[d].n_changes > most)
            return false;
    return true;
}

static bool view_holds(const mlg_sparse_view *v, int64_t entries)
{
    for (int32_t r = 0; r < v->n_rows; r++)
        if (v->start[r + 1] < v->start[r])
            return false;
    return v->start[0] == 0 && v->start[v->n_rows] == entries;
}

static bool day_holds(const mlg_timetable *t, const day_size *size)
{
    return t->first_position[t->n_patterns] == size->n_positions && t->first_run[t->n_patterns] == size->n_runs &&
           t->first_time[t->n_patterns] == size->n_times && t->first_visit[t->n_stops] == size->n_visits &&
           mlg_timetable_holds(t);
}

/* Origins and destinations are the places and sites. */
static bool ends_hold(const mlg_transit_plan *p)
{
    const mlg_transit_plan_facts *f = &p->facts;
    return f->percent > 0 && f->percent <= 100 &&
           p->transit.access.n_rows == (f->from_places ? f->n_places : f->n_sites) &&
           p->transit.egress.n_columns == (f->from_places ? f->n_sites : f->n_places);
}

/* Checksums only detect accidents. */
static bool all_holds(const mlg_transit_plan *p, const mlg_transit_plan_head *head, const day_size *sizes)
{
    mlg_transit views = p->transit;
    for (int k = 0; k < MLG_TRANSIT_PLAN_VIEWS; k++)
        if (!view_holds(view_of(&views, k), head->views[k].entries))
            return false;
    for (int32_t d = 0; d < head->n_days; d++)
        if (!day_holds(p->day[d], &sizes[d]))
            return false;
    return ends_hold(p) && mlg_transit_check(&p->transit, NULL) == MLG_OK;
}

static void take_numbers(mlg_transit_plan *p, const mlg_transit_plan_head *head)
{
    p->facts = (mlg_transit_plan_facts){ head->key,     head->rows,    head->percent, head->from_places != 0,
                                         head->n_sites, head->n_places };
    p->transit.days = p->day;
    p->transit.n_days = head->n_days;
    p->transit.n_dials = head->n_dials;
    p->transit.n_change_dials = head->n_change_dials;
    p->transit.first_ds = head->first_ds;
    p->transit.step_ds = head->step_ds;
    p->transit.n_departures = head->n_departures;
    p->transit.most_rides = head->most_rides;
    p->transit.limit_ds = head->limit_ds;
}

static mlg_status take_changes(mlg_transit_plan *p, bool *found, mlg_error *err)
{
    for (int32_t d = 0; d < p->transit.n_days; d++) {
        const mlg_status st = mlg_run_changes_again(&p->changes[d], p->day[d], p->first[d], p->found[d], err);
        if (st == MLG_DATA) {
            *found = false;
            return MLG_OK;
        }
        MLG_TRY(st);
    }
    p->transit.changes = (const mlg_run_changes *const *)p->changes;
    return MLG_OK;
}

/* The map is that of a whole file. *found: false for one that is not to be used. */
static mlg_status attach(mlg_transit_plan *p, bool *found, uint64_t key, mlg_error *err)
{
    const mlg_transit_plan_head *head = p->map;
    char *rest = (char *)p->map + sizeof *head;
    const day_size *sizes = (const day_size *)(const void *)rest;
    const size_t bytes = p->bytes - sizeof *head;
    uint64_t sum;
    *found = false;
    if (!is_ours(head, key, p->bytes) || !sizes_fit(head, sizes, p->bytes))
        return MLG_OK;
    MLG_TRY(make_room(p, head->n_days, err));
    if (lay_out(p, head, sizes, NULL) != bytes)
        return MLG_OK;
    lay_out(p, head, sizes, rest);
    MLG_TRY(mlg_transit_plan_sum(&sum, head, rest, bytes, err));
    take_numbers(p, head);
    *found = sum == head->checksum && all_holds(p, head, sizes);
    return *found && head->with_changes ? take_changes(p, found, err) : MLG_OK;
}

mlg_status mlg_transit_plan_open(mlg_transit_plan **out, const char *path, uint64_t key, mlg_error *err)
{
    mlg_transit_plan *p;
    bool found = false;
    *out = NULL;
    MLG_TRY(MLG_NEW(&p, 1, "a plan", err));
    mlg_status st = MLG_OK;
    const mlg_mapping done = mlg_map_input(&p->map, &p->bytes, path, sizeof(mlg_transit_plan_head));
    if (done == MLG_NOT_MAPPED)
        st = mlg_fail(err, MLG_MEMORY, "%s: cannot be mapped: %s", path, mlg_errno_text(errno));
    else if (done == MLG_MAPPED)
        st = attach(p, &found, key, err);
    if (st == MLG_OK && found)
        *out = p;
    else
        mlg_transit_plan_free(p);
    return st;
}

const mlg_transit_plan_facts *mlg_transit_plan_facts_of(const mlg_transit_plan *plan)
{
    return &plan->facts;
}

/* ---- a part ------------------------------------------------------------------------------------------------------ */

static void slice(mlg_sparse_view *rows, mlg_part part)
{
    if (rows->n_rows == 0)
        return;
    rows->start += part.first;
    rows->n_rows = part.count;
}

/* From some of the origins. */
static mlg_transit transit_from(const mlg_transit_plan *p, mlg_part part)
{
    mlg_transit transit = p->transit;
    slice(&transit.access, part);
    slice(&transit.direct, part);
    slice(&transit.dial_access, part);
    slice(&transit.dial_direct, part);
    return transit;
}

static bool has_all(mlg_row_store *store, const mlg_row_key *key, int32_t n)
{
    mlg_row row;
    int32_t limit_ds = 0;
    for (int32_t k = 0; k < n; k++)
        if (!mlg_row_store_find(&row, store, &key[k], &limit_ds))
            return false;
    return true;
}

static mlg_status add_rows(mlg_row_store *store, const mlg_transit_plan *p, mlg_part part, const mlg_row_key *key,
                           int threads, const mlg_progress *progress, mlg_error *err)
{
    const mlg_transit transit = transit_from(p, part);
    mlg_sparse_rows rows;
    MLG_TRY(mlg_transit_rows(&rows, &transit, p->facts.percent, p->facts.from_places, threads, progress, err));
    const int64_t entries = p->facts.from_places ? mlg_sparse_entries(mlg_sparse_view_of(&rows)) : 0;
    for (int64_t e = 0; e < entries; e++)
        rows.column[e] += part.first;
    return mlg_row_store_add(store, key, MLG_TIME_MAX, &rows, err);
}

uint64_t mlg_transit_plan_fingerprint(const mlg_transit_plan *p, int32_t part, int32_t parts)
{
    return p->facts.from_places ? mlg_transit_part_fingerprint(p->facts.rows, part, parts) : p->facts.rows;
}

mlg_status mlg_transit_plan_compute(bool *computed, const mlg_transit_plan *p, int32_t part, int32_t parts,
                                    const char *path, int threads, const mlg_progress *progress, mlg_error *err)
{
    const bool by_places = p->facts.from_places;
    const mlg_part own = mlg_part_of(p->transit.access.n_rows, part, parts);
    const mlg_row_key *key = by_places ? p->keys : p->keys + own.first;
    const uint64_t known_by = mlg_transit_plan_fingerprint(p, part, parts);
    char remark[256] = "";
    mlg_row_store *store = NULL;
    mlg_status st;
    *computed = false;
    MLG_GO(mlg_row_store_new(&store, INT64_MAX, err));
    MLG_GO(mlg_row_store_recall(store, path, known_by, p->facts.n_places, remark, sizeof remark, err));
    if (has_all(store, key, by_places ? p->facts.n_sites : own.count))
        goto done;
    MLG_GO(add_rows(store, p, own, key, threads, progress, err));
    *computed = true;
    st = mlg_row_store_write(store, path, known_by, err);
done:
    mlg_row_store_free(store);
    return st;
}
