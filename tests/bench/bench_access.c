/* Bars of the access measures. Both steps of 2SFCA, E2SFCA, 3SFCA and BFCA on matrices of 3 and 40 million pairs, against
 * the read bandwidth measured in the same run: a step reads 8 bytes a pair (place and time); these measures have two steps
 * and do both in one reading, 3SFCA and BFCA one more before. Beside it the floor: the matrix read as many times as the
 * measure does, and nothing computed. Memory of the largest; RAAM on 2,000 places and 200 sites at a relative gap of 1e-6.
 * What bounds them: a pair must first be put at its place (access/pair_sums_lanes.h: 25 cycles for 16 pairs by AVX-512, four times
 * that in plain C), then a place costs 2 to 3 cycles for 8 in each way. Two steps share one spreading and reach the
 * bandwidth; the selection pass of 3SFCA and BFCA pays a spreading for one step, and these two stay near 0.6.
 * Times are processor seconds over threads, for the bandwidth too: what elapses on a machine that does nothing else.
 *     bench_access [threads | raam] */
#include "analysis/access/measure.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/random.h"
#include "measure.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static uint64_t seed = 1;

static double unit(void)
{
    return (double)(mlg_random_next(&seed) >> 11) * 0x1p-53;
}

/* ---- read bandwidth ---------------------------------------------------------------------------------------- */

enum { SLICES = 64 };

typedef struct {
    const uint64_t *words;
    size_t count;
    uint64_t sum[SLICES];
} reading;

static mlg_status read_slice(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    reading *r = context;
    uint64_t sum[4] = { 0 };
    size_t from = r->count / SLICES * (size_t)task, end = from + r->count / SLICES;
    for (size_t i = from; i + 4 <= end; i += 4)
        for (int lane = 0; lane < 4; lane++)
            sum[lane] += r->words[i + (size_t)lane];
    r->sum[task] = sum[0] + sum[1] + sum[2] + sum[3];
    return MLG_OK;
}

/* Best of five sums over the bytes of the matrix itself, in bytes a second. */
static double read_bandwidth(const void *bytes, size_t size, int threads)
{
    reading r = { bytes, size / sizeof(uint64_t), { 0 } };
    double best = 0;
    mlg_error err;
    for (int k = 0; k < 5; k++) {
        double start = cpu_s();
        must(mlg_parallel(SLICES, threads, read_slice, &r, &err), &err);
        double rate = (double)(r.count * sizeof(uint64_t)) * mlg_thread_count(threads) / (cpu_s() - start);
        best = rate > best ? rate : best;
    }
    return best;
}

/* ---- matrices ---------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_times reach;
    int64_t *start;
    int32_t *place, *time_ds;
    double *demand, *supply, *value;
} land;

/* Each site reaches a window of places around its own, most of them, within 30 minutes: what a territory numbered along
 * its communes gives. */
static land make(int32_t sites, int32_t places, int64_t pairs)
{
    land l = { 0 };
    mlg_error err;
    int32_t row = (int32_t)(pairs / sites), window = row + row / 4 < places ? row + row / 4 : places;
    must(MLG_NEW(&l.start, (size_t)sites + 1, "bench", &err), &err);
    must(MLG_NEW(&l.place, (size_t)sites * (size_t)window, "bench", &err), &err);
    must(MLG_NEW(&l.time_ds, (size_t)sites * (size_t)window, "bench", &err), &err);
    must(MLG_NEW(&l.demand, (size_t)places, "bench", &err), &err);
    must(MLG_NEW(&l.supply, (size_t)sites, "bench", &err), &err);
    must(MLG_NEW(&l.value, (size_t)(places > sites ? places : sites), "bench", &err), &err);
    for (int32_t i = 0; i < places; i++)
        l.demand[i] = 2000 * unit();
    int64_t at = 0;
    for (int32_t j = 0; j < sites; j++) {
        int32_t first = (int32_t)((double)(places - window) * j / sites);
        l.supply[j] = 1 + 9 * unit();
        for (int32_t k = 0; k < window; k++)
            if (unit() < 0.8) {
                l.place[at] = first + k;
                l.time_ds[at++] = (int32_t)(18000 * unit());
            }
        l.start[j + 1] = at;
    }
    l.reach = mlg_times_rows((mlg_sparse_view){ sites, places, l.start, l.place, l.time_ds });
    return l;
}

