#include "analysis/siting/cover/set_cover.h"

#include "adapters/solver.h"
#include "analysis/siting/median/core.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

#define SHIFT 20
#define ONE ((int64_t)1 << SHIFT)
#define WHOLE_PASSES 100 /* of all rows, which only choose those to search with */
#define ROOT_PASSES 2000
#define NODE_PASSES 80
#define CHECK 10 /* passes between exact bounds */
#define RESTART 100
#define HOPELESS 20             /* stop when the gap left is this many times the progress since the last restart */
#define LEAST_PRICE (ONE / 128) /* above it, a row is searched with from the start */
#define NODES_BEFORE_SOLVER                                                                                       \
    20000 /* nodes of branch and bound before the linear solver takes over, where there is one */
#define SOLVER_MOST_ARCS 30000

typedef struct {
    const mlg_siting_options *options;
    mlg_cover *out;
    int32_t upper;    /* only covers of fewer sites are of interest */
    int32_t least;    /* no cover has fewer sites */
    int64_t *price;   /* a demand point: multiplier, << SHIFT */
    int64_t *reduced; /* a site */
    mlg_cover_dual dual;
    int32_t *served; /* a demand point: chosen sites that see it */
    int32_t *gain;   /* a site: demand points it would newly cover */
    uint8_t *chosen; /* a site */
    uint8_t *fate;   /* a site */
    int64_t max_nodes, max_visits;
    double start_s;
    int32_t lower;  /* of the last subproblem bounded */
    bool deciding;  /* any cover of at most the given size ends the search */
    bool some_rows; /* those of a larger problem that have a price */
    bool gave_up;   /* a limit was met, or such a cover was found */
} search;

void mlg_cover_release(mlg_cover *cover)
{
    free(cover->best);
    *cover = (mlg_cover){ 0 };
}

static void release(search *s)
{
    free(s->price);
    free(s->reduced);
    free(s->served);
    mlg_cover_dual_release(&s->dual);
    free(s->gain);
    free(s->chosen);
    free(s->fate);
}

static mlg_status prepare(search *s, const mlg_sparse_rows *rows, int32_t n_opened, mlg_error *err)
{
    size_t n_demand = (size_t)rows->n_rows, n_sites = (size_t)rows->n_columns;
    MLG_TRY(MLG_NEW(&s->price, n_demand, "multipliers", err));
    MLG_TRY(MLG_NEW(&s->served, n_demand, "demand served", err));
    MLG_TRY(mlg_cover_dual_init(&s->dual, rows->n_rows, rows->n_columns, err));
    MLG_TRY(MLG_NEW(&s->reduced, n_sites, "reduced costs", err));
    MLG_TRY(MLG_NEW(&s->gain, n_sites, "site gains", err));
    MLG_TRY(MLG_NEW(&s->chosen, n_sites, "site choice", err));
    MLG_TRY(MLG_NEW(&s->fate, n_sites, "site fates", err));
    return MLG_NEW(&s->out->best, n_sites + (size_t)n_opened, "best cover", err);
}

static void offer(search *s, const mlg_cover_part *p)
{
    int32_t n = p->n_opened;
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        n += s->chosen[j];
    if (n >= s->upper)
        return;
    s->upper = n;
    s->gave_up = s->deciding;
    s->out->n_best = 0;
    for (int32_t k = 0; k < p->n_opened; k++)
        s->out->best[s->out->n_best++] = p->opened[k];
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        if (s->chosen[j])
            s->out->best[s->out->n_best++] = p->site_id[j];
}

/* ---- covers ------------------------------------------------------------------------------------------- */

static void toggle(search *s, const mlg_cover_part *p, const mlg_sparse_rows *sites, int32_t j, int32_t by)
{
    s->chosen[j] = by > 0;
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++) {
        int32_t i = sites->column[k], before = s->served[i];
        s->served[i] += by;
        if ((before > 0) == (s->served[i] > 0))
            continue;
        for (int64_t l = p->rows.start[i]; l < p->rows.start[i + 1]; l++)
            s->gain[p->rows.column[l]] -= by;
    }
}

