/* Supply of a service by place, from the rows of the table `offre`. */
#include "analysis/access/published_parameters.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/supply.h"
#include "analysis/common/profession.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"
#include "study/config/populations.h"
#include "study/source.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool counts_acts(const char *service)
{
    const mlg_profession *p = mlg_profession_of(service);
    return p && p->consultations;
}

typedef struct {
    mlg_supply_params params;
    const char *origin_min, *origin_max; /* of the bounds */
    mlg_doctor *doctors;                 /* those whose acts are known */
    size_t capacity;
    int32_t count;
    double *heads; /* by place: head counts, each worth the acts of the département, else those of the study */
    double *full_times; /* by place: full-time equivalents */
    double *centres;    /* by place: acts of health centres, which have no bounds and no age */
    const char *service;
    double full_time; /* acts of one full-time equivalent; NaN unknown */
    double too_old;
    bool by_acts;    /* whether any row is in acts */
    bool one_by_one; /* head counts, full-time equivalents and health centres are rows of doctors too */
    const mlg_config_service *spec;
    double beyond; /* heads left out by the bound of the service */
} offer;

static mlg_status need_full_time(offer *o, mlg_error *err)
{
    o->by_acts = true;
    if (!isnan(o->full_time))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "the supply of %s is in acts, and the acts of a full-time equivalent are unknown",
             o->service);
    mlg_hint(err, "give it under 'services', as in { name: %s, acts: 6000 }", o->service);
    return MLG_INPUT;
}

/* The bounds apply to all the acts of a professional, of which the row has a share. */
static mlg_status take_acts(offer *o, int32_t place, double acts, double whole, int32_t age, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&o->doctors, &o->capacity, (size_t)o->count + 1, "doctors", err));
    double all = whole > acts ? whole : acts;
    o->doctors[o->count++] = (mlg_doctor){ .place = place, .age = age, .acts = all, .share = acts / all };
    return MLG_OK;
}

/* Acts of a professional at a place whose activity is unknown: those that the study gives for the département, or
 * everywhere, else those of the profession there. */
static double acts_at(const offer *o, const char *code)
{
    bool local;
    for (unsigned i = 0; o->spec && i < o->spec->local_acts_count; i++) {
        const char *departement = o->spec->local_acts[i].departement;
        if (strncmp(code, departement, strlen(departement)) == 0)
            return o->spec->local_acts[i].acts;
    }
    if (o->spec && o->spec->acts)
        return *o->spec->acts;
    double acts = mlg_acts_of_a_head(&local, o->service, code);
    return isnan(acts) ? o->params.acts_default : acts;
}

/* Units of supply of one head in a commune. */
static double head_at(const offer *o, const char *code)
{
    double one = counts_acts(o->service) ? o->params.acts_default : 1;
    return one * (acts_at(o, code) / o->params.acts_default);
}

/* Adds a number of full-time equivalents as that many rows of unknown activity, the last one partial. */
static mlg_status add_full_times(offer *o, int32_t place, int32_t age, double number, mlg_error *err)
{
    enum { MOST = 10000000 };
    if (o->count + number > MOST)
        return mlg_fail(
            err, MLG_INPUT,
            "the supply of %s is %g full-time equivalents and more; at most %d can be followed one by one",
            o->service, o->count + number, MOST);
    for (double left = number; left > 0; left -= 1) {
        MLG_TRY(MLG_GROW(&o->doctors, &o->capacity, (size_t)o->count + 1, "doctors", err));
        o->doctors[o->count++] =
            (mlg_doctor){ .place = place, .age = age, .acts = (double)NAN, .share = fmin(left, 1) };
    }
    return MLG_OK;
}

