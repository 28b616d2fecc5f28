#include "analysis/siting/median/core.h"
#include "analysis/siting/greedy.h"

#include "base/memory.h"
#include "base/random.h"

#include <string.h>

#define MOVE_ARCS 300000 /* arcs evaluated in a tabu move, about; beyond, sites are sampled */

typedef struct {
    int64_t weight;
    int32_t nearest_s, second_s; /* to the nearest open site, and when that closes */
    int32_t nearest;             /* its position in open_list; n_open: the cap is nearer */
} served;

enum { ENDS = 1024 };

struct mlg_swap {
    const mlg_median *m;
    mlg_sparse_rows sites; /* site to demand */
    uint8_t *open;         /* a site */
    int32_t *open_list;    /* n_open sites, in no order */
    int32_t *place;        /* an open site: its position in open_list */
    served *served;        /* a demand point */
    int64_t *loss;         /* a position in open_list, and n_open: what closing its site costs */
    int64_t *saved;        /* the part of that loss that the site to open makes up for */
    int32_t *frozen_until; /* a site: not moved by the tabu search before this move */
    int32_t move;          /* of the tabu search */
    int32_t *site_of_name; /* site of an original number, -1: none */
    int32_t n_names;
    int64_t cost;
    uint64_t hash;      /* of the open set */
    uint64_t end[ENDS]; /* hashes of sets that no exchange improves */
};

void mlg_swap_free(mlg_swap *s)
{
    if (s == NULL)
        return;
    mlg_sparse_release(&s->sites);
    free(s->open);
    free(s->open_list);
    free(s->place);
    free(s->served);
    free(s->loss);
    free(s->saved);
    free(s->frozen_until);
    free(s->site_of_name);
    free(s);
}

static mlg_status allocate(mlg_swap *s, size_t n_sites, size_t n_demand, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&s->open, n_sites, "open sites", err));
    MLG_TRY(MLG_NEW(&s->open_list, n_sites, "open sites", err));
    MLG_TRY(MLG_NEW(&s->place, n_sites, "open sites", err));
    MLG_TRY(MLG_NEW(&s->loss, n_sites + 1, "site losses", err));
    MLG_TRY(MLG_NEW(&s->saved, n_sites + 1, "site losses", err));
    MLG_TRY(MLG_NEW(&s->frozen_until, n_sites, "frozen sites", err));
    MLG_TRY(MLG_NEW(&s->served, n_demand, "nearest sites", err));
    for (size_t i = 0; i < n_demand; i++)
        s->served[i].weight = s->m->weight[i];
    return MLG_NEW(&s->site_of_name, (size_t)s->n_names, "site names", err);
}

mlg_status mlg_swap_new(mlg_swap **out, const mlg_median *m, mlg_error *err)
{
    mlg_swap *s = NULL;
    mlg_status st;
    MLG_TRY(MLG_NEW(&s, 1, "swap search", err));
    s->m = m;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        s->n_names = m->site_id[j] >= s->n_names ? m->site_id[j] + 1 : s->n_names;
    MLG_GO(mlg_sparse_transpose(&s->sites, mlg_sparse_view_of(&m->rows), err));
    MLG_GO(allocate(s, (size_t)m->rows.n_columns, (size_t)m->rows.n_rows, err));
    for (int32_t name = 0; name < s->n_names; name++)
        s->site_of_name[name] = -1;
    for (int32_t j = 0; j < m->rows.n_columns; j++)
        s->site_of_name[m->site_id[j]] = j;
    *out = s;
done:
    if (st != MLG_OK)
        mlg_swap_free(s);
    return st;
}

const uint8_t *mlg_swap_chosen(const mlg_swap *s)
{
    return s->open;
}

/* ---- the set of open sites ------------------------------------------------------------------------------ */

/* Finds the two nearest open sites of a demand point again. O(arcs up to the second). */
static void look_up(mlg_swap *s, int32_t i)
{
    const mlg_sparse_rows *rows = &s->m->rows;
    served *d = &s->served[i];
    d->nearest = s->m->n_open;
    d->nearest_s = d->second_s = s->m->cap_s[i];
    for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++) {
        if (!s->open[rows->column[k]])
            continue;
        if (d->nearest < s->m->n_open) {
            d->second_s = rows->value[k];
            break;
        }
        d->nearest = s->place[rows->column[k]];
        d->nearest_s = rows->value[k];
    }
}

