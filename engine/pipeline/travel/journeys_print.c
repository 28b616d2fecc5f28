/* Journeys as text and as JSON. */
#include "adapters/json.h"
#include "base/language.h"
#include "base/text.h"
#include "pipeline/travel/journeys.h"

#include <stdio.h>

static void hour_text(char text[16], int32_t time_ds, bool seconds)
{
    const int32_t time_s = time_ds / 10;
    int n = snprintf(text, 16, "%02d:%02d", time_s / 3600, time_s / 60 % 60);
    if (seconds)
        snprintf(text + n, 16 - (size_t)n, ":%02d", time_s % 60);
}

static double minutes(int32_t time_ds)
{
    return (double)time_ds / MLG_DS_PER_MIN;
}

/* ---- what the timetables say of a leg ---- */

static const mlg_gtfs_stop *stop_of(const mlg_journey_list *list, int32_t stop, int32_t *feed)
{
    int32_t own;
    *feed = mlg_study_trips_stop(&own, &list->trips, stop);
    return &list->trips.feeds[*feed]->stops[own];
}

static const char *stop_name(const mlg_journey_list *list, int32_t stop)
{
    int32_t feed;
    const mlg_gtfs_stop *s = stop_of(list, stop, &feed);
    return *s->name ? s->name : s->id;
}

/* A passenger may stay on board from one trip to the next: the parts of the run that a leg rides. */
typedef struct {
    const mlg_run_part *first, *end;
} parts;

static parts parts_of(const mlg_journey_list *list, const mlg_leg *leg)
{
    const mlg_timetable *t = list->trips.trips.transit.days[0];
    parts p = { &t->parts[t->first_part[leg->run]], &t->parts[t->first_part[leg->run + 1]] };
    while (p.first + 1 < p.end && p.first[1].position <= leg->from_position)
        p.first++;
    while (p.first + 1 < p.end && p.end[-1].position >= leg->to_position)
        p.end--;
    return p;
}

static const mlg_gtfs_route *route_of(const mlg_journey_list *list, const mlg_run_part *part)
{
    const mlg_gtfs *feed = list->trips.feeds[part->feed];
    return mlg_gtfs_route_of(feed, &feed->trips[part->trip]);
}

static int32_t walk_ds(const mlg_journey_list *list, const mlg_leg *leg)
{
    return mlg_leg_walk_ds(leg, list->trips.options->board_ds);
}

/* Times of a journey; what is neither on foot nor on board is waiting. */
typedef struct {
    int32_t all_ds, walk_ds, ride_ds, wait_ds, transfers;
} sums;

static sums sums_of(const mlg_journey_list *list, const mlg_journey *j)
{
    sums s = { .all_ds = j->arrives_ds - j->departs_ds,
               .ride_ds = j->ride_ds,
               .transfers = j->rides > 0 ? j->rides - 1 : 0 };
    for (int32_t k = 0; k < j->count; k++)
        if (!j->legs[k].ride)
            s.walk_ds += walk_ds(list, &j->legs[k]);
    s.wait_ds = s.all_ds - s.walk_ds - s.ride_ds;
    return s;
}

/* Times drawn for a line that is known by its frequency only are one of many. */
static bool is_drawn(const mlg_journey_list *list)
{
    return list->trips.trips.transit.days[0]->random_runs > 0;
}

/* ---- text ---- */

static void add_ride(mlg_text *out, const mlg_journey_list *list, const mlg_leg *leg)
{
    char leaves[16], arrives[16];
    const parts p = parts_of(list, leg);
    const char *headsign = list->trips.feeds[p.end[-1].feed]->trips[p.end[-1].trip].headsign;
    hour_text(leaves, leg->leaves_ds, false);
    hour_text(arrives, leg->arrives_ds, false);
    mlg_text_printf(out, mlg_tr("  %s  line %s"), leaves, mlg_gtfs_line_name(route_of(list, p.first)));
    if (*headsign)
        mlg_text_printf(out, mlg_tr(" towards %s"), headsign);
    mlg_text_printf(out, mlg_tr(", from %s to %s, %s\n"), stop_name(list, leg->from_stop),
                    stop_name(list, leg->to_stop), arrives);
}