static void drop(land *l)
{
    free(l->start);
    free(l->place);
    free(l->time_ds);
    free(l->demand);
    free(l->supply);
    free(l->value);
}

/* ---- measures ---------------------------------------------------------------------------------------------- */

/* Processor seconds over threads, and seconds elapsed. */
static double best_time(double *elapsed, const char *name, const land *l, int threads, int turns,
                        mlg_measure_stats *stats)
{
    mlg_measure_input in = { &l->reach, NULL, l->demand, l->supply, mlg_measure_defaults(), threads, NULL };
    double best = 1e9;
    mlg_error err;
    *elapsed = 1e9;
    for (int k = 0; k < turns; k++) {
        double start = cpu_s(), clock = wall_s();
        must(mlg_measure_run(mlg_measure_by_name(name), &in, l->value, stats, &err), &err);
        double spent = (cpu_s() - start) / mlg_thread_count(threads);
        best = spent < best ? spent : best;
        *elapsed = wall_s() - clock < *elapsed ? wall_s() - clock : *elapsed;
    }
    return best;
}

static void bench_pairs(const char *size, int32_t sites, int32_t places, int64_t pairs, int threads)
{
    static const struct {
        const char *name;
        int steps;         /* sums over all pairs */
        double pysal_s[2]; /* on 3 and 40 million pairs, 0: not known */
    } measures[] = { { "2sfca", 2, { 0.8, 0 } },
                     { "e2sfca", 2, { 5.4, 0 } },
                     { "3sfca", 3, { 5.8, 0 } },
                     { "bfca", 3, { 0, 0 } } };
    land l = make(sites, places, pairs);
    static double read; /* of memory: measured on the larger matrix, which no cache holds */
    if (read == 0)
        read = read_bandwidth(l.time_ds, (size_t)mlg_times_pairs(&l.reach) * sizeof *l.time_ds, threads);
    printf("%s: %d sites, %d places, %.1f M pairs, read %.1f GB/s\n", size, sites, places,
           (double)mlg_times_pairs(&l.reach) / 1e6, read / 1e9);
    for (size_t k = 0; k < sizeof measures / sizeof *measures; k++) {
        char name[64];
        mlg_measure_stats stats;
        double elapsed, spent = best_time(&elapsed, measures[k].name, &l, threads, 15, &stats);
        double bytes = (double)mlg_times_pairs(&l.reach) * 8 * measures[k].steps;
        double floor_s = (double)mlg_times_pairs(&l.reach) * 8 * (measures[k].steps - 1) / read;
        printf("  %-8s %8.2f ms  %.2f ns a pair  %.1f GB/s  (reading alone %.2f ms; elapsed %.2f ms)\n",
               measures[k].name, 1e3 * spent, 1e9 * spent / (double)mlg_times_pairs(&l.reach), bytes / spent / 1e9,
               1e3 * floor_s, 1e3 * elapsed);
        snprintf(name, sizeof name, "%s_%s_of_read_bandwidth", measures[k].name, size);
        bar(name, bytes / spent / read, 0.75, true);
        if (strcmp(size, "3M") == 0 && measures[k].pysal_s[0] > 0) {
            snprintf(name, sizeof name, "%s_%s_times_pysal", measures[k].name, size);
            bar(name, measures[k].pysal_s[0] / spent, 500, true);
        }
    }
    drop(&l);
}

static void bench_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    bar("memory_40M_gb", (double)usage.ru_maxrss * 1024 / 1e9, 0.5, false);
}

static void bench_raam(void)
{
    land l = make(200, 2000, 400000);
    mlg_measure_stats stats;
    double elapsed, spent = best_time(&elapsed, "raam", &l, 1, 3, &stats);
    printf("raam: 200 sites, 2000 places, gap %.2g in %d turns\n", stats.gap, stats.iterations);
    bar("raam_2000x200_s", spent, 1, false);
    drop(&l);
}

int main(int count, char **arguments)
{
    int threads = count > 1 ? atoi(arguments[1]) : 0;
    if (count > 1 && strcmp(arguments[1], "raam") == 0) {
        bench_raam();
        return 0;
    }
    bench_pairs("40M", 20000, 35000, 40000000, threads);
    bench_memory();
    bench_pairs("3M", 3000, 35000, 3000000, threads);
    bench_raam();
    return 0;
}
