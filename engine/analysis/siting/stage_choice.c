/* From the optimum of a request to the proposed sites: none where nothing can be gained, fewer where fewer do as
 * well and, among sets tied on the objective, the best on the second one. */
#include "analysis/siting/stage.h"
#include "analysis/siting/on_access/allocation.h"
#include "analysis/siting/ties.h"
#include "base/memory.h"
#include "base/sort.h"
#include "study/config/names.h"

#include <math.h>
#include <string.h>

enum {
    DEFAULT_ALTERNATIVES = 3,
    MOST_ALTERNATIVE_SITES = 10,
    MOST_ALTERNATIVE_CANDIDATES = 1000,
    LEAST_EQUAL = 8, /* ties looked for: as many, within these bounds, as keep the search short */
    MOST_EQUAL = 40,
    MOST_EQUAL_WORK = 20000 /* candidates x ties */
};

/* Figures of times are whole numbers over a scale; those of access are rounded. */
static const double times_apart = 1e-12, access_apart = 1e-9;

static double value_apart(const mlg_siting_job *j)
{
    return j->model->needs_access ? access_apart : times_apart;
}

static bool is_equal(const mlg_siting_job *j, double a, double b)
{
    return fabs(a - b) <= value_apart(j) * fmax(fabs(b), 1);
}

static bool is_small(const mlg_siting_job *j)
{
    return j->n_candidates <= MOST_ALTERNATIVE_CANDIDATES && j->n_sites <= MOST_ALTERNATIVE_SITES;
}

static int32_t count_forced(const mlg_siting_job *j)
{
    int32_t n = 0;
    for (int32_t s = 0; s < j->n_candidates; s++)
        n += j->state[s] == MLG_CANDIDATE_FORCED;
    return n;
}

/* ---- nothing to gain ------------------------------------------------------------------------------------------ */

/* Why no choice improves the objective. */
static const char *find_reason(const mlg_siting_job *j)
{
    double under = 0, unknown = 0;
    int64_t weight = 0;
    int goal = j->model->needs_access ? j->model->goal : -1;
    for (int32_t d = 0; d < j->n_demand; d++) {
        under += j->access.access[d] < j->access.threshold ? j->persons[d] : 0;
        unknown += isnan(j->access.access[d]) ? j->persons[d] : 0;
        weight += j->weight[d];
    }
    bool on_threshold =
        j->model->solve == mlg_siting_solve_access &&
        (goal == MLG_GOAL_PERSONS_OVER || goal == MLG_GOAL_SHORTFALL || goal == MLG_GOAL_SQUARE_SHORTFALL);
    if (on_threshold && under <= 0)
        return unknown > 0 ? "inconnu" : "seuil";
    if (weight == 0)
        return "demande";
    return "effet";
}

/* Whether everybody with some weight is within the limit of an existing site. */
static mlg_status all_are_covered(bool *covered, const mlg_siting_job *j, mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, j->state);
    mlg_tie beyond = { 0 };
    MLG_TRY(mlg_tie_costs(&beyond, &p, (mlg_first_objective){ true, j->limit_s, j->limit_s }, NULL, 0, err));
    *covered = beyond.first == 0;
    return MLG_OK;
}

/* Models that cover everyone have the number of sites as their objective: it is not improved. */
static bool covers_all(const mlg_siting_job *j)
{
    int traits = j->model->traits;
    return (traits & MLG_SITING_FINDS_SITES) && !(traits & (MLG_SITING_BUDGET | MLG_SITING_HALF_DAYS));
}

static bool improves_nothing(const mlg_siting_job *j)
{
    const mlg_siting_result *r = &j->result;
    return covers_all(j) ? r->n_chosen == 0
                         : is_equal(j, r->after, r->before) ||
                               (j->model->is_gain ? r->after < r->before : r->after > r->before);
}

static mlg_status drop_useless(mlg_siting_job *j, mlg_error *err)
{
    bool covered = false,
         covering = covers_all(j) || (j->model->is_gain && j->model->solve != mlg_siting_solve_access);
    mlg_siting_result *r = &j->result;
    int32_t n = 0;
    for (int32_t k = 0; k < r->n_chosen; k++)
        if (j->state[r->chosen[k].site] == MLG_CANDIDATE_FORCED)
            r->chosen[n++] = r->chosen[k];
    r->n_chosen = n;
    j->found.reason = find_reason(j);
    if (covering && strcmp(j->found.reason, "effet") == 0)
        MLG_TRY(all_are_covered(&covered, j, err));
    if (covered)
        j->found.reason = "couverts";
    return MLG_OK;
}

/* ---- best sets -------------------------------------------------------------------------------------------------- */

