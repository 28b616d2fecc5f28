#include "analysis/access/scenario.h"

#include "analysis/access/stage_demand.h"
#include "analysis/common/profession.h"
#include "base/utf8.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    mlg_places places;
    int opened; /* facilities so far */
} job;

/* ---- names in items ----------------------------------------------------------------------------------------- */

/* *commune: its place. */
static mlg_status find_commune(int32_t *commune, const job *j, const mlg_node *node, mlg_error *err)
{
    const char *code;
    MLG_TRY(mlg_rules_need(&code, node, "commune", err));
    *commune = mlg_places_find(&j->places, code);
    if (*commune < 0 || !mlg_place_is_commune(&j->places, *commune))
        return mlg_fail(err, MLG_INPUT, "%s: the study has no commune '%.20s'", node->where, code);
    return MLG_OK;
}

static mlg_status check_service(const job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    char known[300] = "gp";
    if (strcmp(service, "gp") == 0 || mlg_find_service(j->study, service))
        return MLG_OK;
    for (unsigned i = 0; i < j->study->config->services_count; i++) {
        const char *name = j->study->config->services[i].name;
        if (strcmp(name, "gp") != 0)
            mlg_list_add(known, sizeof known, ", ", name);
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the study has no service '%.40s'", node->where, service);
    mlg_hint(err, "services of the study file: %s", known);
    return st;
}

/* Category of the facilities that a scenario opens for a service; NULL: its sites are communes with supply. */
static const char *category_of(const job *j, const char *service)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    return spec && spec->categories_count > 0 ? spec->categories[0] : NULL;
}

/* ---- supply ------------------------------------------------------------------------------------------------- */

/* Units of supply of one professional in a commune. */
static mlg_status one_at(double *one, job *j, const char *service, int32_t place, mlg_error *err)
{
    double *each = NULL;
    mlg_status st = mlg_study_supply_of_one(&each, j->study, &j->places, service, err);
    if (st == MLG_OK)
        *one = each[place];
    free(each);
    return st;
}

static mlg_status supply_at(double *supply, job *j, const char *service, int32_t place, mlg_error *err)
{
    double *all;
    mlg_status st =
        mlg_study_supply_as(&all, j->study, &j->places, service, mlg_find_service(j->study, service), err);
    if (st == MLG_OK)
        *supply = all[place];
    free(all);
    return st;
}

/* Professionals come as full-time equivalents, so that no bound of activity applies to them. */
static mlg_status insert(job *j, const char *service, int32_t place, double units, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_supply", err));
    mlg_bind_text(stmt, ":insee_com", j->places.code[place]);
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_double(stmt, ":quantite", units / mlg_study_full_time(j->study, service));
    mlg_bind_text(stmt, ":unite", mlg_profession_of(service) ? "etp" : "personnes");
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* Which professionals leave is unknown, so the supply of all of them is scaled by `part`; 0 deletes it. */
static mlg_status keep_part(job *j, const char *service, int32_t place, double part, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, part > 0 ? "scenario/scale_supply" : "scenario/delete_supply", err));
    mlg_bind_text(stmt, ":insee_com", j->places.code[place]);
    mlg_bind_text(stmt, ":service", service);
    if (part > 0)
        mlg_bind_double(stmt, ":part", part);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status fail_removed(const mlg_node *node, const char *service, const char *code, const char *key,
                               double asked, double now, mlg_error *err)
{
    return mlg_fail(err, MLG_DATA, "%s: '%s' is %g, but %s has %g of '%.40s'", node->where, key, asked, code, now,
                    service);
}

