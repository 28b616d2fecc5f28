#include "analysis/access/stage_demand.h"

#include "analysis/access/demand.h"
#include "analysis/access/published_parameters.h"
#include "analysis/access/stage_ages.h"
#include "analysis/access/stage_unchanged.h"
#include "analysis/access/two_step.h"
#include "analysis/common/evidence.h"
#include "analysis/common/profession.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- demand ------------------------------------------------------------------------------------------------- */

static mlg_status write_demand(mlg_study *study, const mlg_places *places, const double *demand,
                               const uint8_t *basis, mlg_error *err)
{
    static const char *const names[] = {
        [MLG_BASIS_TOTAL] = "population", [MLG_BASIS_BANDS] = "ages", [MLG_BASIS_GIVEN] = "donnee"
    };
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

/* ---- of a service ------------------------------------------------------------------------------------------- */

/* Method by which the demand of a service is weighted. */
typedef struct {
    mlg_age_weights weights;
    mlg_given_params given; /* owns the weights that come from a sheet */
    bool women, headline;   /* headline: GPs, whose demand is shown by the layers */
    const char *service, *origin;
    double women_share;
} manner;

/* INSEE, bilan démographique 2024: 51.6 % of the population of France; from memory. */
static const double women_of_france = 0.516;

static mlg_status choose_manner(manner *m, mlg_study *study, const char *service, mlg_error *err)
{
    const mlg_profession *p = mlg_profession_of(service);
    const mlg_config_service *spec = mlg_find_service(study, service);
    const char *name = spec && spec->age_weights ? spec->age_weights
                       : p                       ? p->weights
                                                 : mlg_age_weights_default()->name;
    *m = (manner){ .weights = *mlg_age_weights_by_name(name),
                   .service = service,
                   .women = p && p->women,
                   .headline = strcmp(service, "gp") == 0,
                   .women_share = 1 };
    m->origin = spec && spec->age_weights ? "etude" : m->weights.source;
    MLG_TRY(mlg_study_given_params(&m->given, study, service, err));
    if (m->given.bands == 0 || (spec && spec->age_weights))
        return MLG_OK;
    m->origin = "feuille Paramètres donnée";
    m->weights =
        (mlg_age_weights){ "feuille", m->origin, "C", m->given.bands, m->given.band, m->given.band_weight };
    return MLG_OK;
}

/* Women by age bands where known, else the national share of the population. */
static mlg_status total_persons(double **total, manner *m, const mlg_study_ages *a, const mlg_places *places,
                                mlg_error *err)
{
    MLG_TRY(MLG_NEW(total, (size_t)places->count, "demand", err));
    for (int32_t i = 0; i < places->count; i++) {
        double women = 0;
        for (int32_t b = 0; m->women && b < a->count; b++)
            women += a->persons[i * a->count + b];
        bool told = m->women && a->count > 0 && women > 0;
        (*total)[i] = told ? women : places->population[i] * (m->women ? women_of_france : 1);
        if (m->women && !told)
            m->women_share = women_of_france;
    }
    return MLG_OK;
}

static mlg_status note_weights(mlg_study *study, const manner *m, const char *basis, mlg_error *err)
{
    mlg_text text = { 0 }, origin = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_text_set(
        &text, err, "%s ; poids %s%s ; %s", m->women ? "femmes" : "femmes et hommes", m->weights.name,
        m->women && m->women_share < 1 ? " ; 51,6 % de femmes où leur nombre n'est pas connu (France, 2024)" : "",
        basis));
    mlg_evidence_origin(&origin, m->origin, m->weights.evidence);
    MLG_GO(mlg_text_status(&origin, err));
    st = mlg_study_note_of(study, "access", "demande", m->service, text.data,
                           m->women ? "femmes standardisées" : "habitants standardisés", origin.data, err);
done:
    mlg_text_release(&text);
    mlg_text_release(&origin);
    return st;
}

/* Centres without population are not demand points and get no value. */
static mlg_status note_demand(mlg_study *study, const manner *m, const mlg_places *places, mlg_demand_stats *stats,
                              const uint8_t *basis, mlg_error *err)
{
    char text[192];
    for (int32_t i = 0; i < places->count; i++)
        stats->places[basis[i]] -= !places->demand[i];
    snprintf(text, sizeof text,
             "%d lieux par âge, %d par population standardisée donnée, %d par population totale",
             (int)stats->places[MLG_BASIS_BANDS], (int)stats->places[MLG_BASIS_GIVEN],
             (int)stats->places[MLG_BASIS_TOTAL]);
    MLG_TRY(note_weights(study, m, text, err));
    if (!m->headline)
        return MLG_OK;
    MLG_TRY(mlg_study_note(study, "access", "base_std", text, "lieux", "calcul", err));
    MLG_TRY(mlg_study_note(study, "access", "poids_age", m->weights.name, NULL, m->origin, err));
    return mlg_study_note_number(study, "access", "k", stats->k, NULL, "renormalisation (DREES, ER 1206)", err);
}

mlg_status mlg_study_standardise(double **demand, mlg_study *study, const mlg_places *places, const char *service,
                                 mlg_error *err)
{
    mlg_study_ages a = { 0 };
    manner m;
    uint8_t *basis = NULL;
    double *total = NULL;
    mlg_demand_stats stats;
    mlg_status st = MLG_OK;
    const mlg_config_service *spec = mlg_find_service(study, service);
    *demand = NULL;
    if (spec && spec->population)
        return mlg_study_count_ages(demand, study, places, "access", service, spec->population, err);
    MLG_GO(choose_manner(&m, study, service, err));
    MLG_GO(mlg_study_ages_read(&a, study, places, m.women, err));
    MLG_GO(total_persons(&total, &m, &a, places, err));
    MLG_GO(MLG_NEW(demand, (size_t)places->count, "demand", err));
    MLG_GO(MLG_NEW(&basis, (size_t)places->count, "demand", err));
    mlg_population population = {
        .places = places->count,
        .total = total,
        .given = m.headline ? places->given_std : NULL, /* published for general practice */
        .bands = a.count,
        .band = a.band,
        .persons = a.persons,
    };
    MLG_GO(mlg_standardise(&population, &m.weights, *demand, basis, &stats, err));
    if (m.headline && !mlg_access_may_stay(study))
        MLG_GO(write_demand(study, places, *demand, basis, err));
    MLG_GO(note_demand(study, &m, places, &stats, basis, err));
done:
    mlg_study_ages_release(&a);
    free(total);
    free(basis);
    return st;
}

/* ---- figures ------------------------------------------------------------------------------------------------ */

mlg_status mlg_study_describe_access(mlg_text *summary, const mlg_places *places, const double *access,
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
    if (isnan(threshold))
        MLG_GO(mlg_text_set(summary, err, mlg_tr("mean APL %.2f"), f.mean_standardised));
    else
        MLG_GO(mlg_text_set(summary, err, mlg_tr("mean APL %.2f, %.0f inhabitants (%.1f %%) under %g"),
                            f.mean_standardised, f.below_persons, 100 * f.below_share, threshold));
done:
    free(known);
    free(standardised);
    free(persons);
    return st;
}
