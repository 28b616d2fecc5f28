/* The lane code, included once by each sweep_lanes_<kind>.c, which defines beforehand:
 *
 *     vec, VEC            a vector and its number of uint16_t lanes
 *     vec_load, vec_store load and store
 *     vec_all             the same value in every lane
 *     vec_sum             a + b, saturating
 *     vec_min             minimum of a and b
 *     vec_lowered         a where a < b, else 0xFFFF
 *     vec_low             least lane
 *     CODE_NAME           text
 *
 * It has no include guard on purpose.
 */
#include "network/hierarchy/sweep_inner.h"

enum { VECS = MLG_LANES / VEC };

/* A row in registers. */
typedef struct {
    vec part[VECS];
} lanes;

static inline lanes load_row(const uint16_t *row)
{
    lanes x;
    for (int i = 0; i < VECS; i++)
        x.part[i] = vec_load(row + i * VEC);
    return x;
}

static inline void store_row(uint16_t *row, const lanes *x)
{
    for (int i = 0; i < VECS; i++)
        vec_store(row + i * VEC, x->part[i]);
}

/* x = min(x, row + time). */
static inline void lower_by(lanes *x, const uint16_t *row, uint16_t time_ds)
{
    vec step = vec_all(time_ds);
    for (int i = 0; i < VECS; i++)
        x->part[i] = vec_min(x->part[i], vec_sum(vec_load(row + i * VEC), step));
}

static inline uint16_t lowest(const lanes *x)
{
    vec low = x->part[0];
    for (int i = 1; i < VECS; i++)
        low = vec_min(low, x->part[i]);
    return vec_low(low);
}

/* ---- climbs ---- */

static inline void climb_arc(mlg_sweep_work *w, const lanes *from, int32_t arc)
{
    const int32_t head = w->h->head[arc];
    uint16_t *row =
        head < w->h->n_core ? mlg_touch_core(w, head) : w->path_row + (size_t)w->path_index[head] * MLG_LANES;
    lanes above = load_row(row);
    const vec step = vec_all(w->h->up_ds[arc]);
    for (int i = 0; i < VECS; i++)
        above.part[i] = vec_min(above.part[i], vec_sum(from->part[i], step));
    store_row(row, &above);
}

/* From the bottom up: the upper neighbours of a node are on the path or in the core. */
static void climb(mlg_sweep_work *w)
{
    const mlg_hierarchy *h = w->h;
    for (int32_t i = w->n_path - 1; i >= 0; i--) {
        const mlg_tree_node *node = &h->node[w->path_node[i]];
        const lanes from = load_row(w->path_row + (size_t)i * MLG_LANES);
        const int32_t left_ds = w->limit_ds - lowest(&from);
        for (int32_t arc = node->first_arc; arc < node[1].first_arc; arc++)
            if (h->up_ds[arc] <= left_ds)
                climb_arc(w, &from, arc);
    }
    for (int32_t c = 0; (c = mlg_next_bit(w->core_touched, c, h->n_core)) < h->n_core; c++) {
        const lanes row = load_row(w->core_row + (size_t)c * MLG_LANES);
        const uint16_t low = lowest(&row);
        if (low <= w->limit_ds)
            mlg_queue_core(w, c, low);
    }
}

/* ---- core ---- */

/* Lowers a row to `from` + time; returns the least changed value, 0xFFFF when nothing changed. */
static inline uint16_t correct_row(uint16_t *row, const lanes *from, uint16_t time_ds)
{
    vec step = vec_all(time_ds), low = vec_all(MLG_NO_WAY);
    for (int i = 0; i < VECS; i++) {
        vec old = vec_load(row + i * VEC), new = vec_sum(from->part[i], step);
        vec_store(row + i * VEC, vec_min(old, new));
        low = vec_min(low, vec_lowered(new, old));
    }
    return vec_low(low);
}

