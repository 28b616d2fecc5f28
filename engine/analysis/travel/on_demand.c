/* On-demand transport: zones of communes that a study asks for, and those of its timetables (GTFS-Flex). */
#include "analysis/travel/model_inner.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"
#include "network/transit/zone.h"
#include "study/provenance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DAY_S = 86400 };

void mlg_on_demand_release(mlg_on_demand *d)
{
    for (int32_t k = 0; k < d->n_outlines; k++)
        mlg_geom_free(d->outlines[k]);
    free(d->outlines);
    free(d->stops);
    free(d->services);
    mlg_arena_release(&d->texts);
    *d = (mlg_on_demand){ 0 };
}

/* ---- outlines ---- */

/* Where the study file asks for a zone; valid until the next call. */
static const char *where(const mlg_study *study, unsigned index)
{
    char key[48];
    snprintf(key, sizeof key, "travel.on_demand[%u]", index);
    return mlg_study_file_where(study->file, key);
}

static mlg_status read_outline(mlg_geom **out, mlg_study *study, const char *commune, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    *out = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "desert/select_outline", err));
    mlg_bind_text(stmt, ":insee_com", commune);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row && !mlg_column_is_null(stmt, 0)) {
        size_t size;
        const void *bytes = mlg_column_blob(stmt, 0, &size);
        st = mlg_geom_from_gpb(out, bytes, size, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* The land of communes, in the plane of the study. */
static mlg_status unite(mlg_geom **out, mlg_study *study, const mlg_places *places, unsigned index,
                        const char *name, const char *const *communes, unsigned n, mlg_error *err)
{
    mlg_geom **parts = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&parts, n, "an on-demand zone", err));
    for (unsigned k = 0; k < n; k++) {
        if (mlg_places_find(places, communes[k]) == MLG_NOWHERE) {
            st = mlg_fail(err, MLG_INPUT, "%s: %.40s: commune %s is not one of the study", where(study, index),
                          MLG_BRIEF(name, 40), communes[k]);
            goto done;
        }
        MLG_GO(read_outline(&parts[k], study, communes[k], err));
        if (!parts[k]) {
            st = mlg_fail(err, MLG_INPUT, "%s: %.40s: commune %s has no outline, by which the zone is known",
                          where(study, index), MLG_BRIEF(name, 40), communes[k]);
            goto done;
        }
    }
    st = mlg_geom_union(out, (const mlg_geom *const *)parts, (int32_t)n, err);
done:
    for (unsigned k = 0; parts && k < n; k++)
        mlg_geom_free(parts[k]);
    free(parts);
    return st;
}

/* ---- services ---- */

/* From a part of the zone to another, at the hours of the zone. */
static void add_service(mlg_on_demand *d, const mlg_config_travel *travel, const mlg_config_on_demand *ask,
                        const mlg_geom *from, const mlg_geom *to)
{
    mlg_dial_service *s = &d->services[d->count++];
    *s = (mlg_dial_service){ .name = ask->name,
                             .booking = ask->booking,
                             .from = { .outline = from },
                             .to = { .outline = to, .last_s = 2 * DAY_S },
                             .wait_ds = mlg_bounded_ds(mlg_config_on_demand_wait_minutes(ask)),
                             .speed_kmh = mlg_config_on_demand_speed_kmh(ask),
                             .detour = mlg_config_travel_detour(travel),
                             .factor = 1 };
    mlg_parse_hour(mlg_config_on_demand_from(ask), &s->from.first_s);
    mlg_parse_hour(mlg_config_on_demand_until(ask), &s->from.last_s);
}

static mlg_status check_hours(const mlg_study *study, unsigned index, const mlg_dial_service *s, mlg_error *err)
{
    if (s->from.last_s > s->from.first_s)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: %.40s: its hours end before they begin", where(study, index),
                    MLG_BRIEF(s->name, 40));
}

/* Room for one more outline has been made. */
static mlg_geom **next_outline(mlg_on_demand *d)
{
    d->outlines[d->n_outlines] = NULL;
    return &d->outlines[d->n_outlines++];
}

