/* Access of a study: measures by place, times to the nearest site of each service, and the layer acces_commune. */
#include "analysis/access/demand.h"
#include "analysis/access/measure.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_equity.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_modes.h"
#include "analysis/access/stage_nearest.h"
#include "analysis/access/stage_unchanged.h"
#include "analysis/access/two_step.h"
#include "analysis/common/places.h"
#include "analysis/common/evidence.h"
#include "analysis/common/profession.h"
#include "analysis/common/thresholds.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/naming.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Rows of the layer of communes to write again. */
typedef struct {
    bool all;
    uint8_t *commune; /* [places] 1 at the centre of those that change */
} changes;

/* ---- one value a place -------------------------------------------------------------------------------------- */

mlg_status mlg_study_write_values(mlg_study *study, const mlg_places *places, const char *service,
                                  const char *measure, const double *value, const double *demand, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_value", err));
    mlg_status st = MLG_OK;
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_text(stmt, ":mesure", measure);
    for (int32_t i = 0; i < places->count && st == MLG_OK; i++) {
        mlg_bind_text(stmt, ":code", places->code[i]);
        mlg_bind_double(stmt, ":valeur", value[i]);
        mlg_bind_double(stmt, ":demande", demand ? demand[i] : (double)NAN);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* ---- times to the nearest site ------------------------------------------------------------------------------ */

static mlg_status nearest_minutes(double *minutes, mlg_study *study, const mlg_places *places,
                                  const mlg_sites *sites, mlg_error *err)
{
    int32_t *site = NULL, *time_ds = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&site, (size_t)places->count, "nearest sites", err));
    MLG_GO(MLG_NEW(&time_ds, (size_t)places->count, "nearest sites", err));
    MLG_GO(mlg_study_nearest(site, time_ds, study, places, sites, err));
    for (int32_t i = 0; i < places->count; i++)
        minutes[i] = site[i] == MLG_NOWHERE ? (double)NAN : (double)time_ds[i] / MLG_DS_PER_MIN;
done:
    free(site);
    free(time_ds);
    return st;
}

/* Checks that a service that names categories of facilities has some; a scenario may close the last one. */
static mlg_status check_categories(mlg_study *study, const char *service, int32_t sites, mlg_error *err)
{
    char key[64];
    if (study->scenario)
        return MLG_OK;
    for (unsigned i = 0; i < study->config->services_count; i++) {
        const mlg_config_service *s = &study->config->services[i];
        if (strcmp(s->name, service) != 0 || s->categories_count == 0)
            continue;
        snprintf(key, sizeof key, "services[%u].categories", i);
        return mlg_sites_need(sites, study, key, s->categories[0], err);
    }
    return MLG_OK;
}

/* Fails for a service without supply: every figure would be zero, because of the files rather than the
 * territory. */
static mlg_status check_supply(const mlg_study *study, unsigned index, const mlg_sites *sites, mlg_error *err)
{
    char key[48];
    if (sites->count > 0)
        return MLG_OK;
    snprintf(key, sizeof key, "accessibility[%u].service", index);
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: the study has no supply of '%s'",
                             mlg_study_file_where(study->file, key), study->config->accessibility[index].service);
    mlg_hint(err, "add a supply source with service: %s, or check that its codes are those of the communes",
             study->config->accessibility[index].service);
    return st;
}

/* Which categories of facilities give the service: maps draw these. */
static mlg_status note_categories(mlg_study *study, const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(study, service);
    mlg_text text = { 0 };
    mlg_status st = MLG_OK;
    for (unsigned i = 0; spec && i < spec->categories_count; i++)
        MLG_GO(mlg_text_append(&text, err, "%s%s", i ? ", " : "", spec->categories[i]));
    if (text.length)
        st = mlg_study_note_of(study, "access", "categories", service, text.data, NULL, "etude", err);
done:
    mlg_text_release(&text);
    return st;
}

