#include "analysis/siting/median/core.h"

#include "base/memory.h"

#include <string.h>

void mlg_median_release(mlg_median *m)
{
    mlg_sparse_release(&m->rows);
    free(m->weight);
    free(m->cap_s);
    free(m->price);
    free(m->site_id);
    free(m->opened);
    *m = (mlg_median){ 0 };
}

static mlg_status allocate(mlg_median *m, int32_t n_demand, int32_t n_sites, int64_t n_arcs, int32_t n_opened,
                           mlg_error *err)
{
    mlg_status st;
    MLG_GO(mlg_sparse_init(&m->rows, n_demand, n_sites, n_arcs, err));
    MLG_GO(MLG_NEW(&m->weight, (size_t)n_demand, "demand weights", err));
    MLG_GO(MLG_NEW(&m->cap_s, (size_t)n_demand, "demand caps", err));
    MLG_GO(MLG_NEW(&m->price, (size_t)n_demand, "multipliers", err));
    MLG_GO(MLG_NEW(&m->site_id, (size_t)n_sites, "site names", err));
    MLG_GO(MLG_NEW(&m->opened, (size_t)n_opened, "opened sites", err));
    m->n_opened = n_opened;
done:
    if (st != MLG_OK)
        mlg_median_release(m);
    return st;
}

int64_t mlg_median_cost(const mlg_median *m, const uint8_t *chosen)
{
    int64_t cost = m->base;
    for (int32_t i = 0; i < m->rows.n_rows; i++) {
        int32_t nearest_s = m->cap_s[i];
        for (int64_t k = m->rows.start[i]; k < m->rows.start[i + 1]; k++)
            if (chosen[m->rows.column[k]]) {
                nearest_s = m->rows.value[k];
                break;
            }
        cost += m->weight[i] * nearest_s;
    }
    return cost;
}

/* ---- shrinking ---------------------------------------------------------------------------------------- */

typedef struct {
    const mlg_median *in;
    const uint8_t *fate;
    int32_t n_open;     /* sites still to choose */
    int32_t max_closed; /* number of kept sites that stay closed in any choice */
} shrinking;

static bool is_kept(const shrinking *s, int32_t site)
{
    return s->fate[site] == MLG_SITE_KEEP && s->n_open > 0;
}

/* The new cap of row i, and the end of its arcs that may stay. Returns how many do. */
static int32_t surviving(const shrinking *s, int32_t i, int32_t *cap_s, int64_t *end)
{
    const mlg_sparse_rows *rows = &s->in->rows;
    int32_t kept = 0, cap = s->in->cap_s[i];
    int64_t k = rows->start[i];
    for (; k < rows->start[i + 1] && rows->value[k] < cap; k++) {
        int32_t site = rows->column[k];
        if (s->fate[site] == MLG_SITE_OPEN || (is_kept(s, site) && kept == s->max_closed)) {
            cap = rows->value[k];
            break;
        }
        kept += is_kept(s, site);
    }
    for (; k > rows->start[i] && rows->value[k - 1] >= cap; k--)
        kept -= is_kept(s, rows->column[k - 1]);
    *cap_s = cap;
    *end = k;
    return s->in->weight[i] > 0 ? kept : 0;
}

/* Numbers the sites that some demand point still sees (-1 for the others), and counts demand points and arcs. */
static int32_t count_survivors(const shrinking *s, int32_t *number, int32_t *n_demand, int64_t *n_arcs)
{
    const mlg_sparse_rows *rows = &s->in->rows;
    *n_demand = 0;
    *n_arcs = 0;
    for (int32_t j = 0; j < rows->n_columns; j++)
        number[j] = -1;
    for (int32_t i = 0; i < rows->n_rows; i++) {
        int32_t cap_s = 0;
        int64_t end = 0;
        int32_t kept = surviving(s, i, &cap_s, &end);
        if (kept == 0)
            continue;
        *n_demand += 1;
        *n_arcs += kept;
        for (int64_t k = rows->start[i]; k < end; k++)
            if (is_kept(s, rows->column[k]))
                number[rows->column[k]] = 0;
    }
    int32_t n_sites = 0;
    for (int32_t j = 0; j < rows->n_columns; j++)
        if (number[j] == 0)
            number[j] = n_sites++;
    return n_sites;
}

