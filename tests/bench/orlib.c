#include "orlib.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_PLACES = 20000, MOST_PROBLEMS = 1000, FAR = 1 << 28 };

void orlib_release(orlib *x)
{
    free(x->weight);
    free(x->start);
    free(x->demand);
    free(x->time_s);
    *x = (orlib){ 0 };
}

static mlg_status init(orlib *x, int32_t n, mlg_error *err)
{
    size_t arcs = (size_t)n * (size_t)n;
    *x = (orlib){ .n = n, .best_known = (double)NAN };
    MLG_TRY(MLG_NEW(&x->weight, (size_t)n, "places", err));
    MLG_TRY(MLG_NEW(&x->start, (size_t)n + 1, "places", err));
    MLG_TRY(MLG_NEW(&x->demand, arcs, "places", err));
    MLG_TRY(MLG_NEW(&x->time_s, arcs, "places", err));
    for (int32_t j = 0; j < n; j++) {
        x->weight[j] = 1;
        x->start[j + 1] = (int64_t)n * (j + 1);
        for (int32_t i = 0; i < n; i++) {
            x->demand[(size_t)j * (size_t)n + (size_t)i] = i;
            x->time_s[(size_t)j * (size_t)n + (size_t)i] = i == j ? 0 : FAR;
        }
    }
    return MLG_OK;
}

/* Floyd and Warshall. */
static void close_paths(orlib *x)
{
    size_t n = (size_t)x->n;
    int32_t *d = x->time_s;
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++) {
            int32_t first = d[i * n + k];
            for (size_t j = 0; first < FAR && j < n; j++) {
                int32_t through = first + d[k * n + j];
                d[i * n + j] = through < d[i * n + j] ? through : d[i * n + j];
            }
        }
}

static mlg_status read_edges(orlib *x, FILE *file, const char *path, int n_edges, mlg_error *err)
{
    size_t n = (size_t)x->n;
    for (int e = 0; e < n_edges; e++) {
        int u = 0, v = 0, length = 0;
        if (fscanf(file, "%d %d %d", &u, &v, &length) != 3)
            return mlg_fail(err, MLG_INPUT, "%s: edge %d of %d cannot be read", path, e + 1, n_edges);
        if (u < 1 || u > x->n || v < 1 || v > x->n || length < 0 || length >= FAR)
            return mlg_fail(err, MLG_INPUT, "%s: edge %d is from %d to %d of length %d, of %d places", path, e + 1,
                            u, v, length, (int)x->n);
        if (u != v)
            x->time_s[(size_t)(u - 1) * n + (size_t)v - 1] = x->time_s[(size_t)(v - 1) * n + (size_t)u - 1] =
                length;
    }
    return MLG_OK;
}

mlg_status orlib_read_pmedian(orlib *out, const char *path, mlg_error *err)
{
    int n = 0, n_edges = 0, p = 0;
    FILE *file = fopen(path, "r");
    *out = (orlib){ 0 };
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s cannot be opened", path);
    mlg_status st;
    if (fscanf(file, "%d %d %d", &n, &n_edges, &p) != 3 || n < 1 || n > MOST_PLACES || n_edges < 0)
        MLG_GO(mlg_fail(err, MLG_INPUT,
                        "%s is no p-median of the OR-Library: no places, edges and sites at its head", path));
    if (p < 0 || p > n)
        MLG_GO(mlg_fail(err, MLG_INPUT, "%s: %d sites among %d places", path, p, n));
    MLG_GO(init(out, n, err));
    MLG_GO(read_edges(out, file, path, n_edges, err));
    close_paths(out);
    out->sites = p;
done:
    fclose(file);
    if (st != MLG_OK)
        orlib_release(out);
    return st;
}

static mlg_status read_places(orlib *x, FILE *file, const char *path, mlg_error *err)
{
    double *at = NULL;
    size_t n = (size_t)x->n;
    mlg_status st;
    MLG_GO(MLG_NEW(&at, 2 * n, "places", err));
    for (size_t i = 0; i < n; i++) {
        int which = 0, demand = 0;
        if (fscanf(file, "%d %lf %lf %d", &which, &at[2 * i], &at[2 * i + 1], &demand) != 4 || demand < 0)
            MLG_GO(mlg_fail(err, MLG_INPUT, "%s: place %d of problem %d cannot be read", path, (int)i + 1,
                            (int)x->number));
        x->weight[i] = demand;
    }
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            x->time_s[j * n + i] = (int32_t)floor(hypot(at[2 * i] - at[2 * j], at[2 * i + 1] - at[2 * j + 1]));
done:
    free(at);
    return st;
}

static mlg_status read_one(orlib *x, FILE *file, const char *path, int k, int of, mlg_error *err)
{
    int number = 0, n = 0, p = 0, capacity = 0;
    double best = 0;
    if (fscanf(file, "%d %lf %d %d %d", &number, &best, &n, &p, &capacity) != 5)
        return mlg_fail(err, MLG_INPUT, "%s: problem %d of %d cannot be read", path, k + 1, of);
    if (n < 1 || n > MOST_PLACES || p < 0 || p > n || capacity < 1)
        return mlg_fail(err, MLG_INPUT, "%s: problem %d has %d sites among %d places, of capacity %d", path, k + 1,
                        p, n, capacity);
    MLG_TRY(init(x, n, err));
    x->number = number;
    x->best_known = best;
    x->sites = p;
    x->capacity = capacity;
    return read_places(x, file, path, err);
}

mlg_status orlib_read_capacitated(orlib **out, int32_t *n, const char *path, mlg_error *err)
{
    int n_problems = 0;
    FILE *file = fopen(path, "r");
    *out = NULL;
    *n = 0;
    if (!file)
        return mlg_fail(err, MLG_INPUT, "%s cannot be opened", path);
    mlg_status st;
    if (fscanf(file, "%d", &n_problems) != 1 || n_problems < 1 || n_problems > MOST_PROBLEMS)
        MLG_GO(mlg_fail(
            err, MLG_INPUT,
            "%s is no file of capacitated p-medians of the OR-Library: no number of problems at its head", path));
    MLG_GO(MLG_NEW(out, (size_t)n_problems, "problems", err));
    for (*n = 0; *n < n_problems; (*n)++)
        MLG_GO(read_one(&(*out)[*n], file, path, *n, n_problems, err));
done:
    fclose(file);
    if (st != MLG_OK) {
        for (int k = 0; *out && k < n_problems; k++)
            orlib_release(&(*out)[k]);
        free(*out);
        *out = NULL;
        *n = 0;
    }
    return st;
}