static bool is_redundant(const search *s, const mlg_sparse_rows *sites, int32_t j)
{
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++)
        if (s->served[sites->column[k]] < 2)
            return false;
    return true;
}

/* Completes the flagged sites to a cover greedily, by reduced cost per newly covered point, then removes redundant
 * sites. */
static void complete(search *s, const mlg_cover_part *p, const mlg_sparse_rows *sites)
{
    int32_t n_sites = p->rows.n_columns;
    memset(s->served, 0, (size_t)p->rows.n_rows * sizeof *s->served);
    for (int32_t j = 0; j < n_sites; j++)
        s->gain[j] = (int32_t)(sites->start[j + 1] - sites->start[j]);
    for (int32_t j = 0; j < n_sites; j++)
        if (s->chosen[j])
            toggle(s, p, sites, j, 1);
    for (;;) {
        int32_t best = -1;
        double least = HUGE_VAL;
        for (int32_t j = 0; j < n_sites; j++) {
            double score = s->gain[j] <= 0 ? HUGE_VAL : ((double)s->reduced[j] + 2.0 * (double)ONE) / s->gain[j];
            if (!s->chosen[j] && score < least) {
                least = score;
                best = j;
            }
        }
        if (best < 0)
            break;
        toggle(s, p, sites, best, 1);
    }
    for (int32_t j = n_sites - 1; j >= 0; j--)
        if (s->chosen[j] && is_redundant(s, sites, j))
            toggle(s, p, sites, j, -1);
    offer(s, p);
}

/* ---- bound -------------------------------------------------------------------------------------------- */

/* Lagrangian bound at the current multipliers: sum of prices + sum of negative reduced costs + opened sites; <<
 * SHIFT. */
static int64_t price(search *s, const mlg_cover_part *p)
{
    int64_t total = p->n_opened * ONE;
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        s->reduced[j] = ONE;
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        total += s->price[i];
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++)
            s->reduced[p->rows.column[k]] -= s->price[i];
    }
    for (int32_t j = 0; j < p->rows.n_columns; j++) {
        s->chosen[j] = s->reduced[j] < 0;
        total += s->chosen[j] ? s->reduced[j] : 0;
    }
    s->out->arcs += p->rows.start[p->rows.n_rows];
    return total;
}

static int32_t round_up(int64_t scaled)
{
    return (int32_t)((scaled + ONE - 1) / ONE);
}

static int32_t fix(search *s, const mlg_cover_part *p, int64_t scaled)
{
    int32_t n = 0;
    for (int32_t j = 0; j < p->rows.n_columns; j++) {
        int64_t other = s->reduced[j] < 0 ? -s->reduced[j] : s->reduced[j];
        if (s->fate[j] != MLG_SITE_KEEP || round_up(scaled + other) < s->upper)
            continue;
        s->fate[j] = s->reduced[j] < 0 ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
        n++;
    }
    return n;
}

static bool is_over_budget(const search *s)
{
    const mlg_siting_options *o = s->options;
    return (s->max_nodes > 0 && s->out->nodes > s->max_nodes) || (o->max_arcs > 0 && s->out->arcs > o->max_arcs) ||
           mlg_clock_is_late(s->start_s, o->max_seconds);
}

/* The exact bound at the multipliers of the primal-dual steps; keeps them when it is the best so far. */
static int64_t state_bound(search *s, mlg_cover_part *p, int64_t best)
{
    for (int32_t i = 0; i < p->rows.n_rows; i++)
        s->price[i] = llround(s->dual.price[i] * (double)ONE);
    int64_t scaled = price(s, p);
    if (scaled > best)
        memcpy(p->price, s->price, (size_t)p->rows.n_rows * sizeof *s->price);
    return scaled;
}

static int32_t passes_of(const search *s, bool is_root)
{
    return !is_root ? NODE_PASSES : s->some_rows ? ROOT_PASSES : WHOLE_PASSES;
}

/* Raises the bound: sets s->lower, s->fate (sites fixed) and p->price (best multipliers). Returns the number of
 * sites fixed. */
