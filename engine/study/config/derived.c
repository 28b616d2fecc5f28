/* Checks of the sections derived from a measure: the measure must be computed, and its threshold known. */
#include "study/config/schema.h"
#include "study/config/names.h"

#include <string.h>

static const char *text_or(const mlg_node *map, const char *key, const char *fallback)
{
    const mlg_node *node = mlg_node_child(map, key);
    return node ? node->text : fallback;
}

/* Entry of `accessibility` with that service and name; the name defaults to the measure. NULL when there is
 * none. */
static const mlg_node *find_entry(const mlg_node *root, const char *service, const char *measure)
{
    const mlg_node *list = mlg_node_child(root, "accessibility");
    for (const mlg_node *one = list ? list->first : NULL; one; one = one->next)
        if (strcmp(text_or(one, "service", ""), service) == 0 &&
            strcmp(text_or(one, "name", text_or(one, "measure", "apl")), measure) == 0)
            return one;
    return NULL;
}

static mlg_status check_measured(const mlg_node *root, const mlg_node *section, const char *measure,
                                 mlg_error *err)
{
    const char *service = text_or(section, "service", "gp");
    const mlg_node *entry = find_entry(root, service, measure);
    if (!entry) {
        mlg_fail(err, MLG_INPUT, "%s: '%s' needs the measure %s of '%.60s', which the study does not compute",
                 section->where, section->name, measure, MLG_BRIEF(service, 60));
        mlg_hint(err, "add { service: %s, measure: %s, decay: apl-cosine } under 'accessibility'", service,
                 measure);
        return MLG_INPUT;
    }
    if (strcmp(text_or(entry, "measure", "apl"), "i2sfca") == 0)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' applies to communes, but i2sfca measures sites", section->where,
                        section->name);
    return MLG_OK;
}

/* The same of a section with a threshold. */
static mlg_status check_judged(const mlg_node *root, const mlg_node *section, const char *measure, mlg_error *err)
{
    const char *service = text_or(section, "service", "gp");
    MLG_TRY(check_measured(root, section, measure, err));
    if (mlg_is_gp_apl(service, measure) || mlg_node_child(section, "threshold"))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the key 'threshold' is missing in '%s' for the measure %s of '%.60s'",
             section->where, section->name, measure, MLG_BRIEF(service, 60));
    mlg_hint(err, "only the APL of GPs has a published threshold; give one in the unit of the measure");
    return MLG_INPUT;
}

/* Refuses overlapping bands. */
static mlg_status check_bands(const mlg_node *ages, mlg_error *err)
{
    for (const mlg_node *one = ages ? ages->first : NULL; one; one = one->next) {
        const mlg_node *to = mlg_node_child(one, "to"),
                       *next = one->next ? mlg_node_child(one->next, "from") : NULL;
        double end = 0, begin = 0;
        if (next && mlg_config_number(to->text, &end) && mlg_config_number(next->text, &begin) && begin <= end)
            return mlg_fail(err, MLG_INPUT, "%s: 'from' is %s, but the band before it goes up to %s", next->where,
                            next->text, to->text);
    }
    return MLG_OK;
}

static mlg_status check_outlook(const mlg_node *root, const mlg_node *outlook, mlg_error *err)
{
    MLG_TRY(check_judged(root, outlook, "apl", err));
    return check_bands(mlg_node_child(outlook, "ages"), err);
}

enum { MOST_RUNS = 2000 };

static mlg_status check_sensitivity(const mlg_node *root, const mlg_node *section, mlg_error *err)
{
    const struct {
        const char *key;
        unsigned usual;
    } factors[] = { { "decays", 1 },
                    { "closures", mlg_config_sensitivity_closures(NULL).count },
                    { "limits", mlg_config_sensitivity_limits(NULL).count },
                    { "speeds", mlg_config_sensitivity_speeds(NULL).count },
                    { "supplies", 1 },
                    { "demands", mlg_config_sensitivity_demands(NULL).count } };
    long runs = 1;
    MLG_TRY(check_judged(root, section, text_or(section, "measure", "apl"), err));
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        const mlg_node *list = mlg_node_child(section, factors[i].key);
        runs *= (long)(list ? list->count : factors[i].usual);
    }
    if (runs > MOST_RUNS)
        return mlg_fail(err, MLG_INPUT, "%s: the values of 'sensitivity' make %ld runs; at most %d are allowed",
                        section->where, runs, (int)MOST_RUNS);
    return MLG_OK;
}

/* One bound, and a published APL only where the sources hold one. */
static mlg_status check_deserts(const mlg_node *root, const mlg_node *deserts, mlg_error *err)
{
    const mlg_node *apl = mlg_node_child(deserts, "apl"), *bound = mlg_node_child(deserts, "threshold"),
                   *sources = mlg_node_child(root, "sources");
    double number;
    if (!apl)
        return MLG_OK;
    if (bound && mlg_config_number(apl->text, &number))
        return mlg_fail(err, MLG_INPUT, "%s: the bound of the APL is given twice, under 'apl' and 'threshold'",
                        bound->where);
    if (strncmp(apl->text, "published", strlen("published")) != 0 || mlg_node_child(sources, "apl"))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: 'apl' is '%s', and 'sources' has no published APL", apl->where, apl->text);
    mlg_hint(err, "add it: sources: { apl: [ { dataset: drees-apl, path: apl.xlsx, service: gp } ] }");
    return MLG_INPUT;
}

static mlg_status check_published(const mlg_node *root, const mlg_node *published, mlg_error *err)
{
    if (!published)
        return MLG_OK;
    MLG_TRY(check_measured(root, published, text_or(published, "measure", "apl"), err));
    if (mlg_node_child(mlg_node_child(root, "sources"), "apl"))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: 'sources' has no published APL", published->where);
    mlg_hint(err, "add it: sources: { apl: [ { dataset: drees-apl, path: apl.xlsx, service: gp } ] }");
    return MLG_INPUT;
}

mlg_status mlg_config_check_derived(const mlg_node *root, mlg_error *err)
{
    const mlg_node *need = mlg_node_child(root, "need"), *outlook = mlg_node_child(root, "outlook"),
                   *sensitivity = mlg_node_child(root, "sensitivity"),
                   *uncertainty = mlg_node_child(root, "uncertainty"), *deserts = mlg_node_child(root, "deserts");
    if (deserts)
        MLG_TRY(check_deserts(root, deserts, err));
    if (need)
        MLG_TRY(check_judged(root, need, "apl", err));
    if (outlook)
        MLG_TRY(check_outlook(root, outlook, err));
    MLG_TRY(check_published(root, mlg_node_child(root, "published"), err));
    if (uncertainty)
        MLG_TRY(check_judged(root, uncertainty, text_or(uncertainty, "measure", "apl"), err));
    return sensitivity ? check_sensitivity(root, sensitivity, err) : MLG_OK;
}
