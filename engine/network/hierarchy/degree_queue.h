/* Queue of nodes by number of neighbours, fewest first. First in, first out among equals, which keeps elimination trees
 * shallow along streets.
 */
#ifndef MLG_NETWORK_HIERARCHY_DEGREE_QUEUE_H
#define MLG_NETWORK_HIERARCHY_DEGREE_QUEUE_H

#include "network/time.h"

typedef struct mlg_queued_node {
    int32_t next, previous; /* in the list of the same degree */
    int32_t degree;         /* it is queued under, + 1; 0: not queued */
} mlg_queued_node;

/* Queues of disjoint sets of nodes may share the array by node. */
typedef struct mlg_degree_queue {
    mlg_queued_node *queued; /* by node */
    int32_t *head, *tail;    /* [most + 1] */
    int32_t most;
} mlg_degree_queue;

/* O(most). */
static inline void mlg_degree_queue_clear(mlg_degree_queue *queue)
{
    for (int32_t degree = 0; degree <= queue->most; degree++)
        queue->head[degree] = queue->tail[degree] = MLG_NOWHERE;
}

/* Removes a node; does nothing when it is not queued. */
static inline void mlg_degree_queue_leave(mlg_degree_queue *queue, int32_t node)
{
    mlg_queued_node *at = &queue->queued[node];
    if (!at->degree)
        return;
    *(at->previous == MLG_NOWHERE ? &queue->head[at->degree - 1] : &queue->queued[at->previous].next) = at->next;
    *(at->next == MLG_NOWHERE ? &queue->tail[at->degree - 1] : &queue->queued[at->next].previous) = at->previous;
    at->degree = 0;
}

/* Adds a node that is not queued; `degree` is at most `most`. */
static inline void mlg_degree_queue_join(mlg_degree_queue *queue, int32_t node, int32_t degree)
{
    int32_t last = queue->tail[degree];
    queue->queued[node] = (mlg_queued_node){ MLG_NOWHERE, last, degree + 1 };
    *(last == MLG_NOWHERE ? &queue->head[degree] : &queue->queued[last].next) = node;
    queue->tail[degree] = node;
}

/* Removes and returns the node with fewest neighbours; MLG_NOWHERE when the queue is empty. O(its degree). */
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
