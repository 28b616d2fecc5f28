/* Siting models whose objective is access itself: doctors, antennas or half-days where they serve the goal
 * best. */
#include "analysis/siting/on_access/allocation.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"
#include "study/config/names.h"

#include <math.h>

/* Arrays of an allocation problem; places of unknown access have no weight. */
typedef struct {
    double *persons, *access, *most;
    double scale, forced_supply; /* divides the goal into the unit of the model */
    mlg_allocation_problem problem;
} access_work;

static void release_work(access_work *w)
{
    free(w->persons);
    free(w->access);
    free(w->most);
}

/* The mean access that the variance is taken around: all supply, present and to be placed, over all persons. */
static double mean_access(const access_work *w, const mlg_siting_job *j, double supply)
{
    double acts = supply, persons = 0;
    for (int32_t d = 0; d < j->n_demand; d++) {
        acts += w->persons[d] * w->access[d];
        persons += w->persons[d];
    }
    return persons > 0 ? acts / persons : 0;
}

/* FGT figures are a share of the threshold per person; MAEP is a variance. */
static double scale_of(const mlg_siting_job *j, const access_work *w)
{
    double persons = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        persons += w->persons[d];
    persons = fmax(persons, 1);
    switch (w->problem.goal) {
    case MLG_GOAL_SHORTFALL:
        return persons * j->access.threshold;
    case MLG_GOAL_SQUARE_SHORTFALL:
        return persons * j->access.threshold * j->access.threshold;
    case MLG_GOAL_SPREAD:
        return persons;
    default:
        return 1;
    }
}

static mlg_status fill_demand(access_work *w, const mlg_siting_job *j, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&w->persons, (size_t)j->n_demand, "access", err));
    MLG_TRY(MLG_NEW(&w->access, (size_t)j->n_demand, "access", err));
    MLG_TRY(MLG_NEW(&w->most, (size_t)j->sites.count, "access", err));
    bool spread =
        (mlg_access_goal)j->model->goal == MLG_GOAL_SPREAD; /* conservation holds for standardised persons */
    for (int32_t d = 0; d < j->n_demand; d++) {
        bool known = !isnan(j->access.access[d]);
        w->access[d] = known ? j->access.access[d] : 0;
        w->persons[d] = !known ? 0 : spread ? j->access.standard[d] : j->persons[d];
    }
    return MLG_OK;
}

/* Adds the supply of forced antennas to the current access, which is linear in supply. */
static void place_forced(access_work *w, const mlg_siting_job *j, const uint8_t *state, double each)
{
    const mlg_siting_access *a = &j->access;
    for (int32_t s = 0; s < j->sites.count; s++) {
        bool shares = j->ask->doctors || w->problem.units > 0;
        w->most[s] = state[s] == MLG_CANDIDATE_FREE || (shares && state[s] == MLG_CANDIDATE_FORCED) ? HUGE_VAL : 0;
        if (shares || state[s] != MLG_CANDIDATE_FORCED)
            continue;
        w->forced_supply += each;
        w->problem.antennas--;
        for (int64_t k = a->row_start[s]; k < a->row_start[s + 1]; k++)
            w->access[a->row_demand[k]] += each * a->row_adds[k];
    }
}

static mlg_status set_problem(access_work *w, const mlg_siting_job *j, const uint8_t *state, mlg_error *err)
{
    const mlg_siting_access *a = &j->access;
    bool shares = j->ask->doctors != NULL;
    bool halves = (j->model->traits & MLG_SITING_HALF_DAYS) != 0;
    double each = a->acts * a->doctors, all = halves   ? each * *j->ask->half_days
                                              : shares ? a->acts * *j->ask->doctors
                                                       : each * j->n_sites;
    MLG_TRY(fill_demand(w, j, err));
    w->problem = (mlg_allocation_problem){
        .n_demand = j->n_demand,
        .persons = w->persons,
        .access = w->access,
        .n_candidates = j->sites.count,
        .row_start = a->row_start,
        .row_demand = a->row_demand,
        .row_access = a->row_adds,
        .most = w->most,
        .antennas = shares || halves ? 0 : j->n_sites,
        .units = halves ? *j->ask->half_days : 0,
        .goal = (mlg_access_goal)j->model->goal,
        .threshold = a->threshold,
    };
    if (w->problem.goal == MLG_GOAL_SPREAD)
        w->problem.threshold = mean_access(w, j, all);
    w->scale = scale_of(j, w);
    int32_t asked = w->problem.antennas;
    place_forced(w, j, state, shares || halves ? 0 : each);
    if (!shares && !halves && w->problem.antennas < 0)
        return mlg_fail(err, MLG_DATA, "asked for %d new sites, but %d are forced: %d too few", (int)asked,
                        (int)(asked - w->problem.antennas), (int)-w->problem.antennas);
    w->problem.supply = shares || halves ? all : each * w->problem.antennas;
    return MLG_OK;
}

