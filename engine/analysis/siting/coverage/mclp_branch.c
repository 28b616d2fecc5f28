/* Branch and bound of the MCLP: interchange, bound and fixing at the root, then depth first, each node a smaller
 * problem that inherits multipliers and shares. */
#include "analysis/siting/coverage/mclp_core.h"

#include "base/clock.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

#define ROOT_STEPS 1500
#define ROOT_ARCS 2000000000 /* of the root bound: with more arcs, fewer steps, */
#define ROOT_LEAST 200       /* these at least */
#define NODE_STEPS 120
#define DRAWS 60
#define DRAW_ARCS 300000000
#define SEARCHES 3
#define TABU_MOST 3000
#define TABU_ARCS 200000000
#define TABU_PATIENCE 300
#define PARTS_ARCS 4000000 /* from this size on, the root is bounded by column generation over sites */
#define PARTS_MOST 16      /* rounds at most */
#define CLOSED 0.03 /* they end when the bound is this near that of the linear program, of the gap of the latter */
#define WIDE 0.01   /* gap that no tree closes with fewer nodes than */
#define DIVES 2     /* ways down to the last site */
#define NEAR 0.99   /* share of the incumbent above which a set is improved by interchange */

typedef struct {
    mlg_median_run *run;
    const mlg_median *core;
    mlg_mclp_swap *swap;
    mlg_mclp_work work;
    int32_t *names;    /* a site: room for a set */
    double open_upper; /* grains: bound of the nodes given up */
    double grain;
} search;

static int64_t best_of(const search *s)
{
    return mlg_mclp_swap_value(s->swap);
}

static bool is_enough(const search *s, double upper)
{
    double best = (double)best_of(s);
    return upper < (best + 1) * s->grain || upper <= best * (1 + s->run->options->enough_gap) * s->grain;
}

static void leave_open(search *s, double upper)
{
    s->open_upper = upper > s->open_upper ? upper : s->open_upper;
}

/* ---- choices ------------------------------------------------------------------------------------------------ */

/* The greedy set of a node: its sites fixed open and those of largest `score`; improved by interchange when it is
 * close to the incumbent. */
static mlg_status offer(search *s, const mlg_mclp *m, const double *score, mlg_error *err)
{
    int32_t n = 0;
    for (int32_t k = 0; k < m->n_opened; k++)
        s->names[n++] = m->opened[k];
    for (int32_t j = 0; j < m->n_sites; j++)
        s->work.order[j] = j;
    mlg_mclp_most(s->work.order, score, m->n_sites, m->n_open);
    for (int32_t k = 0; k < m->n_open; k++)
        s->names[n++] = m->site_id[s->work.order[k]];
    double near = mlg_mclp_swap_open(s->swap, s->names, n);
    if (near < NEAR * (double)best_of(s))
        return MLG_OK;
    return mlg_mclp_swap_descend(s->swap, s->run, err);
}

/* Solves nodes without any choice left: true, its set offered when there is one. */
static bool settle_small(search *s, const mlg_mclp *m)
{
    int32_t n = 0;
    if (m->n_open < 0 || m->n_open > m->n_sites)
        return true;
    if (m->n_open > 0 && m->n_open < m->n_sites && m->n_rows > 0)
        return false;
    for (int32_t k = 0; k < m->n_opened; k++)
        s->names[n++] = m->opened[k];
    for (int32_t k = 0; k < m->n_open; k++)
        s->names[n++] = m->site_id[k];
    (void)mlg_mclp_swap_open(s->swap, s->names, n);
    return true;
}

/* ---- root --------------------------------------------------------------------------------------------------- */

static mlg_status replace(mlg_mclp *m, const uint8_t *fate, mlg_error *err)
{
    mlg_mclp smaller;
    MLG_TRY(mlg_mclp_shrink(&smaller, m, fate, NULL, err));
    mlg_mclp_release(m);
    *m = smaller;
    return MLG_OK;
}

/* Extends the multipliers of a subset of sites to all rows. Rows that became one have the multiplier of their sum, to the last grain:
 * each falls in proportion to what it had, or rises in proportion to what it lacked, so that what earlier rounds found about other sites
 * is kept. Rows that none of the sites serves get their weight. had: room for the rows of the part, whose weights and prices go
 * down to 0 as they are shared out. */
