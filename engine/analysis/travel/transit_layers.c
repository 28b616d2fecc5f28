/* The layers ligne_tc, arret_tc and zone_tad: what the timetables of the study serve on its day, and zones on demand. */
#include "adapters/geom/geometry.h"
#include "analysis/travel/model_inner.h"
#include "base/memory.h"
#include "network/transit/service.h"

#include <math.h>
#include <stdio.h>

/* One timetable, with its stops in the system of the study. */
typedef struct {
    mlg_study *study;
    const mlg_gtfs *feed;
    const char *name;
    const double *x_m, *y_m; /* [stops], NaN: unknown */
    int32_t day;
} served;

static void bind_hour(mlg_stmt *stmt, const char *name, int32_t time_s)
{
    char text[16];
    snprintf(text, sizeof text, "%02d:%02d", time_s / 3600, time_s / 60 % 60);
    mlg_bind_text(stmt, name, text);
}

static void bind_service(mlg_stmt *stmt, const served *s, int32_t first_s, int32_t last_s)
{
    char day[16];
    mlg_day_text(day, s->day);
    mlg_bind_text(stmt, ":reseau", s->name);
    mlg_bind_text(stmt, ":jour", day);
    bind_hour(stmt, ":premier", first_s);
    bind_hour(stmt, ":dernier", last_s);
}

/* NULL: no shape. */
static mlg_status bind_shape(mlg_stmt *stmt, const served *s, const mlg_geom *shape, mlg_error *err)
{
    if (shape)
        return mlg_bind_geom(stmt, ":geom", shape, s->study->epsg, err);
    mlg_bind_text(stmt, ":geom", NULL);
    return MLG_OK;
}

/* ---- lines ---- */

/* From stop to stop, those without a position left out; *line stays NULL with fewer than two. */
static mlg_status draw(mlg_geom **line, const served *s, const mlg_gtfs_trip *trip, mlg_error *err)
{
    double *x = NULL, *y = NULL;
    int32_t n = 0;
    mlg_status st;
    *line = NULL;
    MLG_GO(MLG_NEW(&x, (size_t)trip->n_calls, "lines", err));
    MLG_GO(MLG_NEW(&y, (size_t)trip->n_calls, "lines", err));
    for (int32_t k = 0; k < trip->n_calls; k++) {
        const int32_t stop = s->feed->calls[trip->first_call + k].stop;
        if (isnan(s->x_m[stop]))
            continue;
        x[n] = s->x_m[stop];
        y[n++] = s->y_m[stop];
    }
    if (n >= 2)
        st = mlg_geom_line(line, x, y, n, err);
done:
    free(x);
    free(y);
    return st;
}