static void copy_survivors(mlg_median *out, const shrinking *s, const int32_t *number)
{
    const mlg_median *in = s->in;
    int32_t to = 0;
    int64_t arc = 0;
    for (int32_t i = 0; i < in->rows.n_rows; i++) {
        int32_t cap_s = 0;
        int64_t end = 0;
        if (surviving(s, i, &cap_s, &end) == 0) {
            out->base += in->weight[i] * cap_s;
            continue;
        }
        for (int64_t k = in->rows.start[i]; k < end; k++)
            if (is_kept(s, in->rows.column[k])) {
                out->rows.column[arc] = number[in->rows.column[k]];
                out->rows.value[arc++] = in->rows.value[k];
            }
        out->weight[to] = in->weight[i];
        out->cap_s[to] = cap_s;
        int64_t highest = (int64_t)cap_s << in->price_shift;
        out->price[to] = in->price[i] < highest ? in->price[i] : highest;
        out->rows.start[++to] = arc;
    }
}

mlg_status mlg_median_shrink(mlg_median *out, const mlg_median *in, const uint8_t *fate, mlg_error *err)
{
    *out = (mlg_median){ 0 };
    int32_t n_opened = 0, n_kept = 0;
    for (int32_t j = 0; j < in->rows.n_columns; j++) {
        n_opened += fate[j] == MLG_SITE_OPEN;
        n_kept += fate[j] == MLG_SITE_KEEP;
    }
    shrinking s = { in, fate, in->n_open - n_opened, 0 };
    if (n_kept < s.n_open)
        s.n_open = -1;
    s.max_closed = n_kept - s.n_open;
    int32_t *number = NULL, n_demand = 0;
    int64_t n_arcs = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&number, (size_t)in->rows.n_columns, "site numbers", err));
    int32_t n_sites = count_survivors(&s, number, &n_demand, &n_arcs);
    for (int32_t j = 0; j < in->rows.n_columns && n_sites < s.n_open; j++)
        if (fate[j] == MLG_SITE_KEEP && number[j] < 0) /* improves nobody, but the cut rows rely on n_open sites */
            number[j] = n_sites++;
    MLG_GO(allocate(out, n_demand, n_sites, n_arcs, in->n_opened + n_opened, err));
    out->n_open = s.n_open;
    out->base = in->base;
    out->price_shift = in->price_shift;
    copy_survivors(out, &s, number);
    int32_t o = 0;
    while (o < in->n_opened) {
        out->opened[o] = in->opened[o];
        o++;
    }
    for (int32_t j = 0; j < in->rows.n_columns; j++) {
        if (number[j] >= 0)
            out->site_id[number[j]] = in->site_id[j];
        if (fate[j] == MLG_SITE_OPEN)
            out->opened[o++] = in->site_id[j];
    }
done:
    free(number);
    return st;
}

/* ---- reductions --------------------------------------------------------------------------------------- */

static mlg_status merge_equal_demand(mlg_median *m, mlg_error *err)
{
    int32_t *group = NULL, n_groups = 0;
    MLG_TRY(MLG_NEW(&group, (size_t)m->rows.n_rows, "equal demand", err));
    mlg_status st = mlg_sparse_group_equal(group, &n_groups, &m->rows, m->cap_s, err);
    int64_t arc = 0;
    for (int32_t i = 0, to = 0; st == MLG_OK && i < m->rows.n_rows; i++) {
        if (group[i] < to) {
            m->weight[group[i]] += m->weight[i];
            continue;
        }
        int64_t from = m->rows.start[i], n = m->rows.start[i + 1] - from;
        memmove(m->rows.column + arc, m->rows.column + from, (size_t)n * sizeof(int32_t));
        memmove(m->rows.value + arc, m->rows.value + from, (size_t)n * sizeof(int32_t));
        m->weight[to] = m->weight[i];
        m->cap_s[to] = m->cap_s[i];
        m->price[to] = m->price[i];
        arc += n;
        m->rows.start[to++] = arc - n;
    }
    if (st == MLG_OK) {
        m->rows.start[n_groups] = arc;
        m->rows.n_rows = n_groups;
    }
    free(group);
    return st;
}