static mlg_status take_row(offer *o, mlg_stmt *stmt, const mlg_places *places, mlg_error *err)
{
    int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
    double quantity = mlg_column_double(stmt, 1);
    const char *unit = mlg_column_text(stmt, 2);
    int32_t age = mlg_column_is_null(stmt, 3) ? MLG_AGE_UNKNOWN : (int32_t)mlg_column_int(stmt, 3);
    bool centre = strcmp(unit, "actes_centre") == 0;
    if (place < 0)
        return MLG_OK;
    if (centre || strcmp(unit, "actes") == 0)
        MLG_TRY(need_full_time(o, err));
    if (strcmp(unit, "actes") == 0)
        return take_acts(o, place, quantity, mlg_column_double(stmt, 4), age, err);
    if (o->one_by_one && centre)
        return add_full_times(o, place, MLG_AGE_UNKNOWN, quantity / o->params.acts_default, err);
    if (o->one_by_one)
        return add_full_times(o, place, age,
                              strcmp(unit, "etp") == 0
                                  ? quantity
                                  : quantity * acts_at(o, places->code[place]) / o->params.acts_default,
                              err);
    if (centre)
        o->centres[place] += quantity;
    else if (age != MLG_AGE_UNKNOWN && age > o->params.age_max)
        o->too_old += quantity;
    else
        (strcmp(unit, "etp") == 0 ? o->full_times : o->heads)[place] += quantity;
    return MLG_OK;
}

static mlg_status read_offer(offer *o, mlg_study *study, const mlg_places *places, const char *service,
                             mlg_error *err)
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

/* ---- parameters --------------------------------------------------------------------------------------------- */

/* Value from the study file, else the sheet, else the profession; `none` without any of them. */
static double choose_bound(const char **origin, const double *study, double sheet, double profession, double none)
{
    *origin = study                ? "etude"
              : !isnan(sheet)      ? "feuille Paramètres donnée"
              : !isnan(profession) ? "defaut: FAQ du ministère, 2018; pour l'offre en actes"
                                   : "aucune: non publiées";
    return study ? *study : !isnan(sheet) ? sheet : !isnan(profession) ? profession : none;
}

static mlg_status set_params(offer *o, mlg_study *study, const char *service, const mlg_config_service *spec,
                             mlg_error *err)
{
    const mlg_profession *p = mlg_profession_of(service);
    double unknown = (double)NAN;
    mlg_given_params given;
    MLG_TRY(mlg_study_given_params(&given, study, service, err));
    *o = (offer){ .service = service, .params = mlg_supply_defaults(), .spec = spec };
    o->params.acts_min =
        choose_bound(&o->origin_min, spec ? spec->acts_min : NULL, given.acts_min, p ? p->acts_min : unknown, 0);
    o->params.acts_max = choose_bound(&o->origin_max, spec ? spec->acts_max : NULL, given.acts_max,
                                      p ? p->acts_max : unknown, (double)INFINITY);
    o->params.age_max = spec && spec->age_limit ? *spec->age_limit : MLG_AGE_ANY;
    o->full_time = spec && spec->acts ? *spec->acts : p ? p->full_time : unknown;
    o->params.acts_default = isnan(o->full_time) ? 1 : o->full_time;
    return MLG_OK;
}

/* ---- what is recorded --------------------------------------------------------------------------------------- */

/* Recorded under the plain name for GPs, whom layers and report show. */
static mlg_status note(mlg_study *study, const char *service, const char *name, const char *text, double number,
                       const char *unit, const char *origin, mlg_error *err)
{
    char full[64];
    snprintf(full, sizeof full, "%s%s%s", name, counts_acts(service) ? "" : ".",
             counts_acts(service) ? "" : service);
    return text ? mlg_study_note(study, "access", full, text, unit, origin, err)
                : mlg_study_note_number(study, "access", full, number, unit, origin, err);
}

static mlg_status note_bounds(mlg_study *study, const offer *o, mlg_error *err)
{
    const char *s = o->service, *unit = "actes/an";
    MLG_TRY(note(study, s, "actes_min", NULL, o->params.acts_min, unit, o->origin_min, err));
    if (isinf(o->params.acts_max))
        return note(study, s, "actes_max", "aucune", 0, unit, o->origin_max, err);
    return note(study, s, "actes_max", NULL, o->params.acts_max, unit, o->origin_max, err);
}