/* A scenario that leaves the sites of the service leaves the times to them; else they are computed again. */
static mlg_status keep_times(bool *kept, mlg_study *study, const mlg_places *places, const char *service,
                             const mlg_sites *sites, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    *kept = false;
    if (!mlg_access_may_stay(study))
        return MLG_OK;
    MLG_TRY(mlg_sites_stay(kept, study, places, service, sites, err));
    if (*kept)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/delete_times", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status compute_times(mlg_study *study, const mlg_places *places, const char *service, changes *changed,
                                mlg_error *err)
{
    mlg_sites sites = { 0 };
    double *minutes = NULL;
    bool kept;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_sites_of_service(&sites, study, places, service, err));
    MLG_GO(
        mlg_study_note_number_of(study, "access", "sites", service, sites.count, "points d'offre", "etude", err));
    MLG_GO(check_categories(study, service, sites.count, err));
    MLG_GO(note_categories(study, service, err));
    MLG_GO(keep_times(&kept, study, places, service, &sites, err));
    changed->all |= !kept;
    if (kept || sites.count == 0)
        goto done; /* no data on this service: times are unknown, rather than "out of reach" */
    MLG_GO(MLG_NEW(&minutes, (size_t)places->count, "times", err));
    MLG_GO(nearest_minutes(minutes, study, places, &sites, err));
    MLG_GO(mlg_places_gather(places, minutes, places->population, err));
    st = mlg_study_write_values(study, places, service, "temps", minutes, NULL, err);
done:
    mlg_sites_release(&sites);
    free(minutes);
    return st;
}

/* ---- measures ----------------------------------------------------------------------------------------------- */

/* One row per entry: label, unit, source and decay. */
static mlg_status note_measure(mlg_study *study, const mlg_config_access *ask, const mlg_decay *decay,
                               mlg_error *err)
{
    const mlg_measure *measure = mlg_measure_by_name(ask->measure);
    mlg_text name = { 0 }, steps = { 0 }, text = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_text_set(&name, err, "mesure.%s.%s", ask->service, mlg_config_access_name(ask)));
    MLG_GO(mlg_decay_describe(&steps, decay, err));
    mlg_decimal_comma(steps.data);
    mlg_text_printf(&text, "%s ; décroissance %s (%s), ", measure->label, decay->name, steps.data);
    mlg_evidence_origin(&text, decay->closure == MLG_CLOSED_LEFT ? "t < limite" : "t <= limite", decay->evidence);
    MLG_GO(mlg_text_status(&text, err));
    st = mlg_study_note(study, "access", name.data, text.data,
                        mlg_study_measure_unit(study, ask->service, measure).words, measure->source, err);
done:
    mlg_text_release(&name);
    mlg_text_release(&steps);
    mlg_text_release(&text);
    return st;
}

/* Parameters that the entry gives, and the gap that an iteration reached. */
static mlg_status note_parameters(mlg_study *study, const mlg_config_access *ask, const mlg_measure_stats *stats,
                                  mlg_error *err)
{
    const mlg_measure_params p = mlg_study_measure_params(ask);
    const struct {
        const char *name, *unit;
        bool given;
        double value;
        const char *origin;
    } notes[] = {
        { "nth", NULL, ask->nth, p.nth, "etude" },
        { "exponent", NULL, ask->exponent, p.exponent, "etude" },
        { "demand_power", NULL, ask->demand_power, p.demand_power, "etude" },
        { "from_minutes", "min", ask->from_minutes, p.from_min, "etude" },
        { "to_minutes", "min", ask->to_minutes, p.to_min, "etude" },
        { "step_minutes", "min", ask->step_minutes, p.step_min, "etude" },
        { "tau_minutes", "min", ask->tau_minutes, p.tau_min, "etude" },
        { "rho", "personnes", ask->rho, p.rho, "etude" },
        { "gap", NULL, ask->gap, p.gap, "etude" },
        { "ecart_atteint", NULL, stats->iterations > 0, stats->gap, "calcul" },
        { "iterations", NULL, stats->iterations > 0, stats->iterations, "calcul" },
    };
    const char *const words[][2] = { { "choice", ask->choice },
                                     { "statistic", ask->statistic },
                                     { "empty_sites", ask->empty_sites } };
    mlg_text name = { 0 };
    mlg_status st = MLG_OK;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (!words[k][1])
            continue;
        MLG_GO(
            mlg_text_set(&name, err, "mesure.%s.%s.%s", ask->service, mlg_config_access_name(ask), words[k][0]));
        MLG_GO(mlg_study_note(study, "access", name.data, words[k][1], NULL, "etude", err));
    }
    for (size_t k = 0; k < sizeof notes / sizeof *notes; k++) {
        if (!notes[k].given)
            continue;
        MLG_GO(
            mlg_text_set(&name, err, "mesure.%s.%s.%s", ask->service, mlg_config_access_name(ask), notes[k].name));
        MLG_GO(mlg_study_note_number(study, "access", name.data, notes[k].value, notes[k].unit, notes[k].origin,
                                     err));
    }
