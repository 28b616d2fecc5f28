/* Times of the arcs of a complete hierarchy, 32 bits. One tree holds nearly all nodes: on one thread. */
#include "network/hierarchy/inner.h"

static uint32_t least(uint32_t a_ds, uint32_t b_ds)
{
    return a_ds < b_ds ? a_ds : b_ds;
}

/* Ways over `p` between its ancestor at the end of `arc` and those before it: that one is joined to all of them.
 */
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
