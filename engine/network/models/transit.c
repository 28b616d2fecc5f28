#include "network/models/transit_inner.h"

#include "base/checksum.h"
#include "base/memory.h"
#include "network/hierarchy/hierarchy.h"
#include "network/models/changes.h"

enum { DAY_S = 86400, SECONDS_APART = 60 };
enum { ROWS_EDITION = 2 }; /* of what rows mean: those of another are not read */

/* ---- points ---- */

mlg_status mlg_walk_copy_init(mlg_walk_copy *copy, const mlg_walk_points *points, const int32_t *which, int32_t n,
                              mlg_error *err)
{
    *copy = (mlg_walk_copy){ .count = n };
    MLG_TRY(MLG_NEW(&copy->x_m, (size_t)n, "points", err));
    MLG_TRY(MLG_NEW(&copy->y_m, (size_t)n, "points", err));
    if (points->snaps)
        MLG_TRY(MLG_NEW(&copy->snaps, (size_t)n, "points", err));
    for (int32_t k = 0; k < n; k++) {
        const int32_t i = which ? which[k] : k;
        copy->x_m[k] = points->x_m[i];
        copy->y_m[k] = points->y_m[i];
        if (points->snaps)
            copy->snaps[k] = points->snaps[i];
    }
    return MLG_OK;
}

void mlg_walk_copy_release(mlg_walk_copy *copy)
{
    free(copy->x_m);
    free(copy->y_m);
    free(copy->snaps);
    *copy = (mlg_walk_copy){ 0 };
}

mlg_walk_points mlg_walk_points_of(const mlg_walk_copy *copy)
{
    return (mlg_walk_points){ copy->count, copy->x_m, copy->y_m, copy->snaps };
}

/* ---- timetables and changes ---- */

static int32_t departures_of(const mlg_transit_options *o)
{
    return (o->last_s - o->first_s + SECONDS_APART - 1) / SECONDS_APART;
}

static mlg_status check_options(const mlg_transit_options *o, mlg_error *err)
{
    if (!(o->first_s >= 0 && o->first_s < o->last_s && o->last_s <= 2 * DAY_S))
        return mlg_fail(err, MLG_USAGE, "a window from second %d to second %d of the day", o->first_s, o->last_s);
    if (!(o->percent > 0 && o->percent <= 100))
        return mlg_fail(err, MLG_USAGE, "percentile %g is not above 0 and at most 100", o->percent);
    if (o->draws < 1 || o->draws > 1000)
        return mlg_fail(err, MLG_USAGE, "%d draws: give 1 to 1,000", o->draws);
    if (o->walk_ds < 0 || o->change_ds < 0 || o->foot_ds < 0 || o->board_ds < 0 || o->limit_ds < 0)
        return mlg_fail(err, MLG_USAGE, "a negative time among the options of travel by timetable");
    return MLG_OK;
}

/* Runs that cannot matter are left out of the timetable: those outside the window extended by the longest trip. */
static mlg_status make_day(mlg_timetable **out, const mlg_transit_model *m, const mlg_gtfs *const *feeds,
                           int32_t n_feeds, uint64_t seed, mlg_error *err)
{
    const mlg_transit_options *o = &m->options;
    const int32_t longest_s = o->limit_ds / 10 + 1;
    mlg_timetable *forwards;
    const mlg_timetable_options options = { .day = o->day,
                                            .from_s = o->first_s - (o->arrivals ? longest_s : 0),
                                            .to_s = o->last_s + (o->arrivals ? 0 : longest_s),
                                            .on_request = o->on_request,
                                            .seed = seed };
    *out = NULL;
    MLG_TRY(mlg_timetable_new(&forwards, feeds, n_feeds, &options, err));
    if (!o->arrivals) {
        *out = forwards;
        return MLG_OK;
    }
    mlg_status st = mlg_timetable_reverse(out, forwards, err);
    mlg_timetable_free(forwards);
    return st;
}

/* One day is enough where nothing is drawn. */
static mlg_status make_days(mlg_transit_model *m, const mlg_gtfs *const *feeds, int32_t n_feeds, mlg_error *err)
{
    char day[16];
    MLG_TRY(MLG_NEW(&m->days, (size_t)m->options.draws, "timetables", err));
    for (int32_t d = 0; d < m->options.draws && (d == 0 || m->report.random_runs > 0); d++) {
        MLG_TRY(make_day(&m->days[d], m, feeds, n_feeds, m->options.seed + (uint64_t)d, err));
        m->n_days++;
        if (d > 0)
            continue;
        m->report.stops = m->days[0]->n_stops;
        m->report.patterns = m->days[0]->n_patterns;
        m->report.runs = m->days[0]->n_runs;
        m->report.random_runs = m->days[0]->random_runs;
    }
    m->report.samples = m->n_days * departures_of(&m->options);
    mlg_day_text(day, m->options.day);
    if (m->report.runs > 0 || m->options.n_dials > 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_DATA, "no vehicle runs on %s in the hours asked for", day);
    mlg_hint(err, "maillage check FEED.zip lists the days on which a timetable runs");
    return st;
}