/* Adds (sign 1) or subtracts (-1) the part of a demand point in the cost and the losses. */
static void account(mlg_swap *s, int32_t i, int64_t sign)
{
    const served *d = &s->served[i];
    int64_t weight = sign * d->weight;
    s->cost += weight * d->nearest_s;
    s->loss[d->nearest] += weight * (d->second_s - d->nearest_s);
}

static void rebuild(mlg_swap *s)
{
    s->cost = s->m->base;
    memset(s->loss, 0, ((size_t)s->m->n_open + 1) * sizeof *s->loss);
    for (int32_t i = 0; i < s->m->rows.n_rows; i++) {
        look_up(s, i);
        account(s, i, 1);
    }
}

static uint64_t hash_of(int32_t site)
{
    uint64_t seed = (uint64_t)site;
    return mlg_random_next(&seed);
}

static void list(mlg_swap *s, int32_t at, int32_t site)
{
    s->hash += hash_of(site);
    s->open[site] = 1;
    s->open_list[at] = site;
    s->place[site] = at;
}

static void close_all(mlg_swap *s)
{
    memset(s->open, 0, (size_t)s->sites.n_rows);
    s->hash = 0;
}

static int32_t list_named(mlg_swap *s, int32_t count, const int32_t *names, int32_t n)
{
    for (int32_t k = 0; k < n && count < s->m->n_open; k++) {
        int32_t site = names[k] < s->n_names ? s->site_of_name[names[k]] : -1;
        if (site >= 0 && !s->open[site])
            list(s, count++, site);
    }
    return count;
}

void mlg_swap_open(mlg_swap *s, const int32_t *names, int32_t n, const int32_t *more, int32_t n_more)
{
    close_all(s);
    int32_t count = list_named(s, 0, names, n);
    count = list_named(s, count, more, n_more);
    for (int32_t j = 0; j < s->sites.n_rows && count < s->m->n_open; j++)
        if (!s->open[j])
            list(s, count++, j);
    rebuild(s);
}

mlg_status mlg_swap_greedy(mlg_swap *s, mlg_error *err)
{
    int32_t *nearest_s = NULL;
    MLG_TRY(MLG_NEW(&nearest_s, (size_t)s->m->rows.n_rows, "nearest times", err));
    memcpy(nearest_s, s->m->cap_s, (size_t)s->m->rows.n_rows * sizeof *nearest_s);
    mlg_status st =
        mlg_siting_greedy(s->open_list, NULL, nearest_s, &s->sites, s->m->weight, NULL, s->m->n_open, err);
    free(nearest_s);
    MLG_TRY(st);
    close_all(s);
    for (int32_t k = 0; k < s->m->n_open; k++)
        list(s, k, s->open_list[k]);
    rebuild(s);
    return MLG_OK;
}

/* ---- exchanges ---------------------------------------------------------------------------------------- */

static void exchange(mlg_swap *s, int32_t in, int32_t out)
{
    list(s, s->place[out], in);
    s->open[out] = 0;
    s->hash -= hash_of(out);
    const int32_t both[2] = { in, out };
    for (int b = 0; b < 2; b++)
        for (int64_t k = s->sites.start[both[b]]; k < s->sites.start[both[b] + 1]; k++) {
            int32_t i = s->sites.column[k];
            if (b == 0 ? s->sites.value[k] >= s->served[i].second_s : s->sites.value[k] > s->served[i].second_s)
                continue;
            account(s, i, -1);
            look_up(s, i);
            account(s, i, 1);
        }
}

/* Sums what opening `in` wins, and fills in `saved`. Whether it is nearer than the open ones cannot be foreseen: no branch on that. */
static int64_t gain_of(mlg_swap *s, int32_t in)
{
    int64_t gain = 0;
    memset(s->saved, 0, ((size_t)s->m->n_open + 1) * sizeof *s->saved);
    for (int64_t k = s->sites.start[in]; k < s->sites.start[in + 1]; k++) {
        const served *d = &s->served[s->sites.column[k]];
        int32_t time_s = s->sites.value[k] < d->second_s ? s->sites.value[k] : d->second_s;
        int32_t kept_s = d->nearest_s > time_s ? d->nearest_s : time_s;
        gain += d->weight * (kept_s - time_s);
        s->saved[d->nearest] += d->weight * (d->second_s - kept_s);
    }
    return gain;
}