static void spread_core_node(mlg_sweep_work *w, int32_t core)
{
    const mlg_hierarchy *h = w->h;
    const lanes from = load_row(w->core_row + (size_t)core * MLG_LANES);
    int32_t left_ds = w->limit_ds - lowest(&from);
    for (int32_t i = h->first_core_arc[core]; i < h->first_core_arc[core + 1]; i++) {
        const mlg_core_arc arc = h->core_arc[i];
        if (arc.time_ds > left_ds)
            break;
        uint16_t low = correct_row(mlg_touch_core(w, arc.head), &from, (uint16_t)arc.time_ds);
        if (low <= w->limit_ds)
            mlg_queue_core(w, arc.head, low);
    }
}

static void settle_core(mlg_sweep_work *w)
{
    const mlg_hierarchy *h = w->h;
    for (int32_t bucket = 0; bucket <= w->limit_ds >> MLG_CORE_BUCKET_BITS; bucket++)
        for (int32_t core; (core = w->bucket[bucket]) != MLG_NOWHERE;) {
            mlg_leave_bucket(w, core);
            spread_core_node(w, core);
        }
    for (int32_t c = 0; (c = mlg_next_bit(w->core_touched, c, h->n_core)) < h->n_core; c++) {
        const lanes row = load_row(w->core_row + (size_t)c * MLG_LANES);
        w->core_low[c] = lowest(&row);
        if (w->core_low[c] > w->limit_ds)
            continue;
        for (int32_t i = h->first_core_tree[c]; i < h->first_core_tree[c + 1]; i++)
            mlg_set_bit(w->tree_marked, h->core_tree[i]);
    }
}

/* ---- visits ---- */

/* Passes a row to the consumer, with times beyond the limit removed and direct times applied. `low` is its minimum. */
static mlg_status hand_over(mlg_sweep_work *w, int32_t spot, const lanes *x, uint16_t low)
{
    _Alignas(64) uint16_t row[MLG_LANES];
    bool within = low <= w->limit_ds;
    bool direct = w->direct[w->next_direct].spot <= spot;
    if (!within && !direct)
        return MLG_OK;
    const vec beyond = vec_all((uint16_t)(w->limit_ds + 1));
    for (int i = 0; i < VECS; i++)
        vec_store(row + i * VEC, vec_lowered(x->part[i], beyond));
    for (; direct && w->direct[w->next_direct].spot <= spot; w->next_direct++) {
        const mlg_lane_direct *d = &w->direct[w->next_direct];
        if (d->spot == spot && d->time_ds < row[d->lane])
            row[d->lane] = d->time_ds;
        within |= d->spot == spot;
    }
    const mlg_spot_visit visit = { &w->batch, spot, row };
    return within ? w->consumer->visit(w->consumer->context, &visit, w->err) : MLG_OK;
}

/* Visits the places of a position whose row is x. `low` is its minimum. */
static mlg_status land(mlg_sweep_work *w, int32_t position, const lanes *x, uint16_t low)
{
    const mlg_spots *spots = w->spots;
    if (spots->all_nodes)
        return hand_over(w, position, x, low);
    for (int32_t i = spots->first[position]; i < spots->first[position + 1]; i++) {
        const mlg_landing *landing = &spots->landing[i];
        if (landing->spot >= 0 && landing->upper_slot == MLG_NOWHERE && landing->offset_ds == 0) {
            MLG_TRY(hand_over(w, landing->spot, x, low));
            continue;
        }
        const vec offset = vec_all(landing->offset_ds);
        lanes at;
        for (int k = 0; k < VECS; k++)
            at.part[k] = vec_sum(x->part[k], offset);
        if (landing->upper_slot != MLG_NOWHERE && w->stack_low[landing->upper_slot] <= w->limit_ds)
            lower_by(&at, w->stack + (size_t)landing->upper_slot * MLG_LANES, landing->upper_offset_ds);
        if (landing->spot >= 0) {
            MLG_TRY(hand_over(w, landing->spot, &at, lowest(&at)));
        } else if (low <= w->limit_ds) {
            uint16_t *row = mlg_touch_late(w, ~landing->spot);
            lower_by(&at, row, 0);
            store_row(row, &at);
        }
    }
    return MLG_OK;
}

