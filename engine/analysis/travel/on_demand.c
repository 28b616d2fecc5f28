/* On-demand transport that a study asks for: zones made of communes. */
#include "analysis/travel/model_inner.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"
#include "study/provenance.h"

#include <math.h>
#include <stdio.h>

void mlg_on_demand_release(mlg_on_demand *d)
{
    for (int32_t k = 0; k < d->n_outlines; k++)
        mlg_geom_free(d->outlines[k]);
    free(d->outlines);
    free(d->services);
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
    enum { DAY_S = 86400 };
    mlg_dial_service *s = &d->services[d->count++];
    *s = (mlg_dial_service){ .name = ask->name,
                             .from = { .outline = from },
                             .to = { .outline = to, .last_s = 2 * DAY_S },
                             .wait_ds = mlg_minutes_to_ds(mlg_config_on_demand_wait_minutes(ask)),
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

/* Within the zone, and between it and where its vehicles also go. */
static mlg_status add_zone(mlg_on_demand *d, mlg_study *study, const mlg_places *places, unsigned index,
                           mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    const mlg_config_on_demand *ask = &travel->on_demand[index];
    mlg_geom **zone = &d->outlines[d->n_outlines++], **also = NULL;
    MLG_TRY(unite(zone, study, places, index, ask->name, (const char *const *)ask->communes, ask->communes_count,
                  err));
    add_service(d, travel, ask, *zone, *zone);
    MLG_TRY(check_hours(study, index, &d->services[d->count - 1], err));
    if (ask->to_count == 0)
        return MLG_OK;
    also = &d->outlines[d->n_outlines++];
    MLG_TRY(unite(also, study, places, index, ask->name, (const char *const *)ask->to, ask->to_count, err));
    add_service(d, travel, ask, *zone, *also);
    add_service(d, travel, ask, *also, *zone);
    return MLG_OK;
}

/* ---- what is recorded ---- */

static double people_of(const mlg_places *places, const mlg_config_on_demand *ask)
{
    double people = 0;
    for (int32_t i = 0; i < places->count; i++)
        for (unsigned k = 0; k < ask->communes_count; k++)
            if (places->commune[i] == mlg_places_find(places, ask->communes[k]))
                people += places->population[i];
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

mlg_status mlg_on_demand_open(mlg_on_demand *d, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_config_travel *travel = study->config->travel;
    const unsigned n = travel->on_demand_count;
    MLG_TRY(MLG_NEW(&d->services, 3 * (size_t)n, "on-demand zones", err));
    MLG_TRY(MLG_NEW(&d->outlines, 2 * (size_t)n, "on-demand zones", err));
    for (unsigned k = 0; k < n; k++) {
        MLG_TRY(add_zone(d, study, places, k, err));
        MLG_TRY(note_zone(study, places, &travel->on_demand[k], err));
    }
    return MLG_OK;
}