/* The place of an end of a leg; NULL: the origin, the destination. */
static const char *end_name(const mlg_journey_list *list, int32_t stop)
{
    return stop >= 0 ? stop_name(list, stop) : NULL;
}

static const mlg_dial_service *service_of(const mlg_journey_list *list, const mlg_leg *leg)
{
    return &list->trips.options->dials[leg->dial->service];
}

/* From being ready to being there. */
static void add_dial(mlg_text *out, const mlg_journey_list *list, const mlg_leg *leg)
{
    char leaves[16], arrives[16];
    const char *from = end_name(list, leg->from_stop), *to = end_name(list, leg->to_stop);
    hour_text(leaves, leg->leaves_ds, false);
    hour_text(arrives, leg->arrives_ds, false);
    mlg_text_printf(out, mlg_tr("  %s  on-demand transport %s, from %s to %s, %s\n"), leaves,
                    service_of(list, leg)->name, from ? from : mlg_tr("the start"),
                    to ? to : mlg_tr("the destination"), arrives);
    if (service_of(list, leg)->booking)
        mlg_text_printf(out, mlg_tr("         booking: %s\n"), service_of(list, leg)->booking);
}

/* One stop may have several numbers (gtfs_variants.c). */
static bool is_one_stop(const mlg_journey_list *list, int32_t a, int32_t b)
{
    int32_t own_a, own_b;
    const int32_t feed = mlg_study_trips_stop(&own_a, &list->trips, a);
    return feed == mlg_study_trips_stop(&own_b, &list->trips, b) &&
           mlg_gtfs_own_stop(list->trips.feeds[feed], own_a) == mlg_gtfs_own_stop(list->trips.feeds[feed], own_b);
}

static void add_walk(mlg_text *out, const mlg_journey_list *list, const mlg_leg *leg)
{
    char leaves[16];
    hour_text(leaves, leg->leaves_ds, false);
    if (leg->from_stop >= 0 && leg->to_stop >= 0 && is_one_stop(list, leg->from_stop, leg->to_stop))
        return; /* a change at one stop */
    if (leg->to_stop >= 0)
        mlg_text_printf(out, mlg_tr("  %s  on foot %.0f min to %s\n"), leaves, minutes(walk_ds(list, leg)),
                        stop_name(list, leg->to_stop));
    else
        mlg_text_printf(out, mlg_tr("  %s  on foot %.0f min to the destination\n"), leaves,
                        minutes(walk_ds(list, leg)));
}

static void add_journey(mlg_text *out, const mlg_journey_list *list, const mlg_journey *j)
{
    char leaves[16], arrives[16];
    const sums s = sums_of(list, j);
    hour_text(leaves, j->departs_ds, false);
    hour_text(arrives, j->arrives_ds, false);
    mlg_text_printf(
        out, mlg_tr("leave %s, arrive %s: %.0f min (%.0f on foot, %.0f on board, %.0f waiting), transfers: %d\n"),
        leaves, arrives, minutes(s.all_ds), minutes(s.walk_ds), minutes(s.ride_ds), minutes(s.wait_ds),
        s.transfers);
    for (int32_t k = 0; k < j->count; k++)
        if (j->legs[k].dial)
            add_dial(out, list, &j->legs[k]);
        else
            j->legs[k].ride ? add_ride(out, list, &j->legs[k]) : add_walk(out, list, &j->legs[k]);
}

mlg_status mlg_journeys_text(char **out, const mlg_journey_list *list, mlg_error *err)
{
    mlg_text text = { 0 };
    char day[16];
    mlg_day_text(day, list->trips.options->day);
    mlg_text_printf(&text, mlg_tr("%s, from %s to %s\n"), day,
                    list->from.label ? list->from.label : list->from.given,
                    list->to.label ? list->to.label : list->to.given);
    if (list->count == 0)
        mlg_text_printf(&text, mlg_tr("no journey of at most %g minutes\n"),
                        minutes(list->trips.options->limit_ds));
    for (int32_t i = 0; i < list->count; i++)
        add_journey(&text, list, &list->journeys[i]);
    if (is_drawn(list))
        mlg_text_add(&text, mlg_tr("lines known by their frequency only: their times are one draw of many\n"));
    return mlg_text_take(out, &text, err);
}

