#include "analysis/zoning/rules.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static mlg_status read_thresholds(mlg_zoning_rule *rule, const mlg_node *root, mlg_error *err)
{
    const mlg_node *map = mlg_node_child(root, "thresholds");
    MLG_TRY(mlg_rules_keys(map, "selection|vivier", err));
    MLG_TRY(mlg_rules_number(&rule->national_max, map, "selection", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&rule->vivier_max, map, "vivier", (double)NAN, err));
    if (map && !(rule->national_max <= rule->vivier_max))
        return mlg_fail(err, MLG_INPUT,
                        "%s: both thresholds are required, and 'vivier' must be at least 'selection'", map->where);
    return MLG_OK;
}

/* Ceilings of the region; none without a region or when it is not listed, as the figure for France does not apply
 * to a region. */
static mlg_status read_ceilings(mlg_zoning_rule *rule, const mlg_node *root, const char *region, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(root, "ceilings");
    rule->zip_max_pct = rule->zac_max_pct = (double)NAN;
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *code;
        MLG_TRY(mlg_rules_keys(item, "region|zip_pct|zac_pct", err));
        MLG_TRY(mlg_rules_need(&code, item, "region", err));
        if (!region || strcmp(code, region) != 0)
            continue;
        MLG_TRY(mlg_rules_number(&rule->zip_max_pct, item, "zip_pct", (double)NAN, err));
        MLG_TRY(mlg_rules_number(&rule->zac_max_pct, item, "zac_pct", (double)NAN, err));
    }
    return MLG_OK;
}

static mlg_status read_class(mlg_zoning_rule *rule, const mlg_node *item, mlg_error *err)
{
    mlg_zone_class *class = &rule->class[rule->classes];
    MLG_TRY(mlg_rules_keys(item, "label|max|share_pct", err));
    MLG_TRY(mlg_rules_copy(class->label, sizeof class->label, item, "label", "", err));
    MLG_TRY(mlg_rules_number(&class->max, item, "max", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&class->share_pct, item, "share_pct", (double)NAN, err));
    bool known = !isnan(class->max), before = rule->classes > 0 && !isnan(class[-1].max);
    if (!*class->label || (rule->classes > 0 && known != before) || (before && class->max <= class[-1].max))
        return mlg_fail(err, MLG_INPUT,
                        "%s: a class must have a label and a 'max' above that of the previous class", item->where);
    class->zone = mlg_zone_of(class->label);
    rule->classes++;
    return MLG_OK;
}

static mlg_status read_classes(mlg_zoning_rule *rule, const mlg_node *root, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(root, "classes");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        if (rule->classes == MLG_MOST_CLASSES)
            return mlg_fail(err, MLG_INPUT, "%s: more than %d classes", item->where, (int)MLG_MOST_CLASSES);
        MLG_TRY(read_class(rule, item, err));
    }
    return MLG_OK;
}

/* The lowest classes that the zone of exchange holds: all those of under-served territories whose shares it covers. */
static mlg_status read_exchange(mlg_zoning_rule *rule, const mlg_node *root, mlg_error *err)
{
    const mlg_node *map = mlg_node_child(root, "exchange");
    mlg_exchange *zone = &rule->exchange;
    double share = 0;
    MLG_TRY(mlg_rules_keys(map, "lowest_pct|highest_pct|lowest_max|highest_min", err));
    MLG_TRY(mlg_rules_number(&zone->lowest_pct, map, "lowest_pct", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&zone->highest_pct, map, "highest_pct", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&zone->low_max, map, "lowest_max", (double)NAN, err));
    MLG_TRY(mlg_rules_number(&zone->high_min, map, "highest_min", (double)NAN, err));
    for (zone->under = 0; zone->under < rule->classes; zone->under++) {
        mlg_zone of = rule->class[zone->under].zone;
        share += rule->class[zone->under].share_pct;
        if ((of != MLG_ZONE_VERY_UNDER && of != MLG_ZONE_UNDER) || share > zone->lowest_pct)
            break;
    }
    if (isnan(zone->lowest_pct) == isnan(zone->highest_pct))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: 'lowest_pct' and 'highest_pct' are given together", map->where);
}

