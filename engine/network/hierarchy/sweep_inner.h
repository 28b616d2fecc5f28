/* Internals of a sweep: spots, scratch of one thread, lane code. */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_INNER_H
#define MLG_NETWORK_HIERARCHY_SWEEP_INNER_H

#include "network/hierarchy/inner.h"
#include "network/hierarchy/sweep.h"

enum { MLG_CORE_BUCKET_BITS = 6 }; /* buckets of 6.4 s */

/* ---- spots ---- */

/* A place at a node. The two nodes of a place are usually the ends of a segment, so that one is an ancestor of the other
 * and its row is on the stack, in `upper_slot`, when the sweep is at the lower one. Otherwise (no arc joins them, or
 * both are in the core) the place is late: the rows of both nodes are collected, and it is visited after all trees. */
typedef struct mlg_landing {
    int32_t spot;       /* ~k for the k-th late place */
    int32_t upper_slot; /* MLG_NOWHERE: none */
    uint16_t offset_ds, upper_offset_ds;
} mlg_landing;

struct mlg_spots {
    const mlg_hierarchy *hierarchy;
    bool all_nodes;          /* every node is a place, spot = position; no landings */
    int32_t n_spots, n_late; /* late places come last */
    int32_t *first;          /* [n_nodes + 1] first landing of each position */
    mlg_landing *landing;
    int32_t *place;   /* [n_spots] by spot */
    int32_t *spot;    /* [n_spots] by place */
    uint64_t *needed; /* one bit per position: a place is attached to it or to a node below it */
    int32_t *home;    /* [n_spots] position whose visit serves the spot; MLG_NOWHERE: late */
};

/* ---- the scratch of a thread ---- */

typedef struct mlg_lane_direct {
    int32_t spot;
    int32_t lane;
    uint16_t time_ds;
} mlg_lane_direct;

typedef struct mlg_sweep_work {
    const mlg_hierarchy *h;
    const mlg_spots *spots;
    uint16_t limit_ds;
    /* core: rows of touched nodes, each in at most one bucket (a doubly linked list) */
    uint16_t *core_row;                 /* [n_core x MLG_LANES] */
    uint16_t *core_low;                 /* [n_core] least of the row, once settled */
    uint64_t *core_touched;             /* bits */
    uint16_t *bucket_of;                /* [n_core] MLG_NO_WAY: none */
    int32_t *core_next, *core_previous; /* [n_core] */
    int32_t *bucket;                    /* [buckets] first node */
    /* trees */
    uint64_t *tree_marked; /* one bit per tree to sweep */
    int32_t *path_index;   /* [n_nodes] index in path_node; valid if the entry there is the position */
    int32_t *path_node;    /* [n_path] sources and their ancestors, which are never skipped; ancestors come
                              first */
    uint16_t *path_row;    /* [n_path x MLG_LANES] times from the climbs */
    int32_t n_path;
    size_t path_node_room, path_row_room;
    uint16_t *stack;     /* [max_slots x MLG_LANES] */
    uint16_t *stack_low; /* [max_slots] least of each row */
    /* late places */
    uint16_t *late_row;     /* [n_late x MLG_LANES] */
    uint64_t *late_touched; /* bits */
    /* direct times of the batch by spot; INT32_MAX marks the end */
    mlg_lane_direct *direct;
    size_t direct_room;
    int32_t n_direct, next_direct;
    /* receiver of the rows */
    const mlg_sweep_consumer *consumer;
    mlg_sweep_batch batch;
    mlg_error *err;
} mlg_sweep_work;

