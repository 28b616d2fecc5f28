/* Local search for set covering with weights on demand points (Gao, Weise and Li 2015): removes a site, adds the
 * best site for a point left uncovered, and increases the weights of uncovered points. */
#include "analysis/siting/cover/set_cover.h"

#include "base/memory.h"
#include "base/random.h"

#include <string.h>

typedef struct {
    const mlg_sparse_rows *rows, *sites;
    uint8_t *chosen;
    uint8_t *moved;   /* a site: may be added again, a neighbour has changed since it was removed */
    int64_t *value;   /* a site: weight that it alone covers when chosen, that it would newly cover when not */
    int64_t *since;   /* a site: move at which it last changed; on ties the older one goes first */
    int64_t *weight;  /* a demand point */
    int32_t *served;  /* a demand point: chosen sites that see it */
    int64_t *sum;     /* a demand point: sum of the numbers of these; with one left, its number */
    int32_t *waiting; /* uncovered demand points, n_waiting */
    int32_t *place;   /* a demand point: its position in `waiting` */
    int32_t *open;    /* chosen sites, n_open */
    int32_t *at;      /* a chosen site: its position in `open` */
    int32_t n_waiting, n_open;
    int64_t visits;
    uint64_t random;
} walk;

static void release(walk *w)
{
    free(w->moved);
    free(w->value);
    free(w->since);
    free(w->weight);
    free(w->served);
    free(w->sum);
    free(w->waiting);
    free(w->place);
    free(w->open);
    free(w->at);
}

static mlg_status allocate(walk *w, mlg_error *err)
{
    size_t n_demand = (size_t)w->rows->n_rows, n_sites = (size_t)w->rows->n_columns;
    MLG_TRY(MLG_NEW(&w->moved, n_sites, "cover search", err));
    MLG_TRY(MLG_NEW(&w->value, n_sites, "cover search", err));
    MLG_TRY(MLG_NEW(&w->since, n_sites, "cover search", err));
    MLG_TRY(MLG_NEW(&w->open, n_sites, "cover search", err));
    MLG_TRY(MLG_NEW(&w->at, n_sites, "cover search", err));
    MLG_TRY(MLG_NEW(&w->weight, n_demand, "cover search", err));
    MLG_TRY(MLG_NEW(&w->served, n_demand, "cover search", err));
    MLG_TRY(MLG_NEW(&w->sum, n_demand, "cover search", err));
    MLG_TRY(MLG_NEW(&w->place, n_demand, "cover search", err));
    return MLG_NEW(&w->waiting, n_demand, "cover search", err);
}

/* ---- moves -------------------------------------------------------------------------------------------------- */

static void count_visits(walk *w, const mlg_sparse_rows *rows, int32_t r)
{
    w->visits += rows->start[r + 1] - rows->start[r];
}

static void add_to_row(walk *w, int32_t i, int64_t amount, int32_t except)
{
    for (int64_t k = w->rows->start[i]; k < w->rows->start[i + 1]; k++) {
        int32_t j = w->rows->column[k];
        w->value[j] += j == except ? 0 : amount;
        w->moved[j] = 1;
    }
    count_visits(w, w->rows, i);
}

static void wait_for_one(walk *w, int32_t i)
{
    w->place[i] = w->n_waiting;
    w->waiting[w->n_waiting++] = i;
}

static void wait_no_more(walk *w, int32_t i)
{
    int32_t last = w->waiting[--w->n_waiting];
    w->waiting[w->place[i]] = last;
    w->place[last] = w->place[i];
}

static void open_site(walk *w, int32_t j)
{
    for (int64_t k = w->sites->start[j]; k < w->sites->start[j + 1]; k++) {
        int32_t i = w->sites->column[k];
        if (w->served[i] == 0) {
            wait_no_more(w, i);
            add_to_row(w, i, -w->weight[i], j);
        } else if (w->served[i] == 1) {
            w->value[w->sum[i]] -= w->weight[i];
        }
        w->served[i]++;
        w->sum[i] += j;
    }
    w->chosen[j] = 1;
    w->at[j] = w->n_open;
    w->open[w->n_open++] = j;
    count_visits(w, w->sites, j);
}

