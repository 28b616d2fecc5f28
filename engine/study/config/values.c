/* Constraints between values of a study file, one function per section. */
#include "study/config/names.h"
#include "study/config/schema.h"

#include "base/language.h"

#include <stdio.h>
#include <string.h>

/* ---- several values --------------------------------------------------------------------------------------------
 */

static const char *text_of(const mlg_node *map, const char *key)
{
    const mlg_node *node = mlg_node_child(map, key);
    return node ? node->text : NULL;
}

mlg_status mlg_config_check_ordered(const mlg_node *map, const char *low, const char *high, mlg_error *err)
{
    const mlg_node *a = mlg_node_child(map, low), *b = mlg_node_child(map, high);
    if (!a || !b || mlg_config_value(a->text) <= mlg_config_value(b->text))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s, below '%s', %s", b->where, high, b->text, low, a->text);
}

mlg_status mlg_config_check_increasing(const mlg_node *list, const char *key, mlg_error *err)
{
    const mlg_node *before = NULL;
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const mlg_node *at = key ? mlg_node_child(item, key) : item;
        if (before && mlg_config_value(at->text) <= mlg_config_value(before->text))
            return mlg_fail(err, MLG_INPUT, "%s: '%s' is %s after %s; the values must increase", at->where,
                            at->name, at->text, before->text);
        before = at;
    }
    return MLG_OK;
}

/* Name of an item: its `name`, else the key `otherwise`. */
static const mlg_node *label(const mlg_node *item, const char *otherwise)
{
    const mlg_node *name = mlg_node_child(item, "name");
    return name || !otherwise ? name : mlg_node_child(item, otherwise);
}

static mlg_status check_unique(const mlg_node *list, const char *otherwise, mlg_error *err)
{
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const mlg_node *name = label(item, otherwise);
        for (const mlg_node *before = list->first; before != item; before = before->next) {
            if (strcmp(label(before, otherwise)->text, name->text) != 0)
                continue;
            mlg_fail(err, MLG_INPUT, "%s: two of '%s' are named '%.60s'", name->where, list->name, name->text);
            mlg_hint(err, "the first one is at %s; give this one another 'name'", label(before, otherwise)->where);
            return MLG_INPUT;
        }
    }
    return MLG_OK;
}

/* ---- sections ----------------------------------------------------------------------------------------------- */

static mlg_status check_territory(const mlg_node *territory, mlg_error *err)
{
    const mlg_node *chosen = NULL;
    for (const mlg_node *way = territory->first; way; way = way->next) {
        if (strcmp(way->name, "all") == 0 && strcmp(way->text, "false") == 0)
            continue;
        if (chosen)
            return mlg_fail(err, MLG_INPUT,
                            "%s: '%s' and '%s' are both given; specify the territory in one way only", way->where,
                            way->name, chosen->name);
        chosen = way;
    }
    if (chosen)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT,
             "%s: 'territory' is empty; it must be one of epci, departement, region, communes, all",
             territory->where);
    mlg_hint(err, "as in territory: { epci: \"200072460\" }");
    return MLG_INPUT;
}

/* The unit of a supply; that of an indicator is free. */
static mlg_status check_supply_unit(const mlg_node *unit, mlg_error *err)
{
    static const char *const units[] = { "personnes", "etp", "actes", "actes_centre", NULL };
    static const mlg_value_rule rule = { .choices = units };
    return unit ? mlg_config_check_value(unit, &rule, err) : MLG_OK;
}

static mlg_status check_source(const mlg_node *source, mlg_error *err)
{
    const mlg_node *ages = mlg_node_child(source, "ages");
    for (const mlg_node *band = ages ? ages->first : NULL; band; band = band->next)
        MLG_TRY(mlg_config_check_ordered(band, "from", "to", err));
    if (strcmp(source->name, "supply") == 0)
        MLG_TRY(check_supply_unit(mlg_node_child(source, "unit"), err));
    if (strcmp(source->name, "indicators") == 0 && !mlg_node_child(source, "indicator")) {
        mlg_fail(err, MLG_INPUT, "%s: the key 'indicator' is missing in 'indicators'", source->where);
        mlg_hint(err, "the name of what is measured, as in indicator: pauvrete");
        return MLG_INPUT;
    }
    bool of_service = strcmp(source->name, "supply") == 0 || strcmp(source->name, "parameters") == 0;
    if (!of_service || mlg_node_child(source, "service"))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the key 'service' is missing in '%s'", source->where, source->name);
    mlg_hint(err, "the name of what is counted, as in service: gp");
    return MLG_INPUT;
}

