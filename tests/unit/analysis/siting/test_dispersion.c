/* p-dispersion: against all sets of sites. */
#include "support.h"

#include "analysis/siting/dispersion/dispersion.h"

#include <math.h>
#include <string.h>

enum { MOST = 300, LONGEST_S = 900 };

typedef struct {
    int32_t time_s[MOST * MOST];
    uint8_t state[MOST];
    mlg_dispersion_problem problem;
} instance;

static instance x;

/* Times drawn pair by pair, each way its own, some longer than the longest one, some without a route; a few sites stand, some
 * candidates are forced or forbidden. */
static void draw(uint64_t *seed, int32_t n)
{
    int32_t n_forced = 0, n_free = 0;
    memset(&x, 0, sizeof x);
    for (int32_t k = 0; k < n * n; k++)
        x.time_s[k] = random_below(seed, 12) == 0 ? MLG_UNREACHABLE : random_below(seed, 1000);
    for (int32_t j = 0; j < n; j++) {
        int32_t dice = random_below(seed, 12);
        x.state[j] = dice == 0   ? MLG_CANDIDATE_EXISTING
                     : dice == 1 ? MLG_CANDIDATE_FORBIDDEN
                     : dice == 2 ? MLG_CANDIDATE_FORCED
                                 : MLG_CANDIDATE_FREE;
        n_forced += x.state[j] == MLG_CANDIDATE_FORCED;
        n_free += x.state[j] == MLG_CANDIDATE_FREE;
    }
    int32_t most = n_free < 4 ? n_free : 4;
    x.problem =
        (mlg_dispersion_problem){ n, x.time_s, x.state, n_forced + random_below(seed, most + 1), LONGEST_S };
}

/* On a square of 3,000 s. */
static void draw_plane(uint64_t *seed, int32_t n, int32_t sites)
{
    double at[MOST][2];
    memset(&x, 0, sizeof x);
    for (int32_t j = 0; j < n; j++)
        for (int d = 0; d < 2; d++)
            at[j][d] = 3000 * random_unit(seed);
    for (int32_t k = 0; k < n * n; k++)
        x.time_s[k] = (int32_t)hypot(at[k / n][0] - at[k % n][0], at[k / n][1] - at[k % n][1]);
    x.problem = (mlg_dispersion_problem){ n, x.time_s, x.state, sites, 5000 };
}

static int32_t shorter_way(int32_t a, int32_t b)
{
    int32_t n = x.problem.n_sites, there_s = x.time_s[a * n + b], back_s = x.time_s[b * n + a];
    int32_t time_s = there_s < back_s ? there_s : back_s;
    return time_s < x.problem.longest_s ? time_s : x.problem.longest_s;
}

/* The least time between a new site and another open one; `open`: new sites. */
static int32_t value_of(const uint8_t *open)
{
    int32_t value = x.problem.longest_s;
    for (int32_t a = 0; a < x.problem.n_sites; a++)
        for (int32_t b = 0; b < x.problem.n_sites; b++)
            if (open[a] && a != b && (open[b] || x.state[b] == MLG_CANDIDATE_EXISTING) &&
                shorter_way(a, b) < value)
                value = shorter_way(a, b);
    return value;
}

static int32_t brute_force(void)
{
    int32_t best = -1, n = x.problem.n_sites;
    for (uint32_t set = 0; set < 1U << n; set++) {
        uint8_t open[MOST] = { 0 };
        bool allowed = __builtin_popcount(set) == x.problem.sites;
        for (int32_t j = 0; allowed && j < n; j++) {
            open[j] = set >> j & 1;
            allowed = open[j] ? mlg_candidate_may_open(x.state[j]) : x.state[j] != MLG_CANDIDATE_FORCED;
        }
        int32_t value = allowed ? value_of(open) : -1;
        best = value > best ? value : best;
    }
    return best;
}

