#include "analysis/access/stage_modes.h"

#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_nearest.h"
#include "analysis/travel/modes.h"
#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *name_of(const mlg_mode *mode)
{
    return mode->name ? mode->name : "autres";
}

static mlg_status note_group(mlg_study *study, const mlg_config_access *ask, const char *group, const char *whom,
                             mlg_error *err)
{
    const mlg_measure *measure = mlg_measure_by_name(ask->measure);
    mlg_text name = { 0 }, text = { 0 };
    mlg_status st;
    MLG_GO(mlg_text_set(&name, err, "mesure.%s.%s_%s", ask->service, mlg_config_access_name(ask), group));
    MLG_GO(mlg_text_set(&text, err, "%s ; %s, tous en concurrence pour la même offre", measure->label, whom));
    st = mlg_study_note(study, "access", name.data, text.data,
                        mlg_study_measure_unit(study, ask->service, measure).words, "Mao et Nekorchuk 2013", err);
done:
    mlg_text_release(&name);
    mlg_text_release(&text);
    return st;
}

static mlg_status name_measure(mlg_text *name, const char *measure, const char *group, mlg_error *err)
{
    return mlg_text_set(name, err, "%s_%s", measure, group);
}

mlg_status mlg_study_group_values(double **value, mlg_study *study, const mlg_places *places, const char *service,
                                  const char *measure, const char *group, mlg_error *err)
{
    mlg_text own = { 0 };
    if (!group)
        return mlg_study_values(value, study, places, service, measure, err);
    mlg_status st = name_measure(&own, measure, group, err);
    if (st == MLG_OK)
        st = mlg_study_values(value, study, places, service, own.data, err);
    mlg_text_release(&own);
    return st;
}

static mlg_status write_group(mlg_study *study, const mlg_places *places, const mlg_config_access *ask,
                              const char *group, const char *whom, double *value, const double *demand,
                              mlg_error *err)
{
    mlg_text measure = { 0 };
    mlg_status st;
    MLG_GO(name_measure(&measure, mlg_config_access_name(ask), group, err));
    MLG_GO(mlg_places_gather(places, value, demand, err));
    MLG_GO(mlg_study_write_values(study, places, ask->service, measure.data, value, demand, err));
    st = note_group(study, ask, group, whom, err);
done:
    mlg_text_release(&measure);
    return st;
}

/* ---- measures ---- */

/* What is offered in a service, and the times to it of all groups; measures of one service that follow each other share it. */
typedef struct {
    const char *service; /* NULL: none yet */
    bool counts_empty;
    double *supply;
    mlg_sites sites; /* the places with supply, as for the measure of everybody */
    mlg_sparse_rows rows;
} offer;

static void offer_release(offer *o)
{
    mlg_sparse_release(&o->rows);
    mlg_sites_release(&o->sites);
    free(o->supply);
    *o = (offer){ .service = NULL };
}

static mlg_status offer_of(offer *o, mlg_study *study, const mlg_modes *modes, const mlg_places *places,
                           const mlg_config_access *ask, mlg_error *err)
{
    const bool empty = mlg_study_counts_empty(ask);
    if (o->service && strcmp(o->service, ask->service) == 0 && o->counts_empty == empty)
        return MLG_OK;
    offer_release(o);
    MLG_TRY(mlg_study_supply(&o->supply, study, places, ask->service, err));
    MLG_TRY(mlg_sites_with_supply(&o->sites, o->supply, places, empty, err));
    MLG_TRY(mlg_modes_rows(&o->rows, modes, places, &o->sites, mlg_minutes_to_ds(MLG_SEARCH_MIN), err));
    o->service = ask->service;
    o->counts_empty = empty;
    return MLG_OK;
}

typedef struct {
    const mlg_modes *modes;
    const mlg_places *places;
    double *demand, *value; /* [groups x places] */
    double *all;            /* [places] all groups together */
} mixture;

