/* Doubly constrained interaction (Wilson 1971), by iterative proportional fitting.
 *
 *   T_ij = P_i / A_i * b_j S_j W_ij     SUM_j T_ij = P_i     SUM_i T_ij = r S_j     A_i = SUM_j b_j S_j W_ij
 *
 * where r, persons a unit of supply, is that of the places and sites which the decay links to each other, a part. The factors are
 * unique within a part up to one number, chosen so that SUM P A = SUM S. Where too few people are within reach of some sites, no T
 * exists and the iteration does not end. */
#include "analysis/access/measure_inner.h"
#include "base/memory.h"
#include "base/union_find.h"

#include <math.h>

static const double usual_gap = 1e-9;

typedef struct {
    const mlg_measure_input *in;
    mlg_sparse_rows by_place;
    double *weight;                     /* [pairs] */
    double *factor, *load, *due;        /* [sites] b_j, SUM P_i S_j W_ij / A_i, r S_j */
    double *access;                     /* [places] */
    int32_t *part;                      /* [sites + places] union-find: site j, place sites + i */
    double *part_persons, *part_supply; /* [sites + places] by root */
    double persons;                     /* of the parts that have supply */
} fit;

static void release(fit *f)
{
    mlg_sparse_release(&f->by_place);
    free(f->weight);
    free(f->factor);
    free(f->load);
    free(f->due);
    free(f->part);
    free(f->part_persons);
    free(f->part_supply);
}

/* Whether people of the place may go to the site of the pair. */
static bool links(const fit *f, int32_t place, int64_t pair)
{
    return f->in->demand[place] > 0 && f->weight[pair] > 0;
}

/* Sums by part. A site that nobody reaches has the factor 0. */
static void find_parts(fit *f)
{
    const int32_t sites = f->in->reach->sites, places = f->in->reach->places;
    mlg_sets_init(f->part, sites + places);
    for (int32_t i = 0; i < places; i++)
        for (int64_t k = f->by_place.start[i]; k < f->by_place.start[i + 1]; k++)
            if (links(f, i, k)) {
                mlg_sets_join(f->part, sites + i, f->by_place.column[k]);
                f->factor[f->by_place.column[k]] = 1;
            }
    for (int32_t i = 0; i < places; i++)
        f->part_persons[mlg_sets_root(f->part, sites + i)] += f->in->demand[i];
    for (int32_t j = 0; j < sites; j++)
        f->part_supply[mlg_sets_root(f->part, j)] += f->in->supply[j];
    for (int32_t j = 0; j < sites; j++) {
        const int32_t root = mlg_sets_root(f->part, j);
        f->due[j] = f->factor[j] > 0 ? f->in->supply[j] * f->part_persons[root] / f->part_supply[root] : 0;
    }
    for (int32_t k = 0; k < sites + places; k++)
        f->persons += f->part_supply[k] > 0 ? f->part_persons[k] : 0;
}

static mlg_status prepare(fit *f, const mlg_measure_input *in, double *access, mlg_error *err)
{
    const size_t sites = (size_t)in->reach->sites, all = sites + (size_t)in->reach->places;
    *f = (fit){ .in = in, .access = access };
    MLG_TRY(mlg_measure_by_place(&f->by_place, in, err));
    const int64_t pairs = f->by_place.start[in->reach->places];
    MLG_TRY(MLG_NEW(&f->weight, (size_t)pairs, "weights of pairs", err));
    MLG_TRY(MLG_NEW(&f->factor, sites, "factors of sites", err));
    MLG_TRY(MLG_NEW(&f->load, sites, "factors of sites", err));
    MLG_TRY(MLG_NEW(&f->due, sites, "factors of sites", err));
    MLG_TRY(MLG_NEW(&f->part, all, "parts", err));
    MLG_TRY(MLG_NEW(&f->part_persons, all, "parts", err));
    MLG_TRY(MLG_NEW(&f->part_supply, all, "parts", err));
    for (int64_t k = 0; k < pairs; k++)
        f->weight[k] = in->supply[f->by_place.column[k]] * mlg_decay_weight(in->decay, f->by_place.value[k]);
    find_parts(f);
    return MLG_OK;
}

