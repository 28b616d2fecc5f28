/* The floating catchment family, gravity and availability: each is one or two passes of pair_sums.h. */
#include "analysis/access/measure_inner.h"
#include "analysis/access/pair_sums.h"
#include "analysis/access/pair_sums_kept.h"
#include "base/memory.h"
#include "base/naming.h"

#include <math.h>

static const double fixed_point_change = 1e-12;

/* Shorter times count as a minute in the choice of a site: 1 / t is infinite at 0. */
enum { SHORTEST_DS = MLG_DS_PER_MIN };

/* Rows that passes over the same weights share. */
typedef struct {
    mlg_kept_rows kept;
    double *weight; /* by time; NULL: those of the decay */
} shared_rows;

typedef double (*weigh_fn)(const mlg_measure_input *in, double weight, int32_t time_ds);

/* State of a measure while it runs. */
typedef struct {
    const mlg_measure_input *in;
    const double *send; /* [sites] the factors, of factor_sent(); NULL: 1 each */
    double *kept;       /* [sites], written by factor_kept() and factor_level() */
    uint8_t *unreached; /* [sites] */
    shared_rows *rows;  /* NULL: those of the decay, not kept */
} work;

static mlg_pair_sums pass_of(const mlg_measure_input *in, mlg_site_factor_fn site_factor, work *w)
{
    return (mlg_pair_sums){ .reach = in->reach,
                            .decay = in->decay,
                            .weight = w->rows ? w->rows->weight : NULL,
                            .active = in->params.read          ? in->params.read
                                      : in->params.count_empty ? NULL
                                                               : in->supply,
                            .site_place = in->params.site_place,
                            .down_power = 1,
                            .up_power = 1,
                            .site_factor = site_factor,
                            .context = w,
                            .kept = w->rows ? &w->rows->kept : NULL,
                            .threads = in->threads,
                            .progress = in->progress,
                            .stage = "access" };
}

/* ---- factor of a site --------------------------------------------------------------------------------------- */

mlg_status mlg_measure_check_ratio(int32_t site, double supply, double demand, double ratio, mlg_error *err)
{
    if (isfinite(ratio))
        return MLG_OK;
    return mlg_fail(err, MLG_DATA, "site %s has supply %g for a demand of %g: no ratio",
                    MLG_NAMED(MLG_ITEM_SITE, site), supply, demand);
}

/* S_j / d_j. */
static mlg_status factor_ratio(void *context, int32_t site, double down, double weights, double *factor,
                               mlg_error *err)
{
    (void)weights;
    work *w = context;
    double supply = w->in->supply[site];
    w->unreached[site] = supply > 0 && !(down > 0);
    *factor = down > 0 ? supply / down : 0;
    return mlg_measure_check_ratio(site, supply, down, *factor, err);
}

static mlg_status factor_sent(void *context, int32_t site, double down, double weights, double *factor,
                              mlg_error *err)
{
    (void)down, (void)weights, (void)err;
    const work *w = context;
    *factor = w->send ? w->send[site] : 1;
    return MLG_OK;
}

/* Keeps d_j; distributes nothing. */
static mlg_status factor_kept(void *context, int32_t site, double down, double weights, double *factor,
                              mlg_error *err)
{
    (void)weights, (void)factor, (void)err;
    work *w = context;
    w->kept[site] = down;
    return MLG_OK;
}

/* Keeps L_j = S_j / d_j; the factor is L_j / SUM_i W_ij. */
static mlg_status factor_level(void *context, int32_t site, double down, double weights, double *factor,
                               mlg_error *err)
{
    work *w = context;
    MLG_TRY(factor_ratio(context, site, down, weights, factor, err));
    w->kept[site] = *factor;
    *factor = weights > 0 ? *factor / weights : 0;
    return MLG_OK;
}

/* ---- passes ------------------------------------------------------------------------------------------------- */

/* y_i = SUM_j send_j W_ij; `send` NULL: 1 each. */
static mlg_status pass_up(const mlg_measure_input *in, shared_rows *rows, const double *send, double *y,
                          mlg_error *err)
{
    work w = { .in = in, .send = send, .rows = rows };
    mlg_pair_sums pass = pass_of(in, factor_sent, &w);
    pass.up = y;
    return mlg_pair_sums_run(&pass, err);
}

