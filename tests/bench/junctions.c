/* Junctions of a generated country: where they stand, and in which order. */
#include "works.h"

#include "base/memory.h"
#include "support.h"

#include <math.h>
#include <string.h>

double works_bell(uint64_t *random)
{
    double radius = sqrt(-2 * log(random_unit(random) + 1e-12));
    return radius * cos(6.283185307179586 * random_unit(random));
}

static mlg_status add_point(works *w, double x_m, double y_m, mlg_error *err)
{
    size_t need = (size_t)w->n_points + 1;
    MLG_TRY(MLG_GROW(&w->x_m, &w->x_room, need, "junctions", err));
    MLG_TRY(MLG_GROW(&w->y_m, &w->y_room, need, "junctions", err));
    w->x_m[w->n_points] = (float)x_m;
    w->y_m[w->n_points++] = (float)y_m;
    return MLG_OK;
}

/* One junction: 72 % around the centre, 20 % around a hamlet, the rest anywhere. */
static mlg_status add_urban(works *w, const bench_commune *c, const double *hamlets, mlg_error *err)
{
    double kind = random_unit(&w->random), spread_m = sqrt(c->persons / 2500) * 450 + 60;
    const double *hamlet = hamlets + 2 * random_below(&w->random, 3);
    double x = works_bell(&w->random), y = works_bell(&w->random);
    if (kind < 0.72)
        return add_point(w, c->x_m + spread_m * x, c->y_m + spread_m * y, err);
    if (kind < 0.92)
        return add_point(w, hamlet[0] + 0.35 * spread_m * x, hamlet[1] + 0.35 * spread_m * y, err);
    return add_point(w, c->x_m + 0.3 * c->side_m * x, c->y_m + 0.3 * c->side_m * y, err);
}

static mlg_status settle_commune(works *w, const bench_commune *c, double rural, double urban, mlg_error *err)
{
    double hamlets[6]; /* x and y of three */
    for (int i = 0; i < 6; i++)
        hamlets[i] = (i % 2 ? c->y_m : c->x_m) + c->side_m * (random_unit(&w->random) - 0.5);
    MLG_TRY(add_point(w, c->x_m, c->y_m, err));
    for (double left = rural + random_unit(&w->random); left >= 1; left--) {
        double x = random_unit(&w->random) - 0.5, y = random_unit(&w->random) - 0.5;
        MLG_TRY(add_point(w, c->x_m + c->side_m * x, c->y_m + c->side_m * y, err));
    }
    for (double left = urban + random_unit(&w->random); left >= 1; left--)
        MLG_TRY(add_urban(w, c, hamlets, err));
    return MLG_OK;
}

/* Four junctions a square kilometre, at most 0.4 of the total; the rest by population. */
mlg_status works_place_junctions(works *w, int32_t n_nodes, mlg_error *err)
{
    double km2 = 0, persons = 0;
    for (int32_t i = 0; i < w->n_communes; i++) {
        km2 += 1e-6 * w->commune[i].side_m * w->commune[i].side_m;
        persons += w->commune[i].persons;
    }
    double a_km2 = fmin(4, 0.4 * n_nodes / km2), a_person = (n_nodes - a_km2 * km2) / persons;
    MLG_TRY(MLG_NEW(&w->centre, (size_t)w->n_communes, "centres", err));
    for (int32_t i = 0; i < w->n_communes; i++) {
        const bench_commune *c = &w->commune[i];
        w->centre[i] = w->n_points;
        MLG_TRY(settle_commune(w, c, 1e-6 * a_km2 * c->side_m * c->side_m, a_person * c->persons, err));
    }
    return MLG_OK;
}

/* ---- Hilbert order ---- */

typedef struct {
    uint64_t key;
    int32_t point;
} ranked;

/* Place of the cell (x, y) of a 65,536 x 65,536 square along the Hilbert curve (Hilbert 1891). */
static uint64_t hilbert(uint32_t x, uint32_t y)
{
    uint64_t place = 0;
    for (uint32_t half = 1u << 15; half; half >>= 1) {
        uint32_t right = (x & half) != 0, up = (y & half) != 0;
        place += (uint64_t)half * half * ((3 * right) ^ up);
        x &= half - 1;
        y &= half - 1;
        if (!up) {
            uint32_t old = right ? half - 1 - x : x;
            x = right ? half - 1 - y : y;
            y = old;
        }
    }
    return place;
}

static int by_key(const void *a, const void *b)
{
    const ranked *left = a, *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return left->point < right->point ? -1 : left->point > right->point;
}

static void rank_points(const works *w, ranked *ranks)
{
    float left = w->x_m[0], bottom = w->y_m[0], right = left, top = bottom;
    for (int32_t i = 0; i < w->n_points; i++) {
        left = fminf(left, w->x_m[i]), right = fmaxf(right, w->x_m[i]);
        bottom = fminf(bottom, w->y_m[i]), top = fmaxf(top, w->y_m[i]);
    }
    float scale = 65535 / fmaxf(fmaxf(right - left, top - bottom), 1);
    for (int32_t i = 0; i < w->n_points; i++)
        ranks[i] =
            (ranked){ hilbert((uint32_t)((w->x_m[i] - left) * scale), (uint32_t)((w->y_m[i] - bottom) * scale)),
                      i };
    qsort(ranks, (size_t)w->n_points, sizeof *ranks, by_key);
}

mlg_status works_order_junctions(works *w, mlg_error *err)
{
    mlg_status st;
    ranked *ranks = NULL;
    float *x_m = NULL, *y_m = NULL;
    int32_t *rank = NULL;
    size_t n = (size_t)w->n_points;
    MLG_GO(MLG_NEW(&ranks, n, "ranks of junctions", err));
    MLG_GO(MLG_NEW(&rank, n, "ranks of junctions", err));
    MLG_GO(MLG_NEW(&x_m, n, "junctions", err));
    MLG_GO(MLG_NEW(&y_m, n, "junctions", err));
    rank_points(w, ranks);
    for (size_t i = 0; i < n; i++) {
        x_m[i] = w->x_m[ranks[i].point];
        y_m[i] = w->y_m[ranks[i].point];
        rank[ranks[i].point] = (int32_t)i;
    }
    memcpy(w->x_m, x_m, n * sizeof *x_m);
    memcpy(w->y_m, y_m, n * sizeof *y_m);
    for (int32_t i = 0; i < w->n_communes; i++)
        w->centre[i] = rank[w->centre[i]];
done:
    free(ranks);
    free(rank);
    free(x_m);
    free(y_m);
    return st;
}
