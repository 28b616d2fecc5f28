#include "analysis/cover.h"

#include "analysis/median.h"
#include "analysis/program.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>
#include <string.h>

#define SHIFT 20
#define ONE ((int64_t)1 << SHIFT)
#define ROOT_PASSES 600
#define NODE_PASSES 40
#define OWN_NODES 300 /* before the linear solver is asked, when there is one */
#define SOLVER_MOST_ARCS 30000
#define SOLVER_MOST_NODES 200 /* it has no clock of its own */

typedef struct {
    const mlg_siting_options *options;
    mlg_cover *out;
    int32_t upper;   /* only covers of fewer sites are of use */
    int64_t *price;  /* a demand point: multiplier, << SHIFT */
    int64_t *best;   /* a demand point: those of the best bound */
    int64_t *reduced;/* a site */
    int32_t *served; /* a demand point: chosen sites that see it */
    int32_t *gain;   /* a site: demand points it would newly cover */
    uint8_t *chosen; /* a site */
    uint8_t *fate;   /* a site */
    int64_t max_nodes;
    int32_t lower;   /* of the problem last priced */
    bool gave_up;
} search;

void mlg_cover_release(mlg_cover *cover)
{
    free(cover->best);
    *cover = (mlg_cover){ 0 };
}

static void release(search *s)
{
    free(s->price);
    free(s->best);
    free(s->reduced);
    free(s->served);
    free(s->gain);
    free(s->chosen);
    free(s->fate);
}

static mlg_status prepare(search *s, const mlg_rows *rows, mlg_error *err)
{
    size_t n_demand = (size_t)rows->n_rows, n_sites = (size_t)rows->n_columns;
    MLG_TRY(MLG_NEW(&s->price, n_demand, "multipliers", err));
    MLG_TRY(MLG_NEW(&s->best, n_demand, "multipliers", err));
    MLG_TRY(MLG_NEW(&s->served, n_demand, "demand served", err));
    MLG_TRY(MLG_NEW(&s->reduced, n_sites, "reduced costs", err));
    MLG_TRY(MLG_NEW(&s->gain, n_sites, "site gains", err));
    MLG_TRY(MLG_NEW(&s->chosen, n_sites, "site choice", err));
    MLG_TRY(MLG_NEW(&s->fate, n_sites, "site fates", err));
    return MLG_NEW(&s->out->best, n_sites, "best cover", err);
}

static void offer(search *s, const mlg_cover_part *p)
{
    int32_t n = p->n_opened;
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        n += s->chosen[j];
    if (n >= s->upper)
        return;
    s->upper = n;
    s->out->n_best = 0;
    for (int32_t k = 0; k < p->n_opened; k++)
        s->out->best[s->out->n_best++] = p->opened[k];
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        if (s->chosen[j])
            s->out->best[s->out->n_best++] = p->site_id[j];
}

/* ---- covers ------------------------------------------------------------------------------------------- */

static void toggle(search *s, const mlg_cover_part *p, const mlg_rows *sites, int32_t j, int32_t by)
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

static bool is_redundant(const search *s, const mlg_rows *sites, int32_t j)
{
    for (int64_t k = sites->start[j]; k < sites->start[j + 1]; k++)
        if (s->served[sites->column[k]] < 2)
            return false;
    return true;
}

/* From the sites flagged: adds those of least reduced cost a newly covered point, then takes the useless away. */
static void complete(search *s, const mlg_cover_part *p, const mlg_rows *sites)
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

/* sum of prices + sum of negative reduced costs, with the sites already open; << SHIFT. */
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

static int32_t whole(int64_t scaled)
{
    return (int32_t)((scaled + ONE - 1) / ONE);
}

static int32_t fix(search *s, const mlg_cover_part *p, int64_t scaled)
{
    int32_t n = 0;
    for (int32_t j = 0; j < p->rows.n_columns; j++) {
        int64_t other = s->reduced[j] < 0 ? -s->reduced[j] : s->reduced[j];
        if (s->fate[j] != MLG_SITE_KEEP || whole(scaled + other) < s->upper)
            continue;
        s->fate[j] = s->reduced[j] < 0 ? MLG_SITE_OPEN : MLG_SITE_CLOSE;
        n++;
    }
    return n;
}