static mlg_status write_groups(mlg_study *study, const mixture *x, const mlg_config_access *ask, mlg_error *err)
{
    const int32_t n = x->places->count;
    char whom[128];
    for (int32_t i = 0; i < n; i++) {
        x->all[i] = 0;
        for (int32_t m = 0; m < x->modes->count; m++) /* a group without anyone may have no value */
            if (x->modes->items[m].share[i] > 0)
                x->all[i] += x->modes->items[m].share[i] * x->value[(int64_t)m * n + i];
    }
    for (int32_t m = 0; m < x->modes->count; m++) {
        const mlg_mode *mode = &x->modes->items[m];
        snprintf(whom, sizeof whom, mode->name ? "habitants du groupe %s" : "habitants d’aucun groupe%s",
                 mode->name ? mode->name : "");
        MLG_TRY(write_group(study, x->places, ask, name_of(mode), whom, x->value + (int64_t)m * n,
                            x->demand + (int64_t)m * n, err));
    }
    return MLG_OK;
}

static mlg_status measure(mixture *x, mlg_study *study, unsigned index, const offer *offered, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    const mlg_measure *what = mlg_measure_by_name(ask->measure);
    const double scale = mlg_study_measure_scale(study, ask->service, what);
    mlg_decay decay;
    mlg_measure_stats stats;
    MLG_TRY(mlg_study_decay(&decay, study, index, err));
    const mlg_times reach = mlg_times_rows(mlg_sparse_view_of(&offered->rows));
    const mlg_measure_input input = { .reach = &reach,
                                      .decay = &decay,
                                      .demand = x->demand,
                                      .supply = offered->supply,
                                      .params = mlg_study_measure_params(ask),
                                      .threads = study->threads,
                                      .progress = study->progress };
    MLG_TRY(mlg_measure_run(what, &input, x->value, &stats, err));
    for (int64_t k = 0; k < (int64_t)x->modes->count * x->places->count; k++)
        x->value[k] *= scale;
    return MLG_OK;
}

static mlg_status mix(mlg_study *study, const mlg_modes *modes, const mlg_places *places, unsigned index,
                      const double *demand, offer *offered, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    const size_t n = (size_t)places->count;
    mixture x = { .modes = modes, .places = places };
    mlg_status st;
    MLG_GO(MLG_NEW(&x.demand, n * (size_t)modes->count, "access", err));
    MLG_GO(MLG_NEW(&x.value, n * (size_t)modes->count, "access", err));
    MLG_GO(MLG_NEW(&x.all, n, "access", err));
    for (int32_t m = 0; m < modes->count; m++)
        for (int32_t i = 0; i < places->count; i++)
            x.demand[(int64_t)m * places->count + i] = modes->items[m].share[i] * demand[i];
    MLG_GO(offer_of(offered, study, modes, places, ask, err));
    MLG_GO(measure(&x, study, index, offered, err));
    MLG_GO(write_groups(study, &x, ask, err));
    st = write_group(study, places, ask, "ensemble", "tous les habitants, chaque groupe par son mode", x.all,
                     demand, err);
done:
    free(x.demand);
    free(x.value);
    free(x.all);
    return st;
}

/* ---- times ---- */

/* People of the group in the territory who are further than an hour, or have no way there within the search. */
static double far_persons(const mlg_mode *mode, const mlg_places *places, const double *minutes)
{
    const double an_hour = 60;
    double persons = 0;
    for (int32_t i = 0; i < places->count; i++)
        if (places->in_territory[i] && places->demand[i] && !(minutes[i] <= an_hour))
            persons += mode->share[i] * places->population[i];
    return persons;
}

static mlg_status time_group(const mlg_mode *mode, mlg_study *study, const mlg_places *places,
                             const mlg_sites *sites, const char *service, mlg_error *err)
{
    const size_t n = (size_t)places->count;
    int32_t *site = NULL, *time_ds = NULL;
    double *minutes = NULL;
    char name[96];
    mlg_status st;
    MLG_GO(MLG_NEW(&site, n, "nearest sites", err));
    MLG_GO(MLG_NEW(&time_ds, n, "nearest sites", err));
    MLG_GO(MLG_NEW(&minutes, n, "nearest sites", err));
    MLG_GO(mlg_study_nearest(site, time_ds, mode->study, places, sites, err));
    for (int32_t i = 0; i < places->count; i++)
        minutes[i] = site[i] == MLG_NOWHERE ? (double)NAN : (double)time_ds[i] / MLG_DS_PER_MIN;
    snprintf(name, sizeof name, "temps_%s", mode->name);
    MLG_GO(mlg_study_note_number_of(study, "access", mode->name, service, far_persons(mode, places, minutes),
                                    "personnes à plus d’une heure", "calcul", err));
    MLG_GO(mlg_places_gather(places, minutes, places->population, err));
    st = mlg_study_write_values(study, places, service, name, minutes, NULL, err);
done:
    free(site);
    free(time_ds);
    free(minutes);
    return st;
}

