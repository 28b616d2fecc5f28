/* Interchange for the MCLP. Every site has its current worth: of a closed site what opening it would gain, of an
 * open one what closing it would lose. Opening or closing a site updates only the rows whose number of open sites
 * becomes or was 0 or 1, and once a site is closed the best site to open is the one of largest worth: all
 * exchanges are evaluated by closing and reopening each open site once. */
#include "analysis/siting/coverage/mclp_core.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

#define SAMPLE 8          /* open sites tried for closing at a tabu move */
#define DRAWN 3.0         /* probability of drawing a site, times its share */
#define ASK_EVERY 5000000 /* arcs between checks of the limits */

struct mlg_mclp_swap {
    const mlg_mclp *m;
    const mlg_sparse_rows *rows;
    uint8_t *open;      /* a site */
    int32_t *open_list; /* n_open sites, in no order */
    int32_t n_listed;
    double *worth;       /* a site, grains */
    double *first_worth; /* a site: weight of all its rows; the first is negative until they are known */
    double *more;        /* a site: gain in worth while some site is closed */
    int32_t *served;     /* a row: open sites it sees */
    double covered;      /* grains */
    uint8_t *best;
    double best_covered;
    int32_t *frozen_until; /* a site: the tabu search leaves it as it is before this move */
    int64_t arcs;
};

void mlg_mclp_swap_free(mlg_mclp_swap *s)
{
    if (s == NULL)
        return;
    free(s->open);
    free(s->open_list);
    free(s->worth);
    free(s->first_worth);
    free(s->more);
    free(s->served);
    free(s->best);
    free(s->frozen_until);
    free(s);
}

mlg_status mlg_mclp_swap_new(mlg_mclp_swap **out, const mlg_mclp *m, const mlg_sparse_rows *rows, mlg_error *err)
{
    mlg_mclp_swap *s = NULL;
    size_t n_sites = (size_t)m->n_sites;
    mlg_status st;
    MLG_TRY(MLG_NEW(&s, 1, "swap search", err));
    *s = (mlg_mclp_swap){ .m = m, .rows = rows, .best_covered = -1 };
    MLG_GO(MLG_NEW(&s->open, n_sites, "open sites", err));
    MLG_GO(MLG_NEW(&s->open_list, n_sites, "open sites", err));
    MLG_GO(MLG_NEW(&s->worth, n_sites, "site worths", err));
    MLG_GO(MLG_NEW(&s->first_worth, n_sites, "site worths", err));
    MLG_GO(MLG_NEW(&s->more, n_sites, "site worths", err));
    MLG_GO(MLG_NEW(&s->served, (size_t)m->n_rows, "rows served", err));
    MLG_GO(MLG_NEW(&s->best, n_sites, "best sites", err));
    MLG_GO(MLG_NEW(&s->frozen_until, n_sites, "frozen sites", err));
    s->first_worth[0] = -1;
    *out = s;
done:
    if (st != MLG_OK)
        mlg_mclp_swap_free(s);
    return st;
}

const uint8_t *mlg_mclp_swap_best(const mlg_mclp_swap *s)
{
    return s->best;
}

int64_t mlg_mclp_swap_value(const mlg_mclp_swap *s)
{
    return s->best_covered < 0 ? -1 : (int64_t)(s->best_covered / s->m->grain);
}

/* ---- one site ----------------------------------------------------------------------------------------------- */

/* A row that has, or had, a single open site: the worth of that site changes. */
static void tell_the_other(mlg_mclp_swap *s, int32_t i, double amount)
{
    for (int64_t k = s->rows->start[i]; k < s->rows->start[i + 1]; k++)
        if (s->open[s->rows->column[k]]) {
            s->worth[s->rows->column[k]] += amount;
            return;
        }
}

static void tell_all(mlg_mclp_swap *s, int32_t i, double amount)
{
    for (int64_t k = s->rows->start[i]; k < s->rows->start[i + 1]; k++)
        s->worth[s->rows->column[k]] += amount;
    s->arcs += s->rows->start[i + 1] - s->rows->start[i];
}

static void open_site(mlg_mclp_swap *s, int32_t j)
{
    double won = s->worth[j];
    for (int64_t k = s->m->start[j]; k < s->m->start[j + 1]; k++) {
        int32_t i = s->m->row[k], before = s->served[i]++;
        if (before == 0)
            tell_all(s, i, -s->m->weight[i]);
        else if (before == 1)
            tell_the_other(s, i, -s->m->weight[i]);
    }
    s->arcs += s->m->start[j + 1] - s->m->start[j];
    s->open[j] = 1;
    s->worth[j] = won;
    s->covered += won;
}

