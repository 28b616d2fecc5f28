#include "pipeline/policy/policy.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static mlg_status find_value(const mlg_node **out, const mlg_policy_job *j, const char *name, mlg_error *err)
{
    const mlg_node *list = mlg_node_child(j->policy, "values");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *own = mlg_rules_text(item, "name");
        MLG_TRY(mlg_rules_keys(item, "name|value|unit|status", err));
        if (!own || strcmp(own, name) != 0)
            continue;
        *out = item;
        return MLG_OK;
    }
    return mlg_fail(err, MLG_INPUT, "%s: the policy has no value '%s'", j->policy->where, name);
}

mlg_status mlg_policy_value(double *out, const mlg_policy_job *j, const char *name, mlg_error *err)
{
    const mlg_node *item;
    MLG_TRY(find_value(&item, j, name, err));
    MLG_TRY(mlg_rules_number(out, item, "value", (double)NAN, err));
    if (*out >= 0)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' needs a 'value' of 0 or more", item->where, name);
}

mlg_status mlg_policy_word(const char **out, const mlg_policy_job *j, const char *name, mlg_error *err)
{
    const mlg_node *item;
    MLG_TRY(find_value(&item, j, name, err));
    return mlg_rules_need(out, item, "value", err);
}
