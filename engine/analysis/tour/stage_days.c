/* The days of a tour request: hours, drives, who is within reach of a stop, required and fixed visits. */
#include "analysis/tour/stage.h"
#include "analysis/travel/model.h"
#include "analysis/travel/routes.h"
#include "base/number.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static int32_t seconds(double minutes)
{
    return (int32_t)lround(60 * minutes);
}

static mlg_status note_hour(const mlg_tour_job *job, const char *what, const char *given, const char *fallback,
                            int32_t *value_s, mlg_error *err)
{
    mlg_parse_hour(given ? given : fallback, value_s);
    return mlg_tour_note_text(job, what, given ? given : fallback, "heure", given ? "etude" : "defaut", err);
}

static mlg_status note_minutes(const mlg_tour_job *job, const char *what, const double *given, double fallback,
                               int32_t *value_s, mlg_error *err)
{
    double minutes;
    MLG_TRY(mlg_tour_note(job, what, given, fallback, "min", "defaut: convention", &minutes, err));
    *value_s = seconds(minutes);
    return MLG_OK;
}

/* ---- depots ------------------------------------------------------------------------------------------------- */

static const char *depot_of(const mlg_config_tour *ask, int32_t unit)
{
    return ask->depots ? ask->depots[unit] : ask->depot;
}

/* A commune by its code, or by its name when it is unique in the territory and around. */
static mlg_status find_depot(const mlg_tour_job *job, const char *text, int32_t *place, mlg_error *err)
{
    const mlg_places *p = job->places;
    int32_t named = 0;
    *place = mlg_places_find(p, text);
    for (int32_t i = 0; *place < 0 && i < p->count; i++)
        named += mlg_place_is_commune(p, i) && strcasecmp(p->label[i], text) == 0;
    for (int32_t i = 0; *place < 0 && named == 1 && i < p->count; i++)
        if (mlg_place_is_commune(p, i) && strcasecmp(p->label[i], text) == 0)
            *place = i;
    if (*place >= 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT,
             named ? MLG_MARK("%s: several communes are named '%.60s'; a depot is a commune of the study")
                   : MLG_MARK("%s: no commune is named '%.60s'; a depot is a commune of the study"),
             mlg_study_file_where(job->study->file, job->key), MLG_BRIEF(text, 60));
    mlg_hint(err, "give its INSEE code, in quotes");
    return MLG_INPUT;
}

static mlg_status add_depots(mlg_tour_job *job, mlg_error *err)
{
    const mlg_config_tour *ask = job->ask;
    job->problem.n_units = ask->depots ? (int32_t)ask->depots_count : ask->units ? *ask->units : 1;
    for (int32_t u = 0; u < job->problem.n_units; u++) {
        int32_t place;
        MLG_TRY(find_depot(job, depot_of(ask, u), &place, err));
        MLG_TRY(mlg_sites_add_place(&job->nodes, job->places, place, err));
    }
    return MLG_OK;
}

/* Whole minutes, so that a driver can follow the timetable. */
static mlg_status read_drives(mlg_tour_job *job, mlg_error *err)
{
    size_t n = (size_t)job->nodes.count;
    MLG_TRY(MLG_NEW(&job->drive_s, n * n, "drives", err));
    MLG_TRY(mlg_study_times_between_sites(job->drive_s, job->study, job->places, &job->nodes, err));
    for (size_t k = 0; k < n * n; k++)
        if (job->drive_s[k] != MLG_UNREACHABLE)
            job->drive_s[k] = (job->drive_s[k] + 59) / 60 * 60;
    job->problem.drive_s = job->drive_s;
    if (job->people.share) {
        MLG_TRY(MLG_NEW(&job->come_s, n * n, "drives", err));
        MLG_TRY(mlg_study_times_between_sites(job->come_s, job->people.study, job->places, &job->nodes, err));
    }
    return mlg_tour_note_text(job, "trajets", "modèle de l'étude, à la minute supérieure", "min", "convention",
                              err);
}

/* ---- hours -------------------------------------------------------------------------------------------------- */

/* Cycle day d is day d % days_a_week of its week, Monday first. */
static bool is_on(const mlg_config_opening *opening, int32_t week_day)
{
    for (unsigned k = 0; k < opening->days_count; k++)
        if (opening->days[k] == week_day)
            return true;
    return false;
}

