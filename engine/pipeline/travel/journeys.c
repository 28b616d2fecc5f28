/* mlg_journeys: trips by the timetables of a study, leg by leg. */
#include "pipeline/travel/journeys.h"

#include "adapters/crs.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- request ---- */

typedef struct {
    mlg_transit_words words;
    char from[16], until[16];
} hours;

static mlg_status check_words(const mlg_journey_options *o, mlg_error *err)
{
    const char *const given[] = { o->depart, o->arrive, o->until };
    int32_t seconds;
    if (o->depart && o->arrive)
        return mlg_fail(err, MLG_USAGE, "a departure and an arrival are both given: give one");
    if (o->until && o->arrive)
        return mlg_fail(err, MLG_USAGE,
                        "the end of a period of departures goes with a departure, not with an arrival");
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (given[i] && (!mlg_parse_hour(given[i], &seconds) || seconds >= 86400))
            return mlg_fail(err, MLG_USAGE, "'%.40s' is not an hour, as in 08:30", MLG_BRIEF(given[i], 40));
    if (o->date && !mlg_parse_date(o->date, &(int){ 0 }, &(int){ 0 }, &(int){ 0 }))
        return mlg_fail(err, MLG_USAGE, "'%.40s' is not a date, as in 2025-03-18", MLG_BRIEF(o->date, 40));
    return MLG_OK;
}

/* A window of one minute, unless a period is asked for; without an hour, the first of the study. */
static mlg_status read_hours(hours *h, const mlg_journey_options *o, mlg_error *err)
{
    int32_t from_s = 0;
    MLG_TRY(check_words(o, err));
    h->words = (mlg_transit_words){ .mode = o->mode, .date = o->date };
    const char *given = o->arrive ? o->arrive : o->depart;
    if (!given)
        return MLG_OK;
    (void)mlg_parse_hour(given, &from_s);
    snprintf(h->from, sizeof h->from, "%02d:%02d", from_s / 3600, from_s / 60 % 60);
    if (o->until)
        snprintf(h->until, sizeof h->until, "%s", o->until);
    else
        snprintf(h->until, sizeof h->until, "%02d:%02d", (from_s + 60) / 3600, (from_s + 60) / 60 % 60);
    h->words.from = h->from;
    h->words.until = h->until;
    h->words.hours_of = o->arrive ? "arrival" : "departure";
    return MLG_OK;
}

/* ---- ends ---- */

