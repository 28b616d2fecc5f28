#include "analysis/study_demand.h"

#include "analysis/access.h"
#include "analysis/demand.h"
#include "analysis/supply.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- demand --------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_age_band *band;
    size_t capacity;
    int32_t count;
    double *persons; /* places x count */
} ages;

static mlg_status read_bands(ages *a, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_bands", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&a->band, &a->capacity, (size_t)a->count + 1, "age bands", err));
        a->band[a->count++] = (mlg_age_band){
            .from = (int32_t)mlg_column_int(stmt, 0),
            .to = mlg_column_is_null(stmt, 1) ? MLG_AGE_OPEN : (int32_t)mlg_column_int(stmt, 1),
        };
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static int32_t find_band(const ages *a, int32_t from)
{
    for (int32_t b = 0; b < a->count; b++)
        if (a->band[b].from == from)
            return b;
    return -1;
}

static mlg_status read_persons(ages *a, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    size_t cells = (size_t)places->count * (size_t)a->count;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&a->persons, cells, "age bands", err));
    for (size_t i = 0; i < cells; i++)
        a->persons[i] = (double)NAN;
    MLG_GO(mlg_db_query(&stmt, study->db, "access/select_ages", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        int32_t band = find_band(a, (int32_t)mlg_column_int(stmt, 1));
        if (place >= 0 && band >= 0)
            a->persons[place * a->count + band] = mlg_column_double(stmt, 2);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* The ages of a commune are those of its squares, in the proportion of their persons: its centre then has none. */
static mlg_status share_ages(ages *a, const mlg_places *places, mlg_error *err)
{
    double *persons;
    if (!places->squares)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&persons, (size_t)places->count, "age bands", err));
    for (int32_t i = 0; i < places->count; i++)
        if (!mlg_place_is_commune(places, i))
            persons[places->commune[i]] += places->population[i];
    for (int32_t i = 0; i < places->count; i++) {
        int32_t c = places->commune[i];
        for (int32_t b = 0; b < a->count && c != i; b++)
            a->persons[i * a->count + b] = a->persons[c * a->count + b] * (places->population[i] / persons[c]);
    }
    for (int32_t i = 0; i < places->count; i++)
        for (int32_t b = 0; b < a->count && !places->demand[i]; b++)
            a->persons[i * a->count + b] = (double)NAN;
    free(persons);
    return MLG_OK;
}

