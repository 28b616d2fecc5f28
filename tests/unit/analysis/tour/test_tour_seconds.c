/* The limit of a search for rounds, by a clock that advances one second each time it is read. */
#include "ticking_clock.h"
#include "tour_cases.h"

#include "analysis/tour/stage.h"

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
        assert_true((double)(now_s - before) <= limits[k] + 32);
        assert_in_range(a.iterations, 4, (long long)limits[k] + 4); /* each search builds a plan */
        assert_true(a.benefit > 0);
        assert_true(a.outcome.stopped);
        assert_true(a.outcome.bound >= (double)a.benefit);
        assert_true(a.benefit >= benefit);
        tour_check_plan(&the_case.problem, &a);
        benefit = a.benefit;
        mlg_tour_answer_release(&a);
    }
}

/* 20 s in all: what is done before the search takes them from it. */
static void the_seconds_of_a_request_count_from_its_start(void **state)
{
    double seconds = 20;
    mlg_study study = { 0 };
    mlg_config_tour ask = { .max_seconds = &seconds };
    mlg_tour_job j = { .study = &study, .ask = &ask, .start_s = (double)now_s };
    (void)state;
    assert_near(mlg_tour_job_options(&j).max_seconds, 20, 0);
    now_s += 7;
    assert_near(mlg_tour_job_options(&j).max_seconds, 12, 0);
    now_s += 20;
    assert_near(mlg_tour_job_options(&j).max_seconds, 0.001, 0);
    ask.max_seconds = NULL;
    assert_near(mlg_tour_job_options(&j).max_seconds, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_counts_in_the_limit),
        cmocka_unit_test(the_seconds_of_a_request_count_from_its_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