static mlg_status open_stops(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_problem *p = &job->problem;
    MLG_TRY(MLG_NEW(&job->opening, (size_t)p->n_stops * (size_t)p->n_days, "openings", err));
    for (int32_t k = 0; k < p->n_stops * p->n_days; k++)
        job->opening[k] = (mlg_tour_span){ 0, 86400 };
    for (unsigned k = 0; k < job->ask->openings_count; k++) {
        const mlg_config_opening *o = &job->ask->openings[k];
        int32_t stop = mlg_tour_job_stop(job, o->stop), from_s = 0, to_s = 86400;
        if (stop < 0)
            return mlg_fail(err, MLG_INPUT, "%s: openings: '%.60s' is not a stop of '%s'",
                            mlg_study_file_where(job->study->file, job->key), MLG_BRIEF(o->stop, 60),
                            job->ask->name);
        if (o->from)
            mlg_parse_hour(o->from, &from_s);
        if (o->to)
            mlg_parse_hour(o->to, &to_s);
        for (int32_t d = 0; d < p->n_days; d++)
            job->opening[stop * p->n_days + d] =
                is_on(o, d % job->days_a_week + 1) ? (mlg_tour_span){ from_s, to_s } : (mlg_tour_span){ 1, 0 };
    }
    p->opening = job->opening;
    return MLG_OK;
}

static mlg_status set_hours(mlg_tour_job *job, mlg_error *err)
{
    const mlg_config_tour *ask = job->ask;
    mlg_tour_problem *p = &job->problem;
    int32_t start_s, day_s, session_s;
    MLG_TRY(note_hour(job, "depart", ask->start, mlg_config_tour_start(ask), &start_s, err));
    MLG_TRY(note_minutes(job, "journee", ask->minutes_per_day, mlg_config_tour_minutes_per_day(ask), &day_s, err));
    MLG_TRY(
        note_minutes(job, "seance", ask->session_minutes, mlg_config_tour_session_minutes(ask), &session_s, err));
    MLG_TRY(note_minutes(job, "installation", ask->setup_minutes, mlg_config_tour_setup_minutes(ask), &p->setup_s,
                         err));
    MLG_TRY(note_minutes(job, "repli", ask->pack_minutes, mlg_config_tour_pack_minutes(ask), &p->pack_s, err));
    MLG_TRY(note_minutes(job, "pause", ask->lunch_minutes, mlg_config_tour_lunch_minutes(ask), &p->lunch.length_s,
                         err));
    MLG_TRY(note_hour(job, "pause_des", ask->lunch_from, mlg_config_tour_lunch_from(ask), &p->lunch.from_s, err));
    MLG_TRY(note_hour(job, "pause_jusqu_a", ask->lunch_to, mlg_config_tour_lunch_to(ask), &p->lunch.to_s, err));
    MLG_TRY(note_minutes(job, "conduite_max", ask->max_drive_minutes, mlg_config_tour_max_drive_minutes(ask),
                         &p->max_drive_s, err));
    MLG_TRY(MLG_NEW(&job->shift, (size_t)p->n_units * (size_t)p->n_days, "hours", err));
    for (int32_t r = 0; r < p->n_units * p->n_days; r++)
        job->shift[r] = (mlg_tour_span){ start_s, start_s + day_s };
    MLG_TRY(MLG_NEW(&job->session_s, (size_t)p->n_stops, "hours", err));
    for (int32_t j = 0; j < p->n_stops; j++)
        job->session_s[j] = session_s;
    p->shift = job->shift;
    p->session_s = job->session_s;
    return MLG_OK;
}

/* ---- who is within reach ------------------------------------------------------------------------------------ */

/* Thousandths of the people at that time who come: all up to full_s, none from reach_s on, linear between. */
static int32_t share_at(int32_t time_s, int32_t full_s, int32_t reach_s)
{
    if (time_s <= full_s)
        return MLG_TOUR_WHOLE;
    return time_s >= reach_s ? 0 : (int32_t)((int64_t)MLG_TOUR_WHOLE * (reach_s - time_s) / (reach_s - full_s));
}

static mlg_status add_share(mlg_tour_job *job, int32_t demand, int32_t share, mlg_error *err)
{
    size_t n = (size_t)job->row_start[job->problem.n_stops];
    if (demand < 0 || share <= 0)
        return MLG_OK;
    MLG_TRY(MLG_GROW(&job->row_demand, &job->demand_room, n + 1, "people", err));
    MLG_TRY(MLG_GROW(&job->row_share, &job->share_room, n + 1, "people", err));
    job->row_demand[n] = demand;
    job->row_share[n] = share;
    job->row_start[job->problem.n_stops]++;
    return MLG_OK;
}