/* ---- JSON ---- */

static void json_hour(mlg_json *json, const char *key, int32_t time_ds)
{
    char text[16];
    hour_text(text, time_ds, true);
    mlg_json_text(json, key, text);
}

static void json_stop(mlg_json *json, const char *key, const mlg_journey_list *list, int32_t stop)
{
    int32_t feed;
    if (stop < 0)
        return;
    const mlg_gtfs_stop *s = stop_of(list, stop, &feed);
    mlg_json_object(json, key);
    mlg_json_number(json, "feed", feed);
    mlg_json_text(json, "stop_id", s->id);
    mlg_json_text(json, "name", s->name);
    mlg_json_end(json);
}

static void json_ride(mlg_json *json, const mlg_journey_list *list, const mlg_leg *leg)
{
    const parts p = parts_of(list, leg);
    mlg_json_text(json, "line", mlg_gtfs_line_name(route_of(list, p.first)));
    mlg_json_array(json, "trips");
    for (const mlg_run_part *part = p.first; part < p.end; part++) {
        const mlg_gtfs_trip *trip = &list->trips.feeds[part->feed]->trips[part->trip];
        mlg_json_object(json, NULL);
        mlg_json_number(json, "feed", part->feed);
        mlg_json_text(json, "trip_id", trip->id);
        mlg_json_text(json, "route_id", route_of(list, part)->id);
        mlg_json_text(json, "headsign", trip->headsign);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void json_leg(mlg_json *json, const mlg_journey_list *list, const mlg_leg *leg)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "by", leg->dial ? "on demand" : leg->ride ? "line" : "foot");
    if (leg->dial) {
        mlg_json_text(json, "service", service_of(list, leg)->name);
        mlg_json_text(json, "booking", service_of(list, leg)->booking);
    }
    json_hour(json, "leaves", leg->leaves_ds);
    json_hour(json, "arrives", leg->arrives_ds);
    json_stop(json, "from", list, leg->from_stop);
    json_stop(json, "to", list, leg->to_stop);
    if (leg->ride)
        json_ride(json, list, leg);
    else
        mlg_json_number(json, "walking_minutes", minutes(walk_ds(list, leg)));
    mlg_json_end(json);
}

static void json_journey(mlg_json *json, const mlg_journey_list *list, const mlg_journey *j)
{
    const sums s = sums_of(list, j);
    mlg_json_object(json, NULL);
    json_hour(json, "leaves", j->departs_ds);
    json_hour(json, "arrives", j->arrives_ds);
    mlg_json_number(json, "minutes", minutes(s.all_ds));
    mlg_json_number(json, "walking", minutes(s.walk_ds));
    mlg_json_number(json, "riding", minutes(s.ride_ds));
    mlg_json_number(json, "waiting", minutes(s.wait_ds));
    mlg_json_number(json, "transfers", s.transfers);
    mlg_json_array(json, "legs");
    for (int32_t k = 0; k < j->count; k++)
        json_leg(json, list, &j->legs[k]);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void json_end_of(mlg_json *json, const char *key, const mlg_journey_end *end)
{
    mlg_json_object(json, key);
    mlg_json_text(json, "asked", end->given);
    mlg_json_text(json, "label", end->label);
    mlg_json_number(json, "x", end->x_m);
    mlg_json_number(json, "y", end->y_m);
    mlg_json_end(json);
}

mlg_status mlg_journeys_json(char **out, const mlg_journey_list *list, mlg_error *err)
{
    mlg_json *json;
    char day[16];
    MLG_TRY(mlg_json_new(&json, err));
    mlg_day_text(day, list->trips.options->day);
    mlg_json_text(json, "date", day);
    json_end_of(json, "from", &list->from);
    json_end_of(json, "to", &list->to);
    mlg_json_bool(json, "drawn", is_drawn(list));
    mlg_json_array(json, "journeys");
    for (int32_t i = 0; i < list->count; i++)
        json_journey(json, list, &list->journeys[i]);
    mlg_json_end(json);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}
