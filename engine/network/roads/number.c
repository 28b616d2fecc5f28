/* Numbers the nodes of the ways by ascending id, and the references by these numbers. The references are dealt out to buckets of neighbouring
 * ids; in each bucket a set of bits tells which ids are used, and so how many lie below any of them. */
#include "base/memory.h"
#include "base/parallel.h"
#include "base/sort.h"
#include "network/roads/build.h"

#include <string.h>

enum { BUCKETS = 1 << 12, MOST_BITS = 26, PARTS_A_THREAD = 4, WORD = 64 };

typedef struct dealt_ref {
    uint32_t low; /* its id, from the first one of the bucket */
    uint32_t ref;
} dealt_ref;

/* The ids of a bucket that are used. */
typedef struct id_set {
    uint64_t *words;
    uint32_t *below; /* how many lie below each word */
} id_set;

typedef struct dealing {
    builder *b;
    size_t step;               /* points of the builder in a part */
    int64_t (*range)[2];       /* of each part: least and greatest id */
    uint64_t least, span;      /* ids are taken from the least */
    unsigned bits;             /* a bucket has 2^bits ids */
    dealt_ref *rows;           /* by bucket */
    uint32_t (*next)[BUCKETS]; /* of each part: its rows of each bucket; then where its next one goes */
    uint32_t first[BUCKETS + 1], first_node[BUCKETS + 1];
    id_set *sets; /* one a thread */
} dealing;

/* ---- the range of ids ------------------------------------------------------------------------------- */

static void find_range_of_part(void *context, size_t from, size_t end)
{
    const dealing *d = context;
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    for (size_t k = from; k < end; k++)
        for (size_t i = 0; i < d->b->points[k].count; i++) {
            const int64_t id = d->b->points[k].ids[i];
            least = id < least ? id : least;
            greatest = id > greatest ? id : greatest;
        }
    d->range[from / d->step][0] = least;
    d->range[from / d->step][1] = greatest;
}

static void find_range(dealing *d, size_t parts)
{
    int64_t least = INT64_MAX, greatest = INT64_MIN;
    mlg_parallel_slices(d->b->points_count, d->step, d->b->options->threads, find_range_of_part, d);
    for (size_t k = 0; k < parts; k++) {
        least = d->range[k][0] < least ? d->range[k][0] : least;
        greatest = d->range[k][1] > greatest ? d->range[k][1] : greatest;
    }
    d->least = (uint64_t)least;
    d->span = (uint64_t)greatest - (uint64_t)least;
    while (d->span >> d->bits >= BUCKETS)
        d->bits++;
}

/* ---- dealing out ------------------------------------------------------------------------------------ */

static void count_part(void *context, size_t from, size_t end)
{
    const dealing *d = context;
    uint32_t *count = d->next[from / d->step];
    for (size_t k = from; k < end; k++)
        for (size_t i = 0; i < d->b->points[k].count; i++)
            count[((uint64_t)d->b->points[k].ids[i] - d->least) >> d->bits]++;
}

/* From counts to places: bucket by bucket, and part by part within each. */
static void find_places(dealing *d, size_t parts)
{
    uint32_t start = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        d->first[bucket] = start;
        for (size_t k = 0; k < parts; k++) {
            const uint32_t here = d->next[k][bucket];
            d->next[k][bucket] = start;
            start += here;
        }
    }
    d->first[BUCKETS] = start;
}

static void deal_part(void *context, size_t from, size_t end)
{
    const dealing *d = context;
    uint32_t *next = d->next[from / d->step];
    const uint64_t low = ((uint64_t)1 << d->bits) - 1;
    for (size_t k = from; k < end; k++) {
        const build_points *p = &d->b->points[k];
        for (size_t i = 0; i < p->count; i++) {
            const uint64_t id = (uint64_t)p->ids[i] - d->least;
            d->rows[next[id >> d->bits]++] = (dealt_ref){ (uint32_t)(id & low), (uint32_t)(p->first_ref + i) };
        }
    }
}

/* ---- buckets ---------------------------------------------------------------------------------------- */

static size_t words_of(const dealing *d)
{
    return (((size_t)1 << d->bits) + WORD - 1) / WORD;
}

/* Notes the ids of a bucket. Returns how many they are. */
static uint32_t fill_set(const id_set *set, const dealing *d, int32_t bucket)
{
    const size_t words = words_of(d);
    uint32_t count = 0;
    memset(set->words, 0, words * sizeof *set->words);
    for (uint32_t i = d->first[bucket]; i < d->first[bucket + 1]; i++)
        set->words[d->rows[i].low / WORD] |= (uint64_t)1 << d->rows[i].low % WORD;
    for (size_t w = 0; w < words; w++) {
        set->below[w] = count;
        count += (uint32_t)__builtin_popcountll(set->words[w]);
    }
    return count;
}

static mlg_status count_nodes(void *context, int32_t bucket, int worker, mlg_error *err)
{
    (void)err;
    dealing *d = context;
    if (d->first[bucket] < d->first[bucket + 1])
        d->first_node[bucket + 1] = fill_set(&d->sets[worker], d, bucket);
    return MLG_OK;
}