static double subgradient(search *s, const mlg_cover_part *p)
{
    double norm = 0;
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        int32_t n = 0;
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++)
            n += s->chosen[p->rows.column[k]];
        s->served[i] = n;
        norm += (double)(1 - n) * (1 - n);
    }
    return norm;
}

static void start_prices(search *s, const mlg_cover_part *p)
{
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        s->gain[j] = 0;
    for (int64_t k = 0; k < p->rows.start[p->rows.n_rows]; k++)
        s->gain[p->rows.column[k]]++;
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        s->price[i] = ONE;
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++) {
            int64_t share = ONE / s->gain[p->rows.column[k]];
            s->price[i] = share < s->price[i] ? share : s->price[i];
        }
    }
}

/* Raises the bound; s->lower is it, s->fate what it decides. Returns how many sites it decided. */
static int32_t raise(search *s, const mlg_cover_part *p, const mlg_rows *sites, int32_t n_passes)
{
    int64_t best = -1;
    double length = 1.0;
    int32_t n_fixed = 0, stall = 0;
    memset(s->fate, MLG_SITE_KEEP, (size_t)p->rows.n_columns);
    start_prices(s, p);
    for (int32_t pass = 0; pass < n_passes; pass++) {
        int64_t scaled = price(s, p);
        stall = scaled > best ? 0 : stall + 1;
        best = scaled > best ? scaled : best;
        s->lower = whole(best);
        if (s->lower >= s->upper)
            break;
        n_fixed += fix(s, p, scaled);
        double norm = subgradient(s, p);
        double target = 1.02 * (double)(s->upper < INT32_MAX / 2 ? s->upper : s->lower + 2) * (double)ONE;
        double step = length * (target - (double)scaled) / (norm > 0 ? norm : 1);
        for (int32_t i = 0; i < p->rows.n_rows; i++) {
            double moved = (double)s->price[i] + step * (1 - s->served[i]);
            s->price[i] = moved <= 0 ? 0 : moved >= (double)ONE ? ONE : (int64_t)llround(moved);
        }
        if (pass % 10 == 0)
            complete(s, p, sites);
        if (stall >= 10) {
            length *= 0.6;
            stall = 0;
            if (length < 0.005)
                break;
        }
    }
    return n_fixed;
}

/* ---- branch and bound --------------------------------------------------------------------------------- */

static mlg_status close_by_solver(search *s, const mlg_cover_part *p, mlg_error *err)
{
    mlg_program model = { 0 };
    mlg_solver_answer solved = { 0 };
    mlg_solver_options options = { .max_seconds = s->options->max_seconds, .max_nodes = SOLVER_MOST_NODES };
    mlg_status st;
    for (int32_t j = 0; j < p->rows.n_columns; j++)
        mlg_program_column(&model, 1, 0, 1, true);
    for (int32_t i = 0; i < p->rows.n_rows; i++) {
        for (int64_t k = p->rows.start[i]; k < p->rows.start[i + 1]; k++)
            mlg_program_put(&model, p->rows.column[k], 1);
        mlg_program_row(&model, 1, HUGE_VAL);
    }
    MLG_GO(mlg_program_solve(&solved, &model, false, &options, err));
    for (int32_t j = 0; solved.value != NULL && j < p->rows.n_columns; j++)
        s->chosen[j] = solved.value[j] > 0.5;
    if (solved.value != NULL && subgradient(s, p) >= 0) {
        bool covers = true;
        for (int32_t i = 0; i < p->rows.n_rows; i++)
            covers = covers && s->served[i] > 0;
        if (covers)
            offer(s, p);
    }
    s->out->by_solver = true;
    s->gave_up = solved.status != MLG_SOLVER_OPTIMAL;
    if (isfinite(solved.bound)) {
        int32_t lower = p->n_opened + (int32_t)ceil(solved.bound - 1e-6);
        s->out->lower = lower > s->out->lower ? lower : s->out->lower;
    }
done:
    mlg_solver_answer_release(&solved);
    mlg_program_release(&model);
    return st;
}

static mlg_status explore(search *s, const mlg_cover_part *given, const uint8_t *fate, bool is_root, mlg_error *err);

