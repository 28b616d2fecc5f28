/* Siting models where a site serves no more than its capacity. */
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/stage.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Capacity of a site that the study does not name, in the unit of the demand. */
static double usual_capacity(const mlg_siting_job *j)
{
    const mlg_config_siting *a = j->ask;
    double acts = j->access.acts * j->access.doctors;
    if (a->capacity)
        return *a->capacity;
    if (strcmp(a->demand, "unmet") == 0)
        return acts;
    return acts / mlg_config_siting_acts_per_person(a);
}

static mlg_status list_capacities(int64_t *capacity, const mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    double *given;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&given, (size_t)j->sites.count, "capacities", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        given[s] = usual_capacity(j);
    for (unsigned c = 0; c < a->capacities_count && st == MLG_OK; c++)
        st = mlg_siting_give(given, j, j->sites.count, a->capacities[c].code, a->capacities[c].capacity,
                             "capacities", c, err);
    for (int32_t s = 0; s < j->sites.count; s++)
        capacity[s] = llround(given[s]);
    free(given);
    return st;
}

/* The gain and the loss of a site are both the persons it serves. */
static void count_served(mlg_siting_result *out, const mlg_siting_job *j, const double *served)
{
    for (int32_t k = 0; k < out->n_chosen; k++) {
        int32_t s = out->chosen[k].site;
        for (int64_t a = j->row_start[s]; a < j->row_start[s + 1]; a++)
            out->chosen[k].gain += served[a];
        out->chosen[k].loss = out->chosen[k].gain;
    }
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
}

mlg_status mlg_siting_solve_capacity(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                     mlg_error *err)
{
    mlg_siting_options options = mlg_siting_limited_options(j);
    mlg_serve_answer a = { 0 };
    int64_t *capacity = NULL;
    double scale = 1;
    mlg_serve_problem p = { .base = mlg_siting_job_problem(j, state),
                            .limit_s = j->limit_s,
                            .split = !j->ask->whole };
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    MLG_GO(MLG_NEW(&capacity, (size_t)j->sites.count, "capacities", err));
    MLG_GO(list_capacities(capacity, j, err));
    p.capacity = capacity;
    p.goal = (mlg_serve_goal)j->model->goal;
    if (p.goal == MLG_SERVE_NEAREST) {
        p.limit_s = INT32_MAX;
        scale = mlg_siting_mean_minutes(j);
    }
    if (p.goal == MLG_SERVE_LONGEST)
        scale = 60;
    MLG_GO((p.goal == MLG_SERVE_LONGEST ? mlg_siting_serve_center : mlg_siting_serve)(&a, &p, &options, err));
    MLG_GO(mlg_siting_take_sites(out, j, a.chosen, a.n_chosen, err));
    count_served(out, j, a.served);
    out->before =
        isnan(a.before) ? j->search_s / 60.0 : a.before / scale; /* too little capacity: all count as unreached */
    out->after = a.objective / scale;
    out->outcome = mlg_outcome_scaled(&a.outcome, scale);
done:
    mlg_serve_answer_release(&a);
    free(capacity);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}