static int32_t raise(search *s, mlg_cover_part *p, const mlg_sparse_rows *sites, bool is_root)
{
    int64_t best = -1, mark = -1;
    int32_t n_fixed = 0, n_passes = passes_of(s, is_root);
    memset(s->fate, MLG_SITE_KEEP, (size_t)p->rows.n_columns);
    mlg_cover_dual_start(&s->dual, p, (double)ONE);
    for (int32_t pass = 0; pass <= n_passes && !s->gave_up; pass++) {
        if (pass % CHECK == 0) {
            int64_t scaled = state_bound(s, p, best);
            best = scaled > best ? scaled : best;
            s->lower = round_up(best);
            if (s->lower >= s->upper)
                break;
            n_fixed += fix(s, p, scaled);
            if (pass > 0 && is_over_budget(s))
                break;
            if (is_root ? pass % (10 * CHECK) == 0 : pass == n_passes)
                complete(s, p, sites);
        }
        if (pass % RESTART == RESTART - 1) {
            int64_t left = (int64_t)(s->upper - 1) * ONE - best;
            if (left > HOPELESS * (best - mark) && pass > 2 * RESTART)
                break;
            mark = best;
            mlg_cover_dual_restart(&s->dual, &p->rows);
        }
        mlg_cover_dual_step(&s->dual, &p->rows);
        s->out->arcs += p->rows.start[p->rows.n_rows];
    }
    memcpy(p->share, s->dual.share, (size_t)p->rows.n_columns * sizeof *p->share);
    return n_fixed;
}

/* A greedy cover at the best multipliers, improved by local search. */
static mlg_status improve_cover(search *s, const mlg_cover_part *p, const mlg_sparse_rows *sites, mlg_error *err)
{
    int32_t n, aim = s->deciding ? s->upper - 1 - p->n_opened : s->lower - p->n_opened;
    int64_t most = s->options->max_arcs / 4;
    most = most > 0 && most < s->max_visits ? most : s->max_visits;
    memcpy(s->price, p->price, (size_t)p->rows.n_rows * sizeof *s->price);
    (void)price(s, p);
    complete(s, p, sites);
    MLG_TRY(mlg_cover_search(s->chosen, &n, &p->rows, sites, aim, most, err));
    offer(s, p);
    return MLG_OK;
}

/* ---- branch and bound --------------------------------------------------------------------------------- */

static mlg_status close_by_solver(search *s, const mlg_cover_part *p, mlg_error *err)
{
    double bound = 0;
    bool covers = false, optimal = false;
    mlg_siting_options rest = *s->options;
    rest.max_seconds = mlg_clock_left_s(s->start_s, rest.max_seconds);
    MLG_TRY(mlg_cover_by_solver(s->chosen, &covers, &optimal, &bound, &p->rows, &rest, err));
    if (covers)
        offer(s, p);
    s->out->by_solver = true;
    s->gave_up = !optimal;
    if (isfinite(bound)) {
        int32_t lower = p->n_opened + (int32_t)ceil(bound - 1e-6);
        s->least = lower > s->least ? lower : s->least;
    }
    return MLG_OK;
}

/* Alternates reductions, bound and fixing until nothing changes; *settled when the node is closed. */
static mlg_status settle(search *s, mlg_cover_part *p, bool is_root, bool *settled, mlg_error *err)
{
    *settled = true;
    for (int round = 0; round < 20; round++) {
        mlg_sparse_rows sites = { 0 };
        mlg_cover_part smaller;
        bool dead = false;
        MLG_TRY(mlg_cover_reduce(p, err));
        if (p->n_opened + (p->rows.n_rows > 0) >= s->upper)
            return MLG_OK;
        if (p->rows.n_rows == 0) {
            memset(s->chosen, 0, (size_t)p->rows.n_columns);
            offer(s, p);
            return MLG_OK;
        }
        MLG_TRY(mlg_sparse_transpose(&sites, mlg_sparse_view_of(&p->rows), err));
        int32_t n_fixed = raise(s, p, &sites, is_root), upper = s->upper;
        mlg_status st = MLG_OK;
        if (is_root && s->lower > s->least)
            s->least = s->lower < s->upper ? s->lower : s->upper;
        if (is_root && round == 0 && s->lower < s->upper && !s->gave_up)
            st = improve_cover(s, p, &sites, err);
        mlg_sparse_release(&sites);
        MLG_TRY(st);
        if (s->lower >= s->upper || s->gave_up)
            return MLG_OK;
        if (s->upper < upper)
            continue; /* a better incumbent fixes more sites */
        if (n_fixed == 0)
            break;
        MLG_TRY(mlg_cover_shrink(&smaller, p, s->fate, NULL, &dead, err));
        mlg_cover_part_release(p);
        *p = smaller;
        if (dead)
            return MLG_OK;
    }
    *settled = false;
    return MLG_OK;
}

