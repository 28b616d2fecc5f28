/* The linear solvers that are built in, each alone, beside the own search on the same instance in the same run, textbook models, CPU
 * seconds of all; then, closed by each of them, capacitated p-medians of the kind of the OR-Library (Osman and Christofides 1994: 50
 * or 100 points in a square of 100, demand 1 to 20, capacity 120, cost the floor of the distance). Prints a table, then a line a bar.
 *     bench_beside [SECONDS]   for a solver, 120 when not given
 *     bench_beside FILE ...    capacitated p-median files of the OR-Library, whoever has them */
#include "adapters/solver.h"
#include "analysis/common/linear_program.h"
#include "analysis/siting/capacity/capacitated.h"
#include "analysis/siting/problem.h"
#include "orlib.h"
#include "siting_instances.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST_OWN_S 30

static mlg_siting_problem problem_of(const instance *x, int32_t sites)
{
    mlg_siting_problem p = { x->n_demand, x->weight, x->n_candidates, x->start, x->demand,
                             x->time_s,   NULL,      sites,           0 };
    for (int64_t k = 0; k < x->start[x->n_candidates]; k++)
        p.penalty_s = x->time_s[k] > p.penalty_s ? x->time_s[k] : p.penalty_s;
    return p;
}

/* ---- textbook models ---------------------------------------------------------------------------------------------- */

static void write_sites(mlg_program *m, const instance *x, int32_t sites)
{
    for (int32_t j = 0; j < x->n_candidates; j++)
        mlg_program_column(m, 0, 0, 1, true);
    for (int32_t j = 0; j < x->n_candidates; j++)
        mlg_program_put(m, j, 1);
    mlg_program_row(m, sites, sites);
}

/* Assignment of full rows, capacity (0: none) beside; x whole with capacities. */
static void write_median(mlg_program *m, const instance *x, int32_t sites, int64_t capacity)
{
    write_sites(m, x, sites);
    int32_t first = m->n_columns, n = x->n_demand;
    for (int32_t j = 0; j < x->n_candidates; j++)
        for (int32_t i = 0; i < n; i++)
            mlg_program_column(m, (double)(x->weight[i] * x->time_s[j * n + i]), 0, 1, capacity > 0);
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < x->n_candidates; j++)
            mlg_program_put(m, first + j * n + i, 1);
        mlg_program_row(m, 1, 1);
    }
    for (int32_t j = 0; j < x->n_candidates; j++)
        for (int32_t i = 0; i < n; i++) {
            mlg_program_put(m, first + j * n + i, 1);
            mlg_program_put(m, j, -1);
            mlg_program_row(m, -HUGE_VAL, 0);
        }
    for (int32_t j = 0; capacity > 0 && j < x->n_candidates; j++) {
        for (int32_t i = 0; i < n; i++)
            mlg_program_put(m, first + j * n + i, (double)x->weight[i]);
        mlg_program_put(m, j, -(double)capacity);
        mlg_program_row(m, -HUGE_VAL, 0);
    }
}

/* Persons missed. */
static mlg_status write_covering(mlg_program *m, const instance *x, int32_t sites, int32_t limit_s, mlg_error *err)
{
    mlg_sparse_rows by_site = { 0 }, by_demand = { 0 };
    int64_t arc = 0;
    mlg_status st;
    MLG_GO(mlg_sparse_init(&by_site, x->n_candidates, x->n_demand, x->start[x->n_candidates], err));
    for (int32_t j = 0; j < x->n_candidates; j++) {
        for (int64_t k = x->start[j]; k < x->start[j + 1]; k++)
            if (x->time_s[k] <= limit_s)
                by_site.column[arc++] = x->demand[k];
        by_site.start[j + 1] = arc;
    }
    MLG_GO(mlg_sparse_transpose(&by_demand, mlg_sparse_view_of(&by_site), err));
    write_sites(m, x, sites);
    for (int32_t i = 0; i < x->n_demand; i++) {
        mlg_program_put(m, mlg_program_column(m, (double)x->weight[i], 0, 1, false), 1);
        for (int64_t k = by_demand.start[i]; k < by_demand.start[i + 1]; k++)
            mlg_program_put(m, by_demand.column[k], 1);
        mlg_program_row(m, 1, HUGE_VAL);
    }
done:
    mlg_sparse_release(&by_site);
    mlg_sparse_release(&by_demand);
    return st;
}

typedef struct {
    double seconds, value, bound;
    bool optimal;
} solved;

static const char *name_of(mlg_solver_kind kind)
{
    return kind == MLG_SOLVER_HIGHS ? "HiGHS" : "CBC";
}

static solved solve(const mlg_program *m, mlg_solver_kind kind, double max_seconds)
{
    mlg_solver_options limits = { .max_seconds = max_seconds, .kind = kind };
    mlg_solver_answer a;
    mlg_error err;
    double begin = cpu_s();
    must(mlg_program_solve(&a, m, false, &limits, &err), &err);
    solved s = { cpu_s() - begin, a.objective, a.bound, a.status == MLG_SOLVER_OPTIMAL };
    mlg_solver_answer_release(&a);
    return s;
}