/* Known activities of the départements of the study: "59 : 5230, 62 : 5150". */
static void list_local_acts(char *text, size_t size, const char *service, const mlg_places *places)
{
    const char *last = "";
    text[0] = '\0';
    for (int32_t i = 0; i < places->count; i++) {
        bool local;
        char one[48];
        const char *code = places->code[i];
        size_t length = mlg_department_length(code);
        double acts = mlg_acts_of_a_head(&local, service, code);
        if (!local || strncmp(code, last, length) == 0) /* places are in the order of their codes */
            continue;
        last = code;
        snprintf(one, sizeof one, "%.*s : %g", (int)length, code, acts);
        mlg_list_add(text, size, ", ", one);
    }
}

static mlg_status note_local_acts(mlg_study *study, const mlg_config_service *spec, const offer *o,
                                  const mlg_places *places, mlg_error *err)
{
    static const char *const unit = "actes/an et médecin, moyenne";
    char text[160];
    if (spec && spec->local_acts_count > 0) {
        snprintf(text, sizeof text, "%u départements", spec->local_acts_count);
        return note(study, o->service, "actes_locaux", text, 0, unit, "etude", err);
    }
    if (!spec || !spec->acts)
        list_local_acts(text, sizeof text, o->service, places);
    else
        text[0] = '\0';
    return *text ? note(study, o->service, "actes_locaux", text, 0, unit, "defaut: niveau de l'APL publiée", err)
                 : MLG_OK;
}

static mlg_status note_supply(mlg_study *study, const mlg_config_service *spec, const offer *o,
                              const mlg_places *places, const mlg_supply_counts *counts, mlg_error *err)
{
    const char *etude = "etude", *s = o->service;
    const mlg_profession *p = mlg_profession_of(s);
    char text[160];
    if (!isnan(o->full_time)) {
        bool given = spec && spec->acts;
        MLG_TRY(note(study, s, "actes_par_medecin", NULL, given || isnan(p->acts) ? o->full_time : p->acts,
                     "actes/an", given ? etude : "defaut: niveau de l'APL publiée de 2018", err));
        MLG_TRY(
            note(study, s, "actes_temps_plein", NULL, o->full_time, "actes/an", given ? etude : p->source, err));
        MLG_TRY(note_local_acts(study, spec, o, places, err));
    }
    if (o->by_acts || counts_acts(s))
        MLG_TRY(note_bounds(study, o, err));
    if (spec && spec->heads_max_per_1000) {
        MLG_TRY(note(study, s, "medecins_pour_1000_max", NULL, *spec->heads_max_per_1000, "pour 1 000 habitants",
                     etude, err));
        MLG_TRY(note(study, s, "ecartes_nombre", NULL, o->beyond, "médecins", "calcul", err));
    }
    if (spec && spec->age_limit)
        MLG_TRY(note(study, s, "age_max", NULL, *spec->age_limit, "ans, compris", etude, err));
    else
        MLG_TRY(note(study, s, "age_max", "aucun", 0, NULL, "defaut", err));
    snprintf(text, sizeof text, "%d relevées, %d plafonnées", (int)counts->raised, (int)counts->capped);
    if (o->by_acts)
        MLG_TRY(note(study, s, "activites_bornees", text, 0, "lignes", "calcul", err));
    return note(study, s, "ecartes_age", NULL, o->too_old + counts->too_old, "médecins", "calcul", err);
}

/* ---- the supply --------------------------------------------------------------------------------------------- */

/* Heads beyond the bound of the service, which are left out: their number. */
static mlg_status bound_heads(double *left_out, offer *o, const mlg_places *places, mlg_error *err)
{
    enum { FEW = 10 };
    double *people;
    *left_out = 0;
    if (!o->spec || !o->spec->heads_max_per_1000)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&people, (size_t)places->count, "people of communes", err));
    mlg_places_sum(people, places, places->population);
    for (int32_t i = 0; i < places->count; i++) {
        double most = fmax(FEW, *o->spec->heads_max_per_1000 * people[i] / 1000);
        *left_out += fmax(0, o->heads[i] - most);
        o->heads[i] = fmin(o->heads[i], most);
    }
    free(people);
    return MLG_OK;
}

