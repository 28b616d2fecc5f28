#include "pipeline/policy/policy.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    mlg_policy_decide *decide;
    const char *values;
} policies[] = {
#define MLG_POLICY(name, function, values) { name, function, values },
#include "pipeline/policy/policies.def"
#undef MLG_POLICY
};

static mlg_status refuse_name(const char *name, mlg_error *err)
{
    char list[200] = "";
    for (size_t k = 0; k < sizeof policies / sizeof *policies; k++)
        mlg_list_add(list, sizeof list, ", ", policies[k].name);
    mlg_status st = mlg_fail(err, MLG_USAGE, "there is no policy '%.40s'", MLG_BRIEF(name, 40));
    mlg_hint(err, "one of: %s", list);
    return st;
}

mlg_status mlg_policy_find(mlg_policy_job *j, const char *rules, mlg_error *err)
{
    const char *values = NULL;
    for (size_t k = 0; k < sizeof policies / sizeof *policies; k++)
        if (strcmp(policies[k].name, j->name) == 0) {
            j->decide = policies[k].decide;
            values = policies[k].values;
        }
    if (!values)
        return refuse_name(j->name, err);
    MLG_TRY(mlg_rules_open(&j->file, rules ? rules : "politiques", "policies", err));
    MLG_TRY(mlg_rules_keys(j->file.root, "kind|title|policies", err));
    const mlg_node *list = mlg_node_child(j->file.root, "policies");
    for (const mlg_node *item = list ? list->first : NULL; item; item = item->next) {
        const char *own;
        MLG_TRY(mlg_rules_keys(item, "name|label|from|source|values", err));
        MLG_TRY(mlg_rules_need(&own, item, "name", err));
        if (strcmp(own, values) == 0)
            j->policy = item;
    }
    return j->policy ? MLG_OK
                     : mlg_fail(err, MLG_INPUT, "%s: there are no values of the policy '%s'", j->file.root->where,
                                values);
}

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
