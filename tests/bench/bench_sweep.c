/* Bars of the prepared network and its batched sweeps, on generated graphs: every site to every inhabited cell (46
 * of 100 nodes, as in France), against the bounded searches of the engine in this same program.
 *
 *     bench_sweep                  Porto (when it stands in the shared data), a department (185,000 nodes), then
 * 0.25 and 1 million nodes bench_sweep --full           the same, and 5 million; 100 million distances compared
 *     bench_sweep NODES [THREADS]  one size
 *
 * Seconds are of CPU, all threads together, the best of the repeats; searches are timed on a sample of the sites
 * spread over the country. Prints a table, then a line a bar.
 */
#include "analysis/access_sweep.h"
#include "generate.h"
#include "network/graph.h"
#include "network/profile.h"
#include "network/search.h"
#include "network/sweep.h"

#include "base/memory.h"
#include "support.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 3, SAMPLE = 1200, MOST_THREADS = 256, PORTO_SITES = 1000 };

typedef struct {
    int threads;
    bench_graph graph; /* generated, or */
    mlg_graph *city;   /* real */
    mlg_view view;
    mlg_hierarchy *hierarchy;
    mlg_spots *cells;
    mlg_anchor *cell, *site;
    int32_t n_cells, n_sites;
} land;

/* Figures of one size, for the bars that compare sizes. */
typedef struct {
    double nodes, sites, prepare_s, prepare_wall_s, open_s, open_whole_s, pass20_s, pass60_s, search20_s,
        search60_s;
    double access_s, megabytes;
} figures;

