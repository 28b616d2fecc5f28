#include "analysis/access/pair_sums.h"

#include "analysis/access/pair_sums_kept.h"
#include "analysis/access/pair_sums_lanes.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

#include <math.h>

enum { FEWEST_BLOCKS = 4, MOST_BLOCKS = 32, ROUND_SITES = 256 };
static const int64_t round_pairs = INT64_C(1) << 26; /* only affects how often progress is reported */
static const int64_t block_cells = INT64_C(1) << 23;
static const int64_t small_cells = INT64_C(1) << 20; /* fewer are added faster than a thread starts */

/* What a block of sites distributes: y, and the range of places it reaches. */
typedef struct {
    double *y;
    int32_t low, high;
} block;

typedef struct {
    double *weight; /* of the current row, by pair */
    void *spread;   /* the same by place */
    void *own;      /* allocation behind `spread` */
} scratch;

typedef struct {
    const mlg_pair_sums *pass;
    const mlg_pair_code *code;
    const double *table; /* weights by time */
    double *own_table;   /* those of the decay; NULL: the pass brings its own */
    mlg_pair_weights weights;
    double *down, *own_down; /* u, aligned to a cache line; allocation behind it */
    bool may_spread;         /* every u is finite, so that a weight of 0 contributes 0 */
    bool keeps;              /* spread rows are stored in pass->kept */
    int32_t limit_ds, blocks;
    double *up; /* allocation behind the blocks */
    block *block;
    scratch *scratch; /* by thread */
    int threads;
    mlg_travel_crew crew;
    int32_t first, end; /* sites of the round */
} work;

/* ---- a row pair by pair ------------------------------------------------------------------------------------- */

static void weigh(const work *w, const mlg_row *row, double *restrict to)
{
    const double *restrict table = w->table;
    int32_t beyond = w->weights.beyond;
    for (int32_t k = 0; k < row->count; k++) {
        int32_t t = row->time_ds[k];
        to[k] = table[t < beyond ? t : beyond];
    }
}

static void sum_pairs(mlg_row_sums *sums, const mlg_row *row, const double *restrict weight,
                      const double *restrict u, bool square, bool all)
{
    for (int32_t k = 0; u && k < row->count; k++)
        sums->down[row->place[k] % MLG_PAIR_LANES] +=
            u[row->place[k]] * (square ? weight[k] * weight[k] : weight[k]);
    for (int32_t k = 0; all && k < row->count; k++)
        sums->weights[row->place[k] % MLG_PAIR_LANES] += weight[k];
}

static void send_pairs(const mlg_row *row, const double *restrict weight, double factor, bool square,
                       double *restrict y)
{
    if (square)
        for (int32_t k = 0; k < row->count; k++)
            y[row->place[k]] += factor * (weight[k] * weight[k]);
    else
        for (int32_t k = 0; k < row->count; k++)
            y[row->place[k]] += factor * weight[k];
}

/* ---- one row ------------------------------------------------------------------------------------------------ */

static double add_lanes(const double *lane)
{
    double sum[MLG_PAIR_LANES];
    for (int l = 0; l < MLG_PAIR_LANES; l++)
        sum[l] = lane[l];
    for (int half = MLG_PAIR_LANES / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++)
            sum[l] += sum[l + half];
    return sum[0];
}

static mlg_status fetch(const work *w, int32_t site, int worker, mlg_row *row, mlg_error *err)
{
    const mlg_times *r = w->pass->reach;
    if (!r->rows.start)
        return mlg_travel_row(r->travel, site, w->limit_ds, w->crew.scratch[worker], row, err);
    *row = mlg_row_of(&r->rows, site);
    return MLG_OK;
}

/* The row of a site, and how it is processed. */
typedef struct {
    mlg_row row;
    mlg_pair_window window;
    void *spread; /* NULL: pair by pair */
    bool ready;   /* packed by an earlier pass */
} line;

static bool is_dense(const work *w, const mlg_row *row, const mlg_pair_window *window)
{
    return w->may_spread && window->end - window->first <= (int64_t)w->code->sparsest * row->count;
}

