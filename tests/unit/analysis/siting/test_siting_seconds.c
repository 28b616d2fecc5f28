/* Limits of time, by a clock that advances one second each time it is read: every model ends soon after its limit, with an answer
 * or a reason, and with a bound that holds for the optimum found without a limit. */
#include "support.h"
#include "ticking_clock.h"

#include "adapters/solver.h"
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/coverage/variants.h"
#include "analysis/siting/dispersion/dispersion.h"
#include "analysis/siting/median/budget.h"
#include "analysis/siting/on_access/allocation.h"
#include "analysis/siting/on_access/equity_front.h"
#include "analysis/siting/stage.h"

#include <math.h>

enum { DEMAND = 80, CANDIDATES = 30, SITES = 5, LIMIT_S = 700, MOST_READINGS_LATE = 40 };

typedef struct {
    int64_t weight[DEMAND], start[CANDIDATES + 1], cost[CANDIDATES], capacity[CANDIDATES];
    int32_t demand[DEMAND * CANDIDATES], time_s[DEMAND * CANDIDATES], chance_s[DEMAND * CANDIDATES];
    double persons[DEMAND], access[DEMAND], adds[DEMAND * CANDIDATES];
    mlg_siting_problem problem, by_chance;
    mlg_allocation_problem allocation;
} instance;

static instance x;

/* Demand and candidates anywhere in a square of 2,000 s; and times drawn pair by pair, where covers are harder to prove. */
static void draw(void)
{
    uint64_t seed = 24;
    double at[DEMAND + CANDIDATES][2];
    int64_t arc = 0;
    for (int32_t i = 0; i < DEMAND + CANDIDATES; i++)
        for (int d = 0; d < 2; d++)
            at[i][d] = 2000 * random_unit(&seed);
    for (int32_t i = 0; i < DEMAND; i++) {
        x.weight[i] = 1 + random_below(&seed, 90);
        x.persons[i] = (double)x.weight[i];
        x.access[i] = random_unit(&seed);
    }
    for (int32_t j = 0; j < CANDIDATES; j++) {
        for (int32_t i = 0; i < DEMAND; i++, arc++) {
            x.demand[arc] = i;
            x.time_s[arc] = (int32_t)hypot(at[i][0] - at[DEMAND + j][0], at[i][1] - at[DEMAND + j][1]);
            x.chance_s[arc] = random_below(&seed, 2000);
            x.adds[arc] = x.time_s[arc] < LIMIT_S ? 1 - (double)x.time_s[arc] / LIMIT_S : 0;
        }
        x.start[j + 1] = arc;
        x.cost[j] = 10 + random_below(&seed, 40);
        x.capacity[j] = 1200;
    }
    x.problem =
        (mlg_siting_problem){ DEMAND, x.weight, CANDIDATES, x.start, x.demand, x.time_s, NULL, SITES, 4000 };
    x.by_chance = x.problem;
    x.by_chance.row_cost = x.chance_s;
    x.allocation = (mlg_allocation_problem){ .n_demand = DEMAND,
                                             .persons = x.persons,
                                             .access = x.access,
                                             .n_candidates = CANDIDATES,
                                             .row_start = x.start,
                                             .row_demand = x.demand,
                                             .row_access = x.adds,
                                             .supply = SITES,
                                             .threshold = 1 };
}

typedef struct {
    mlg_status st;
    double value;
    mlg_outcome outcome;
} answer;

static mlg_siting_options within(double seconds)
{
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_seconds = seconds;
    return options;
}

static mlg_error err;

static answer of_siting(mlg_status st, mlg_siting_answer *a)
{
    answer out = { st, (double)a->after.objective, a->outcome };
    mlg_siting_answer_release(a);
    return out;
}

static answer pmedian(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_siting_answer a;
    return of_siting(mlg_siting_pmedian(&a, &x.problem, &options, &err), &a);
}

static answer pcenter(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_siting_answer a;
    return of_siting(mlg_siting_pcenter(&a, &x.problem, &options, &err), &a);
}

