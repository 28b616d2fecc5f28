/* Hours and capacity of sites that stay where they are. */
#include "analysis/scenario/inner.h"
#include "analysis/scenario/scenario.h"
#include "base/hours.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool gives(const mlg_config_service *spec, const char *category)
{
    for (unsigned i = 0; spec && i < spec->categories_count; i++)
        if (strcmp(spec->categories[i], category) == 0)
            return true;
    return false;
}

bool mlg_scenario_reads_hours(const mlg_config *config, const mlg_config_service *spec)
{
    for (unsigned t = 0; t < config->times_count; t++) {
        const mlg_config_times *ask = &config->times[t];
        if (ask->at && ask->service && strcmp(ask->service, spec->name) == 0)
            return true;
        for (unsigned i = 0; ask->at && i < ask->sites_count; i++)
            if (gives(spec, ask->sites[i]))
                return true;
    }
    return false;
}

bool mlg_scenario_reads_capacity(const mlg_config *config, const mlg_config_service *spec)
{
    for (unsigned c = 0; c < config->catchments_count; c++)
        if (config->catchments[c].capacity && gives(spec, config->catchments[c].sites))
            return true;
    return false;
}

static mlg_status check_use(const mlg_scenario_running *r, const mlg_config *config,
                            const mlg_config_service *spec, const char *where, mlg_error *err)
{
    if (r->hours && !mlg_scenario_reads_hours(config, spec)) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the study counts no time to '%.40s' at an hour of the week",
                                 where, MLG_BRIEF(spec->name, 40));
        mlg_hint(err, "add to the study file 'times' with 'at', as in at: night");
        return st;
    }
    if (isnan(r->capacity) || mlg_scenario_reads_capacity(config, spec))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the study counts no capacity of the sites of '%.40s'", where,
                             MLG_BRIEF(spec->name, 40));
    mlg_hint(err, "add to the study file 'catchments' with 'capacity'");
    return st;
}

mlg_status mlg_scenario_read_running(mlg_scenario_running *r, const mlg_scenario_job *j, const mlg_node *node,
                                     const char *service, mlg_error *err)
{
    mlg_hours parsed;
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    r->hours = mlg_rules_text(node, "hours");
    MLG_TRY(mlg_rules_number(&r->capacity, node, "capacity", (double)NAN, err));
    if (!r->hours && isnan(r->capacity))
        return MLG_OK;
    if (!spec || spec->categories_count == 0)
        return mlg_fail(err, MLG_INPUT, "%s: the sites of '%.40s' are communes, without hours or capacity",
                        node->where, MLG_BRIEF(service, 40));
    if (r->hours && !mlg_hours_parse(&parsed, r->hours)) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: 'hours' is '%.60s', which is not a list of opening hours",
                                 node->where, MLG_BRIEF(r->hours, 60));
        mlg_hint(err, "as in hours: \"Mo-Fr 08:00-20:00; Sa 09:00-12:00\"");
        return st;
    }
    if (!isnan(r->capacity) && (r->capacity < 0 || isinf(r->capacity)))
        return mlg_fail(err, MLG_INPUT, "%s: 'capacity' is %g; it must be a number of persons", node->where,
                        r->capacity);
    return check_use(r, j->study->config, spec, node->where, err);
}

void mlg_scenario_say_running(char *text, size_t size, const char *head, const mlg_scenario_running *r)
{
    snprintf(text, size, "%s", head);
    if (r->hours)
        mlg_list_add(text, size, ", ", r->hours);
    char persons[48];
    snprintf(persons, sizeof persons, "%.0f personnes", r->capacity);
    if (!isnan(r->capacity))
        mlg_list_add(text, size, ", ", persons);
}

static mlg_status change_category(mlg_scenario_job *j, const char *category, const mlg_scenario_named *n,
                                  const mlg_scenario_running *r, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "scenario/change_facility", err));
    mlg_bind_text(stmt, ":categorie", category);
    mlg_bind_text(stmt, ":code", n->site);
    mlg_bind_text(stmt, ":insee_com", n->commune);
    mlg_bind_text(stmt, ":horaires", r->hours);
    mlg_bind_double(stmt, ":capacite", r->capacity);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_scenario_change_running(mlg_scenario_job *j, const mlg_node *node, const char *service,
                                       mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    mlg_scenario_named n;
    mlg_scenario_running r;
    char before[160], after[160];
    MLG_TRY(mlg_scenario_read_running(&r, j, node, service, err));
    if (!r.hours && isnan(r.capacity))
        return mlg_fail(err, MLG_INPUT, "%s: give 'hours', 'capacity' or both", node->where);
    MLG_TRY(mlg_scenario_find_sites(&n, j, node, service, err));
    if (n.facilities == 0)
        return mlg_fail(err, MLG_INPUT, "%s: no facility of '%.40s' is in %s", node->where, MLG_BRIEF(service, 40),
                        n.commune);
    for (unsigned i = 0; i < spec->categories_count; i++)
        MLG_TRY(change_category(j, spec->categories[i], &n, &r, err));
    const mlg_scenario_running was = { r.hours ? n.now.hours : NULL,
                                       isnan(r.capacity) ? (double)NAN : n.now.capacity };
    mlg_scenario_say_running(before, sizeof before, "ouvert", &was);
    mlg_scenario_say_running(after, sizeof after, "ouvert", &r);
    const mlg_scenario_note note = { .kind = "site",
                                     .service = service,
                                     .code = n.site ? n.site : n.commune,
                                     .label = mlg_scenario_sites_label(&n, j),
                                     .before = before,
                                     .after = after };
    return mlg_scenario_record(j, node, &note, true, err);
}
