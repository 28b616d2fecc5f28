/* Siting bars: seeded instances of the size and kind of the OR-Library p-medians (Beasley 1990: random sparse
 * graphs with n*n/50 edges of length 1 to 100, all pairs by shortest paths), a department of points in the plane
 * (road times drawn from distances), antenna cases, max covering. Prints a table, then a line a bar.
 *     bench_siting [small]      small: only instances under 400 nodes */
#include "adapters/solver.h"
#include "analysis/siting.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static uint64_t seed;

static uint64_t next_random(void)
{
    uint64_t x = seed += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static int32_t below(int32_t n)
{
    return (int32_t)(next_random() % (uint64_t)n);
}

static double unit(void)
{
    return (double)(next_random() >> 11) * 0x1p-53;
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(mlg_status st, const mlg_error *err)
{
    if (st != MLG_OK) {
        fprintf(stderr, "bench: %s\n", err->message);
        exit(1);
    }
}

static void *room(size_t count, size_t size)
{
    void *array = NULL;
    mlg_error err;
    must(mlg_new_array(&array, count, size, "bench", &err), &err);
    return array;
}

typedef struct {
    int32_t n_demand, n_candidates;
    int64_t *weight, *start;
    int32_t *demand, *time_s;
} instance;

static instance make(int32_t n_demand, int32_t n_candidates)
{
    size_t arcs = (size_t)n_demand * (size_t)n_candidates;
    return (instance){ n_demand,
                       n_candidates,
                       room((size_t)n_demand, sizeof(int64_t)),
                       room((size_t)n_candidates + 1, sizeof(int64_t)),
                       room(arcs, sizeof(int32_t)),
                       room(arcs, sizeof(int32_t)) };
}

static void drop(instance *x)
{
    free(x->weight);
    free(x->start);
    free(x->demand);
    free(x->time_s);
}

/* ---- generators --------------------------------------------------------------------------------------- */

/* A random tree, so that the graph holds together, and random edges up to n*n/50; then Floyd-Warshall. */
static instance or_library(int32_t n, uint64_t from)
{
    seed = from;
    instance x = make(n, n);
    int32_t *d = x.time_s;
    for (int32_t k = 0; k < n * n; k++)
        d[k] = k % (n + 1) == 0 ? 0 : 1 << 28;
    for (int32_t e = 1; e <= n * n / 50; e++) {
        int32_t u = e < n ? e : below(n), v = e < n ? below(e) : below(n), length = 1 + below(100);
        if (u != v && length < d[u * n + v])
            d[u * n + v] = d[v * n + u] = length;
    }
    for (int32_t k = 0; k < n; k++)
        for (int32_t i = 0; i < n; i++) {
            int32_t first = d[i * n + k];
            for (int32_t j = 0; first < 1 << 28 && j < n; j++) {
                int32_t through = first + d[k * n + j];
                d[i * n + j] = through < d[i * n + j] ? through : d[i * n + j];
            }
        }
    for (int32_t j = 0; j < n; j++) {
        x.weight[j] = 1;
        x.start[j + 1] = (int64_t)n * (j + 1);
        for (int32_t i = 0; i < n; i++)
            x.demand[j * n + i] = i;
    }
    return x;
}

/* Communes in a department of 80 x 80 km: lognormal populations, times of 1.3 x distance at 50 km/h with 10 % of
 * noise, kept up to longest_s. Candidates are the most peopled communes. */
static instance department(int32_t n_demand, int32_t n_candidates, int32_t longest_s, uint64_t from)
{
    seed = from;
    instance x = make(n_demand, n_candidates);
    double *place = room(2 * (size_t)n_demand, sizeof(double));
    for (int32_t i = 0; i < n_demand; i++) {
        place[2 * i] = 80000 * unit();
        place[2 * i + 1] = 80000 * unit();
        double normal = sqrt(-2 * log(unit() + 1e-300)) * cos(6.283185307179586 * unit());
        x.weight[i] = 20 + (int64_t)(500 * exp(1.2 * normal));
    }
    for (int32_t j = 0; j < n_candidates; j++) { /* the largest first */
        int32_t largest = j;
        for (int32_t i = j + 1; i < n_demand; i++)
            largest = x.weight[i] > x.weight[largest] ? i : largest;
        int64_t w = x.weight[j];
        x.weight[j] = x.weight[largest];
        x.weight[largest] = w;
    }
    int64_t arc = 0;
    for (int32_t j = 0; j < n_candidates; j++) {
        for (int32_t i = 0; i < n_demand; i++) {
            double metres = hypot(place[2 * i] - place[2 * j], place[2 * i + 1] - place[2 * j + 1]);
            int32_t time_s = (int32_t)(1.3 * metres / (50 / 3.6) * (0.9 + 0.2 * unit()));
            if (time_s <= longest_s) {
                x.demand[arc] = i;
                x.time_s[arc++] = time_s;
            }
        }
        x.start[j + 1] = arc;
    }
    free(place);
    return x;
}

/* ---- runs --------------------------------------------------------------------------------------------- */

typedef struct {
    double seconds, gap;
    bool proved;
} figure;

/* limit_s < 0: p-median with a penalty of an hour (or the longest time). */
static figure run(const char *name, const instance *x, int32_t sites, int32_t limit_s, int64_t max_arcs)
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
    double begin = now_s();
    must(limit_s < 0 ? mlg_siting_pmedian(&answer, &problem, &options, &err)
                     : mlg_siting_mclp(&answer, &problem, limit_s, &options, &err),
         &err);
    figure f = { now_s() - begin, answer.gap, answer.proved };
    printf("%-28s n=%5d m=%5d p=%3d  %12lld  bound %14.1f  gap %7.4f %%  %s  nodes %6lld  arcs %10lld  %8.3f s\n", name,
           (int)x->n_demand, (int)x->n_candidates, (int)sites, (long long)answer.after.objective, answer.bound,
           100 * answer.gap, answer.proved ? "proved" : "open  ", (long long)answer.nodes, (long long)answer.arcs,
           f.seconds);
    fflush(stdout);
    mlg_siting_answer_release(&answer);
    return f;
}

static void bar(const char *name, double got, const char *goal, bool is_ok)
{
    printf("bar %s %.4g %s %s\n", name, got, goal, is_ok ? "ok" : "short");
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
            figure f = run("or-library kind", &x, sites[k], -1, 20000000000);
            n_runs++;
            n_proved += f.proved;
            total += f.seconds;
            worst = f.seconds > worst ? f.seconds : worst;
            drop(&x);
        }
    }
    char goal[32];
    snprintf(goal, sizeof goal, "=%d", n_runs);
    bar("pmedian_orlib_proved", n_proved, goal, n_proved == n_runs);
    bar("pmedian_orlib_worst_s", worst, "<5", worst < 5);
    bar("pmedian_orlib_total_s", total, "<30", total < 30);
}

