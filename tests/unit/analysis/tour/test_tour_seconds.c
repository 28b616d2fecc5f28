/* The limit of a search for rounds, by a clock that advances one second each time it is read. */
#include "ticking_clock.h"
#include "tour_cases.h"

#include "analysis/tour/pool.h"
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

/* Sets of a round among 60 stops that are near each other, with short sessions: with any limit that the listing outlasts it stops at the look that is late. */
static void the_sets_of_a_round_are_listed_in_time(void **state)
{
    enum { STEPS = 1000000 };
    uint64_t seed = 7;
    mlg_tour_frame frame;
    mlg_tour_reach reach;
    mlg_tour_pool pool;
    mlg_error err = { 0 };
    (void)state;
    tour_case_draw(&the_case, &seed, 60, 1, 1, 60, 10);
    for (int j = 0; j < 60; j++)
        the_case.session_s[j] = 600;
    assert_ok(mlg_tour_frame_init(&frame, &the_case.problem, &err), &err);
    assert_ok(mlg_tour_reach_init(&reach, &frame, &err), &err);
    for (int seconds = 0; seconds < 100; seconds += 33) {
        const int64_t before = now_s;
        const mlg_tour_watch watch = { .deadline = (double)before + seconds + 0.5 };
        assert_ok(mlg_tour_pool_init(&pool, &frame, &reach, 0, STEPS, &watch, &err), &err);
        assert_false(pool.whole);
        assert_int_equal(now_s - before, seconds + 2); /* a look a second, and the one that is late */
        mlg_tour_pool_release(&pool);
    }
    const int64_t before = now_s;
    const mlg_tour_watch none = { .deadline = 0 };
    assert_ok(mlg_tour_pool_init(&pool, &frame, &reach, 0, STEPS, &none, &err), &err);
    assert_false(pool.whole); /* there are more sets than steps */
    assert_int_equal(now_s, before);
    mlg_tour_pool_release(&pool);
    mlg_tour_reach_release(&reach);
    mlg_tour_frame_release(&frame);
}

/* Ten stops, five rounds: all plans are tried, unless it is late. The plan is one, and its bound holds, at whatever look the time ends. */
static void all_plans_are_tried_in_time(void **state)
{
    uint64_t seed = 3;
    int runs = 0, proved = 0;
    (void)state;
    tour_case_draw(&the_case, &seed, 10, 1, 3, 30, 60);
    for (int seconds = 1; seconds < 200; seconds += 3) {
        const int64_t before = now_s;
        mlg_tour_options options;
        mlg_tour_answer a;
        mlg_error err = { 0 };
        mlg_tour_options_init(&options);
        options.max_seconds = seconds;
        options.threads = 1;
        options.searches = 1;
        options.iterations = 5;
        assert_ok(mlg_tour_solve(&a, &the_case.problem, &options, &err), &err);
        assert_true(now_s - before <= seconds + 20);
        assert_true(a.outcome.bound >= (double)a.benefit);
        tour_check_plan(&the_case.problem, &a);
        runs++;
        proved += a.drive_proved;
        mlg_tour_answer_release(&a);
    }
    assert_in_range(proved, 1, runs - 1); /* with little time none is, with much it is */
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
        cmocka_unit_test(the_sets_of_a_round_are_listed_in_time),
        cmocka_unit_test(all_plans_are_tried_in_time),
        cmocka_unit_test(the_seconds_of_a_request_count_from_its_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