/* The sites are those asked for, each as far as said from the others. */
static void check_answer(const mlg_dispersion_answer *a)
{
    uint8_t open[MOST] = { 0 };
    int32_t least_s = x.problem.longest_s;
    assert_int_equal(a->n_chosen, x.problem.sites);
    for (int32_t k = 0; k < a->n_chosen; k++) {
        assert_true(mlg_candidate_may_open(x.state[a->chosen[k]]));
        assert_true(k == 0 || a->chosen[k] > a->chosen[k - 1]);
        open[a->chosen[k]] = 1;
        least_s = a->apart_s[k] < least_s ? a->apart_s[k] : least_s;
    }
    for (int32_t j = 0; j < x.problem.n_sites; j++)
        assert_true(open[j] || x.state[j] != MLG_CANDIDATE_FORCED);
    assert_int_equal(a->objective, value_of(open));
    assert_int_equal(a->objective, least_s);
    assert_true(a->outcome.bound >= a->objective);
    assert_true(a->outcome.proved == (a->outcome.bound <= a->objective));
}

static void small_cases_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 11;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    for (int32_t round = 0; round < campaign(1000); round++) {
        mlg_dispersion_answer a;
        mlg_error err;
        draw(&seed, 1 + random_below(&seed, 12));
        assert_ok(mlg_siting_dispersion(&a, &x.problem, &options, &err), &err);
        check_answer(&a);
        assert_true(a.outcome.proved && !a.outcome.stopped);
        assert_int_equal(a.objective, brute_force());
        mlg_dispersion_answer_release(&a);
    }
}

static void a_limited_search_never_crosses_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 13;
    mlg_siting_options options, few;
    int n_stopped = 0;
    mlg_siting_options_init(&options);
    mlg_siting_options_init(&few);
    for (int32_t round = 0; round < campaign(100); round++) {
        mlg_dispersion_answer whole, a;
        mlg_error err;
        draw_plane(&seed, 60, 8);
        few.max_nodes = 1 + random_below(&seed, 200);
        assert_ok(mlg_siting_dispersion(&whole, &x.problem, &options, &err), &err);
        assert_ok(mlg_siting_dispersion(&a, &x.problem, &few, &err), &err);
        check_answer(&whole);
        check_answer(&a);
        assert_true(whole.outcome.proved);
        assert_true(a.objective <= whole.objective && a.outcome.bound >= whole.objective);
        assert_true(a.outcome.stopped != a.outcome.proved);
        n_stopped += a.outcome.stopped;
        mlg_dispersion_answer_release(&whole);
        mlg_dispersion_answer_release(&a);
    }
    assert_true(n_stopped > 0);
}

/* 300 places: the more sites, the nearer one another. */
static void places_in_the_plane_are_proved(void **state)
{
    static const int32_t sites[4] = { 2, 4, 8, 12 };
    (void)state;
    uint64_t seed = 17;
    mlg_siting_options options;
    int32_t before = INT32_MAX;
    mlg_siting_options_init(&options);
    draw_plane(&seed, MOST, 0);
    for (int k = 0; k < 4; k++) {
        mlg_dispersion_answer a;
        mlg_error err;
        x.problem.sites = sites[k];
        assert_ok(mlg_siting_dispersion(&a, &x.problem, &options, &err), &err);
        check_answer(&a);
        assert_true(a.outcome.proved);
        assert_true(a.objective <= before);
        before = a.objective;
        mlg_dispersion_answer_release(&a);
    }
}

static void impossible_numbers_are_refused(void **state)
{
    (void)state;
    uint64_t seed = 19;
    mlg_siting_options options;
    mlg_dispersion_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    draw_plane(&seed, 5, 6);
    assert_fails(mlg_siting_dispersion(&a, &x.problem, &options, &err), MLG_DATA, &err, "1 too many");
    x.state[2] = x.state[3] = MLG_CANDIDATE_FORCED;
    x.problem.sites = 1;
    assert_fails(mlg_siting_dispersion(&a, &x.problem, &options, &err), MLG_DATA, &err, "1 too few");
    x.problem.sites = -1;
    assert_fails(mlg_siting_dispersion(&a, &x.problem, &options, &err), MLG_USAGE, &err, "negative");
    assert_null(a.chosen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_cases_equal_brute_force),
        cmocka_unit_test(a_limited_search_never_crosses_the_optimum),
        cmocka_unit_test(places_in_the_plane_are_proved),
        cmocka_unit_test(impossible_numbers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