done:
    mlg_text_release(&name);
    return st;
}

/* Decay of the first entry, the one shown by the layers and the report. */
static mlg_status note_decay(mlg_study *study, const mlg_config_access *ask, const mlg_decay *decay,
                             mlg_error *err)
{
    mlg_text steps = { 0 }, origin = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_decay_describe(&steps, decay, err));
    mlg_decimal_comma(steps.data);
    mlg_evidence_origin(&origin, decay->source ? decay->source : "étude", decay->evidence);
    MLG_GO(mlg_text_status(&origin, err));
    MLG_GO(mlg_study_note(study, "access", "decay", decay->name, NULL, origin.data, err));
    MLG_GO(mlg_study_note(study, "access", "paliers", steps.data, "minutes : poids", origin.data, err));
    st = mlg_study_note(study, "access", "closure",
                        decay->closure == MLG_CLOSED_LEFT ? "left (t < limite)" : "right (t <= limite)", NULL,
                        ask->closure ? "etude" : "defaut du barème", err);
done:
    mlg_text_release(&steps);
    mlg_text_release(&origin);
    return st;
}

typedef struct {
    double *supply;
    double *value;  /* [places], or [sites] for a measure by site */
    double *access; /* [places]; for a measure by site, the value of the site at the place, else unknown */
    mlg_measure_stats stats;
} figures;

/* Converts to the unit, and maps a measure by site back to places. */
static void place_values(figures *f, const mlg_places *places, const mlg_sites *sites, const mlg_measure *measure,
                         double scale)
{
    for (int32_t i = 0; i < places->count; i++)
        f->access[i] = measure->by_site ? (double)NAN : f->value[i] * scale;
    for (int32_t j = 0; measure->by_site && j < sites->count; j++)
        f->access[sites->place[j]] = f->value[j] * scale;
}

/* Where no changed supply is near, values are those of the table. */
static mlg_status keep_far(figures *f, mlg_study *study, const mlg_places *places, const mlg_config_access *ask,
                           const mlg_access_near *near, mlg_error *err)
{
    double *held;
    mlg_status st = mlg_study_values(&held, study, places, ask->service, mlg_config_access_name(ask), err);
    for (int32_t i = 0; st == MLG_OK && i < places->count; i++)
        if (!near->place[i])
            f->access[i] = held[i];
    free(held);
    return st;
}

/* Of a measure to which each site adds its own part, a scenario that changes little supply sums the places near it alone. */
static mlg_status find_near(mlg_access_near *near, bool *few, const figures *f, mlg_study *study,
                            const mlg_places *places, const mlg_sites *sites, const mlg_config_access *ask,
                            const mlg_decay *decay, mlg_error *err)
{
    const mlg_measure *measure = mlg_measure_by_name(ask->measure);
    *few = false;
    if (!measure->is_linear || measure->by_site || !mlg_access_may_stay(study))
        return MLG_OK;
    return mlg_access_find_near(near, few, study, places, sites, f->supply, ask->service, mlg_decay_limit(decay),
                                err);
}

static mlg_status compute_access(figures *f, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                                 const mlg_config_access *ask, const mlg_decay *decay, const double *demand,
                                 mlg_error *err)
{
    const mlg_measure *measure = mlg_measure_by_name(ask->measure);
    mlg_travel *travel = NULL;
    mlg_access_near near = { NULL, NULL };
    bool few;
    mlg_status st = MLG_OK;
    MLG_GO(find_near(&near, &few, f, study, places, sites, ask, decay, err));
    MLG_GO(MLG_NEW(&f->access, (size_t)places->count, "access", err));
    MLG_GO(MLG_NEW(&f->value, (size_t)(measure->by_site ? sites->count : places->count), "access", err));
    MLG_GO(mlg_study_travel(&travel, study, places, sites, err));
    mlg_times reach = mlg_times_travel(travel);
    mlg_measure_input input = {
        .reach = &reach,
        .decay = decay,
        .demand = demand,
        .supply = f->supply,
        .params = mlg_study_measure_params(ask),
        .threads = study->threads,
        .progress = study->progress,
    };
    input.params.site_place = sites->place;
    input.params.read = few ? near.site : NULL;
    MLG_GO(mlg_measure_run(measure, &input, f->value, &f->stats, err));
    if (few && f->stats.sites_unreached > 0) { /* all of them are counted */
        few = false;
        input.params.read = NULL;
        MLG_GO(mlg_measure_run(measure, &input, f->value, &f->stats, err));
    }
    place_values(f, places, sites, measure, mlg_study_measure_scale(study, ask->service, measure));
    if (few)
        MLG_GO(keep_far(f, study, places, ask, &near, err));
    if (!measure->by_site)
        st = mlg_places_gather(places, f->access, demand, err);
done:
    mlg_access_near_release(&near);
    mlg_travel_free(travel);
    return st;
}

