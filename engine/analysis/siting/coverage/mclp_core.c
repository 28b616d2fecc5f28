#include "analysis/siting/coverage/mclp_core.h"

#include "base/memory.h"

#include <string.h>

#define LARGEST_SUM 0x1p51 /* grains in a bound: doubles hold whole numbers to 2^53 */
#define FINEST_GRAIN 0x1p20
#define MERGED_FROM 8
#define GATHERED 12 /* first sites of a row that its place follows */

void mlg_mclp_release(mlg_mclp *m)
{
    free(m->weight);
    free(m->start);
    free(m->row);
    free(m->site_id);
    free(m->opened);
    free(m->price);
    free(m->share);
    *m = (mlg_mclp){ 0 };
}

static mlg_status allocate(mlg_mclp *m, int64_t n_arcs, mlg_error *err)
{
    size_t n_rows = (size_t)m->n_rows, n_sites = (size_t)m->n_sites;
    mlg_status st;
    MLG_GO(MLG_NEW(&m->weight, n_rows, "demand weights", err));
    MLG_GO(MLG_NEW(&m->start, n_sites + 1, "site rows", err));
    MLG_GO(MLG_NEW(&m->row, (size_t)n_arcs, "site rows", err));
    MLG_GO(MLG_NEW(&m->site_id, n_sites, "site names", err));
    MLG_GO(MLG_NEW(&m->opened, (size_t)m->n_opened, "opened sites", err));
    MLG_GO(MLG_NEW(&m->price, n_rows, "multipliers", err));
    MLG_GO(MLG_NEW(&m->share, n_sites, "site shares", err));
done:
    if (st != MLG_OK)
        mlg_mclp_release(m);
    return st;
}

/* ---- order of rows ------------------------------------------------------------------------------------------ */

/* Stable counting sort of `in` by the column at `place` of each row (the last one of shorter rows). */
static void sort_by_column(int32_t *out, const int32_t *in, const mlg_sparse_rows *rows, int64_t place,
                           int32_t *count)
{
    memset(count, 0, ((size_t)rows->n_columns + 1) * sizeof *count);
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t k = 0; k < rows->n_rows; k++) {
            int64_t at = rows->start[in[k]] + place, last = rows->start[in[k] + 1] - 1;
            int32_t column = rows->column[at < last ? at : last];
            if (pass == 0)
                count[column + 1]++;
            else
                out[count[column]++] = in[k];
        }
        for (int32_t c = 0; pass == 0 && c < rows->n_columns; c++)
            count[c + 1] += count[c];
    }
}

mlg_status mlg_mclp_gather_rows(mlg_median *m, mlg_error *err)
{
    mlg_sparse_rows *rows = &m->rows;
    int32_t *order = NULL, *spare = NULL, *count = NULL, *column = NULL;
    int64_t *weight = NULL, *start = NULL, arc = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&order, (size_t)rows->n_rows, "row order", err));
    MLG_GO(MLG_NEW(&spare, (size_t)rows->n_rows, "row order", err));
    MLG_GO(MLG_NEW(&count, (size_t)rows->n_columns + 1, "row order", err));
    MLG_GO(MLG_NEW(&column, (size_t)rows->start[rows->n_rows], "row columns", err));
    MLG_GO(MLG_NEW(&start, (size_t)rows->n_rows + 1, "row starts", err));
    MLG_GO(MLG_NEW(&weight, (size_t)rows->n_rows, "demand weights", err));
    for (int32_t i = 0; i < rows->n_rows; i++)
        order[i] = i;
    for (int place = GATHERED - 1; place >= 0; place--) {
        sort_by_column(spare, order, rows, place, count);
        int32_t *sorted = spare;
        spare = order;
        order = sorted;
    }
    for (int32_t i = 0; i < rows->n_rows; i++) {
        weight[i] = m->weight[order[i]];
        for (int64_t k = rows->start[order[i]]; k < rows->start[order[i] + 1]; k++)
            column[arc++] = rows->column[k];
        start[i + 1] = arc;
    }
    memcpy(m->weight, weight, (size_t)rows->n_rows * sizeof *weight);
    memcpy(rows->start, start, ((size_t)rows->n_rows + 1) * sizeof *start);
    memcpy(rows->column, column, (size_t)arc * sizeof *column);
done:
    free(order);
    free(spare);
    free(count);
    free(column);
    free(start);
    free(weight);
    return st;
}

/* ---- from the p-median -------------------------------------------------------------------------------------- */

