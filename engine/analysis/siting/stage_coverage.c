/* Siting models of coverage once or twice, within a number of sites or a budget. */
#include "analysis/siting/coverage/variants.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>

/* Persons within the limit of no other open site: they are lost when it closes. */
static mlg_status count_losses(mlg_siting_result *out, const mlg_siting_job *j, mlg_error *err)
{
    int32_t *times = NULL;
    MLG_TRY(MLG_NEW(&times, (size_t)j->n_demand, "losses", err));
    for (int turn = 0; turn < 2; turn++)
        for (int32_t k = 0; k < out->n_chosen + j->sites.count - j->n_candidates; k++) {
            int32_t s = k < out->n_chosen ? out->chosen[k].site : j->n_candidates + k - out->n_chosen;
            for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++) {
                int32_t d = j->row_demand[a];
                if (j->row_time_s[a] > j->limit_s)
                    continue;
                times[d] += turn == 0;
                if (turn == 1 && k < out->n_chosen && times[d] == 1)
                    out->chosen[k].loss += (double)j->weight[d];
            }
        }
    for (int32_t k = 0; k < out->n_chosen; k++)
        out->chosen[k].gain = out->chosen[k].loss;
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
    free(times);
    return MLG_OK;
}

static mlg_status take_coverage(mlg_siting_result *out, const mlg_siting_job *j, const mlg_coverage_answer *a,
                                double scale, mlg_error *err)
{
    MLG_TRY(mlg_siting_take_sites(out, j, a->chosen, a->n_chosen, err));
    out->before = (double)a->before / scale;
    out->after = (double)a->objective / scale;
    out->outcome = mlg_outcome_scaled(&a->outcome, scale);
    return count_losses(out, j, err);
}

/* With the number of sites asked for, or any number `in_budget`; a person counts `first` when covered once and
 * `second` more when covered twice. */
static mlg_status solve(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state, bool in_budget,
                        int32_t first, int32_t second, mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_coverage_problem p = { .base = mlg_siting_job_problem(j, state),
                               .limit_s = j->limit_s,
                               .first = first,
                               .second = second,
                               .worst_s = -1 };
    mlg_coverage_answer a = { 0 };
    int64_t *cost = NULL;
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    if (in_budget) {
        MLG_GO(mlg_siting_list_costs(&cost, j, err));
        p.base.sites = j->ask->sites ? *j->ask->sites : -1;
        p.cost = cost;
        p.budget = llround(*j->ask->budget);
    }
    MLG_GO(mlg_siting_coverage(&a, &p, &options, err));
    MLG_GO(take_coverage(out, j, &a, first, err));
done:
    mlg_coverage_answer_release(&a);
    free(cost);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}

mlg_status mlg_siting_solve_coverage(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                     mlg_error *err)
{
    return solve(out, j, state, false, 1, 0, err);
}

mlg_status mlg_siting_solve_mclp_budget(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                        mlg_error *err)
{
    return solve(out, j, state, true, 1, 0, err);
}

mlg_status mlg_siting_solve_mclp_backup(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                        mlg_error *err)
{
    double backup = mlg_config_siting_backup(j->ask);
    return solve(out, j, state, false, MLG_WHOLE_PERSON, (int32_t)lround(MLG_WHOLE_PERSON * backup), err);
}

mlg_status mlg_siting_solve_lscp_backup(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                        mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_coverage_answer a = { 0 };
    *out = (mlg_siting_result){ 0 };
    mlg_status st;
    MLG_GO(mlg_siting_lscp_backup(&a, &p, j->limit_s, &options, err));
    MLG_GO(take_coverage(out, j, &a, 1, err));
done:
    mlg_coverage_answer_release(&a);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}