static mlg_status time_groups(mlg_study *study, const mlg_modes *modes, const mlg_places *places,
                              const char *service, mlg_error *err)
{
    mlg_sites sites = { 0 };
    mlg_status st = mlg_sites_of_service(&sites, study, places, service, err);
    for (int32_t m = 1; st == MLG_OK && sites.count > 0 && m < modes->count; m++)
        st = time_group(&modes->items[m], study, places, &sites, service, err);
    mlg_sites_release(&sites);
    return st;
}

/* ---- one site more ---- */

mlg_status mlg_study_weigh_groups(double **reached, mlg_study *study, const mlg_places *places,
                                  const mlg_sites *sites, const double *demand, const mlg_decay *decay,
                                  mlg_error *err)
{
    const int32_t n = places->count;
    mlg_sparse_rows rows = { 0 };
    mlg_modes modes;
    MLG_TRY(MLG_NEW(reached, (size_t)sites->count, "access", err));
    MLG_TRY(mlg_modes_open(&modes, study, places, err));
    mlg_status st = mlg_modes_rows(&rows, &modes, places, sites, mlg_decay_limit(decay), err);
    for (int32_t s = 0; st == MLG_OK && s < sites->count; s++)
        for (int64_t k = rows.start[s]; k < rows.start[s + 1]; k++) {
            const int32_t place = rows.column[k] % n;
            (*reached)[s] += mlg_decay_weight(decay, rows.value[k]) *
                             modes.items[rows.column[k] / n].share[place] * demand[place];
        }
    mlg_sparse_release(&rows);
    mlg_modes_close(&modes);
    return st;
}

/* ---- shares ---- */

static mlg_status write_shares(mlg_study *study, const mlg_mode *mode, const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_group_share", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; st == MLG_OK && i < places->count; i++) {
        if (!mlg_place_is_commune(places, i))
            continue;
        mlg_bind_text(stmt, ":groupe", mode->name);
        mlg_bind_text(stmt, ":insee_com", places->code[i]);
        mlg_bind_double(stmt, ":part", mode->share[i]);
        mlg_bind_double(stmt, ":au_moins", mlg_study_least_minutes(mode->study));
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- entry point ---- */

static mlg_status mix_entry(mlg_study *study, const mlg_modes *modes, const mlg_places *places, unsigned index,
                            const double *gp_demand, offer *offered, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    double *own = NULL;
    if (mlg_measure_by_name(ask->measure)->by_site)
        return MLG_OK;
    if (strcmp(ask->service, "gp") == 0)
        return mix(study, modes, places, index, gp_demand, offered, err);
    mlg_status st = mlg_study_standardise(&own, study, places, ask->service, err);
    if (st == MLG_OK)
        st = mix(study, modes, places, index, own, offered, err);
    free(own);
    return st;
}

mlg_status mlg_study_modes(mlg_study *study, const mlg_places *places, const double *gp_demand, mlg_error *err)
{
    static const char *const services[] = { "gp", "pharmacy", "emergency" };
    mlg_modes modes;
    offer offered = { .service = NULL };
    MLG_TRY(mlg_modes_open(&modes, study, places, err));
    mlg_status st = MLG_OK;
    for (unsigned i = 0; st == MLG_OK && modes.count > 0 && i < study->config->accessibility_count; i++)
        st = mix_entry(study, &modes, places, i, gp_demand, &offered, err);
    offer_release(&offered);
    for (int32_t m = 1; st == MLG_OK && m < modes.count; m++)
        st = write_shares(study, &modes.items[m], places, err);
    for (size_t i = 0; st == MLG_OK && modes.count > 0 && i < sizeof services / sizeof *services; i++)
        st = time_groups(study, &modes, places, services[i], err);
    mlg_modes_close(&modes);
    return st;
}
