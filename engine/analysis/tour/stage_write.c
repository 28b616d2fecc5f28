/* The timetable of the tours, written as layers and tables. */
#include "adapters/geom/geometry.h"
#include "analysis/tour/stage.h"
#include "analysis/travel/routes.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_tour_job *job;
    mlg_study_route *way; /* [visits + rounds] to each visit, and back to the depot of each round */
    int32_t *from, *to, n_ways;
    int64_t *gain; /* [visits] */
    double km, drive_h, session_h;
    mlg_tour_room room;
} report;

typedef struct {
    char text[8];
} hour;

static hour hour_of(int32_t time_s)
{
    hour h;
    snprintf(h.text, sizeof h.text, "%02d:%02d", (int)(time_s / 3600 % 100), (int)(time_s / 60 % 60));
    return h;
}

static void bind_day(mlg_stmt *stmt, const mlg_tour_job *job, int32_t unit, int32_t day)
{
    mlg_bind_text(stmt, ":nom", job->ask->name);
    mlg_bind_int(stmt, ":unite", unit + 1);
    mlg_bind_int(stmt, ":semaine", day / job->days_a_week + 1);
    mlg_bind_int(stmt, ":jour", day % job->days_a_week + 1);
}

/* ---- routes ------------------------------------------------------------------------------------------------- */

/* The routes of a round are consecutive, the way back last. */
static mlg_status find_ways(report *r, mlg_error *err)
{
    mlg_tour_job *job = r->job;
    const mlg_tour_problem *p = &job->problem;
    size_t room = (size_t)job->answer.n_visits + (size_t)p->n_units * (size_t)p->n_days;
    MLG_TRY(MLG_NEW(&r->way, room, "ways", err));
    MLG_TRY(MLG_NEW(&r->from, room, "ways", err));
    MLG_TRY(MLG_NEW(&r->to, room, "ways", err));
    for (int32_t k = 0; k < p->n_units * p->n_days; k++) {
        const mlg_tour_round *round = &job->answer.rounds[k];
        int32_t depot = p->n_stops + k / p->n_days, node = depot;
        for (int32_t v = 0; v < round->count; v++) {
            r->from[r->n_ways] = node;
            node = job->answer.visits[round->first + v].stop;
            r->to[r->n_ways++] = node;
        }
        if (round->count > 0) {
            r->from[r->n_ways] = node;
            r->to[r->n_ways++] = depot;
        }
    }
    return mlg_study_routes(r->way, job->study, &job->nodes, r->from, r->to, r->n_ways, err);
}

/* Joins routes end to end into one line; its length and whether all of it is on roads. */
static mlg_status join_ways(mlg_geom **line, double *length_m, bool *on_roads, const mlg_study_route *way,
                            int32_t n, mlg_error *err)
{
    double *x = NULL, *y = NULL;
    int32_t count = 0;
    mlg_status st = MLG_OK;
    *length_m = 0;
    *on_roads = true;
    for (int32_t k = 0; k < n; k++)
        count += way[k].count;
    MLG_GO(MLG_NEW(&x, (size_t)count, "ways", err));
    MLG_GO(MLG_NEW(&y, (size_t)count, "ways", err));
    count = 0;
    for (int32_t k = 0; k < n; k++) {
        memcpy(x + count, way[k].x_m, (size_t)way[k].count * sizeof *x);
        memcpy(y + count, way[k].y_m, (size_t)way[k].count * sizeof *y);
        count += way[k].count;
        *length_m += way[k].length_m;
        *on_roads = *on_roads && way[k].on_roads;
    }
    st = mlg_geom_line(line, x, y, count, err);
done:
    free(x);
    free(y);
    return st;
}

/* ---- rounds ------------------------------------------------------------------------------------------------- */