static double as_gain(const access_work *w, double value)
{
    return mlg_goal_is_gain(w->problem.goal) ? value : -value;
}

/* Orders the new sites greedily by the improvement of the goal, and computes its deterioration if one alone
 * closes. */
static mlg_status order_sites(mlg_siting_result *out, access_work *w, const mlg_siting_job *j,
                              const double *supply, mlg_error *err)
{
    const mlg_allocation_problem *p = &w->problem;
    double *now = NULL, *kept = NULL, *placed = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&now, (size_t)j->n_demand, "access", err));
    MLG_GO(MLG_NEW(&kept, (size_t)j->n_demand, "access", err));
    MLG_GO(MLG_NEW(&placed, (size_t)j->sites.count, "access", err));
    for (int32_t d = 0; d < j->n_demand; d++)
        w->access[d] = isnan(j->access.access[d]) ? 0 : j->access.access[d];
    double value = as_gain(w, mlg_allocation_value(p, w->access));
    for (int32_t k = 0; k < out->n_chosen; k++) {
        int32_t best = k;
        double best_value = -HUGE_VAL;
        for (int32_t l = k; l < out->n_chosen; l++) {
            int32_t s = out->chosen[l].site;
            placed[s] = supply[s];
            mlg_allocation_access(now, p, placed);
            placed[s] = 0;
            double with = as_gain(w, mlg_allocation_value(p, now));
            if (with > best_value) {
                best = l;
                best_value = with;
            }
        }
        mlg_siting_choice first = out->chosen[best];
        out->chosen[best] = out->chosen[k];
        placed[first.site] = supply[first.site];
        first.gain = (best_value - value) / w->scale;
        out->chosen[k] = first;
        value = best_value;
    }
    for (int32_t k = 0; k < out->n_chosen; k++) {
        int32_t s = out->chosen[k].site;
        placed[s] = 0;
        mlg_allocation_access(kept, p, placed);
        out->chosen[k].loss = (value - as_gain(w, mlg_allocation_value(p, kept))) / w->scale;
        placed[s] = supply[s];
        out->chosen[k].doctors = supply[s] / j->access.acts;
    }
done:
    free(now);
    free(kept);
    free(placed);
    return st;
}

static mlg_status take_placing(mlg_siting_result *out, access_work *w, const mlg_siting_job *j,
                               const uint8_t *state, mlg_allocation_answer *a, mlg_error *err)
{
    double each = j->access.acts * j->access.doctors, least = 1e-6 * (w->problem.supply + w->forced_supply);
    for (int32_t s = 0; s < j->sites.count; s++) {
        if (state[s] == MLG_CANDIDATE_FORCED && !j->ask->doctors && w->problem.units == 0)
            a->supply[s] = each;
        out->n_chosen += a->supply[s] > least;
    }
    MLG_TRY(MLG_NEW(&out->chosen, (size_t)out->n_chosen, "chosen sites", err));
    int32_t n = 0;
    for (int32_t s = 0; s < j->sites.count; s++)
        if (a->supply[s] > least)
            out->chosen[n++].site = s;
    out->after = a->objective / w->scale;
    out->outcome = mlg_outcome_scaled(&a->outcome, w->scale);
    MLG_TRY(order_sites(out, w, j, a->supply, err));
    /* order_sites() has restored the current access */
    out->before = mlg_allocation_value(&w->problem, w->access) / w->scale;
    return MLG_OK;
}

mlg_status mlg_siting_solve_access(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                   mlg_error *err)
{
    access_work w = { 0 };
    mlg_allocation_answer a = { 0 };
    mlg_allocation_options options;
    mlg_allocation_options_init(&options);
    mlg_siting_options asked = mlg_siting_job_options(j);
    options.progress = asked.progress;
    options.max_seconds = asked.max_seconds;
    options.solver = asked.solver;
    *out = (mlg_siting_result){ 0 };
    mlg_status st;
    MLG_GO(set_problem(&w, j, state, err));
    MLG_GO(mlg_allocation_solve(&a, &w.problem, &options, err));
    MLG_GO(take_placing(out, &w, j, state, &a, err));
done:
    mlg_allocation_answer_release(&a);
    release_work(&w);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}
