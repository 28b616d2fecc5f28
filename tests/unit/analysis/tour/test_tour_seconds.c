/* The limit of a search for rounds, by a clock that advances one second each time it is read. */
#include "ticking_clock.h"
#include "tour_cases.h"

static tour_case the_case;

/* The set-up, the searches, the bound and the proof together: 100 stops, two units, five days whose hours differ, so that the sets
 * of stops of ten rounds are listed for the bound. No step goes on for long without looking at the clock. */
static void everything_counts_in_the_limit(void **state)
{
    static const double limits[4] = { 0.5, 6.5, 40.5, 400.5 };
    uint64_t seed = 24;
    int64_t benefit = 0;
    (void)state;
    tour_case_draw(&the_case, &seed, 100, 2, 5, 400, 60);
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
        const int64_t before = now_s;
        mlg_tour_options options;
        mlg_tour_answer a;
        mlg_error err = { 0 };
        mlg_tour_options_init(&options);
        options.max_seconds = limits[k];
        options.threads = 1;
        assert_ok(mlg_tour_solve(&a, &the_case.problem, &options, &err), &err);
        assert_true((double)(now_s - before) <= limits[k] + 20);
        assert_true((double)a.iterations <= limits[k]);
        assert_true(a.outcome.stopped);
        assert_true(a.outcome.bound >= (double)a.benefit);
        assert_true(a.benefit >= benefit);
        tour_check_plan(&the_case.problem, &a);
        benefit = a.benefit;
        mlg_tour_answer_release(&a);
    }
    assert_true(benefit > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_counts_in_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