static double clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double cpu_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static void must(mlg_status st, const mlg_error *err)
{
    if (st == MLG_OK)
        return;
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

static double smaller(double a, double b)
{
    return b == 0 || a < b ? a : b;
}

/* ---- the country ---- */

/* Sites at nodes, cells at 46 of 100 nodes. */
static void settle(land *l, const int32_t *site, int32_t n_sites)
{
    mlg_error err;
    l->n_sites = n_sites;
    must(MLG_NEW(&l->site, (size_t)n_sites, "bench", &err), &err);
    must(MLG_NEW(&l->cell, (size_t)l->view.n_nodes, "bench", &err), &err);
    for (int32_t j = 0; j < n_sites; j++)
        l->site[j] = (mlg_anchor){ { site[j], MLG_NOWHERE }, { 0, 0 } };
    for (int32_t v = 0; v < l->view.n_nodes; v++)
        if ((int64_t)v * 46 % 100 < 46)
            l->cell[l->n_cells++] = (mlg_anchor){ { v, MLG_NOWHERE }, { 0, 0 } };
    printf("\n%d nodes, %d arcs, %d sites, %d cells\n", l->view.n_nodes, l->view.n_arcs, n_sites, l->n_cells);
}

static void generate(land *l, int32_t n_nodes)
{
    mlg_error err;
    bench_commune *communes;
    int32_t n_communes;
    must(bench_communes(&communes, &n_communes, n_nodes, 62, &err), &err);
    must(bench_graph_init(&l->graph, communes, n_communes, n_nodes, 62, &err), &err);
    free(communes);
    l->view = l->graph.forward.view;
    settle(l, l->graph.site, l->graph.n_sites);
}

/* The streets of Porto, sites at nodes by chance. */
static void read_city(land *l, const char *path)
{
    mlg_error err;
    mlg_profile *car;
    mlg_osm *osm;
    int32_t site[PORTO_SITES];
    uint64_t random = 62;
    must(mlg_profile_load(&car, "car", &err), &err);
    must(mlg_osm_open(&osm, path, &err), &err);
    must(mlg_graph_build(&l->city, osm, &(mlg_graph_options){ .profile = car }, &err), &err);
    mlg_osm_close(osm);
    mlg_profile_free(car);
    l->view = mlg_graph_view(l->city);
    for (int32_t j = 0; j < PORTO_SITES; j++)
        site[j] = random_below(&random, l->view.n_nodes);
    settle(l, site, PORTO_SITES);
}

static void release(land *l)
{
    mlg_spots_free(l->cells);
    mlg_hierarchy_free(l->hierarchy);
    free(l->cell);
    free(l->site);
    bench_graph_release(&l->graph);
    mlg_graph_free(l->city);
}

/* ---- preparation and file ---- */

static void prepare(land *l, figures *f)
{
    mlg_error err;
    const mlg_hierarchy_options options = { .threads = l->threads };
    for (int i = 0; i < REPEATS; i++) {
        mlg_hierarchy_free(l->hierarchy);
        double wall = clock_s(CLOCK_MONOTONIC), cpu = cpu_s();
        must(mlg_hierarchy_new(&l->hierarchy, &l->view, &options, &err), &err);
        f->prepare_s = smaller(cpu_s() - cpu, f->prepare_s);
        f->prepare_wall_s = smaller(clock_s(CLOCK_MONOTONIC) - wall, f->prepare_wall_s);
    }
    double cpu = cpu_s();
    must(mlg_hierarchy_customise(l->hierarchy, &l->view, l->threads, &err), &err);
    const mlg_hierarchy_stats s = mlg_hierarchy_figures(l->hierarchy);
    printf("  prepared     %8.3f s (wall %.3f); other times only %.3f s; core %.1f %%, %.2f arcs a node, %d "
           "slots, %.0f "
           "MB\n",
           f->prepare_s, f->prepare_wall_s, cpu_s() - cpu, 100.0 * s.core_nodes / s.nodes,
           (double)s.arcs / s.nodes, s.max_slots, 1e-6 * (double)s.bytes);
    must(mlg_spots_new(&l->cells, l->hierarchy, l->cell, l->n_cells, &err), &err);
}

static void store(const land *l, figures *f)
{
    mlg_error err;
    char path[64];
    snprintf(path, sizeof path, "/tmp/bench-sweep-%d.network", (int)getpid());
    must(mlg_hierarchy_save(l->hierarchy, path, 62, &err), &err);
    for (int i = 0; i < 2 * REPEATS; i++) {
        mlg_hierarchy *read;
        double wall = clock_s(CLOCK_MONOTONIC);
        must(mlg_hierarchy_open(&read, path, 62, i % 2 ? MLG_CHECK_HEAD : MLG_CHECK_WHOLE, l->threads, &err),
             &err);
        double taken = clock_s(CLOCK_MONOTONIC) - wall;
        *(i % 2 ? &f->open_s : &f->open_whole_s) = smaller(taken, i % 2 ? f->open_s : f->open_whole_s);
        mlg_hierarchy_free(read);
    }
    unlink(path);
    printf("  opened       %8.4f s; every byte checked %.3f s (wall)\n", f->open_s, f->open_whole_s);
}

/* ---- searches and sweeps ---- */

static double search(const land *l, int32_t limit_ds, double *settled)
{
    mlg_error err;
    mlg_search *search;
    const mlg_search_options options = { .limit_ds = limit_ds };
    const int32_t count = l->n_sites < SAMPLE ? l->n_sites : SAMPLE;
    double best = 0;
    must(mlg_search_new(&search, l->view.n_nodes, &err), &err);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        int64_t nodes = 0;
        double cpu = cpu_s();
        for (int32_t i = 0; i < count; i++) {
            mlg_reached reached;
            const mlg_seed seed = { l->site[(int64_t)i * l->n_sites / count].node[0], 0 };
            must(mlg_search_run(&reached, search, &l->view, &seed, 1, &options, &err), &err);
            nodes += reached.count;
        }
        best = smaller((cpu_s() - cpu) / count, best);
        *settled = (double)nodes / count;
    }
    mlg_search_free(search);
    return best * l->n_sites;
}

typedef struct {
    int64_t visits, pairs;
    char apart[48]; /* threads on lines of their own */
} tally;

/* The least a consumer can do with every row: count what is within reach. */
static mlg_status count_pairs(void *context, const mlg_visit *visit, mlg_error *err)
{
    (void)err;
    tally *t = (tally *)context + visit->batch->worker;
    uint16_t within = 0;
    for (int lane = 0; lane < MLG_LANES; lane++)
        within = (uint16_t)(within + (visit->row[lane] != UINT16_MAX));
    t->visits++;
    t->pairs += within;
    return MLG_OK;
}

