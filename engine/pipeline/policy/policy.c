/* mlg_write_policy: a public policy as a scenario of a study. */
#include "pipeline/policy/policy.h"

#include "base/language.h"
#include "pipeline/dry_run.h"
#include "pipeline/placing.h"

#include <stdlib.h>

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
    MLG_TRY(mlg_policy_find(j, options->rules, err));
    MLG_TRY(mlg_refuse_existing(path, &options->write, err));
    MLG_TRY(mlg_db_open(&j->study.db, j->geopackage, false, err));
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