static mlg_status take_set(mlg_siting_set *out, const mlg_siting_result *r, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&out->sites, (size_t)r->n_chosen, "next-best sets", err));
    for (int32_t k = 0; k < r->n_chosen; k++)
        out->sites[k] = r->chosen[k].site;
    mlg_sort_integers(out->sites, (size_t)r->n_chosen);
    out->n_sites = r->n_chosen;
    out->value = r->after;
    out->outcome = r->outcome;
    return MLG_OK;
}

static mlg_status solve_class(mlg_siting_set *out, bool *possible, void *context, const uint8_t *state,
                              mlg_error *err)
{
    const mlg_siting_job *j = context;
    mlg_siting_result r = { 0 };
    int32_t n_open = 0;
    for (int32_t s = 0; s < j->sites.count; s++)
        n_open += mlg_candidate_may_open(state[s]);
    *possible = n_open >= j->n_sites;
    if (!*possible)
        return MLG_OK;
    mlg_status st;
    MLG_GO(j->model->solve(&r, j, state, err));
    MLG_GO(take_set(out, &r, err));
done:
    mlg_siting_result_release(&r);
    return st;
}

/* How many next-best sets to list: only for models with a given number of sites that are solved fast. Forbidding a
 * candidate would change the question of models that cover everyone. */
static int32_t count_alternatives(const mlg_siting_job *j)
{
    if (!j->ask->sites || j->n_sites == 0 || !(j->model->traits & MLG_SITING_RANKED))
        return 0;
    if (j->ask->alternatives)
        return *j->ask->alternatives;
    return is_small(j) && j->result.outcome.proved ? DEFAULT_ALTERNATIVES : 0;
}

static int32_t count_equal(const mlg_siting_job *j)
{
    int32_t most = MOST_EQUAL_WORK / (j->n_candidates > 0 ? j->n_candidates : 1);
    return most < LEAST_EQUAL ? LEAST_EQUAL : most > MOST_EQUAL ? MOST_EQUAL : most;
}

/* Lists the next-best sets, and all that tie with the best up to a limit. */
static mlg_status list_sets(mlg_siting_job *j, mlg_error *err)
{
    int32_t most = mlg_siting_job_is_late(j) ? 1 : count_alternatives(j) + 1;
    mlg_siting_solver solver = { solve_class, j, j->model->is_gain, value_apart(j), count_equal(j) + 1 };
    if (j->sets)
        mlg_siting_sets_release(j->sets, j->n_sets);
    free(j->sets);
    j->sets = NULL;
    j->n_sets = 0;
    j->found.n_equal = -1;
    if (most == 1 || !j->result.outcome.proved)
        solver.most_equal = 0;
    if (most == 1)
        return MLG_OK;
    int32_t room = most > solver.most_equal ? most : solver.most_equal;
    MLG_TRY(MLG_NEW(&j->sets, (size_t)room, "next-best sets", err));
    MLG_TRY(mlg_siting_next_best(j->sets, &j->n_sets, most, j->state, j->sites.count, &solver, err));
    j->found.n_equal = 0;
    for (int32_t k = 1; k < j->n_sets; k++)
        j->found.n_equal += mlg_siting_ties(&solver, j->sets[k].value, j->sets[0].value);
    j->found.all_equal = j->found.n_equal + 1 < j->n_sets || j->n_sets < room;
    for (int32_t k = 0; k < j->n_sets; k++)
        j->found.all_equal = j->found.all_equal && j->sets[k].outcome.proved;
    return MLG_OK;
}

/* ---- fewer sites -------------------------------------------------------------------------------------------------- */

/* Whether fewer sites might do as well: one adds nothing at its turn, or other sets tie, or the ties are
 * unknown. */
static bool may_be_fewer(const mlg_siting_job *j)
{
    const mlg_siting_result *r = &j->result;
    if (!(j->model->traits & MLG_SITING_FEWER) || !j->ask->sites || !r->outcome.proved || !is_small(j) ||
        mlg_siting_job_is_late(j) || r->n_chosen <= count_forced(j) || r->n_chosen < 2)
        return false;
    bool ranked = (j->model->traits & MLG_SITING_RANKED) && j->found.n_equal >= 0;
    return !ranked || j->found.n_equal > 0 || fabs(r->chosen[r->n_chosen - 1].gain) <= value_apart(j);
}

/* Solves with one site fewer, and keeps the answer when it is as good. */
static mlg_status try_fewer(bool *fewer, mlg_siting_job *j, mlg_error *err)
{
    mlg_siting_result r = { 0 };
    j->n_sites--;
    MLG_TRY(j->model->solve(&r, j, j->state, err));
    *fewer = r.outcome.proved && is_equal(j, r.after, j->result.after);
    if (*fewer) {
        mlg_siting_result old = j->result;
        j->result = r;
        r = old;
        j->result.outcome.seconds = old.outcome.seconds;
        j->found.reason = "suffit";
    } else {
        j->n_sites++;
    }
    mlg_siting_result_release(&r);
    return MLG_OK;
}

