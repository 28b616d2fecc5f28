/* Max covering at the sizes of the bars: 1,000 x 1,000 to the proof on several seeds, a department of cells, a million cells, a
 * country. Places are spread evenly (the hardest: circles that just fill the plane, the linear program itself is 2 % off) or in
 * towns. Prints a table with the time and the memory of each, then a line a bar. Processor seconds, all counted: reading the rows,
 * reductions, search, report.
 *     bench_coverage [thousand|department|million|country] ... */
#include "analysis/siting/problem.h"
#include "siting_instances.h"

#include <sys/resource.h>

#define LIMIT_S 900

typedef struct {
    double seconds, gap, bound;
    bool proved;
} figure;

static figure run(const char *name, const instance *x, int32_t sites, int64_t max_arcs)
{
    mlg_siting_problem problem = { x->n_demand, x->weight, x->n_candidates, x->start, x->demand,
                                   x->time_s,   NULL,      sites,           0 };
    mlg_siting_options options;
    mlg_siting_answer a;
    mlg_error err;
    struct rusage usage;
    mlg_siting_options_init(&options);
    options.max_arcs = max_arcs;
    double begin = cpu_s();
    must(mlg_siting_mclp(&a, &problem, LIMIT_S, &options, &err), &err);
    figure f = { cpu_s() - begin, a.outcome.gap, a.outcome.bound, a.outcome.proved };
    getrusage(RUSAGE_SELF, &usage);
    printf("%-22s %7d x %5d pairs %9lld p=%3d  %10lld bound %12.0f gap %7.4f %% %s nodes %5lld arcs %11lld  %7.3f "
           "s  %5.2f GB\n",
           name, (int)x->n_demand, (int)x->n_candidates, (long long)x->start[x->n_candidates], (int)sites,
           (long long)a.after.objective, a.outcome.bound, 100 * a.outcome.gap,
           a.outcome.proved ? "proved" : "open  ", (long long)a.nodes, (long long)a.arcs, f.seconds,
           (double)usage.ru_maxrss / 1048576);
    fflush(stdout);
    mlg_siting_answer_release(&a);
    return f;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static void bench_thousand(void)
{
    static const uint64_t seeds[5] = { 70, 1, 2, 3, 5 };
    double worst = 0, first = 0;
    bool proved = true;
    for (int k = 0; k < 5; k++) {
        instance x = department(1000, 1000, LIMIT_S, seeds[k]);
        for (int32_t p = 5; p <= 40; p *= 2) {
            figure f = run("thousand", &x, p, 20000000000);
            worst = larger(worst, f.seconds);
            first = k == 0 ? worst : first;
            proved = proved && f.proved;
        }
        drop(&x);
    }
    bar_words("mclp_1000x1000_worst_s", first, "<1", proved && first < 1);
    bar_words("mclp_1000x1000_worst_of_5_seeds_s", worst, "<1", proved && worst < 1);
}

/* ---- places of a country -------------------------------------------------------------------------------------------- */

/* Candidates, and cells by square of the side of the longest reach. */
typedef struct {
    double side_m, reach_m;
    double *at, *upto; /* of candidates: x and y; running sum of sizes */
    double *cell;      /* x and y */
    int32_t n_squares; /* a side */
    int32_t *first, *member;
} map;

static int32_t square_of(const map *m, double along_m)
{
    return (int32_t)fmin(fmax(along_m / m->reach_m, 0), m->n_squares - 1);
}

static int32_t square_of_cell(const map *m, int32_t i)
{
    return square_of(m, m->cell[2 * i]) * m->n_squares + square_of(m, m->cell[2 * i + 1]);
}

static double normal(void)
{
    double u = unit(), v = unit();
    return sqrt(-2 * log(u + 1e-300)) * cos(6.283185307179586 * v);
}

/* A part of the candidates within 10 km or so of a city, the others anywhere; sizes are lognormal. */
static void place_candidates(map *m, int32_t n, int32_t n_cities, double towns_share)
{
    double *city = room(2 * (size_t)n_cities, sizeof *city);
    for (int32_t k = 0; k < 2 * n_cities; k++)
        city[k] = m->side_m * unit();
    for (int32_t j = 0; j < n; j++) {
        int32_t near = below(n_cities);
        bool town = unit() < towns_share;
        for (int d = 0; d < 2; d++)
            m->at[2 * j + d] = town ? city[2 * near + d] + 10000 * normal() : m->side_m * unit();
        m->upto[j + 1] = m->upto[j] + exp((town ? 1.4 : 1.0) * normal());
    }
    free(city);
}

/* Within 2 km or so of a candidate drawn with its size, or anywhere. */
static void place_cell(map *m, int32_t i, int32_t n_candidates, bool even)
{
    double drawn = m->upto[n_candidates] * unit();
    int32_t low = 0, high = n_candidates - 1;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (m->upto[middle + 1] > drawn)
            high = middle;
        else
            low = middle + 1;
    }
    for (int d = 0; d < 2; d++)
        m->cell[2 * i + d] = even ? m->side_m * unit() : m->at[2 * low + d] + 2000 * normal();
}