/* kept_j = SUM_i u_i W_ij. */
static mlg_status pass_down(const mlg_measure_input *in, shared_rows *rows, const double *u, double *kept,
                            mlg_error *err)
{
    work w = { .in = in, .kept = kept, .rows = rows };
    mlg_pair_sums pass = pass_of(in, factor_kept, &w);
    pass.down = u;
    return mlg_pair_sums_run(&pass, err);
}

static void count_unreached(const mlg_measure_input *in, const uint8_t *unreached, mlg_measure_stats *stats)
{
    for (int32_t j = 0; j < in->reach->sites; j++) {
        stats->sites_unreached += unreached[j];
        stats->supply_unreached += unreached[j] ? in->supply[j] : 0;
    }
}

/* Both steps in one pass: R_j = S_j / SUM u W^down_power, value_i = SUM R_j W^up_power. */
static mlg_status two_steps(const mlg_measure_input *in, shared_rows *rows, const double *u, int down_power,
                            int up_power, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    work w = { .in = in, .rows = rows };
    mlg_pair_sums pass = pass_of(in, factor_ratio, &w);
    mlg_status st;
    pass.down = u;
    pass.down_power = down_power;
    pass.up = value;
    pass.up_power = up_power;
    MLG_GO(MLG_NEW(&w.unreached, (size_t)in->reach->sites, "sites out of reach", err));
    MLG_GO(mlg_pair_sums_run(&pass, err));
    count_unreached(in, w.unreached, stats);
done:
    free(w.unreached);
    return st;
}

static mlg_status weigh(shared_rows *rows, const mlg_measure_input *in, weigh_fn weight_of, mlg_error *err)
{
    MLG_TRY(mlg_decay_table(&rows->weight, in->decay, err));
    for (int32_t t = 0; t <= mlg_decay_limit(in->decay); t++)
        rows->weight[t] = weight_of(in, rows->weight[t], t);
    return MLG_OK;
}

static void release_rows(shared_rows *rows)
{
    mlg_kept_rows_release(&rows->kept);
    free(rows->weight);
}

/* to_i = P_i / by_i, 0 where there is no site. */
static void share_demand(const mlg_measure_input *in, const double *by, double *to)
{
    for (int32_t i = 0; i < in->reach->places; i++)
        to[i] = by[i] > 0 ? in->demand[i] / by[i] : 0;
}

/* ---- measures ----------------------------------------------------------------------------------------------- */

mlg_status mlg_run_e2sfca(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    return two_steps(in, NULL, in->demand, 1, 1, value, stats, err);
}

static double to_the_power(const mlg_measure_input *in, double weight, int32_t time_ds)
{
    (void)time_ds;
    return pow(weight, in->params.exponent);
}

/* Of any exponent: ratios by the weights of the decay, then supply by their powers. */
static mlg_status powered(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    shared_rows rows = { 0 };
    work w = { .in = in };
    mlg_pair_sums pass = pass_of(in, factor_level, &w);
    mlg_status st;
    pass.down = in->demand;
    MLG_GO(MLG_NEW(&w.unreached, (size_t)in->reach->sites, "sites out of reach", err));
    MLG_GO(MLG_NEW(&w.kept, (size_t)in->reach->sites, "ratios of sites", err));
    MLG_GO(mlg_pair_sums_run(&pass, err));
    count_unreached(in, w.unreached, stats);
    MLG_GO(weigh(&rows, in, to_the_power, err));
    st = pass_up(in, &rows, w.kept, value, err);
done:
    release_rows(&rows);
    free(w.unreached);
    free(w.kept);
    return st;
}

mlg_status mlg_run_m2sfca(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    return in->params.exponent == 2 ? two_steps(in, NULL, in->demand, 1, 2, value, stats, err)
                                    : powered(in, value, stats, err);
}

static double nearness(const mlg_measure_input *in, double weight, int32_t time_ds)
{
    (void)in;
    return weight > 0 ? 1 / fmax(time_ds, SHORTEST_DS) : 0;
}

static double weight_by_nearness(const mlg_measure_input *in, double weight, int32_t time_ds)
{
    return weight * nearness(in, weight, time_ds);
}

/* With h_i = SUM_l s_l C_il (s is 1, or S for Huff; C is W, or 1 / t): R_j G_ij W_ij = s_j C_ij W_ij / h_i * R_j, and
 * in all cases s_j R_j is S_j / SUM P C W / h, so that the measures differ by C and h only. */
