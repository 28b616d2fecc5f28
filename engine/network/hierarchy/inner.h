/* Internals of a hierarchy, for the code that builds, stores and sweeps it.
 *
 * Nodes are identified by their position: core nodes first, 0 .. n_core - 1, then tree after tree in preorder, so that
 * a parent precedes its children and a subtree is contiguous. The arcs of position p are node[p].first_arc ..
 * node[p + 1].first_arc - 1, by ascending head. A core node has its arcs to other core nodes, in both directions. Any
 * other node has one arc to each of its neighbours at elimination: core nodes and ancestors.
 *
 * A sweep keeps the rows of the ancestors of the current node on a stack. Slots 0 .. b - 1 are the core nodes joined to
 * the root of the tree (by chordality, no node of the tree is joined to any other core node), slot b is the root, and
 * the slot of a child is one more than that of its parent.
 */
#ifndef MLG_NETWORK_HIERARCHY_INNER_H
#define MLG_NETWORK_HIERARCHY_INNER_H

#include "base/arena.h"
#include "network/hierarchy/hierarchy.h"
#include "network/time.h"

#define MLG_NO_WAY UINT16_C(0xFFFF)
#define MLG_NO_LONG_WAY UINT32_C(0x40000000) /* MLG_TIME_MAX + 1; the sum of two does not overflow */

typedef struct mlg_tree_node {
    int32_t first_arc;
    int32_t end;    /* position after its subtree */
    int32_t parent; /* position; MLG_NOWHERE for roots and core nodes */
    int32_t slot;   /* of its row; 0 for core nodes */
} mlg_tree_node;

/* An arc as a sweep reads it. */
typedef struct mlg_down_arc {
    uint16_t slot;    /* of the head */
    uint16_t time_ds; /* from the head down to the node */
} mlg_down_arc;

/* An arc between core nodes with no shorter path over a third one; those of a node are in ascending order of time. */
typedef struct mlg_core_arc {
    int32_t head;
    int32_t time_ds; /* below MLG_NO_WAY */
} mlg_core_arc;

/* A complete hierarchy has n_long = n_arcs times of 32 bits and n_short = 0; any other has n_short = n_arcs and
 * n_long = 0. */
struct mlg_hierarchy {
    int32_t n_nodes, n_core, n_trees, n_arcs;
    int32_t complete;     /* 0 or 1 */
    int32_t n_core_trees; /* entries of core_tree */
    int32_t max_slots;
    int32_t *position_of;     /* [n_nodes] by node */
    int32_t *node_at;         /* [n_nodes] by position */
    mlg_tree_node *node;      /* [n_nodes + 1] by position; the last marks the end of the arcs */
    int32_t *head;            /* [n_arcs] position */
    uint16_t *up_ds;          /* [n_short] from the node to the head */
    mlg_down_arc *down;       /* [n_short]; of core nodes: slot 0, the time back from the head */
    uint16_t *long_slot;      /* [n_long] of the head: its depth in the tree */
    uint32_t *long_up_ds;     /* [n_long] from the node to the head; MLG_NO_LONG_WAY: none */
    uint32_t *long_down_ds;   /* [n_long] from the head to the node */
    int32_t *root;            /* [n_trees] position, ascending */
    int32_t *first_core_tree; /* [n_core + 1] */
    int32_t n_core_arcs;
    int32_t *first_core_arc; /* [n_core + 1] */
    mlg_core_arc *core_arc;  /* [n_core_arcs] arcs that sweeps read, allocated for all core arcs */
    int32_t *core_tree;      /* [n_core_trees] trees whose root is joined to the core node */
    void *mapped;            /* the mapped file that contains all arrays; NULL: each is allocated */
    size_t mapped_bytes;
};

/* One of its arrays, for code that handles them all alike. */
typedef struct mlg_hierarchy_part {
    void **array;
    size_t size, count; /* size of an element; number of elements */
} mlg_hierarchy_part;

enum { MLG_HIERARCHY_PARTS = 14 };