static mlg_status note_totals(mlg_study *study, const mlg_config_access *ask, const figures *f, mlg_error *err)
{
    const mlg_unit supply = mlg_study_supply_unit(study, ask->service);
    const char *unit = supply.words;
    MLG_TRY(mlg_study_note_number(study, "access", "offre_totale", f->stats.supply, unit,
                                  "calcul, voisines comprises", err));
    return mlg_study_note_number(study, "access", "offre_sans_population", f->stats.supply_unreached, unit,
                                 "calcul", err);
}

/* Each profession has its own. */
static double threshold_of(const char *service)
{
    const mlg_profession *p = mlg_profession_of(service);
    return p ? p->under : (double)NAN;
}

static mlg_status compute_measure(mlg_study *study, const mlg_places *places, unsigned index, const double *demand,
                                  changes *changed, mlg_text *summary, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    mlg_sites sites = { 0 };
    mlg_decay decay;
    figures f = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_study_decay(&decay, study, index, err));
    MLG_GO(mlg_study_supply(&f.supply, study, places, ask->service, err));
    MLG_GO(mlg_sites_with_supply(&sites, f.supply, places, mlg_study_counts_empty(ask), err));
    MLG_GO(check_supply(study, index, &sites, err));
    mlg_naming names = { MLG_ITEM_SITE, sites.count, sites.code, sites.label, NULL, NULL };
    mlg_naming_enter(&names);
    st = compute_access(&f, study, places, &sites, ask, &decay, demand, err);
    mlg_naming_leave(&names);
    if (st != MLG_OK)
        goto done;
    MLG_GO(mlg_access_may_stay(study)
               ? mlg_study_update_values(study, places, ask->service, mlg_config_access_name(ask), f.access,
                                         changed->commune, err)
               : mlg_study_write_values(study, places, ask->service, mlg_config_access_name(ask), f.access, demand,
                                        err));
    MLG_GO(note_measure(study, ask, &decay, err));
    MLG_GO(note_parameters(study, ask, &f.stats, err));
    if (index > 0)
        goto done;
    MLG_GO(note_decay(study, ask, &decay, err));
    MLG_GO(note_totals(study, ask, &f, err));
    if (strcmp(ask->measure, "apl") == 0)
        st = mlg_study_describe_access(summary, places, f.access, demand, threshold_of(ask->service), err);
done:
    mlg_sites_release(&sites);
    free(f.supply);
    free(f.value);
    free(f.access);
    return st;
}