static double sweep(const land *l, int32_t minutes, mlg_lane_path path, const char *name, double search_s,
                    double settled)
{
    mlg_error err;
    tally *tallies, all = { 0 };
    const mlg_sweep_request request = { .spots = l->cells,
                                        .sources = l->site,
                                        .n_sources = l->n_sites,
                                        .limit_ds = minutes * 600,
                                        .threads = l->threads,
                                        .path = path };
    double best = 0, wall_best = 0;
    must(MLG_NEW(&tallies, MOST_THREADS, "bench", &err), &err);
    const mlg_sweep_consumer consumer = { .context = tallies, .passes = 1, .visit = count_pairs };
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        mlg_sweep *swept;
        memset(tallies, 0, MOST_THREADS * sizeof *tallies);
        double cpu = cpu_s(), wall = clock_s(CLOCK_MONOTONIC);
        must(mlg_sweep_new(&swept, &request, &err), &err);
        must(mlg_sweep_run(swept, 0, mlg_sweep_batches(swept), &consumer, &err), &err);
        best = smaller(cpu_s() - cpu, best);
        wall_best = smaller(clock_s(CLOCK_MONOTONIC) - wall, wall_best);
        mlg_sweep_free(swept);
    }
    for (int i = 0; i < MOST_THREADS; i++) {
        all.visits += tallies[i].visits;
        all.pairs += tallies[i].pairs;
    }
    printf("  %2d min %-7s %7.3f s (wall %.3f), %5.1f us a site, %4.0f ns a row, %5.2f ns a pair; searches %.2f s "
           "(%.0f settled): %.1f x\n",
           minutes, name, best, wall_best, 1e6 * best / l->n_sites, 1e9 * best / (double)all.visits,
           1e9 * best / (double)all.pairs, search_s, settled, search_s / best);
    free(tallies);
    return best;
}

static void access_pass(const land *l, figures *f)
{
    mlg_error err;
    const double end_min[3] = { 10, 15, 20 }, weight[3] = { 1, 0.667, 0.333 };
    const size_t n = (size_t)l->n_cells, m = (size_t)l->n_sites;
    mlg_decay decay;
    mlg_access_stats stats;
    double *demand, *supply, *access, *catchment, *ratio, given = 0;
    must(mlg_decay_custom(&decay, "bench", MLG_CLOSED_RIGHT, 3, end_min, weight, &err), &err);
    must(MLG_NEW(&demand, n, "bench", &err), &err);
    must(MLG_NEW(&access, n, "bench", &err), &err);
    must(MLG_NEW(&supply, m, "bench", &err), &err);
    must(MLG_NEW(&catchment, m, "bench", &err), &err);
    must(MLG_NEW(&ratio, m, "bench", &err), &err);
    for (size_t i = 0; i < n; i++)
        demand[i] = 1 + (double)(i * 7919 % 61);
    for (size_t j = 0; j < m; j++)
        supply[j] = 1 + (double)(j % 4);
    const mlg_access_sweep_input input = { .spots = l->cells,
                                           .sites = l->site,
                                           .n_sites = l->n_sites,
                                           .decay = &decay,
                                           .demand = demand,
                                           .supply = supply,
                                           .threads = l->threads };
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double cpu = cpu_s();
        must(mlg_access_by_sweep(&input, access, catchment, ratio, &stats, &err), &err);
        f->access_s = smaller(cpu_s() - cpu, f->access_s);
    }
    for (size_t i = 0; i < n; i++)
        given += access[i] * demand[i];
    printf("  access       %8.3f s, both steps, no matrix; given over supplied - 1 = %.1e\n", f->access_s,
           given / (stats.supply - stats.supply_unreached) - 1);
    free(demand);
    free(access);
    free(supply);
    free(catchment);
    free(ratio);
}

/* ---- the same integers ---- */