/* Acts a year for services counted in acts; else full-time equivalents, acts being divided by those of one. */
static mlg_status add_all(double *supply, const offer *o, const mlg_places *places, mlg_error *err)
{
    bool acts = counts_acts(o->service);
    double one = acts ? o->params.acts_default : 1;
    MLG_TRY(mlg_supply_add(places->count, o->centres, 1, supply, err));
    for (int32_t i = 0; !acts && i < places->count; i++)
        supply[i] /= o->params.acts_default;
    MLG_TRY(mlg_supply_add(places->count, o->full_times, one, supply, err));
    for (int32_t i = 0; i < places->count; i++)
        supply[i] += o->heads[i] * head_at(o, places->code[i]);
    return MLG_OK;
}

static mlg_status count_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                               const mlg_config_service *spec, bool recorded, mlg_error *err)
{
    offer o = { 0 };
    mlg_supply_counts counts = { 0 };
    size_t n = (size_t)places->count;
    mlg_status st = MLG_OK;
    *supply = NULL;
    MLG_GO(set_params(&o, study, service, spec, err));
    MLG_GO(MLG_NEW(supply, n, "supply", err));
    MLG_GO(MLG_NEW(&o.heads, n, "supply", err));
    MLG_GO(MLG_NEW(&o.full_times, n, "supply", err));
    MLG_GO(MLG_NEW(&o.centres, n, "supply", err));
    MLG_GO(read_offer(&o, study, places, service, err));
    MLG_GO(mlg_supply_doctors(&o.params, o.count, o.doctors, places->count, *supply, &counts, err));
    MLG_GO(bound_heads(&o.beyond, &o, places, err));
    MLG_GO(add_all(*supply, &o, places, err));
    if (recorded && mlg_profession_of(service))
        MLG_GO(note_supply(study, spec, &o, places, &counts, err));
done:
    free(o.doctors);
    free(o.heads);
    free(o.full_times);
    free(o.centres);
    return st;
}

mlg_status mlg_study_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err)
{
    return count_supply(supply, study, places, service, mlg_find_service(study, service), true, err);
}

mlg_status mlg_study_supply_as(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                               const mlg_config_service *spec, mlg_error *err)
{
    return count_supply(supply, study, places, service, spec, false, err);
}

/* In full-time equivalents where these are the unit. */
static void scale_to_full_times(offer *o)
{
    double one = o->params.acts_default;
    for (int32_t k = 0; k < o->count; k++)
        o->doctors[k].acts /= one;
    o->params.acts_min /= one;
    o->params.acts_max /= one;
    o->params.acts_default = 1;
}

mlg_status mlg_study_doctors(mlg_doctor **doctors, int32_t *count, mlg_supply_params *params, mlg_study *study,
                             const mlg_places *places, const char *service, mlg_error *err)
{
    offer o = { 0 };
    mlg_status st = set_params(&o, study, service, mlg_find_service(study, service), err);
    o.one_by_one = true;
    if (st == MLG_OK)
        st = read_offer(&o, study, places, service, err);
    if (!counts_acts(service))
        scale_to_full_times(&o);
    if (st != MLG_OK)
        free(o.doctors);
    *doctors = st == MLG_OK ? o.doctors : NULL;
    *count = o.count;
    *params = o.params;
    return st;
}

double mlg_study_full_time(const mlg_study *study, const char *service)
{
    const mlg_profession *p = mlg_profession_of(service);
    const mlg_config_service *spec = mlg_find_service(study, service);
    return !counts_acts(service) ? 1 : spec && spec->acts ? *spec->acts : p->full_time;
}