/* Where on-demand vehicles run: the changes are those forwards. */
static mlg_dial_ground dial_ground(const mlg_transit_model *m, const mlg_walk_points *stops,
                                   const mlg_sparse_rows *changes)
{
    return (mlg_dial_ground){ .stops = stops,
                              .changes = mlg_sparse_view_of(changes),
                              .day = m->days[0],
                              .islands = &m->ground->islands,
                              .board_ds = m->options.board_ds,
                              .limit_ds = m->options.limit_ds };
}

/* Rides by on-demand vehicles from one stop to another, beside these changes. */
static mlg_status make_dial_changes(mlg_transit_model *m, const mlg_sparse_rows *changes, mlg_error *err)
{
    const mlg_transit_options *o = &m->options;
    const mlg_walk_points stops = mlg_walk_points_of(&m->stops);
    if (o->n_dials == 0 || o->most_rides < 2)
        return MLG_OK;
    const mlg_dial_ground ground = dial_ground(m, &stops, changes);
    MLG_TRY(mlg_dial_changes_make(&m->dial_changes, o->dials, o->n_dials, &ground, err));
    return o->arrivals ? mlg_dial_changes_reverse(&m->dial_changes, err) : MLG_OK;
}

static mlg_status make_changes(mlg_transit_model *m, const mlg_gtfs *const *feeds, int32_t n_feeds, mlg_error *err)
{
    const mlg_walk_points stops = mlg_walk_points_of(&m->stops);
    mlg_sparse_rows walks, changes;
    MLG_TRY(mlg_walks(&walks, m->ground, &stops, &stops, m->options.change_ds, err));
    mlg_status st = mlg_changes(&changes, mlg_sparse_view_of(&walks), feeds, n_feeds, m->options.board_ds, err);
    mlg_sparse_release(&walks);
    MLG_TRY(st);
    m->report.changes = mlg_sparse_entries(mlg_sparse_view_of(&changes));
    st = make_dial_changes(m, &changes, err);
    if (st == MLG_OK && m->options.arrivals)
        st = mlg_sparse_transpose(&m->changes, mlg_sparse_view_of(&changes), err);
    if (st == MLG_OK && !m->options.arrivals) {
        m->changes = changes;
        return MLG_OK;
    }
    mlg_sparse_release(&changes);
    return st;
}

/* ---- trips ---- */

/* Rides by on-demand vehicles beside these walks, which are those forwards. */
static mlg_status make_dials(mlg_dial_rows *out, const mlg_transit_model *m, const mlg_walk_points *from,
                             const mlg_walk_points *to, const mlg_sparse_rows *access,
                             const mlg_sparse_rows *egress, mlg_error *err)
{
    const mlg_transit_options *o = &m->options;
    const mlg_walk_points stops = mlg_walk_points_of(&m->stops);
    mlg_sparse_rows changes = { 0 };
    if (o->n_dials == 0)
        return MLG_OK;
    if (o->arrivals)
        MLG_TRY(mlg_sparse_transpose(&changes, mlg_sparse_view_of(&m->changes), err));
    mlg_dial_ground ground = dial_ground(m, &stops, o->arrivals ? &changes : &m->changes);
    ground.from = from;
    ground.to = to;
    ground.access = mlg_sparse_view_of(access);
    ground.egress = mlg_sparse_view_of(egress);
    mlg_status st = mlg_dial_rows_make(out, o->dials, o->n_dials, &ground, err);
    mlg_sparse_release(&changes);
    return st == MLG_OK && o->arrivals ? mlg_dial_rows_reverse(out, err) : st;
}