static mlg_status explore(search *s, const mlg_cover_part *given, const uint8_t *fate, bool is_root,
                          mlg_error *err);

/* The site of the shortest row with the largest value in the linear relaxation. */
static int32_t branching_site(const mlg_cover_part *p)
{
    const mlg_sparse_rows *rows = &p->rows;
    int32_t row = 0, best;
    for (int32_t i = 1; i < rows->n_rows; i++)
        if (rows->start[i + 1] - rows->start[i] < rows->start[row + 1] - rows->start[row])
            row = i;
    best = rows->column[rows->start[row]];
    for (int64_t k = rows->start[row]; k < rows->start[row + 1]; k++)
        best = p->share[rows->column[k]] > p->share[best] ? rows->column[k] : best;
    return best;
}

/* Closes a site in p, then reduces, bounds and fixes. *ends when the node is closed. */
static mlg_status close_site(search *s, mlg_cover_part *p, int32_t site, bool *ends, mlg_error *err)
{
    mlg_cover_part smaller;
    uint8_t *fate = NULL;
    MLG_TRY(MLG_NEW(&fate, (size_t)p->rows.n_columns, "site fates", err));
    fate[site] = MLG_SITE_CLOSE;
    mlg_status st = mlg_cover_shrink(&smaller, p, fate, NULL, ends, err);
    free(fate);
    MLG_TRY(st);
    mlg_cover_part_release(p);
    *p = smaller;
    return *ends ? MLG_OK : settle(s, p, false, ends, err);
}

/* Explores the subproblem with a site open, then continues in p with it closed, until p is closed. Consumes p. */
static mlg_status branch(search *s, mlg_cover_part *p, mlg_error *err)
{
    for (bool ends = false; !ends && !s->gave_up;) {
        int32_t site = branching_site(p);
        uint8_t *fate = NULL;
        MLG_TRY(MLG_NEW(&fate, (size_t)p->rows.n_columns, "site fates", err));
        fate[site] = MLG_SITE_OPEN;
        mlg_status st = explore(s, p, fate, false, err);
        free(fate);
        MLG_TRY(st);
        MLG_TRY(close_site(s, p, site, &ends, err));
    }
    return MLG_OK;
}

/* ---- some rows ---------------------------------------------------------------------------------------- */

static mlg_status solve(mlg_cover *out, const mlg_cover_part *given, search *s, mlg_error *err);

/* The rows of p to leave out at first: those with next to no price. */
static void drop_unpaid(const mlg_cover_part *p, uint8_t *drop)
{
    for (int32_t i = 0; i < p->rows.n_rows; i++)
        drop[i] = p->price[i] <= LEAST_PRICE;
}

/* Takes in rows that the chosen sites leave uncovered, no two of which share a site. Returns how many. `near`: cleared, a site. */
static int32_t take_uncovered(const search *s, const mlg_cover_part *p, uint8_t *near, uint8_t *drop)
{
    int32_t n = 0;
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        bool apart = true;
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1] && apart; k++)
            apart = !s->chosen[p->rows.column[k]] && !near[p->rows.column[k]];
        if (!apart)
            continue;
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++)
            near[p->rows.column[k]] = 1;
        drop[i] = 0;
        n++;
    }
    return n;
}

/* Flags the sites of p in a cover of some of its rows. */
static void choose(search *s, const mlg_cover_part *p, const mlg_cover *cover)
{
    int32_t k = 0;
    for (int32_t j = 0; j < p->rows.n_columns; j++) {
        while (k < cover->n_best && cover->best[k] < p->site_id[j])
            k++;
        s->chosen[j] = k < cover->n_best && cover->best[k] == p->site_id[j];
    }
}