static mlg_status find_code(mlg_journey_end *end, const mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "travel/select_point", err));
    mlg_bind_text(stmt, ":code", end->given);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && !row) {
        st = mlg_fail(err, MLG_INPUT, "the study has no place or facility '%.60s'", MLG_BRIEF(end->given, 60));
        mlg_hint(err,
                 "give the code of a commune, a neighbourhood or a facility, or a position: longitude,latitude");
    } else if (st == MLG_OK && mlg_column_is_null(stmt, 1)) {
        st = mlg_fail(err, MLG_INPUT, "%.60s has no position", MLG_BRIEF(end->given, 60));
    } else if (st == MLG_OK) {
        end->x_m = mlg_column_double(stmt, 1);
        end->y_m = mlg_column_double(stmt, 2);
        st = mlg_column_is_null(stmt, 0) ? MLG_OK : mlg_copy_text(&end->label, mlg_column_text(stmt, 0), err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* A code, or "3.06,50.63": longitude and latitude in degrees. */
static mlg_status find_end(mlg_journey_end *end, const mlg_study *study, mlg_error *err)
{
    double lon, lat;
    const char *at = end->given;
    mlg_transform *to_metres;
    size_t failed;
    if (!mlg_read_decimal(&lon, at, &at) || *at++ != ',' || !mlg_read_decimal(&lat, at, &at) || *at)
        return find_code(end, study, err);
    if (!(fabs(lon) <= 180 && fabs(lat) <= 90))
        return mlg_fail(err, MLG_USAGE, "%s is not a longitude and a latitude in degrees", end->given);
    MLG_TRY(mlg_transform_epsg(&to_metres, 4326, study->epsg, err));
    end->x_m = lon;
    end->y_m = lat;
    mlg_transform_points(to_metres, &end->x_m, &end->y_m, 1, &failed);
    mlg_transform_free(to_metres);
    return failed ? mlg_fail(err, MLG_INPUT, "%s is outside the area of EPSG:%d", end->given, study->epsg)
                  : MLG_OK;
}

/* ---- journeys ---- */

/* An on-demand vehicle comes in its hours only. */
static void shift(mlg_leg *leg, int32_t by_ds)
{
    if (leg->dial && by_ds > leg->later_ds)
        by_ds = leg->later_ds;
    if (leg->dial && by_ds < -leg->earlier_ds)
        by_ds = -leg->earlier_ds;
    leg->leaves_ds += by_ds;
    leg->arrives_ds += by_ds;
}

/* Where one waits: at home before the first walk, which ends as its vehicle leaves; elsewhere after the walk, at the stop. */
static void settle(mlg_journey *j)
{
    for (int32_t k = 2; k < j->count; k += 2)
        shift(&j->legs[k], j->legs[k - 1].arrives_ds - j->legs[k].leaves_ds);
    if (j->rides > 0)
        shift(&j->legs[0], j->legs[1].leaves_ds - j->legs[0].arrives_ds);
    j->departs_ds = j->legs[0].leaves_ds;
    j->arrives_ds = j->legs[j->count - 1].arrives_ds;
}

/* Journeys by departure, last first, without those that a later departure overtakes or equals. On foot one may leave
 * at any time: the first such journey stands for the others. */
static void keep(mlg_journey_list *list, const mlg_journey *j)
{
    const mlg_journey *last = list->count > 0 ? &list->journeys[list->count - 1] : NULL;
    if (last && j->rides > 0 && j->arrives_ds >= last->arrives_ds)
        return;
    if (last && j->rides == 0 && last->rides == 0)
        list->count--;
    list->journeys[list->count++] = *j;
}

static void turn_around(mlg_journey_list *list)
{
    for (int32_t a = 0, b = list->count - 1; a < b; a++, b--) {
        const mlg_journey kept = list->journeys[a];
        list->journeys[a] = list->journeys[b];
        list->journeys[b] = kept;
    }
}

static mlg_status search(mlg_journey_list *list, mlg_error *err)
{
    const mlg_transit *t = &list->trips.trips.transit;
    mlg_journey j;
    MLG_TRY(MLG_NEW(&list->journeys, (size_t)t->n_departures, "journeys", err));
    for (int32_t i = t->n_departures - 1; i >= 0; i--) {
        MLG_TRY(mlg_transit_journeys(&j, t, 0, 0, t->first_ds + i * t->step_ds, err));
        if (list->trips.options->arrivals)
            mlg_journey_turn(&j, t->days[0]);
        if (j.arrives_ds == MLG_UNREACHABLE)
            continue;
        settle(&j);
        if (t->n_departures == 1 || j.departs_ds < 10 * list->trips.options->last_s)
            keep(list, &j);
    }
    turn_around(list);
    return MLG_OK;
}

/* ---- entry point ---- */

static void release(mlg_journey_list *list)
{
    mlg_study_trips_release(&list->trips);
    mlg_transit_study_close(&list->study);
    free(list->journeys);
    free(list->from.label);
    free(list->to.label);
}

mlg_status mlg_journeys(char **out, const char *study, const mlg_journey_options *options, mlg_format format,
                        mlg_error *err)
{
    mlg_journey_list list = { .from = { .given = options->from }, .to = { .given = options->to } };
    const mlg_run_options loading = { .data_folder = options->data_folder,
                                      .untrusted = options->untrusted,
                                      .threads = options->threads,
                                      .progress = options->progress };
    hours h;
    mlg_status st;
    *out = NULL;
    MLG_GO(read_hours(&h, options, err));
    MLG_GO(mlg_transit_study_open(&list.study, study, &loading, &h.words, err));
    mlg_study *loaded = &list.study.trial.study;
    MLG_GO(find_end(&list.from, loaded, err));
    MLG_GO(find_end(&list.to, loaded, err));
    const mlg_positions from = { 1, &list.from.x_m, &list.from.y_m }, to = { 1, &list.to.x_m, &list.to.y_m };
    MLG_GO(mlg_study_trips_init(&list.trips, loaded, &list.study.places, &from, &to, err));
    MLG_GO(search(&list, err));
    st = format == MLG_JSON ? mlg_journeys_json(out, &list, err) : mlg_journeys_text(out, &list, err);
done:
    release(&list);
    return st;
}