/* ---- ties --------------------------------------------------------------------------------------------------------- */

/* Makes these sites the answer: the order, gains and losses are computed anew, the proof stays. */
static mlg_status adopt(mlg_siting_job *j, const int32_t *sites, int32_t n, mlg_error *err)
{
    mlg_outcome outcome = j->result.outcome;
    mlg_siting_result r = { 0 };
    uint8_t *state = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&state, (size_t)j->sites.count, "candidates", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        state[s] = s < j->n_candidates ? MLG_CANDIDATE_FORBIDDEN : MLG_CANDIDATE_EXISTING;
    for (int32_t k = 0; k < n; k++)
        state[sites[k]] = MLG_CANDIDATE_FORCED;
    MLG_GO(j->model->solve(&r, j, state, err));
    r.outcome = outcome;
    mlg_siting_result_release(&j->result);
    j->result = r;
done:
    free(state);
    return st;
}

mlg_status mlg_siting_second_objective(mlg_tie *out, const mlg_siting_job *j, const int32_t *sites, int32_t n,
                                       mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, j->state);
    return mlg_tie_costs(out, &p, (mlg_first_objective){ 0 }, sites, n, err);
}

/* The objective of a model of times as a cost of the time to the nearest site. */
static mlg_first_objective first_objective(const mlg_siting_job *j)
{
    int traits = j->model->traits;
    if (traits & MLG_SITING_LONGEST) {
        int32_t longest_s = (int32_t)lround(60 * j->result.after);
        return (mlg_first_objective){ true, longest_s, longest_s };
    }
    int32_t full_s = traits & MLG_SITING_GRADUAL ? j->full_s : j->limit_s;
    return (mlg_first_objective){ j->model->is_gain, full_s, j->limit_s };
}

/* Of all sets that tie, by weighted p-medians. */
static mlg_status break_by_times(mlg_siting_job *j, mlg_error *err)
{
    mlg_siting_problem p = mlg_siting_job_problem(j, j->state);
    mlg_siting_options options = mlg_siting_job_options(j);
    mlg_siting_set optimum = { 0 };
    mlg_tie tie = { 0 };
    mlg_status st;
    MLG_GO(take_set(&optimum, &j->result, err));
    MLG_GO(mlg_siting_break_ties(&tie, &p, first_objective(j), optimum.sites, optimum.n_sites, &options, err));
    j->found.by_second = true;
    j->found.second_proved = tie.outcome.proved;
    if (memcmp(tie.sites, optimum.sites, (size_t)tie.n * sizeof *tie.sites) != 0)
        MLG_GO(adopt(j, tie.sites, tie.n, err));
done:
    mlg_siting_sets_release(&optimum, 1);
    mlg_tie_release(&tie);
    return st;
}

/* Of the sets found to tie. */
static mlg_status break_by_listing(mlg_siting_job *j, mlg_error *err)
{
    int32_t best = 0;
    mlg_tie least = { 0 }, here;
    for (int32_t k = 0; k <= j->found.n_equal; k++) {
        MLG_TRY(mlg_siting_second_objective(&here, j, j->sets[k].sites, j->sets[k].n_sites, err));
        bool better =
            here.not_nearer != least.not_nearer ? here.not_nearer < least.not_nearer : here.time < least.time;
        if (k > 0 && !better)
            continue;
        best = k;
        least = here;
    }
    j->found.by_second = true;
    j->found.second_proved = j->found.all_equal;
    return best > 0 ? adopt(j, j->sets[best].sites, j->sets[best].n_sites, err) : MLG_OK;
}

/* The ties of a model that lists no sets are unknown; they are broken when that needs no list. */
static mlg_status break_ties(mlg_siting_job *j, mlg_error *err)
{
    bool by_times =
        (j->model->traits & (MLG_SITING_NEAREST | MLG_SITING_LONGEST)) && j->result.outcome.proved && is_small(j);
    if (j->result.n_chosen == 0 || j->found.n_equal == 0 || !j->ask->sites || mlg_siting_job_is_late(j))
        return MLG_OK;
    if (by_times)
        return break_by_times(j, err);
    return j->found.n_equal > 0 ? break_by_listing(j, err) : MLG_OK;
}

mlg_status mlg_siting_choose(mlg_siting_job *j, mlg_error *err)
{
    j->found.n_equal = -1;
    if (improves_nothing(j))
        return drop_useless(j, err);
    bool fewer = true;
    while (fewer) {
        MLG_TRY(list_sets(j, err));
        fewer = may_be_fewer(j);
        if (fewer)
            MLG_TRY(try_fewer(&fewer, j, err));
    }
    return break_ties(j, err);
}
