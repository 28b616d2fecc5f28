/* From the sites chosen to the answer: order, gains, losses, assignment, bound. */
#include "analysis/siting/frame.h"

#include "analysis/siting/greedy.h"
#include "base/memory.h"

#include <math.h>

static void flag_new_sites(const mlg_siting_frame *f, uint8_t *is_new)
{
    for (int32_t k = 0; k < f->run.n_best; k++)
        is_new[f->run.best[k]] = mlg_candidate_state_of(f->problem, f->run.best[k]) != MLG_CANDIDATE_EXISTING;
}

/* Opens a site and reassigns the demand points that it is nearer to. Returns the persons who were not reached
 * before. */
static int64_t assign(mlg_siting_answer *out, const mlg_siting_frame *f, int32_t site)
{
    const mlg_siting_problem *p = f->problem;
    int64_t won = 0;
    for (int64_t k = p->row_start[site]; k < p->row_start[site + 1]; k++) {
        int32_t i = p->row_demand[k], time_s = p->row_cost[k];
        if (time_s > f->limit_s)
            continue;
        bool is_first = out->assigned[i] == MLG_NO_CANDIDATE;
        won += is_first ? p->weight[i] : 0;
        if (is_first || time_s < out->assigned_time_s[i] ||
            (time_s == out->assigned_time_s[i] && site < out->assigned[i])) {
            out->assigned[i] = site;
            out->assigned_time_s[i] = time_s;
        }
    }
    return won;
}

static mlg_siting_state take_state(const mlg_siting_answer *out, const mlg_siting_frame *f)
{
    mlg_siting_state state = { 0 };
    for (int32_t i = 0; i < f->problem->n_demand; i++) {
        int64_t weight = f->problem->weight[i];
        bool is_reached = out->assigned[i] != MLG_NO_CANDIDATE;
        *(is_reached ? &state.reached_persons : &state.unreached_persons) += weight;
        state.objective += weight * (is_reached ? mlg_siting_frame_cost(f, out->assigned_time_s[i]) : f->penalty);
    }
    if (f->covering)
        state.objective = f->persons * f->penalty - state.objective;
    return state;
}

static void state_bound(mlg_siting_answer *out, const mlg_siting_frame *f, const char *method)
{
    int64_t bound = f->covering ? f->persons * f->penalty - f->run.lower : f->run.lower;
    int64_t apart = f->covering ? bound - out->after.objective : out->after.objective - bound;
    mlg_outcome_set_bound(&out->outcome, (double)bound, (double)apart, fmax((double)out->after.objective, 1));
    mlg_outcome_set_time(&out->outcome, f->start_s);
    out->outcome.stopped = f->run.stopped && !out->outcome.proved;
    out->outcome.method = method;
    out->nodes = f->run.nodes;
    out->arcs = f->run.arcs;
}

/* Opens the existing sites, then the new ones in greedy order. */
static mlg_status open_in_order(mlg_siting_answer *out, const mlg_siting_frame *f, const uint8_t *is_new,
                                mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    int32_t *order = NULL, *cost = NULL;
    int64_t *gain = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&order, (size_t)p->sites, "site order", err));
    MLG_GO(MLG_NEW(&gain, (size_t)p->sites, "site gains", err));
    MLG_GO(MLG_NEW(&cost, (size_t)p->n_demand, "demand costs", err));
    for (int32_t i = 0; i < p->n_demand; i++)
        out->assigned[i] = MLG_NO_CANDIDATE;
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (mlg_candidate_state_of(p, j) == MLG_CANDIDATE_EXISTING)
            (void)assign(out, f, j);
    out->before = take_state(out, f);
    for (int32_t i = 0; i < p->n_demand; i++)
        cost[i] =
            out->assigned[i] == MLG_NO_CANDIDATE ? f->penalty : mlg_siting_frame_cost(f, out->assigned_time_s[i]);
    MLG_GO(mlg_siting_greedy(order, gain, cost, &f->sites, p->weight, is_new, p->sites, err));
    for (int32_t k = 0; k < p->sites; k++)
        out->chosen[k] = (mlg_siting_site){ order[k], gain[k], assign(out, f, order[k]), 0, 0 };
    out->after = take_state(out, f);
done:
    free(order);
    free(gain);
    free(cost);
    return st;
}

/* Deterioration of the objective if one new site closes: its demand points go to the next nearest open site. */
static mlg_status find_losses(mlg_siting_answer *out, const mlg_siting_frame *f, const uint8_t *is_new,
                              mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    int32_t *second = NULL;
    int64_t *loss = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&second, (size_t)p->n_demand, "second costs", err));
    MLG_GO(MLG_NEW(&loss, (size_t)p->n_candidates, "site losses", err));
    for (int32_t i = 0; i < p->n_demand; i++)
        second[i] = f->penalty;
    for (int32_t j = 0; j < p->n_candidates; j++)
        for (int64_t k = f->sites.start[j]; k < f->sites.start[j + 1]; k++) {
            int32_t i = f->sites.column[k];
            bool is_open = is_new[j] || mlg_candidate_state_of(p, j) == MLG_CANDIDATE_EXISTING;
            if (is_open && out->assigned[i] != j && f->sites.value[k] < second[i])
                second[i] = f->sites.value[k];
        }
    for (int32_t i = 0; i < p->n_demand; i++)
        if (out->assigned[i] != MLG_NO_CANDIDATE)
            loss[out->assigned[i]] +=
                p->weight[i] * (second[i] - mlg_siting_frame_cost(f, out->assigned_time_s[i]));
    for (int32_t k = 0; k < out->n_chosen; k++)
        out->chosen[k].loss = loss[out->chosen[k].candidate];
done:
    free(second);
    free(loss);
    return st;
}

static void count_assigned(mlg_siting_answer *out, const mlg_siting_problem *p, int64_t *persons)
{
    for (int32_t i = 0; i < p->n_demand; i++)
        if (out->assigned[i] != MLG_NO_CANDIDATE)
            persons[out->assigned[i]] += p->weight[i];
    for (int32_t k = 0; k < out->n_chosen; k++)
        out->chosen[k].persons_assigned = persons[out->chosen[k].candidate];
}

mlg_status mlg_siting_frame_report(mlg_siting_answer *out, const mlg_siting_frame *f, const char *method,
                                   mlg_error *err)
{
    const mlg_siting_problem *p = f->problem;
    uint8_t *is_new = NULL;
    int64_t *persons = NULL;
    mlg_status st;
    *out = (mlg_siting_answer){ .n_chosen = p->sites, .n_demand = p->n_demand };
    MLG_GO(MLG_NEW(&out->chosen, (size_t)p->sites, "chosen sites", err));
    MLG_GO(MLG_NEW(&out->assigned, (size_t)p->n_demand, "assignment", err));
    MLG_GO(MLG_NEW(&out->assigned_time_s, (size_t)p->n_demand, "assignment", err));
    MLG_GO(MLG_NEW(&is_new, (size_t)p->n_candidates, "new sites", err));
    MLG_GO(MLG_NEW(&persons, (size_t)p->n_candidates, "persons assigned", err));
    flag_new_sites(f, is_new);
    MLG_GO(open_in_order(out, f, is_new, err));
    count_assigned(out, p, persons);
    MLG_GO(find_losses(out, f, is_new, err));
    state_bound(out, f, method);
done:
    free(is_new);
    free(persons);
    if (st != MLG_OK)
        mlg_siting_answer_release(out);
    return st;
}
