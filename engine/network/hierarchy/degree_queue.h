/* Nodes by number of neighbours, fewest first; first in, first out, which keeps elimination trees low along
 * streets.
 */
#ifndef MLG_NETWORK_HIERARCHY_DEGREE_QUEUE_H
#define MLG_NETWORK_HIERARCHY_DEGREE_QUEUE_H

#include "network/time.h"

/* Arrays by node may be shared by queues of different nodes. */
typedef struct mlg_degree_queue {
    int32_t *next, *previous; /* by node: of the same number of neighbours */
    int32_t *degree;          /* by node: neighbours + 1 it is queued under; 0: it is not */
    int32_t *head, *tail;     /* [most + 1] */
    int32_t most;
} mlg_degree_queue;

/* O(most). */
static inline void mlg_degree_queue_clear(mlg_degree_queue *queue)
{
    for (int32_t degree = 0; degree <= queue->most; degree++)
        queue->head[degree] = queue->tail[degree] = MLG_NOWHERE;
}

/* Nothing when it is not queued. */
static inline void mlg_degree_queue_leave(mlg_degree_queue *queue, int32_t node)
{
    if (!queue->degree[node])
        return;
    int32_t degree = queue->degree[node] - 1, before = queue->previous[node], after = queue->next[node];
    *(before == MLG_NOWHERE ? &queue->head[degree] : &queue->next[before]) = after;
    *(after == MLG_NOWHERE ? &queue->tail[degree] : &queue->previous[after]) = before;
    queue->degree[node] = 0;
}

/* `degree` is at most `most`; the node is not queued. */
static inline void mlg_degree_queue_join(mlg_degree_queue *queue, int32_t node, int32_t degree)
{
    int32_t last = queue->tail[degree];
    queue->degree[node] = degree + 1;
    queue->previous[node] = last;
    queue->next[node] = MLG_NOWHERE;
    *(last == MLG_NOWHERE ? &queue->head[degree] : &queue->next[last]) = node;
    queue->tail[degree] = node;
}

/* Node with fewest neighbours, out of the queue; MLG_NOWHERE when there is none. O(its neighbours). */
static inline int32_t mlg_degree_queue_take(mlg_degree_queue *queue)
{
    for (int32_t degree = 0; degree <= queue->most; degree++)
        if (queue->head[degree] != MLG_NOWHERE) {
            int32_t node = queue->head[degree];
            mlg_degree_queue_leave(queue, node);
            return node;
        }
    return MLG_NOWHERE;
}

#endif