mlg_status mlg_transit_trips_init(mlg_transit_trips *t, const mlg_transit_model *m, const mlg_walk_points *from,
                                  const mlg_walk_points *to, mlg_error *err)
{
    const mlg_transit_options *o = &m->options;
    const mlg_walk_points stops = mlg_walk_points_of(&m->stops);
    mlg_sparse_rows access = { 0 }, egress = { 0 }, direct = { 0 };
    mlg_status st;
    *t = (mlg_transit_trips){ .access = { 0 } };
    MLG_GO(mlg_walks(&access, m->ground, from, &stops, o->walk_ds, err));
    MLG_GO(mlg_walks(&egress, m->ground, &stops, to, o->walk_ds, err));
    MLG_GO(mlg_walks(&direct, m->ground, from, to, o->foot_ds < o->limit_ds ? o->foot_ds : o->limit_ds, err));
    MLG_GO(make_dials(&t->dials, m, from, to, &access, &egress, err));
    for (int64_t e = 0; e < access.start[access.n_rows]; e++)
        access.value[e] += o->board_ds;
    if (o->arrivals) {
        MLG_GO(mlg_sparse_transpose(&t->access, mlg_sparse_view_of(&egress), err));
        MLG_GO(mlg_sparse_transpose(&t->egress, mlg_sparse_view_of(&access), err));
        MLG_GO(mlg_sparse_transpose(&t->direct, mlg_sparse_view_of(&direct), err));
    } else {
        t->access = access;
        t->egress = egress;
        t->direct = direct;
        access = egress = direct = (mlg_sparse_rows){ 0 };
    }
    const int32_t n = departures_of(o);
    const int32_t last_ds = 10 * (o->first_s + (n - 1) * SECONDS_APART);
    t->transit = (mlg_transit){ .days = (const mlg_timetable *const *)m->days,
                                .n_days = m->n_days,
                                .access = mlg_sparse_view_of(&t->access),
                                .transfers = mlg_sparse_view_of(&m->changes),
                                .egress = mlg_sparse_view_of(&t->egress),
                                .direct = mlg_sparse_view_of(&t->direct),
                                .dial_access = mlg_sparse_view_of(&t->dials.access),
                                .dial_egress = mlg_sparse_view_of(&t->dials.egress),
                                .dial_direct = mlg_sparse_view_of(&t->dials.direct),
                                .dials = t->dials.dials,
                                .n_dials = t->dials.n_dials,
                                .dial_changes = mlg_sparse_view_of(&m->dial_changes.rows),
                                .change_dials = m->dial_changes.dials,
                                .n_change_dials = m->dial_changes.n_dials,
                                .first_ds = o->arrivals ? -last_ds : 10 * o->first_s,
                                .step_ds = 10 * SECONDS_APART,
                                .n_departures = n,
                                .most_rides = o->most_rides,
                                .limit_ds = o->limit_ds };
    st = mlg_transit_check(&t->transit, err);
done:
    mlg_sparse_release(&access);
    mlg_sparse_release(&egress);
    mlg_sparse_release(&direct);
    if (st != MLG_OK)
        mlg_transit_trips_release(t);
    return st;
}

void mlg_transit_trips_release(mlg_transit_trips *t)
{
    mlg_sparse_release(&t->access);
    mlg_sparse_release(&t->egress);
    mlg_sparse_release(&t->direct);
    mlg_dial_rows_release(&t->dials);
    *t = (mlg_transit_trips){ .access = { 0 } };
}

/* ---- the file of rows ---- */

static uint64_t sum_points(const mlg_walk_copy *points, uint64_t sum)
{
    for (int32_t i = 0; i < points->count; i++) {
        sum = mlg_checksum(&points->x_m[i], sizeof points->x_m[i], sum);
        sum = mlg_checksum(&points->y_m[i], sizeof points->y_m[i], sum);
        if (points->snaps) {
            const mlg_anchor anchor = mlg_anchor_of(&points->snaps[i], true);
            sum = mlg_checksum(&anchor, sizeof anchor, sum);
        }
    }
    return sum;
}

static uint64_t sum_day(const mlg_timetable *t, uint64_t sum)
{
    const size_t positions = (size_t)t->first_position[t->n_patterns];
    const size_t times = (size_t)t->first_time[t->n_patterns];
    sum = mlg_checksum(t->first_position, ((size_t)t->n_patterns + 1) * sizeof *t->first_position, sum);
    sum = mlg_checksum(t->first_run, ((size_t)t->n_patterns + 1) * sizeof *t->first_run, sum);
    sum = mlg_checksum(t->stop, positions * sizeof *t->stop, sum);
    sum = mlg_checksum(t->use, positions * sizeof *t->use, sum);
    sum = mlg_checksum(t->arrival_ds, times * sizeof *t->arrival_ds, sum);
    return mlg_checksum(t->departure_ds, times * sizeof *t->departure_ds, sum);
}

