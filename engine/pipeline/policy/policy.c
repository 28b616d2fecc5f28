/* mlg_write_policy: a public policy as a scenario of a study. */
#include "pipeline/policy/policy.h"

#include "base/language.h"
#include "base/utf8.h"
#include "pipeline/dry_run.h"
#include "pipeline/placing.h"

#include <stdlib.h>
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

static mlg_status find_policy(mlg_policy_job *j, const char *rules, mlg_error *err)
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

static mlg_status say_decimals(mlg_text *text, mlg_error *err)
{
    char *words;
    MLG_TRY(mlg_text_take(&words, text, err));
    mlg_text_add(text, mlg_say_decimals(words));
    free(words);
    return mlg_text_status(text, err);
}

static mlg_status decide(mlg_policy_job *j, mlg_error *err)
{
    MLG_TRY(j->decide(j, err));
    MLG_TRY(say_decimals(&j->summary, err));
    if (j->item_count == 0)
        return mlg_fail(err, MLG_DATA, "%s: the policy changes nothing here (%s)", j->geopackage,
                        mlg_text_words(&j->summary));
    return mlg_text_status(&j->items, err);
}

static mlg_status write(const mlg_policy_job *j, const char *path, const mlg_policy_options *options,
                        mlg_error *err)
{
    mlg_text out = { 0 };
    mlg_status st = MLG_OK;
    if (options->write.plan) {
        MLG_GO(mlg_plan_read_file(options->write.plan, j->geopackage, err));
        MLG_GO(mlg_plan_write(options->write.plan, path, err));
    } else {
        MLG_GO(mlg_policy_scenario(&out, j, err));
        MLG_GO(mlg_write_whole(path, mlg_text_words(&out), err));
    }
done:
    mlg_text_release(&out);
    return st;
}

static mlg_status work(mlg_policy_job *j, const char *path, const mlg_policy_options *options, mlg_error *err)
{
    MLG_TRY(find_policy(j, options->rules, err));
    MLG_TRY(mlg_refuse_existing(path, &options->write, err));
    MLG_TRY(mlg_db_open(&j->study.db, j->geopackage, false, err));
    mlg_db_heed(j->study.db, &options->write.progress);
    MLG_TRY(mlg_policy_communes(j, err));
    MLG_TRY(decide(j, err));
    return write(j, path, options, err);
}

static void release(mlg_policy_job *j)
{
    mlg_text_release(&j->summary);
    mlg_text_release(&j->items);
    mlg_rules_close(&j->file);
    mlg_db_close(j->study.db);
    mlg_arena_release(&j->arena);
    free(j->places);
    free(j->code);
    free(j->label);
    free(j->persons);
    free(j->groups);
    free(j->units);
}

mlg_status mlg_write_policy(char **out, const char *name, const char *geopackage, const char *path,
                            const mlg_policy_options *options, mlg_format format, mlg_error *err)
{
    mlg_policy_job j = { .name = name, .geopackage = geopackage };
    *out = NULL;
    mlg_status st = work(&j, path, options, err);
    if (st == MLG_OK)
        st = mlg_policy_answer(out, &j, format, err);
    release(&j);
    return st;
}
