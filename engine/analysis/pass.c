#include "analysis/pass.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/progress.h"

enum { FEWEST_BLOCKS = 4, MOST_BLOCKS = 32, ROUND_SITES = 256 };
static const int64_t round_pairs = INT64_C(1) << 26; /* changes nothing but how often progress is told */
static const int64_t block_cells = INT64_C(1) << 23;

typedef struct {
    const mlg_pass *pass;
    double *weight; /* by time */
    int32_t limit_ds;
    int32_t blocks;
    double *up;      /* [blocks x places] */
    double **scratch; /* [threads][places] weights of the row at hand */
    int threads;
    mlg_travel_crew crew;
    int32_t first, end; /* sites of the round */
} work;

/* ---- one row --------------------------------------------------------------------------------------------- */

/* Weights of a row. */
static void weigh(const work *w, const mlg_row *row, double *restrict to)
{
    const double *restrict table = w->weight;
    int32_t beyond = w->limit_ds + 1;
    for (int32_t k = 0; k < row->count; k++) {
        int32_t t = row->time_ds[k];
        to[k] = table[t < beyond ? t : beyond];
    }
}

/* SUM u_i w, in four sums side by side; w may be squared. */
static double sum_down(const mlg_row *row, const double *restrict weight, const double *restrict u, bool square)
{
    double sum[4] = { 0 };
    int32_t whole = row->count & ~3;
    for (int32_t k = 0; k < whole; k += 4)
        for (int lane = 0; lane < 4; lane++) {
            double x = weight[k + lane];
            sum[lane] += u[row->place[k + lane]] * (square ? x * x : x);
        }
    for (int32_t k = whole; k < row->count; k++)
        sum[0] += u[row->place[k]] * (square ? weight[k] * weight[k] : weight[k]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double add_weights(int32_t count, const double *weight)
{
    double sum[4] = { 0 };
    for (int32_t k = 0; k < count; k++)
        sum[k & 3] += weight[k];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void send_up(const mlg_row *row, const double *restrict weight, double gift, bool square, double *restrict y)
{
    if (square)
        for (int32_t k = 0; k < row->count; k++)
            y[row->place[k]] += gift * (weight[k] * weight[k]);
    else
        for (int32_t k = 0; k < row->count; k++)
            y[row->place[k]] += gift * weight[k];
}

static mlg_status fetch(const work *w, int32_t site, int worker, mlg_row *row, mlg_error *err)
{
    const mlg_times *r = w->pass->reach;
    if (!r->start)
        return mlg_travel_row(r->travel, site, w->limit_ds, w->crew.scratch[worker], row, err);
    int64_t at = r->start[site];
    *row = (mlg_row){ (int32_t)(r->start[site + 1] - at), r->place + at, r->time_ds + at };
    return MLG_OK;
}

static mlg_status serve(const work *w, int32_t site, int worker, double *y, mlg_error *err)
{
    const mlg_pass *s = w->pass;
    double *weight = w->scratch[worker], gift = 0;
    mlg_row row;
    MLG_TRY(fetch(w, site, worker, &row, err));
    weigh(w, &row, weight);
    double down = s->down ? sum_down(&row, weight, s->down, s->down_power == 2) : 0;
    double all = s->sum_weights ? add_weights(row.count, weight) : 0;
    MLG_TRY(s->give(s->context, site, down, all, &gift, err));
    if (y && gift != 0)
        send_up(&row, weight, gift, s->up_power == 2, y);
    return MLG_OK;
}

/* ---- blocks ---------------------------------------------------------------------------------------------- */

/* First site of a block of the round: equal pairs in a matrix, equal counts of sites by travel. */
static int32_t block_start(const work *w, int32_t block)
{
    const mlg_times *r = w->pass->reach;
    if (!r->start)
        return w->first + (int32_t)((int64_t)(w->end - w->first) * block / w->blocks);
    int64_t from = r->start[w->first], pairs = r->start[w->end] - from;
    int64_t want = from + pairs / w->blocks * block;
    int32_t low = w->first, high = w->end;
    if (block == w->blocks)
        return w->end;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (r->start[middle] < want)
            low = middle + 1;
        else
            high = middle;
    }
    return block == 0 ? w->first : low;
}

static mlg_status run_block(void *context, int32_t block, int worker, mlg_error *err)
{
    const work *w = context;
    const mlg_pass *s = w->pass;
    double *y = s->up ? w->up + (size_t)block * (size_t)s->reach->places : NULL;
    int32_t end = block_start(w, block + 1);
    for (int32_t site = block_start(w, block); site < end; site++)
        if (!s->active || s->active[site] > 0)
            MLG_TRY(serve(w, site, worker, y, err));
    return MLG_OK;
}

static mlg_status add_blocks(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    const work *w = context;
    size_t places = (size_t)w->pass->reach->places;
    size_t from = places * (size_t)task / MOST_BLOCKS, end = places * (size_t)(task + 1) / MOST_BLOCKS;
    double *y = w->pass->up;
    for (size_t i = from; i < end; i++)
        y[i] = 0;
    for (int32_t b = 0; b < w->blocks; b++)
        for (size_t i = from; i < end; i++)
            y[i] += w->up[(size_t)b * places + i];
    return MLG_OK;
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

static int32_t count_blocks(const mlg_times *r)
{
    int64_t places = r->places > 0 ? r->places : 1;
    int64_t blocks = r->start ? mlg_times_pairs(r) / (16 * places) : block_cells / places;
    return blocks < FEWEST_BLOCKS ? FEWEST_BLOCKS : blocks > MOST_BLOCKS ? MOST_BLOCKS : (int32_t)blocks;
}

/* The longest row: what the scratch must hold. */
static size_t longest_row(const mlg_times *r)
{
    int64_t longest = r->start ? 0 : r->places;
    for (int32_t j = 0; r->start && j < r->sites; j++)
        if (r->start[j + 1] - r->start[j] > longest)
            longest = r->start[j + 1] - r->start[j];
    return (size_t)longest;
}

static mlg_status work_init(work *w, const mlg_pass *pass, mlg_error *err)
{
    const mlg_times *r = pass->reach;
    *w = (work){ .pass = pass, .limit_ds = mlg_decay_limit(pass->decay), .blocks = count_blocks(r) };
    w->threads = mlg_thread_count(pass->threads);
    MLG_TRY(mlg_decay_table(&w->weight, pass->decay, err));
    MLG_TRY(MLG_NEW(&w->scratch, (size_t)w->threads, "weights of a row", err));
    for (int t = 0; t < w->threads; t++)
        MLG_TRY(MLG_NEW(&w->scratch[t], longest_row(r), "weights of a row", err));
    if (pass->up)
        MLG_TRY(MLG_NEW(&w->up, (size_t)w->blocks * (size_t)r->places, "sums by place", err));
    return r->start ? MLG_OK : mlg_travel_crew_init(&w->crew, r->travel, w->threads, err);
}

static void work_release(work *w)
{
    for (int t = 0; w->scratch && t < w->threads; t++)
        free(w->scratch[t]);
    free(w->scratch);
    free(w->weight);
    free(w->up);
    mlg_travel_crew_release(&w->crew);
}

/* End of a round: a number of sites by travel, a number of pairs in a matrix. */
static int32_t round_end(const mlg_times *r, int32_t first)
{
    int32_t end = first + 1;
    if (!r->start)
        return r->sites - first < ROUND_SITES ? r->sites : first + ROUND_SITES;
    while (end < r->sites && r->start[end] - r->start[first] < round_pairs)
        end++;
    return end;
}

mlg_status mlg_pass_run(const mlg_pass *pass, mlg_error *err)
{
    const mlg_times *r = pass->reach;
    work w;
    mlg_status st;
    MLG_GO(work_init(&w, pass, err));
    for (w.first = 0; w.first < r->sites; w.first = w.end) {
        MLG_GO(mlg_progress_step(pass->progress, pass->stage, (double)w.first / r->sites, err));
        w.end = round_end(r, w.first);
        MLG_GO(mlg_parallel(w.blocks, w.threads, run_block, &w, err));
    }
    if (pass->up)
        MLG_GO(mlg_parallel(MOST_BLOCKS, w.threads, add_blocks, &w, err));
    st = mlg_progress_step(pass->progress, pass->stage, 1.0, err);
done:
    work_release(&w);
    return st;
}
