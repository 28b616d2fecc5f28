/* Rows of a sweep as a sparse matrix in memory. */
#include "network/hierarchy/sweep_rows.h"

#include "base/memory.h"

#include <string.h>

/* Rows of the current batch of a thread, before they are put in the order of places. */
typedef struct {
    uint64_t *reached; /* one bit per place */
    int32_t *visit_of; /* [n_places] defined where the bit is set */
    uint16_t *row;     /* [visits x MLG_LANES] */
    size_t row_room;
    int32_t n_visits, first_word, last_word;
} batch_rows;

typedef struct {
    mlg_sparse_rows *out;
    const int32_t *place;
    int32_t n_places;
    batch_rows *batch; /* by worker */
} rows_work;

static size_t words_of(int32_t places)
{
    return (size_t)places / 64 + 1;
}

/* Counts the entries of rows; a source belongs to one batch, and a batch to one thread. */
static mlg_status visit_size(void *context, const mlg_spot_visit *visit, mlg_error *err)
{
    (void)err;
    const rows_work *w = context;
    for (int32_t lane = 0; lane < visit->batch->n_sources; lane++)
        w->out->start[visit->batch->source[lane] + 1] += visit->row[lane] != UINT16_MAX;
    return MLG_OK;
}

static mlg_status begin_rows(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    const rows_work *w = context;
    batch_rows *b = &w->batch[batch->worker];
    if (!b->reached)
        MLG_TRY(MLG_NEW(&b->reached, words_of(w->n_places), "rows of a batch", err));
    if (!b->visit_of)
        MLG_TRY(MLG_NEW(&b->visit_of, (size_t)w->n_places, "rows of a batch", err));
    b->n_visits = 0;
    b->first_word = INT32_MAX;
    b->last_word = -1;
    return MLG_OK;
}

static mlg_status visit_rows(void *context, const mlg_spot_visit *visit, mlg_error *err)
{
    const rows_work *w = context;
    batch_rows *b = &w->batch[visit->batch->worker];
    const int32_t place = w->place[visit->spot], word = place / 64;
    const size_t at = (size_t)b->n_visits * MLG_LANES;
    MLG_TRY(MLG_GROW(&b->row, &b->row_room, at + MLG_LANES, "rows of a batch", err));
    memcpy(b->row + at, visit->row, MLG_LANES * sizeof *b->row);
    b->reached[word] |= UINT64_C(1) << place % 64;
    b->visit_of[place] = b->n_visits++;
    b->first_word = word < b->first_word ? word : b->first_word;
    b->last_word = word > b->last_word ? word : b->last_word;
    return MLG_OK;
}

/* Writes the pairs of one place; `next` is the next entry of each lane. */
static void write_place(mlg_sparse_rows *out, int64_t *next, const uint16_t *row, int32_t n_lanes, int32_t place)
{
    for (int32_t lane = 0; lane < n_lanes; lane++)
        if (row[lane] != UINT16_MAX) {
            out->column[next[lane]] = place;
            out->value[next[lane]++] = row[lane];
        }
}

static mlg_status end_rows(void *context, const mlg_sweep_batch *batch, mlg_error *err)
{
    (void)err;
    const rows_work *w = context;
    batch_rows *b = &w->batch[batch->worker];
    int64_t next[MLG_LANES];
    for (int32_t lane = 0; lane < batch->n_sources; lane++)
        next[lane] = w->out->start[batch->source[lane]];
    for (int32_t word = b->first_word; word <= b->last_word; word++) {
        for (uint64_t left = b->reached[word]; left; left &= left - 1) {
            int32_t place = word * 64 + __builtin_ctzll(left);
            write_place(w->out, next, b->row + (size_t)b->visit_of[place] * MLG_LANES, batch->n_sources, place);
        }
        b->reached[word] = 0;
    }
    return MLG_OK;
}

static void release_batches(rows_work *w, int threads)
{
    for (int i = 0; w->batch && i < threads; i++) {
        free(w->batch[i].reached);
        free(w->batch[i].visit_of);
        free(w->batch[i].row);
    }
    free(w->batch);
}

mlg_status mlg_sweep_rows(mlg_sparse_rows *out, const mlg_sweep_request *request, mlg_error *err)
{
    mlg_status st;
    mlg_sweep *sweep = NULL;
    rows_work w = { out, mlg_spots_places(request->spots), mlg_spots_count(request->spots), NULL };
    const mlg_sweep_consumer sizes = { &w, 1, NULL, visit_size, NULL },
                             pairs = { &w, 1, begin_rows, visit_rows, end_rows };
    *out = (mlg_sparse_rows){ 0 };
    MLG_GO(mlg_sweep_new(&sweep, request, err));
    MLG_GO(mlg_sparse_count(out, request->n_sources, w.n_places, err));
    MLG_GO(MLG_NEW(&w.batch, (size_t)mlg_sweep_threads(sweep), "rows of batches", err));
    MLG_GO(mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &sizes, err));
    MLG_GO(mlg_sparse_fill(out, err));
    MLG_GO(mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &pairs, err));
done:
    release_batches(&w, sweep ? mlg_sweep_threads(sweep) : 0);
    mlg_sweep_free(sweep);
    if (st != MLG_OK)
        mlg_sparse_release(out);
    return st;
}
