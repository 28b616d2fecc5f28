/* Streets open only to trips that start or end there, and the streets behind them.
 *
 * `access=destination` forbids through traffic. A street without such a tag that can be reached, or left, only
 * through such streets belongs to the same zone: any trip into it ends there. So in each strongly connected
 * component of the whole network, the largest component that remains without the limited edges is the core, and
 * every edge that touches a vertex outside it is limited too. */
#include "base/memory.h"
#include "network/roads/build.h"

#include <string.h>

static bool has_limited(const builder *b)
{
    for (size_t e = 0; e < 2 * b->segment_count; e++)
        if (b->edge_limited[e])
            return true;
    return false;
}

/* core[component]: the lowest-numbered part of each component, which is its largest. */
static void find_cores(int32_t *core, const int32_t *part, const builder *b)
{
    memset(core, 0xff, (size_t)b->component_count * sizeof *core);
    for (size_t v = 0; v < b->vertex_count; v++) {
        int32_t c = b->component[v];
        if (c >= 0 && (core[c] < 0 || part[v] < core[c]))
            core[c] = part[v];
    }
}

static void limit_behind(builder *b, const int32_t *part, const int32_t *core)
{
    for (int32_t e = 0; e < (int32_t)(2 * b->segment_count); e++) {
        int32_t from = build_edge_start(b, e), to = build_edge_end(b, e), c = b->component[from];
        if (build_is_open(b, e) && c == b->component[to] && (part[from] != core[c] || part[to] != core[c]))
            b->edge_limited[e] = 1;
    }
}

mlg_status build_zones(builder *b, mlg_error *err)
{
    int32_t *part = NULL, *core = NULL, count;
    mlg_status st = MLG_OK;
    if (!has_limited(b))
        return MLG_OK;
    MLG_GO(MLG_NEW(&part, b->vertex_count, "zones", err));
    MLG_GO(MLG_NEW(&core, (size_t)b->component_count, "zones", err));
    MLG_GO(build_components(part, &count, b, false, err));
    find_cores(core, part, b);
    limit_behind(b, part, core);
    for (size_t e = 0; e < 2 * b->segment_count; e += 2)
        b->report.limited += b->edge_limited[e] || b->edge_limited[e + 1];
done:
    free(part);
    free(core);
    return st;
}
