/* Travel by timetable in a study: the feeds, the day, the walks. */
#include "analysis/travel/model_inner.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"
#include "network/transit/altered.h"
#include "network/transit/line.h"
#include "study/provenance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mlg_timetables_close(mlg_timetables *t)
{
    mlg_transit_model_free(t->model);
    mlg_on_demand_release(&t->on_demand);
    for (int32_t f = 0; t->feeds && f < t->n_feeds; f++)
        mlg_gtfs_free(t->feeds[f]);
    free(t->feeds);
    free(t->times_path);
    *t = (mlg_timetables){ 0 };
}

/* ---- feeds ---- */

static mlg_status read_feeds(mlg_timetables *t, mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    MLG_TRY(MLG_NEW(&t->feeds, given->gtfs_count + 1, "timetables", err));
    t->n_feeds = (int32_t)given->gtfs_count;
    for (unsigned f = 0; f < given->gtfs_count; f++) {
        char *path;
        char key[32];
        snprintf(key, sizeof key, "travel.gtfs[%u]", f);
        mlg_status st = mlg_study_file_resolve(&path, study->file, study->data_folder, given->gtfs[f], err);
        if (st == MLG_OK)
            st = mlg_gtfs_read(&t->feeds[f], path, study->progress, err);
        free(path);
        if (st == MLG_OK)
            st = mlg_study_note_file(study, key, "gtfs", given->gtfs[f], err);
        MLG_TRY(mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.gtfs")));
    }
    return MLG_OK;
}

/* Beyond two days a single vehicle leaves in any case. */
static int32_t headway_s(double minutes)
{
    return (int32_t)lround(60 * fmin(minutes, 2 * 1440));
}

/* ---- lines that do not exist yet ---- */

/* Their stops are at the centres of communes: degrees, stop by stop, and when the vehicle is there. */
typedef struct {
    mlg_new_line *lines;
    double *lon, *lat;
    int32_t *at_s;
} draft_lines;

static mlg_status place_line(draft_lines *d, int32_t *n, mlg_study *study, const mlg_places *places,
                             unsigned index, mlg_transform *to_degrees, mlg_error *err)
{
    const mlg_config_line *ask = &study->config->travel->lines[index];
    char key[40];
    size_t failed;
    snprintf(key, sizeof key, "travel.lines[%u]", index);
    if (ask->minutes_count != ask->stops_count)
        return mlg_fail(err, MLG_INPUT, "%s: line %.40s has %u stops and %u times",
                        mlg_study_file_where(study->file, key), MLG_BRIEF(ask->name, 40), ask->stops_count,
                        ask->minutes_count);
    mlg_new_line *line = &d->lines[index];
    *line = (mlg_new_line){ ask->name,
                            (int32_t)ask->stops_count,
                            d->lon + *n,
                            d->lat + *n,
                            d->at_s + *n,
                            0,
                            0,
                            headway_s(mlg_config_line_every_minutes(ask)),
                            !ask->one_way };
    mlg_parse_hour(mlg_config_line_from(ask), &line->first_s);
    mlg_parse_hour(mlg_config_line_until(ask), &line->last_s);
    for (unsigned k = 0; k < ask->stops_count; k++, ++*n) {
        const int32_t place = mlg_places_find(places, ask->stops[k]);
        if (place < 0)
            return mlg_fail(err, MLG_INPUT, "%s: line %.40s stops at %s, which is not a commune of the study",
                            mlg_study_file_where(study->file, key), MLG_BRIEF(ask->name, 40), ask->stops[k]);
        d->lon[*n] = places->x_m[place];
        d->lat[*n] = places->y_m[place];
        d->at_s[*n] = (int32_t)lround(60 * ask->minutes[k]);
        mlg_transform_points(to_degrees, &d->lon[*n], &d->lat[*n], 1, &failed);
    }
    return MLG_OK;
}

static mlg_status note_lines(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    mlg_text name = { 0 };
    mlg_status st = MLG_OK;
    for (unsigned k = 0; k < given->lines_count; k++) {
        MLG_GO(mlg_text_set(&name, err, "ligne.%s", given->lines[k].name));
        MLG_GO(mlg_study_note_number(study, "travel", name.data, mlg_config_line_every_minutes(&given->lines[k]),
                                     "min entre deux départs", "etude", err));
    }
done:
    mlg_text_release(&name);
    return st;
}

/* They are one more feed. */
static mlg_status add_lines(mlg_timetables *t, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    draft_lines d = { 0 };
    mlg_transform *to_degrees = NULL;
    size_t stops = 0;
    int32_t n = 0;
    mlg_status st = MLG_OK;
    for (unsigned k = 0; k < given->lines_count; k++)
        stops += given->lines[k].stops_count;
    MLG_GO(MLG_NEW(&d.lines, given->lines_count, "a line", err));
    MLG_GO(MLG_NEW(&d.lon, stops, "a line", err));
    MLG_GO(MLG_NEW(&d.lat, stops, "a line", err));
    MLG_GO(MLG_NEW(&d.at_s, stops, "a line", err));
    MLG_GO(mlg_transform_epsg(&to_degrees, study->epsg, 4326, err));
    for (unsigned k = 0; k < given->lines_count; k++)
        MLG_GO(place_line(&d, &n, study, places, k, to_degrees, err));
    MLG_GO(mlg_gtfs_of_lines(&t->feeds[t->n_feeds], d.lines, (int32_t)given->lines_count, t->feeds[0]->zone, err));
    t->n_feeds++;
    st = note_lines(study, err);
done:
    mlg_transform_free(to_degrees);
    free(d.lines);
    free(d.lon);
    free(d.lat);
    free(d.at_s);
    return st;
}

/* Faults of the feeds, as rows of `reject`. */
static mlg_status list_faults(mlg_study *study, const mlg_timetables *t, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = mlg_db_query(&stmt, study->db, "access/insert_feed_fault", err);
    for (int32_t f = 0; st == MLG_OK && f < t->n_feeds; f++)
        for (int k = 0; st == MLG_OK && k < MLG_GTFS_FAULTS; k++) {
            char line[256];
            const mlg_gtfs_found *found = &t->feeds[f]->found[k];
            if (found->count == 0)
                continue;
            mlg_gtfs_fault_line(line, sizeof line, (mlg_gtfs_fault)k, found);
            mlg_bind_text(stmt, ":feed", study->config->travel->gtfs[f]);
            mlg_bind_text(stmt, ":fault", line);
            st = mlg_stmt_run(stmt, err);
        }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the day ---- */

static mlg_status refuse_days(mlg_study *study, const mlg_timetables *t, const char *why, mlg_error *err)
{
    char spans[256] = "", span[128], first_text[16], last_text[16];
    for (int32_t f = 0; f < t->n_feeds; f++) {
        int32_t first, last;
        if (f >= (int32_t)study->config->travel->gtfs_count || !mlg_gtfs_span(&first, &last, t->feeds[f]))
            continue;
        mlg_day_text(first_text, first);
        mlg_day_text(last_text, last);
        snprintf(span, sizeof span, "%.60s: %s - %s", MLG_BRIEF(study->config->travel->gtfs[f], 60), first_text,
                 last_text);
        mlg_list_add(spans, sizeof spans, "; ", span);
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, *spans ? "%s: %s (%s)" : "%s: %s",
                             mlg_study_file_where(study->file, "travel"), mlg_tr(why), spans);
    mlg_hint(err, "give a day on which they all run: travel: { date: YYYY-MM-DD }, or feeds of the same weeks");
    return st;
}

/* Days on which all feeds may run; false when there is none. */
static bool common_days(int32_t *first, int32_t *last, const mlg_timetables *t)
{
    *first = INT32_MIN;
    *last = INT32_MAX;
    for (int32_t f = 0; f < t->n_feeds; f++) {
        int32_t from, to;
        if (!mlg_gtfs_span(&from, &to, t->feeds[f]))
            return false;
        *first = from > *first ? from : *first;
        *last = to < *last ? to : *last;
    }
    return *first <= *last;
}

/* Trips of all feeds on each of n days; *trips[n] is freed by the caller. */
static mlg_status count_trips(int64_t **trips, const mlg_timetables *t, int32_t first, int32_t n, mlg_error *err)
{
    int64_t *own = NULL;
    mlg_status st;
    MLG_TRY(MLG_NEW(trips, (size_t)n, "days", err));
    MLG_GO(MLG_NEW(&own, (size_t)n, "days", err));
    for (int32_t f = 0; f < t->n_feeds; f++) {
        MLG_GO(mlg_gtfs_trips_by_day(own, t->feeds[f], first, n, err));
        for (int32_t d = 0; d < n; d++)
            (*trips)[d] += own[d];
    }
done:
    free(own);
    return st;
}

/* The Tuesday with most trips, the first of several; of a feed without a Tuesday, such a day. */
static mlg_status choose_day(int32_t *day, mlg_study *study, const mlg_timetables *t, mlg_error *err)
{
    enum { MOST_DAYS = 732, TUESDAY = 1 };
    int32_t first, last;
    int64_t most = 0, *trips = NULL;
    for (int32_t f = 0; f < t->n_feeds; f++)
        if (!mlg_gtfs_span(&first, &last, t->feeds[f]))
            return refuse_days(study, t, MLG_MARK("no vehicle runs on any day"), err);
    if (!common_days(&first, &last, t))
        return refuse_days(study, t, MLG_MARK("the timetables have no day in common"), err);
    if (last - first > MOST_DAYS)
        first = last - MOST_DAYS;
    mlg_status st = count_trips(&trips, t, first, last - first + 1, err);
    for (int tuesdays = 1; st == MLG_OK && tuesdays >= 0 && most == 0; tuesdays--)
        for (int32_t d = first; d <= last; d++)
            if ((!tuesdays || mlg_day_weekday(d) == TUESDAY) && trips[d - first] > most) {
                most = trips[d - first];
                *day = d;
            }
    free(trips);
    if (st == MLG_OK && most == 0)
        st = refuse_days(study, t, MLG_MARK("no vehicle runs on any day"), err);
    return st;
}

static mlg_status find_day(int32_t *day, mlg_study *study, const mlg_timetables *t, mlg_error *err)
{
    const char *given = study->config->travel->date;
    int year, month, day_of_month;
    if (!given)
        return choose_day(day, study, t, err);
    sscanf(given, "%d-%d-%d", &year, &month, &day_of_month); /* checked with the study file */
    *day = mlg_day_of(year, month, day_of_month);
    for (int32_t f = 0; f < t->n_feeds; f++) {
        int64_t trips;
        MLG_TRY(mlg_gtfs_trips_by_day(&trips, t->feeds[f], *day, 1, err));
        if (trips == 0)
            return refuse_days(study, t, MLG_MARK("a timetable has no trip on the day asked for"), err);
    }
    return MLG_OK;
}

/* ---- lines that change ---- */

static mlg_status refuse_line(const mlg_study *study, const mlg_timetables *t, const char *where, const char *name,
                              mlg_error *err)
{
    char known[300] = "";
    for (int32_t f = 0; f < t->n_feeds; f++)
        for (int32_t r = 0; r < t->feeds[f]->n_routes && r < 20; r++)
            mlg_list_add(known, sizeof known, ", ", mlg_gtfs_line_name(&t->feeds[f]->routes[r]));
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: no vehicle of line '%.60s' leaves in these hours on that day",
                             mlg_study_file_where(study->file, where), MLG_BRIEF(name, 60));
    mlg_hint(err, "lines of the timetables: %s", known);
    return st;
}

static mlg_status alter_line(mlg_timetables *t, mlg_study *study, unsigned index, int32_t day, mlg_error *err)
{
    const mlg_config_altered_line *ask = &study->config->travel->altered_lines[index];
    mlg_line_change change = { .name = ask->line,
                               .until_s = 2 * 86400,
                               .every_s = ask->every_minutes ? headway_s(*ask->every_minutes) : 0 };
    char key[48], name[128];
    int64_t all = 0;
    snprintf(key, sizeof key, "travel.altered_lines[%u]", index);
    if (ask->every_minutes && change.every_s < 1)
        return mlg_fail(err, MLG_INPUT, "%s: 'every_minutes' is less than a second",
                        mlg_study_file_where(study->file, key));
    mlg_parse_hour(mlg_config_altered_line_from(ask), &change.from_s);
    if (ask->until)
        mlg_parse_hour(ask->until, &change.until_s);
    for (int32_t f = 0; f < t->n_feeds; f++) {
        int64_t departures;
        MLG_TRY(mlg_gtfs_alter_line(&departures, t->feeds[f], &change, day, err));
        all += departures;
    }
    if (all == 0)
        return refuse_line(study, t, key, ask->line, err);
    snprintf(name, sizeof name, "ligne.%.100s", MLG_BRIEF(ask->line, 100));
    return change.every_s > 0 ? mlg_study_note_number(study, "travel", name, *ask->every_minutes,
                                                      "min entre deux départs", "etude", err)
                              : mlg_study_note_number(study, "travel", name, (double)all,
                                                      MLG_REPORT_MARK("départs supprimés"), "etude", err);
}

/* The day is that of the timetables as they are. */
static mlg_status alter_lines(mlg_timetables *t, mlg_study *study, int32_t day, mlg_error *err)
{
    for (unsigned k = 0; k < study->config->travel->altered_lines_count; k++)
        MLG_TRY(alter_line(t, study, k, day, err));
    return MLG_OK;
}

/* ---- walks ---- */

/* Positions of all stops in the system of the study, NaN where unknown; *x_m and *y_m are freed by the caller. */
static mlg_status place_stops(double **x_m, double **y_m, int32_t *count, const mlg_study *study,
                              const mlg_timetables *t, mlg_error *err)
{
    mlg_transform *to_metres;
    size_t failed;
    *count = 0;
    for (int32_t f = 0; f < t->n_feeds; f++)
        *count += t->feeds[f]->n_stops;
    MLG_TRY(MLG_NEW(x_m, (size_t)*count, "stops", err));
    MLG_TRY(MLG_NEW(y_m, (size_t)*count, "stops", err));
    MLG_TRY(mlg_transform_epsg(&to_metres, 4326, study->epsg, err));
    for (int32_t f = 0, at = 0; f < t->n_feeds; f++)
        for (int32_t s = 0; s < t->feeds[f]->n_stops; s++, at++) {
            (*x_m)[at] = t->feeds[f]->stops[s].lon;
            (*y_m)[at] = t->feeds[f]->stops[s].lat;
            if (isnan((*x_m)[at]))
                continue;
            mlg_transform_points(to_metres, *x_m + at, *y_m + at, 1, &failed);
            if (failed)
                (*x_m)[at] = (*y_m)[at] = (double)NAN;
        }
    mlg_transform_free(to_metres);
    return MLG_OK;
}

/* West, south, east, north of the places, and so far around them. */
static void box_around(double box[4], const mlg_places *places, double metres)
{
    box[0] = box[1] = (double)INFINITY;
    box[2] = box[3] = -(double)INFINITY;
    for (int32_t i = 0; i < places->count; i++) {
        box[0] = fmin(box[0], places->x_m[i] - metres);
        box[1] = fmin(box[1], places->y_m[i] - metres);
        box[2] = fmax(box[2], places->x_m[i] + metres);
        box[3] = fmax(box[3], places->y_m[i] + metres);
    }
}

/* A timetable that nobody of the study could reach is the wrong one, or its coordinates are. Zones of on-demand vehicles need no stops. */
static mlg_status check_stops(const mlg_study *study, const mlg_timetables *t, const mlg_places *places,
                              const double *x_m, const double *y_m, mlg_error *err)
{
    const double far_m = 100e3;
    double box[4];
    box_around(box, places, far_m);
    for (int32_t f = 0, at = 0; f < (int32_t)study->config->travel->gtfs_count; at += t->feeds[f++]->n_stops) {
        int32_t near = 0;
        for (int32_t s = at; s < at + t->feeds[f]->n_stops; s++)
            near += x_m[s] >= box[0] && x_m[s] <= box[2] && y_m[s] >= box[1] && y_m[s] <= box[3];
        if (near > 0 || t->feeds[f]->n_flex > 0)
            continue;
        char key[32];
        snprintf(key, sizeof key, "travel.gtfs[%d]", f);
        mlg_status st = mlg_fail(err, MLG_DATA, "%s: no stop of %.60s is within %.0f km of a place of the study",
                                 mlg_study_file_where(study->file, key),
                                 MLG_BRIEF(study->config->travel->gtfs[f], 60), far_m / 1000);
        mlg_hint(err, "maillage check FEED.zip says where its stops are, and what is wrong with them");
        return st;
    }
    return MLG_OK;
}

static mlg_status open_ground(mlg_timetables *t, mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    t->ground = (mlg_walk_ground){ .detour = mlg_config_travel_detour(given),
                                   .speed_kmh = mlg_config_travel_walk_kmh(given),
                                   .threads = study->threads };
    if (!given->osm && given->elevation)
        return mlg_fail(err, MLG_INPUT, "%s: slopes count on streets only: give 'osm' too",
                        mlg_study_file_where(study->file, "travel.elevation"));
    MLG_TRY(mlg_islands_read(&t->ground.islands, study->epsg, err));
    if (!given->osm)
        return MLG_OK;
    MLG_TRY(mlg_roads_open_streets(study, given->profile ? given->profile : "foot", err));
    t->ground.graph = study->travel->roads.graph;
    return MLG_OK;
}

/* Snaps on streets; *snaps stays NULL in straight lines. */
static mlg_status snap(mlg_snap **snaps, int32_t count[MLG_SNAP_STATUSES], mlg_study *study, const double *x_m,
                       const double *y_m, int32_t n, mlg_error *err)
{
    return study->travel->timetables.ground.graph ? mlg_roads_snap(snaps, count, study, x_m, y_m, n, err) : MLG_OK;
}

static bool by_arrivals(const mlg_study *study)
{
    const char *hours_of = study->config->travel->hours_of;
    return hours_of && strcmp(hours_of, "arrival") == 0;
}

bool mlg_study_searches_from_places(const mlg_study *study)
{
    const mlg_transit_options options = { .arrivals = by_arrivals(study),
                                          .direction = mlg_roads_direction(study) };
    return mlg_study_has_model(study, "transit") && mlg_transit_from_places(&options);
}

static mlg_status options_of(mlg_transit_options *o, const mlg_timetables *t, mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    *o = (mlg_transit_options){
        .arrivals = by_arrivals(study),
        .most_rides = mlg_config_travel_transfers(given) + 1,
        .limit_ds = mlg_bounded_ds(mlg_config_travel_longest_minutes(given)),
        .walk_ds = mlg_bounded_ds(mlg_config_travel_walk_minutes(given)),
        .change_ds = mlg_bounded_ds(mlg_config_travel_transfer_minutes(given)),
        .foot_ds = mlg_bounded_ds(mlg_config_travel_foot_minutes(given)),
        .board_ds = mlg_bounded_ds(mlg_config_travel_boarding_minutes(given)),
        .percent = mlg_config_travel_percentile(given),
        .draws = mlg_config_travel_draws(given),
        .on_request = !given->scheduled_only,
        .direction = mlg_roads_direction(study),
        .rows_path = t->times_path,
        .prepare_only = study->prepare_only,
        .plan_path = study->plan_path,
        .plan_key = study->plan_key,
        .part = study->part,
        .parts = study->parts,
        .threads = study->threads,
    };
    MLG_TRY(find_day(&o->day, study, t, err));
    if (!mlg_parse_hour(mlg_config_travel_from(given), &o->first_s) ||
        !mlg_parse_hour(mlg_config_travel_until(given), &o->last_s) || o->last_s <= o->first_s)
        return mlg_fail(err, MLG_INPUT, "%s: the hours from %s until %s are not a period of the day",
                        mlg_study_file_where(study->file, "travel"), mlg_config_travel_from(given),
                        mlg_config_travel_until(given));
    return MLG_OK;
}

/* ---- what is recorded ---- */

static const char *origin_of(bool given)
{
    return given ? "etude" : "defaut";
}

static mlg_status note_hours(mlg_study *study, const mlg_transit_options *o, mlg_error *err)
{
    const mlg_config_travel *g = study->config->travel;
    char day[16], hours[32];
    mlg_day_text(day, o->day);
    snprintf(hours, sizeof hours, "%s - %s", mlg_config_travel_from(g), mlg_config_travel_until(g));
    MLG_TRY(mlg_study_note(study, "travel", "jour", day, NULL,
                           g->date ? "etude" : "defaut: le mardi le mieux desservi", err));
    MLG_TRY(mlg_study_note(study, "travel", o->arrivals ? "arrivees" : "departs", hours, "chaque minute",
                           origin_of(g->from || g->until), err));
    MLG_TRY(mlg_study_note_number(study, "travel", "percentile", o->percent, "%", origin_of(g->percentile), err));
    return mlg_study_note(study, "travel", "sens",
                          o->direction == MLG_TO_SITE ? MLG_SENSE_TO_SITE : MLG_SENSE_FROM_SITE, NULL,
                          origin_of(g->direction), err);
}

static mlg_status note_limits(mlg_study *study, const mlg_transit_options *o, mlg_error *err)
{
    const mlg_config_travel *g = study->config->travel;
    const struct {
        const char *name;
        int32_t time_ds;
        bool given;
    } limits[] = { { "trajet_max", o->limit_ds, g->longest_minutes },
                   { "marche_max", o->walk_ds, g->walk_minutes },
                   { "marche_correspondance_max", o->change_ds, g->transfer_minutes },
                   { "trajet_a_pied_max", o->foot_ds, g->foot_minutes },
                   { "avance_arret", o->board_ds, g->boarding_minutes } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        MLG_TRY(mlg_study_note_number(study, "travel", limits[i].name, (double)limits[i].time_ds / MLG_DS_PER_MIN,
                                      "min", origin_of(limits[i].given), err));
    if (!g->osm) {
        MLG_TRY(mlg_study_note_number(study, "travel", "detour", mlg_config_travel_detour(g), NULL,
                                      origin_of(g->detour), err));
        MLG_TRY(mlg_study_note_number(study, "travel", "vitesse_marche", mlg_config_travel_walk_kmh(g), "km/h",
                                      origin_of(g->walk_kmh), err));
    }
    return mlg_study_note_number(study, "travel", "correspondances_max", o->most_rides - 1, NULL,
                                 origin_of(g->transfers), err);
}

static mlg_status note_transit(mlg_study *study, const mlg_timetables *t, const mlg_transit_options *o,
                               mlg_error *err)
{
    const mlg_config_travel *g = study->config->travel;
    const mlg_transit_report r = mlg_transit_model_figures(t->model);
    MLG_TRY(mlg_study_note(study, "travel", "modele", MLG_MODEL_TRANSIT, NULL, "etude", err));
    MLG_TRY(note_hours(study, o, err));
    MLG_TRY(note_limits(study, o, err));
    MLG_TRY(mlg_study_note_number(study, "travel", "courses", r.runs, "courses de la période", "calcul", err));
    int32_t stops = r.stops, deviated = 0;
    for (int32_t f = 0; f < t->n_feeds; f++) {
        stops -= t->feeds[f]->n_variants;
        deviated += t->feeds[f]->deviated;
    }
    MLG_TRY(mlg_study_note_number(study, "travel", "arrets", stops, "arrêts", "calcul", err));
    if (deviated > 0)
        MLG_TRY(mlg_study_note_number(study, "travel", "courses_deviees", deviated,
                                      o->on_request
                                          ? "courses des horaires, qui passent dans des zones sur demande"
                                          : "courses des horaires ; leurs détours ne comptent pas",
                                      "calcul", err));
    if (r.random_runs > 0)
        MLG_TRY(mlg_study_note_number(study, "travel", "tirages", o->draws, "horaires tirés des fréquences",
                                      origin_of(g->draws), err));
    if (!g->osm)
        return MLG_OK;
    MLG_TRY(
        mlg_study_note(study, "travel", "reseau", g->osm, NULL, "© les contributeurs d'OpenStreetMap, ODbL", err));
    return mlg_study_note(study, "travel", "profil", g->profile ? g->profile : "foot", NULL, origin_of(g->profile),
                          err);
}

/* ---- entry points ---- */

/* For failures that do not say where in the study file they come from. */
static mlg_status at_travel(const mlg_study *study, mlg_status st, mlg_error *err)
{
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel"));
}

static mlg_status open_model(mlg_timetables *t, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_gtfs *const *feeds = (const mlg_gtfs *const *)t->feeds;
    mlg_transit_options options;
    double *x_m = NULL, *y_m = NULL;
    mlg_snap *stop_snaps = NULL, *place_snaps = NULL;
    int32_t n_stops, count[MLG_SNAP_STATUSES];
    mlg_status st;
    MLG_GO(options_of(&options, t, study, err));
    MLG_GO(alter_lines(t, study, options.day, err));
    MLG_GO(mlg_on_demand_repeat(&t->on_demand, &options, err));
    if (options.on_request)
        MLG_GO(
            at_travel(study, mlg_on_demand_add_flex(&t->on_demand, study, feeds, t->n_feeds, &options, err), err));
    options.dials = t->on_demand.services;
    options.n_dials = t->on_demand.count;
    MLG_GO(place_stops(&x_m, &y_m, &n_stops, study, t, err));
    MLG_GO(check_stops(study, t, places, x_m, y_m, err));
    MLG_GO(snap(&stop_snaps, count, study, x_m, y_m, n_stops, err));
    MLG_GO(snap(&place_snaps, count, study, places->x_m, places->y_m, places->count, err));
    if (place_snaps)
        MLG_GO(mlg_roads_list_odd(study, "lieu", places->code, place_snaps, places->count, err));
    const mlg_walk_points stops = { n_stops, x_m, y_m, stop_snaps };
    const mlg_walk_points homes = { places->count, places->x_m, places->y_m, place_snaps };
    MLG_GO(at_travel(
        study, mlg_transit_model_new(&t->model, feeds, t->n_feeds, &t->ground, &stops, &homes, &options, err),
        err));
    MLG_GO(note_transit(study, t, &options, err));
    st = mlg_transit_layers_write(study, t, x_m, y_m, options.day, err);
done:
    free(x_m);
    free(y_m);
    free(stop_snaps);
    free(place_snaps);
    return st;
}

mlg_status mlg_timetables_open(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_timetables *t = &study->travel->timetables;
    MLG_TRY(read_feeds(t, study, err));
    MLG_TRY(list_faults(study, t, err));
    if (study->config->travel->lines_count > 0)
        MLG_TRY(mlg_while(err, add_lines(t, study, places, err), "%s", "travel.lines"));
    MLG_TRY(mlg_on_demand_open(&t->on_demand, study, places, err));
    MLG_TRY(open_ground(t, study, err));
    MLG_TRY(mlg_times_beside(&t->times_path, study, err));
    return open_model(t, study, places, err);
}

mlg_status mlg_timetables_travel(mlg_travel **travel, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    mlg_snap *snaps = NULL;
    mlg_status st = MLG_OK;
    *travel = NULL;
    if (study->travel->timetables.ground.graph)
        MLG_GO(mlg_roads_attach(&snaps, study, sites, err));
    const mlg_walk_points points = { sites->count, sites->x_m, sites->y_m, snaps };
    st = mlg_travel_transit(travel, study->travel->timetables.model, &points, sites->place,
                            mlg_study_intra_ds(study), err);
done:
    free(snaps);
    return st;
}

mlg_status mlg_timetables_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err)
{
    mlg_timetables *t = &study->travel->timetables;
    MLG_TRY(mlg_transit_model_save(t->model, err));
    const mlg_transit_report r = mlg_transit_model_figures(t->model);
    account->rows = (mlg_run_travel){ .searched = r.searched, .kept = r.kept };
    mlg_travel_say(account, "travel by timetable: %d vehicles, %lld searches of %d departures, %lld rows reused",
                   r.runs, (long long)r.searched, r.samples, (long long)r.kept);
    if (*r.rows)
        mlg_travel_say(account, "times kept: %s", r.rows);
    return MLG_OK;
}
