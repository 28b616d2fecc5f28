/* Rounds of mobile units against the best known plan of a search ten times as long from other seeds, with the bound of each: 100 stops,
 * one or two units, five days; then by road, 200 stops, four units, four weeks. Small cases are against every plan in
 * tests/unit/analysis/tour/test_tour.c.
 *     bench_tour [CASES [SECONDS [SECONDS]]]   cases a number of units, 2 when not given; seconds of a search, 30; of that by road, 60 */
#include "siting_instances.h"
#include "tour_cases.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

static tour_case the_case;

static double solve_for(mlg_tour_answer *a, const mlg_tour_problem *problem, double seconds, uint64_t from,
                        int32_t iterations)
{
    mlg_error err = { 0 };
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    o.seed = from;
    o.max_seconds = seconds;
    o.iterations = iterations;
    double before = mlg_clock_s();
    must(mlg_tour_solve(a, problem, &o, &err), &err);
    return mlg_clock_s() - before;
}

typedef struct {
    double apart, gap, seconds;
} figure;

/* Percent apart from the best known plan, and from the bound; seconds taken. */
static figure compare(const mlg_tour_problem *problem, double budget_s, double long_s, int32_t long_iterations)
{
    mlg_tour_answer a, known;
    double taken_s = solve_for(&a, problem, budget_s, 1, 0);
    solve_for(&known, problem, long_s, 1000, long_iterations);
    int64_t best = known.benefit > a.benefit ? known.benefit : a.benefit;
    double bound = fmin(known.outcome.bound, a.outcome.bound);
    figure f = { 100 * (double)(best - a.benefit) / (double)best, 100 * a.outcome.gap, taken_s };
    printf("%5d  %6d  %8.1f  %9.1f  %7.3f  %8.1f  %6.2f  %9lld  %8.1f\n", (int)problem->n_units, (int)a.n_visits,
           (double)a.benefit / MLG_TOUR_PERSON, (double)best / MLG_TOUR_PERSON, f.apart, bound / MLG_TOUR_PERSON,
           f.gap, (long long)a.iterations, taken_s);
    fflush(stdout);
    tour_check_plan(problem, &a);
    mlg_tour_answer_release(&a);
    mlg_tour_answer_release(&known);
    return f;
}

/* ---- by road ------------------------------------------------------------------------------------------------- */

enum { STOPS = 200, UNITS = 4, DAYS = 20, PLACES = 600, REACH_S = 900 };

/* Places on roads (siting_instances.h): units start from the first, stop at the next, serve those within a quarter of an hour, the fewer the
 * farther; each stop is closed on one day in four. Sessions of an hour in a day of eight, two and a half hours of driving at most. */
static void draw_roads(tour_case *x, uint64_t from)
{
    memset(x, 0, sizeof *x);
    instance r = roads(PLACES, from);
    int32_t n = STOPS + UNITS, arc = 0;
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            x->drive_s[i * n + j] = r.time_s[(UNITS + i) % n * PLACES + (UNITS + j) % n];
    for (int32_t k = 0; k < UNITS * DAYS; k++)
        x->shift[k] = (mlg_tour_span){ 9 * 3600, 17 * 3600 };
    for (int32_t j = 0; j < STOPS; j++) {
        x->session_s[j] = 3600;
        for (int32_t d = 0; d < DAYS; d++)
            x->opening[j * DAYS + d] = below(4) == 0 ? (mlg_tour_span){ 1, 0 } : (mlg_tour_span){ 0, 24 * 3600 };
        for (int32_t i = 0; i < PLACES; i++) {
            int32_t time_s = r.time_s[(UNITS + j) * PLACES + i];
            if (time_s > REACH_S)
                continue;
            x->row_demand[arc] = i;
            x->row_share[arc++] = MLG_TOUR_WHOLE - time_s * MLG_TOUR_WHOLE / (2 * REACH_S);
        }
        x->row_start[j + 1] = arc;
    }
    memcpy(x->weight, r.weight, PLACES * sizeof *x->weight);
    x->repeat[0] = 1000;
    x->repeat[1] = 500;
    x->problem = (mlg_tour_problem){ .n_stops = STOPS,
                                     .n_units = UNITS,
                                     .n_days = DAYS,
                                     .n_demand = PLACES,
                                     .n_repeat = 2,
                                     .setup_s = 900,
                                     .pack_s = 600,
                                     .max_drive_s = 9000,
                                     .lunch = { 2700, 41400, 48600 } };
    tour_case_link(x);
    drop(&r);
}

static void tell(const char *name, double got, double most, double allowed)
{
    char goal[32];
    snprintf(goal, sizeof goal, "<=%g", most);
    bar_words(name, got, goal, got <= allowed);
}

int main(int argc, char **argv)
{
    int32_t cases = argc > 1 ? atoi(argv[1]) : 2;
    double budget_s = argc > 2 ? atof(argv[2]) : 30, road_s = argc > 3 ? atof(argv[3]) : 60;
    figure worst = { 0 };
    uint64_t drawn = 7;
    printf("units  visits  persons   best known  apart %%  bound    gap %%   iterations   seconds\n");
    for (int32_t units = 1; units <= 2; units++)
        for (int32_t k = 0; k < cases; k++) {
            tour_case_draw(&the_case, &drawn, 100, units, 5, 400, 60);
            figure f = compare(&the_case.problem, budget_s, 0, 60000);
            worst.apart = fmax(worst.apart, f.apart);
            worst.gap = fmax(worst.gap, f.gap);
            worst.seconds = fmax(worst.seconds, f.seconds);
        }
    draw_roads(&the_case, 90);
    figure road = compare(&the_case.problem, road_s, 10 * road_s, 200000);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("memory %.0f MB; widest proved gap %.2f %%\n", (double)use.ru_maxrss / 1024, worst.gap);
    tell("apart_from_best_known_percent", worst.apart, 1, 1);
    tell("seconds", worst.seconds, 30, 30.5);
    tell("road_200x4x20_apart_from_best_known_percent", road.apart, 1, 1);
    tell("road_200x4x20_gap_percent", road.gap, 3, 3);
    tell("road_200x4x20_seconds", road.seconds, 60, 60.5);
    return 0;
}
