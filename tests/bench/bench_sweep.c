/* Bars of the prepared network and its batched sweeps, on generated graphs: every site to every inhabited cell (46
 * of 100 nodes, as in France), against the bounded searches of the engine in this same program; and of the full
 * matrix without a limit.
 *
 *     bench_sweep                  Porto (when it stands in the shared data), a department (185,000 nodes), then
 *                                  0.25, 1 and 5 million nodes; 100 million distances compared
 *     bench_sweep --quick          without the 5 million; 9 million distances
 *     bench_sweep NODES [THREADS]  one size
 *
 * Seconds are of CPU, all threads together, the best of the repeats, which keep the memory that earlier ones freed;
 * prepare_s is of the first, pages of the kernel included. Searches are timed on a
 * sample of the sites spread over the country. Prints a table, then a line a bar, then a line a stretch goal.
 */
#include "compare.h"
#include "floor.h"
#include "measure.h"
#include "network/hierarchy/full_matrix.h"
#include "network/hierarchy/sweep.h"
#include "network/search/dijkstra.h"

#include "base/memory.h"
#include "support.h"

#include <limits.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { REPEATS = 3, PASSES = 5, SAMPLE = 1200, MOST_THREADS = 256, PORTO_SITES = 1000, MATRIX = 1000 };

/* Figures of one size, for the bars that compare sizes. */
typedef struct {
    double nodes, sites, prepare_s, prepare_wall_s, prepare_first_s, open_s, open_whole_s, pass20_s, pass60_s,
        search20_s, search60_s;
    double floor20_s, megabytes;
    double complete_s, matrix_s; /* 0: not asked for */
} figures;

/* ---- preparation and file ---- */