static mlg_status change(job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    double acts, doctors, now, each;
    int32_t place;
    MLG_TRY(find_commune(&place, j, node, err));
    MLG_TRY(mlg_rules_number(&acts, node, "acts", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&doctors, node, "doctors", (double)NAN, err));
    if (isnan(acts) == isnan(doctors))
        return mlg_fail(err, MLG_INPUT, "%s: give either 'acts' or 'doctors', negative to remove supply",
                        node->where);
    if (isnan(doctors) && strcmp(service, "gp") != 0)
        return mlg_fail(err, MLG_INPUT, "%s: the supply of '%.40s' is not in acts: give 'doctors'", node->where,
                        service);
    MLG_TRY(one_at(&each, j, service, place, err));
    double added = isnan(acts) ? doctors * each : acts;
    if (added > 0)
        return insert(j, service, place, added, err);
    MLG_TRY(supply_at(&now, j, service, place, err));
    if (now + added < -1e-9 * now || (now <= 0 && added < 0))
        return fail_removed(node, service, j->places.code[place], isnan(acts) ? "doctors" : "acts",
                            isnan(acts) ? doctors : acts, isnan(acts) ? now / each : now, err);
    double part = added < 0 ? (now + added) / now : 1;
    return keep_part(j, service, place, part > 1e-9 ? part : 0, err);
}