/* Grains per person: as many as keep the bound exact. 0: not even whole persons fit. */
static double finest_grain(const mlg_median *in)
{
    double persons = 0, grain = 1;
    for (int32_t i = 0; i < in->rows.n_rows; i++)
        persons += (double)in->weight[i];
    double largest = persons * (in->n_open + 2.0);
    if (largest > LARGEST_SUM)
        return 0;
    while (grain < FINEST_GRAIN && 2 * grain * largest <= LARGEST_SUM)
        grain *= 2;
    return grain;
}

/* Rows by site, of which only the pattern is kept. */
static mlg_status turn_rows(mlg_mclp *out, const mlg_sparse_rows *rows, mlg_error *err)
{
    mlg_sparse_rows sites;
    MLG_TRY(mlg_sparse_transpose(&sites, mlg_sparse_view_of(rows), err));
    memcpy(out->start, sites.start, ((size_t)out->n_sites + 1) * sizeof *out->start);
    memcpy(out->row, sites.column, (size_t)sites.start[out->n_sites] * sizeof *out->row);
    mlg_sparse_release(&sites);
    return MLG_OK;
}

mlg_status mlg_mclp_from_median(mlg_mclp *out, bool *fits, const mlg_median *in, mlg_error *err)
{
    double grain = finest_grain(in);
    *fits = grain > 0;
    *out = (mlg_mclp){ 0 };
    if (!*fits)
        return MLG_OK;
    *out = (mlg_mclp){
        .n_rows = in->rows.n_rows, .n_sites = in->rows.n_columns, .n_open = in->n_open, .grain = grain
    };
    MLG_TRY(allocate(out, in->rows.start[in->rows.n_rows], err));
    mlg_status st = turn_rows(out, &in->rows, err);
    if (st != MLG_OK) {
        mlg_mclp_release(out);
        return st;
    }
    for (int32_t i = 0; i < out->n_rows; i++)
        out->weight[i] = grain * (double)in->weight[i];
    for (int32_t j = 0; j < out->n_sites; j++)
        out->site_id[j] = j;
    return MLG_OK;
}

/* ---- shrinking ---------------------------------------------------------------------------------------------- */

enum { UNSEEN = -1, COVERED = -2 };

/* New numbers of the rows that some kept site sees and no opened one; UNSEEN or COVERED for the others. */
static void number_rows(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, int32_t *number)
{
    for (int32_t i = 0; i < in->n_rows; i++)
        number[i] = UNSEEN;
    for (int32_t j = 0; j < in->n_sites; j++)
        for (int64_t k = in->start[j]; fate[j] == MLG_SITE_KEEP && k < in->start[j + 1]; k++)
            number[in->row[k]] = 0;
    for (int32_t j = 0; j < in->n_sites; j++)
        for (int64_t k = in->start[j]; fate[j] == MLG_SITE_OPEN && k < in->start[j + 1]; k++)
            number[in->row[k]] = COVERED;
    for (int32_t i = 0; i < in->n_rows; i++) {
        if (number[i] == COVERED)
            out->base += in->weight[i];
        else if (number[i] == 0)
            number[i] = out->n_rows++;
    }
}

/* A set of rows that the sites gone through so far do not tell apart. */
typedef struct {
    int32_t n_rows;
    int32_t site;  /* the last one that split it */
    int32_t split; /* the set of its rows that this site sees */
} row_set;

/* Splits the rows numbered by each kept site in turn, so that only those with the same sites stay together; set_of ends as the
 * set of each, room: as many sets as rows. */
static void split_rows(const mlg_mclp *in, const uint8_t *fate, const int32_t *number, int32_t n_rows,
                       int32_t *set_of, row_set *set, int32_t *spare)
{
    int32_t n_sets = 1, n_spare = 0;
    set[0] = (row_set){ n_rows, -1, 0 };
    for (int32_t j = 0; j < in->n_sites; j++)
        for (int64_t k = in->start[j]; fate[j] == MLG_SITE_KEEP && k < in->start[j + 1]; k++) {
            int32_t i = in->row[k], from = set_of[i];
            if (number[i] < 0 || (set[from].n_rows == 1 && set[from].site != j))
                continue;
            if (set[from].site != j) {
                int32_t fresh = n_spare > 0 ? spare[--n_spare] : n_sets++;
                set[fresh] = (row_set){ 0, -1, 0 };
                set[from].site = j;
                set[from].split = fresh;
            }
            set_of[i] = set[from].split;
            set[set_of[i]].n_rows++;
            if (--set[from].n_rows == 0)
                spare[n_spare++] = from;
        }
}