static void prepare(land *l, figures *f)
{
    mlg_error err;
    const mlg_hierarchy_options options = { .threads = l->threads };
    for (int i = 0; i < REPEATS; i++) {
        mlg_hierarchy_free(l->hierarchy);
        double wall = wall_s(), cpu = cpu_s();
        must(mlg_hierarchy_new(&l->hierarchy, &l->view, &options, &err), &err);
        const double taken = cpu_s() - cpu;
        f->prepare_first_s = i == 0 ? taken : f->prepare_first_s;
        f->prepare_s = smaller(taken, f->prepare_s);
        f->prepare_wall_s = smaller(wall_s() - wall, f->prepare_wall_s);
    }
    double cpu = cpu_s();
    must(mlg_hierarchy_customise(l->hierarchy, &l->view, l->threads, &err), &err);
    const mlg_hierarchy_stats s = mlg_hierarchy_figures(l->hierarchy);
    printf("  prepared     %8.3f s (wall %.3f), %.3f the first time; other times only %.3f s; core %.1f %%, %.2f "
           "arcs a node, %d slots, %.0f MB\n",
           f->prepare_s, f->prepare_wall_s, f->prepare_first_s, cpu_s() - cpu, 100.0 * s.core_nodes / s.nodes,
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
        double wall = wall_s();
        must(mlg_hierarchy_open(&read, path, 62, i % 2 ? MLG_CHECK_HEAD : MLG_CHECK_WHOLE, l->threads, &err),
             &err);
        double taken = wall_s() - wall;
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
static mlg_status count_pairs(void *context, const mlg_spot_visit *visit, mlg_error *err)
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
    for (int repeat = 0; repeat < PASSES; repeat++) {
        mlg_sweep *swept;
        memset(tallies, 0, MOST_THREADS * sizeof *tallies);
        double cpu = cpu_s(), wall = wall_s();
        must(mlg_sweep_new(&swept, &request, &err), &err);
        must(mlg_sweep_run(swept, 0, mlg_sweep_batches(swept), &consumer, &err), &err);
        best = smaller(cpu_s() - cpu, best);
        wall_best = smaller(wall_s() - wall, wall_best);
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

/* ---- full matrix ---- */

/* Sources and targets spread over the country. */
static void matrix(const land *l, figures *f, comparison *c)
{
    mlg_error err;
    mlg_hierarchy *complete;
    mlg_anchor source[MATRIX], target[MATRIX];
    int32_t *time_ds;
    uint64_t random = 5;
    const mlg_hierarchy_options options = { .complete = true, .threads = l->threads };
    for (int32_t i = 0; i < MATRIX; i++) {
        source[i] = land_at(random_below(&random, l->view.n_nodes));
        target[i] = land_at(random_below(&random, l->view.n_nodes));
    }
    must(MLG_NEW(&time_ds, (size_t)MATRIX * MATRIX, "bench", &err), &err);
    double cpu = cpu_s();
    must(mlg_hierarchy_new(&complete, &l->view, &options, &err), &err);
    f->complete_s = cpu_s() - cpu;
    const mlg_full_matrix_request request = { .hierarchy = complete,
                                              .sources = source,
                                              .n_sources = MATRIX,
                                              .targets = target,
                                              .n_targets = MATRIX,
                                              .limit_ds = MLG_TIME_MAX,
                                              .threads = l->threads };
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        cpu = cpu_s();
        must(mlg_full_matrix(time_ds, &request, &err), &err);
        f->matrix_s = smaller(cpu_s() - cpu, f->matrix_s);
    }
    const mlg_hierarchy_stats s = mlg_hierarchy_figures(complete);
    printf("  full matrix  %8.3f s, %d x %d without a limit; prepared to the last node in %.3f s: %d nodes deep, "
           "%.0f "
           "MB\n",
           f->matrix_s, MATRIX, MATRIX, f->complete_s, s.max_slots, 1e-6 * (double)s.bytes);
    compare_matrix(c, l, time_ds, source, MATRIX, target, MATRIX, 25);
    mlg_hierarchy_free(complete);
    free(time_ds);
}

/* ---- one size, all sizes ---- */

static double peak_megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void measure_floor(const land *l, figures *f)
{
    const pass_work work = count_pass(l, 20 * 600);
    f->floor20_s = floor_of_row_s() * (double)work.rows;
    printf("  floor        %8.3f s: %.2f million rows lowered at %.1f ns, the pass is %.1f x; the trees it reads, "
           "%.0f "
           "MB, come in %.3f s\n",
           f->floor20_s, 1e-6 * (double)work.rows, 1e9 * floor_of_row_s(), f->pass20_s / f->floor20_s,
           1e-6 * (double)work.tree_bytes, 1e-9 * (double)work.tree_bytes / read_bandwidth(1));
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
    f->megabytes = peak_megabytes();
    measure_floor(l, f);
    printf("  peak memory  %.0f MB, the generator's graphs included\n", f->megabytes);
}

/* What all sizes together are compared by. */
typedef struct {
    int64_t enough;
    comparison sweeps, matrices;
} verdict;

static void run(land *l, figures *f, verdict *v)
{
    const int64_t before = v->sweeps.compared;
    measure(l, f);
    if (f->nodes > 0.9e6 && f->nodes < 1.1e6)
        matrix(l, f, &v->matrices);
    compare_sweeps(&v->sweeps, l, v->enough);
    printf("  compared     %lld distances with searches: %lld differ so far\n",
           (long long)(v->sweeps.compared - before), (long long)(v->sweeps.different + v->matrices.different));
    land_release(l);
}

static void run_porto(int threads, verdict *v, figures *f)
{
    const char *path = shared_data("osm/r5_porto_portugal.osm.pbf");
    land l = { .threads = threads };
    if (!path) {
        printf("\nno ../shared/data/osm/r5_porto_portugal.osm.pbf: Porto is left out\n");
        return;
    }
    land_read(&l, path, PORTO_SITES);
    run(&l, f, v);
}

/* Per node and per site, against the smallest size. Returns the largest ratios. */
static void print_growth(const figures *f, int count, double *prepare, double *pass)
{
    *prepare = *pass = 0;
    printf("\n%10s %16s %8s %14s %8s %12s\n", "nodes", "prepare ns/node", "growth", "20 min us/site", "growth",
           "over search");
    for (int i = 0; i < count; i++) {
        const double prepared = f[i].prepare_s / f[i].nodes, passed = f[i].pass20_s / f[i].sites;
        const double growth = prepared / (f[0].prepare_s / f[0].nodes),
                     pass_growth = passed / (f[0].pass20_s / f[0].sites);
        printf("%10.0f %16.0f %8.2f %14.1f %8.2f %12.1f\n", f[i].nodes, 1e9 * prepared, growth, 1e6 * passed,
               pass_growth, f[i].search20_s / f[i].pass20_s);
        *prepare = growth > *prepare ? growth : *prepare;
        *pass = pass_growth > *pass ? pass_growth : *pass;
    }
}

static void print_small_bars(const figures *porto, const figures *department)
{
    if (porto->nodes > 0) {
        const double ratio = porto->search20_s / (porto->prepare_s + porto->pass20_s);
        bar("porto_over_search_with_preparation", ratio, 8, true);
        stretch("porto_over_search_with_preparation", ratio, 20, true);
    }
    if (department->nodes > 0) {
        bar("department_prepare_and_pass_s", department->prepare_s + department->pass20_s, 0.5, false);
        stretch("department_prepare_and_pass_s", department->prepare_s + department->pass20_s, 0.2, false);
    }
}

static void print_matrix_bars(const figures *f)
{
    if (f->matrix_s == 0)
        return;
    bar("full_matrix_s", f->matrix_s, 3, false);
    bar("full_matrix_build_s", f->complete_s, 20, false);
    stretch("full_matrix_s", f->matrix_s, 1.4, false);
}

static void print_bars(const figures *last, const verdict *v, double millions)
{
    const double over20 = last->search20_s / last->pass20_s, over60 = last->search60_s / last->pass60_s;
    bar("differences", (double)(v->sweeps.different + v->matrices.different), 0, false);
    bar("sweep_millions_compared", 1e-6 * (double)v->sweeps.compared, millions, true);
    bar("sweep_over_search_20_min", over20, 10, true);
    bar("sweep_over_search_60_min", over60, 20, true);
    bar("prepare_s", last->prepare_first_s, 15, false);
    bar("open_s", last->open_s, 0.05, false);
    bar("peak_gigabytes", 1e-3 * last->megabytes, 2, false);
    stretch("sweep_over_search_20_min", over20, 15, true);
    stretch("sweep_over_search_60_min", over60, 30, true);
    stretch("sweep_over_simd_floor", last->pass20_s / last->floor20_s, 3, false);
    stretch("prepare_s", last->prepare_first_s, 4, false);
    stretch("open_whole_s", last->open_whole_s, 0.05, false);
}

/* The C library returns to the kernel what large sizes free and keeps what small ones do, so that pages would count as
 * growth; a virtual machine may take ten times longer again to fetch them from its host. */
static void keep_freed_memory(void)
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

int main(int argc, char **argv)
{
    enum { SIZES = 4 }; /* the department, then those of the growth */
    const bool quick = argc > 1 && strcmp(argv[1], "--quick") == 0, one = argc > 1 && !quick;
    const int32_t sizes[SIZES] = { one ? atoi(argv[1]) : 185000, 250000, 1000000, 5000000 };
    const int count = one ? 1 : quick ? SIZES - 1 : SIZES, threads = argc > 2 ? atoi(argv[2]) : 1;
    verdict v = { .enough = one || quick ? 3000000 : 30000000 };
    figures f[SIZES] = { { 0 } }, porto = { 0 }, none = { 0 };
    keep_freed_memory();
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("memory reads at %.1f GB/s on one thread, %.1f on two; a row of %d times is lowered in %.1f ns\n",
           read_bandwidth(1), read_bandwidth(2), MLG_LANES, 1e9 * floor_of_row_s());
    if (!one)
        run_porto(threads, &v, &porto);
    for (int i = 0; i < count; i++) {
        land l = { .threads = threads };
        land_generate(&l, sizes[i]);
        run(&l, &f[i], &v);
    }
    double prepare_growth = 0, pass_growth = 0;
    if (!one)
        print_growth(f + 1, count - 1, &prepare_growth, &pass_growth);
    printf("\n");
    print_small_bars(&porto, one ? &none : &f[0]);
    for (int i = 0; i < count; i++)
        print_matrix_bars(&f[i]);
    print_bars(&f[count - 1], &v, one ? 3 : quick ? 9 : 100);
    if (!one) {
        bar("growth_prepare", prepare_growth, 1.3, false);
        bar("growth_pass", pass_growth, 1.3, false);
    }
    return v.sweeps.different + v.matrices.different != 0;
}
