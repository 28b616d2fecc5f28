/* Strongly connected components by Tarjan's algorithm (1972), without recursion. */
#include "base/memory.h"
#include "network/roads/graph_arrays.h"
#include "network/roads/sort_keys.h"

typedef struct search {
    const mlg_graph_view *view;
    int32_t *component; /* -1: not yet assigned */
    int32_t *order;     /* of discovery, from 1; 0: not visited */
    int32_t *low;
    int32_t *next_arc;
    int32_t *path, *stack; /* nodes being explored; nodes not yet in a component */
    int32_t depth, height, seen, count;
} search;

static void enter(search *s, int32_t node)
{
    s->order[node] = s->low[node] = ++s->seen;
    s->next_arc[node] = s->view->first[node];
    s->path[s->depth++] = s->stack[s->height++] = node;
}

static void leave(search *s, int32_t node)
{
    s->depth--;
    if (s->depth > 0 && s->low[node] < s->low[s->path[s->depth - 1]])
        s->low[s->path[s->depth - 1]] = s->low[node];
    if (s->low[node] != s->order[node])
        return;
    int32_t member;
    do {
        member = s->stack[--s->height];
        s->component[member] = s->count;
    } while (member != node);
    s->count++;
}

static void explore(search *s, int32_t start)
{
    enter(s, start);
    while (s->depth > 0) {
        int32_t node = s->path[s->depth - 1];
        if (s->next_arc[node] == s->view->first[node + 1]) {
            leave(s, node);
            continue;
        }
        int32_t head = s->view->head[s->next_arc[node]++];
        if (s->order[head] == 0)
            enter(s, head);
        else if (s->component[head] < 0 && s->order[head] < s->low[node])
            s->low[node] = s->order[head];
    }
}

/* Renumbers components by decreasing size, then by lowest node. */
static mlg_status renumber(int32_t *component, int32_t count, int32_t n, mlg_error *err)
{
    mlg_sort_key *rows = NULL;
    int32_t *rank = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW_PLAIN(&rows, (size_t)count, "components", err));
    MLG_GO(MLG_NEW_PLAIN(&rank, (size_t)count, "components", err));
    for (int32_t c = 0; c < count; c++)
        rows[c] = (mlg_sort_key){ (uint64_t)UINT32_MAX << 31 | (uint32_t)INT32_MAX, c };
    for (int32_t v = n - 1; v >= 0; v--) /* the lowest node is written last */
        rows[component[v]].key = ((rows[component[v]].key >> 31) - 1) << 31 | (uint32_t)v;
    MLG_GO(mlg_sort_keys(rows, (size_t)count, 1, err));
    for (int32_t c = 0; c < count; c++)
        rank[rows[c].item] = c;
    for (int32_t v = 0; v < n; v++)
        component[v] = rank[component[v]];
done:
    free(rows);
    free(rank);
    return st;
}

mlg_status graph_components(int32_t *component, int32_t *count, const mlg_graph_view *view, mlg_error *err)
{
    search s = { .view = view, .component = component };
    size_t n = (size_t)view->n_nodes;
    mlg_status st;
    MLG_GO(MLG_NEW_PLAIN(&s.order, n, "components", err));
    MLG_GO(MLG_NEW_PLAIN(&s.low, n, "components", err));
    MLG_GO(MLG_NEW_PLAIN(&s.next_arc, n, "components", err));
    MLG_GO(MLG_NEW_PLAIN(&s.path, n, "components", err));
    MLG_GO(MLG_NEW_PLAIN(&s.stack, n, "components", err));
    for (size_t v = 0; v < n; v++)
        component[v] = -1;
    for (int32_t v = 0; v < view->n_nodes; v++)
        if (s.order[v] == 0)
            explore(&s, v);
    *count = s.count;
    MLG_GO(renumber(component, s.count, view->n_nodes, err));
done:
    free(s.order);
    free(s.low);
    free(s.next_arc);
    free(s.path);
    free(s.stack);
    return st;
}