static mlg_status write_round(report *r, mlg_stmt *stmt, int32_t index, int32_t first_way, mlg_error *err)
{
    mlg_tour_job *job = r->job;
    const mlg_tour_round *round = &job->answer.rounds[index];
    mlg_geom *line = NULL;
    mlg_text names = { 0 };
    double length_m, session_s = 0;
    bool on_roads;
    mlg_status st = MLG_OK;
    for (int32_t v = 0; v < round->count; v++) {
        const mlg_tour_visit *visit = &job->answer.visits[round->first + v];
        MLG_GO(mlg_text_append(&names, err, "%s%s", v ? ", " : "", job->nodes.label[visit->stop]));
        session_s += visit->end_s - visit->start_s;
    }
    MLG_GO(join_ways(&line, &length_m, &on_roads, &r->way[first_way], round->count + 1, err));
    MLG_GO(mlg_bind_geom(stmt, ":geom", line, job->study->epsg, err));
    bind_day(stmt, job, index / job->problem.n_days, index % job->problem.n_days);
    mlg_bind_text(stmt, ":depart", hour_of(round->depart_s).text);
    mlg_bind_text(stmt, ":retour", hour_of(round->return_s).text);
    mlg_bind_int(stmt, ":nb_arrets", round->count);
    mlg_bind_text(stmt, ":arrets", mlg_text_words(&names));
    mlg_bind_double(stmt, ":minutes_route", round->drive_s / 60.0);
    mlg_bind_double(stmt, ":minutes_soin", session_s / 60);
    mlg_bind_double(stmt, ":km", length_m / 1000);
    mlg_bind_int(stmt, ":sur_route", on_roads);
    mlg_bind_text(stmt, ":constat", r->room.day[index]);
    st = mlg_stmt_run(stmt, err);
    r->km += length_m / 1000;
    r->drive_h += round->drive_s / 3600.0;
    r->session_h += session_s / 3600;
done:
    mlg_text_release(&names);
    mlg_geom_free(line);
    return st;
}

