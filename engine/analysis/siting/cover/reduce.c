#include "analysis/siting/cover/set_cover.h"

#include "analysis/siting/median/core.h"
#include "base/memory.h"

#include <string.h>

#define MOST_ROUNDS 12
#define VISITS_PER_ARC 60

void mlg_cover_part_release(mlg_cover_part *p)
{
    mlg_sparse_release(&p->rows);
    free(p->site_id);
    free(p->opened);
    free(p->price);
    free(p->share);
    *p = (mlg_cover_part){ 0 };
}

/* ---- shrinking ---------------------------------------------------------------------------------------- */

/* Number of sites of row i that stay; -1 when an opened site covers it or it is dropped. */
static int32_t staying(const mlg_sparse_rows *rows, int32_t i, const uint8_t *fate, const uint8_t *drop)
{
    int32_t n = 0;
    if (drop != NULL && drop[i])
        return -1;
    for (int64_t k = rows->start[i]; k < rows->start[i + 1]; k++) {
        if (fate[rows->column[k]] == MLG_SITE_OPEN)
            return -1;
        n += fate[rows->column[k]] == MLG_SITE_KEEP;
    }
    return n;
}

static void copy_rows(mlg_cover_part *out, const mlg_cover_part *in, const uint8_t *fate, const uint8_t *drop,
                      const int32_t *number)
{
    int64_t arc = 0;
    for (int32_t i = 0, to = 0; i < in->rows.n_rows; i++) {
        if (staying(&in->rows, i, fate, drop) < 0)
            continue;
        for (int64_t k = in->rows.start[i]; k < in->rows.start[i + 1]; k++)
            if (fate[in->rows.column[k]] == MLG_SITE_KEEP)
                out->rows.column[arc++] = number[in->rows.column[k]];
        out->price[to] = in->price ? in->price[i] : -1;
        out->rows.start[++to] = arc;
    }
}

mlg_status mlg_cover_shrink(mlg_cover_part *out, const mlg_cover_part *in, const uint8_t *fate,
                            const uint8_t *drop, bool *dead, mlg_error *err)
{
    *out = (mlg_cover_part){ 0 };
    int32_t *number = NULL, n_rows = 0, n_sites = 0, n_new = 0;
    int64_t n_arcs = 0;
    mlg_status st;
    *dead = false;
    MLG_GO(MLG_NEW(&number, (size_t)in->rows.n_columns, "site numbers", err));
    for (int32_t j = 0; j < in->rows.n_columns; j++) {
        number[j] = n_sites;
        n_sites += fate[j] == MLG_SITE_KEEP;
        n_new += fate[j] == MLG_SITE_OPEN;
    }
    for (int32_t i = 0; i < in->rows.n_rows; i++) {
        int32_t n = staying(&in->rows, i, fate, drop);
        n_rows += n >= 0;
        n_arcs += n > 0 ? n : 0;
        *dead = *dead || n == 0;
    }
    MLG_GO(mlg_sparse_init(&out->rows, n_rows, n_sites, n_arcs, err));
    MLG_GO(MLG_NEW(&out->price, (size_t)n_rows, "multipliers", err));
    MLG_GO(MLG_NEW(&out->share, (size_t)n_sites, "shares of sites", err));
    MLG_GO(MLG_NEW(&out->site_id, (size_t)n_sites, "site names", err));
    MLG_GO(MLG_NEW(&out->opened, (size_t)(in->n_opened + n_new), "opened sites", err));
    copy_rows(out, in, fate, drop, number);
    for (; out->n_opened < in->n_opened; out->n_opened++)
        out->opened[out->n_opened] = in->opened[out->n_opened];
    for (int32_t j = 0; j < in->rows.n_columns; j++) {
        if (fate[j] == MLG_SITE_KEEP) {
            out->site_id[number[j]] = in->site_id[j];
            out->share[number[j]] = in->share ? in->share[j] : 0;
        } else if (fate[j] == MLG_SITE_OPEN)
            out->opened[out->n_opened++] = in->site_id[j];
    }
done:
    free(number);
    if (st != MLG_OK)
        mlg_cover_part_release(out);
    return st;
}

/* ---- subsets ------------------------------------------------------------------------------------------ */

static bool is_within(const mlg_sparse_rows *sets, int32_t a, int32_t b, int64_t *visits)
{
    int64_t k = sets->start[b], end = sets->start[b + 1];
    bool within = true;
    for (int64_t l = sets->start[a]; l < sets->start[a + 1] && within; l++, k++) {
        while (k < end && sets->column[k] < sets->column[l])
            k++;
        within = k < end && sets->column[k] == sets->column[l];
    }
    *visits += k - sets->start[b];
    return within;
}

static void sign(const mlg_sparse_rows *sets, uint64_t *mark)
{
    for (int32_t a = 0; a < sets->n_rows; a++)
        for (int64_t k = sets->start[a]; k < sets->start[a + 1]; k++)
            mark[a] |= (uint64_t)1 << (((uint32_t)sets->column[k] * 0x9E3779B1u) >> 26);
}

