/* What sites cost, and the p-median within a budget. */
#include "analysis/siting/median/budget.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double unknown = -1;

/* The figure of the commune of each candidate, where it has one. */
static mlg_status read_indicator(double *cost, const mlg_siting_job *j, mlg_error *err)
{
    double *figure;
    MLG_TRY(MLG_NEW(&figure, (size_t)j->places->count, "costs", err));
    for (int32_t i = 0; i < j->places->count; i++)
        figure[i] = (double)NAN;
    mlg_status st = mlg_places_figure(figure, j->places, j->study, j->ask->cost_indicator,
                                      mlg_study_file_where(j->study->file, j->key), err);
    for (int32_t s = 0; s < j->n_candidates; s++) {
        const int32_t commune = j->sites.commune[s];
        if (commune >= 0 && !isnan(figure[commune]))
            cost[s] = figure[commune];
    }
    free(figure);
    return st;
}

static mlg_status read_given(double *cost, const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    for (unsigned c = 0; c < a->costs_count; c++)
        MLG_TRY(mlg_siting_give(cost, j, j->n_candidates, a->costs[c].code, a->costs[c].cost, "costs", c, err));
    return MLG_OK;
}

mlg_status mlg_siting_list_costs(int64_t **cost, const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    double *given = NULL;
    mlg_status st;
    MLG_TRY(MLG_NEW(cost, (size_t)j->sites.count, "costs", err));
    MLG_GO(MLG_NEW(&given, (size_t)j->n_candidates, "costs", err));
    for (int32_t s = 0; s < j->n_candidates; s++)
        given[s] = a->site_cost ? *a->site_cost : unknown;
    if (a->cost_indicator)
        MLG_GO(read_indicator(given, j, err));
    MLG_GO(read_given(given, j, err));
    for (int32_t s = 0; s < j->n_candidates; s++) {
        bool opens = mlg_candidate_may_open(j->state[s]);
        if (opens && !(given[s] >= 0)) {
            mlg_fail(err, MLG_DATA, "candidate %.20s has no cost of 0 or more under '%.40s'",
                     MLG_BRIEF(j->sites.code[s], 20), MLG_BRIEF(a->cost_indicator, 40));
            mlg_hint(err, "site_cost applies where the indicator has no value");
            MLG_GO(MLG_DATA);
        }
        (*cost)[s] = opens ? llround(given[s]) : 0;
    }
done:
    free(given);
    return st;
}

/* Deterioration of the mean travel time, in minutes, if one chosen site closes. */
static mlg_status count_losses(mlg_siting_result *out, const mlg_siting_job *j, double scale, mlg_error *err)
{
    int32_t *nearest = NULL, *first = NULL, *second = NULL;
    size_t n = (size_t)j->n_demand;
    mlg_status st;
    MLG_GO(MLG_NEW(&nearest, n, "losses", err));
    MLG_GO(MLG_NEW(&first, n, "losses", err));
    MLG_GO(MLG_NEW(&second, n, "losses", err));
    for (int32_t d = 0; d < j->n_demand; d++) {
        nearest[d] = -1;
        first[d] = second[d] = j->search_s;
    }
    for (int32_t k = 0; k < out->n_chosen + j->sites.count - j->n_candidates; k++) {
        int32_t s = k < out->n_chosen ? out->chosen[k].site : j->n_candidates + k - out->n_chosen;
        for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++) {
            int32_t d = j->row_demand[a], time_s = j->row_time_s[a];
            second[d] = time_s < first[d] ? first[d] : time_s < second[d] ? time_s : second[d];
            nearest[d] = time_s < first[d] ? k : nearest[d];
            first[d] = time_s < first[d] ? time_s : first[d];
        }
    }
    for (int32_t d = 0; d < j->n_demand; d++)
        if (nearest[d] >= 0 && nearest[d] < out->n_chosen)
            out->chosen[nearest[d]].loss += (double)j->weight[d] * (second[d] - first[d]) / scale;
    for (int32_t k = 0; k < out->n_chosen; k++)
        out->chosen[k].gain = out->chosen[k].loss;
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
done:
    free(nearest);
    free(first);
    free(second);
    return st;
}

mlg_status mlg_siting_solve_pmedian_budget(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                           mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_budget_problem p = { .base = mlg_siting_job_problem(j, state), .budget = llround(*j->ask->budget) };
    mlg_budget_answer a = { 0 };
    int64_t *cost = NULL;
    double scale = mlg_siting_mean_minutes(j);
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    p.base.sites = j->ask->sites ? *j->ask->sites : -1;
    MLG_GO(mlg_siting_list_costs(&cost, j, err));
    p.cost = cost;
    MLG_GO(mlg_siting_pmedian_budget(&a, &p, &options, err));
    MLG_GO(mlg_siting_take_sites(out, j, a.chosen, a.n_chosen, err));
    MLG_GO(count_losses(out, j, scale, err));
    out->before = (double)a.before / scale;
    out->after = (double)a.objective / scale;
    out->outcome = mlg_outcome_scaled(&a.outcome, scale);
done:
    mlg_budget_answer_release(&a);
    free(cost);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}
