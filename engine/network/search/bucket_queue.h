/* Monotone priority queue with integer keys, used by the searches of this folder.
 *
 * Near times, which differ from the current time only in their last MLG_NEAR_BITS bits, are kept in buckets of
 * 1.6 s (Dial, "Algorithm 360: shortest path forest with topological ordering", CACM 12, 1969). Farther times are
 * kept in lists by the highest differing bit (the radix heap of Ahuja, Mehlhorn, Orlin and Tarjan, "Faster
 * algorithms for the shortest path problem", JACM 37, 1990) and redistributed when the search gets there: an entry
 * moves at most 31 - MLG_NEAR_BITS times, whatever the length of the arc. A two-level bitmap finds the next bucket
 * in two instructions.
 *
 * Entries of a bucket are unordered: a label may decrease after its node was scanned, and the node is then scanned
 * again (Denardo and Fox, "Shortest-route methods: 1. Reaching, pruning, and buckets", Operations Research 27,
 * 1979). A label is final once its bucket is empty. Buckets of 16 ds were a quarter faster than buckets of 1 ds,
 * which never need a second scan.
 *
 * Monotone: no time may be pushed below the bucket last returned by mlg_bucket_queue_next(). The caller keeps the
 * labels and skips entries whose time is no longer the label of their item.
 */
#ifndef MLG_NETWORK_SEARCH_BUCKET_QUEUE_H
#define MLG_NETWORK_SEARCH_BUCKET_QUEUE_H

#include "base/error.h"

enum {
    MLG_WIDTH_BITS = 4,
    MLG_NEAR_BITS = 12 + MLG_WIDTH_BITS,
    MLG_NEAR_COUNT = 1 << 12, /* 16 kB of heads, within the L1 cache, and 64 x 64 bits */
    MLG_FAR_LEVELS = 31 - MLG_NEAR_BITS
};

typedef struct mlg_bucket_entry {
    int32_t item;
    int32_t time_ds;
    int32_t next; /* next entry of the bucket; 0: none */
} mlg_bucket_entry;

/* Caller-allocated, zeroed before mlg_bucket_queue_init(). */
typedef struct mlg_bucket_queue {
    mlg_bucket_entry *entries; /* entry 0 is never used */
    size_t capacity;
    size_t n_spare;
    int32_t spare;                        /* first free entry, the one freed last and still in the cache */
    int32_t base_ds;                      /* a time with the high bits of the near buckets */
    uint64_t words;                       /* bit w: filled[w] is not 0 */
    uint64_t filled[MLG_NEAR_COUNT / 64]; /* bit b of word w: bucket 64 w + b is not empty */
    int32_t near_head[MLG_NEAR_COUNT];    /* first entry of each bucket; 0: empty */
    int32_t far_head[MLG_FAR_LEVELS];
} mlg_bucket_queue;

mlg_status mlg_bucket_queue_init(mlg_bucket_queue *queue, mlg_error *err) MLG_MUST_CHECK;
void mlg_bucket_queue_release(mlg_bucket_queue *queue);

/* Empties the queue and resets it to time 0. O(buckets in use). */
void mlg_bucket_queue_clear(mlg_bucket_queue *queue);

/* Slow paths of the inline functions below. */
mlg_status mlg_bucket_queue_grow(mlg_bucket_queue *queue, size_t more, mlg_error *err) MLG_MUST_CHECK;
bool mlg_bucket_queue_refill(mlg_bucket_queue *queue);

/* Makes room for `more` pushes. */
static inline mlg_status mlg_bucket_queue_reserve(mlg_bucket_queue *queue, size_t more, mlg_error *err)
{
    if (__builtin_expect(more <= queue->n_spare, 1))
        return MLG_OK;
    return mlg_bucket_queue_grow(queue, more, err);
}

static inline void mlg_bucket_queue_link(mlg_bucket_queue *queue, int32_t entry)
{
    mlg_bucket_entry *e = &queue->entries[entry];
    uint32_t differing = (uint32_t)(e->time_ds ^ queue->base_ds) >> MLG_NEAR_BITS;
    int32_t *head;
    if (__builtin_expect(differing == 0, 1)) {
        uint32_t bucket = ((uint32_t)e->time_ds >> MLG_WIDTH_BITS) % MLG_NEAR_COUNT;
        head = &queue->near_head[bucket];
        queue->filled[bucket / 64] |= UINT64_C(1) << bucket % 64;
        queue->words |= UINT64_C(1) << bucket / 64;
    } else {
        head = &queue->far_head[31 - __builtin_clz(differing)];
    }
    e->next = *head;
    *head = entry;
}

/* Room must have been reserved before. O(1). */
static inline void mlg_bucket_queue_push(mlg_bucket_queue *queue, int32_t item, int32_t time_ds)
{
    int32_t entry = queue->spare;
    queue->spare = queue->entries[entry].next;
    queue->n_spare--;
    queue->entries[entry].item = item;
    queue->entries[entry].time_ds = time_ds;
    mlg_bucket_queue_link(queue, entry);
}

/* Returns the lowest time of the first non-empty bucket; false when the queue is empty. */
static inline bool mlg_bucket_queue_next(mlg_bucket_queue *queue, int32_t *time_ds)
{
    if (__builtin_expect(queue->words == 0, 0) && !mlg_bucket_queue_refill(queue))
        return false;
    int32_t word = __builtin_ctzll(queue->words);
    int32_t bucket = word * 64 + __builtin_ctzll(queue->filled[word]);
    *time_ds = (queue->base_ds & ~((1 << MLG_NEAR_BITS) - 1)) | bucket << MLG_WIDTH_BITS;
    return true;
}

/* Detaches the bucket that mlg_bucket_queue_next() returned and returns its first entry, which links to the others.
 * Pushes of the same time then reopen the bucket. */
static inline int32_t mlg_bucket_queue_take(mlg_bucket_queue *queue, int32_t time_ds)
{
    uint32_t bucket = ((uint32_t)time_ds >> MLG_WIDTH_BITS) % MLG_NEAR_COUNT;
    int32_t entry = queue->near_head[bucket];
    queue->near_head[bucket] = 0;
    queue->filled[bucket / 64] &= ~(UINT64_C(1) << bucket % 64);
    if (queue->filled[bucket / 64] == 0)
        queue->words &= ~(UINT64_C(1) << bucket / 64);
    return entry;
}

static inline bool mlg_bucket_queue_holds(const mlg_bucket_queue *queue, int32_t time_ds)
{
    return queue->near_head[((uint32_t)time_ds >> MLG_WIDTH_BITS) % MLG_NEAR_COUNT] != 0;
}

/* Frees an entry of a detached bucket; returns the next one, 0 after the last. */
static inline int32_t mlg_bucket_queue_done(mlg_bucket_queue *queue, int32_t entry)
{
    int32_t next = queue->entries[entry].next;
    queue->entries[entry].next = queue->spare;
    queue->spare = entry;
    queue->n_spare++;
    return next;
}

#endif
