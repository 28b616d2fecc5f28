#include "network/search/bucket_queue.h"

#include "base/memory.h"

#include <string.h>

mlg_status mlg_bucket_queue_init(mlg_bucket_queue *queue, mlg_error *err)
{
    memset(queue, 0, sizeof *queue);
    return mlg_bucket_queue_grow(queue, 1000, err);
}

void mlg_bucket_queue_release(mlg_bucket_queue *queue)
{
    free(queue->entries);
    memset(queue, 0, sizeof *queue);
}

/* Frees the entries from `from` on, in ascending order. */
static void link_spare(mlg_bucket_queue *queue, size_t from)
{
    for (size_t entry = queue->capacity; entry-- > from;) {
        queue->entries[entry].next = queue->spare;
        queue->spare = (int32_t)entry;
        queue->n_spare++;
    }
}

void mlg_bucket_queue_clear(mlg_bucket_queue *queue)
{
    memset(queue->far_head, 0, sizeof queue->far_head);
    memset(queue->near_head, 0, sizeof queue->near_head);
    memset(queue->filled, 0, sizeof queue->filled);
    queue->words = 0;
    queue->base_ds = 0;
    queue->spare = 0;
    queue->n_spare = 0;
    link_spare(queue, 1);
}

mlg_status mlg_bucket_queue_grow(mlg_bucket_queue *queue, size_t more, mlg_error *err)
{
    size_t old = queue->capacity, need = (old ? old : 1) + more;
    if (need > INT32_MAX / 2)
        return mlg_fail_memory(err, "search queue", need * sizeof *queue->entries);
    MLG_TRY(MLG_GROW(&queue->entries, &queue->capacity, need, "search queue", err));
    link_spare(queue, old ? old : 1);
    return MLG_OK;
}

static int32_t earliest(const mlg_bucket_queue *queue, int32_t entry)
{
    int32_t time_ds = INT32_MAX;
    for (; entry; entry = queue->entries[entry].next)
        if (queue->entries[entry].time_ds < time_ds)
            time_ds = queue->entries[entry].time_ds;
    return time_ds;
}

/* Called when the near buckets are empty: advances to the earliest far time. All entries of its level share one more
 * bit with it and move to a lower level or a bucket; the levels above keep their highest differing bit. */
bool mlg_bucket_queue_refill(mlg_bucket_queue *queue)
{
    int level = 0;
    while (level < MLG_FAR_LEVELS && queue->far_head[level] == 0)
        level++;
    if (level == MLG_FAR_LEVELS)
        return false;
    int32_t entry = queue->far_head[level];
    queue->far_head[level] = 0;
    queue->base_ds = earliest(queue, entry);
    while (entry) {
        int32_t next = queue->entries[entry].next;
        mlg_bucket_queue_link(queue, entry);
        entry = next;
    }
    return true;
}
