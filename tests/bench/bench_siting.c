/* Siting bars: seeded instances of the size and kind of the OR-Library p-medians (Beasley 1990: random sparse
 * graphs with n*n/50 edges of length 1 to 100, all pairs by shortest paths), a department of points in the plane
 * (road times drawn from distances), antenna cases. Prints a table, then a line a bar.
 *     bench_siting [small]      small: only instances under 400 nodes
 *     bench_siting FILE ...     p-median files of the OR-Library, whoever has them */
#include "adapters/solver.h"
#include "analysis/siting/problem.h"
#include "orlib.h"
#include "siting_instances.h"

/* ---- runs --------------------------------------------------------------------------------------------- */

typedef struct {
    double seconds, gap;
    bool proved;
} figure;

/* p-median with a penalty of an hour (or the longest time). */
static figure run(const char *name, const instance *x, int32_t sites, int64_t max_arcs)
{
    mlg_siting_problem problem = { x->n_demand, x->weight, x->n_candidates, x->start, x->demand,
                                   x->time_s,   NULL,      sites,           0 };
    for (int64_t k = 0; k < x->start[x->n_candidates]; k++)
        problem.penalty_s = x->time_s[k] > problem.penalty_s ? x->time_s[k] : problem.penalty_s;
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.max_arcs = max_arcs;
    mlg_siting_answer answer;
    mlg_error err;
    double begin = cpu_s();
    must(mlg_siting_pmedian(&answer, &problem, &options, &err), &err);
    figure f = { cpu_s() - begin, answer.outcome.gap, answer.outcome.proved };
    printf("%-28s n=%5d m=%5d p=%3d  %12lld  bound %14.1f  gap %7.4f %%  %s  nodes %6lld  arcs %10lld  %8.3f s\n",
           name, (int)x->n_demand, (int)x->n_candidates, (int)sites, (long long)answer.after.objective,
           answer.outcome.bound, 100 * answer.outcome.gap, answer.outcome.proved ? "proved" : "open  ",
           (long long)answer.nodes, (long long)answer.arcs, f.seconds);
    fflush(stdout);
    mlg_siting_answer_release(&answer);
    return f;
}

/* 40 instances as in the library: five p a size up to 600, then four, three, three. */
static void bench_or_library(int32_t largest)
{
    int n_runs = 0, n_proved = 0;
    double worst = 0, total = 0;
    for (int32_t n = 100; n <= largest; n += 100) {
        const int32_t sites[5] = { 5, 10, n / 10, n / 5, n / 3 };
        for (int k = 0; k < 5; k++) {
            if ((n >= 700 && k == 3) || (n >= 800 && k == 2))
                continue;
            instance x = or_library(n, (uint64_t)(n + k));
            figure f = run("or-library kind", &x, sites[k], 20000000000);
            n_runs++;
            n_proved += f.proved;
            total += f.seconds;
            worst = f.seconds > worst ? f.seconds : worst;
            drop(&x);
        }
    }
    char goal[32];
    snprintf(goal, sizeof goal, "=%d", n_runs);
    bar_words("pmedian_orlib_proved", n_proved, goal, n_proved == n_runs);
    bar_words("pmedian_orlib_worst_s", worst, "<2", worst < 2);
    bar_words("pmedian_orlib_total_s", total, "<20", total < 20);
}

static void bench_department(void)
{
    instance x = department(891, 150, INT32_MAX, 62);
    figure f = run("communes of a department", &x, 10, 2000000000);
    bar_words("pmedian_891x150_s", f.seconds, "<0.2", f.proved && f.seconds < 0.2);
    drop(&x);
    x = department(890, 890, INT32_MAX, 63);
    double worst_gap = 0, worst_s = 0;
    const int32_t sites[3] = { 5, 10, 20 };
    for (int k = 0; k < 3; k++) {
        f = run("department p-median", &x, sites[k], 2000000000);
        worst_gap = f.gap > worst_gap ? f.gap : worst_gap;
        worst_s = f.seconds > worst_s ? f.seconds : worst_s;
    }
    bar_words("pmedian_890x890_gap_percent", 100 * worst_gap, "<=0.2", worst_gap <= 0.002);
    run("department p-median", &x, 60, 2000000000);
    run("department p-median", &x, 150, 2000000000);
    drop(&x);
    double antenna_s = 0;
    bool proved = true;
    for (int32_t n = 100; n <= 900; n += 200) {
        x = department(n, n, INT32_MAX, (uint64_t)n);
        for (int32_t p = 1; p <= 5; p++) {
            f = run("antennas", &x, p, 2000000000);
            antenna_s = f.seconds > antenna_s ? f.seconds : antenna_s;
            proved = proved && f.proved;
        }
        drop(&x);
    }
    bar_words("pmedian_antennas_worst_s", antenna_s, "<1", proved && antenna_s < 1);
}

int main(int argc, char **argv)
{
    bool small = argc > 1 && strcmp(argv[1], "small") == 0;
    for (int k = 1; k < argc && !small; k++) {
        orlib one;
        mlg_error err;
        must(orlib_read_pmedian(&one, argv[k], &err), &err);
        instance x = { one.n, one.n, one.weight, one.start, one.demand, one.time_s };
        run(argv[k], &x, one.sites, 20000000000);
        orlib_release(&one);
    }
    if (argc > 1 && !small)
        return 0;
    bench_or_library(small ? 300 : 900);
    bench_department();
    return 0;
}