static void take_back(mlg_mclp *m, mlg_mclp *part, const uint8_t *fate, const int32_t *row_of, double *had)
{
    memset(had, 0, (size_t)part->n_rows * sizeof *had);
    for (int32_t i = 0; i < m->n_rows; i++)
        if (row_of[i] >= 0)
            had[row_of[i]] += m->price[i];
    for (int32_t i = 0; i < m->n_rows; i++) {
        const int32_t r = row_of[i];
        if (r < 0) {
            m->price[i] = m->weight[i];
            continue;
        }
        const double old = m->price[i], sum = part->price[r], others = part->weight[r] - m->weight[i];
        double own = 0;
        if (sum > had[r])
            own = old + floor((m->weight[i] - old) * ((sum - had[r]) / (part->weight[r] - had[r])));
        else if (had[r] > 0)
            own = floor(old * (sum / had[r]));
        own = fmin(fmax(own, sum - others), fmin(m->weight[i], sum));
        m->price[i] = own;
        had[r] -= old;
        part->price[r] -= own;
        part->weight[r] = others;
    }
    for (int32_t j = 0, k = 0; j < m->n_sites; j++)
        m->share[j] = fate[j] == MLG_SITE_KEEP ? part->share[k++] : 0;
}

/* Selects for the next subset the sites of largest value and those with a positive share. */
static void choose_part(search *s, const mlg_mclp *m, uint8_t *fate)
{
    int32_t n = 4 * m->n_open > 150 ? 4 * m->n_open : 150;
    n = n < m->n_sites ? n : m->n_sites;
    for (int32_t j = 0; j < m->n_sites; j++)
        fate[j] = m->share[j] > 0 ? MLG_SITE_KEEP : MLG_SITE_CLOSE;
    mlg_mclp_most(s->work.order, s->work.value, m->n_sites, n);
    for (int32_t k = 0; k < n; k++)
        fate[s->work.order[k]] = MLG_SITE_KEEP;
}

static mlg_status bound_part(search *s, mlg_mclp *m, uint8_t *fate, int32_t *row_of, mlg_error *err)
{
    mlg_mclp part;
    MLG_TRY(mlg_mclp_shrink(&part, m, fate, row_of, err));
    int64_t steps = 8 * m->start[m->n_sites] / (part.start[part.n_sites] + 1);
    steps = steps < 60 ? 60 : steps > 400 ? 400 : steps;
    mlg_status st = mlg_mclp_lower(&s->work, s->run, &part, best_of(s), (int32_t)steps, false, err);
    if (st == MLG_OK)
        take_back(m, &part, fate, row_of, s->work.mean_price);
    mlg_mclp_release(&part);
    return st;
}

/* Whether what is left to lower is little beside the gap of the linear program, which covers `fractional` or more. */
static bool is_near(const search *s, double upper, double fractional)
{
    return upper - fractional < CLOSED * (fractional - (double)best_of(s) * s->grain);
}

/* Column generation: bounds a subset of the sites, prices all sites, and adds those of largest value to the next
 * subset. `m` ends with the best multipliers met; *upper is their bound. */
static mlg_status bound_by_parts(search *s, mlg_mclp *m, double *upper, mlg_error *err)
{
    uint8_t *fate = NULL;
    int32_t *row_of = NULL;
    double *best = NULL;
    size_t bytes = (size_t)m->n_rows * sizeof *best;
    mlg_status st;
    MLG_GO(MLG_NEW(&fate, (size_t)m->n_sites, "site fates", err));
    MLG_GO(MLG_NEW(&row_of, (size_t)m->n_rows, "part of the rows", err));
    MLG_GO(MLG_NEW(&best, (size_t)m->n_rows, "multipliers", err));
    int waited = 0;
    bool drawn = false;
    double fractional = -1, lowest = HUGE_VAL;
    for (int round = 0; round < PARTS_MOST; round++) {
        double bound = mlg_mclp_price(&s->work, m);
        s->run->arcs += m->start[m->n_sites];
        MLG_GO(mlg_progress_step(s->run->options->progress, "siting", (double)NAN, err));
        waited = bound < lowest * (1 - 1e-4) ? 0 : waited + 1;
        if (bound < lowest) {
            lowest = bound;
            memcpy(best, m->price, bytes);
        }
        *upper = fmin(*upper, lowest);
        if (!drawn && is_near(s, *upper, fractional)) { /* so far from a set that is too poor, perhaps */
            MLG_GO(mlg_mclp_swap_draw(s->swap, s->run, m->share, DRAWS, DRAW_ARCS, err));
            drawn = true;
        }
        if (is_enough(s, *upper) || waited > 2 || is_near(s, *upper, fractional) ||
            mlg_median_out_of_budget(s->run))
            break;
        choose_part(s, m, fate);
        MLG_GO(bound_part(s, m, fate, row_of, err));
        fractional = fmax(fractional, s->work.fractional);
        MLG_GO(offer(s, m, m->share, err));
    }
    memcpy(m->price, best, bytes);
done:
    free(fate);
    free(row_of);
    free(best);
    return st;
}

