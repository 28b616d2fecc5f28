/* Customisation of a complete hierarchy, with times of 32 bits. On one thread, as one tree contains nearly all nodes. */
#include "network/hierarchy/inner.h"

static uint32_t least(uint32_t a_ds, uint32_t b_ds)
{
    return a_ds < b_ds ? a_ds : b_ds;
}

/* Paths over `p` between its ancestor, the head of `arc`, and the heads before it, to all of which it is joined. */
static void pass_ancestor(mlg_hierarchy *h, int32_t p, int32_t arc)
{
    const uint32_t back_ds = h->long_down_ds[arc], there_ds = h->long_up_ds[arc];
    int32_t at = h->node[h->head[arc]].first_arc;
    for (int32_t other = h->node[p].first_arc; other < arc; other++, at++) {
        while (h->head[at] != h->head[other])
            at++;
        h->long_up_ds[at] = least(h->long_up_ds[at], back_ds + h->long_up_ds[other]);
        h->long_down_ds[at] = least(h->long_down_ds[at], h->long_down_ds[other] + there_ds);
    }
}

void mlg_pass_long(mlg_hierarchy *hierarchy)
{
    for (int32_t p = hierarchy->n_nodes - 1; p >= 0; p--)
        for (int32_t arc = hierarchy->node[p].first_arc; arc < mlg_arcs_end(hierarchy, p); arc++)
            pass_ancestor(hierarchy, p, arc);
}
