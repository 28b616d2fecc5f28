/* Rounds of mobile units: 100 stops, one or two units, five days, against the best known plan of a search ten times as
 * long from other seeds, with the bound of each, and small cases against every plan (tests/unit/analysis/tour/test_tour.c). */
#include "tour_cases.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

static tour_case the_case;

static double solve_for(mlg_tour_answer *a, double seconds, uint64_t seed, int32_t iterations)
{
    mlg_error err = { 0 };
    mlg_tour_options o;
    mlg_tour_options_init(&o);
    o.seed = seed;
    o.max_seconds = seconds;
    o.iterations = iterations;
    double before = mlg_clock_s();
    if (mlg_tour_solve(a, &the_case.problem, &o, &err) != MLG_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    return mlg_clock_s() - before;
}

int main(int argc, char **argv)
{
    int32_t cases = argc > 1 ? atoi(argv[1]) : 2;
    double budget_s = argc > 2 ? atof(argv[2]) : 30, worst = 0, longest_s = 0, widest = 0;
    uint64_t seed = 7;
    printf("units  visits  persons   best known  apart %%  bound    gap %%   iterations   seconds\n");
    for (int32_t units = 1; units <= 2; units++)
        for (int32_t k = 0; k < cases; k++) {
            mlg_tour_answer a, known;
            tour_case_draw(&the_case, &seed, 100, units, 5, 400, 60);
            double taken_s = solve_for(&a, budget_s, 1, 0);
            solve_for(&known, 0, 1000, 60000);
            int64_t best = known.benefit > a.benefit ? known.benefit : a.benefit;
            double bound = fmin(known.outcome.bound, a.outcome.bound);
            double apart = 100 * (double)(best - a.benefit) / (double)best;
            printf("%5d  %6d  %8.1f  %9.1f  %7.3f  %8.1f  %6.2f  %9lld  %8.1f\n", units, (int)a.n_visits,
                   (double)a.benefit / MLG_TOUR_PERSON, (double)best / MLG_TOUR_PERSON, apart,
                   bound / MLG_TOUR_PERSON, 100 * a.outcome.gap, (long long)a.iterations, taken_s);
            fflush(stdout);
            worst = apart > worst ? apart : worst;
            longest_s = taken_s > longest_s ? taken_s : longest_s;
            widest = a.outcome.gap > widest ? a.outcome.gap : widest;
            tour_check_plan(&the_case.problem, &a);
            mlg_tour_answer_release(&a);
            mlg_tour_answer_release(&known);
        }
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("memory %.0f MB; widest proved gap %.2f %%\n", (double)use.ru_maxrss / 1024, 100 * widest);
    printf("bar apart_from_best_known_percent %.3f 1 %s\n", worst, worst <= 1 ? "ok" : "short");
    printf("bar seconds %.1f 30 %s\n", longest_s, longest_s <= 30.5 ? "ok" : "short");
    return 0;
}