static mlg_status write_demand(mlg_study *study, const mlg_places *places, const double *demand, const uint8_t *basis,
                               mlg_error *err)
{
    static const char *const names[] = { [MLG_BASIS_TOTAL] = "population", [MLG_BASIS_BANDS] = "ages",
                                         [MLG_BASIS_GIVEN] = "donnee" };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/update_place_demand", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < places->count && st == MLG_OK; i++) {
        mlg_bind_text(stmt, ":code", places->code[i]);
        mlg_bind_double(stmt, ":pop_std", demand[i]);
        mlg_bind_text(stmt, ":base_std", names[basis[i]]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* The centres without people are none of the demand points: nothing is given there. */
static mlg_status note_demand(mlg_study *study, const mlg_places *places, mlg_demand_stats *stats, const uint8_t *basis,
                              mlg_error *err)
{
    char text[192];
    for (int32_t i = 0; i < places->count; i++)
        stats->places[basis[i]] -= !places->demand[i];
    snprintf(text, sizeof text, "%d lieux par âge, %d par population standardisée donnée, %d par population totale",
             (int)stats->places[MLG_BASIS_BANDS], (int)stats->places[MLG_BASIS_GIVEN], (int)stats->places[MLG_BASIS_TOTAL]);
    MLG_TRY(mlg_study_note(study, "access", "base_std", text, "lieux", "calcul", err));
    MLG_TRY(mlg_study_note(study, "access", "poids_age", mlg_age_weights_default()->name, NULL,
                           mlg_age_weights_default()->source, err));
    return mlg_study_note_number(study, "access", "k", stats->k, NULL, "renormalisation (DREES, ER 1206)", err);
}

mlg_status mlg_study_standardise(double **demand, mlg_study *study, const mlg_places *places, mlg_error *err)
{
    ages a = { 0 };
    uint8_t *basis = NULL;
    mlg_demand_stats stats;
    mlg_status st = MLG_OK;
    *demand = NULL;
    MLG_GO(read_bands(&a, study, err));
    if (a.count > 0)
        MLG_GO(read_persons(&a, study, places, err));
    if (a.count > 0)
        MLG_GO(share_ages(&a, places, err));
    MLG_GO(MLG_NEW(demand, (size_t)places->count, "demand", err));
    MLG_GO(MLG_NEW(&basis, (size_t)places->count, "demand", err));
    mlg_population population = {
        .places = places->count,
        .total = places->population,
        .given = places->given_std,
        .bands = a.count,
        .band = a.band,
        .persons = a.persons,
    };
    MLG_GO(mlg_standardise(&population, NULL, *demand, basis, &stats, err));
    MLG_GO(write_demand(study, places, *demand, basis, err));
    MLG_GO(note_demand(study, places, &stats, basis, err));
done:
    free(a.band);
    free(a.persons);
    free(basis);
    return st;
}

/* ---- supply --------------------------------------------------------------------------------------------------- */

static bool counts_acts(const char *service)
{
    return strcmp(service, "gp") == 0;
}

typedef struct {
    mlg_supply_params params;
    mlg_doctor *doctors; /* whose acts are known */
    size_t capacity;
    int32_t count;
    double *heads; /* a place: head counts and full-time equivalents */
    const char *service;
    double full_time; /* acts that make one full-time equivalent of another service than GPs; NaN: the study does not say */
    double too_old;
    bool one_by_one; /* heads are rows of doctors too */
} offer;

static mlg_status add_full_times(offer *o, int32_t place, double acts, mlg_error *err)
{
    if (isnan(o->full_time)) {
        mlg_fail(err, MLG_INPUT, "the supply of %s is in acts, and nothing says how many make a full time", o->service);
        mlg_hint(err, "give it under 'services', as in { name: %s, acts: 6000 }", o->service);
        return MLG_INPUT;
    }
    o->heads[place] += acts / o->full_time;
    return MLG_OK;
}

/* A quantity of heads as as many rows, the last one a part. */
static mlg_status add_heads(offer *o, int32_t place, int32_t age, double quantity, mlg_error *err)
{
    for (double left = quantity; left > 0; left -= 1) {
        MLG_TRY(MLG_GROW(&o->doctors, &o->capacity, (size_t)o->count + 1, "doctors", err));
        o->doctors[o->count++] = (mlg_doctor){ .place = place, .age = age, .acts = (double)NAN, .share = fmin(left, 1) };
    }
    return MLG_OK;
}

static mlg_status take_row(offer *o, mlg_stmt *stmt, const mlg_places *places, mlg_error *err)
{
    int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
    double quantity = mlg_column_double(stmt, 1);
    const char *unit = mlg_column_text(stmt, 2);
    int32_t age = mlg_column_is_null(stmt, 3) ? MLG_AGE_UNKNOWN : (int32_t)mlg_column_int(stmt, 3);
    if (place < 0)
        return MLG_OK;
    if (strcmp(unit, "actes") == 0 && !counts_acts(o->service) && !o->one_by_one)
        return add_full_times(o, place, quantity, err);
    if (o->one_by_one && !(strcmp(unit, "actes") == 0 && counts_acts(o->service)))
        return add_heads(o, place, age, strcmp(unit, "actes") == 0 ? quantity / o->full_time : quantity, err);
    if (strcmp(unit, "actes") == 0) {
        MLG_TRY(MLG_GROW(&o->doctors, &o->capacity, (size_t)o->count + 1, "doctors", err));
        o->doctors[o->count++] = (mlg_doctor){ .place = place, .age = age, .acts = quantity, .share = 1 };
    } else if (age != MLG_AGE_UNKNOWN && age > o->params.age_max) {
        o->too_old += quantity;
    } else {
        o->heads[place] += quantity;
    }
    return MLG_OK;
}

static mlg_status read_offer(offer *o, mlg_study *study, const mlg_places *places, const char *service, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_supply", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_row(o, stmt, places, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_supply(mlg_study *study, const mlg_config_service *spec, const offer *o,
                              const mlg_supply_counts *counts, mlg_error *err)
{
    const char *etude = "etude", *origin = spec && spec->acts ? etude : "defaut: ARS BFC 2018, 1 ETP = 5 400 actes";
    const char *bounds = "defaut: FAQ du ministère, 2018; pour l'offre en actes";
    MLG_TRY(mlg_study_note_number(study, "access", "actes_par_medecin", o->params.acts_default, "actes/an", origin, err));
    MLG_TRY(mlg_study_note_number(study, "access", "actes_min", o->params.acts_min, "actes/an",
                                  spec && spec->acts_min ? etude : bounds, err));
    MLG_TRY(mlg_study_note_number(study, "access", "actes_max", o->params.acts_max, "actes/an",
                                  spec && spec->acts_max ? etude : bounds, err));
    if (spec && spec->age_limit)
        MLG_TRY(mlg_study_note_number(study, "access", "age_max", *spec->age_limit, "ans, compris", etude, err));
    else
        MLG_TRY(mlg_study_note(study, "access", "age_max", "aucun", NULL, "defaut", err));
    return mlg_study_note_number(study, "access", "ecartes_age", o->too_old + counts->too_old, "médecins", "calcul", err);
}

const char *mlg_study_supply_unit(const char *service)
{
    return counts_acts(service) ? "actes/an" : "ETP";
}

static bool is_a_head(const mlg_measure *measure)
{
    return strncmp(measure->unit, "S a ", 4) == 0;
}

double mlg_study_measure_scale(const char *service, const mlg_measure *measure)
{
    return is_a_head(measure) && !counts_acts(service) ? 1e5 : 1;
}

const char *mlg_study_measure_unit(const char *service, const mlg_measure *measure)
{
    if (is_a_head(measure))
        return counts_acts(service) ? "consultations/an/hab. standardisé" : "ETP pour 100 000 hab. standardisés";
    if (strcmp(measure->unit, "S") == 0)
        return mlg_study_supply_unit(service);
    if (measure->by_site)
        return counts_acts(service) ? "hab. standardisés par acte" : "hab. standardisés par ETP";
    return strcmp(measure->unit, "min") == 0 ? "min" : "congestion : 1 est la moyenne, 60 min ajoutent 1";
}

/* Bounds of activity are those of GPs: other services count heads and full-time equivalents, 1 each. */
static mlg_supply_params supply_params(const char *service, const mlg_config_service *spec)
{
    mlg_supply_params p = mlg_supply_defaults();
    if (!counts_acts(service)) {
        p.acts_default = 1;
        p.acts_min = 0;
        p.acts_max = (double)INFINITY;
    }
    p.age_max = spec && spec->age_limit ? *spec->age_limit : MLG_AGE_ANY;
    if (!counts_acts(service))
        return p;
    if (spec && spec->acts)
        p.acts_default = *spec->acts;
    if (spec && spec->acts_min)
        p.acts_min = *spec->acts_min;
    if (spec && spec->acts_max)
        p.acts_max = *spec->acts_max;
    return p;
}

double mlg_study_full_time(const mlg_study *study, const char *service)
{
    return supply_params(service, mlg_find_service(study, service)).acts_default;
}

mlg_status mlg_study_doctors(mlg_doctor **doctors, int32_t *count, mlg_supply_params *params, mlg_study *study,
                             const mlg_places *places, const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    offer o = { .params = supply_params(service, spec), .service = service, .one_by_one = true,
                .full_time = spec && spec->acts ? *spec->acts : (double)NAN };
    mlg_status st = read_offer(&o, study, places, service, err);
    if (st != MLG_OK)
        free(o.doctors);
    *doctors = st == MLG_OK ? o.doctors : NULL;
    *count = o.count;
    *params = o.params;
    return st;
}

mlg_status mlg_study_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    offer o = { .params = supply_params(service, spec), .service = service, .full_time = (double)NAN };
    mlg_supply_counts counts = { 0 };
    mlg_status st = MLG_OK;
    if (spec && spec->acts)
        o.full_time = *spec->acts;
    *supply = NULL;
    MLG_GO(MLG_NEW(supply, (size_t)places->count, "supply", err));
    MLG_GO(MLG_NEW(&o.heads, (size_t)places->count, "supply", err));
    MLG_GO(read_offer(&o, study, places, service, err));
    MLG_GO(mlg_supply_doctors(&o.params, o.count, o.doctors, places->count, *supply, &counts, err));
    MLG_GO(mlg_supply_add(places->count, o.heads, o.params.acts_default, *supply, err));
    if (counts_acts(service))
        MLG_GO(note_supply(study, spec, &o, &counts, err));
done:
    free(o.doctors);
    free(o.heads);
    return st;
}

/* ---- figures -------------------------------------------------------------------------------------------------- */

mlg_status mlg_study_describe_access(mlg_summary *summary, const mlg_places *places, const double *access,
                                     const double *demand, double threshold, mlg_error *err)
{
    double *known = NULL, *standardised = NULL, *persons = NULL;
    mlg_access_figures f;
    int32_t n = 0;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&known, (size_t)places->count, "figures", err));
    MLG_GO(MLG_NEW(&standardised, (size_t)places->count, "figures", err));
    MLG_GO(MLG_NEW(&persons, (size_t)places->count, "figures", err));
    for (int32_t i = 0; i < places->count; i++)
        if (places->in_territory[i]) {
            known[n] = access[i];
            standardised[n] = demand[i];
            persons[n++] = places->population[i];
        }
    MLG_GO(mlg_access_summary(n, known, standardised, persons, threshold, &f, err));
    snprintf(summary->text, sizeof summary->text, "mean APL %.2f, %.0f inhabitants (%.1f %%) under %g",
             f.mean_standardised, f.below_persons, 100 * f.below_share, threshold);
done:
    free(known);
    free(standardised);
    free(persons);
    return st;
}