/* A service without supply is taken to count heads. */
static mlg_status counts_heads(bool *heads, mlg_study *study, const char *service, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_counts_heads", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    *heads = st == MLG_OK && row && mlg_column_int(stmt, 0) != 0;
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_study_supply_of_one(double **each, mlg_study *study, const mlg_places *places, const char *service,
                                   mlg_error *err)
{
    offer o;
    bool heads;
    double full_time = mlg_study_full_time(study, service);
    MLG_TRY(set_params(&o, study, service, mlg_find_service(study, service), err));
    MLG_TRY(counts_heads(&heads, study, service, err));
    MLG_TRY(MLG_NEW(each, (size_t)places->count, "supply", err));
    for (int32_t i = 0; i < places->count; i++)
        (*each)[i] = heads ? head_at(&o, places->code[places->commune[i]]) : full_time;
    return MLG_OK;
}

mlg_status mlg_study_supply_of_one_here(double *one, mlg_study *study, const mlg_places *places,
                                        const char *service, mlg_error *err)
{
    double *each = NULL, persons = 0, sum = 0;
    MLG_TRY(mlg_study_supply_of_one(&each, study, places, service, err));
    bool same = true;
    int32_t first = -1;
    for (int32_t i = 0; i < places->count; i++) {
        double people = places->in_territory[i] && places->population[i] > 0 ? places->population[i] : 0;
        if (people == 0)
            continue;
        first = first < 0 ? i : first;
        same &= each[i] == each[first];
        persons += people;
        sum += people * each[i];
    }
    *one = first < 0 ? mlg_study_full_time(study, service) : same ? each[first] : sum / persons;
    free(each);
    return MLG_OK;
}

/* ---- units -------------------------------------------------------------------------------------------------- */

static mlg_unit unit_of(const char *format, ...) MLG_PRINTF(1, 2);
static mlg_unit unit_of(const char *format, ...)
{
    mlg_unit unit;
    va_list args;
    va_start(args, format);
    vsnprintf(unit.words, sizeof unit.words, format, args);
    va_end(args);
    mlg_utf8_trim(unit.words);
    return unit;
}

mlg_unit mlg_study_supply_unit(const mlg_study *study, const char *service)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    return unit_of("%s", counts_acts(service) ? "actes/an" : spec && spec->unit ? spec->unit : "ETP");
}

static bool is_a_head(const mlg_measure *measure)
{
    return strncmp(measure->unit, "S a ", 4) == 0;
}

/* Persons for whom a share is given. */
static double persons_per(const mlg_config_service *spec)
{
    return spec && spec->per ? *spec->per : spec && spec->population ? 1000 : 1e5;
}

double mlg_study_measure_scale(const mlg_study *study, const char *service, const mlg_measure *measure)
{
    return is_a_head(measure) && !counts_acts(service) ? persons_per(mlg_find_service(study, service)) : 1;
}

/* Whom a service serves, in the words of a unit. */
static const char *served(const mlg_study *study, const char *service, const mlg_config_service *spec)
{
    const mlg_profession *p = mlg_profession_of(service);
    if (spec && spec->population)
        return mlg_population_label(mlg_population_find(study->config, spec->population));
    return p && p->women ? "femmes standardisées" : "hab. standardisés";
}

mlg_unit mlg_study_measure_unit(const mlg_study *study, const char *service, const mlg_measure *measure)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    mlg_unit supply = mlg_study_supply_unit(study, service);
    const char *whom = served(study, service, spec);
    const double each = persons_per(spec);
    char per[32];
    if (each >= 1000 && fmod(each, 1000) == 0)
        snprintf(per, sizeof per, "%.0f 000", each / 1000);
    else
        snprintf(per, sizeof per, "%.15g", each);
    if (is_a_head(measure) && counts_acts(service))
        return unit_of("consultations/an/hab. standardisé");
    if (is_a_head(measure) && spec && spec->population)
        return unit_of("%s pour %s personnes\u00a0: %s", supply.words, per, whom);
    if (is_a_head(measure))
        return unit_of("%s pour %s %s", supply.words, per, whom);
    if (strcmp(measure->unit, "S") == 0)
        return supply;
    if (measure->by_site)
        return unit_of("%s par %s", whom, counts_acts(service) ? "acte" : supply.words);
    return unit_of("%s",
                   strcmp(measure->unit, "min") == 0 ? "min" : "congestion : 1 est la moyenne, le trajet en plus");
}