static answer lscp(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_siting_answer a;
    return of_siting(mlg_siting_lscp(&a, &x.by_chance, LIMIT_S / 2, &options, &err), &a);
}

static answer mclp(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_siting_answer a;
    return of_siting(mlg_siting_mclp(&a, &x.problem, LIMIT_S / 2, &options, &err), &a);
}

static answer gradual(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_siting_answer a;
    return of_siting(mlg_siting_gradual(&a, &x.problem, LIMIT_S / 4, LIMIT_S, &options, &err), &a);
}

static answer of_coverage(mlg_status st, mlg_coverage_answer *a)
{
    answer out = { st, (double)a->objective, a->outcome };
    mlg_coverage_answer_release(a);
    return out;
}

static answer backup(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_coverage_problem p = {
        .base = x.problem, .limit_s = LIMIT_S / 2, .first = 1000, .second = 500, .worst_s = -1
    };
    mlg_coverage_answer a;
    return of_coverage(mlg_siting_coverage(&a, &p, &options, &err), &a);
}

static answer coverage_budget(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_coverage_problem p = {
        .base = x.problem, .limit_s = LIMIT_S / 2, .first = 1, .worst_s = -1, .cost = x.cost, .budget = 120
    };
    mlg_coverage_answer a;
    p.base.sites = -1;
    return of_coverage(mlg_siting_coverage(&a, &p, &options, &err), &a);
}

static answer lscp_backup(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_coverage_answer a;
    return of_coverage(mlg_siting_lscp_backup(&a, &x.problem, LIMIT_S / 2, &options, &err), &a);
}

static answer pmedian_budget(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_budget_problem p = { .base = x.problem, .cost = x.cost, .budget = 120 };
    mlg_budget_answer a;
    p.base.sites = -1;
    mlg_status st = mlg_siting_pmedian_budget(&a, &p, &options, &err);
    answer out = { st, (double)a.objective, a.outcome };
    mlg_budget_answer_release(&a);
    return out;
}

static answer capacity(mlg_serve_goal goal, double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_serve_problem p = { .base = x.problem,
                            .goal = goal,
                            .limit_s = goal == MLG_SERVE_NEAREST ? INT32_MAX : LIMIT_S,
                            .capacity = x.capacity,
                            .split = true };
    mlg_serve_answer a;
    p.base.n_candidates = CANDIDATES / 2; /* CBC takes long */
    mlg_status st =
        (goal == MLG_SERVE_LONGEST ? mlg_siting_serve_center : mlg_siting_serve)(&a, &p, &options, &err);
    answer out = { st, a.objective, a.outcome };
    mlg_serve_answer_release(&a);
    return out;
}

static answer capacity_nearest(double seconds)
{
    return capacity(MLG_SERVE_NEAREST, seconds);
}

static answer capacity_most(double seconds)
{
    return capacity(MLG_SERVE_MOST, seconds);
}

static answer capacity_all(double seconds)
{
    return capacity(MLG_SERVE_ALL, seconds);
}

static answer capacity_longest(double seconds)
{
    return capacity(MLG_SERVE_LONGEST, seconds);
}

static answer allocate(mlg_access_goal goal, int32_t antennas, int32_t units, double seconds)
{
    mlg_allocation_options options;
    mlg_allocation_problem p = x.allocation;
    mlg_allocation_answer a;
    mlg_allocation_options_init(&options);
    options.max_seconds = seconds;
    p.goal = goal;
    p.antennas = antennas;
    p.units = units;
    mlg_status st = mlg_allocation_solve(&a, &p, &options, &err);
    answer out = { st, a.objective, a.outcome };
    mlg_allocation_answer_release(&a);
    return out;
}

static answer antennas_least(double seconds)
{
    return allocate(MLG_GOAL_LEAST_ACCESS, 3, 0, seconds);
}

static answer antennas_over(double seconds)
{
    return allocate(MLG_GOAL_PERSONS_OVER, 3, 0, seconds);
}

