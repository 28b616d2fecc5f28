/* Supply changes of a scenario. The APL is linear in supply, so that only the rows of communes whose supply
 * changes are read. */
#include "analysis/access/change.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/travel/model.h"
#include "analysis/zoning/scenario.h"
#include "analysis/common/profession.h"
#include "base/memory.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_zoning_scenario *scenario;
    mlg_study *study;
    const mlg_zoning_units *units;
    mlg_places places;
    double *supply, *demand, *access, *change, *each; /* [places] acts, persons, APL, acts added, acts of one head;
                                                          * full-time equivalents for the professions measured so */
} job;

/* The profession that the rule classes by. */
static char *service_of(const job *j)
{
    return j->scenario->state.rule.service;
}

static int32_t place_of(const job *j, int32_t commune)
{
    return mlg_places_find(&j->places, j->units->insee[commune]);
}

/* ---- doctors over an age ------------------------------------------------------------------------------------ */

static mlg_status count_retired(job *j, double age, double *doctors, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "zoning/select_retired", err));
    mlg_bind_double(stmt, ":age", age);
    mlg_bind_text(stmt, ":service", service_of(j));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t i = mlg_zoning_find_commune(j->units, mlg_column_text(stmt, 0));
        double gone = mlg_column_double(stmt, 1), old = mlg_column_double(stmt, 2);
        if (i < 0)
            continue;
        j->scenario->state.gp[i] = fmax(0, j->scenario->state.gp[i] - gone);
        j->scenario->state.gp_old[i] = fmax(0, j->scenario->state.gp_old[i] - old);
        *doctors += gone;
    }
    mlg_stmt_free(stmt);
    return st;
}

/* Supply of the study under another age limit, by the rules of the study. */
static mlg_status supply_under(double **supply, job *j, int age, mlg_error *err)
{
    mlg_study study = *j->study;
    mlg_config config = *study.config;
    mlg_config_service *services;
    unsigned n = config.services_count;
    bool found = false;
    MLG_TRY(MLG_NEW(&services, (size_t)n + 1, "services", err));
    for (unsigned k = 0; k < n; k++) {
        services[k] = config.services[k];
        if (strcmp(services[k].name, service_of(j)) == 0) {
            services[k].age_limit = &age;
            found = true;
        }
    }
    if (!found)
        services[n++] = (mlg_config_service){ .name = service_of(j), .age_limit = &age };
    config.services = services;
    config.services_count = n;
    study.config = &config;
    mlg_status st = mlg_study_supply(supply, &study, &j->places, service_of(j), err);
    free(services);
    return st;
}

static mlg_status retire(job *j, const mlg_node *node, double age, mlg_error *err)
{
    double *after = NULL, doctors = 0;
    char text[96];
    if (!j->units->ages_known) {
        mlg_status st =
            mlg_fail(err, MLG_DATA, "%s: no source gives the age of those of '%.40s'", node->where, service_of(j));
        mlg_hint(err, "with a published APL, use apl: { from: published-65 }, which needs no ages");
        return st;
    }
    mlg_status st;
    MLG_GO(supply_under(&after, j, (int)age, err));
    for (int32_t p = 0; p < j->places.count; p++)
        j->change[p] += fmin(0, after[p] - j->supply[p]);
    MLG_GO(count_retired(j, age, &doctors, err));
    snprintf(text, sizeof text, "%.0f %s de plus de %.0f ans", doctors, mlg_profession_people(service_of(j)), age);
    mlg_zoning_change change = {
        .kind = "offre", .after = "arrêt", .label = text, .reason = mlg_rules_text(node, "reason")
    };
    st = mlg_zoning_note_change(j->scenario, &change, err);
done:
    free(after);
    return st;
}

/* ---- one commune -------------------------------------------------------------------------------------------- */

static void say_supply(char *text, size_t size, const job *j, double supply)
{
    const mlg_profession *profession = mlg_profession_of(service_of(j));
    bool acts = !profession || profession->consultations;
    snprintf(text, size, acts ? "%.0f actes/an" : "%.1f ETP", supply);
    mlg_decimal_comma(text);
}