/* Lists the arrays in the order of the file. */
void mlg_hierarchy_parts(mlg_hierarchy_part parts[MLG_HIERARCHY_PARTS], mlg_hierarchy *hierarchy);

/* Result of the elimination, before the layout. */
typedef struct mlg_neighbours {
    int32_t *node;
    int32_t count, room;
} mlg_neighbours;

typedef struct mlg_elimination {
    int32_t n_nodes, n_eliminated;
    int32_t *order;       /* [n_nodes] eliminated nodes, in order */
    uint8_t *eliminated;  /* [n_nodes] */
    mlg_neighbours *list; /* [n_nodes] neighbours: of an eliminated node at its elimination, of others now */
    struct mlg_list_store *store;
} mlg_elimination;

struct mlg_list_store {
    int32_t *first_room; /* initial capacity of the lists */
    int threads;
    mlg_arena *more; /* [threads] where lists grow */
};

/* Makes room for `more` entries. MLG_MEMORY. */
mlg_status mlg_neighbours_reserve(mlg_neighbours *list, int32_t more, mlg_arena *arena,
                                  mlg_error *err) MLG_MUST_CHECK;

/* `out` is `{ 0 }` before, and must be released even after a failure. O(nodes + arcs + fill). */
mlg_status mlg_eliminate(mlg_elimination *out, const mlg_graph_view *view, double core_share, int threads,
                         const mlg_progress *progress, mlg_error *err) MLG_MUST_CHECK;

/* Continues until no node is left. O(sum over nodes of the square of their degree at elimination). */
mlg_status mlg_eliminate_rest(mlg_elimination *elimination, const mlg_progress *progress,
                              mlg_error *err) MLG_MUST_CHECK;
void mlg_elimination_release(mlg_elimination *elimination);

/* Fills all of `out` except the times; `out` is zeroed before, except for `complete`. MLG_DATA: too many arcs, too deep a
 * tree. O(nodes + arcs). */
mlg_status mlg_lay_out(mlg_hierarchy *out, const mlg_elimination *elimination, mlg_error *err) MLG_MUST_CHECK;

/* Last step of a customisation: fills `core_arc` from the times of all core arcs. O(sum over core arcs of the degree of
 * the head). */
mlg_status mlg_choose_core_arcs(mlg_hierarchy *hierarchy, int threads, mlg_error *err) MLG_MUST_CHECK;

/* Customisation of a complete hierarchy: lowers the times of the arcs, already set from the graph, by paths over
 * eliminated nodes. O(triangles). */
void mlg_pass_long(mlg_hierarchy *hierarchy);

/* Checks that a hierarchy read from a file can be swept: every index in range, trees in preorder, slots that match
 * the heads. MLG_INPUT. O(nodes + arcs). */
mlg_status mlg_hierarchy_check(const mlg_hierarchy *hierarchy, int threads, mlg_error *err) MLG_MUST_CHECK;

/* Checks that it can be customised too: the heads of every node are joined to one another. MLG_INPUT.
 * O(triangles). */
mlg_status mlg_hierarchy_check_joins(const mlg_hierarchy *hierarchy, int threads, mlg_error *err) MLG_MUST_CHECK;

/* Lower bound: index of the first of ascending[from .. end) not below `value`, or `end`. O(log(end - from)). */
static inline int32_t mlg_first_not_below(const int32_t *ascending, int32_t from, int32_t end, int32_t value)
{
    while (from < end) {
        int32_t middle = from + (end - from) / 2;
        if (ascending[middle] < value)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

static inline int32_t mlg_arcs_end(const mlg_hierarchy *hierarchy, int32_t position)
{
    return hierarchy->node[position + 1].first_arc;
}

/* The arc from a position to a head; MLG_NOWHERE when there is none. O(log arcs). */
static inline int32_t mlg_find_arc(const mlg_hierarchy *hierarchy, int32_t position, int32_t head)
{
    const int32_t end = mlg_arcs_end(hierarchy, position);
    const int32_t found = mlg_first_not_below(hierarchy->head, hierarchy->node[position].first_arc, end, head);
    return found < end && hierarchy->head[found] == head ? found : MLG_NOWHERE;
}

#endif