/* Whether site `a` is at least as near as `b` everywhere; arcs of both by demand point. */
static bool dominates(const mlg_sparse_rows *sites, int32_t a, int32_t b, bool *equal, int64_t *visits)
{
    int64_t k = sites->start[a], end = sites->start[a + 1];
    *equal = end - k == sites->start[b + 1] - sites->start[b];
    for (int64_t l = sites->start[b]; l < sites->start[b + 1]; l++) {
        for (; k < end && sites->column[k] < sites->column[l]; k++)
            *visits += 1;
        *visits += 1;
        if (k == end || sites->column[k] != sites->column[l] || sites->value[k] > sites->value[l])
            return false;
        *equal = *equal && sites->value[k] == sites->value[l];
    }
    return true;
}

/* For each site, the row where the fewest others are as near. */
static void find_shortest_rows(const mlg_sparse_rows *rows, int32_t *row, int64_t *end)
{
    for (int32_t i = 0; i < rows->n_rows; i++)
        for (int64_t k = rows->start[i], tie = k; k < rows->start[i + 1]; k++) {
            for (tie = tie > k ? tie : k; tie < rows->start[i + 1] && rows->value[tie] == rows->value[k];)
                tie++;
            int32_t j = rows->column[k];
            if (row[j] < 0 || tie - rows->start[i] < end[j] - rows->start[row[j]]) {
                row[j] = i;
                end[j] = tie;
            }
        }
}

static bool is_dominated(const mlg_sparse_rows *rows, const mlg_sparse_rows *sites, int32_t j, int32_t row,
                         int64_t end, const uint8_t *fate, int64_t *visits)
{
    for (int64_t k = rows->start[row]; k < end; k++) {
        int32_t other = rows->column[k];
        bool equal = false;
        if (other != j && fate[other] == MLG_SITE_KEEP && dominates(sites, other, j, &equal, visits) &&
            (!equal || other < j))
            return true;
    }
    return false;
}

static mlg_status find_dominated(const mlg_median *m, uint8_t *fate, int32_t *n_closed, mlg_error *err)
{
    mlg_sparse_rows sites = { 0 };
    int32_t *row = NULL;
    int64_t *end = NULL;
    mlg_status st;
    MLG_GO(mlg_sparse_transpose(&sites, mlg_sparse_view_of(&m->rows), err));
    MLG_GO(MLG_NEW(&row, (size_t)sites.n_rows, "shortest rows", err));
    MLG_GO(MLG_NEW(&end, (size_t)sites.n_rows, "shortest rows", err));
    for (int32_t j = 0; j < sites.n_rows; j++)
        row[j] = -1;
    find_shortest_rows(&m->rows, row, end);
    int64_t visits = 0, most = 20 * sites.start[sites.n_rows];
    *n_closed = 0;
    int32_t most_closed = m->rows.n_columns - m->n_open;
    for (int32_t j = 0; j < sites.n_rows && visits < most && *n_closed < most_closed; j++)
        if (row[j] >= 0 && is_dominated(&m->rows, &sites, j, row[j], end[j], fate, &visits)) {
            fate[j] = MLG_SITE_CLOSE;
            *n_closed += 1;
        }
done:
    mlg_sparse_release(&sites);
    free(row);
    free(end);
    return st;
}

mlg_status mlg_median_reduce(mlg_median *m, mlg_error *err)
{
    uint8_t *fate = NULL;
    int32_t n_closed = 1;
    mlg_status st = MLG_OK;
    for (int round = 0; round < 4 && n_closed > 0; round++) {
        MLG_GO(merge_equal_demand(m, err));
        free(fate);
        fate = NULL;
        MLG_GO(MLG_NEW(&fate, (size_t)m->rows.n_columns, "site fates", err));
        MLG_GO(find_dominated(m, fate, &n_closed, err));
        if (n_closed > 0) {
            mlg_median smaller;
            MLG_GO(mlg_median_shrink(&smaller, m, fate, err));
            mlg_median_release(m);
            *m = smaller;
        }
    }
done:
    free(fate);
    return st;
}