/* Times to neighbourhoods are those between stops; those to communes and squares are rows of the travel model. */
static mlg_status add_stop_row(mlg_tour_job *job, int32_t stop, const mlg_row *row, int32_t full_s,
                               int32_t reach_s, mlg_error *err)
{
    for (int32_t k = 0; k < row->count; k++)
        MLG_TRY(add_share(job, job->demand_of[row->place[k]],
                          share_at((row->time_ds[k] + 9) / 10, full_s, reach_s), err));
    const int32_t *between_s = job->come_s ? job->come_s : job->drive_s;
    for (int32_t q = 0; q < job->n_stops; q++) {
        int32_t time_s = between_s[(int64_t)q * job->nodes.count + stop];
        if (job->qpv_demand[q] >= 0 && time_s != MLG_UNREACHABLE)
            MLG_TRY(add_share(job, job->qpv_demand[q], share_at(time_s, full_s, reach_s), err));
    }
    return MLG_OK;
}

static mlg_status read_rows(mlg_tour_job *job, mlg_error *err)
{
    int32_t full_s, reach_s, n = job->n_stops;
    double reach_min;
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    mlg_row row;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_tour_note(job, "a_portee", job->ask->reach_minutes, mlg_config_tour_reach_minutes(job->ask),
                          "min (compris)", "defaut: convention", &reach_min, err));
    MLG_TRY(note_minutes(job, "a_portee_entier", job->ask->full_minutes, reach_min, &full_s, err));
    reach_s = seconds(reach_min);
    MLG_GO(MLG_NEW(&job->row_start, (size_t)n + 1, "people", err));
    MLG_GO(MLG_GROW(&job->row_demand, &job->demand_room, 1, "people", err));
    MLG_GO(MLG_GROW(&job->row_share, &job->share_room, 1, "people", err));
    MLG_GO(mlg_study_travel(&travel, job->people.study, job->places, &job->nodes, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t j = 0; j < n; j++) {
        MLG_GO(mlg_travel_row(travel, j, 10 * reach_s, scratch, &row, err));
        job->row_start[j] = job->row_start[n]; /* row_start[n] is the end of the last row so far */
        MLG_GO(add_stop_row(job, j, &row, full_s, reach_s, err));
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

static mlg_status set_benefit(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_problem *p = &job->problem;
    const mlg_config_tour *ask = job->ask;
    char text[128] = "";
    p->aim = ask->aim && strcmp(ask->aim, "acts") == 0 ? MLG_TOUR_ACTS : MLG_TOUR_PERSONS;
    mlg_config_reals repeats = mlg_config_tour_repeats(ask);
    p->n_repeat = (int32_t)repeats.count;
    MLG_TRY(MLG_NEW(&job->repeat, (size_t)repeats.count, "repeats", err));
    for (int32_t k = 0; k < p->n_repeat; k++) {
        double value = repeats.value[k];
        size_t used = strlen(text);
        job->repeat[k] = (int32_t)lround(MLG_TOUR_WHOLE * value);
        snprintf(text + used, sizeof text - used, "%s%g", k ? " ; " : "", value);
    }
    mlg_decimal_comma(text);
    MLG_TRY(MLG_NEW(&job->acts_of, (size_t)p->n_stops, "acts", err));
    for (int32_t j = 0; j < p->n_stops; j++)
        job->acts_of[j] = (int32_t)lround(job->acts);
    p->weight = job->weight;
    p->row_start = job->row_start;
    p->row_demand = job->row_demand;
    p->row_share = job->row_share;
    p->repeat = job->repeat;
    p->acts = job->acts_of;
    MLG_TRY(mlg_tour_note_text(job, "but", p->aim == MLG_TOUR_ACTS ? "consultations manquantes" : "personnes",
                               NULL, ask->aim ? "etude" : "defaut", err));
    if (p->aim == MLG_TOUR_ACTS)
        return MLG_OK;
    return mlg_tour_note_text(job, "passages", text, "part des personnes au 1er, 2e... passage",
                              ask->repeats ? "etude" : "defaut: convention", err);
}

/* ---- visit frequency ---------------------------------------------------------------------------------------- */

static mlg_status open_group(mlg_tour_job *job, mlg_tour_group group, mlg_error *err)
{
    size_t n = (size_t)job->problem.n_groups++;
    MLG_TRY(MLG_GROW(&job->group, &job->group_room, n + 1, "groups", err));
    MLG_TRY(MLG_GROW(&job->group_start, &job->start_room, n + 2, "groups", err));
    job->group[n] = group;
    if (n == 0)
        job->group_start[0] = 0;
    job->group_start[n + 1] = job->group_start[n];
    return MLG_OK;
}

static mlg_status add_to_group(mlg_tour_job *job, int32_t stop, mlg_error *err)
{
    int32_t *end = &job->group_start[job->problem.n_groups];
    MLG_TRY(MLG_GROW(&job->group_stop, &job->stop_room, (size_t)*end + 1, "groups", err));
    job->group_stop[(*end)++] = stop;
    return MLG_OK;
}

/* One group per week for the stops of a commune and its neighbourhoods. */
static mlg_status limit_communes(mlg_tour_job *job, mlg_error *err)
{
    int32_t most = mlg_config_tour_commune_a_week(job->ask);
    for (int32_t w = 0; w < job->weeks; w++)
        for (int32_t j = 0; j < job->n_stops; j++) {
            int32_t commune = job->nodes.commune[j], first = j;
            for (int32_t i = 0; commune >= 0 && i < first; i++)
                if (job->nodes.commune[i] == commune)
                    first = i;
            if (first < j)
                continue;
            MLG_TRY(open_group(
                job, (mlg_tour_group){ w * job->days_a_week, (w + 1) * job->days_a_week - 1, 0, most }, err));
            for (int32_t i = j; i < job->n_stops; i++)
                if (i == j || (commune >= 0 && job->nodes.commune[i] == commune))
                    MLG_TRY(add_to_group(job, i, err));
        }
    return MLG_OK;
}

static mlg_status require_visits(mlg_tour_job *job, mlg_error *err)
{
    const mlg_config_tour *ask = job->ask;
    int32_t n_days = job->problem.n_days, every = ask->every_weeks ? *ask->every_weeks * job->days_a_week : 0;
    for (int32_t first = 0; every > 0 && first + every <= n_days; first += every)
        for (int32_t j = 0; j < job->n_stops; j++) {
            MLG_TRY(open_group(job, (mlg_tour_group){ first, first + every - 1, 1, every }, err));
            MLG_TRY(add_to_group(job, j, err));
        }
    if (!ask->qpv_visits)
        return MLG_OK;
    MLG_TRY(open_group(job, (mlg_tour_group){ 0, n_days - 1, *ask->qpv_visits, INT32_MAX }, err));
    for (int32_t j = 0; j < job->n_stops; j++)
        if (job->is_qpv[j])
            MLG_TRY(add_to_group(job, j, err));
    return MLG_OK;
}

static mlg_status note_often(const mlg_tour_job *job, mlg_error *err)
{
    const mlg_config_tour *ask = job->ask;
    MLG_TRY(mlg_tour_note_count(job, "passages_par_commune", mlg_config_tour_commune_a_week(ask),
                                "par semaine, au plus", ask->commune_a_week ? "etude" : "defaut: convention",
                                err));
    if (ask->every_weeks)
        MLG_TRY(
            mlg_tour_note_count(job, "passage_toutes_les", *ask->every_weeks, "semaines, au moins", "etude", err));
    if (ask->qpv_visits)
        MLG_TRY(
            mlg_tour_note_count(job, "passages_qpv", *ask->qpv_visits, "sur le cycle, au moins", "etude", err));
    return MLG_OK;
}

static mlg_status fix_visits(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_problem *p = &job->problem;
    const char *where = mlg_study_file_where(job->study->file, job->key);
    p->n_fixed = (int32_t)job->ask->fixed_count;
    MLG_TRY(MLG_NEW(&job->fixed, (size_t)p->n_fixed, "fixed visits", err));
    for (int32_t k = 0; k < p->n_fixed; k++) {
        const mlg_config_visit *v = &job->ask->fixed[k];
        mlg_tour_fixed *x = &job->fixed[k];
        *x = (mlg_tour_fixed){ (v->unit ? *v->unit : 1) - 1, v->day - 1, mlg_tour_job_stop(job, v->stop), -1 };
        if (x->stop < 0)
            return mlg_fail(err, MLG_INPUT, "%s: fixed: '%.60s' is not a stop of '%s'", where,
                            MLG_BRIEF(v->stop, 60), job->ask->name);
        if (x->day >= p->n_days || x->unit >= p->n_units)
            return mlg_fail(err, MLG_INPUT, "%s: fixed: day %d of unit %d; there are %d days and %d units", where,
                            v->day, (int)x->unit + 1, (int)p->n_days, (int)p->n_units);
        if (v->start)
            mlg_parse_hour(v->start, &x->start_s);
    }
    p->fixed = job->fixed;
    return MLG_OK;
}

mlg_status mlg_tour_job_days(mlg_tour_job *job, mlg_error *err)
{
    mlg_tour_problem *p = &job->problem;
    p->n_stops = job->n_stops;
    p->n_days = job->weeks * job->days_a_week;
    MLG_TRY(add_depots(job, err));
    MLG_TRY(read_drives(job, err));
    MLG_TRY(open_stops(job, err));
    MLG_TRY(set_hours(job, err));
    MLG_TRY(read_rows(job, err));
    MLG_TRY(set_benefit(job, err));
    MLG_TRY(limit_communes(job, err));
    MLG_TRY(require_visits(job, err));
    MLG_TRY(note_often(job, err));
    p->group = job->group;
    p->group_start = job->group_start;
    p->group_stop = job->group_stop;
    return fix_visits(job, err);
}
