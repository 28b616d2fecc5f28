/* Bars of access itself: 900 communes, 100 candidates, up to 5 antennas of 3 doctors, every goal. Prints a
 * table, then a line a bar. */
#include "analysis/siting/on_access/allocation.h"
#include "siting_instances.h"

#define ACTS 5400.0

typedef struct {
    double *persons, *access, *adds;
    mlg_allocation_problem problem;
} territory;

/* Steps of 10, 15 and 20 minutes; a third of the candidates have doctors already. */
static territory draw_territory(const instance *x)
{
    size_t arcs = (size_t)x->start[x->n_candidates];
    territory t = { room((size_t)x->n_demand, sizeof(double)),
                    room((size_t)x->n_demand, sizeof(double)),
                    room(arcs, sizeof(double)),
                    { 0 } };
    for (int32_t i = 0; i < x->n_demand; i++)
        t.persons[i] = (double)x->weight[i];
    for (int32_t j = 0; j < x->n_candidates; j++) {
        double demand = 0, doctors = j % 3 == 0 ? 4 * (1 + below(6)) : 0;
        for (int64_t k = x->start[j]; k < x->start[j + 1]; k++) {
            t.adds[k] = x->time_s[k] <= 600 ? 1 : x->time_s[k] <= 900 ? 2 / 3. : 1 / 3.;
            demand += t.adds[k] * t.persons[x->demand[k]];
        }
        for (int64_t k = x->start[j]; k < x->start[j + 1]; k++) {
            t.adds[k] /= demand;
            t.access[x->demand[k]] += doctors * ACTS * t.adds[k];
        }
    }
    t.problem = (mlg_allocation_problem){ .n_demand = x->n_demand,
                                          .persons = t.persons,
                                          .access = t.access,
                                          .n_candidates = x->n_candidates,
                                          .row_start = x->start,
                                          .row_demand = x->demand,
                                          .row_access = t.adds };
    return t;
}

static double mean_after(const territory *t)
{
    double acts = t->problem.supply, persons = 0;
    for (int32_t i = 0; i < t->problem.n_demand; i++) {
        acts += t->persons[i] * t->access[i];
        persons += t->persons[i];
    }
    return acts / persons;
}

/* Worst CPU time over 1 to 5 antennas; *gap the worst gap. */
static double bench_goal(territory *t, const char *name, mlg_access_goal goal, double *gap)
{
    double worst_s = 0;
    *gap = 0;
    t->problem.goal = goal;
    for (int32_t antennas = 1; antennas <= 5; antennas++) {
        mlg_allocation_options options;
        mlg_allocation_answer a;
        mlg_error err;
        mlg_allocation_options_init(&options);
        t->problem.antennas = antennas;
        t->problem.supply = 3 * ACTS * antennas;
        t->problem.threshold = goal == MLG_GOAL_SPREAD ? mean_after(t) : 2.5;
        clock_t begin = clock();
        must(mlg_allocation_solve(&a, &t->problem, &options, &err), &err);
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        printf("%-18s antennas %d  %14.6g -> %14.6g  bound %14.6g  gap %.4f %%  nodes %7lld  %.3f s\n", name,
               (int)antennas, a.before, a.objective, a.outcome.bound, 100 * a.outcome.gap, (long long)a.nodes,
               seconds);
        worst_s = seconds > worst_s ? seconds : worst_s;
        *gap = a.outcome.gap > *gap ? a.outcome.gap : *gap;
        mlg_allocation_answer_release(&a);
    }
    return worst_s;
}

static void bench_access(const char *kind, int32_t longest_s, uint64_t from)
{
    static const char *names[5] = { "least_access", "persons_over", "shortfall", "square_shortfall", "spread" };
    instance x = department(900, 100, longest_s, from);
    territory t = draw_territory(&x);
    for (int g = 0; g < 5; g++) {
        char bar_name[64];
        double gap = 0, seconds = bench_goal(&t, names[g], (mlg_access_goal)g, &gap);
        snprintf(bar_name, sizeof bar_name, "apl_%s_%s_gap_percent", kind, names[g]);
        bar_words(bar_name, 100 * gap, g == 1 ? "<1" : "<=0.0001", gap <= (g == 1 ? 0.01 : 1e-6) && seconds < 30);
        snprintf(bar_name, sizeof bar_name, "apl_%s_%s_cpu_s", kind, names[g]);
        bar_words(bar_name, seconds, "<30", seconds < 30);
    }
    free(t.persons);
    free(t.access);
    free(t.adds);
    drop(&x);
}

int main(void)
{
    bench_access("rural", 1200, 80);
    bench_access("dense", 2400, 81);
    return 0;
}