static void close_site(mlg_mclp_swap *s, int32_t j)
{
    double lost = s->worth[j];
    s->open[j] = 0;
    for (int64_t k = s->m->start[j]; k < s->m->start[j + 1]; k++) {
        int32_t i = s->m->row[k], after = --s->served[i];
        if (after == 0)
            tell_all(s, i, s->m->weight[i]);
        else if (after == 1)
            tell_the_other(s, i, s->m->weight[i]);
    }
    s->arcs += s->m->start[j + 1] - s->m->start[j];
    s->worth[j] = lost;
    s->covered -= lost;
}

/* The closed site of largest worth that is not frozen at this move; -1: none. */
static int32_t best_closed(mlg_mclp_swap *s, int32_t move)
{
    int32_t best = -1;
    for (int32_t j = 0; j < s->m->n_sites; j++)
        if (!s->open[j] && s->frozen_until[j] <= move && (best < 0 || s->worth[j] > s->worth[best]))
            best = j;
    s->arcs += s->m->n_sites;
    return best;
}

static void keep(mlg_mclp_swap *s)
{
    if (s->covered <= s->best_covered || s->n_listed < s->m->n_open)
        return;
    s->best_covered = s->covered;
    memcpy(s->best, s->open, (size_t)s->m->n_sites);
}

/* The best site to open once `out` is closed, not frozen at this move; *gain is the change of the objective. -1:
 * none. */
static int32_t best_for(mlg_mclp_swap *s, int32_t out, int32_t move, double *gain)
{
    const int64_t *start = s->rows->start;
    const int32_t *column = s->rows->column;
    int32_t best = -1;
    memset(s->more, 0, (size_t)s->m->n_sites * sizeof *s->more);
    for (int64_t k = s->m->start[out]; k < s->m->start[out + 1]; k++) {
        int32_t i = s->m->row[k];
        if (s->served[i] != 1)
            continue;
        double weight = s->m->weight[i];
        for (int64_t l = start[i]; l < start[i + 1]; l++)
            s->more[column[l]] += weight;
        s->arcs += start[i + 1] - start[i];
    }
    for (int32_t j = 0; j < s->m->n_sites; j++) {
        double worth = s->worth[j] + s->more[j];
        if (!s->open[j] && s->frozen_until[j] <= move && (best < 0 || worth > *gain)) {
            *gain = worth;
            best = j;
        }
    }
    s->arcs += s->m->n_sites + s->m->start[out + 1] - s->m->start[out];
    *gain -= s->worth[out];
    return best;
}

static void exchange(mlg_mclp_swap *s, int32_t place, int32_t in)
{
    close_site(s, s->open_list[place]);
    open_site(s, in);
    s->open_list[place] = in;
}

/* ---- sets of sites ------------------------------------------------------------------------------------------ */

/* Closes all sites. */
static void clear(mlg_mclp_swap *s)
{
    const mlg_mclp *m = s->m;
    s->covered = m->base;
    s->n_listed = 0;
    memset(s->open, 0, (size_t)m->n_sites);
    memset(s->served, 0, (size_t)m->n_rows * sizeof *s->served);
    if (s->first_worth[0] < 0)
        for (int32_t j = 0; j < m->n_sites; j++) {
            double worth = 0;
            for (int64_t k = m->start[j]; k < m->start[j + 1]; k++)
                worth += m->weight[m->row[k]];
            s->first_worth[j] = worth;
        }
    memcpy(s->worth, s->first_worth, (size_t)m->n_sites * sizeof *s->worth);
}

/* Greedy: opens the closed site of largest worth until n_open are open; frozen ones as for `move`. */
static void fill(mlg_mclp_swap *s, int32_t move)
{
    while (s->n_listed < s->m->n_open) {
        int32_t j = best_closed(s, move);
        if (j < 0)
            break;
        open_site(s, j);
        s->open_list[s->n_listed++] = j;
    }
}

double mlg_mclp_swap_open(mlg_mclp_swap *s, const int32_t *sites, int32_t n)
{
    clear(s);
    for (int32_t k = 0; k < n && s->n_listed < s->m->n_open; k++)
        if (!s->open[sites[k]]) {
            open_site(s, sites[k]);
            s->open_list[s->n_listed++] = sites[k];
        }
    fill(s, INT32_MAX);
    keep(s);
    return s->covered / s->m->grain;
}