static inline bool mlg_bit(const uint64_t *bits, int32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

static inline void mlg_set_bit(uint64_t *bits, int32_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* First set bit from `i` on; `count` when there is none. */
static inline int32_t mlg_next_bit(const uint64_t *bits, int32_t i, int32_t count)
{
    while (i < count) {
        uint64_t left = bits[i / 64] >> i % 64;
        if (left) {
            i += __builtin_ctzll(left);
            return i < count ? i : count;
        }
        i = (i / 64 + 1) * 64;
    }
    return count;
}

static inline bool mlg_on_path(const mlg_sweep_work *w, int32_t position)
{
    int32_t i = w->path_index[position];
    return i < w->n_path && w->path_node[i] == position;
}

/* Row i, filled with MLG_NO_WAY on first use. */
static inline uint16_t *mlg_touch_row(uint16_t *rows, uint64_t *touched, int32_t i)
{
    uint16_t *row = rows + (size_t)i * MLG_LANES;
    if (!mlg_bit(touched, i)) {
        mlg_set_bit(touched, i);
        for (int lane = 0; lane < MLG_LANES; lane++)
            row[lane] = MLG_NO_WAY;
    }
    return row;
}

static inline uint16_t *mlg_touch_core(mlg_sweep_work *w, int32_t core)
{
    return mlg_touch_row(w->core_row, w->core_touched, core);
}

static inline uint16_t *mlg_touch_late(mlg_sweep_work *w, int32_t late)
{
    return mlg_touch_row(w->late_row, w->late_touched, late);
}

static inline void mlg_leave_bucket(mlg_sweep_work *w, int32_t core)
{
    int32_t before = w->core_previous[core], after = w->core_next[core];
    *(before == MLG_NOWHERE ? &w->bucket[w->bucket_of[core]] : &w->core_next[before]) = after;
    if (after != MLG_NOWHERE)
        w->core_previous[after] = before;
    w->bucket_of[core] = MLG_NO_WAY;
}

/* Queues a core node to be scanned again in the bucket of `time_ds`, unless it is already in an earlier one. O(1). */
static inline void mlg_queue_core(mlg_sweep_work *w, int32_t core, uint16_t time_ds)
{
    uint16_t bucket = (uint16_t)(time_ds >> MLG_CORE_BUCKET_BITS);
    if (bucket >= w->bucket_of[core])
        return;
    if (w->bucket_of[core] != MLG_NO_WAY)
        mlg_leave_bucket(w, core);
    int32_t after = w->bucket[bucket];
    w->core_previous[core] = MLG_NOWHERE;
    w->core_next[core] = after;
    if (after != MLG_NOWHERE)
        w->core_previous[after] = core;
    w->bucket[bucket] = core;
    w->bucket_of[core] = bucket;
}

/* sweep_climb.c: adds a source at its nodes. MLG_MEMORY. */
mlg_status mlg_sweep_add_source(mlg_sweep_work *w, int32_t lane, const mlg_anchor *source,
                                mlg_error *err) MLG_MUST_CHECK;

/* Ensures that the sweep visits a position, as if a source were there, without giving it a time. */
mlg_status mlg_sweep_open_way(mlg_sweep_work *w, int32_t position, mlg_error *err) MLG_MUST_CHECK;

/* ---- lane code, one version per instruction set ---- */

typedef struct mlg_lane_code {
    const char *name;
    void (*climb)(mlg_sweep_work *w);       /* from the sources to the roots and to core nodes */
    void (*settle_core)(mlg_sweep_work *w); /* empties the buckets, sets core_low, marks the trees within reach */
    mlg_status (*visit_core)(mlg_sweep_work *w); /* places at core nodes */
    mlg_status (*sweep_tree)(mlg_sweep_work *w, int32_t tree);
    mlg_status (*visit_late)(mlg_sweep_work *w);
    /* least a[i] + b[i], both at most MLG_NO_LONG_WAY; twice that when `count` is 0 */
    uint32_t (*least_sum)(const uint32_t *a, const uint32_t *b, int32_t count);
} mlg_lane_code;

/* NULL when the processor lacks the instructions. */
const mlg_lane_code *mlg_lanes_of(mlg_lane_path path);

extern const mlg_lane_code mlg_lanes_plain;
/* NULL when the build or the processor lacks the instructions. */
const mlg_lane_code *mlg_lanes_avx2(void);
const mlg_lane_code *mlg_lanes_avx512(void);

#endif