static mlg_status read_rule(mlg_zoning_rule *rule, const mlg_node *root, const char *region, mlg_error *err)
{
    const char *weights = mlg_rules_text(root, "weights");
    MLG_TRY(mlg_rules_keys(root,
                           "kind|title|source|evidence|from|to|service|measure|weights|thresholds|margin_pct|"
                           "unlocked_regions|ceilings|classes|exchange|shares",
                           err));
    MLG_TRY(mlg_rules_copy(rule->title, sizeof rule->title, root, "title", rule->name, err));
    MLG_TRY(mlg_rules_copy(rule->source, sizeof rule->source, root, "source", "", err));
    MLG_TRY(mlg_rules_copy(rule->evidence, sizeof rule->evidence, root, "evidence", "", err));
    MLG_TRY(mlg_rules_copy(rule->from, sizeof rule->from, root, "from", "", err));
    MLG_TRY(mlg_rules_copy(rule->to, sizeof rule->to, root, "to", "", err));
    MLG_TRY(mlg_rules_copy(rule->service, sizeof rule->service, root, "service", "gp", err));
    MLG_TRY(mlg_rules_copy(rule->measure, sizeof rule->measure, root, "measure", "apl", err));
    rule->standardised = weights && strcmp(weights, "standardised") == 0;
    rule->unlocked = region && mlg_rules_holds(root, "unlocked_regions", region);
    MLG_TRY(read_thresholds(rule, root, err));
    MLG_TRY(read_ceilings(rule, root, region, err));
    MLG_TRY(mlg_rules_number(&rule->margin_max_pct, root, "margin_pct", (double)NAN, err));
    MLG_TRY(read_classes(rule, root, err));
    MLG_TRY(read_exchange(rule, root, err));
    const char *shares = mlg_rules_text(root, "shares");
    rule->shares_of_standardised = shares && strcmp(shares, "standardised") == 0;
    if (isnan(rule->national_max) && rule->classes == 0 && !mlg_node_child(root, "ceilings"))
        return mlg_fail(err, MLG_INPUT, "%s: the rule has neither thresholds, ceilings nor classes", root->where);
    return MLG_OK;
}

mlg_status mlg_zoning_rule_open(mlg_zoning_rule *rule, const char *name, const char *region, mlg_error *err)
{
    mlg_rules rules;
    *rule = (mlg_zoning_rule){ 0 };
    if (strlen(name) >= sizeof rule->name)
        return mlg_fail(err, MLG_INPUT, "%s: the name of a rule file has at most %zu bytes", name,
                        sizeof rule->name - 1);
    memcpy(rule->name, name, strlen(name) + 1);
    mlg_status st = mlg_rules_open(&rules, name, "zoning", err);
    if (st == MLG_OK)
        st = read_rule(rule, rules.root, region, err);
    mlg_rules_close(&rules);
    return st;
}

/* ---- regions ------------------------------------------------------------------------------------------------ */

mlg_status mlg_region_name(char *name, size_t size, const char *region, mlg_error *err)
{
    mlg_rules rules;
    mlg_status st = mlg_rules_open(&rules, "regions", "regions", err);
    const mlg_node *list = mlg_node_child(rules.root, "regions");
    *name = '\0';
    for (const mlg_node *item = st == MLG_OK ? list->first : NULL; item && region; item = item->next)
        if (strcmp(mlg_rules_text(item, "code"), region) == 0)
            st = mlg_rules_copy(name, size, item, "label", "", err);
    mlg_rules_close(&rules);
    return st;
}

mlg_status mlg_region_of_departement(char region[4], const char *departement, mlg_error *err)
{
    mlg_rules rules;
    mlg_status st = mlg_rules_open(&rules, "regions", "regions", err);
    const mlg_node *list = mlg_node_child(rules.root, "regions");
    *region = '\0';
    for (const mlg_node *item = st == MLG_OK ? list->first : NULL; item && departement; item = item->next)
        if (mlg_rules_holds(item, "departements", departement))
            st = mlg_rules_copy(region, 4, item, "code", "", err);
    mlg_rules_close(&rules);
    return st;
}

static bool holds_one(const char *departement, int32_t communes, const char *const *insee, const uint8_t *inside)
{
    for (int32_t i = 0; i < communes; i++)
        if (inside[i] && strncmp(insee[i], departement, strlen(departement)) == 0)
            return true;
    return false;
}

mlg_status mlg_region_missing(int *missing, const char *region, int32_t communes, const char *const *insee,
                              const uint8_t *inside, mlg_error *err)
{
    mlg_rules rules;
    mlg_status st = mlg_rules_open(&rules, "regions", "regions", err);
    const mlg_node *list = mlg_node_child(rules.root, "regions");
    *missing = 0;
    for (const mlg_node *item = st == MLG_OK ? list->first : NULL; item; item = item->next) {
        const mlg_node *parts = mlg_node_child(item, "departements");
        if (strcmp(mlg_rules_text(item, "code"), region) != 0)
            continue;
        for (const mlg_node *one = parts ? parts->first : NULL; one; one = one->next)
            *missing += !holds_one(one->text, communes, insee, inside);
    }
    mlg_rules_close(&rules);
    return st;
}