static mlg_status three_steps(const mlg_measure_input *in, const double *send, double *value,
                              mlg_measure_stats *stats, mlg_error *err)
{
    const bool by_time = in->params.choice_by_time;
    shared_rows choice = { 0 }, chosen = { 0 };
    double *h = NULL, *u = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&h, (size_t)in->reach->places, "selection weights", err));
    MLG_GO(MLG_NEW(&u, (size_t)in->reach->places, "selection weights", err));
    if (by_time) {
        MLG_GO(weigh(&choice, in, nearness, err));
        MLG_GO(weigh(&chosen, in, weight_by_nearness, err));
    }
    MLG_GO(pass_up(in, &choice, send, h, err));
    share_demand(in, h, u);
    MLG_GO(by_time ? two_steps(in, &chosen, u, 1, 1, value, stats, err)
                   : two_steps(in, &choice, u, 2, 2, value, stats, err));
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = h[i] > 0 ? value[i] / h[i] : 0;
done:
    release_rows(&choice);
    release_rows(&chosen);
    free(h);
    free(u);
    return st;
}

mlg_status mlg_run_3sfca(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    return three_steps(in, NULL, value, stats, err);
}

mlg_status mlg_run_huff(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    return three_steps(in, in->supply, value, stats, err);
}

static mlg_status balanced_pass(const mlg_measure_input *in, const double *u, work *w, double *value,
                                mlg_error *err)
{
    mlg_pair_sums pass = pass_of(in, factor_level, w);
    pass.down = u;
    pass.up = value;
    pass.sum_weights = true;
    return mlg_pair_sums_run(&pass, err);
}

mlg_status mlg_run_bfca(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    shared_rows rows = { 0 };
    work w = { .in = in, .rows = &rows };
    double *u = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&w.unreached, (size_t)in->reach->sites, "sites out of reach", err));
    MLG_GO(MLG_NEW(&w.kept, (size_t)in->reach->sites, "levels of service", err));
    MLG_GO(MLG_NEW(&u, (size_t)in->reach->places, "weights of places", err));
    MLG_GO(pass_up(in, &rows, NULL, u, err));
    share_demand(in, u, u);
    MLG_GO(balanced_pass(in, u, &w, value, err));
    count_unreached(in, w.unreached, stats);
    for (int32_t j = 0; j < in->reach->sites; j++)
        stats->level += w.kept[j];
done:
    release_rows(&rows);
    free(w.unreached);
    free(w.kept);
    free(u);
    return st;
}

mlg_status mlg_run_i2sfca(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    shared_rows rows = { 0 };
    double *u = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&u, (size_t)in->reach->places, "supply in reach", err));
    MLG_GO(pass_up(in, &rows, in->supply, u, err));
    for (int32_t i = 0; i < in->reach->places; i++)
        if (!(u[i] > 0)) {
            stats->places_without++;
            stats->demand_without += in->demand[i];
        }
    share_demand(in, u, u);
    for (int32_t j = 0; j < in->reach->sites; j++)
        value[j] = (double)NAN;
    MLG_GO(pass_down(in, &rows, u, value, err));
    for (int32_t j = 0; j < in->reach->sites; j++)
        if (in->supply[j] > 0 && !(value[j] > 0)) {
            stats->sites_unreached++;
            stats->supply_unreached += in->supply[j];
        }
done:
    release_rows(&rows);
    free(u);
    return st;
}

/* P^a F_ij / SUM_k P^a F_kj with F_ij = W_ij / SUM_i W_ij: the sums over i cancel out. */
mlg_status mlg_run_availability(const mlg_measure_input *in, double *value, mlg_measure_stats *stats,
                                mlg_error *err)
{
    double *u = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&u, (size_t)in->reach->places, "weights of places", err));
    for (int32_t i = 0; i < in->reach->places; i++)
        u[i] = in->demand[i] > 0 ? pow(in->demand[i], in->params.demand_power) : 0;
    MLG_GO(two_steps(in, NULL, u, 1, 1, value, stats, err));
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] *= u[i];
done:
    free(u);
    return st;
}

mlg_status mlg_run_gravity(const mlg_measure_input *in, double *value, mlg_measure_stats *stats, mlg_error *err)
{
    (void)stats;
    return pass_up(in, NULL, in->supply, value, err);
}

mlg_status mlg_run_opportunities(const mlg_measure_input *in, double *value, mlg_measure_stats *stats,
                                 mlg_error *err)
{
    (void)stats;
    mlg_measure_input counted = *in;
    mlg_decay binary = *in->decay;
    binary.shape = MLG_STEPS;
    for (int32_t k = 0; k < binary.count; k++)
        binary.weight[k] = in->decay->weight[k] > 0 ? 1 : 0;
    counted.decay = &binary;
    return pass_up(&counted, NULL, in->supply, value, err);
}

