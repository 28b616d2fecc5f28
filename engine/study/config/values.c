/* Checks that the rows MLG_CHECK of keys.def cannot state, as they compare sections or depend on the model asked
 * for: one function per section. */
#include "study/config/checks.h"
#include "study/config/names.h"
#include "study/config/schema.h"

#include "base/language.h"

#include <stdio.h>
#include <string.h>

static const char *text_of(const mlg_node *map, const char *key)
{
    const mlg_node *node = mlg_node_child(map, key);
    return node ? node->text : NULL;
}

/* The unit of a supply; that of an indicator is free. */
static mlg_status check_supply_unit(const mlg_node *unit, mlg_error *err)
{
    static const char *const units[] = { "personnes", "etp", "actes", "actes_centre", NULL };
    static const mlg_value_rule rule = { .choices = units };
    return unit ? mlg_config_check_value(unit, &rule, err) : MLG_OK;
}

static mlg_status check_supply(const mlg_node *supply, mlg_error *err)
{
    for (const mlg_node *source = supply ? supply->first : NULL; source; source = source->next)
        MLG_TRY(check_supply_unit(mlg_node_child(source, "unit"), err));
    return MLG_OK;
}

/* Demand by square needs squares, and travel times to each of them. */
static mlg_status check_demand(const mlg_node *root, mlg_error *err)
{
    const mlg_node *demand = mlg_node_child(root, "demand"), *travel = mlg_node_child(root, "travel");
    const char *model = text_of(travel, "model");
    if (!demand || strcmp(demand->text, "cells") != 0)
        return MLG_OK;
    if (!mlg_node_child(mlg_node_child(root, "sources"), "cells")) {
        mlg_fail(err, MLG_INPUT, "%s: 'demand' is cells, but no source provides them", demand->where);
        mlg_hint(err, "add sources: { cells: [ { dataset: filosofi-cells, path: ... } ] }");
        return MLG_INPUT;
    }
    if (!model || !(mlg_travel_model_traits(model) & MLG_TRAVEL_GIVEN))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: 'demand' is cells, but a table of times only covers communes", demand->where);
    mlg_hint(err, "set the travel model to crow or road, or count people with demand: communes");
    return MLG_INPUT;
}

/* Professions, whose default decay geodata/rules/professions.csv gives, and services whose parameter sheet is given. */
static bool has_default_decay(const mlg_node *root, const char *service)
{
    for (const char *const *one = mlg_profession_names(); *one; one++)
        if (strcmp(*one, service) == 0)
            return true;
    return mlg_config_has_item(mlg_node_child(mlg_node_child(root, "sources"), "parameters"), "service", service);
}

static mlg_status check_access(const mlg_node *root, const mlg_node *access, mlg_error *err)
{
    const char *measure = text_of(access, "measure");
    bool given =
        mlg_node_child(access, "decay") || mlg_node_child(access, "steps") || mlg_node_child(access, "shape");
    bool apl = !measure || strcmp(measure, "apl") == 0;
    if (given || !apl || has_default_decay(root, text_of(access, "service")))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: 'decay' or 'steps' is missing in 'accessibility'", access->where);
    mlg_hint(err, "as in decay: apl-cosine, or steps: [ { minutes: 10, weight: 1 } ]");
    return MLG_INPUT;
}

static const char *access_name(const mlg_node *access)
{
    const char *name = text_of(access, "name"), *measure = text_of(access, "measure");
    return name ? name : measure ? measure : "apl";
}

/* Results are stored by service and name; one name is reserved for times to the nearest site. */
static mlg_status check_access_names(const mlg_node *list, mlg_error *err)
{
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *name = access_name(item), *service = text_of(item, "service");
        if (strcmp(name, "temps") == 0)
            return mlg_fail(err, MLG_INPUT, "%s: the name 'temps' is reserved for times to the nearest site",
                            item->where);
        for (const mlg_node *before = list->first; before != item; before = before->next) {
            if (strcmp(access_name(before), name) != 0 || strcmp(text_of(before, "service"), service) != 0)
                continue;
            mlg_fail(err, MLG_INPUT, "%s: duplicate entry '%.60s' for the service '%.60s'", item->where,
                     MLG_BRIEF(name, 60), MLG_BRIEF(service, 60));
            mlg_hint(err, "the first one is at %s; give this one a 'name' of its own", before->where);
            return MLG_INPUT;
        }
    }
    return MLG_OK;
}

static mlg_status fail_siting(const mlg_node *one, const char *key, const char *hint, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing in 'siting' for the model '%s'", one->where, key,
             text_of(one, "model"));
    mlg_hint(err, "%s", mlg_tr(hint));
    return MLG_INPUT;
}