static answer antennas_spread(double seconds)
{
    return allocate(MLG_GOAL_SPREAD, 3, 0, seconds);
}

static answer shares_square(double seconds)
{
    return allocate(MLG_GOAL_SQUARE_SHORTFALL, 0, 0, seconds);
}

static answer shares_shortfall(double seconds)
{
    return allocate(MLG_GOAL_SHORTFALL, 0, 0, seconds);
}

static answer units_spread(double seconds)
{
    return allocate(MLG_GOAL_SPREAD, 0, 12, seconds);
}

/* Among the demand points themselves: by_chance, where no colouring proves much. */
static answer dispersion(double seconds)
{
    static const uint8_t state[CANDIDATES] = { MLG_CANDIDATE_FREE };
    mlg_siting_options options = within(seconds);
    mlg_dispersion_problem p = {
        .n_sites = CANDIDATES, .time_s = x.chance_s, .state = state, .sites = SITES, .longest_s = 4000
    };
    mlg_dispersion_answer a;
    mlg_status st = mlg_siting_dispersion(&a, &p, &options, &err);
    answer out = { st, a.objective, a.outcome };
    mlg_dispersion_answer_release(&a);
    return out;
}

static answer equity(double seconds)
{
    mlg_siting_options options = within(seconds);
    mlg_equity_problem p = { .base = x.problem,
                             .limit_s = LIMIT_S / 2,
                             .persons = x.persons,
                             .access = x.access,
                             .access_start = x.start,
                             .access_demand = x.demand,
                             .access_adds = x.adds,
                             .threshold = 1,
                             .most_lack = HUGE_VAL };
    mlg_equity_answer a;
    bool possible;
    mlg_status st = mlg_siting_equity(&a, &possible, &p, &options, &err);
    answer out = { st, (double)a.covered, a.outcome };
    mlg_equity_answer_release(&a);
    return out;
}

/* A model: whether more is better, whether it proves its optimum without a limit, whether CBC closes it (it may then have no
 * answer yet when the time is over). */
static const struct {
    const char *name;
    answer (*solve)(double seconds);
    bool is_gain, proves, by_solver;
} models[] = {
    { "p-median", pmedian, false, true, false },
    { "p-center", pcenter, false, true, false },
    { "lscp", lscp, false, true, false },
    { "mclp", mclp, true, true, false },
    { "mclp-gradual", gradual, true, true, false },
    { "mclp-backup", backup, true, true, true },
    { "mclp-budget", coverage_budget, true, true, true },
    { "lscp-backup", lscp_backup, true, true, true },
    { "p-median-budget", pmedian_budget, false, true, true },
    { "p-median-capacity", capacity_nearest, false, true, true },
    { "mclp-capacity", capacity_most, true, true, true },
    { "lscp-capacity", capacity_all, false, true, true },
    { "p-center-capacity", capacity_longest, false, true, true },
    { "max-min", antennas_least, true, true, false },
    { "persons-over", antennas_over, true, true, false },
    { "maep", antennas_spread, false, true, false },
    { "fgt2", shares_square, false, true, false },
    { "fgt1", shares_shortfall, false, true, true },
    { "consultations-fair", units_spread, false, false, false },
    { "p-dispersion", dispersion, true, true, false },
    { "pareto-equity", equity, true, true, true },
};

/* No better than the optimum, and a bound that is no worse. */
static void check_bounded(const char *name, const answer *a, double best, bool is_gain)
{
    const double sign = is_gain ? -1 : 1, near = 1e-9 * (1 + fabs(best));
    if (sign * a->value < sign * best - near || sign * a->outcome.bound > sign * best + near)
        fail_msg("%s: %.9g, bound %.9g, but the optimum is %.9g", name, a->value, a->outcome.bound, best);
    if (a->outcome.proved && fabs(a->value - best) > 1e-6 * (1 + fabs(best)))
        fail_msg("%s: %.9g said to be proved, but the optimum is %.9g", name, a->value, best);
}