static mlg_status write_line(mlg_stmt *stmt, const served *s, const mlg_line_path *path, mlg_error *err)
{
    const mlg_gtfs_trip *trip = &s->feed->trips[path->trip];
    const mlg_gtfs_route *route = mlg_gtfs_route_of(s->feed, trip);
    mlg_geom *line;
    MLG_TRY(draw(&line, s, trip, err));
    mlg_status st = bind_shape(stmt, s, line, err);
    mlg_geom_free(line);
    MLG_TRY(st);
    bind_service(stmt, s, path->first_s, path->last_s);
    mlg_bind_text(stmt, ":ligne", mlg_gtfs_line_name(route));
    mlg_bind_text(stmt, ":libelle", route->long_name);
    mlg_bind_text(stmt, ":destination", trip->headsign);
    mlg_bind_text(stmt, ":couleur", route->color);
    mlg_bind_int(stmt, ":courses", path->courses);
    mlg_bind_int(stmt, ":nb_arrets", trip->n_calls);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_lines(const served *s, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_line_path *paths;
    int32_t n;
    MLG_TRY(mlg_gtfs_paths(&paths, &n, s->feed, s->day, err));
    mlg_status st = mlg_db_query(&stmt, s->study->db, "access/insert_transit_line", err);
    for (int32_t k = 0; st == MLG_OK && k < n; k++)
        st = write_line(stmt, s, &paths[k], err);
    mlg_stmt_free(stmt);
    free(paths);
    return st;
}

/* ---- stops ---- */

static mlg_status write_stop(mlg_stmt *stmt, const served *s, int32_t stop, const mlg_stop_service *service,
                             mlg_error *err)
{
    mlg_geom *point = NULL;
    mlg_status st = MLG_OK;
    if (!isnan(s->x_m[stop]))
        st = mlg_geom_point(&point, s->x_m[stop], s->y_m[stop], err);
    if (st == MLG_OK)
        st = bind_shape(stmt, s, point, err);
    mlg_geom_free(point);
    MLG_TRY(st);
    bind_service(stmt, s, service->first_s, service->last_s);
    mlg_bind_text(stmt, ":code", s->feed->stops[stop].id);
    mlg_bind_text(stmt, ":libelle", s->feed->stops[stop].name);
    mlg_bind_int(stmt, ":passages", service->courses);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_stops(const served *s, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_stop_service *service;
    MLG_TRY(MLG_NEW(&service, (size_t)s->feed->n_stops, "stops", err));
    mlg_gtfs_stop_service(service, s->feed, s->day);
    mlg_status st = mlg_db_query(&stmt, s->study->db, "access/insert_transit_stop", err);
    for (int32_t k = 0; st == MLG_OK && k < s->feed->n_stops; k++)
        if (service[k].courses > 0)
            st = write_stop(stmt, s, k, &service[k], err);
    mlg_stmt_free(stmt);
    free(service);
    return st;
}

/* ---- zones ---- */

static mlg_status bind_codes(mlg_stmt *stmt, const char *name, const char *const *codes, unsigned count,
                             mlg_error *err)
{
    mlg_text list = { 0 };
    mlg_text_add(&list, ",");
    for (unsigned k = 0; k < count; k++)
        mlg_text_printf(&list, "%s,", codes[k]);
    mlg_status st = mlg_text_status(&list, err);
    mlg_bind_text(stmt, name, count > 0 ? list.data : NULL);
    mlg_text_release(&list);
    return st;
}

static mlg_status forget_zones(mlg_study *study, const char *network, const char *name, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/delete_on_demand_zones", err));
    mlg_bind_text(stmt, ":reseau", network);
    mlg_bind_text(stmt, ":nom", name);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* `s`: a ride that begins in the outline; `ask`: what the study says of it, NULL for a zone of a timetable. */
static mlg_status write_zone(mlg_stmt *stmt, mlg_study *study, const mlg_geom *outline, const char *network,
                             const mlg_dial_service *s, const mlg_config_on_demand *ask, mlg_error *err)
{
    MLG_TRY(mlg_bind_geom(stmt, ":geom", outline, study->epsg, err));
    mlg_bind_text(stmt, ":reseau", network);
    mlg_bind_text(stmt, ":nom", s->name);
    bind_hour(stmt, ":premier", s->from.first_s);
    bind_hour(stmt, ":dernier", s->from.last_s);
    mlg_bind_double(stmt, ":attente", (double)s->wait_ds / MLG_DS_PER_MIN);
    mlg_bind_double(stmt, ":vitesse", s->speed_kmh);
    mlg_bind_text(stmt, ":reservation", s->booking);
    mlg_bind_double(stmt, ":trajets", ask && ask->trips_a_day ? (double)*ask->trips_a_day : (double)NAN);
    MLG_TRY(bind_codes(stmt, ":communes", ask ? (const char *const *)ask->communes : NULL,
                       ask ? ask->communes_count : 0, err));
    MLG_TRY(bind_codes(stmt, ":vers", ask ? (const char *const *)ask->to : NULL, ask ? ask->to_count : 0, err));
    return mlg_stmt_run(stmt, err);
}

/* The first ride from the outline. NULL: none. */
static const mlg_dial_service *ride_from(const mlg_on_demand *d, const mlg_geom *outline)
{
    for (int32_t k = 0; outline && k < d->count; k++)
        if (d->services[k].from.outline == outline)
            return &d->services[k];
    return NULL;
}

/* Outlines come in the order of the zones that the study asks for, each followed by that of where it also goes, then of those of the
 * timetables. */
static mlg_status write_zones(mlg_study *study, const mlg_timetables *t, mlg_error *err)
{
    static const char own[] = "travel.on_demand";
    const mlg_config_travel *given = study->config->travel;
    const mlg_on_demand *d = &t->on_demand;
    mlg_stmt *stmt = NULL;
    int32_t at = 0;
    mlg_status st;
    MLG_GO(mlg_db_query(&stmt, study->db, "access/insert_on_demand_zone", err));
    for (unsigned k = 0; k < given->on_demand_count; k++) {
        const mlg_config_on_demand *ask = &given->on_demand[k];
        const mlg_geom *outline = d->outlines[at];
        at += ask->to_count > 0 ? 2 : 1;
        MLG_GO(forget_zones(study, own, ask->name, err));
        MLG_GO(write_zone(stmt, study, outline, own, ride_from(d, outline), ask, err));
    }
    for (int32_t f = 0; f < (int32_t)given->gtfs_count; f++) {
        MLG_GO(forget_zones(study, given->gtfs[f], NULL, err));
        for (int32_t a = 0; a < t->feeds[f]->n_areas && at < d->n_outlines; a++, at++) {
            const mlg_dial_service *ride = ride_from(d, d->outlines[at]);
            if (ride)
                MLG_GO(write_zone(stmt, study, d->outlines[at], given->gtfs[f], ride, NULL, err));
        }
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- entry points ---- */

static mlg_status forget(mlg_study *study, const char *name, mlg_error *err)
{
    static const char *const queries[] = { "access/delete_transit_lines", "access/delete_transit_stops" };
    for (int k = 0; k < 2; k++) {
        mlg_stmt *stmt;
        MLG_TRY(mlg_db_query(&stmt, study->db, queries[k], err));
        mlg_bind_text(stmt, ":reseau", name);
        mlg_status st = mlg_stmt_run(stmt, err);
        mlg_stmt_free(stmt);
        MLG_TRY(st);
    }
    return MLG_OK;
}

static mlg_status touch(mlg_study *study, mlg_error *err)
{
    MLG_TRY(mlg_db_touch(study->db, "ligne_tc", err));
    MLG_TRY(mlg_db_touch(study->db, "zone_tad", err));
    return mlg_db_touch(study->db, "arret_tc", err);
}

mlg_status mlg_transit_layers_clear(mlg_study *study, mlg_error *err)
{
    MLG_TRY(forget(study, NULL, err));
    MLG_TRY(forget_zones(study, NULL, NULL, err));
    return touch(study, err);
}

mlg_status mlg_transit_layers_write(mlg_study *study, const mlg_timetables *t, const double *x_m,
                                    const double *y_m, int32_t day, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    for (int32_t f = 0, first = 0; f < t->n_feeds; first += t->feeds[f++]->n_stops) {
        const char *name = f < (int32_t)given->gtfs_count ? given->gtfs[f] : "travel.lines";
        const served s = { study, t->feeds[f], name, x_m + first, y_m + first, day };
        MLG_TRY(forget(study, name, err));
        MLG_TRY(write_lines(&s, err));
        MLG_TRY(write_stops(&s, err));
    }
    MLG_TRY(write_zones(study, t, err));
    return touch(study, err);
}