/* A cover of the rows of p that are not left out, of at most so many sites. */
static mlg_status cover_some(search *s, const mlg_cover_part *p, int32_t at_most, const uint8_t *drop,
                             mlg_cover *cover, mlg_error *err)
{
    mlg_cover_part some = { 0 };
    uint8_t *fate = NULL;
    bool dead = false;
    search inner = { .options = s->options,
                     .upper = at_most + 1,
                     .max_nodes = s->max_nodes,
                     .max_visits = s->max_visits / 10,
                     .start_s = s->start_s,
                     .deciding = true,
                     .some_rows = true };
    mlg_status st;
    MLG_GO(MLG_NEW(&fate, (size_t)p->rows.n_columns, "site fates", err));
    MLG_GO(mlg_cover_shrink(&some, p, fate, drop, &dead, err));
    *cover = (mlg_cover){ .n_best = -1, .nodes = s->out->nodes, .arcs = s->out->arcs };
    MLG_GO(solve(cover, &some, &inner, err));
    s->out->nodes = cover->nodes;
    s->out->arcs = cover->arcs;
    s->gave_up = inner.gave_up && cover->best == NULL;
done:
    mlg_cover_part_release(&some);
    free(fate);
    return st;
}

/* Completes a cover of some rows to one of all; *whole when it was one. */
static mlg_status try_on_all(search *s, const mlg_cover_part *p, const mlg_cover *cover, uint8_t *drop,
                             bool *whole, mlg_error *err)
{
    mlg_sparse_rows sites = { 0 };
    uint8_t *near = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&near, (size_t)p->rows.n_columns, "sites near", err));
    MLG_GO(mlg_sparse_transpose(&sites, mlg_sparse_view_of(&p->rows), err));
    choose(s, p, cover);
    *whole = take_uncovered(s, p, near, drop) == 0;
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        s->reduced[j] = ONE;
    complete(s, p, &sites);
done:
    mlg_sparse_release(&sites);
    free(near);
    return st;
}

/* Whether at most so many sites can cover all rows of p: they cannot when they cannot cover some, and a cover of some that leaves others
 * uncovered tells which are missing. */
static mlg_status decide(search *s, const mlg_cover_part *p, int32_t at_most, uint8_t *drop, mlg_error *err)
{
    for (bool ends = false; !ends && at_most < s->upper;) {
        mlg_cover cover = { 0 };
        s->gave_up = s->gave_up || is_over_budget(s);
        if (s->gave_up)
            return MLG_OK;
        MLG_TRY(cover_some(s, p, at_most, drop, &cover, err));
        ends = cover.best == NULL;
        mlg_status st = ends ? MLG_OK : try_on_all(s, p, &cover, drop, &ends, err);
        mlg_cover_release(&cover);
        MLG_TRY(st);
    }
    return MLG_OK;
}

/* Branch and bound on the few rows that have a price: most rows are covered with these, and most sites are of no use to them, so that a
 * node costs less. The fewest sites are sought from below, as each number that is too low costs little beside the next. */
static mlg_status search_rows(search *s, const mlg_cover_part *p, mlg_error *err)
{
    uint8_t *drop = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&drop, (size_t)p->rows.n_rows, "rows left out", err));
    drop_unpaid(p, drop);
    for (int32_t n = s->deciding ? s->upper - 1 : s->least; st == MLG_OK && n < s->upper && !s->gave_up; n++) {
        st = decide(s, p, n, drop, err);
        if (st == MLG_OK && !s->gave_up && n < s->upper && n >= s->least)
            s->least = n + 1;
    }
    free(drop);
    return st;
}

/* Branch and bound from the root; the linear solver takes over from the whole root problem where it gives up. */
static mlg_status search_root(search *s, mlg_cover_part *p, mlg_error *err)
{
    bool asks =
        s->options->use_solver && mlg_solver_available() && p->rows.start[p->rows.n_rows] <= SOLVER_MOST_ARCS;
    if (s->some_rows)
        return branch(s, p, err);
    if (asks && (s->max_nodes == 0 || s->max_nodes > NODES_BEFORE_SOLVER))
        s->max_nodes = NODES_BEFORE_SOLVER;
    MLG_TRY(search_rows(s, p, err));
    if (asks && s->gave_up && !(s->deciding && s->out->n_best >= 0) &&
        !mlg_clock_is_late(s->start_s, s->options->max_seconds))
        return close_by_solver(s, p, err);
    return MLG_OK;
}

