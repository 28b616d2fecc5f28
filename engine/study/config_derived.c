/* What the sections that start from a measure ask of the others: the measure must be computed, and a threshold known. */
#include "study/config_schema.h"

#include <string.h>

static const char *text_or(const mlg_node *map, const char *key, const char *fallback)
{
    const mlg_node *node = mlg_node_child(map, key);
    return node ? node->text : fallback;
}

/* Entry of `accessibility` with that service and measure; NULL: none. */
static const mlg_node *find_entry(const mlg_node *root, const char *service, const char *measure)
{
    const mlg_node *list = mlg_node_child(root, "accessibility");
    for (const mlg_node *one = list ? list->first : NULL; one; one = one->next)
        if (strcmp(text_or(one, "service", ""), service) == 0 && strcmp(text_or(one, "measure", "apl"), measure) == 0)
            return one;
    return NULL;
}

static mlg_status check_measured(const mlg_node *root, const mlg_node *section, const char *measure, mlg_error *err)
{
    const char *service = text_or(section, "service", "gp");
    if (!find_entry(root, service, measure)) {
        mlg_fail(err, MLG_INPUT, "%s: '%s' starts from the measure %s of '%.60s', which is not asked for", section->where,
                 section->name, measure, service);
        mlg_hint(err, "add { service: %s, measure: %s, decay: apl-2015 } under 'accessibility'", service, measure);
        return MLG_INPUT;
    }
    bool known = strcmp(service, "gp") == 0 && strcmp(measure, "apl") == 0;
    if (known || mlg_node_child(section, "threshold"))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the key 'threshold' is missing in '%s' for the measure %s of '%.60s'", section->where,
             section->name, measure, service);
    mlg_hint(err, "a threshold is known for the APL of GPs only; give it in the unit of the measure");
    return MLG_INPUT;
}

/* Bands do not overlap. */
static mlg_status check_bands(const mlg_node *ages, mlg_error *err)
{
    for (const mlg_node *one = ages ? ages->first : NULL; one; one = one->next) {
        const mlg_node *to = mlg_node_child(one, "to"), *next = one->next ? mlg_node_child(one->next, "from") : NULL;
        double end = 0, begin = 0;
        MLG_TRY(mlg_config_check_ordered(one, "from", "to", err));
        if (next && mlg_config_number(to->text, &end) && mlg_config_number(next->text, &begin) && begin <= end)
            return mlg_fail(err, MLG_INPUT, "%s: 'from' is %s, and the band before it goes up to %s", next->where, next->text,
                            to->text);
    }
    return MLG_OK;
}

static mlg_status check_outlook(const mlg_node *root, const mlg_node *outlook, mlg_error *err)
{
    MLG_TRY(check_measured(root, outlook, "apl", err));
    MLG_TRY(mlg_config_check_increasing(mlg_node_child(outlook, "years"), NULL, err));
    MLG_TRY(mlg_config_check_increasing(mlg_node_child(outlook, "leave"), "age", err));
    return check_bands(mlg_node_child(outlook, "ages"), err);
}

mlg_status mlg_config_check_derived(const mlg_node *root, mlg_error *err)
{
    const mlg_node *need = mlg_node_child(root, "need"), *outlook = mlg_node_child(root, "outlook");
    if (need)
        MLG_TRY(check_measured(root, need, "apl", err));
    return outlook ? check_outlook(root, outlook, err) : MLG_OK;
}