/* The best site to close when `in` opens, and the improvement of the exchange (INT64_MIN: all are frozen). */
static int64_t best_exchange(mlg_swap *s, int32_t in, int32_t *out)
{
    int64_t gain = gain_of(s, in), least = INT64_MAX;
    for (int32_t k = 0; k < s->m->n_open; k++) {
        int32_t site = s->open_list[k];
        int64_t net = s->loss[k] - s->saved[k];
        if (s->frozen_until[site] > s->move)
            continue;
        if (net < least || (net == least && site < *out)) {
            least = net;
            *out = site;
        }
    }
    return least == INT64_MAX ? INT64_MIN : gain - least;
}

/* A descent ends in few sets, most of them again and again: looking at every exchange again would be most of its work. */
void mlg_swap_descend(mlg_swap *s, mlg_median_run *run)
{
    int32_t n_sites = s->sites.n_rows, failed = 0;
    for (int32_t j = 0; failed < n_sites && n_sites > s->m->n_open && s->end[s->hash % ENDS] != s->hash;
         j = j + 1 < n_sites ? j + 1 : 0) {
        int32_t out = -1;
        if (mlg_median_is_late(run))
            break;
        failed++;
        if (!s->open[j] && best_exchange(s, j, &out) > 0) {
            exchange(s, j, out);
            failed = 0;
        }
    }
    if (failed == n_sites)
        s->end[s->hash % ENDS] = s->hash;
    mlg_median_offer(run, s->m, s->open_list, s->m->n_open, s->cost);
}

void mlg_swap_perturb(mlg_swap *s, mlg_median_run *run, int32_t patience)
{
    int32_t n_sites = s->sites.n_rows, n_open = s->m->n_open;
    for (int32_t failed = 0; failed < patience && n_sites > n_open && !mlg_median_out_of_budget(run); failed++) {
        int64_t before = run->upper;
        mlg_swap_open(s, run->best, run->n_best, NULL, 0);
        int32_t strength = 2 + mlg_random_below(&run->random, n_open > 20 ? 5 : 2);
        for (int32_t e = 0; e < strength; e++) {
            int32_t in = mlg_random_below(&run->random, n_sites),
                    out = s->open_list[mlg_random_below(&run->random, n_open)];
            if (!s->open[in])
                exchange(s, in, out);
        }
        mlg_swap_descend(s, run);
        if (run->upper < before)
            failed = -1;
    }
}

/* ---- tabu search -------------------------------------------------------------------------------------- */

/* The best exchange among a sample of closed sites that are not frozen; false: none. */
static bool best_move(mlg_swap *s, int32_t first, int32_t stride, int32_t *in, int32_t *out)
{
    int64_t most = INT64_MIN;
    for (int32_t j = first; j < s->sites.n_rows; j += stride) {
        int32_t leaving = -1;
        if (s->open[j] || s->frozen_until[j] > s->move)
            continue;
        int64_t gain = best_exchange(s, j, &leaving);
        if (gain > most) {
            most = gain;
            *in = j;
            *out = leaving;
        }
    }
    return most > INT64_MIN;
}

static void freeze(mlg_swap *s, int32_t in, int32_t out, uint64_t *random)
{
    int32_t longest_in = s->m->n_open / 4 + 1, longest_out = s->m->n_open / 2 + 5;
    s->frozen_until[in] = s->move + 1 + mlg_random_below(random, longest_in);
    s->frozen_until[out] = s->move + 2 + mlg_random_below(random, longest_out);
}

void mlg_swap_tabu(mlg_swap *s, mlg_median_run *run, int32_t n_moves, int64_t max_arcs, int32_t patience)
{
    int32_t n_sites = s->sites.n_rows, n_open = s->m->n_open, waited = 0, in = 0, out = 0;
    int64_t arcs = s->sites.start[n_sites] + (int64_t)n_sites * n_open, spent = 0;
    int32_t stride = 1 + (int32_t)(arcs / MOVE_ARCS);
    mlg_swap_open(s, run->best, run->n_best, NULL, 0);
    for (s->move = 0; s->move < n_moves && spent < max_arcs && n_sites > n_open + 1; s->move++) {
        if (mlg_median_out_of_budget(run))
            break;
        spent += arcs / stride;
        if (!best_move(s, mlg_random_below(&run->random, stride), stride, &in, &out))
            continue;
        exchange(s, in, out);
        freeze(s, in, out, &run->random);
        waited = s->cost < run->upper ? 0 : waited + 1;
        mlg_median_offer(run, s->m, s->open_list, n_open, s->cost);
        if (waited >= patience) {
            mlg_swap_open(s, run->best, run->n_best, NULL, 0);
            waited = 0;
        }
    }
    memset(s->frozen_until, 0, (size_t)n_sites * sizeof *s->frozen_until);
}