static mlg_status check_sources(const mlg_node *sources, mlg_error *err)
{
    for (const mlg_node *role = sources->first; role; role = role->next)
        for (const mlg_node *source = role->first; source; source = source->next)
            MLG_TRY(check_source(source, err));
    return MLG_OK;
}

static mlg_status need_for_model(const mlg_node *travel, const char *model, const char *key, const char *example,
                                 mlg_error *err)
{
    const char *chosen = text_of(travel, "model");
    if (!chosen || strcmp(chosen, model) != 0 || mlg_node_child(travel, key))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing for the model '%s'", travel->where, key, model);
    mlg_hint(err, "as in %s", example);
    return MLG_INPUT;
}

static mlg_status check_travel(const mlg_node *travel, mlg_error *err)
{
    MLG_TRY(need_for_model(travel, "road", "osm", "osm: nord-pas-de-calais.osm.pbf", err));
    return need_for_model(travel, "table", "path", "path: times.csv", err);
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
    if (!model || strcmp(model, "table") != 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: 'demand' is cells, but a table of times only covers communes", demand->where);
    mlg_hint(err, "set the travel model to crow or road, or count people with demand: communes");
    return MLG_INPUT;
}

static mlg_status check_services(const mlg_node *services, mlg_error *err)
{
    for (const mlg_node *service = services ? services->first : NULL; service; service = service->next)
        MLG_TRY(mlg_config_check_ordered(service, "acts_min", "acts_max", err));
    return check_unique(services, NULL, err);
}

static bool has_item(const mlg_node *list, const char *key, const char *text)
{
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *value = text_of(item, key);
        if (value && strcmp(value, text) == 0)
            return true;
    }
    return false;
}

static mlg_status check_service_known(const mlg_node *root, const mlg_node *service, mlg_error *err)
{
    if (has_item(mlg_node_child(root, "services"), "name", service->text) ||
        has_item(mlg_node_child(mlg_node_child(root, "sources"), "supply"), "service", service->text))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: no service is named '%.60s'", service->where, service->text);
    mlg_hint(err, "name it under 'services', or as the 'service' of a supply source");
    return MLG_INPUT;
}

/* Professions with a single published decay, and services whose parameter sheet is given. */
static bool has_default_decay(const mlg_node *root, const char *service)
{
    static const char *const one[] = { "nurse", "physio", "midwife", "dentist" };
    for (size_t k = 0; k < sizeof one / sizeof *one; k++)
        if (strcmp(one[k], service) == 0)
            return true;
    return has_item(mlg_node_child(mlg_node_child(root, "sources"), "parameters"), "service", service);
}

/* Names a profession goes by elsewhere: taken as a service of their own they would be counted without any of its rules. */
static mlg_status check_profession_name(const mlg_node *service, mlg_error *err)
{
    static const char *const names[][2] = {
        { "physiotherapist", "physio" },
        { "physiotherapists", "physio" },
        { "kine", "physio" },
        { "kines", "physio" },
        { "infirmier", "nurse" },
        { "infirmiers", "nurse" },
        { "nurses", "nurse" },
        { "sage-femme", "midwife" },
        { "sages-femmes", "midwife" },
        { "midwives", "midwife" },
        { "dentiste", "dentist" },
        { "dentistes", "dentist" },
        { "dentists", "dentist" },
        { "generaliste", "gp" },
        { "generalistes", "gp" },
        { "gps", "gp" },
    };
    for (size_t k = 0; service && k < sizeof names / sizeof *names; k++)
        if (strcmp(service->text, names[k][0]) == 0)
            return mlg_fail(err, MLG_INPUT, "%s: no profession is named '%s'; did you mean '%s'?", service->where,
                            names[k][0], names[k][1]);
    return MLG_OK;
}

static mlg_status check_profession_names(const mlg_node *list, const char *key, mlg_error *err)
{
    for (const mlg_node *one = list ? list->first : NULL; one; one = one->next)
        MLG_TRY(check_profession_name(mlg_node_child(one, key), err));
    return MLG_OK;
}