/* A_i of all places, from the factors. */
static void sum_access(fit *f)
{
    for (int32_t i = 0; i < f->in->reach->places; i++) {
        f->access[i] = 0;
        for (int64_t k = f->by_place.start[i]; k < f->by_place.start[i + 1]; k++)
            f->access[i] += f->factor[f->by_place.column[k]] * f->weight[k];
    }
}

/* load_j = SUM_i P_i S_j W_ij / A_i; returns the share of the persons who are beyond the supply of their site. */
static double sum_loads(fit *f)
{
    double beyond = 0;
    for (int32_t j = 0; j < f->in->reach->sites; j++)
        f->load[j] = 0;
    for (int32_t i = 0; i < f->in->reach->places; i++)
        for (int64_t k = f->by_place.start[i]; k < f->by_place.start[i + 1]; k++)
            if (links(f, i, k))
                f->load[f->by_place.column[k]] += f->in->demand[i] * f->weight[k] / f->access[i];
    for (int32_t j = 0; j < f->in->reach->sites; j++)
        if (f->factor[j] > 0)
            beyond += fabs(f->load[j] * f->factor[j] - f->due[j]);
    return f->persons > 0 ? beyond / 2 / f->persons : 0;
}

static void set_factors(fit *f)
{
    for (int32_t j = 0; j < f->in->reach->sites; j++)
        if (f->factor[j] > 0)
            f->factor[j] = f->due[j] / f->load[j];
}

static mlg_status fit_factors(fit *f, mlg_measure_stats *stats, mlg_error *err)
{
    const double goal = isnan(f->in->params.gap) ? usual_gap : f->in->params.gap;
    for (;;) {
        sum_access(f);
        stats->gap = sum_loads(f);
        stats->iterations++;
        if (stats->gap <= goal)
            return MLG_OK;
        if (isnan(stats->gap) || stats->iterations >= f->in->params.max_iterations)
            break;
        set_factors(f);
    }
    mlg_fail(err, MLG_DATA,
             "after %d iterations %.3g of the people are at a site beyond its supply; %.3g is allowed",
             stats->iterations, stats->gap, goal);
    mlg_hint(err, "some sites may have more supply than the people within reach can use: a decay that reaches "
                  "further, or a larger "
                  "gap");
    return MLG_DATA;
}

/* Scales the factors of each part so that SUM P A = SUM S. */
static void scale_parts(fit *f)
{
    const int32_t sites = f->in->reach->sites, places = f->in->reach->places;
    double *received = f->part_persons; /* no longer needed */
    for (int32_t k = 0; k < sites + places; k++)
        received[k] = 0;
    for (int32_t i = 0; i < places; i++)
        received[mlg_sets_root(f->part, sites + i)] += f->in->demand[i] * f->access[i];
    for (int32_t j = 0; j < sites; j++) {
        const int32_t root = mlg_sets_root(f->part, j);
        f->factor[j] *= received[root] > 0 ? f->part_supply[root] / received[root] : 0;
    }
    sum_access(f);
}

mlg_status mlg_run_doubly_constrained(const mlg_measure_input *in, double *value, mlg_measure_stats *stats,
                                      mlg_error *err)
{
    fit f;
    mlg_status st = prepare(&f, in, value, err);
    if (st == MLG_OK)
        st = fit_factors(&f, stats, err);
    for (int32_t j = 0; st == MLG_OK && j < in->reach->sites; j++)
        if (in->supply[j] > 0 && !(f.factor[j] > 0)) {
            stats->sites_unreached++;
            stats->supply_unreached += in->supply[j];
        }
    if (st == MLG_OK)
        scale_parts(&f);
    release(&f);
    return st;
}
