/* Seeded siting instances, and those of the OR-Library, for the siting benches. */
#ifndef MLG_BENCH_SITING_INSTANCES_H
#define MLG_BENCH_SITING_INSTANCES_H

#include "base/memory.h"
#include "base/random.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static uint64_t seed;

static inline uint64_t next_random(void)
{
    return mlg_random_next(&seed);
}

static inline int32_t below(int32_t n)
{
    return (int32_t)(next_random() % (uint64_t)n);
}

static inline double unit(void)
{
    return (double)(next_random() >> 11) * 0x1p-53;
}

static inline void *room(size_t count, size_t size)
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

static inline instance make(int32_t n_demand, int32_t n_candidates)
{
    size_t arcs = (size_t)n_demand * (size_t)n_candidates;
    return (instance){ n_demand,
                       n_candidates,
                       room((size_t)n_demand, sizeof(int64_t)),
                       room((size_t)n_candidates + 1, sizeof(int64_t)),
                       room(arcs, sizeof(int32_t)),
                       room(arcs, sizeof(int32_t)) };
}

static inline void drop(instance *x)
{
    free(x->weight);
    free(x->start);
    free(x->demand);
    free(x->time_s);
}

/* ---- generators --------------------------------------------------------------------------------------- */

/* Floyd-Warshall on the times of a square instance, then one person a place and full rows. */
static inline void close_paths(instance *whole)
{
    instance x = *whole;
    int32_t n = x.n_demand, *d = x.time_s;
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
}

/* A random tree, so that the graph holds together, and random edges up to n*n/50; then Floyd-Warshall. */
static inline instance or_library(int32_t n, uint64_t from)
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
    close_paths(&x);
    return x;
}

/* Communes in a department of 80 x 80 km with lognormal populations: places, two numbers each. Candidates are the most peopled
 * communes, so these come first. */
static inline double *settle(instance *x)
{
    double *place = room(2 * (size_t)x->n_demand, sizeof(double));
    for (int32_t i = 0; i < x->n_demand; i++) {
        place[2 * i] = 80000 * unit();
        place[2 * i + 1] = 80000 * unit();
        double normal = sqrt(-2 * log(unit() + 1e-300)) * cos(6.283185307179586 * unit());
        x->weight[i] = 20 + (int64_t)(500 * exp(1.2 * normal));
    }
    for (int32_t j = 0; j < x->n_candidates; j++) {
        int32_t largest = j;
        for (int32_t i = j + 1; i < x->n_demand; i++)
            largest = x->weight[i] > x->weight[largest] ? i : largest;
        int64_t w = x->weight[j];
        x->weight[j] = x->weight[largest];
        x->weight[largest] = w;
    }
    return place;
}

static inline double metres_between(const double *place, int32_t i, int32_t j)
{
    return hypot(place[2 * i] - place[2 * j], place[2 * i + 1] - place[2 * j + 1]);
}

/* Times of 1.3 x distance at 50 km/h, each pair with its own noise of this share on either side, kept up to longest_s. */
static inline instance plane(int32_t n_demand, int32_t n_candidates, int32_t longest_s, double noise,
                             uint64_t from)
{
    seed = from;
    instance x = make(n_demand, n_candidates);
    double *place = settle(&x);
    int64_t arc = 0;
    for (int32_t j = 0; j < n_candidates; j++) {
        for (int32_t i = 0; i < n_demand; i++) {
            int32_t time_s =
                (int32_t)(1.3 * metres_between(place, i, j) / (50 / 3.6) * (1 - noise + 2 * noise * unit()));
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

/* With 10 % of noise. */
static inline instance department(int32_t n_demand, int32_t n_candidates, int32_t longest_s, uint64_t from)
{
    return plane(n_demand, n_candidates, longest_s, 0.1, from);
}

static inline void lay_road(instance *x, const double *place, int32_t i, int32_t j)
{
    int32_t *d = x->time_s, n = x->n_demand;
    int32_t time_s = (int32_t)(metres_between(place, i, j) * (1 + 0.5 * unit()) / (50 / 3.6));
    if (time_s < d[i * n + j])
        d[i * n + j] = d[j * n + i] = time_s;
}

/* The same communes on roads: each has one to its nearest earlier commune and to its five nearest, up to half as long again
 * as the straight line; shortest paths, full rows. */
static inline instance roads(int32_t n, uint64_t from)
{
    enum { NEIGHBOURS = 5 };
    seed = from;
    instance x = make(n, n);
    int64_t *weight = room((size_t)n, sizeof *weight);
    double *place = settle(&x);
    memcpy(weight, x.weight, (size_t)n * sizeof *weight);
    for (int32_t k = 0; k < n * n; k++)
        x.time_s[k] = k % (n + 1) == 0 ? 0 : 1 << 28;
    for (int32_t i = 0; i < n; i++) {
        int32_t nearest[NEIGHBOURS], count = 0, earlier = -1;
        for (int32_t j = 0; j < n; j++) {
            double metres = metres_between(place, i, j);
            if (j < i && (earlier < 0 || metres < metres_between(place, i, earlier)))
                earlier = j;
            int32_t at = j == i ? NEIGHBOURS : count;
            for (; at > 0 && j != i && metres < metres_between(place, i, nearest[at - 1]); at--)
                if (at < NEIGHBOURS)
                    nearest[at] = nearest[at - 1];
            if (at < NEIGHBOURS)
                nearest[at] = j;
            count += j != i && count < NEIGHBOURS;
        }
        for (int32_t k = 0; k < count; k++)
            lay_road(&x, place, i, nearest[k]);
        if (earlier >= 0)
            lay_road(&x, place, i, earlier);
    }
    close_paths(&x);
    memcpy(x.weight, weight, (size_t)n * sizeof *weight);
    free(weight);
    free(place);
    return x;
}

static inline void bar_words(const char *name, double got, const char *goal, bool is_ok)
{
    printf("bar %s %.4g %s %s\n", name, got, goal, is_ok ? "ok" : "short");
    fflush(stdout);
}

#endif