static mlg_status check_access(const mlg_node *root, const mlg_node *access, mlg_error *err)
{
    const mlg_node *decay = mlg_node_child(access, "decay"), *steps = mlg_node_child(access, "steps");
    if (decay && steps)
        return mlg_fail(err, MLG_INPUT, "%s: 'steps' cannot be combined with 'decay'", steps->where);
    const mlg_node *shape = mlg_node_child(access, "shape");
    const char *measure = text_of(access, "measure");
    if (shape && (decay || steps))
        return mlg_fail(err, MLG_INPUT, "%s: 'shape' cannot be combined with 'decay' or 'steps'", shape->where);
    if (shape && !mlg_node_child(access, "cut_minutes"))
        return mlg_fail(err, MLG_INPUT, "%s: the key 'cut_minutes' is missing for the shape '%s'", access->where,
                        shape->text);
    MLG_TRY(check_profession_name(mlg_node_child(access, "service"), err));
    bool apl = !measure || strcmp(measure, "apl") == 0;
    if (!decay && !steps && !shape && apl && !has_default_decay(root, text_of(access, "service"))) {
        mlg_fail(err, MLG_INPUT, "%s: 'decay' or 'steps' is missing in 'accessibility'", access->where);
        mlg_hint(err, "as in decay: apl-2015, or steps: [ { minutes: 10, weight: 1 } ]");
        return MLG_INPUT;
    }
    MLG_TRY(mlg_config_check_increasing(steps, "minutes", err));
    return check_service_known(root, mlg_node_child(access, "service"), err);
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
            mlg_fail(err, MLG_INPUT, "%s: duplicate entry '%.60s' for the service '%.60s'", item->where, name,
                     service);
            mlg_hint(err, "the first one is at %s; give this one a 'name' of its own", before->where);
            return MLG_INPUT;
        }
    }
    return MLG_OK;
}

static mlg_status check_catchments(const mlg_node *catchments, mlg_error *err)
{
    for (const mlg_node *one = catchments ? catchments->first : NULL; one; one = one->next)
        MLG_TRY(mlg_config_check_increasing(mlg_node_child(one, "minutes"), NULL, err));
    return check_unique(catchments, "sites", err);
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
    if (sites && doctors)
        return mlg_fail(
            err, MLG_INPUT,
            "%s: 'doctors' and 'sites' are both given; doctors allocated freely have no number of sites",
            doctors->where);
    if (doctors && !shares)
        return mlg_fail(err, MLG_INPUT,
                        "%s: 'doctors' are allocated by max-min, persons-over, fgt1, fgt2 and maep, not by '%s'",
                        doctors->where, model);
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

static mlg_status check_siting(const mlg_node *root, const mlg_node *siting, mlg_error *err)
{
    for (const mlg_node *one = siting ? siting->first : NULL; one; one = one->next) {
        MLG_TRY(mlg_config_check_ordered(one, "minutes", "max_minutes", err));
        MLG_TRY(mlg_config_check_ordered(one, "full_minutes", "minutes", err));
        MLG_TRY(check_siting_sizes(one, err));
        const mlg_node *service = mlg_node_child(one, "service");
        if (service)
            MLG_TRY(check_service_known(root, service, err));
    }
    return check_unique(siting, NULL, err);
}

static mlg_status check_tour_services(const mlg_node *root, mlg_error *err)
{
    const mlg_node *tours = mlg_node_child(root, "tours");
    for (const mlg_node *one = tours ? tours->first : NULL; one; one = one->next)
        if (mlg_node_child(one, "without"))
            MLG_TRY(check_service_known(root, mlg_node_child(one, "without"), err));
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
        return mlg_config_check_increasing(classes, NULL, err);
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
                                a->name, a->text);
    return check_classes(mlg_node_child(outputs, "classes"), err);
}

mlg_status mlg_config_check_values(const mlg_node *root, mlg_error *err)
{
    MLG_TRY(mlg_config_check_rules(root, err));
    MLG_TRY(check_territory(mlg_node_child(root, "territory"), err));
    MLG_TRY(check_sources(mlg_node_child(root, "sources"), err));
    MLG_TRY(check_travel(mlg_node_child(root, "travel"), err));
    MLG_TRY(check_demand(root, err));
    MLG_TRY(check_services(mlg_node_child(root, "services"), err));
    MLG_TRY(check_profession_names(mlg_node_child(root, "services"), "name", err));
    MLG_TRY(check_profession_names(mlg_node_child(mlg_node_child(root, "sources"), "supply"), "service", err));
    const mlg_node *accessibility = mlg_node_child(root, "accessibility");
    for (const mlg_node *access = accessibility ? accessibility->first : NULL; access; access = access->next)
        MLG_TRY(check_access(root, access, err));
    MLG_TRY(check_access_names(accessibility, err));
    MLG_TRY(check_catchments(mlg_node_child(root, "catchments"), err));
    MLG_TRY(mlg_config_check_derived(root, err));
    MLG_TRY(mlg_config_check_ordered(mlg_node_child(root, "zoning"), "zip", "zac", err));
    MLG_TRY(check_siting(root, mlg_node_child(root, "siting"), err));
    MLG_TRY(mlg_config_check_tours(mlg_node_child(root, "tours"), err));
    MLG_TRY(check_tour_services(root, err));
    MLG_TRY(check_unique(mlg_node_child(root, "tours"), NULL, err));
    return check_outputs(mlg_node_child(root, "outputs"), err);
}