static mlg_status retire(job *j, const mlg_node *node, double age, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double known;
    MLG_TRY(mlg_db_number(&known, j->study->db,
                          "SELECT count(*) FROM offre WHERE service = 'gp' AND age IS NOT NULL", err));
    if (known == 0)
        return mlg_fail(err, MLG_DATA, "%s: no source gives the age of GPs", node->where);
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/delete_older", err));
    mlg_bind_double(stmt, ":age", age);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status change_supply(job *j, const mlg_node *node, mlg_error *err)
{
    double age;
    const char *service = mlg_rules_text(node, "service");
    MLG_TRY(mlg_rules_keys(node, "commune|service|acts|doctors|retire_above|reason", err));
    MLG_TRY(mlg_rules_number(&age, node, "retire_above", (double)NAN, err));
    MLG_TRY(check_service(j, node, service ? service : "gp", err));
    return isnan(age) ? change(j, node, service ? service : "gp", err) : retire(j, node, age, err);
}

/* ---- sites -------------------------------------------------------------------------------------------------- */

static mlg_status open_site(job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    const char *category = category_of(j, service);
    char code[32];
    mlg_stmt *stmt = NULL;
    int32_t place;
    double one;
    MLG_TRY(find_commune(&place, j, node, err));
    if (!category) {
        MLG_TRY(one_at(&one, j, service, place, err));
        return insert(j, service, place, one, err);
    }
    snprintf(code, sizeof code, "scenario-%d", ++j->opened);
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/insert_facility", err));
    mlg_bind_text(stmt, ":code", code);
    mlg_bind_text(stmt, ":libelle", j->places.label[place]);
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":insee_com", j->places.code[place]);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* Supply and facilities of a service in a commune, or the facility of that code. */
static mlg_status count_closed(double *supplies, double *facilities, job *j, const char *service,
                               const char *category, const char *site, const char *commune, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/count_service", err));
    mlg_bind_text(stmt, ":service", service);
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", site);
    mlg_bind_text(stmt, ":insee_com", commune);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK) {
        *supplies += mlg_column_double(stmt, 0);
        *facilities += mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status delete_facilities(job *j, const char *category, const char *site, const char *commune,
                                    mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/delete_facility", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", site);
    mlg_bind_text(stmt, ":insee_com", commune);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status close_site(job *j, const mlg_node *node, const char *service, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    const char *site = mlg_rules_text(node, "site"), *commune = NULL;
    double supplies = 0, facilities = 0;
    int32_t place = MLG_NOWHERE;
    if (!site) {
        MLG_TRY(find_commune(&place, j, node, err));
        commune = j->places.code[place];
        MLG_TRY(count_closed(&supplies, &facilities, j, service, NULL, NULL, commune, err));
    }
    for (unsigned i = 0; spec && i < spec->categories_count; i++) {
        double ignored = 0;
        MLG_TRY(count_closed(&ignored, &facilities, j, service, spec->categories[i], site, commune, err));
        MLG_TRY(delete_facilities(j, spec->categories[i], site, commune, err));
    }
    if (supplies + facilities == 0 && site)
        return mlg_fail(err, MLG_INPUT, "%s: no site of '%.40s' has the code '%.40s'", node->where, service, site);
    if (supplies + facilities == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no site of '%.40s' is in %s", node->where, service, commune);
    return supplies > 0 ? keep_part(j, service, place, 0, err) : MLG_OK;
}

static mlg_status change_site(job *j, const mlg_node *node, mlg_error *err)
{
    const char *opened = mlg_rules_text(node, "open"), *closed = mlg_rules_text(node, "close");
    MLG_TRY(mlg_rules_keys(node, "open|close|commune|site|reason", err));
    if (!opened == !closed)
        return mlg_fail(err, MLG_INPUT, "%s: give either 'open' or 'close', with the name of a service",
                        node->where);
    MLG_TRY(check_service(j, node, opened ? opened : closed, err));
    return opened ? open_site(j, node, opened, err) : close_site(j, node, closed, err);
}

/* ---- a file ------------------------------------------------------------------------------------------------- */

typedef mlg_status (*item_fn)(job *j, const mlg_node *node, mlg_error *err);

static mlg_status apply_items(job *j, const mlg_node *list, item_fn item, mlg_error *err)
{
    for (const mlg_node *node = list ? list->first : NULL; node; node = node->next)
        MLG_TRY(item(j, node, err));
    return MLG_OK;
}

mlg_status mlg_study_apply_scenario(mlg_study *study, mlg_error *err)
{
    job j = { .study = study };
    mlg_rules rules = { 0 };
    mlg_status st;
    if (!study->scenario)
        return MLG_OK;
    MLG_GO(mlg_rules_open(&rules, study->scenario, "scenario", err));
    MLG_GO(mlg_rules_keys(rules.root, MLG_SCENARIO_KEYS, err));
    MLG_GO(mlg_places_read(&j.places, study, err));
    MLG_GO(apply_items(&j, mlg_node_child(rules.root, "supply"), change_supply, err));
    MLG_GO(apply_items(&j, mlg_node_child(rules.root, "sites"), change_site, err));
    const char *title = mlg_rules_text(rules.root, "title");
    st = mlg_study_note(study, "load", "scenario", title ? title : study->scenario, NULL, "scenario", err);
done:
    mlg_places_release(&j.places);
    mlg_rules_close(&rules);
    return st;
}

/* ---- thresholds --------------------------------------------------------------------------------------------- */

/* *slot, when the scenario gives it. */
static mlg_status take_bound(double **slot, double *value, const mlg_node *map, const char *key, mlg_error *err)
{
    MLG_TRY(mlg_rules_number(value, map, key, (double)NAN, err));
    if (isnan(*value))
        return MLG_OK;
    if (!(*value > 0))
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %g; it must be above 0", map->where, key, *value);
    *slot = value;
    return MLG_OK;
}

static mlg_status take_bounds(mlg_scenario_config *under, const mlg_node *map, mlg_error *err)
{
    mlg_config_deserts *d = &under->deserts;
    MLG_TRY(mlg_rules_keys(map, "threshold|pharmacy_minutes|emergency_minutes", err));
    MLG_TRY(take_bound(&d->threshold, &under->threshold, map, "threshold", err));
    MLG_TRY(take_bound(&d->pharmacy_minutes, &under->pharmacy_minutes, map, "pharmacy_minutes", err));
    return take_bound(&d->emergency_minutes, &under->emergency_minutes, map, "emergency_minutes", err);
}

mlg_status mlg_study_take_thresholds(mlg_study *study, mlg_scenario_config *under, mlg_error *err)
{
    mlg_rules rules = { 0 };
    if (!study->scenario || !study->config->deserts)
        return MLG_OK;
    under->config = *study->config;
    under->deserts = *study->config->deserts;
    under->config.deserts = &under->deserts;
    mlg_status st = mlg_rules_open(&rules, study->scenario, "scenario", err);
    if (st == MLG_OK)
        st = take_bounds(under, mlg_node_child(rules.root, "deserts"), err);
    if (st == MLG_OK)
        study->config = &under->config;
    mlg_rules_close(&rules);
    return st;
}
