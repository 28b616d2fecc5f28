#include "analysis/siting/on_access/equity_front.h"

#include "analysis/common/linear_program.h"
#include "analysis/siting/candidate_rows.h"
#include "analysis/siting/frame.h"
#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* The rows of the program, by demand point. */
typedef struct {
    const mlg_equity_problem *p;
    mlg_sparse_rows near; /* demand point to the sites within the limit that are or may be open */
    /* demand point to the candidates that add to its access; time_s is the arc in the problem */
    mlg_sparse_rows adds;
    int32_t first_cover; /* columns */
} work;

void mlg_equity_answer_release(mlg_equity_answer *a)
{
    free(a->chosen);
    *a = (mlg_equity_answer){ 0 };
}

static mlg_status list_rows(work *w, mlg_error *err)
{
    const mlg_siting_problem *p = &w->p->base;
    mlg_sparse_rows sites = { 0 };
    int64_t arc = 0, n_adds = p->n_candidates > 0 ? w->p->access_start[p->n_candidates] : 0;
    mlg_status st;
    mlg_row_filter within = { .states = MLG_LIST_ALLOWED, .limit_s = w->p->limit_s, .with_weightless = true };
    MLG_GO(mlg_demand_rows(&w->near, p, &within, false, err));
    MLG_GO(mlg_sparse_init(&sites, p->n_candidates, p->n_demand, n_adds, err));
    for (int32_t j = 0; j < p->n_candidates; j++) {
        for (int64_t k = w->p->access_start[j]; k < w->p->access_start[j + 1]; k++)
            if (mlg_candidate_may_open(mlg_candidate_state_of(&w->p->base, j)) && w->p->access_adds[k] > 0) {
                sites.column[arc] = w->p->access_demand[k];
                sites.value[arc++] = (int32_t)k;
            }
        sites.start[j + 1] = arc;
    }
    MLG_GO(mlg_sparse_transpose(&w->adds, mlg_sparse_view_of(&sites), err));
done:
    mlg_sparse_release(&sites);
    return st;
}

/* ---- program ------------------------------------------------------------------------------------------------ */

static void write_sites(mlg_program *m, const work *w)
{
    const mlg_siting_problem *p = &w->p->base;
    for (int32_t j = 0; j < p->n_candidates; j++) {
        uint8_t state = mlg_candidate_state_of(&w->p->base, j);
        bool open = state == MLG_CANDIDATE_EXISTING || state == MLG_CANDIDATE_FORCED;
        mlg_program_column(m, 0, open, state != MLG_CANDIDATE_FORBIDDEN, true);
    }
    for (int32_t j = 0; j < p->n_candidates; j++)
        if (mlg_candidate_state_of(&w->p->base, j) != MLG_CANDIDATE_EXISTING)
            mlg_program_put(m, j, 1);
    mlg_program_row(m, p->sites, p->sites);
}

/* `least` < 0: maximises the coverage; otherwise minimises the lack with at least that coverage. */
static void write_coverage(mlg_program *m, work *w, int64_t least)
{
    const mlg_siting_problem *p = &w->p->base;
    w->first_cover = m->n_columns;
    for (int32_t i = 0; i < p->n_demand; i++)
        mlg_program_column(m, least < 0 ? -(double)p->weight[i] : 0, 0, 1, false);
    for (int32_t i = 0; i < p->n_demand; i++) {
        for (int64_t k = w->near.start[i]; k < w->near.start[i + 1]; k++)
            mlg_program_put(m, w->near.column[k], 1);
        mlg_program_put(m, w->first_cover + i, -1);
        mlg_program_row(m, 0, HUGE_VAL);
    }
    if (least < 0)
        return;
    for (int32_t i = 0; i < p->n_demand; i++)
        mlg_program_put(m, w->first_cover + i, (double)p->weight[i]);
    mlg_program_row(m, (double)least, HUGE_VAL);
}

static void write_lack(mlg_program *m, const work *w, int64_t least)
{
    const mlg_equity_problem *p = w->p;
    int32_t first = m->n_columns;
    for (int32_t i = 0; i < p->base.n_demand; i++)
        mlg_program_column(m, least < 0 ? 0 : p->persons[i], 0, HUGE_VAL, false);
    for (int32_t i = 0; i < p->base.n_demand; i++) {
        if (!(p->persons[i] > 0) || p->access[i] >= p->threshold)
            continue;
        for (int64_t k = w->adds.start[i]; k < w->adds.start[i + 1]; k++)
            mlg_program_put(m, w->adds.column[k], p->access_adds[w->adds.value[k]]);
        mlg_program_put(m, first + i, 1);
        mlg_program_row(m, p->threshold - p->access[i], HUGE_VAL);
    }
    if (p->most_lack == HUGE_VAL)
        return;
    for (int32_t i = 0; i < p->base.n_demand; i++)
        if (p->persons[i] > 0)
            mlg_program_put(m, first + i, p->persons[i]);
    mlg_program_row(m, -HUGE_VAL, p->most_lack);
}