static int32_t rarest_element(const mlg_sparse_rows *sets, const mlg_sparse_rows *holders, int32_t a)
{
    int32_t rarest = -1;
    int64_t fewest = INT64_MAX;
    for (int64_t k = sets->start[a]; k < sets->start[a + 1]; k++) {
        int32_t e = sets->column[k];
        int64_t n = holders->start[e + 1] - holders->start[e];
        if (n < fewest) {
            fewest = n;
            rarest = e;
        }
    }
    return rarest;
}

/* Flags the sets contained in another one (larger = false) or that contain another one (larger = true); of equal
 * sets the first stays. Empty sets are contained in any. Returns how many were flagged. */
static int32_t flag_nested(const mlg_sparse_rows *sets, const mlg_sparse_rows *holders, const uint64_t *mark,
                           bool larger, uint8_t *flag)
{
    int64_t visits = 0, most = VISITS_PER_ARC * (sets->start[sets->n_rows] + 1000);
    int32_t n_flagged = 0;
    for (int32_t a = 0; a < sets->n_rows && visits < most; a++) {
        int64_t size = sets->start[a + 1] - sets->start[a];
        int32_t e = flag[a] ? -1 : rarest_element(sets, holders, a);
        if (size == 0 && !larger) {
            flag[a] = 1;
            n_flagged++;
        }
        for (int64_t k = e < 0 ? 0 : holders->start[e]; e >= 0 && k < holders->start[e + 1]; k++) {
            int32_t b = holders->column[k];
            int64_t other = sets->start[b + 1] - sets->start[b];
            visits++;
            if (b == a || flag[b] || other < size || (other == size && (larger ? b < a : a < b)) ||
                (mark[a] & ~mark[b]) != 0 || !is_within(sets, a, b, &visits))
                continue;
            flag[larger ? b : a] = 1;
            n_flagged++;
            if (!larger)
                break;
        }
    }
    return n_flagged;
}

static mlg_status nested(const mlg_sparse_rows *sets, const mlg_sparse_rows *holders, bool larger, uint8_t *flag,
                         int32_t *n, mlg_error *err)
{
    uint64_t *mark = NULL;
    MLG_TRY(MLG_NEW(&mark, (size_t)sets->n_rows, "set signatures", err));
    sign(sets, mark);
    *n = flag_nested(sets, holders, mark, larger, flag);
    free(mark);
    return MLG_OK;
}

static int32_t open_only_sites(const mlg_sparse_rows *rows, uint8_t *fate)
{
    int32_t n = 0;
    for (int32_t i = 0; i < rows->n_rows; i++)
        if (rows->start[i + 1] - rows->start[i] == 1 && fate[rows->column[rows->start[i]]] != MLG_SITE_OPEN) {
            fate[rows->column[rows->start[i]]] = MLG_SITE_OPEN;
            n++;
        }
    return n;
}

/* One round of reductions; *n_changes is the number of rows and sites removed or fixed. */
static mlg_status reduce_once(mlg_cover_part *p, int32_t *n_changes, mlg_error *err)
{
    mlg_sparse_rows sites = { 0 };
    mlg_cover_part smaller;
    uint8_t *fate = NULL, *drop = NULL, *within = NULL;
    int32_t n_rows = 0, n_sites = 0;
    bool dead = false;
    mlg_status st;
    MLG_GO(MLG_NEW(&fate, (size_t)p->rows.n_columns, "site fates", err));
    MLG_GO(MLG_NEW(&drop, (size_t)p->rows.n_rows, "rows dropped", err));
    MLG_GO(MLG_NEW(&within, (size_t)p->rows.n_columns, "sites dropped", err));
    *n_changes = open_only_sites(&p->rows, fate);
    if (*n_changes == 0) {
        MLG_GO(mlg_sparse_transpose(&sites, mlg_sparse_view_of(&p->rows), err));
        MLG_GO(nested(&p->rows, &sites, true, drop, &n_rows, err));
        if (n_rows == 0)
            MLG_GO(nested(&sites, &p->rows, false, within, &n_sites, err));
        for (int32_t j = 0; j < p->rows.n_columns; j++)
            fate[j] = within[j] ? MLG_SITE_CLOSE : MLG_SITE_KEEP;
        *n_changes = n_rows + n_sites;
    }
    if (*n_changes > 0) {
        MLG_GO(mlg_cover_shrink(&smaller, p, fate, drop, &dead, err));
        mlg_cover_part_release(p);
        *p = smaller;
    }
done:
    mlg_sparse_release(&sites);
    free(fate);
    free(drop);
    free(within);
    return st;
}

mlg_status mlg_cover_reduce(mlg_cover_part *p, mlg_error *err)
{
    int32_t n_changes = 1;
    for (int round = 0; round < MOST_ROUNDS && n_changes > 0 && p->rows.n_rows > 0; round++)
        MLG_TRY(reduce_once(p, &n_changes, err));
    return MLG_OK;
}
