/* The textbook against which the searches are proved and timed: Dijkstra with a heap of `arity` children a node
 * and entries left to go stale. Inline, so that a program that passes a constant arity gets a heap made for it. */
#ifndef MLG_TESTS_TEXTBOOK_H
#define MLG_TESTS_TEXTBOOK_H

#include "network/roads/view.h"

#include <stddef.h>

typedef struct textbook_entry {
    int32_t time_ds;
    int32_t node;
} textbook_entry;

/* Arrays of the caller: time_ds[n_nodes] all INT32_MAX before a search, settled[n_nodes], heap[n_arcs + seeds]. */
typedef struct textbook {
    int32_t *time_ds;
    int32_t *settled;
    int32_t n_settled;
    textbook_entry *heap;
    size_t heap_size;
} textbook;

static inline void textbook_push(textbook *t, int32_t time_ds, int32_t node, size_t arity)
{
    size_t at = t->heap_size++;
    while (at > 0 && t->heap[(at - 1) / arity].time_ds > time_ds) {
        t->heap[at] = t->heap[(at - 1) / arity];
        at = (at - 1) / arity;
    }
    t->heap[at] = (textbook_entry){ time_ds, node };
}

static inline textbook_entry textbook_pop(textbook *t, size_t arity)
{
    textbook_entry top = t->heap[0], last = t->heap[--t->heap_size];
    size_t at = 0;
    for (size_t child; (child = at * arity + 1) < t->heap_size;) {
        size_t end = child + arity < t->heap_size ? child + arity : t->heap_size, best = child;
        for (size_t c = child + 1; c < end; c++)
            if (t->heap[c].time_ds < t->heap[best].time_ds)
                best = c;
        if (t->heap[best].time_ds >= last.time_ds)
            break;
        t->heap[at] = t->heap[best];
        at = best;
    }
    t->heap[at] = last;
    return top;
}

static inline void textbook_seed(textbook *t, int32_t node, int32_t time_ds, int32_t limit_ds, size_t arity)
{
    if (time_ds > limit_ds || time_ds >= t->time_ds[node])
        return;
    t->time_ds[node] = time_ds;
    textbook_push(t, time_ds, node, arity);
}

static inline void textbook_run(textbook *t, const mlg_graph_view *view, int32_t limit_ds, size_t arity)
{
    t->n_settled = 0;
    while (t->heap_size > 0) {
        textbook_entry top = textbook_pop(t, arity);
        if (top.time_ds > t->time_ds[top.node])
            continue;
        t->settled[t->n_settled++] = top.node;
        for (int32_t arc = view->first[top.node]; arc < view->first[top.node + 1]; arc++)
            textbook_seed(t, view->head[arc], top.time_ds + view->time_ds[arc], limit_ds, arity);
    }
}

/* Back to all unreachable, in proportion to the last search. */
static inline void textbook_forget(textbook *t)
{
    for (int32_t i = 0; i < t->n_settled; i++)
        t->time_ds[t->settled[i]] = INT32_MAX;
    t->n_settled = 0;
}

#endif