static mlg_status explore(search *s, const mlg_cover_part *given, const uint8_t *fate, bool is_root,
                          mlg_error *err)
{
    mlg_cover_part p;
    bool dead = false, settled = false;
    mlg_status st;
    MLG_TRY(mlg_progress_step(s->options->progress, "siting", (double)NAN, err));
    s->out->nodes += !is_root;
    if (!is_root && is_over_budget(s)) { /* the root gives a cover in any case */
        s->gave_up = true;
        return MLG_OK;
    }
    MLG_TRY(mlg_cover_shrink(&p, given, fate, NULL, &dead, err));
    st = MLG_OK;
    if (!dead)
        MLG_GO(settle(s, &p, is_root, &settled, err));
    if (!dead && !settled)
        MLG_GO(is_root ? search_root(s, &p, err) : branch(s, &p, err));
done:
    mlg_cover_part_release(&p);
    return st;
}

/* A search that was not cut short has ruled out every cover of fewer than s->upper sites. */
static void state_outcome(search *s)
{
    mlg_cover *out = s->out;
    bool found = s->deciding && out->n_best >= 0, stopped = s->gave_up && !found && s->least < s->upper;
    int32_t bound = stopped || found ? s->least : s->upper;
    out->outcome.stopped = stopped;
    out->outcome.method =
        out->by_solver ? "set covering: reductions, Lagrangian bound, branch and bound, then a linear solver"
                       : "set covering: reductions, Lagrangian bound, branch and bound";
    mlg_outcome_set_time(&out->outcome, s->start_s);
    if (out->n_best >= 0) {
        mlg_outcome_set_bound(&out->outcome, bound, out->n_best - bound, out->n_best);
        return;
    }
    out->outcome.bound = bound;
    out->outcome.gap = (double)NAN;
    out->outcome.proved = !stopped;
}

/* The cover of a part, as `s` asks; the counts of `out` go on. */
static mlg_status solve(mlg_cover *out, const mlg_cover_part *given, search *s, mlg_error *err)
{
    uint8_t *fate = NULL;
    mlg_status st;
    s->out = out;
    MLG_GO(prepare(s, &given->rows, given->n_opened, err));
    MLG_GO(MLG_NEW(&fate, (size_t)given->rows.n_columns, "site fates", err));
    MLG_GO(explore(s, given, fate, true, err));
    if (out->n_best >= 0)
        mlg_sort_integers(out->best, (size_t)out->n_best);
done:
    release(s);
    free(fate);
    if (st != MLG_OK || out->n_best < 0) {
        free(out->best);
        out->best = NULL;
    }
    return st;
}

mlg_status mlg_cover_solve(mlg_cover *out, const mlg_sparse_rows *rows, int32_t at_most, int64_t max_visits,
                           const mlg_siting_options *options, mlg_error *err)
{
    *out = (mlg_cover){ .n_best = -1 };
    search s = { .options = options,
                 .upper = at_most < INT32_MAX ? at_most + 1 : INT32_MAX,
                 .max_nodes = options->max_nodes,
                 .max_visits = max_visits,
                 .start_s = mlg_clock_s(),
                 .deciding = at_most < INT32_MAX };
    mlg_cover_part whole_problem = { .rows = *rows };
    mlg_status st;
    MLG_GO(MLG_NEW(&whole_problem.site_id, (size_t)rows->n_columns, "site names", err));
    for (int32_t j = 0; j < rows->n_columns; j++)
        whole_problem.site_id[j] = j;
    MLG_GO(solve(out, &whole_problem, &s, err));
    state_outcome(&s);
done:
    free(whole_problem.site_id);
    if (st != MLG_OK)
        *out = (mlg_cover){ 0 };
    return st;
}
