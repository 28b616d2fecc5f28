/* Covering everyone (LSCP, p-center) on 1,000 x 1,000 places, by the kind of times: in the plane, by road (shortest paths), and in
 * the plane with 10 % of noise of its own on every pair, where no place dominates another. Prints a table, then a line a bar.
 *     bench_cover [SEEDS [MILLIONS]]   instances a kind, 3 when not given; pairs scanned by the bounds of each, 2000 when not given, what a
 *                                      study asks for: some ten seconds */
#include "analysis/siting/problem.h"
#include "siting_instances.h"

static int64_t most_pairs = 2000000000;

typedef struct {
    int n_runs, n_proved;
    double worst_s, worst_gap, sum_gap;
} tally;

static void run(tally *t, const char *kind, const instance *x, int32_t limit_s, int32_t sites)
{
    mlg_siting_problem p = { x->n_demand, x->weight, x->n_candidates, x->start, x->demand,
                             x->time_s,   NULL,      sites,           7200 };
    mlg_siting_options options;
    mlg_siting_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    for (int64_t k = 0; k < x->start[x->n_candidates]; k++)
        p.penalty_s = x->time_s[k] > p.penalty_s ? x->time_s[k] : p.penalty_s;
    options.use_solver = false;
    options.max_arcs = most_pairs;
    double begin = cpu_s();
    must(limit_s > 0 ? mlg_siting_lscp(&a, &p, limit_s, &options, &err)
                     : mlg_siting_pcenter(&a, &p, &options, &err),
         &err);
    double seconds = cpu_s() - begin;
    printf("%-6s %-8s %5d  %6lld  bound %8.1f  gap %7.4f %%  %s  nodes %6lld  arcs %10lld  %.3f s\n", kind,
           limit_s > 0 ? "lscp" : "p-center", (int)(limit_s > 0 ? limit_s : sites), (long long)a.after.objective,
           a.outcome.bound, 100 * a.outcome.gap, a.outcome.proved ? "proved" : "open  ", (long long)a.nodes,
           (long long)a.arcs, seconds);
    fflush(stdout);
    t->n_runs++;
    t->n_proved += a.outcome.proved;
    t->worst_s = seconds > t->worst_s ? seconds : t->worst_s;
    t->worst_gap = a.outcome.gap > t->worst_gap ? a.outcome.gap : t->worst_gap;
    t->sum_gap += a.outcome.gap;
    mlg_siting_answer_release(&a);
}

/* All are to be proved. Of few sites that can be done; with tens of sites the relaxation is several sites under the optimum, and the
 * goal is how far one gets in ten seconds. */
static void tell(const char *kind, const char *size, const tally *t, bool must_prove)
{
    char name[64], goal[32];
    snprintf(name, sizeof name, "cover_%s_%s_proved", kind, size);
    snprintf(goal, sizeof goal, "=%d", t->n_runs);
    bar_words(name, t->n_proved, goal, t->n_proved == t->n_runs);
    snprintf(name, sizeof name, "cover_%s_%s_mean_gap_percent", kind, size);
    bar_words(name, 100 * t->sum_gap / t->n_runs, must_prove ? "=0" : "<1",
              100 * t->sum_gap / t->n_runs < (must_prove ? 1e-9 : 1));
    snprintf(name, sizeof name, "cover_%s_%s_worst_gap_percent", kind, size);
    bar_words(name, 100 * t->worst_gap, must_prove ? "=0" : "<5", 100 * t->worst_gap < (must_prove ? 1e-9 : 5));
    snprintf(name, sizeof name, "cover_%s_%s_worst_cpu_s", kind, size);
    bar_words(name, t->worst_s, "<10", t->worst_s < 10);
}

static void bench_kind(const char *kind, int n_seeds)
{
    static const int32_t limits[4] = { 1800, 2700, 600, 900 }, sites[5] = { 2, 5, 10, 20, 50 };
    tally few = { 0 }, many = { 0 };
    for (int s = 0; s < n_seeds; s++) {
        uint64_t from = (uint64_t)(70 + s);
        instance x =
            kind[0] == 'r' ? roads(1000, from) : plane(1000, 1000, INT32_MAX, kind[0] == 'n' ? 0.1 : 0, from);
        for (int k = 0; k < 4; k++)
            run(k < 2 ? &few : &many, kind, &x, limits[k], 0);
        for (int k = 0; k < 5; k++)
            run(k < 2 ? &few : &many, kind, &x, 0, sites[k]);
        drop(&x);
    }
    tell(kind, "few", &few, true);
    tell(kind, "many", &many, false);
}

int main(int argc, char **argv)
{
    int n_seeds = argc > 1 ? atoi(argv[1]) : 3;
    if (argc > 2)
        most_pairs = INT64_C(1000000) * atoi(argv[2]);
    bench_kind("plane", n_seeds);
    bench_kind("road", n_seeds);
    bench_kind("noisy", n_seeds);
    return 0;
}