static void take_line(const work *w, int32_t site, int worker, line *l)
{
    const mlg_row *row = &l->row;
    void *spread = w->scratch[worker].spread;
    if (row->count == 0)
        return;
    if (w->keeps && w->pass->kept->filled && mlg_kept_rows_size(w->pass->kept, site) > 0) {
        *l = (line){ *row, w->pass->kept->window[site], spread, true };
        return;
    }
    l->window = mlg_pair_window_of(row->place[0], row->place[row->count - 1]);
    l->spread = is_dense(w, row, &l->window) ? spread : NULL;
    if (w->pass->reach->rows.start) {
        l->window.soon = row->place + row->count;
        l->window.later = row->time_ds + row->count;
    }
    if (!w->pass->down && !w->pass->sum_weights)
        l->window.also = l->window.soon;
}

static void note_reach(block *to, const mlg_pair_window *window)
{
    to->low = window->first < to->low ? window->first : to->low;
    to->high = window->end - 1 > to->high ? window->end - 1 : to->high;
}

static void spread(const work *w, int32_t site, const line *l)
{
    const mlg_kept_rows *kept = w->keeps ? w->pass->kept : NULL;
    bool keep = mlg_kept_rows_size(kept, site) > 0;
    if (l->ready) {
        w->code->unpack(l->spread, kept->packed + kept->at[site], &l->window);
        return;
    }
    w->code->spread(l->spread, &l->row, &w->weights, &l->window);
    if (keep)
        w->code->pack(kept->packed + kept->at[site], l->spread, &l->window);
}

static void gather(const work *w, const line *l, const double *weight, mlg_row_sums *sums)
{
    const mlg_pair_sums *s = w->pass;
    if (!l->spread)
        sum_pairs(sums, &l->row, weight, w->down, s->down_power == 2, s->sum_weights);
    else if (s->down || s->sum_weights)
        w->code->sum(sums, l->spread, w->down, s->down_power == 2, s->sum_weights, &w->weights, &l->window);
}

/* A factor that is not finite is added to the pairs only, not to the places between them. */
static void distribute(const work *w, const line *l, double *weight, double factor, block *to)
{
    bool square = w->pass->up_power == 2;
    note_reach(to, &l->window);
    if (l->spread && isfinite(factor)) {
        w->code->send(to->y, l->spread, factor, square, &w->weights, &l->window);
        return;
    }
    if (l->spread)
        weigh(w, &l->row, weight);
    send_pairs(&l->row, weight, factor, square, to->y);
}

/* Both directions of one row. `to` NULL: nothing is distributed. */
static mlg_status serve(const work *w, int32_t site, int worker, block *to, mlg_error *err)
{
    const mlg_pair_sums *s = w->pass;
    double *weight = w->scratch[worker].weight, factor = 0;
    mlg_row_sums sums = { 0 };
    line l = { 0 };
    MLG_TRY(fetch(w, site, worker, &l.row, err));
    take_line(w, site, worker, &l);
    if (l.spread)
        spread(w, site, &l);
    else
        weigh(w, &l.row, weight);
    gather(w, &l, weight, &sums);
    MLG_TRY(s->site_factor(s->context, site, s->down ? add_lanes(sums.down) : 0, add_lanes(sums.weights), &factor,
                           err));
    if (to && factor != 0 && l.row.count > 0)
        distribute(w, &l, weight, factor, to);
    return MLG_OK;
}

/* ---- blocks ------------------------------------------------------------------------------------------------- */