/* In a process of its own, which is ended at twice the limit: CBC does not look at the clock within a linear program. Nothing is
 * known of an answer then, and the seconds are those it was given. */
static solved run_solver(const mlg_program *m, mlg_solver_kind kind, double max_seconds)
{
    solved s = { 2 * max_seconds, (double)NAN, (double)NAN, false };
    int ends[2];
    fflush(stdout);
    if (pipe(ends) != 0)
        exit(1);
    pid_t child = fork();
    if (child == 0) {
        const rlim_t most = (rlim_t)(2 * max_seconds) + 1;
        setrlimit(RLIMIT_CPU, &(struct rlimit){ most, most });
        s = solve(m, kind, max_seconds);
        _exit(write(ends[1], &s, sizeof s) == sizeof s ? 0 : 1);
    }
    close(ends[1]);
    solved told;
    if (child > 0 && read(ends[0], &told, sizeof told) == sizeof told)
        s = told;
    close(ends[0]);
    int how = 1;
    if (child < 0 || waitpid(child, &how, 0) != child || !(how == 0 || (WIFSIGNALED(how) && isnan(s.value))))
        exit(1);
    return s;
}

typedef struct {
    double seconds, value, bound;
    bool proved;
} own_search;

/* Solves by each solver and releases the program. A line each, and a bar of CBC: how many times as long it takes as the own search,
 * which no solver contradicts. */
static void compare(const char *name, const own_search *own, mlg_program *m, double max_seconds, const char *bar,
                    double goal, bool needs_proof)
{
    double times = 0;
    bool good = own->proved || !needs_proof;
    for (int kind = MLG_SOLVER_CBC; kind <= MLG_SOLVER_HIGHS; kind++) {
        if (!mlg_solver_has(kind))
            continue;
        solved s = run_solver(m, kind, max_seconds);
        double longer = s.seconds / fmax(own->seconds, 1e-4);
        printf("%-26s own %12.0f bound %14.1f %s %8.3f s   %-5s %12.0f bound %14.1f %s %8.1f s   x %s%.0f\n", name,
               own->value, own->bound, own->proved ? "proved" : "open  ", own->seconds, name_of(kind), s.value,
               s.bound, s.optimal ? "optimal" : "open   ", s.seconds, s.optimal ? "" : "over ", longer);
        fflush(stdout);
        times = kind == MLG_SOLVER_CBC ? longer : times;
        good = good && (isnan(s.value) || (s.optimal && !own->proved) || own->value <= s.value + 0.5);
        good = good && !(s.optimal && own->value < s.value - 0.5);
    }
    char words[64], least[32];
    snprintf(words, sizeof words, "%s_times_cbc", bar);
    snprintf(least, sizeof least, ">=%.0f", goal);
    bar_words(words, times, least, good && times >= goal);
    mlg_program_release(m);
}

/* ---- without capacities -------------------------------------------------------------------------------------------- */

static void bench_median(int32_t n, double max_seconds)
{
    char name[64];
    instance x = or_library(n, (uint64_t)n);
    mlg_siting_problem p = problem_of(&x, 5);
    mlg_siting_options options;
    mlg_siting_answer a;
    mlg_error err;
    mlg_program m = { 0 };
    mlg_siting_options_init(&options);
    double begin = cpu_s();
    must(mlg_siting_pmedian(&a, &p, &options, &err), &err);
    double own_s = cpu_s() - begin;
    write_median(&m, &x, 5, 0);
    own_search own = { own_s, (double)a.after.objective, a.outcome.bound, a.outcome.proved };
    char bar[32];
    snprintf(name, sizeof name, "p-median n=%d p=5", (int)n);
    snprintf(bar, sizeof bar, "pmedian_%d", (int)n);
    compare(name, &own, &m, max_seconds, bar, 500, true);
    mlg_siting_answer_release(&a);
    drop(&x);
}

static void bench_covering(const char *key, int32_t n_demand, int32_t n_candidates, int32_t sites, uint64_t from,
                           double max_seconds)
{
    char name[64];
    instance x = department(n_demand, n_candidates, 900, from);
    mlg_siting_problem p = problem_of(&x, sites);
    mlg_siting_options options;
    mlg_siting_answer a;
    mlg_error err;
    mlg_program m = { 0 };
    int64_t persons = 0;
    mlg_siting_options_init(&options);
    for (int32_t i = 0; i < x.n_demand; i++)
        persons += x.weight[i];
    double begin = cpu_s();
    must(mlg_siting_mclp(&a, &p, 900, &options, &err), &err);
    double own_s = cpu_s() - begin;
    must(write_covering(&m, &x, sites, 900, &err), &err);
    own_search own = { own_s, (double)(persons - a.after.objective), (double)persons - a.outcome.bound,
                       a.outcome.proved };
    char bar[32];
    snprintf(name, sizeof name, "mclp %dx%d p=%d", (int)n_candidates, (int)n_demand, (int)sites);
    snprintf(bar, sizeof bar, "mclp_%s", key);
    compare(name, &own, &m, max_seconds, bar, 1, false);
    mlg_siting_answer_release(&a);
    drop(&x);
}