static void list_cells(map *m, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        m->first[square_of_cell(m, i) + 2]++;
    for (int32_t q = 2; q < m->n_squares * m->n_squares + 2; q++)
        m->first[q] += m->first[q - 1];
    for (int32_t i = 0; i < n; i++)
        m->member[m->first[square_of_cell(m, i) + 1]++] = i;
}

/* As in department(): 1.3 x distance at 50 km/h, 10 % of noise, a pair its own. */
static int32_t time_between(const map *m, int32_t j, int32_t i)
{
    uint64_t pair = (uint64_t)(uint32_t)j << 32 | (uint32_t)i;
    double noise = (double)(mlg_random_next(&pair) >> 11) * 0x1p-53;
    double metres = hypot(m->cell[2 * i] - m->at[2 * j], m->cell[2 * i + 1] - m->at[2 * j + 1]);
    return (int32_t)(1.3 * metres / (50 / 3.6) * (0.9 + 0.2 * noise));
}

/* Adds the cells that candidate j reaches to the rows: n_arcs of them by now. */
static void reach(instance *x, const map *m, int32_t j, size_t *n_arcs, size_t *rooms)
{
    int32_t a = square_of(m, m->at[2 * j]), b = square_of(m, m->at[2 * j + 1]);
    mlg_error err;
    for (int32_t q = 0; q < 9; q++) {
        int32_t u = a + q / 3 - 1, v = b + q % 3 - 1;
        if (u < 0 || v < 0 || u >= m->n_squares || v >= m->n_squares)
            continue;
        int32_t square = u * m->n_squares + v;
        for (int32_t k = m->first[square]; k < m->first[square + 1]; k++) {
            int32_t time_s = time_between(m, j, m->member[k]);
            if (time_s > LIMIT_S)
                continue;
            must(MLG_GROW(&x->demand, &rooms[0], *n_arcs + 1, "bench", &err), &err);
            must(MLG_GROW(&x->time_s, &rooms[1], *n_arcs + 1, "bench", &err), &err);
            x->demand[*n_arcs] = m->member[k];
            x->time_s[(*n_arcs)++] = time_s;
        }
    }
    x->start[j + 1] = (int64_t)*n_arcs;
}