static mlg_status change_at(job *j, const mlg_node *node, const char *code, const mlg_scenario_amount *a,
                            mlg_error *err)
{
    char before[48], after[48];
    int32_t i = mlg_zoning_find_commune(j->units, code), p = i >= 0 ? place_of(j, i) : -1;
    if (p < 0)
        return mlg_fail(err, MLG_INPUT, "%s: the study has no commune '%.20s'", node->where, MLG_BRIEF(code, 20));
    double each = j->each[p], unit = strcmp(a->key, "acts") == 0  ? 1
                                     : strcmp(a->key, "fte") == 0 ? mlg_study_full_time(j->study, service_of(j))
                                                                  : each;
    double change = a->given * unit, heads = change / each;
    if (j->supply[p] + j->change[p] + change < -1e-9 * j->supply[p])
        return mlg_fail(err, MLG_DATA, "%s: '%s' is %g, but %s has %g of '%.40s'", node->where, a->key, a->given,
                        code, (j->supply[p] + j->change[p]) / unit, service_of(j));
    say_supply(before, sizeof before, j, j->supply[p] + j->change[p]);
    j->change[p] += change;
    say_supply(after, sizeof after, j, j->supply[p] + j->change[p]);
    j->scenario->state.gp[i] = fmax(0, j->scenario->state.gp[i] + heads);
    mlg_zoning_change line = { .kind = "offre",
                               .level = "commune",
                               .code = code,
                               .label = j->units->commune_label[i],
                               .before = before,
                               .after = after,
                               .reason = mlg_rules_text(node, "reason") };
    return mlg_zoning_note_change(j->scenario, &line, err);
}