/* First site of a block of the round: equal pairs in a matrix, equal counts of sites by travel. */
static int32_t block_start(const work *w, int32_t number)
{
    const mlg_times *r = w->pass->reach;
    if (!r->rows.start)
        return w->first + (int32_t)((int64_t)(w->end - w->first) * number / w->blocks);
    int64_t from = r->rows.start[w->first], pairs = r->rows.start[w->end] - from;
    int64_t want = from + pairs / w->blocks * number;
    int32_t low = w->first, high = w->end;
    if (number == w->blocks)
        return w->end;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (r->rows.start[middle] < want)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool goes_by_place(const mlg_pair_sums *s)
{
    return s->site_place && !s->reach->rows.start;
}

static int32_t block_of_place(const work *w, int32_t site)
{
    int32_t place = w->pass->site_place[site];
    return (place >= 0 ? place : site) % w->blocks;
}

static mlg_status run_block(void *context, int32_t number, int worker, mlg_error *err)
{
    const work *w = context;
    const mlg_pair_sums *s = w->pass;
    const bool by_place = goes_by_place(s);
    int32_t end = by_place ? w->end : block_start(w, number + 1);
    for (int32_t site = by_place ? w->first : block_start(w, number); site < end; site++)
        if ((!s->active || s->active[site] > 0) && (!by_place || block_of_place(w, site) == number))
            MLG_TRY(serve(w, site, worker, s->up ? &w->block[number] : NULL, err));
    return MLG_OK;
}

static mlg_status add_blocks(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const work *w = context;
    int64_t places = w->pass->reach->places;
    int32_t from = (int32_t)(places * task / MOST_BLOCKS), end = (int32_t)(places * (task + 1) / MOST_BLOCKS);
    double *y = w->pass->up;
    for (int32_t i = from; i < end; i++)
        y[i] = 0;
    for (int32_t b = 0; b < w->blocks; b++) {
        const block *sent = &w->block[b];
        int32_t low = sent->low > from ? sent->low : from, high = sent->high < end - 1 ? sent->high : end - 1;
        for (int32_t i = low; i <= high; i++)
            y[i] += sent->y[i];
    }
    return MLG_OK;
}

/* ---- the pass ----------------------------------------------------------------------------------------------- */

static int32_t count_blocks(const mlg_times *r)
{
    int64_t places = r->places > 0 ? r->places : 1;
    int64_t blocks = r->rows.start ? mlg_times_pairs(r) / (8 * places) : block_cells / places;
    return blocks < FEWEST_BLOCKS ? FEWEST_BLOCKS : blocks > MOST_BLOCKS ? MOST_BLOCKS : (int32_t)blocks;
}

/* Length of the longest row, which the scratch must hold. */
static size_t longest_row(const mlg_times *r)
{
    int64_t longest = r->rows.start ? 0 : r->places;
    for (int32_t j = 0; r->rows.start && j < r->sites; j++)
        if (r->rows.start[j + 1] - r->rows.start[j] > longest)
            longest = r->rows.start[j + 1] - r->rows.start[j];
    return (size_t)longest;
}

/* Classes of weights: intervals of time of equal weight; what has none at the end needs no class. */
static void find_classes(mlg_pair_weights *weights)
{
    double found[MLG_PAIR_CLASSES];
    int32_t count = 0;
    for (int32_t t = 0; t < weights->beyond; t++)
        if (weights->table[t] != weights->table[t + 1]) {
            if (count == MLG_PAIR_CLASSES)
                return;
            found[count] = weights->table[t];
            weights->last[count++] = t;
        }
    weights->classes = count;
    for (int32_t c = 1; c <= count; c++)
        weights->weight[c] = found[count - c];
}

static const mlg_pair_code *best_code(const mlg_pair_weights *weights, const mlg_pair_code *wanted)
{
    const mlg_pair_code *classes = mlg_pair_avx512_classes(), *wide = mlg_pair_avx512(), *middle = mlg_pair_avx2();
    if (wanted && !(wanted->by_class && weights->classes == 0))
        return wanted;
    if (classes && weights->classes > 0)
        return classes;
    return wide ? wide : middle ? middle : &mlg_pair_plain;
}

/* Length of an array by place, up to whole groups of lanes. */
static size_t padded(const mlg_times *r)
{
    return ((size_t)r->places / MLG_PAIR_LANES + 1) * MLG_PAIR_LANES;
}

/* Copies u with padding for the lanes beyond its end. */
static mlg_status copy_down(work *w, mlg_error *err)
{
    const mlg_pair_sums *pass = w->pass;
    void *own = NULL, *at = NULL;
    w->may_spread = true;
    if (!pass->down && !pass->sum_weights)
        return MLG_OK;
    mlg_status st = mlg_new_lines(&own, &at, padded(pass->reach) * sizeof *w->down, "sums by place", err);
    w->own_down = own;
    w->down = at;
    for (int32_t i = 0; st == MLG_OK && pass->down && i < pass->reach->places; i++) {
        w->down[i] = pass->down[i];
        w->may_spread = w->may_spread && isfinite(pass->down[i]);
    }
    return st;
}

static mlg_status make_scratch(work *w, mlg_error *err)
{
    const mlg_times *r = w->pass->reach;
    MLG_TRY(MLG_NEW(&w->scratch, (size_t)w->threads, "weights of a row", err));
    for (int t = 0; t < w->threads; t++) {
        scratch *own = &w->scratch[t];
        MLG_TRY(MLG_NEW(&own->weight, longest_row(r), "weights of a row", err));
        MLG_TRY(
            mlg_new_lines(&own->own, &own->spread, padded(r) * (size_t)w->code->cell, "weights of a row", err));
    }
    return MLG_OK;
}

static mlg_status make_blocks(work *w, mlg_error *err)
{
    size_t stride = padded(w->pass->reach);
    void *own = NULL, *at = NULL;
    MLG_TRY(MLG_NEW(&w->block, (size_t)w->blocks, "sums by place", err));
    mlg_status st = mlg_new_lines(&own, &at, (size_t)w->blocks * stride * sizeof *w->up, "sums by place", err);
    w->up = own;
    for (int32_t b = 0; st == MLG_OK && b < w->blocks; b++)
        w->block[b] = (block){ (double *)at + (size_t)b * stride, INT32_MAX, -1 };
    return st;
}

static mlg_status work_init(work *w, const mlg_pair_sums *pass, mlg_error *err)
{
    const mlg_times *r = pass->reach;
    *w = (work){ .pass = pass, .limit_ds = mlg_decay_limit(pass->decay), .blocks = count_blocks(r) };
    w->threads = mlg_thread_count(pass->threads);
    if (!pass->weight)
        MLG_TRY(mlg_decay_table(&w->own_table, pass->decay, err));
    w->table = pass->weight ? pass->weight : w->own_table;
    w->weights = (mlg_pair_weights){ .table = w->table, .beyond = w->limit_ds + 1 };
    find_classes(&w->weights);
    w->code = best_code(&w->weights, pass->code);
    MLG_TRY(copy_down(w, err));
    MLG_TRY(make_scratch(w, err));
    if (pass->up)
        MLG_TRY(make_blocks(w, err));
    w->keeps =
        pass->kept && r->rows.start && w->code->pack && w->may_spread && w->weights.classes <= MLG_PAIR_PACKED;
    if (w->keeps)
        MLG_TRY(mlg_kept_rows_init(pass->kept, r, pass->active, err));
    return r->rows.start ? MLG_OK : mlg_travel_crew_init(&w->crew, r->travel, w->threads, err);
}

static void work_release(work *w)
{
    for (int t = 0; w->scratch && t < w->threads; t++) {
        free(w->scratch[t].weight);
        free(w->scratch[t].own);
    }
    free(w->scratch);
    free(w->own_table);
    free(w->own_down);
    free(w->up);
    free(w->block);
    mlg_travel_crew_release(&w->crew);
}

/* Announces to the travel model that the rows of all active sites will be requested. */
static mlg_status announce(const work *w, mlg_error *err)
{
    const mlg_pair_sums *s = w->pass;
    const mlg_times *r = s->reach;
    int32_t *site, n = 0;
    if (r->rows.start)
        return MLG_OK;
    if (!s->active)
        return mlg_travel_ahead(r->travel, NULL, r->sites, w->limit_ds, s->progress, err);
    MLG_TRY(MLG_NEW(&site, (size_t)r->sites, "active sites", err));
    for (int32_t j = 0; j < r->sites; j++)
        if (s->active[j] > 0)
            site[n++] = j;
    mlg_status st = mlg_travel_ahead(r->travel, site, n, w->limit_ds, s->progress, err);
    free(site);
    return st;
}

/* End of a round: a number of sites by travel, a number of pairs in a matrix. */
static int32_t round_end(const mlg_times *r, int32_t first)
{
    int32_t end = first + 1;
    if (!r->rows.start)
        return r->sites - first < ROUND_SITES ? r->sites : first + ROUND_SITES;
    while (end < r->sites && r->rows.start[end] - r->rows.start[first] < round_pairs)
        end++;
    return end;
}

mlg_status mlg_pair_sums_run(const mlg_pair_sums *pass, mlg_error *err)
{
    const mlg_times *r = pass->reach;
    work w;
    mlg_status st;
    MLG_GO(work_init(&w, pass, err));
    MLG_GO(announce(&w, err));
    for (w.first = 0; w.first < r->sites; w.first = w.end) {
        MLG_GO(mlg_progress_step(pass->progress, pass->stage, (double)w.first / r->sites, err));
        w.end = round_end(r, w.first);
        MLG_GO(mlg_parallel(w.blocks, w.threads, run_block, &w, err));
    }
    if (pass->up)
        MLG_GO(mlg_parallel(MOST_BLOCKS, w.blocks * (int64_t)r->places < small_cells ? 1 : w.threads, add_blocks,
                            &w, err));
    if (w.keeps)
        pass->kept->filled = true;
    st = mlg_progress_step(pass->progress, pass->stage, 1.0, err);
done:
    work_release(&w);
    return st;
}
