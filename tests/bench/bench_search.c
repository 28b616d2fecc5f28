/* Bars of the exact searches, on a generated graph: bounded one-to-many searches from centres spread over it, by
 * the bucket queue of the engine and by textbook heaps in this same program, with nodes in Hilbert and in random
 * order. bench_search [nodes [minutes [sources [repeats]]]]      1000000 20 200 5 Prints a table, then a line a
 * bar. Times are CPU times of the thread, the best of the repeats. */
#include "generate.h"
#include "network/search.h"
#include "textbook.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
    int32_t limit_ds, n_sources, repeats;
} plan;

typedef struct {
    double seconds;
    int64_t settled;
    uint64_t check; /* sum of all times: the same for every method */
} measure;

static double clock_s(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void must(mlg_status st, const mlg_error *err)
{
    if (st == MLG_OK)
        return;
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

static int32_t source(const bench_graph *graph, const plan *p, int32_t i)
{
    return graph->site[(int64_t)i * graph->n_sites / p->n_sources];
}

static void add_times(measure *m, const int32_t *node, int32_t count, const int32_t *time_ds)
{
    m->settled += count;
    for (int32_t i = 0; i < count; i++)
        m->check += (uint64_t)time_ds[node[i]];
}

static measure run_buckets(const bench_graph *graph, const plan *p)
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
        add_times(&m, reached.node, reached.count, reached.time_ds);
    }
    m.seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - start;
    mlg_search_free(search);
    return m;
}

/* Inlined with a constant arity, so that each heap is compiled as if written for it. */
static inline __attribute__((always_inline)) measure run_heap(const bench_graph *graph, const plan *p,
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
        add_times(&m, book.settled, book.n_settled, book.time_ds);
        textbook_forget(&book);
    }
    m.seconds = clock_s(CLOCK_THREAD_CPUTIME_ID) - start;
    free(book.time_ds);
    free(book.settled);
    free(book.heap);
    return m;
}

static measure run_binary(const bench_graph *graph, const plan *p)
{
    return run_heap(graph, p, 2);
}

static measure run_quaternary(const bench_graph *graph, const plan *p)
{
    return run_heap(graph, p, 4);
}

typedef measure (*method_fn)(const bench_graph *graph, const plan *p);

/* Million settled nodes a second: of the best of the repeats. */
static double rate(const char *order, const char *queue, method_fn method, const bench_graph *graph, const plan *p,
                   uint64_t *check)
{
    measure best = method(graph, p);
    for (int32_t i = 1; i < p->repeats; i++) {
        measure next = method(graph, p);
        if (next.seconds < best.seconds)
            best = next;
    }
    if (*check == 0)
        *check = best.check;
    double figure = 1e-6 * (double)best.settled / best.seconds;
    printf("%-8s %-13s %9.0f %10.3f %8.1f%s\n", order, queue, (double)best.settled / p->n_sources,
           1e3 * best.seconds / p->n_sources, figure, best.check == *check ? "" : "  TIMES DIFFER");
    fflush(stdout);
    if (best.check != *check)
        exit(1);
    return figure;
}

static void bar(const char *name, double figure, double goal)
{
    printf("bar %s %.2f %.2f %s\n", name, figure, goal, figure >= goal ? "ok" : "short");
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
    plan p = { argc > 2 ? atoi(argv[2]) * 600 : 12000, argc > 3 ? atoi(argv[3]) : 200,
               argc > 4 ? atoi(argv[4]) : 5 };
    bench_graph graph, shuffled;
    mlg_error err;
    generate(&graph, n_nodes);
    must(bench_graph_shuffled(&shuffled, &graph, 7, &err), &err);
    printf("%d searches of %d ds\n", p.n_sources, p.limit_ds);
    printf("%-8s %-13s %9s %10s %8s\n", "order", "queue", "settled", "ms/search", "M/s");
    uint64_t check = 0;
    double buckets = rate("Hilbert", "buckets", run_buckets, &graph, &p, &check);
    double binary = rate("Hilbert", "binary heap", run_binary, &graph, &p, &check);
    rate("Hilbert", "4-ary heap", run_quaternary, &graph, &p, &check);
    p.n_sources = p.n_sources / 10 + 1;
    p.repeats = 1;
    check = 0;
    rate("random", "buckets", run_buckets, &shuffled, &p, &check);
    rate("random", "binary heap", run_binary, &shuffled, &p, &check);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %.0f MB\n", (double)usage.ru_maxrss / 1024);
    bar("search_settled_millions_a_second", buckets, 25);
    bar("search_over_binary_heap", buckets / binary, 2.5);
    bench_graph_release(&graph);
    bench_graph_release(&shuffled);
    return 0;
}
