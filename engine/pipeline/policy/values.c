#include "pipeline/policy/policy.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
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
    const mlg_node *item = NULL;
    MLG_TRY(find_value(&item, j, name, err));
    MLG_TRY(mlg_rules_number(out, item, "value", (double)NAN, err));
    if (*out >= 0)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' needs a 'value' of 0 or more", item->where, name);
}

mlg_status mlg_policy_word(const char **out, const mlg_policy_job *j, const char *name, mlg_error *err)
{
    const mlg_node *item = NULL;
    MLG_TRY(find_value(&item, j, name, err));
    return mlg_rules_need(out, item, "value", err);
}

static mlg_status refuse_bands(const mlg_policy_job *j, const char *name, const char *at, mlg_error *err)
{
    return mlg_fail(
        err, MLG_INPUT,
        "%s: %s cannot be read at '%.30s'; bands and their numbers, as in 30-39:48 or 75+:12, parted by blanks",
        j->policy->where, name, MLG_BRIEF(at, 30));
}

/* Whether all of a word is a band and its number. */
static bool read_band(mlg_age_band *band, double *number, const char *word, size_t length)
{
    int from, to = MLG_AGE_OPEN, end = 0;
    if (sscanf(word, "%9d-%9d:%lf%n", &from, &to, number, &end) != 3 || end == 0) {
        to = MLG_AGE_OPEN;
        if (sscanf(word, "%9d+:%lf%n", &from, number, &end) != 2)
            return false;
    }
    *band = (mlg_age_band){ from, to };
    return (size_t)end == length && from >= 0 && (to == MLG_AGE_OPEN || to >= from) && to < 1000 && *number >= 0 &&
           *number < 1e9;
}

mlg_status mlg_policy_bands(mlg_age_band *band, double *number, int32_t *count, int32_t most,
                            const mlg_policy_job *j, const char *name, mlg_error *err)
{
    const char *words;
    *count = 0;
    MLG_TRY(mlg_policy_word(&words, j, name, err));
    for (const char *at = words + strspn(words, " "); *at; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        if (*count == most || !read_band(&band[*count], &number[*count], at, length))
            return refuse_bands(j, name, at, err);
        (*count)++;
        at += length;
    }
    return *count > 0 ? MLG_OK : refuse_bands(j, name, words, err);
}