static mlg_status move(job *j, const mlg_node *node, mlg_error *err)
{
    const char *code, *to = mlg_rules_text(node, "to");
    mlg_scenario_amount a = { .key = "" };
    MLG_TRY(mlg_rules_need(&code, node, "commune", err));
    MLG_TRY(mlg_scenario_amount_of(&a, node, err));
    if (!to)
        return change_at(j, node, code, &a, err);
    if (!(a.given > 0))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %g; what moves must be above 0", node->where, a.key, a.given);
    if (strcmp(to, code) == 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'to' is the commune that they leave", node->where);
    MLG_TRY(change_at(j, node, code, &(mlg_scenario_amount){ a.key, -a.given }, err));
    return change_at(j, node, to, &a, err);
}

static mlg_status change(job *j, const mlg_node *node, mlg_error *err)
{
    double age;
    MLG_TRY(mlg_rules_number(&age, node, "retire_above", (double)NAN, err));
    const char *whole = mlg_node_child(node, "aged") ? "aged" : mlg_node_child(node, "site") ? "site" : NULL;
    if (isnan(age) && !whole)
        return move(j, node, err);
    if (!isnan(age) && !whole && !mlg_node_child(node, "commune"))
        return retire(j, node, age, err);
    mlg_status st =
        whole ? mlg_fail(err, MLG_INPUT, "%s: '%s' needs the whole study to be computed again", node->where, whole)
              : mlg_fail(err, MLG_INPUT,
                         "%s: 'retire_above' in one commune needs the whole study to be computed again",
                         node->where);
    mlg_hint(err, "'maillage run --scenario' does so, and compares the zonings too");
    return st;
}

static mlg_status read_changes(job *j, const mlg_node *list, mlg_error *err)
{
    for (const mlg_node *node = list->first; node; node = node->next) {
        const char *service = mlg_rules_text(node, "service");
        bool now;
        MLG_TRY(mlg_rules_keys(node, MLG_SCENARIO_SUPPLY_KEYS, err));
        MLG_TRY(mlg_rules_in_force(&now, *j->scenario->date ? j->scenario->date : NULL, node, err));
        if (now && strcmp(service ? service : "gp", service_of(j)) == 0)
            MLG_TRY(change(j, node, err));
    }
    return MLG_OK;
}

/* ---- the APL ------------------------------------------------------------------------------------------------ */

static mlg_status gather(mlg_sites *sites, const job *j, mlg_error *err)
{
    for (int32_t p = 0; p < j->places.count; p++)
        if (j->change[p] != 0)
            MLG_TRY(mlg_sites_add_place(sites, &j->places, p, err));
    return MLG_OK;
}

static mlg_status update(job *j, const mlg_sites *sites, mlg_error *err)
{
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    mlg_decay decay;
    mlg_status st;
    MLG_GO(mlg_study_decay(&decay, j->study, (unsigned)mlg_study_entry(j->study, service_of(j), "apl"), err));
    MLG_GO(mlg_study_travel(&travel, j->study, &j->places, sites, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t k = 0; k < sites->count; k++) {
        mlg_row row;
        double catchment = 0;
        MLG_GO(mlg_travel_row(travel, k, mlg_decay_limit(&decay), scratch, &row, err));
        for (int32_t r = 0; r < row.count; r++)
            catchment += mlg_decay_weight(&decay, row.time_ds[r]) * j->demand[row.place[r]];
        double given = j->supply[sites->place[k]], after = fmax(0, given + j->change[sites->place[k]]);
        mlg_access_site site = { catchment, catchment > 0 ? given / catchment : 0 };
        MLG_GO(mlg_access_set_supply(j->access, &site, &row, &decay, j->demand, after, err));
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

static mlg_status apply(job *j, const double *before, mlg_error *err)
{
    mlg_zoning_assignment *state = &j->scenario->state;
    MLG_TRY(mlg_places_gather(&j->places, j->access, j->demand, err));
    for (int32_t i = 0; i < j->units->communes; i++) {
        int32_t p = place_of(j, i);
        if (p >= 0 && !isnan(state->value[i]) && j->access[p] != before[p])
            state->value[i] = fmax(0, state->value[i] + j->access[p] - before[p]);
    }
    return MLG_OK;
}

static mlg_status recompute(job *j, mlg_error *err)
{
    size_t n = (size_t)j->places.count;
    double *before = NULL;
    mlg_sites sites = { 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&before, n, "access", err));
    memcpy(before, j->access, n * sizeof *before);
    MLG_GO(gather(&sites, j, err));
    MLG_GO(update(j, &sites, err));
    st = apply(j, before, err);
done:
    mlg_sites_release(&sites);
    free(before);
    return st;
}

static mlg_status change_supply(job *j, const mlg_node *list, mlg_error *err)
{
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(MLG_NEW(&j->change, (size_t)j->places.count, "supply", err));
    MLG_TRY(mlg_study_supply(&j->supply, j->study, &j->places, service_of(j), err));
    MLG_TRY(mlg_study_supply_of_one(&j->each, j->study, &j->places, service_of(j), err));
    MLG_TRY(mlg_study_demand(&j->demand, j->study, &j->places, service_of(j), err));
    MLG_TRY(mlg_study_values(&j->access, j->study, &j->places, service_of(j), "apl", err));
    MLG_TRY(read_changes(j, list, err));
    return recompute(j, err);
}

mlg_status mlg_zoning_change_supply(mlg_zoning_scenario *scenario, mlg_study *study, const mlg_zoning_units *units,
                                    const mlg_node *list, mlg_error *err)
{
    job j = { .scenario = scenario, .study = study, .units = units };
    if (!list)
        return MLG_OK;
    const char *service = service_of(&j);
    if (mlg_study_entry(study, service, "apl") < 0) {
        mlg_status st =
            mlg_fail(err, MLG_DATA, "%s: the study does not compute the APL of '%s'", list->where, service);
        mlg_hint(err, "add { service: %s, measure: apl } to its accessibility", service);
        return st;
    }
    mlg_status st = change_supply(&j, list, err);
    if (st == MLG_OK) { /* restores the parameters recorded for the supply of the study */
        free(j.supply);
        st = mlg_study_supply(&j.supply, study, &j.places, service, err);
    }
    mlg_places_release(&j.places);
    free(j.change);
    free(j.supply);
    free(j.each);
    free(j.demand);
    free(j.access);
    return st;
}