static mlg_status bound_root(search *s, mlg_mclp *m, double *upper, mlg_error *err)
{
    int64_t arcs = m->start[m->n_sites];
    mlg_mclp_start(m, mlg_mclp_swap_best(s->swap));
    bool by_parts =
        arcs > (s->run->parts_arcs > 0 ? s->run->parts_arcs : PARTS_ARCS) && m->n_sites > 4 * m->n_open;
    if (by_parts)
        MLG_TRY(bound_by_parts(s, m, upper, err));
    int64_t steps = ROOT_ARCS / (arcs + 1);
    steps = steps > ROOT_STEPS ? ROOT_STEPS : steps < ROOT_LEAST ? ROOT_LEAST : steps;
    if (by_parts)
        steps = 0; /* fixes only */
    if (is_enough(s, *upper) || s->run->stopped)
        return MLG_OK;
    MLG_TRY(mlg_mclp_lower(&s->work, s->run, m, best_of(s), (int32_t)steps, false, err));
    *upper = s->work.upper < *upper ? s->work.upper : *upper;
    return MLG_OK;
}

/* ---- branch and bound --------------------------------------------------------------------------------------- */

/* Branching site: its share is closest to one half, large sites first. */
static int32_t branching_site(const mlg_mclp *m)
{
    int32_t best = 0;
    double most = -1;
    for (int32_t j = 0; j < m->n_sites; j++) {
        double seen = 1, share = m->share[j];
        if (share <= 1e-9 && most >= 0)
            continue;
        for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
            seen += m->weight[m->row[k]];
        if (share * (1 - share) * seen > most) {
            most = share * (1 - share) * seen;
            best = j;
        }
    }
    return best;
}

static mlg_status explore(search *s, mlg_mclp *m, double upper, mlg_error *err);

static mlg_status branch(search *s, const mlg_mclp *m, double upper, mlg_error *err)
{
    int32_t site = branching_site(m);
    uint8_t *fate = NULL;
    MLG_TRY(MLG_NEW(&fate, (size_t)m->n_sites, "site fates", err));
    mlg_status st = MLG_OK;
    for (int side = 0; st == MLG_OK && side < 2; side++) {
        mlg_mclp child;
        fate[site] = side == 0 ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
        st = mlg_mclp_shrink(&child, m, fate, NULL, err);
        if (st == MLG_OK)
            st = explore(s, &child, upper, err);
        mlg_mclp_release(&child);
    }
    free(fate);
    return st;
}

/* Bounds and fixes while many sites get fixed. *settled: the node is closed or given up. */
static mlg_status settle(search *s, mlg_mclp *m, double *upper, bool *settled, mlg_error *err)
{
    *settled = true;
    for (bool again = true; again;) {
        if (settle_small(s, m))
            return MLG_OK;
        if (is_enough(s, *upper) || mlg_median_out_of_budget(s->run)) {
            leave_open(s, *upper);
            return MLG_OK;
        }
        MLG_TRY(mlg_mclp_lower(&s->work, s->run, m, best_of(s), NODE_STEPS, true, err));
        *upper = s->work.upper < *upper ? s->work.upper : *upper;
        if (is_enough(s, *upper) || s->run->stopped) {
            leave_open(s, *upper);
            return MLG_OK;
        }
        again = s->work.n_fixed > 20;
        if (s->work.n_fixed > 0)
            MLG_TRY(replace(m, s->work.fate, err));
    }
    *settled = settle_small(s, m);
    return MLG_OK;
}

static mlg_status explore(search *s, mlg_mclp *m, double upper, mlg_error *err)
{
    bool settled;
    s->run->nodes++;
    MLG_TRY(settle(s, m, &upper, &settled, err));
    if (settled)
        return MLG_OK;
    MLG_TRY(offer(s, m, m->share, err));
    return branch(s, m, upper, err);
}

/* ---- solving ------------------------------------------------------------------------------------------------ */

/* The wider the gap, the longer the search continues. */
static mlg_status search_on(search *s, double upper, mlg_error *err)
{
    double best = (double)best_of(s), apart = (upper / s->grain - best) / (0.002 * best + 1);
    double eager = apart < 1 ? apart : 1;
    return mlg_mclp_swap_tabu(s->swap, s->run, (int32_t)(TABU_MOST * eager), (int64_t)(TABU_ARCS * eager),
                              TABU_PATIENCE, err);
}