/* `gp_demand` is the demand for GPs; for other services the demand is computed here. */
static mlg_status compute_entry(mlg_study *study, const mlg_places *places, unsigned index,
                                const double *gp_demand, changes *changed, mlg_text *summary, mlg_error *err)
{
    const char *service = study->config->accessibility[index].service;
    double *own = NULL;
    if (strcmp(service, "gp") == 0)
        return compute_measure(study, places, index, gp_demand, changed, summary, err);
    mlg_status st = mlg_study_standardise(&own, study, places, service, err);
    if (st == MLG_OK)
        st = compute_measure(study, places, index, own, changed, summary, err);
    free(own);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status write_communes(mlg_study *study, const mlg_places *places, const changes *changed,
                                 mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    if (changed->all) {
        MLG_TRY(mlg_study_do(study, "access/delete_stale_communes", err));
        return mlg_study_do(study, "access/insert_commune_access", err);
    }
    MLG_TRY(mlg_access_mark_doctors(changed->commune, study, places, err));
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_commune_access", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < places->count && st == MLG_OK; i++) {
        if (!changed->commune[i])
            continue;
        mlg_bind_text(stmt, ":insee_com", places->code[i]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_layers(mlg_study *study, const mlg_places *places, const changes *changed, mlg_error *err)
{
    MLG_TRY(write_communes(study, places, changed, err));
    MLG_TRY(mlg_study_do(study, "access/update_qpv_access", err));
    MLG_TRY(mlg_study_do(study, "access/insert_group_access", err));
    MLG_TRY(mlg_db_touch(study->db, "acces_groupe", err));
    MLG_TRY(mlg_study_do(study, "secret/insert_squares", err));
    MLG_TRY(mlg_study_do(study, "secret/log_squares", err));
    MLG_TRY(mlg_db_touch(study->db, "acces_commune", err));
    MLG_TRY(mlg_db_touch(study->db, "acces_carreau", err));
    return mlg_db_touch(study->db, "lieu", err);
}

static mlg_status note_conventions(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const double searched = mlg_study_least_minutes(study);
    MLG_TRY(mlg_study_note_number(study, "access", "recherche", isnan(searched) ? MLG_SEARCH_MIN : searched,
                                  "min, inconnu au-delà", "convention", err));
    if (!places->squares) {
        MLG_TRY(mlg_study_note(study, "access", "lieux", "habitants et médecins au centre de leur commune", NULL,
                               "convention de la DREES", err));
        return mlg_study_note(study, "access", "qpv",
                              "moyenne de ses communes, pondérée par la part de sa population", NULL, "convention",
                              err);
    }
    MLG_TRY(mlg_study_note(study, "access", "lieux",
                           "habitants aux carreaux de 200 m, médecins au centre de leur commune", NULL, "etude",
                           err));
    MLG_TRY(
        mlg_study_note(study, "access", "commune",
                       "moyenne de ses carreaux, par habitant standardisé pour les mesures "
                       "d'accès, par habitant pour les temps ; inconnue où un carreau habité n'a pas de trajet",
                       NULL, "convention", err));
    return mlg_study_note(study, "access", "qpv",
                          "moyenne des carreaux dont le centre y tombe, par habitant ; sans carreau, celle "
                          "de ses communes",
                          NULL, "convention", err);
}

static mlg_status note_doctors(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_doctor_units", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    const char *words = st == MLG_OK && row ? mlg_column_text(stmt, 0) : NULL;
    if (words)
        st = mlg_study_note(study, "access", "medecins_comptes", words, NULL, "calcul", err);
    mlg_stmt_free(stmt);
    return st;
}

/* Doctors are counted in the same way wherever they are shown, whatever the unit of their supply. */
static mlg_status count_doctors(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/update_supply_doctors", err));
    mlg_bind_double(stmt, ":plein", mlg_study_full_time(study, "gp"));
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st == MLG_OK ? note_doctors(study, err) : st;
}

mlg_status mlg_study_access(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    static const char *const services[] = { "gp", "pharmacy", "emergency" };
    mlg_places places = { 0 };
    double *demand = NULL;
    changes changed = { .all = !mlg_access_may_stay(study) };
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_exec(
        study->db,
        "DELETE FROM equite; DELETE FROM reject "
        "WHERE source LIKE 'travel%'; "
        "DELETE FROM provenance WHERE source LIKE 'travel.%'; DELETE FROM acces_carreau; "
        "DELETE FROM secret WHERE nom = 'acces_carreau'; DELETE FROM groupe_part; DELETE FROM acces_groupe",
        err));
    if (changed.all)
        MLG_TRY(mlg_db_exec(study->db, "DELETE FROM acces", err));
    MLG_TRY(mlg_transit_layers_clear(study, err));
    if (study->config->accessibility_count == 0)
        MLG_TRY(mlg_text_set(summary, err, mlg_tr("times only: no accessibility is requested")));
    else
        MLG_TRY(mlg_text_set(summary, err, mlg_tr("measures of access: %u"), study->config->accessibility_count));
    MLG_GO(count_doctors(study, err));
    MLG_GO(mlg_places_read(&places, study, err));
    MLG_GO(MLG_NEW(&changed.commune, (size_t)places.count, "communes", err));
    MLG_GO(mlg_study_standardise(&demand, study, &places, "gp", err));
    for (unsigned i = 0; i < study->config->accessibility_count; i++) {
        MLG_GO(compute_entry(study, &places, i, demand, &changed, summary, err));
        MLG_GO(mlg_study_equity(study, i, err));
    }
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        MLG_GO(compute_times(study, &places, services[i], &changed, err));
    MLG_GO(mlg_study_modes(study, &places, demand, err));
    MLG_GO(note_conventions(study, &places, err));
    MLG_GO(write_layers(study, &places, &changed, err));
done:
    free(changed.commune);
    free(demand);
    mlg_places_keep(study, &places);
    return st;
}
