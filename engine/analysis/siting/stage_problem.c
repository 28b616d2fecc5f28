/* From a siting request to the problem of a kernel, and from its sites back to a result. */
#include "analysis/siting/stage.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void mlg_siting_result_release(mlg_siting_result *r)
{
    free(r->chosen);
    *r = (mlg_siting_result){ 0 };
}

mlg_siting_options mlg_siting_job_options(const mlg_siting_job *j)
{
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.progress = j->study->progress;
    options.solver = mlg_solver_named(j->ask->solver);
    options.max_seconds = j->ask->seconds ? mlg_clock_left_s(j->start_s, *j->ask->seconds) : 0;
    return options;
}

bool mlg_siting_job_is_late(const mlg_siting_job *j)
{
    return j->ask->seconds && mlg_clock_is_late(j->start_s, *j->ask->seconds);
}

mlg_siting_problem mlg_siting_job_problem(const mlg_siting_job *j, const uint8_t *state)
{
    return (mlg_siting_problem){
        .n_demand = j->n_demand,
        .weight = j->weight,
        .n_candidates = j->sites.count,
        .row_start = j->row_start,
        .row_demand = j->row_demand,
        .row_cost = j->row_time_s,
        .state = state,
        .sites = j->n_sites,
        .penalty_s = j->search_s,
    };
}

mlg_siting_options mlg_siting_limited_options(const mlg_siting_job *j)
{
    mlg_siting_options options = mlg_siting_job_options(j);
    if (!j->ask->seconds)
        options.max_seconds = mlg_config_siting_seconds(j->ask);
    return options;
}

mlg_status mlg_siting_take_sites(mlg_siting_result *out, const mlg_siting_job *j, const int32_t *sites, int32_t n,
                                 mlg_error *err)
{
    out->n_chosen = n;
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)n, "chosen sites", err));
    for (int32_t k = 0; k < n; k++)
        out->chosen[k] = (mlg_siting_choice){ .site = sites[k], .doctors = j->access.doctors };
    return MLG_OK;
}

int mlg_siting_most_first(const void *a, const void *b)
{
    const mlg_siting_choice *x = a, *y = b;
    return x->gain != y->gain ? (x->gain > y->gain ? -1 : 1) : x->site < y->site ? -1 : x->site > y->site;
}

double mlg_siting_mean_minutes(const mlg_siting_job *j)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        sum += j->weight[d];
    return 60 * fmax((double)sum, 1);
}

mlg_status mlg_siting_bind_sites(mlg_stmt *stmt, const mlg_siting_job *j, const int32_t *sites, int32_t n,
                                 mlg_error *err)
{
    mlg_text codes = { 0 }, labels = { 0 };
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < n; k++) {
        const char *between = k > 0 ? ", " : "", *label = j->sites.label[sites[k]];
        MLG_GO(mlg_text_append(&codes, err, "%s%s", between, j->sites.code[sites[k]]));
        MLG_GO(mlg_text_append(&labels, err, "%s%s", between, label ? label : ""));
    }
    mlg_bind_text(stmt, ":codes", mlg_text_words(&codes));
    mlg_bind_text(stmt, ":libelles", mlg_text_words(&labels));
done:
    mlg_text_release(&codes);
    mlg_text_release(&labels);
    return st;
}

mlg_status mlg_siting_give(double *figure, const mlg_siting_job *j, int32_t count, const char *code, double value,
                           const char *list, unsigned item, mlg_error *err)
{
    int32_t n = 0;
    char where[80];
    for (int32_t s = 0; s < count; s++) {
        int32_t commune = s < j->n_candidates ? j->sites.commune[s] : -1;
        bool named =
            strcmp(j->sites.code[s], code) == 0 || (commune >= 0 && strcmp(j->places->code[commune], code) == 0);
        if (named)
            figure[s] = value;
        n += named;
    }
    if (n > 0)
        return MLG_OK;
    snprintf(where, sizeof where, "%s.%s[%u].code", j->key, list, item);
    if (count > j->n_candidates)
        return mlg_fail(err, MLG_INPUT, "%s: no candidate and no existing site has the code '%.40s'", where,
                        MLG_BRIEF(code, 40));
    return mlg_fail(err, MLG_INPUT, "%s: no candidate has the code '%.40s'", where, MLG_BRIEF(code, 40));
}