static void bench_department(void)
{
    instance x = department(891, 150, INT32_MAX, 62);
    figure f = run("communes of a department", &x, 10, -1, 2000000000);
    bar("pmedian_891x150_s", f.seconds, "<0.2", f.proved && f.seconds < 0.2);
    drop(&x);
    x = department(890, 890, INT32_MAX, 63);
    double worst_gap = 0, worst_s = 0;
    const int32_t sites[3] = { 5, 10, 20 };
    for (int k = 0; k < 3; k++) {
        f = run("department p-median", &x, sites[k], -1, 2000000000);
        worst_gap = f.gap > worst_gap ? f.gap : worst_gap;
        worst_s = f.seconds > worst_s ? f.seconds : worst_s;
    }
    bar("pmedian_890x890_gap_percent", 100 * worst_gap, "<=0.2", worst_gap <= 0.002);
    run("department p-median", &x, 60, -1, 2000000000);
    run("department p-median", &x, 150, -1, 2000000000);
    drop(&x);
    double antenna_s = 0;
    bool proved = true;
    for (int32_t n = 100; n <= 900; n += 200) {
        x = department(n, n, INT32_MAX, (uint64_t)n);
        for (int32_t p = 1; p <= 5; p++) {
            f = run("antennas", &x, p, -1, 2000000000);
            antenna_s = f.seconds > antenna_s ? f.seconds : antenna_s;
            proved = proved && f.proved;
        }
        drop(&x);
    }
    bar("pmedian_antennas_worst_s", antenna_s, "<1", proved && antenna_s < 1);
}

static void bench_covering(bool small)
{
    double worst = 0;
    bool proved = true;
    instance x = department(1000, 1000, 1800, 70);
    for (int32_t p = 5; p <= 40; p *= 2) {
        figure f = run("max covering, 15 min", &x, p, 900, 2000000000);
        worst = f.seconds > worst ? f.seconds : worst;
        proved = proved && f.proved;
    }
    bar("mclp_1000x1000_worst_s", worst, "<1", proved && worst < 1);
    drop(&x);
    if (small)
        return;
    x = department(40000, 890, 900, 71);
    figure f = run("max covering, cells", &x, 20, 900, 2000000000);
    bar("mclp_890x40k_gap_percent", 100 * f.gap, "<1.3", f.gap < 0.013 && f.seconds < 5);
    bar("mclp_890x40k_s", f.seconds, "<5", f.seconds < 5);
    drop(&x);
}

int main(int argc, char **argv)
{
    bool small = argc > 1 && strcmp(argv[1], "small") == 0;
    bench_or_library(small ? 300 : 900);
    bench_department();
    bench_covering(small);
    return 0;
}
