/* p-dispersion: sites far from one another, whoever lives near them. */
#include "analysis/siting/dispersion/dispersion.h"
#include "analysis/siting/stage.h"
#include "analysis/travel/routes.h"
#include "base/memory.h"

enum { MOST_SITES = 5000 }; /* compared two by two */

/* The gain of a site is the time between it and the nearest other one; when one closes, those left are no nearer each other. */
mlg_status mlg_siting_solve_dispersion(mlg_siting_result *out, const mlg_siting_job *j, const uint8_t *state,
                                       mlg_error *err)
{
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_dispersion_answer a = { 0 };
    int32_t *time_s = NULL;
    const size_t n = (size_t)j->sites.count;
    mlg_status st;
    *out = (mlg_siting_result){ 0 };
    if (j->sites.count > MOST_SITES) {
        mlg_fail(err, MLG_DATA, "%d sites and candidates to compare two by two, over the %d that this model can",
                 (int)j->sites.count, MOST_SITES);
        mlg_hint(err, "as with min_population, or only: [town-centre]");
        return MLG_DATA;
    }
    MLG_GO(MLG_NEW(&time_s, n * n, "times between sites", err));
    MLG_GO(mlg_study_times_between_sites(time_s, j->study, j->places, &j->sites, err));
    mlg_dispersion_problem p = {
        .n_sites = j->sites.count, .time_s = time_s, .state = state, .sites = j->n_sites, .longest_s = j->search_s
    };
    MLG_GO(mlg_siting_dispersion(&a, &p, &options, err));
    MLG_GO(mlg_siting_take_sites(out, j, a.chosen, a.n_chosen, err));
    for (int32_t k = 0; k < a.n_chosen; k++)
        out->chosen[k].gain = a.apart_s[k] / 60.0;
    qsort(out->chosen, (size_t)out->n_chosen, sizeof *out->chosen, mlg_siting_most_first);
    out->before = (double)NAN; /* nothing is new yet */
    out->after = a.objective / 60.0;
    out->outcome = mlg_outcome_scaled(&a.outcome, 60);
done:
    mlg_dispersion_answer_release(&a);
    free(time_s);
    if (st != MLG_OK)
        mlg_siting_result_release(out);
    return st;
}