static mlg_status set_fingerprint(mlg_transit_model *m, mlg_error *err)
{
    const mlg_transit_options *o = &m->options;
    uint64_t dials;
    MLG_TRY(mlg_dial_services_sum(&dials, o->dials, o->n_dials, err));
    const double numbers[] = { ROWS_EDITION, o->first_s,   o->last_s,    o->arrivals,       o->most_rides,
                               o->limit_ds,  o->walk_ds,   o->change_ds, o->foot_ds,        o->board_ds,
                               o->percent,   o->direction, m->n_days,    m->ground->detour, m->ground->speed_kmh };
    uint64_t sum = mlg_checksum(numbers, sizeof numbers, dials);
    if (m->ground->graph) {
        const mlg_graph_view view = mlg_graph_forward_view(m->ground->graph);
        const uint64_t streets = mlg_graph_view_fingerprint(&view);
        sum = mlg_checksum(&streets, sizeof streets, sum);
    }
    sum = sum_points(&m->places, sum_points(&m->stops, sum));
    for (int32_t d = 0; d < m->n_days; d++)
        sum = sum_day(m->days[d], sum);
    const size_t entries = (size_t)mlg_sparse_entries(mlg_sparse_view_of(&m->changes));
    sum = mlg_checksum(m->changes.column, entries * sizeof *m->changes.column, sum);
    m->fingerprint = mlg_checksum(m->changes.value, entries * sizeof *m->changes.value, sum);
    if (o->parts > 0 && mlg_transit_from_places(o))
        m->fingerprint = mlg_transit_part_fingerprint(m->fingerprint, o->part, o->parts);
    return MLG_OK;
}

uint64_t mlg_transit_part_fingerprint(uint64_t all, int32_t part, int32_t parts)
{
    const int32_t words[] = { part, parts };
    return mlg_checksum(words, sizeof words, all);
}

uint64_t mlg_transit_model_fingerprint(const mlg_transit_model *model)
{
    return model->fingerprint;
}

static mlg_status open_store(mlg_transit_model *m, mlg_error *err)
{
    MLG_TRY(mlg_row_store_new(&m->store, INT64_MAX, err)); /* rows are not computed one at a time: all are kept */
    MLG_TRY(set_fingerprint(m, err));
    return mlg_row_store_recall(m->store, m->options.rows_path, m->fingerprint, m->places.count, m->report.rows,
                                sizeof m->report.rows, err);
}

mlg_status mlg_transit_model_save(mlg_transit_model *model, mlg_error *err)
{
    return mlg_row_store_retain(model->store, model->options.rows_path, model->fingerprint, model->report.rows,
                                sizeof model->report.rows, err);
}

/* ---- the model ---- */

bool mlg_transit_from_places(const mlg_transit_options *options)
{
    return (options->direction == MLG_TO_SITE) != options->arrivals;
}

mlg_status mlg_transit_model_new(mlg_transit_model **out, const mlg_gtfs *const *feeds, int32_t n_feeds,
                                 const mlg_walk_ground *ground, const mlg_walk_points *stops,
                                 const mlg_walk_points *places, const mlg_transit_options *options, mlg_error *err)
{
    mlg_transit_model *m = NULL;
    mlg_status st;
    *out = NULL;
    MLG_GO(check_options(options, err));
    MLG_GO(MLG_NEW(&m, 1, "travel by timetable", err));
    pthread_mutex_init(&m->lock, NULL);
    m->options = *options;
    m->ground = ground;
    MLG_GO(mlg_walk_copy_init(&m->stops, stops, NULL, stops->count, err));
    MLG_GO(mlg_walk_copy_init(&m->places, places, NULL, places->count, err));
    MLG_GO(make_days(m, feeds, n_feeds, err));
    MLG_GO(make_changes(m, feeds, n_feeds, err));
    st = open_store(m, err);
done:
    if (st == MLG_OK)
        *out = m;
    else
        mlg_transit_model_free(m);
    return st;
}

void mlg_transit_model_free(mlg_transit_model *model)
{
    if (!model)
        return;
    for (int32_t d = 0; model->days && d < model->options.draws; d++)
        mlg_timetable_free(model->days[d]);
    free(model->days);
    pthread_mutex_destroy(&model->lock);
    mlg_row_store_free(model->store);
    mlg_sparse_release(&model->changes);
    mlg_dial_changes_release(&model->dial_changes);
    mlg_walk_copy_release(&model->stops);
    mlg_walk_copy_release(&model->places);
    free(model);
}

mlg_transit_report mlg_transit_model_figures(const mlg_transit_model *model)
{
    return model->report;
}

const mlg_transit_options *mlg_transit_model_options(const mlg_transit_model *model)
{
    return &model->options;
}