static void close_site(walk *w, int32_t j)
{
    for (int64_t k = w->sites->start[j]; k < w->sites->start[j + 1]; k++) {
        int32_t i = w->sites->column[k];
        w->served[i]--;
        w->sum[i] -= j;
        if (w->served[i] == 0) {
            wait_for_one(w, i);
            add_to_row(w, i, w->weight[i], j);
        } else if (w->served[i] == 1) {
            w->value[w->sum[i]] += w->weight[i];
        }
    }
    w->chosen[j] = 0;
    w->moved[j] = 0;
    int32_t last = w->open[--w->n_open];
    w->open[w->at[j]] = last;
    w->at[last] = w->at[j];
    count_visits(w, w->sites, j);
}

/* All points are uncovered with weight 1; then opens the sites of the given cover. */
static void start(walk *w)
{
    for (int32_t i = 0; i < w->rows->n_rows; i++) {
        w->weight[i] = 1;
        wait_for_one(w, i);
    }
    for (int32_t j = 0; j < w->rows->n_columns; j++) {
        w->value[j] = w->sites->start[j + 1] - w->sites->start[j];
        w->moved[j] = 1;
    }
    for (int32_t j = 0; j < w->rows->n_columns; j++)
        if (w->chosen[j])
            open_site(w, j);
}

/* ---- search ------------------------------------------------------------------------------------------------- */

static bool is_older(const walk *w, int32_t a, int32_t b)
{
    return w->since[a] != w->since[b] ? w->since[a] < w->since[b] : a < b;
}

/* The chosen site of least value, except the one just added. */
static int32_t least_needed(const walk *w, int32_t just_come)
{
    int32_t best = -1;
    for (int32_t o = 0; o < w->n_open; o++) {
        int32_t j = w->open[o];
        if (j != just_come &&
            (best < 0 || w->value[j] < w->value[best] || (w->value[j] == w->value[best] && is_older(w, j, best))))
            best = j;
    }
    return best;
}

/* The best site to add for an uncovered point, except those just removed with no change around them. */
static int32_t most_wanted(walk *w, int32_t i)
{
    int32_t best = -1;
    for (int64_t k = w->rows->start[i]; k < w->rows->start[i + 1]; k++) {
        int32_t j = w->rows->column[k];
        if (w->moved[j] &&
            (best < 0 || w->value[j] > w->value[best] || (w->value[j] == w->value[best] && is_older(w, j, best))))
            best = j;
    }
    count_visits(w, w->rows, i);
    return best;
}

static void weigh_waiting(walk *w)
{
    for (int32_t n = 0; n < w->n_waiting; n++) {
        int32_t i = w->waiting[n];
        w->weight[i]++;
        for (int64_t k = w->rows->start[i]; k < w->rows->start[i + 1]; k++)
            w->value[w->rows->column[k]]++;
        count_visits(w, w->rows, i);
    }
}

mlg_status mlg_cover_search(uint8_t *chosen, int32_t *n_chosen, const mlg_sparse_rows *rows,
                            const mlg_sparse_rows *sites, int32_t aim, int64_t max_visits, mlg_error *err)
{
    walk w = { .rows = rows, .sites = sites, .random = 1 };
    uint8_t *best = chosen;
    size_t n_sites = (size_t)rows->n_columns;
    int32_t just_come = -1;
    mlg_status st;
    MLG_GO(MLG_NEW(&w.chosen, n_sites, "cover search", err));
    memcpy(w.chosen, chosen, n_sites);
    MLG_GO(allocate(&w, err));
    start(&w);
    for (int64_t move = 1; w.visits < max_visits; move++) {
        while (w.n_waiting == 0) {
            memcpy(best, w.chosen, n_sites);
            *n_chosen = w.n_open;
            if (w.n_open <= aim || w.n_open == 0)
                goto done;
            close_site(&w, least_needed(&w, -1));
        }
        int32_t out = least_needed(&w, just_come);
        if (out >= 0) {
            close_site(&w, out);
            w.since[out] = move;
        }
        int32_t in = most_wanted(&w, w.waiting[mlg_random_below(&w.random, w.n_waiting)]);
        if (in >= 0) {
            open_site(&w, in);
            w.since[in] = move;
            just_come = in;
        }
        weigh_waiting(&w);
        w.visits += w.n_open;
    }
done:
    free(w.chosen);
    release(&w);
    return st;
}