/* Within the zone, and between it and where its vehicles also go. */
static mlg_status add_zone(mlg_on_demand *d, mlg_study *study, const mlg_places *places, unsigned index,
                           mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    const mlg_config_on_demand *ask = &travel->on_demand[index];
    mlg_geom **zone = next_outline(d);
    MLG_TRY(unite(zone, study, places, index, ask->name, (const char *const *)ask->communes, ask->communes_count,
                  err));
    add_service(d, travel, ask, *zone, *zone);
    MLG_TRY(check_hours(study, index, &d->services[d->count - 1], err));
    if (ask->to_count == 0)
        return MLG_OK;
    mlg_geom **also = next_outline(d);
    MLG_TRY(unite(also, study, places, index, ask->name, (const char *const *)ask->to, ask->to_count, err));
    add_service(d, travel, ask, *zone, *also);
    add_service(d, travel, ask, *also, *zone);
    return MLG_OK;
}

/* ---- hours ---- */

/* Between which vehicles take people, for a trip of the study: seconds of its day. */
typedef struct {
    int32_t from_s, to_s;
} taking_hours;

static taking_hours hours_of(const mlg_transit_options *o)
{
    const int32_t longest_s = o->limit_ds / 10 + 1;
    return (taking_hours){ o->first_s - (o->arrivals ? longest_s : 0), o->last_s + (o->arrivals ? 0 : longest_s) };
}

static bool is_within(const mlg_dial_service *s, const taking_hours *h)
{
    return s->from.last_s >= h->from_s && s->from.first_s <= h->to_s;
}

mlg_status mlg_on_demand_repeat(mlg_on_demand *d, const mlg_transit_options *options, mlg_error *err)
{
    const taking_hours when = hours_of(options);
    const int32_t count = d->count;
    MLG_TRY(MLG_GROW(&d->services, &d->services_room, 3 * (size_t)count, "on-demand zones", err));
    for (int32_t k = 0; k < count; k++)
        for (int days = -1; days <= 1; days += 2) {
            mlg_dial_service s = d->services[k];
            s.from.first_s += days * DAY_S;
            s.from.last_s += days * DAY_S;
            s.to.first_s += days * DAY_S;
            s.to.last_s += days * DAY_S;
            if (is_within(&s, &when))
                d->services[d->count++] = s;
        }
    return MLG_OK;
}

/* ---- what is recorded ---- */

static double people_of(const mlg_places *places, const mlg_config_on_demand *ask)
{
    double people = 0;
    for (unsigned k = 0; k < ask->communes_count; k++) {
        const int32_t commune = mlg_places_find(places, ask->communes[k]);
        bool again = false; /* one that is listed twice counts once */
        for (unsigned l = 0; l < k; l++)
            again |= strcmp(ask->communes[l], ask->communes[k]) == 0;
        for (int32_t i = 0; !again && i < places->count; i++)
            if (places->commune[i] == commune)
                people += places->population[i];
    }
    return people;
}

static mlg_status note_zone(mlg_study *study, const mlg_places *places, const mlg_config_on_demand *ask,
                            mlg_error *err)
{
    mlg_text name = { 0 };
    char hours[32];
    mlg_status st;
    snprintf(hours, sizeof hours, "%s - %s", mlg_config_on_demand_from(ask), mlg_config_on_demand_until(ask));
    MLG_GO(mlg_text_set(&name, err, "tad.%s.attente", ask->name));
    MLG_GO(mlg_study_note_number(study, "travel", name.data, mlg_config_on_demand_wait_minutes(ask), "min",
                                 ask->wait_minutes ? "etude" : "defaut", err));
    MLG_GO(mlg_text_set(&name, err, "tad.%s.vitesse", ask->name));
    MLG_GO(mlg_study_note_number(study, "travel", name.data, mlg_config_on_demand_speed_kmh(ask), "km/h",
                                 ask->speed_kmh ? "etude" : "defaut", err));
    MLG_GO(mlg_text_set(&name, err, "tad.%s.heures", ask->name));
    MLG_GO(mlg_study_note(study, "travel", name.data, hours, NULL, ask->from || ask->until ? "etude" : "defaut",
                          err));
    MLG_GO(mlg_text_set(&name, err, "tad.%s.habitants", ask->name));
    MLG_GO(mlg_study_note_number(study, "travel", name.data, round(people_of(places, ask)), "habitants", "calcul",
                                 err));
    if (ask->trips_a_day) {
        MLG_GO(mlg_text_set(&name, err, "tad.%s.capacite", ask->name));
        MLG_GO(mlg_study_note_number(study, "travel", name.data, *ask->trips_a_day,
                                     "trajets par jour ; les temps n'en tiennent pas compte", "etude", err));
    }
    if (ask->booking) {
        MLG_GO(mlg_text_set(&name, err, "tad.%s.reservation", ask->name));
        MLG_GO(mlg_study_note(study, "travel", name.data, ask->booking, NULL, "etude", err));
    }
done:
    mlg_text_release(&name);
    return st;
}

