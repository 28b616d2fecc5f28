/* Siting models of times alone: p-median, p-center, covering; half-days of consultations as a covering. */
#include "analysis/siting/stage.h"
#include "base/memory.h"

/* Figures in the unit of the model: those of the kernel over `scale`, gains and losses over `loss_scale`. Releases
 * the answer. */
static mlg_status take_answer(mlg_siting_result *out, const mlg_siting_job *j, mlg_siting_answer *a, double scale,
                              double loss_scale, mlg_error *err)
{
    *out = (mlg_siting_result){
        .n_chosen = a->n_chosen,
        .before = (double)a->before.objective / scale,
        .after = (double)a->after.objective / scale,
        .outcome = mlg_outcome_scaled(&a->outcome, scale),
    };
    mlg_status st = MLG_NEW(&out->chosen, (size_t)a->n_chosen, "chosen sites", err);
    for (int32_t k = 0; st == MLG_OK && k < a->n_chosen; k++)
        out->chosen[k] = (mlg_siting_choice){ a->chosen[k].candidate, (double)a->chosen[k].gain / loss_scale,
                                              (double)a->chosen[k].loss / loss_scale, j->access.doctors };
    mlg_siting_answer_release(a);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}

mlg_status mlg_siting_solve_pmedian(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                    mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_answer a = { 0 };
    MLG_TRY(mlg_siting_pmedian(&a, &p, &options, err));
    return take_answer(out, j, &a, mlg_siting_mean_minutes(j), mlg_siting_mean_minutes(j), err);
}

mlg_status mlg_siting_solve_pcenter(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                    mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_answer a = { 0 };
    MLG_TRY(mlg_siting_pcenter(&a, &p, &options, err));
    return take_answer(out, j, &a, 60, mlg_siting_mean_minutes(j), err);
}

mlg_status mlg_siting_solve_lscp(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                 mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_answer a = { 0 };
    MLG_TRY(mlg_siting_lscp(&a, &p, j->limit_s, &options, err));
    return take_answer(out, j, &a, 1, 1, err);
}

mlg_status mlg_siting_solve_mclp(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                 mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_answer a = { 0 };
    MLG_TRY(mlg_siting_mclp(&a, &p, j->limit_s, &options, err));
    return take_answer(out, j, &a, 1, 1, err);
}

mlg_status mlg_siting_solve_gradual(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                    mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_answer a = { 0 };
    MLG_TRY(mlg_siting_gradual(&a, &p, j->full_s, j->limit_s, &options, err));
    return take_answer(out, j, &a, MLG_WHOLE_PERSON, MLG_WHOLE_PERSON, err);
}

/* ---- consultations ------------------------------------------------------------------------------------------ */

/* Opens as many centres as there are half-days, with one each; if candidates are fewer, each half-day left over
 * goes to the centre with the most persons per half-day. */
mlg_status mlg_siting_solve_consultations(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                          mlg_error *err)
{
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_problem p = mlg_siting_job_problem(j, state);
    mlg_siting_answer a = { 0 };
    int32_t n_free = 0;
    *out = (mlg_siting_result){ 0 };
    for (int32_t s = 0; s < j->sites.count; s++)
        n_free += mlg_candidate_may_open(state[s]);
    p.sites = *j->ask->half_days < n_free ? *j->ask->half_days : n_free;
    MLG_TRY(mlg_siting_mclp(&a, &p, j->limit_s, &options, err));
    out->n_chosen = a.n_chosen;
    mlg_status st;
    MLG_GO(MLG_NEW(&out->chosen, (size_t)a.n_chosen, "chosen sites", err));
    for (int32_t k = 0; k < a.n_chosen; k++)
        out->chosen[k] = (mlg_siting_choice){ a.chosen[k].candidate, (double)a.chosen[k].gain,
                                              (double)a.chosen[k].loss, j->access.doctors };
    for (int32_t left = *j->ask->half_days - p.sites; left > 0 && a.n_chosen > 0; left--) {
        int32_t busiest = 0;
        for (int32_t k = 1; k < a.n_chosen; k++)
            if ((double)a.chosen[k].persons_assigned / out->chosen[k].doctors >
                (double)a.chosen[busiest].persons_assigned / out->chosen[busiest].doctors)
                busiest = k;
        out->chosen[busiest].doctors += j->access.doctors;
    }
    out->before = (double)a.before.objective;
    out->after = (double)a.after.objective;
    out->outcome = a.outcome;
done:
    mlg_siting_answer_release(&a);
    return st;
}