typedef struct {
    const land *l;
    mlg_search *search;
    int64_t compared, different;
    uint16_t *time_ds; /* [n_cells x MLG_LANES] of the batch */
} comparison;

static mlg_status keep(void *context, const mlg_visit *visit, mlg_error *err)
{
    (void)err;
    comparison *c = context;
    memcpy(c->time_ds + (size_t)mlg_spots_places(c->l->cells)[visit->spot] * MLG_LANES, visit->row,
           MLG_LANES * sizeof *visit->row);
    return MLG_OK;
}

static mlg_status begin(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)batch, (void)err;
    comparison *c = context;
    memset(c->time_ds, 0xFF, (size_t)c->l->n_cells * MLG_LANES * sizeof *c->time_ds);
    return MLG_OK;
}

static mlg_status compare(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    comparison *c = context;
    const mlg_search_options options = { .limit_ds = 60 * 600 };
    for (int32_t lane = 0; lane < batch->n_sources; lane++) {
        mlg_reached reached;
        const mlg_seed seed = { c->l->site[batch->source[lane]].node[0], 0 };
        MLG_TRY(mlg_search_run(&reached, c->search, &c->l->view, &seed, 1, &options, err));
        for (int32_t i = 0; i < c->l->n_cells; i++) {
            int32_t wanted = reached.time_ds[c->l->cell[i].node[0]];
            uint16_t found = c->time_ds[(size_t)i * MLG_LANES + (size_t)lane];
            c->different += found == UINT16_MAX ? wanted != MLG_UNREACHABLE : wanted != found;
            c->compared += wanted != MLG_UNREACHABLE;
        }
    }
    return MLG_OK;
}

/* 60 minutes, batches spread over the country, until enough distances within reach are compared. */
static int64_t compare_times(const land *l, int64_t enough, int64_t *compared)
{
    mlg_error err;
    mlg_sweep *swept;
    comparison c = { .l = l };
    const mlg_sweep_request request = {
        .spots = l->cells, .sources = l->site, .n_sources = l->n_sites, .limit_ds = 60 * 600, .threads = 1
    };
    const mlg_sweep_consumer consumer = { &c, 1, begin, keep, compare };
    must(MLG_NEW(&c.time_ds, (size_t)l->n_cells * MLG_LANES, "bench", &err), &err);
    must(mlg_search_new(&c.search, l->view.n_nodes, &err), &err);
    must(mlg_sweep_new(&swept, &request, &err), &err);
    const int32_t batches = mlg_sweep_batches(swept), step = batches / 97 + 1;
    for (int32_t i = 0; i < batches && c.compared < enough; i++)
        must(mlg_sweep_run(swept, (int32_t)((int64_t)i * step % batches), 1, &consumer, &err), &err);
    printf("  compared     %lld distances with searches: %lld differ\n", (long long)c.compared,
           (long long)c.different);
    mlg_sweep_free(swept);
    mlg_search_free(c.search);
    free(c.time_ds);
    *compared = c.compared;
    return c.different;
}

/* ---- one size, all sizes ---- */

static double peak_megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void measure(land *l, figures *f)
{
    double settled20, settled60;
    f->nodes = l->view.n_nodes;
    f->sites = l->n_sites;
    prepare(l, f);
    store(l, f);
    f->search20_s = search(l, 20 * 600, &settled20);
    f->search60_s = search(l, 60 * 600, &settled60);
    if (mlg_lane_path_here(MLG_LANES_AVX2))
        sweep(l, 20, MLG_LANES_PLAIN, "plain C", f->search20_s, settled20);
    if (mlg_lane_path_here(MLG_LANES_AVX512) && mlg_lane_path_here(MLG_LANES_AVX2))
        sweep(l, 20, MLG_LANES_AVX2, "AVX2", f->search20_s, settled20);
    f->pass20_s = sweep(l, 20, MLG_LANES_BEST, "best", f->search20_s, settled20);
    f->pass60_s = sweep(l, 60, MLG_LANES_BEST, "best", f->search60_s, settled60);
    access_pass(l, f);
    f->megabytes = peak_megabytes();
    printf("  peak memory  %.0f MB, the generator's graphs included\n", f->megabytes);
}