/* ---- those of the timetables ---- */

/* From degrees to the plane of the study. */
typedef struct {
    mlg_transform *to_metres;
    bool failed;
} flattening;

static void to_plane(void *context, double xy[2])
{
    flattening *f = context;
    size_t failed;
    mlg_transform_points(f->to_metres, &xy[0], &xy[1], 1, &failed);
    f->failed = f->failed || failed > 0;
}

/* *out is NULL for an outline that the plane does not hold: nobody of the study is there. */
static mlg_status flatten(mlg_geom **out, const mlg_geom *degrees, mlg_transform *to_metres, mlg_error *err)
{
    flattening f = { to_metres, false };
    mlg_status st = mlg_geom_map(out, degrees, to_plane, &f, err);
    if (!f.failed)
        return st;
    mlg_geom_free(*out);
    *out = NULL;
    return st == MLG_MEMORY ? st : MLG_OK;
}

/* How one books, in words. */
static mlg_status tell_booking(const char **out, mlg_on_demand *d, const mlg_gtfs_booking *b, mlg_error *err)
{
    char text[160] = "";
    if (b->type == MLG_BOOKING_AT_ONCE)
        snprintf(text, sizeof text, "%s", mlg_tr("without notice"));
    else if (b->type == MLG_BOOKING_SAME_DAY && b->notice_min >= 0)
        snprintf(text, sizeof text, mlg_tr("%d min before"), b->notice_min);
    else if (b->type == MLG_BOOKING_DAYS_BEFORE && b->notice_days >= 0)
        snprintf(text, sizeof text, mlg_tr("days before, at least: %d"), b->notice_days);
    if (*b->phone)
        mlg_list_add(text, sizeof text, ", ", MLG_BRIEF(b->phone, 40));
    *out = *text ? mlg_arena_text(&d->texts, text) : NULL;
    return *text && !*out ? mlg_fail_memory(err, "on-demand zones", sizeof text) : MLG_OK;
}

/* Where zones of the feed are: their outlines follow those that are there, their stops are numbered as in all timetables. */
typedef struct {
    const mlg_gtfs *feed;
    int32_t first_outline, first_stop; /* into outlines and stops of mlg_on_demand */
    int32_t shift_s;                   /* from the hours of the feed to those of the study */
    taking_hours when;                 /* of the study */
    int32_t board_ds;                  /* before a vehicle of a line */
} feed_zones;

static mlg_dial_area area_of(const mlg_on_demand *d, const feed_zones *z, int32_t area, int32_t first_s,
                             int32_t last_s)
{
    const mlg_gtfs_area *a = &z->feed->areas[area];
    return (mlg_dial_area){ .outline = d->outlines[z->first_outline + area],
                            .stops = a->outline ? NULL : d->stops + z->first_stop + a->first_stop,
                            .n_stops = a->outline ? 0 : a->n_stops,
                            .first_s = first_s + z->shift_s,
                            .last_s = last_s + z->shift_s };
}

static mlg_status add_flex(mlg_on_demand *d, const feed_zones *z, const mlg_gtfs_flex *f,
                           const mlg_config_travel *travel, mlg_error *err)
{
    const mlg_gtfs_trip *trip = &z->feed->trips[f->trip];
    MLG_TRY(MLG_GROW(&d->services, &d->services_room, (size_t)d->count + 1, "on-demand zones", err));
    mlg_dial_service *s = &d->services[d->count];
    *s = (mlg_dial_service){ .name = mlg_gtfs_line_name(mlg_gtfs_route_of(z->feed, trip)),
                             .from = area_of(d, z, f->from, f->first_s, f->last_s),
                             .to = area_of(d, z, f->to, f->to_first_s, f->to_last_s),
                             .wait_ds = f->scheduled
                                            ? z->board_ds
                                            : mlg_bounded_ds(mlg_config_travel_on_demand_wait_minutes(travel)),
                             .speed_kmh = mlg_config_travel_on_demand_kmh(travel),
                             .detour = mlg_config_travel_detour(travel),
                             .factor = trip->factor > 0 ? trip->factor : 1,
                             .extra_ds = (int32_t)lround(10 * trip->extra_s) };
    if (!is_within(s, &z->when))
        return MLG_OK;
    d->count++;
    return f->booking >= 0 ? tell_booking(&s->booking, d, &z->feed->bookings[f->booking], err) : MLG_OK;
}