static mlg_status number_bucket(void *context, int32_t bucket, int worker, mlg_error *err)
{
    (void)err;
    const dealing *d = context;
    const id_set *set = &d->sets[worker];
    const uint32_t start = d->first_node[bucket];
    int64_t *node_id = d->b->node_id + start;
    if (d->first[bucket] == d->first[bucket + 1])
        return MLG_OK;
    fill_set(set, d, bucket);
    for (size_t w = 0; w < words_of(d); w++)
        for (uint64_t left = set->words[w]; left; left &= left - 1)
            *node_id++ = (int64_t)(d->least + ((uint64_t)bucket << d->bits) + w * WORD + __builtin_ctzll(left));
    for (uint32_t i = d->first[bucket]; i < d->first[bucket + 1]; i++) {
        const dealt_ref *row = &d->rows[i];
        const uint64_t smaller = set->words[row->low / WORD] & (((uint64_t)1 << row->low % WORD) - 1);
        d->b->ref_node[row->ref] =
            (int32_t)(start + set->below[row->low / WORD] + (uint32_t)__builtin_popcountll(smaller));
    }
    return MLG_OK;
}

static mlg_status number_buckets(dealing *d, mlg_error *err)
{
    builder *b = d->b;
    const size_t words = words_of(d);
    const int threads = mlg_thread_count(b->options->threads);
    MLG_TRY(MLG_NEW(&d->sets, (size_t)threads, "points of ways", err));
    for (int i = 0; i < threads; i++) {
        MLG_TRY(MLG_NEW(&d->sets[i].words, words, "points of ways", err));
        MLG_TRY(MLG_NEW(&d->sets[i].below, words, "points of ways", err));
    }
    MLG_TRY(mlg_parallel(BUCKETS, threads, count_nodes, d, err));
    for (int k = 0; k < BUCKETS; k++)
        d->first_node[k + 1] += d->first_node[k];
    b->node_count = (int32_t)d->first_node[BUCKETS];
    MLG_TRY(MLG_NEW_PLAIN(&b->ref_node, b->ref_count, "points of ways", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->node_id, (size_t)b->node_count, "nodes", err));
    return mlg_parallel(BUCKETS, threads, number_bucket, d, err);
}

static void release_dealing(dealing *d)
{
    for (int i = 0; d->sets && i < mlg_thread_count(d->b->options->threads); i++) {
        free(d->sets[i].words);
        free(d->sets[i].below);
    }
    free(d->sets);
    free(d->range);
    free(d->next);
    free(d->rows);
}

/* ---- ids too far apart for buckets, which only files made by hand have ------------------------------ */

static mlg_status number_by_search(builder *b, mlg_error *err)
{
    const build_points *points = b->points;
    size_t n = 0;
    MLG_TRY(MLG_NEW_PLAIN(&b->ref_node, b->ref_count, "points of ways", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->node_id, b->ref_count, "nodes", err));
    for (size_t k = 0; k < b->points_count; n += points[k++].count)
        memcpy(b->node_id + n, points[k].ids, points[k].count * sizeof *b->node_id);
    b->node_count = (int32_t)mlg_sort_ids(b->node_id, n);
    for (size_t k = 0; k < b->points_count; k++)
        for (size_t i = 0; i < points[k].count; i++)
            b->ref_node[points[k].first_ref + i] = build_find_node(b, points[k].ids[i]);
    return MLG_OK;
}

/* ---- all of it -------------------------------------------------------------------------------------- */

int32_t build_find_node(const builder *b, int64_t id)
{
    size_t at = mlg_osm_first_id(b->node_id, (size_t)b->node_count, id);
    return at < (size_t)b->node_count && b->node_id[at] == id ? (int32_t)at : -1;
}

static void forget_ids(builder *b)
{
    for (int i = 0; i < b->part_count; i++) {
        free(b->parts[i].refs);
        b->parts[i].refs = NULL;
    }
    free(b->points);
    b->points = NULL;
}

static mlg_status deal(dealing *d, size_t parts, mlg_error *err)
{
    const int threads = d->b->options->threads;
    MLG_TRY(MLG_NEW(&d->next, parts, "points of ways", err));
    MLG_TRY(MLG_NEW_PLAIN(&d->rows, d->b->ref_count, "points of ways", err));
    mlg_parallel_slices(d->b->points_count, d->step, threads, count_part, d);
    find_places(d, parts);
    mlg_parallel_slices(d->b->points_count, d->step, threads, deal_part, d);
    return MLG_OK;
}

mlg_status build_number_nodes(builder *b, mlg_error *err)
{
    dealing d = { .b = b };
    const size_t most = (size_t)mlg_thread_count(b->options->threads) * PARTS_A_THREAD;
    d.step = (b->points_count + most - 1) / most;
    const size_t parts = (b->points_count + d.step - 1) / d.step;
    mlg_status st;
    MLG_GO(MLG_NEW(&d.range, parts, "points of ways", err));
    find_range(&d, parts);
    if (d.bits > MOST_BITS) {
        MLG_GO(number_by_search(b, err));
        forget_ids(b);
    } else {
        MLG_GO(deal(&d, parts, err));
        forget_ids(b); /* their memory serves what follows */
        MLG_GO(number_buckets(&d, err));
    }
done:
    release_dealing(&d);
    return st;
}