/* Cells of 10 to 100 persons. towns_share: of the candidates; < 0: all cells anywhere. */
static instance country(int32_t n_demand, int32_t n_candidates, double side_m, int32_t n_cities,
                        double towns_share, uint64_t from)
{
    seed = from;
    map m = { .side_m = side_m, .reach_m = LIMIT_S * (50 / 3.6) / 1.3 / 0.9 };
    size_t n_arcs = 0, rooms[2] = { 0 };
    m.n_squares = (int32_t)(side_m / m.reach_m) + 1;
    m.at = room(2 * (size_t)n_candidates, sizeof(double));
    m.upto = room((size_t)n_candidates + 1, sizeof(double));
    m.cell = room(2 * (size_t)n_demand, sizeof(double));
    m.first = room((size_t)m.n_squares * (size_t)m.n_squares + 2, sizeof(int32_t));
    m.member = room((size_t)n_demand, sizeof(int32_t));
    instance x = { .n_demand = n_demand, .n_candidates = n_candidates };
    x.weight = room((size_t)n_demand, sizeof(int64_t));
    x.start = room((size_t)n_candidates + 1, sizeof(int64_t));
    place_candidates(&m, n_candidates, n_cities, towns_share);
    for (int32_t i = 0; i < n_demand; i++) {
        place_cell(&m, i, n_candidates, towns_share < 0);
        x.weight[i] = 10 + below(91);
    }
    list_cells(&m, n_demand);
    for (int32_t j = 0; j < n_candidates; j++)
        reach(&x, &m, j, &n_arcs, rooms);
    free(m.at);
    free(m.upto);
    free(m.cell);
    free(m.first);
    free(m.member);
    return x;
}

/* ---- bars ------------------------------------------------------------------------------------------------------------- */

/* Even: the linear program (36,153,531 persons by the interior point of HiGHS, in 124 s) is itself 1.71 % over the best set met
 * (35,546,915), so a gap under that needs branching; bench_beside puts CBC beside on the same instance. */
static void bench_department(void)
{
    instance x = department(40000, 890, LIMIT_S, 71);
    figure f = run("department, even", &x, 20, 4000000000);
    bar_words("mclp_890x40k_gap_percent", 100 * f.gap, "<1.9", f.gap < 0.019 && f.seconds < 5);
    bar_words("mclp_890x40k_over_linear_program_percent", 100 * (f.bound / 36153531.2 - 1), "<0.1",
              f.bound < 1.001 * 36153531.2);
    bar_words("mclp_890x40k_s", f.seconds, "<5", f.seconds < 5);
    drop(&x);
    x = country(40000, 890, 80000, 12, 0.4, 72);
    f = run("department, towns", &x, 20, 4000000000);
    bar_words("mclp_890x40k_towns_gap_percent", 100 * f.gap, "<0.5", f.gap < 0.005 && f.seconds < 5);
    drop(&x);
}

static void bench_million(void)
{
    static const int32_t sites[5] = { 10, 20, 35, 50, 100 };
    for (int towns = 1; towns >= 0; towns--) {
        instance x = country(1000000, 1000, 80000, 12, towns ? 0.4 : -1, 73);
        double gap = 0, seconds = 0;
        for (int k = 0; k < 5; k++) {
            figure f = run(towns ? "million, towns" : "million, even", &x, sites[k], 12000000000);
            gap = larger(gap, f.gap);
            seconds = larger(seconds, f.seconds);
        }
        bar_words(towns ? "mclp_million_towns_gap_percent" : "mclp_million_even_gap_percent", 100 * gap, "<0.5",
                  gap < 0.005);
        bar_words(towns ? "mclp_million_towns_s" : "mclp_million_even_s", seconds, "<30", seconds < 30);
        drop(&x);
    }
}

static void bench_country(void)
{
    instance x = country(2300000, 34832, 742000, 400, 0.3, 74);
    figure f = run("country", &x, 200, 2500000000);
    bar_words("mclp_34832x2.3M_gap_percent", 100 * f.gap, "<=1", f.gap <= 0.01);
    bar_words("mclp_34832x2.3M_s", f.seconds, "<20", f.seconds < 20);
    drop(&x);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*bench)(void);
    } all[4] = { { "thousand", bench_thousand },
                 { "department", bench_department },
                 { "million", bench_million },
                 { "country", bench_country } };
    for (int b = 0; b < 4; b++) {
        bool asked = argc < 2;
        for (int k = 1; k < argc; k++)
            asked = asked || strcmp(argv[k], all[b].name) == 0;
        if (asked)
            all[b].bench();
    }
    return 0;
}
