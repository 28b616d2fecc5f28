/* Bars of the exact searches, on a generated graph: bounded one-to-many searches from its sites, by the bucket
 * queue of the engine and by textbook heaps in this same program, with nodes in Hilbert and in random order.
 *
 *     bench_search [nodes [minutes [sources [repeats]]]]      1000000 20 2222 7
 *
 * By default every third site of the generator is a source, in Hilbert order: what an analysis of a whole
 * territory does. Random order takes a tenth of them, once. Prints a table, then a line a bar. Times are CPU times
 * of the thread, the best of the repeats.
 */
#include "generate.h"
#include "measure.h"
#include "network/search/dijkstra.h"
#include "textbook.h"

#include "base/memory.h"

#include <string.h>
#include <sys/resource.h>

typedef struct {
    int32_t limit_ds, n_sources, repeats;
} plan;

typedef struct {
    double seconds;
    int64_t settled;
    uint64_t check; /* sum of all times: the same for every method */
} measure;

static int32_t source(const bench_graph *graph, const plan *p, int32_t i)
{
    return graph->site[(int64_t)i * graph->n_sites / p->n_sources];
}

static void add_times(measure *m, const int32_t *node, int32_t count, const int32_t *time_ds)
{
    for (int32_t i = 0; i < count; i++)
        m->check += (uint64_t)time_ds[node[i]];
}

static measure run_buckets(const bench_graph *graph, const plan *p, bool checks)
{
    mlg_error err;
    mlg_search *search;
    mlg_search_options options = { .limit_ds = p->limit_ds };
    must(mlg_search_new(&search, graph->arcs.n_nodes, &err), &err);
    measure m = { 0 };
    double start = clock_s(CLOCK_THREAD_CPUTIME_ID);
    for (int32_t i = 0; i < p->n_sources; i++) {
        mlg_reached reached;
        mlg_seed seed = { source(graph, p, i), 0 };
        must(mlg_search_run(&reached, search, &graph->forward.view, &seed, 1, &options, &err), &err);
        m.settled += reached.count;
        if (checks)
            add_times(&m, reached.node, reached.count, reached.time_ds);
    }
    m.seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - start;
    mlg_search_free(search);
    return m;
}

/* Inlined with a constant arity, so that each heap is compiled as if written for it. */
static inline __attribute__((always_inline)) measure run_heap(const bench_graph *graph, const plan *p, bool checks,
                                                              size_t arity)
{
    mlg_error err;
    textbook book = { 0 };
    size_t n = (size_t)graph->arcs.n_nodes;
    must(MLG_NEW(&book.time_ds, n, "bench", &err), &err);
    must(MLG_NEW(&book.settled, n, "bench", &err), &err);
    must(MLG_NEW(&book.heap, (size_t)graph->arcs.n_arcs + 1, "bench", &err), &err);
    for (size_t i = 0; i < n; i++)
        book.time_ds[i] = INT32_MAX;
    measure m = { 0 };
    double start = clock_s(CLOCK_THREAD_CPUTIME_ID);
    for (int32_t i = 0; i < p->n_sources; i++) {
        textbook_seed(&book, source(graph, p, i), 0, p->limit_ds, arity);
        textbook_run(&book, &graph->forward.view, p->limit_ds, arity);
        m.settled += book.n_settled;
        if (checks)
            add_times(&m, book.settled, book.n_settled, book.time_ds);
        textbook_forget(&book);
    }
    m.seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - start;
    free(book.time_ds);
    free(book.settled);
    free(book.heap);
    return m;
}

static measure run_binary(const bench_graph *graph, const plan *p, bool checks)
{
    return run_heap(graph, p, checks, 2);
}

static measure run_quaternary(const bench_graph *graph, const plan *p, bool checks)
{
    return run_heap(graph, p, checks, 4);
}

typedef measure (*method_fn)(const bench_graph *graph, const plan *p, bool checks);

typedef struct {
    const char *name;
    method_fn run;
    double rate; /* million settled nodes a second, of the best repeat */
} contender;

/* Checks first that all methods give the same times, then takes them in turn, so that a busy spell of the machine
 * does not fall on one of them alone. */
static void compete(const char *order, const bench_graph *graph, const plan *p, contender *all, int32_t count)
{
    measure first = all[0].run(graph, p, true);
    for (int32_t c = 1; c < count; c++) {
        measure other = all[c].run(graph, p, true);
        if (other.check != first.check || other.settled != first.settled) {
            printf("%s: times of %s differ\n", order, all[c].name);
            exit(1);
        }
    }
    for (int32_t i = 0; i < p->repeats * count; i++) {
        contender *c = &all[i % count];
        double rate = 1e-6 * (double)first.settled / c->run(graph, p, false).seconds;
        c->rate = rate > c->rate ? rate : c->rate;
    }
    double settled = (double)first.settled / p->n_sources;
    for (int32_t c = 0; c < count; c++)
        printf("%-8s %-13s %9.0f %10.3f %8.1f\n", order, all[c].name, settled, 1e-3 * settled / all[c].rate,
               all[c].rate);
    fflush(stdout);
}

static void generate(bench_graph *graph, int32_t n_nodes)
{
    mlg_error err;
    bench_commune *communes;
    int32_t n_communes;
    double start = clock_s(CLOCK_MONOTONIC);
    must(bench_communes(&communes, &n_communes, n_nodes, 62, &err), &err);
    must(bench_graph_init(graph, communes, n_communes, n_nodes, 62, &err), &err);
    free(communes);
    printf("graph: %d nodes, %d arcs (%.2f a node), %d centres, made in %.1f s\n", graph->arcs.n_nodes,
           graph->arcs.n_arcs, (double)graph->arcs.n_arcs / graph->arcs.n_nodes, graph->n_centres,
           clock_s(CLOCK_MONOTONIC) - start);
}

int main(int argc, char **argv)
{
    int32_t n_nodes = argc > 1 ? atoi(argv[1]) : 1000000;
    plan p = { argc > 2 ? atoi(argv[2]) * 600 : 12000, argc > 3 ? atoi(argv[3]) : n_nodes / 450,
               argc > 4 ? atoi(argv[4]) : 7 };
    bench_graph graph, shuffled;
    mlg_error err;
    generate(&graph, n_nodes);
    must(bench_graph_shuffled(&shuffled, &graph, 7, &err), &err);
    printf("%d searches of %d ds\n", p.n_sources, p.limit_ds);
    printf("%-8s %-13s %9s %10s %8s\n", "order", "queue", "settled", "ms/search", "M/s");
    contender near[3] = { { "buckets", run_buckets, 0 },
                          { "binary heap", run_binary, 0 },
                          { "4-ary heap", run_quaternary, 0 } };
    contender far[2] = { { "buckets", run_buckets, 0 }, { "binary heap", run_binary, 0 } };
    compete("Hilbert", &graph, &p, near, 3);
    p.n_sources = p.n_sources / 10 + 1;
    p.repeats = 1;
    compete("random", &shuffled, &p, far, 2);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %.0f MB\n", (double)usage.ru_maxrss / 1024);
    bar("search_settled_millions_a_second", near[0].rate, 25, true);
    bar("search_over_binary_heap", near[0].rate / near[1].rate, 2.5, true);
    bench_graph_release(&graph);
    bench_graph_release(&shuffled);
    return 0;
}