/* ---- capacities ------------------------------------------------------------------------------------------------------ */

/* Cost of a place: the whole part of the distance, whatever its demand. */
static instance square(int32_t n, const double *at, const int64_t *demand)
{
    instance x = make(n, n);
    for (int32_t j = 0; j < n; j++) {
        x.weight[j] = demand[j];
        for (int32_t i = 0; i < n; i++) {
            x.demand[j * n + i] = i;
            x.time_s[j * n + i] = (int32_t)floor(hypot(at[2 * i] - at[2 * j], at[2 * i + 1] - at[2 * j + 1]));
        }
        x.start[j + 1] = (int64_t)n * (j + 1);
    }
    return x;
}

typedef struct {
    double seconds, gap;
    bool proved;
} figure;

static figure run_capacity(const char *name, const instance *x, int32_t sites, int64_t each, double best_known,
                           mlg_solver_kind kind)
{
    int64_t *capacity = room((size_t)x->n_candidates, sizeof(int64_t));
    for (int32_t j = 0; j < x->n_candidates; j++)
        capacity[j] = each;
    mlg_serve_problem p = {
        .base = problem_of(x, sites), .limit_s = INT32_MAX, .capacity = capacity, .cost_a_place = true
    };
    mlg_siting_options options;
    mlg_serve_answer a;
    mlg_error err;
    mlg_siting_options_init(&options);
    options.max_seconds = LONGEST_OWN_S;
    options.max_nodes = 0;
    options.solver = kind;
    double begin = cpu_s();
    must(mlg_siting_serve(&a, &p, &options, &err), &err);
    figure f = { cpu_s() - begin, a.outcome.gap, a.outcome.proved };
    printf("%-26s n=%4d p=%3d  %10.0f  bound %12.1f  gap %7.4f %%  %s  best known %8.0f  %-5s %8.3f s\n", name,
           (int)x->n_demand, (int)sites, a.objective, a.outcome.bound, 100 * a.outcome.gap,
           a.outcome.proved ? "proved" : "open  ", best_known, name_of(kind), f.seconds);
    fflush(stdout);
    mlg_serve_answer_release(&a);
    free(capacity);
    return f;
}

static void bench_capacities(mlg_solver_kind kind)
{
    int n_runs = 0, n_proved = 0;
    double worst_gap = 0, worst_s = 0, at[200];
    int64_t demand[100];
    for (int k = 0; k < 20; k++) {
        int32_t n = k < 10 ? 50 : 100;
        seed = (uint64_t)(500 + k);
        for (int32_t i = 0; i < n; i++) {
            at[2 * i] = 1 + below(100);
            at[2 * i + 1] = 1 + below(100);
            demand[i] = 1 + below(20);
        }
        instance x = square(n, at, demand);
        figure f = run_capacity("capacitated p-median", &x, n / 10, 120, (double)NAN, kind);
        n_runs++;
        n_proved += f.proved;
        worst_gap = f.gap > worst_gap ? f.gap : worst_gap;
        worst_s = f.seconds > worst_s ? f.seconds : worst_s;
        drop(&x);
    }
    const char *by = kind == MLG_SOLVER_HIGHS ? "_highs" : "";
    char goal[32], name[64];
    snprintf(goal, sizeof goal, "of %d", n_runs);
    snprintf(name, sizeof name, "pmedcap%s_proved", by);
    bar_words(name, n_proved, goal, n_proved > 0);
    snprintf(name, sizeof name, "pmedcap%s_worst_gap_percent", by);
    bar_words(name, 100 * worst_gap, "<1", worst_gap < 0.01);
    snprintf(name, sizeof name, "pmedcap%s_worst_s", by);
    bar_words(name, worst_s, "<=35", worst_s <= LONGEST_OWN_S + 5);
}

static void run_files(const char *path)
{
    orlib *all;
    int32_t n;
    mlg_error err;
    must(orlib_read_capacitated(&all, &n, path, &err), &err);
    for (int32_t k = 0; k < n; k++) {
        instance x = { all[k].n, all[k].n, all[k].weight, all[k].start, all[k].demand, all[k].time_s };
        for (int kind = MLG_SOLVER_CBC; kind <= MLG_SOLVER_HIGHS; kind++)
            if (mlg_solver_has(kind))
                run_capacity(path, &x, all[k].sites, all[k].capacity, all[k].best_known, kind);
        orlib_release(&all[k]);
    }
    free(all);
}

int main(int argc, char **argv)
{
    double max_seconds = argc > 1 ? strtod(argv[1], NULL) : 120;
    for (int k = 1; k < argc && !(max_seconds > 0); k++)
        run_files(argv[k]);
    if (argc > 1 && !(max_seconds > 0))
        return 0;
    for (int kind = MLG_SOLVER_CBC; kind <= MLG_SOLVER_HIGHS; kind++)
        if (mlg_solver_has(kind))
            bench_capacities(kind);
    bench_median(200, max_seconds);
    bench_median(300, max_seconds);
    bench_covering("1000x1000", 1000, 1000, 20, 70, max_seconds);
    bench_covering("890x40k", 40000, 890, 20, 71, max_seconds);
    return 0;
}