/* ---- the fixed point ---------------------------------------------------------------------------------------- */

typedef struct {
    double *ratio, *squared, *down; /* [sites] */
    double *u, *reach;              /* [places] */
    shared_rows rows;
} point;

/* R_j = sqrt(S_j / SUM_i P_i W_ij / SUM_l W_il R_l): one damped step towards the fixed point of R = S / V(R),
 * halfway in logarithms, which halves the change each time; undamped iteration may oscillate forever. Returns the
 * largest relative change. */
static mlg_status iterate(const mlg_measure_input *in, point *p, double *change, mlg_error *err)
{
    MLG_TRY(pass_up(in, &p->rows, p->ratio, p->reach, err));
    share_demand(in, p->reach, p->u);
    MLG_TRY(pass_down(in, &p->rows, p->u, p->down, err));
    *change = 0;
    for (int32_t j = 0; j < in->reach->sites; j++)
        if (in->supply[j] > 0 && p->down[j] > 0) {
            double next = sqrt(in->supply[j] / p->down[j]);
            *change = fmax(*change, fabs(next - p->ratio[j]) / next);
            p->ratio[j] = next;
        } else {
            p->ratio[j] = 0;
        }
    return MLG_OK;
}

/* Initial ratios; those of sites that reach no demand are 0 from the first iteration. */
static mlg_status converge(const mlg_measure_input *in, point *p, mlg_measure_stats *stats, mlg_error *err)
{
    double goal = isnan(in->params.gap) ? fixed_point_change : in->params.gap;
    for (int32_t j = 0; j < in->reach->sites; j++)
        p->ratio[j] = in->supply[j] > 0;
    stats->gap = (double)INFINITY;
    while (stats->gap > goal) {
        if (stats->iterations++ >= in->params.max_iterations)
            return mlg_fail(err, MLG_DATA, "after %d iterations ratios still change by %.3g; %.3g is required",
                            in->params.max_iterations, stats->gap, goal);
        MLG_TRY(iterate(in, p, &stats->gap, err));
    }
    for (int32_t j = 0; j < in->reach->sites; j++)
        if (in->supply[j] > 0 && !(p->ratio[j] > 0)) {
            stats->sites_unreached++;
            stats->supply_unreached += in->supply[j];
        }
    return MLG_OK;
}

/* A_i = SUM R_j^2 W_ij / SUM R_l W_il. */
static mlg_status read_point(const mlg_measure_input *in, point *p, double *value, mlg_error *err)
{
    for (int32_t j = 0; j < in->reach->sites; j++)
        p->squared[j] = p->ratio[j] * p->ratio[j];
    MLG_TRY(pass_up(in, &p->rows, p->ratio, p->reach, err));
    MLG_TRY(pass_up(in, &p->rows, p->squared, value, err));
    for (int32_t i = 0; i < in->reach->places; i++)
        value[i] = p->reach[i] > 0 ? value[i] / p->reach[i] : 0;
    return MLG_OK;
}

mlg_status mlg_run_fixed_point(const mlg_measure_input *input, double *value, mlg_measure_stats *stats,
                               mlg_error *err)
{
    mlg_measure_input in = *input;
    mlg_sparse_rows kept = { 0 };
    mlg_times held;
    point p = { 0 };
    size_t sites = (size_t)in.reach->sites, places = (size_t)in.reach->places;
    mlg_status st = MLG_OK;
    if (!in.reach->rows.start) {
        MLG_GO(mlg_travel_rows(&kept, in.reach->travel, mlg_decay_limit(in.decay), in.threads, err));
        held = mlg_times_rows(mlg_sparse_view_of(&kept));
        in.reach = &held;
    }
    MLG_GO(MLG_NEW(&p.ratio, sites, "ratios of sites", err));
    MLG_GO(MLG_NEW(&p.squared, sites, "ratios of sites", err));
    MLG_GO(MLG_NEW(&p.down, sites, "ratios of sites", err));
    MLG_GO(MLG_NEW(&p.u, places, "weights of places", err));
    MLG_GO(MLG_NEW(&p.reach, places, "weights of places", err));
    MLG_GO(converge(&in, &p, stats, err));
    st = read_point(&in, &p, value, err);
done:
    release_rows(&p.rows);
    mlg_sparse_release(&kept);
    free(p.ratio);
    free(p.squared);
    free(p.down);
    free(p.u);
    free(p.reach);
    return st;
}
