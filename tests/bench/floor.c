#include "floor.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "measure.h"
#include "network/hierarchy/sweep_inner.h"

#include <string.h>

enum { ROWS = 64, ROUNDS = 20000, WORDS = 1 << 25, REPEATS = 5 };

/* Rows are read one after the other into the same registers, as the arcs of a node are. */
typedef void (*lower_fn)(uint16_t *to, const uint16_t *rows, uint16_t time_ds);

static void lower_plain(uint16_t *to, const uint16_t *rows, uint16_t time_ds)
{
    for (int row = 0; row < ROWS; row++)
        for (int lane = 0; lane < MLG_LANES; lane++) {
            uint32_t sum = (uint32_t)rows[row * MLG_LANES + lane] + time_ds;
            to[lane] = sum < to[lane] ? (uint16_t)sum : to[lane];
        }
}

#ifdef __x86_64__
#include <immintrin.h>

__attribute__((target("avx2"))) static void lower_avx2(uint16_t *to, const uint16_t *rows, uint16_t time_ds)
{
    enum { VECS = MLG_LANES / 16 };
    __m256i x[VECS], step = _mm256_set1_epi16((short)time_ds);
    for (int i = 0; i < VECS; i++)
        x[i] = _mm256_loadu_si256((const __m256i *)(const void *)to + i);
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < VECS; i++) {
            const __m256i *from = (const __m256i *)(const void *)(rows + row * MLG_LANES) + i;
            x[i] = _mm256_min_epu16(x[i], _mm256_adds_epu16(_mm256_loadu_si256(from), step));
        }
    for (int i = 0; i < VECS; i++)
        _mm256_storeu_si256((__m256i *)(void *)to + i, x[i]);
}

__attribute__((target("avx512f,avx512bw"))) static void lower_avx512(uint16_t *to, const uint16_t *rows,
                                                                     uint16_t time_ds)
{
    enum { VECS = MLG_LANES / 32 };
    __m512i x[VECS], step = _mm512_set1_epi16((short)time_ds);
    for (int i = 0; i < VECS; i++)
        x[i] = _mm512_loadu_si512((const __m512i *)(const void *)to + i);
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < VECS; i++) {
            const __m512i *from = (const __m512i *)(const void *)(rows + row * MLG_LANES) + i;
            x[i] = _mm512_min_epu16(x[i], _mm512_adds_epu16(_mm512_loadu_si512(from), step));
        }
    for (int i = 0; i < VECS; i++)
        _mm512_storeu_si512((__m512i *)(void *)to + i, x[i]);
}
#endif

static lower_fn widest(void)
{
#ifdef __x86_64__
    if (mlg_lane_path_here(MLG_LANES_AVX512))
        return lower_avx512;
    if (mlg_lane_path_here(MLG_LANES_AVX2))
        return lower_avx2;
#endif
    return lower_plain;
}

double floor_of_row_s(void)
{
    mlg_error err;
    uint16_t *rows, to[MLG_LANES];
    double best = 0;
    lower_fn lower = widest();
    must(MLG_NEW(&rows, ROWS * MLG_LANES, "bench", &err), &err);
    for (int i = 0; i < ROWS * MLG_LANES; i++)
        rows[i] = (uint16_t)(i * 7919);
    memset(to, 0xFF, sizeof to);
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double cpu = cpu_s();
        for (int round = 0; round < ROUNDS; round++)
            lower(to, rows, (uint16_t)(round & 1023));
        best = smaller(cpu_s() - cpu, best);
    }
    if (to[0] == UINT16_MAX)
        printf("(a row that nothing lowered)\n");
    free(rows);
    return best / ROUNDS / ROWS;
}

/* ---- the work of a pass ---- */

typedef struct {
    const land *l;
    int32_t limit_ds, batch;
    int32_t *low_ds; /* [n_nodes] by position: smallest time of the batch, */
    int32_t *of;     /* [n_nodes] of this batch */
    pass_work work;
} counting;

/* Spots are positions: those above come first. */
static mlg_status count_node(void *context, const mlg_spot_visit *visit, mlg_error *err)
{
    (void)err;
    counting *c = context;
    const mlg_hierarchy *h = c->l->hierarchy;
    const int32_t p = visit->spot;
    int32_t low = INT32_MAX;
    for (int32_t lane = 0; lane < MLG_LANES; lane++)
        low = visit->row[lane] < low ? visit->row[lane] : low;
    c->low_ds[p] = low;
    c->of[p] = visit->batch->number + 1;
    if (p < h->n_core || !mlg_bit(c->l->cells->needed, p))
        return MLG_OK;
    for (int32_t arc = h->node[p].first_arc; arc < h->node[p + 1].first_arc; arc++) {
        const int32_t head = h->head[arc];
        c->work.rows += c->of[head] == c->of[p] && c->low_ds[head] + h->down[arc].time_ds <= c->limit_ds;
        c->work.tree_bytes += (int64_t)sizeof *h->down;
    }
    c->work.tree_bytes += (int64_t)sizeof *h->node;
    return MLG_OK;
}

pass_work count_pass(const land *l, int32_t limit_ds)
{
    mlg_error err;
    mlg_spots *nodes;
    mlg_sweep *sweep;
    counting c = { .l = l, .limit_ds = limit_ds };
    must(MLG_NEW(&c.low_ds, (size_t)l->view.n_nodes, "bench", &err), &err);
    must(MLG_NEW(&c.of, (size_t)l->view.n_nodes, "bench", &err), &err);
    must(mlg_spots_new(&nodes, l->hierarchy, NULL, l->view.n_nodes, &err), &err);
    const mlg_sweep_request request = {
        .spots = nodes, .sources = l->site, .n_sources = l->n_sites, .limit_ds = limit_ds, .threads = 1
    };
    const mlg_sweep_consumer consumer = { .context = &c, .passes = 1, .visit = count_node };
    must(mlg_sweep_new(&sweep, &request, &err), &err);
    must(mlg_sweep_run(sweep, 0, mlg_sweep_batches(sweep), &consumer, &err), &err);
    mlg_sweep_free(sweep);
    mlg_spots_free(nodes);
    free(c.low_ds);
    free(c.of);
    return c.work;
}

/* ---- memory ---- */

typedef struct {
    const uint64_t *words;
    int parts;
    uint64_t sum[2];
} reading;

static mlg_status read_part(void *context, int32_t part, int worker, mlg_error *err)
{
    (void)worker, (void)err;
    reading *r = context;
    uint64_t sum = 0;
    for (size_t i = (size_t)part * WORDS / (size_t)r->parts; i < (size_t)(part + 1) * WORDS / (size_t)r->parts;
         i++)
        sum += r->words[i];
    r->sum[part] = sum;
    return MLG_OK;
}

double read_bandwidth(int threads)
{
    mlg_error err;
    uint64_t *words;
    double best = 0;
    must(MLG_NEW(&words, WORDS, "bench", &err), &err);
    memset(words, 1, (size_t)WORDS * sizeof *words);
    reading r = { words, threads, { 0, 0 } };
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double wall = wall_s();
        must(mlg_parallel(threads, threads, read_part, &r, &err), &err);
        best = smaller(wall_s() - wall, best);
    }
    if (r.sum[0] == 1)
        printf("(memory that does not hold what was written)\n");
    free(words);
    return 1e-9 * (double)WORDS * sizeof *words / best;
}