/* Opens in turn each site of the shortest row, the ones tried before being closed. */
static mlg_status branch(search *s, const mlg_cover_part *p, mlg_error *err)
{
    int32_t row = 0;
    uint8_t *fate = NULL;
    for (int32_t i = 1; i < p->rows.n_rows; i++)
        if (p->rows.start[i + 1] - p->rows.start[i] < p->rows.start[row + 1] - p->rows.start[row])
            row = i;
    MLG_TRY(MLG_NEW(&fate, (size_t)p->rows.n_columns, "site fates", err));
    mlg_status st = MLG_OK;
    for (int64_t k = p->rows.start[row]; st == MLG_OK && k < p->rows.start[row + 1] && !s->gave_up; k++) {
        fate[p->rows.column[k]] = MLG_SITE_OPEN;
        st = explore(s, p, fate, false, err);
        fate[p->rows.column[k]] = MLG_SITE_CLOSE;
    }
    free(fate);
    return st;
}

static bool is_over_budget(const search *s)
{
    const mlg_siting_options *o = s->options;
    return (s->max_nodes > 0 && s->out->nodes > s->max_nodes) || (o->max_arcs > 0 && s->out->arcs > o->max_arcs);
}

/* Reduces, bounds and fixes until nothing moves; *settled when nothing is left to search. */
static mlg_status settle(search *s, mlg_cover_part *p, bool is_root, bool *settled, mlg_error *err)
{
    *settled = true;
    for (int round = 0; round < 20; round++) {
        mlg_rows sites = { 0 };
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
        MLG_TRY(mlg_rows_transpose(&sites, &p->rows, err));
        int32_t n_fixed = raise(s, p, &sites, is_root ? ROOT_PASSES : NODE_PASSES);
        mlg_rows_release(&sites);
        if (is_root && s->lower > s->out->lower)
            s->out->lower = s->lower < s->upper ? s->lower : s->upper;
        if (s->lower >= s->upper)
            return MLG_OK;
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

static mlg_status search_root(search *s, const mlg_cover_part *p, mlg_error *err)
{
    bool asks = s->options->use_solver && mlg_solver_available() &&
                p->rows.start[p->rows.n_rows] <= SOLVER_MOST_ARCS;
    s->max_nodes = s->options->max_nodes;
    if (asks && (s->max_nodes == 0 || s->max_nodes > OWN_NODES))
        s->max_nodes = OWN_NODES;
    MLG_TRY(branch(s, p, err));
    if (!s->gave_up || !asks)
        return MLG_OK;
    return close_by_solver(s, p, err);
}

static mlg_status explore(search *s, const mlg_cover_part *given, const uint8_t *fate, bool is_root, mlg_error *err)
{
    mlg_cover_part p;
    bool dead = false, settled = false;
    mlg_status st;
    MLG_TRY(mlg_progress_step(s->options->progress, "siting", (double)NAN, err));
    s->out->nodes += !is_root;
    if (is_over_budget(s)) {
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

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

mlg_status mlg_cover_solve(mlg_cover *out, const mlg_rows *rows, int32_t at_most,
                           const mlg_siting_options *options, mlg_error *err)
{
    *out = (mlg_cover){ .n_best = -1 };
    search s = { .options = options, .out = out, .upper = at_most < INT32_MAX ? at_most + 1 : INT32_MAX };
    mlg_cover_part whole_problem = { .rows = *rows };
    uint8_t *fate = NULL;
    mlg_status st;
    MLG_GO(prepare(&s, rows, err));
    MLG_GO(MLG_NEW(&fate, (size_t)rows->n_columns, "site fates", err));
    MLG_GO(MLG_NEW(&whole_problem.site_id, (size_t)rows->n_columns, "site names", err));
    for (int32_t j = 0; j < rows->n_columns; j++)
        whole_problem.site_id[j] = j;
    MLG_GO(explore(&s, &whole_problem, fate, true, err));
    out->stopped = s.gave_up && out->lower < s.upper;
    out->lower = out->stopped ? out->lower : s.upper;
    if (out->n_best >= 0)
        qsort(out->best, (size_t)out->n_best, sizeof *out->best, ascending);
done:
    release(&s);
    free(fate);
    free(whole_problem.site_id);
    if (st != MLG_OK || out->n_best < 0) {
        free(out->best);
        out->best = NULL;
    }
    if (st != MLG_OK)
        *out = (mlg_cover){ 0 };
    return st;
}