/* Whether the gap is wide and the arcs left are too few for any tree that closes it: a tree cut short lowers no bound. */
static bool is_beyond_reach(const search *s, const mlg_mclp *m, double upper)
{
    const double left = (double)(s->run->options->max_arcs - s->run->arcs), node = 12.0 * NODE_STEPS * m->n_rows;
    return s->run->options->max_arcs > 0 && upper > (1 + WIDE) * (double)best_of(s) * s->grain &&
           left < DIVES * m->n_open * node;
}

static mlg_status solve(search *s, mlg_mclp *m, mlg_error *err)
{
    double upper = m->base;
    for (int32_t i = 0; i < m->n_rows; i++)
        upper += m->weight[i];
    MLG_TRY(mlg_progress_step(s->run->options->progress, "siting", (double)NAN, err));
    (void)mlg_mclp_swap_open(s->swap, NULL, 0);
    MLG_TRY(mlg_mclp_swap_descend(s->swap, s->run, err));
    MLG_TRY(bound_root(s, m, &upper, err));
    if (!is_enough(s, upper)) {
        MLG_TRY(offer(s, m, m->share, err));
        for (int k = 0; k < SEARCHES && !is_enough(s, upper); k++) {
            MLG_TRY(mlg_mclp_swap_draw(s->swap, s->run, m->share, DRAWS, DRAW_ARCS, err));
            MLG_TRY(search_on(s, upper, err));
        }
    }
    if (is_enough(s, upper) || s->run->stopped) {
        leave_open(s, upper);
        return MLG_OK;
    }
    MLG_TRY(mlg_mclp_lower(&s->work, s->run, m, best_of(s), 0, false, err)); /* fixes with the incumbent */
    if (s->work.n_fixed > 0)
        MLG_TRY(replace(m, s->work.fate, err));
    if (is_beyond_reach(s, m, upper)) {
        s->run->stopped = true;
        leave_open(s, upper);
        return MLG_OK;
    }
    return explore(s, m, upper, err);
}

static void take_answer(const search *s, const mlg_median *core)
{
    mlg_median_run *run = s->run;
    const uint8_t *open = mlg_mclp_swap_best(s->swap);
    int64_t persons = core->base;
    for (int32_t i = 0; i < core->rows.n_rows; i++)
        persons += core->weight[i];
    /* given up before there was a bound: no choice covers more than all whom some site reaches */
    const double most = fmin(floor(s->open_upper / s->grain), (double)(persons - core->base));
    int64_t upper = (int64_t)most;
    run->upper = persons - best_of(s);
    run->lower = upper > best_of(s) ? persons - upper : run->upper;
    run->lower = run->lower > core->base ? run->lower : core->base;
    run->n_best = 0;
    for (int32_t k = 0; k < core->n_opened; k++)
        run->best[run->n_best++] = core->opened[k];
    for (int32_t j = 0; j < core->rows.n_columns; j++)
        if (open[j])
            run->best[run->n_best++] = core->site_id[j];
}

mlg_status mlg_mclp_solve(mlg_median_run *run, mlg_median *core, mlg_error *err)
{
    mlg_mclp first = { 0 }, m = { 0 }; /* the search refers to the first problem, the bound shrinks its own copy */
    search s = { .run = run, .core = core, .open_upper = -1 };
    uint8_t *keep = NULL;
    bool fits = false;
    mlg_status st = MLG_OK;
    if (core->n_open > 0 && core->n_open < core->rows.n_columns && core->rows.n_rows > 0) {
        MLG_TRY(mlg_mclp_gather_rows(core, err));
        MLG_TRY(mlg_mclp_from_median(&first, &fits, core, err));
    }
    if (!fits)
        return mlg_median_solve(run, core, err);
    run->random = run->options->seed;
    run->max_nodes = run->options->max_nodes;
    s.grain = first.grain;
    MLG_GO(MLG_NEW(&keep, (size_t)first.n_sites, "site fates", err));
    MLG_GO(MLG_NEW(&s.names, (size_t)first.n_sites, "site names", err));
    MLG_GO(mlg_mclp_work_init(&s.work, &first, err));
    MLG_GO(mlg_mclp_swap_new(&s.swap, &first, &core->rows, err));
    MLG_GO(mlg_mclp_shrink(&m, &first, keep, NULL, err));
    MLG_GO(solve(&s, &m, err));
    take_answer(&s, core);
done:
    mlg_mclp_swap_free(s.swap);
    mlg_mclp_work_release(&s.work);
    mlg_mclp_release(&m);
    mlg_mclp_release(&first);
    free(s.names);
    free(keep);
    return st;
}