static mlg_status solve(mlg_solver_answer *out, work *w, int64_t least, const mlg_siting_options *options,
                        double start_s, mlg_error *err)
{
    mlg_program m = { 0 };
    mlg_solver_options limits = mlg_siting_solver_options(options);
    limits.max_seconds = mlg_clock_left_s(start_s, options->max_seconds);
    out->status = MLG_SOLVER_LIMIT;
    if (mlg_clock_is_late(start_s, options->max_seconds))
        return MLG_OK;
    MLG_TRY(mlg_progress_step(options->progress, "siting", (double)NAN, err));
    write_sites(&m, w);
    write_coverage(&m, w, least);
    write_lack(&m, w, least);
    mlg_status st = mlg_program_solve(out, &m, false, &limits, err);
    mlg_program_release(&m);
    return st;
}

/* ---- answer ------------------------------------------------------------------------------------------------- */

static mlg_status measure(mlg_equity_answer *out, const work *w, const uint8_t *open, mlg_error *err)
{
    const mlg_equity_problem *p = w->p;
    double *access = NULL;
    MLG_TRY(MLG_NEW(&access, (size_t)p->base.n_demand, "access", err));
    out->covered = 0;
    out->lack = 0;
    memcpy(access, p->access, (size_t)p->base.n_demand * sizeof *access);
    for (int32_t j = 0; j < p->base.n_candidates; j++)
        for (int64_t k = p->access_start[j];
             open[j] && mlg_candidate_may_open(mlg_candidate_state_of(&w->p->base, j)) &&
             k < p->access_start[j + 1];
             k++)
            access[p->access_demand[k]] += p->access_adds[k];
    for (int32_t i = 0; i < p->base.n_demand; i++) {
        bool covered = false;
        for (int64_t k = w->near.start[i]; k < w->near.start[i + 1]; k++)
            covered = covered || open[w->near.column[k]];
        out->covered += covered ? p->base.weight[i] : 0;
        out->lack += access[i] < p->threshold ? p->persons[i] * (p->threshold - access[i]) : 0;
    }
    free(access);
    return MLG_OK;
}

static mlg_status take(mlg_equity_answer *out, const work *w, const mlg_solver_answer *solved, mlg_error *err)
{
    const mlg_siting_problem *p = &w->p->base;
    uint8_t *open = NULL;
    mlg_status st;
    mlg_equity_answer_release(out);
    MLG_GO(MLG_NEW(&open, (size_t)p->n_candidates, "open sites", err));
    MLG_GO(MLG_NEW(&out->chosen, (size_t)p->sites, "chosen sites", err));
    for (int32_t j = 0; j < p->n_candidates; j++) {
        open[j] = solved->value[j] > 0.5;
        if (open[j] && mlg_candidate_state_of(&w->p->base, j) != MLG_CANDIDATE_EXISTING &&
            out->n_chosen < p->sites)
            out->chosen[out->n_chosen++] = j;
    }
    MLG_GO(measure(out, w, open, err));
done:
    free(open);
    return st;
}

/* The bound is on the coverage; the answer is proved when its lack is also least for that coverage. */
static void state_outcome(mlg_equity_answer *out, const mlg_solver_answer *most, const mlg_solver_answer *least,
                          double start_s)
{
    bool known = isfinite(most->bound);
    double covered = (double)out->covered, bound = known ? fmax(floor(-most->bound + 1e-6), covered) : (double)NAN;
    if (most->status == MLG_SOLVER_OPTIMAL)
        bound = covered;
    mlg_outcome_set_bound(&out->outcome, bound, bound - covered, fmax(covered, 1));
    out->outcome.proved = most->status == MLG_SOLVER_OPTIMAL && least->status == MLG_SOLVER_OPTIMAL;
    out->outcome.stopped = mlg_solver_met_limit(most) || mlg_solver_met_limit(least);
    out->outcome.method = "two mixed integer programs: coverage, then lack of access";
    mlg_outcome_set_time(&out->outcome, start_s);
}

mlg_status mlg_siting_equity(mlg_equity_answer *out, bool *possible, const mlg_equity_problem *p,
                             const mlg_siting_options *options, mlg_error *err)
{
    work w = { .p = p };
    mlg_siting_frame frame;
    mlg_solver_answer most = { 0 }, least = { 0 };
    double start_s = mlg_clock_s();
    *out = (mlg_equity_answer){ 0 };
    *possible = false;
    MLG_TRY(mlg_siting_frame_check(&frame, &p->base, (mlg_siting_reach){ true, p->limit_s, p->limit_s }, options,
                                   err));
    mlg_siting_frame_release(&frame);
    mlg_status st;
    MLG_GO(list_rows(&w, err));
    MLG_GO(solve(&most, &w, -1, options, start_s, err));
    *possible = most.status != MLG_SOLVER_INFEASIBLE;
    if (!*possible)
        goto done;
    if (!most.value)
        MLG_GO(mlg_fail(err, MLG_DATA, "no set of %d sites was found in the time given", (int)p->base.sites));
    MLG_GO(take(out, &w, &most, err));
    MLG_GO(solve(&least, &w, out->covered, options, start_s, err));
    if (least.value)
        MLG_GO(take(out, &w, &least, err));
    state_outcome(out, &most, &least, start_s);
done:
    mlg_solver_answer_release(&most);
    mlg_solver_answer_release(&least);
    mlg_sparse_release(&w.near);
    mlg_sparse_release(&w.adds);
    if (st != MLG_OK)
        mlg_equity_answer_release(out);
    return st;
}