mlg_status mlg_mclp_swap_draw(mlg_mclp_swap *s, mlg_median_run *run, const double *share, int32_t rounds,
                              int64_t max_arcs, mlg_error *err)
{
    int64_t begin = s->arcs;
    for (int32_t round = 0; round < rounds && s->arcs - begin < max_arcs && !mlg_median_is_late(run); round++) {
        clear(s);
        for (int32_t j = 0; j < s->m->n_sites; j++)
            s->frozen_until[j] =
                (double)(mlg_random_next(&run->random) >> 11) * 0x1p-53 < DRAWN * share[j] ? 0 : 1;
        fill(s, 0);
        memset(s->frozen_until, 0, (size_t)s->m->n_sites * sizeof *s->frozen_until);
        fill(s, INT32_MAX);
        MLG_TRY(mlg_mclp_swap_descend(s, run, err));
    }
    return MLG_OK;
}

static void back_to_best(mlg_mclp_swap *s)
{
    for (int32_t k = 0; k < s->n_listed; k++)
        if (!s->best[s->open_list[k]])
            close_site(s, s->open_list[k]);
    s->n_listed = 0;
    for (int32_t j = 0; j < s->m->n_sites; j++)
        if (s->best[j]) {
            if (!s->open[j])
                open_site(s, j);
            s->open_list[s->n_listed++] = j;
        }
}

mlg_status mlg_mclp_swap_descend(mlg_mclp_swap *s, mlg_median_run *run, mlg_error *err)
{
    int32_t failed = 0;
    int64_t unasked = s->arcs;
    for (int32_t k = 0; failed < s->n_listed && !mlg_median_is_late(run); k = k + 1 < s->n_listed ? k + 1 : 0) {
        double gain = 0;
        int32_t in = best_for(s, s->open_list[k], INT32_MAX, &gain);
        failed = in >= 0 && gain > 0 ? 0 : failed + 1;
        if (failed == 0)
            exchange(s, k, in);
        if (s->arcs - unasked > ASK_EVERY) {
            unasked = s->arcs;
            MLG_TRY(mlg_progress_step(run->options->progress, "siting", (double)NAN, err));
        }
    }
    keep(s);
    return MLG_OK;
}

/* ---- tabu search -------------------------------------------------------------------------------------------- */

/* The best exchange among a sample of open sites: position in open_list and site to open; false when all are
 * frozen. */
static bool best_move(mlg_mclp_swap *s, int32_t move, uint64_t *random, int32_t *place, int32_t *in)
{
    int32_t n = s->n_listed, tries = n < SAMPLE ? n : SAMPLE, first = mlg_random_below(random, n);
    double most = -HUGE_VAL;
    for (int32_t t = 0; t < tries; t++) {
        int32_t k = (int32_t)((first + (int64_t)t * n / tries) % n), out = s->open_list[k];
        if (s->frozen_until[out] > move)
            continue;
        double gain = 0;
        int32_t j = best_for(s, out, move, &gain);
        if (j >= 0 && gain > most) {
            most = gain;
            *place = k;
            *in = j;
        }
    }
    return most > -HUGE_VAL;
}

mlg_status mlg_mclp_swap_tabu(mlg_mclp_swap *s, mlg_median_run *run, int32_t most, int64_t max_arcs,
                              int32_t patience, mlg_error *err)
{
    int32_t waited = 0, place = 0, in = 0, n_open = s->m->n_open;
    int64_t begin = s->arcs, unasked = begin;
    if (n_open < 1 || s->m->n_sites < n_open + 2)
        return MLG_OK;
    back_to_best(s);
    for (int32_t move = 1; move <= most && s->arcs - begin < max_arcs && !mlg_median_is_late(run); move++) {
        if (s->arcs - unasked > ASK_EVERY) {
            unasked = s->arcs;
            MLG_TRY(mlg_progress_step(run->options->progress, "siting", (double)NAN, err));
        }
        if (!best_move(s, move, &run->random, &place, &in))
            continue;
        int32_t out = s->open_list[place];
        exchange(s, place, in);
        s->frozen_until[in] = move + 1 + mlg_random_below(&run->random, n_open / 4 + 1);
        s->frozen_until[out] = move + 2 + mlg_random_below(&run->random, n_open / 2 + 5);
        waited = s->covered > s->best_covered ? 0 : waited + 1;
        keep(s);
        if (waited >= patience) {
            back_to_best(s);
            waited = 0;
        }
    }
    memset(s->frozen_until, 0, (size_t)s->m->n_sites * sizeof *s->frozen_until);
    return MLG_OK;
}