static void every_model_ends_at_its_limit(void **state)
{
    static const double limits[3] = { 0.5, 3.5, 20.5 };
    (void)state;
    draw();
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        if (models[m].by_solver && !mlg_solver_available())
            continue;
        const answer whole = models[m].solve(0);
        int n_stopped = 0;
        assert_ok(whole.st, &err);
        assert_int_equal(whole.outcome.proved, models[m].proves);
        assert_false(whole.outcome.stopped);
        for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
            const int64_t before = now_s;
            const answer a = models[m].solve(limits[k]);
            if ((double)(now_s - before) > limits[k] + MOST_READINGS_LATE)
                fail_msg("%s: limit of %g s ended after %lld", models[m].name, limits[k],
                         (long long)(now_s - before));
            n_stopped += a.st == MLG_DATA || a.outcome.stopped;
            if (a.st == MLG_DATA && models[m].by_solver)
                continue;
            assert_ok(a.st, &err);
            check_bounded(models[m].name, &a, whole.value, models[m].is_gain);
            if (a.outcome.stopped == a.outcome.proved && models[m].proves)
                fail_msg("%s at %g s: stopped %d, proved %d", models[m].name, limits[k], a.outcome.stopped,
                         a.outcome.proved);
        }
        if (n_stopped == 0)
            fail_msg("%s: no limit stopped it", models[m].name);
    }
}

/* 30 places of a thousand times as many people, each served whole by one of 10 candidates: CBC ends with the value itself for its
 * bound, and that is a proof however large the figures. */
static void a_bound_that_meets_a_large_cost_is_a_proof(void **state)
{
    static const int64_t room[CANDIDATES] = { 1200000, 1200000, 1200000, 1200000, 1200000,
                                              1200000, 1200000, 1200000, 1200000, 1200000 };
    int64_t weight[DEMAND] = { 0 };
    mlg_siting_options options = within(0);
    (void)state;
    draw();
    for (int32_t i = 0; i < 30; i++)
        weight[i] = 1000 * x.weight[i];
    mlg_serve_problem p = { .base = x.problem, .limit_s = INT32_MAX, .capacity = room };
    mlg_serve_answer a;
    p.base.weight = weight;
    p.base.n_candidates = 10;
    p.base.sites = 3;
    if (!mlg_solver_available())
        return;
    assert_ok(mlg_siting_serve(&a, &p, &options, &err), &err);
    assert_true(a.objective > 1e8);
    assert_true(a.outcome.proved);
    assert_near(a.outcome.bound, a.objective, 0);
    mlg_serve_answer_release(&a);
}

/* 20 s in all: each reading takes one of them from what the next kernel is given. */
static void the_seconds_of_a_request_are_those_of_all_its_steps(void **state)
{
    double seconds = 20;
    mlg_study study = { 0 };
    char solver[] = "cbc";
    mlg_config_siting ask = { .seconds = &seconds, .solver = solver };
    mlg_siting_job j = { .study = &study, .ask = &ask, .start_s = (double)now_s };
    (void)state;
    assert_near(mlg_siting_job_options(&j).max_seconds, 20, 0);
    assert_near(mlg_siting_limited_options(&j).max_seconds, 19, 0);
    assert_false(mlg_siting_job_is_late(&j));
    now_s += 20;
    assert_true(mlg_siting_job_is_late(&j));
    assert_near(mlg_siting_job_options(&j).max_seconds, 0.001, 0);
    ask.seconds = NULL;
    assert_false(mlg_siting_job_is_late(&j));
    assert_near(mlg_siting_job_options(&j).max_seconds, 0, 0);
    assert_near(mlg_siting_limited_options(&j).max_seconds, 30, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_model_ends_at_its_limit),
        cmocka_unit_test(a_bound_that_meets_a_large_cost_is_a_proof),
        cmocka_unit_test(the_seconds_of_a_request_are_those_of_all_its_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