/* Gives the same number to the rows that closing sites has made equal, in the order of their first one. O(arcs). */
static mlg_status merge_rows(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, int32_t *number,
                             mlg_error *err)
{
    int32_t *set_of = NULL, *spare = NULL, *number_of = NULL, n = out->n_rows;
    row_set *set = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW_PLAIN(&set_of, (size_t)in->n_rows, "equal rows", err));
    MLG_GO(MLG_NEW_PLAIN(&set, (size_t)n + 1, "equal rows", err));
    MLG_GO(MLG_NEW_PLAIN(&spare, (size_t)n + 1, "equal rows", err));
    MLG_GO(MLG_NEW_PLAIN(&number_of, (size_t)n + 1, "equal rows", err));
    split_rows(in, fate, number, n, set_of, set, spare);
    out->n_rows = 0;
    for (int32_t i = 0; i < in->n_rows; i++)
        if (number[i] >= 0) {
            int32_t *to = &number_of[set_of[i]];
            *to = *to > 0 ? *to : ++out->n_rows;
            number[i] = *to - 1;
        }
done:
    free(set_of);
    free(set);
    free(spare);
    free(number_of);
    return st;
}

static void copy_rows(mlg_mclp *out, const mlg_mclp *in, const int32_t *number)
{
    for (int32_t i = 0; i < in->n_rows; i++)
        if (number[i] >= 0) {
            out->weight[number[i]] += in->weight[i];
            out->price[number[i]] += in->price[i];
        }
}

static void copy_sites(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, const int32_t *number)
{
    int64_t arc = 0;
    int32_t to = 0, o = in->n_opened;
    for (int32_t k = 0; k < in->n_opened; k++)
        out->opened[k] = in->opened[k];
    for (int32_t j = 0; j < in->n_sites; j++) {
        if (fate[j] == MLG_SITE_OPEN)
            out->opened[o++] = in->site_id[j];
        if (fate[j] != MLG_SITE_KEEP)
            continue;
        const int64_t first = arc;
        for (int64_t k = in->start[j]; k < in->start[j + 1]; k++) /* numbers follow the first rows of equal ones */
            if (number[in->row[k]] >= 0 && (arc == first || number[in->row[k]] > out->row[arc - 1]))
                out->row[arc++] = number[in->row[k]];
        out->site_id[to] = in->site_id[j];
        out->share[to++] = in->share[j];
        out->start[to] = arc;
    }
}

/* Arcs of the kept sites to the rows left, of which equal ones count once. */
static int64_t count_arcs(const mlg_mclp *in, const uint8_t *fate, const int32_t *number)
{
    int64_t n_arcs = 0;
    for (int32_t j = 0; j < in->n_sites; j++) {
        int32_t last = -1;
        for (int64_t k = in->start[j]; fate[j] == MLG_SITE_KEEP && k < in->start[j + 1]; k++)
            if (number[in->row[k]] > last) {
                last = number[in->row[k]];
                n_arcs++;
            }
    }
    return n_arcs;
}

mlg_status mlg_mclp_shrink(mlg_mclp *out, const mlg_mclp *in, const uint8_t *fate, int32_t *row_of, mlg_error *err)
{
    int32_t *number = NULL;
    int32_t n_closed = 0;
    mlg_status st;
    *out = (mlg_mclp){ .n_open = in->n_open, .grain = in->grain, .base = in->base, .n_opened = in->n_opened };
    MLG_GO(MLG_NEW_PLAIN(&number, (size_t)in->n_rows, "row numbers", err));
    number_rows(out, in, fate, number);
    for (int32_t j = 0; j < in->n_sites; j++) {
        out->n_sites += fate[j] == MLG_SITE_KEEP;
        out->n_opened += fate[j] == MLG_SITE_OPEN;
        out->n_open -= fate[j] == MLG_SITE_OPEN;
        n_closed += fate[j] == MLG_SITE_CLOSE;
    }
    if (n_closed > in->n_sites / MERGED_FROM) /* few sites closed leave few rows equal */
        MLG_GO(merge_rows(out, in, fate, number, err));
    MLG_GO(allocate(out, count_arcs(in, fate, number), err));
    copy_rows(out, in, number);
    copy_sites(out, in, fate, number);
    if (row_of != NULL)
        memcpy(row_of, number, (size_t)in->n_rows * sizeof *number);
done:
    free(number);
    return st;
}