static mlg_status visit_core(mlg_sweep_work *w)
{
    for (int32_t c = 0; (c = mlg_next_bit(w->core_touched, c, w->h->n_core)) < w->h->n_core; c++) {
        if (!mlg_bit(w->spots->needed, c))
            continue;
        const lanes row = load_row(w->core_row + (size_t)c * MLG_LANES);
        MLG_TRY(land(w, c, &row, w->core_low[c]));
    }
    return MLG_OK;
}

static mlg_status visit_late(mlg_sweep_work *w)
{
    const int32_t n = w->spots->n_late;
    for (int32_t k = 0; (k = mlg_next_bit(w->late_touched, k, n)) < n; k++) {
        const lanes row = load_row(w->late_row + (size_t)k * MLG_LANES);
        MLG_TRY(hand_over(w, w->spots->n_spots - n + k, &row, lowest(&row)));
    }
    return MLG_OK;
}

/* ---- trees ---- */

static void load_boundary(mlg_sweep_work *w, int32_t root)
{
    const mlg_hierarchy *h = w->h;
    int32_t first = h->node[root].first_arc, count = mlg_arcs_end(h, root) - first;
    for (int32_t slot = 0; slot < count; slot++) {
        int32_t core = h->head[first + slot];
        bool reached = mlg_bit(w->core_touched, core) && w->core_low[core] <= w->limit_ds;
        w->stack_low[slot] = reached ? w->core_low[core] : MLG_NO_WAY;
        if (!reached)
            continue;
        const lanes row = load_row(w->core_row + (size_t)core * MLG_LANES);
        store_row(w->stack + (size_t)slot * MLG_LANES, &row);
    }
}

static mlg_status sweep_tree(mlg_sweep_work *w, int32_t tree)
{
    const mlg_hierarchy *h = w->h;
    const uint32_t limit_ds = w->limit_ds;
    const int32_t root = h->root[tree], end = h->node[root].end;
    const uint64_t *const needed = w->spots->needed;
    uint16_t *const stack = w->stack, *const stack_low = w->stack_low;
    if (!mlg_bit(needed, root))
        return MLG_OK;
    load_boundary(w, root);
    for (int32_t p = root; p < end;) {
        const mlg_tree_node *node = &h->node[p];
        if (!mlg_bit(needed, p)) {
            p = node->end;
            continue;
        }
        bool open = mlg_on_path(w, p);
        uint32_t low = MLG_NO_WAY; /* lower bound of the row: minimum of the upper rows plus the arc */
        lanes x;
        for (int i = 0; i < VECS; i++)
            x.part[i] = vec_all(MLG_NO_WAY);
        if (open) {
            x = load_row(w->path_row + (size_t)w->path_index[p] * MLG_LANES);
            low = lowest(&x);
        }
        for (int32_t arc = node->first_arc; arc < node[1].first_arc; arc++) {
            const mlg_down_arc down = h->down[arc];
            const uint32_t above_ds = stack_low[down.slot], by_ds = above_ds + down.time_ds;
            open |= above_ds <= limit_ds;
            if (by_ds > limit_ds)
                continue;
            low = by_ds < low ? by_ds : low;
            lower_by(&x, stack + (size_t)down.slot * MLG_LANES, down.time_ds);
        }
        if (!open) {
            p = node->end;
            continue;
        }
        stack_low[node->slot] = (uint16_t)low;
        if (node->end > p + 1 && low <= limit_ds)
            store_row(stack + (size_t)node->slot * MLG_LANES, &x);
        MLG_TRY(land(w, p, &x, (uint16_t)low));
        p++;
    }
    return MLG_OK;
}

/* ---- full matrices ---- */

static uint32_t least_sum(const uint32_t *restrict a, const uint32_t *restrict b, int32_t count)
{
    uint32_t least = 2 * MLG_NO_LONG_WAY;
    for (int32_t i = 0; i < count; i++) {
        uint32_t sum = a[i] + b[i];
        least = sum < least ? sum : least;
    }
    return least;
}