/* Read bandwidth of one thread, to see the passes beside. */
static void print_bandwidth(void)
{
    enum { WORDS = 1 << 25 };
    mlg_error err;
    uint64_t *words, sum = 0;
    double best = 0;
    must(MLG_NEW(&words, WORDS, "bench", &err), &err);
    memset(words, 1, (size_t)WORDS * sizeof *words);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double cpu = cpu_s();
        for (size_t i = 0; i < WORDS; i++)
            sum += words[i];
        best = smaller(cpu_s() - cpu, best);
    }
    printf("memory reads at %.1f GB/s on one thread%s\n", 1e-9 * WORDS * sizeof *words / best, sum ? "" : ".");
    free(words);
}

static void bar(const char *name, double figure, double goal, bool at_least)
{
    bool ok = at_least ? figure >= goal : figure <= goal;
    printf("bar %s %.3f %.3f %s\n", name, figure, goal, ok ? "ok" : "short");
}

/* What all sizes together are compared by. */
typedef struct {
    int64_t enough, compared, different;
} verdict;

static void run(land *l, figures *f, verdict *v)
{
    int64_t compared;
    measure(l, f);
    v->different += compare_times(l, v->enough, &compared);
    v->compared += compared;
    release(l);
}

static void run_porto(int threads, verdict *v)
{
    const char *path = shared_data("osm/r5_porto_portugal.osm.pbf");
    land l = { .threads = threads };
    figures f = { 0 };
    if (!path) {
        printf("\nno ../shared/data/osm/r5_porto_portugal.osm.pbf: Porto is left out\n");
        return;
    }
    read_city(&l, path);
    run(&l, &f, v);
    bar("porto_over_search_with_preparation", f.search20_s / (f.prepare_s + f.pass20_s), 8, true);
}

static void print_bars(const figures *f, int count, const figures *department, const verdict *v, double millions)
{
    const figures *last = &f[count - 1];
    printf("\n");
    bar("sweep_differences", (double)v->different, 0, false);
    bar("sweep_millions_compared", 1e-6 * (double)v->compared, millions, true);
    if (department)
        bar("department_prepare_and_pass_s", department->prepare_s + department->pass20_s, 0.5, false);
    bar("sweep_over_search_20_min", last->search20_s / last->pass20_s, 10, true);
    bar("sweep_over_search_60_min", last->search60_s / last->pass60_s, 20, true);
    bar("prepare_s", last->prepare_s, 15, false);
    bar("access_s", last->access_s, 4, false);
    bar("open_s", last->open_s, 0.05, false);
    bar("open_whole_s", last->open_whole_s, 0.05, false);
    bar("peak_gigabytes", 1e-3 * last->megabytes, 2, false);
    if (count > 1) {
        bar("growth_prepare", last->prepare_s / last->nodes / (f[1].prepare_s / f[1].nodes), 1.3, false);
        bar("growth_pass", last->pass20_s / last->sites / (f[1].pass20_s / f[1].sites), 1.3, false);
    }
}

int main(int argc, char **argv)
{
    const bool full = argc > 1 && strcmp(argv[1], "--full") == 0, one = argc > 1 && !full;
    const int32_t sizes[4] = { one ? atoi(argv[1]) : 185000, 250000, 1000000, 5000000 };
    const int count = one ? 1 : full ? 4 : 3, threads = argc > 2 ? atoi(argv[2]) : 1;
    verdict v = { .enough = full ? 30000000 : 3000000 };
    setvbuf(stdout, NULL, _IOLBF, 0);
    figures f[4] = { { 0 } };
    print_bandwidth();
    if (!one)
        run_porto(threads, &v);
    for (int i = 0; i < count; i++) {
        land l = { .threads = threads };
        generate(&l, sizes[i]);
        run(&l, &f[i], &v);
    }
    print_bars(f, count, one ? NULL : &f[0], &v, full ? 100 : one ? 3 : 9);
    return v.different != 0;
}