/* The number of sites is decided by some models and required by the others, unless a model on access allocates
 * `doctors` instead. */
static mlg_status check_siting_sizes(const mlg_node *one, mlg_error *err)
{
    const char *model = text_of(one, "model");
    int traits = mlg_siting_model_traits(model);
    const mlg_node *sites = mlg_node_child(one, "sites"), *doctors = mlg_node_child(one, "doctors");
    bool shares = (traits & MLG_SITING_SHARES) && doctors;
    if (doctors && !shares)
        return mlg_fail(err, MLG_INPUT,
                        "%s: 'doctors' are allocated by max-min, persons-over, fgt1, fgt2 and maep, not by '%s'",
                        doctors->where, model);
    const mlg_node *budget = mlg_node_child(one, "budget");
    if (budget && !(traits & MLG_SITING_BUDGET)) {
        mlg_fail(err, MLG_INPUT, "%s: a 'budget' bounds mclp-budget and p-median-budget, not '%s'", budget->where,
                 model);
        mlg_hint(err, "choose one of them, or leave the budget out");
        return MLG_INPUT;
    }
    if (!sites && !shares && !(traits & MLG_SITING_FINDS_SITES))
        return fail_siting(one, "sites", "the number of sites to open, as in sites: 3", err);
    if ((traits & MLG_SITING_HALF_DAYS) && !mlg_node_child(one, "half_days"))
        return fail_siting(one, "half_days", "half-days a week, as in half_days: 10", err);
    bool costs = mlg_node_child(one, "site_cost") || mlg_node_child(one, "cost_indicator");
    if ((traits & MLG_SITING_BUDGET) && !(mlg_node_child(one, "budget") && costs))
        return fail_siting(
            one, mlg_node_child(one, "budget") ? "site_cost" : "budget",
            "as in budget: 500000, site_cost: 120000; or cost_indicator, a name under 'sources.indicators'", err);
    if ((traits & MLG_SITING_GRADUAL) && !mlg_node_child(one, "full_minutes"))
        return fail_siting(one, "full_minutes", "a person counts in full up to here, as in full_minutes: 10", err);
    return MLG_OK;
}

/* The published threshold must be a border, as on every map of the APL. */
static mlg_status check_classes(const mlg_node *classes, mlg_error *err)
{
    int count = 0;
    bool threshold = false;
    for (const mlg_node *border = classes ? classes->first : NULL; border; border = border->next, count++)
        threshold |= mlg_config_value(border->text) == 2.5;
    if (!classes || (count == 4 && threshold))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT,
             count == 4 ? "%s: 'classes' has no border at 2.5, the published threshold of the APL"
                        : "%s: 'classes' needs 4 borders, one of them 2.5",
             classes->where);
    mlg_hint(err, "as in classes: [1.5, 2.5, 3.5, 4.5]");
    return MLG_INPUT;
}

static bool is_path(const mlg_node *output)
{
    return output->kind == MLG_NODE_TEXT && strcmp(output->name, "palette") != 0;
}

static mlg_status check_outputs(const mlg_node *outputs, mlg_error *err)
{
    for (const mlg_node *a = outputs->first; a; a = a->next)
        for (const mlg_node *b = outputs->first; b != a; b = b->next)
            if (is_path(a) && is_path(b) && strcmp(a->text, b->text) == 0)
                return mlg_fail(err, MLG_INPUT, "%s: '%s' and '%s' are the same file '%.60s'", a->where, b->name,
                                a->name, MLG_BRIEF(a->text, 60));
    return check_classes(mlg_node_child(outputs, "classes"), err);
}

static mlg_status each(const mlg_node *list, mlg_status (*check)(const mlg_node *, mlg_error *), mlg_error *err)
{
    for (const mlg_node *one = list ? list->first : NULL; one; one = one->next)
        MLG_TRY(check(one, err));
    return MLG_OK;
}

mlg_status mlg_config_check_values(const mlg_node *root, mlg_error *err)
{
    MLG_TRY(mlg_config_check_rules(root, err));
    MLG_TRY(check_supply(mlg_node_child(mlg_node_child(root, "sources"), "supply"), err));
    MLG_TRY(check_demand(root, err));
    const mlg_node *accessibility = mlg_node_child(root, "accessibility");
    for (const mlg_node *access = accessibility ? accessibility->first : NULL; access; access = access->next)
        MLG_TRY(check_access(root, access, err));
    MLG_TRY(check_access_names(accessibility, err));
    MLG_TRY(mlg_config_check_derived(root, err));
    MLG_TRY(each(mlg_node_child(root, "siting"), check_siting_sizes, err));
    return check_outputs(mlg_node_child(root, "outputs"), err);
}