/* Zones of one feed, whose stops begin at `offset` among those of all. */
static mlg_status read_zones(mlg_on_demand *d, feed_zones *z, int32_t offset, mlg_transform *to_metres,
                             mlg_error *err)
{
    const mlg_gtfs *feed = z->feed;
    z->first_outline = d->n_outlines;
    z->first_stop = d->n_stops;
    for (int32_t k = 0; k < feed->n_area_stops; k++)
        d->stops[d->n_stops++] = offset + feed->area_stops[k];
    for (int32_t a = 0; a < feed->n_areas; a++) {
        mlg_geom **out = next_outline(d);
        if (feed->areas[a].outline)
            MLG_TRY(flatten(out, feed->areas[a].outline, to_metres, err));
    }
    return MLG_OK;
}

/* Rides of the day, and those of the days beside it, whose hours may run past midnight. */
static mlg_status add_rides(mlg_on_demand *d, feed_zones *z, const char *zone, int32_t day,
                            const mlg_config_travel *travel, mlg_error *err)
{
    const mlg_gtfs *feed = z->feed;
    for (int offset = -1; offset <= 1; offset++) {
        z->shift_s = mlg_zone_noon_s(feed->zone, zone, day, offset);
        for (int32_t k = 0; k < feed->n_flex; k++)
            if (mlg_gtfs_runs(feed, feed->trips[feed->flex[k].trip].service, day + offset))
                MLG_TRY(add_flex(d, z, &feed->flex[k], travel, err));
    }
    return MLG_OK;
}

static mlg_status note_flex(mlg_study *study, int32_t n, mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    MLG_TRY(mlg_study_note_number(study, "travel", "tad.services", n,
                                  MLG_REPORT_MARK("trajets à la demande des horaires"), "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "tad.attente", mlg_config_travel_on_demand_wait_minutes(travel),
                                  "min", travel->on_demand_wait_minutes ? "etude" : "defaut", err));
    return mlg_study_note_number(study, "travel", "tad.vitesse", mlg_config_travel_on_demand_kmh(travel), "km/h",
                                 travel->on_demand_kmh ? "etude" : "defaut", err);
}

mlg_status mlg_on_demand_add_flex(mlg_on_demand *d, mlg_study *study, const mlg_gtfs *const *feeds,
                                  int32_t n_feeds, const mlg_transit_options *options, mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    const int32_t before = d->count;
    mlg_transform *to_metres = NULL;
    size_t rides = 0, outlines = (size_t)d->n_outlines, stops = 0;
    int32_t offset = 0;
    mlg_status st;
    for (int32_t f = 0; f < n_feeds; f++) {
        rides += (size_t)feeds[f]->n_flex;
        outlines += (size_t)feeds[f]->n_areas;
        stops += (size_t)feeds[f]->n_area_stops;
    }
    if (rides == 0)
        return MLG_OK;
    MLG_GO(MLG_GROW(&d->outlines, &d->outlines_room, outlines, "on-demand zones", err));
    MLG_GO(MLG_NEW(&d->stops, stops, "on-demand zones", err));
    MLG_GO(mlg_transform_epsg(&to_metres, 4326, study->epsg, err));
    for (int32_t f = 0; f < n_feeds; offset += feeds[f++]->n_stops) {
        feed_zones z = { .feed = feeds[f], .when = hours_of(options), .board_ds = options->board_ds };
        MLG_GO(read_zones(d, &z, offset, to_metres, err));
        MLG_GO(add_rides(d, &z, feeds[0]->zone, options->day, travel, err));
    }
    int32_t added = d->count - before;
    MLG_GO(mlg_dial_services_unique(d->services + before, &added, err));
    d->count = before + added;
    st = note_flex(study, added, err);
done:
    mlg_transform_free(to_metres);
    return st;
}

/* ---- entry point ---- */

mlg_status mlg_on_demand_open(mlg_on_demand *d, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    const unsigned n = travel->on_demand_count;
    MLG_TRY(MLG_GROW(&d->services, &d->services_room, 3 * (size_t)n, "on-demand zones", err));
    MLG_TRY(MLG_GROW(&d->outlines, &d->outlines_room, 2 * (size_t)n, "on-demand zones", err));
    for (unsigned k = 0; k < n; k++) {
        MLG_TRY(add_zone(d, study, places, k, err));
        MLG_TRY(note_zone(study, places, &travel->on_demand[k], err));
    }
    return MLG_OK;
}