static mlg_status write_rounds(report *r, mlg_error *err)
{
    const mlg_tour_problem *p = &r->job->problem;
    mlg_stmt *stmt = NULL;
    int32_t way = 0;
    MLG_TRY(mlg_db_query(&stmt, r->job->study->db, "tour/insert_round", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < p->n_units * p->n_days && st == MLG_OK; k++) {
        int32_t count = r->job->answer.rounds[k].count;
        if (count == 0)
            continue;
        st = write_round(r, stmt, k, way, err);
        way += count + 1;
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- stops -------------------------------------------------------------------------------------------------- */

static double persons_at(const mlg_tour_job *job, int32_t stop)
{
    double sum = 0;
    for (int64_t k = job->row_start[stop]; k < job->row_start[stop + 1]; k++)
        sum += job->persons_of[job->row_demand[k]] * job->row_share[k] / MLG_TOUR_WHOLE;
    return sum;
}

/* Benefit of one person, or of one consultation. */
static double unit_of(const mlg_tour_job *job)
{
    return job->problem.aim == MLG_TOUR_ACTS ? 1 : MLG_TOUR_PERSON;
}

static mlg_status write_stop(const report *r, mlg_stmt *stmt, int32_t index, int32_t rank, mlg_error *err)
{
    const mlg_tour_job *job = r->job;
    const mlg_tour_visit *v = &job->answer.visits[index];
    MLG_TRY(
        mlg_bind_point(stmt, ":geom", job->nodes.x_m[v->stop], job->nodes.y_m[v->stop], job->study->epsg, err));
    bind_day(stmt, job, v->unit, v->day);
    mlg_bind_int(stmt, ":ordre", rank);
    mlg_bind_text(stmt, ":code", job->nodes.code[v->stop]);
    mlg_bind_text(stmt, ":libelle", job->nodes.label[v->stop]);
    mlg_bind_text(stmt, ":nature", job->is_qpv[v->stop] ? "qpv" : job->is_site[v->stop] ? "lieu" : "commune");
    mlg_bind_double(stmt, ":route", v->drive_s / 60.0);
    mlg_bind_text(stmt, ":arrivee", hour_of(v->arrive_s).text);
    mlg_bind_text(stmt, ":debut", hour_of(v->start_s).text);
    mlg_bind_text(stmt, ":fin", hour_of(v->end_s).text);
    mlg_bind_text(stmt, ":reprise", hour_of(v->leave_s).text);
    mlg_bind_text(stmt, ":pause", v->lunch_s >= 0 ? hour_of(v->lunch_s).text : NULL);
    mlg_bind_double(stmt, ":habitants", persons_at(job, v->stop));
    mlg_bind_double(stmt, ":apport", (double)r->gain[index] / unit_of(job));
    mlg_bind_double(stmt, ":actes", job->acts_of[v->stop]);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_stops(report *r, mlg_error *err)
{
    const mlg_tour_answer *a = &r->job->answer;
    mlg_stmt *stmt = NULL;
    MLG_TRY(MLG_NEW(&r->gain, (size_t)a->n_visits, "gains", err));
    MLG_TRY(mlg_tour_gains(r->gain, &r->job->problem, a, err));
    MLG_TRY(mlg_db_query(&stmt, r->job->study->db, "tour/insert_stop", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0, rank = 0; k < a->n_visits && st == MLG_OK; k++) {
        bool same =
            k > 0 && a->visits[k].unit == a->visits[k - 1].unit && a->visits[k].day == a->visits[k - 1].day;
        rank = same ? rank + 1 : 1;
        st = write_stop(r, stmt, k, rank, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the balance -------------------------------------------------------------------------------------------- */

static void count_places(const mlg_tour_job *job, int32_t *places, int32_t *neighbourhoods)
{
    *places = *neighbourhoods = 0;
    for (int32_t j = 0; j < job->n_stops; j++)
        for (int32_t k = 0; k < job->answer.n_visits; k++)
            if (job->answer.visits[k].stop == j) {
                ++*places;
                *neighbourhoods += job->is_qpv[j];
                break;
            }
}

/* Persons within reach of some stop that is visited, each once: the share of their best stop, however often it is visited. */
static mlg_status count_reached(double *persons, const mlg_tour_job *job, mlg_error *err)
{
    int32_t *best = NULL, n = job->problem.n_demand;
    *persons = 0;
    MLG_TRY(MLG_NEW(&best, (size_t)n, "people", err));
    for (int32_t v = 0; v < job->answer.n_visits; v++) {
        int32_t stop = job->answer.visits[v].stop;
        for (int64_t k = job->row_start[stop]; k < job->row_start[stop + 1]; k++)
            if (job->row_share[k] > best[job->row_demand[k]])
                best[job->row_demand[k]] = job->row_share[k];
    }
    for (int32_t i = 0; i < n; i++)
        *persons += job->persons_of[i] * best[i] / MLG_TOUR_WHOLE;
    free(best);
    return MLG_OK;
}

static mlg_status write_balance(const report *r, mlg_error *err)
{
    const mlg_tour_job *job = r->job;
    const mlg_tour_answer *a = &job->answer;
    bool acts = job->problem.aim == MLG_TOUR_ACTS;
    int32_t places, neighbourhoods;
    double reached;
    mlg_stmt *stmt = NULL;
    MLG_TRY(count_reached(&reached, job, err));
    count_places(job, &places, &neighbourhoods);
    MLG_TRY(mlg_db_query(&stmt, job->study->db, "tour/insert_balance", err));
    mlg_bind_text(stmt, ":nom", job->ask->name);
    mlg_bind_text(stmt, ":but", acts ? "consultations" : "personnes");
    mlg_bind_int(stmt, ":unites", job->problem.n_units);
    mlg_bind_int(stmt, ":semaines", job->weeks);
    mlg_bind_int(stmt, ":nb_arrets", a->n_visits);
    mlg_bind_int(stmt, ":nb_lieux", places);
    mlg_bind_int(stmt, ":nb_qpv", neighbourhoods);
    mlg_bind_double(stmt, ":capacite", a->n_visits * job->acts);
    mlg_bind_int(stmt, ":jours_libres", r->room.free_days);
    mlg_bind_text(stmt, ":constat", r->room.reason);
    mlg_bind_double(stmt, ":cible", r->room.target);
    mlg_bind_double(stmt, ":a_portee", reached);
    mlg_bind_double(stmt, ":apport", (double)a->benefit / unit_of(job));
    mlg_outcome outcome = mlg_outcome_scaled(&a->outcome, unit_of(job));
    mlg_outcome_bind(stmt, &outcome);
    mlg_bind_int(stmt, ":manques", a->missed);
    mlg_bind_int(stmt, ":impossibles", job->n_impossible);
    mlg_bind_double(stmt, ":heures_route", r->drive_h);
    mlg_bind_double(stmt, ":heures_soin", r->session_h);
    mlg_bind_double(stmt, ":km", r->km);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_tour_job_write(mlg_tour_job *job, mlg_error *err)
{
    report r = { .job = job };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_tour_find_room(&r.room, job, err));
    MLG_GO(find_ways(&r, err));
    MLG_GO(write_rounds(&r, err));
    MLG_GO(write_stops(&r, err));
    MLG_GO(write_balance(&r, err));
done:
    for (int32_t k = 0; r.way && k < r.n_ways; k++)
        mlg_study_route_release(&r.way[k]);
    free(r.way);
    free(r.from);
    free(r.to);
    free(r.gain);
    mlg_tour_room_release(&r.room);
    return st;
}
