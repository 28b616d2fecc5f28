/* Turn restrictions placed on the edges of the network, via a node or via ways. */
#include "base/memory.h"
#include "base/sort.h"
#include "network/roads/build.h"

#include <string.h>

enum { MOST_EDGES = 16 }; /* of a path along via ways */

/* Consecutive edges. */
typedef struct path {
    int32_t edge[MOST_EDGES];
    int32_t count;
} path;

/* ---- via ways --------------------------------------------------------------------------------------- */

static int32_t via_index(const builder *b, int64_t id)
{
    const int64_t *found =
        b->via_count > 0 ? bsearch(&id, b->via_id, b->via_count, sizeof id, mlg_compare_ids) : NULL;
    return found ? (int32_t)(found - b->via_id) : -1;
}

int32_t build_via_way(const builder *b, int64_t id)
{
    int32_t i = via_index(b, id);
    return i < 0 ? -1 : b->via_way[i];
}

mlg_status build_list_via_ways(builder *b, mlg_error *err)
{
    size_t count = 0, kept;
    for (size_t t = 0; t < b->turn_count; t++)
        count += (size_t)b->turns[t].via_count;
    MLG_TRY(MLG_NEW(&b->via_id, count, "turn restrictions", err));
    MLG_TRY(MLG_NEW(&b->via_way, count, "turn restrictions", err));
    count = 0;
    for (size_t t = 0; t < b->turn_count; t++)
        for (int32_t i = 0; i < b->turns[t].via_count; i++)
            b->via_id[count++] = b->turns[t].via_way[i];
    b->via_count = kept = mlg_sort_ids(b->via_id, count);
    for (size_t i = 0; i < kept; i++)
        b->via_way[i] = -1;
    for (size_t w = 0; w < b->way_count && kept > 0; w++) {
        int32_t i = via_index(b, b->ways[w].id);
        if (i >= 0)
            b->via_way[i] = (int32_t)w;
    }
    return MLG_OK;
}

/* ---- the automaton ---------------------------------------------------------------------------------- */

static int32_t child_of(const builder *b, int32_t state, int32_t edge)
{
    if (state == 0)
        return b->edge_state[edge] > 0 ? b->edge_state[edge] : -1;
    for (int32_t c = b->states[state].first_child; c >= 0; c = b->states[c].next_sibling)
        if (b->states[c].edge == edge)
            return c;
    return -1;
}

int32_t build_next_state(const builder *b, int32_t state, int32_t edge)
{
    if (b->state_count == 0)
        return 0;
    for (;; state = b->states[state].fail) {
        int32_t next = child_of(b, state, edge);
        if (next >= 0 || state == 0)
            return next >= 0 ? next : 0;
    }
}

bool build_may_turn(const builder *b, int32_t state, int32_t edge)
{
    for (; state > 0; state = b->states[state].fail) {
        bool only = false, named = false;
        for (int32_t r = b->states[state].first_rule; r >= 0; r = b->rules[r].next) {
            bool here = b->rules[r].out == edge;
            if (here && !b->rules[r].only)
                return false;
            only = only || b->rules[r].only;
            named = named || (here && b->rules[r].only);
        }
        if (only && !named)
            return false;
    }
    return true;
}

static mlg_status add_state(int32_t *state, builder *b, int32_t parent, int32_t edge, mlg_error *err)
{
    build_state new = { .parent = parent, .edge = edge, .first_child = -1, .next_sibling = -1 };
    new.first_rule = new.next_deep = -1;
    MLG_TRY(MLG_GROW(&b->states, &b->state_capacity, b->state_count + 1, "turn restrictions", err));
    *state = (int32_t)b->state_count;
    new.depth = *state == 0 ? 0 : b->states[parent].depth + 1;
    if (new.depth == 1) {
        b->edge_state[edge] = *state;
    } else if (new.depth > 1) {
        new.next_sibling = b->states[parent].first_child;
        b->states[parent].first_child = *state;
        new.next_deep = b->edge_deep[edge];
        b->edge_deep[edge] = *state;
    }
    b->states[b->state_count++] = new;
    return MLG_OK;
}

static mlg_status start_automaton(builder *b, mlg_error *err)
{
    size_t edges = 2 * b->segment_count;
    int32_t root;
    MLG_TRY(MLG_NEW(&b->edge_state, edges, "turn restrictions", err));
    MLG_TRY(MLG_NEW(&b->edge_deep, edges, "turn restrictions", err));
    memset(b->edge_deep, 0xff, edges * sizeof *b->edge_deep);
    return add_state(&root, b, -1, -1, err);
}

static mlg_status add_rule(builder *b, int32_t state, int32_t out, bool only, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&b->rules, &b->rule_capacity, b->rule_count + 1, "turn restrictions", err));
    b->rules[b->rule_count] = (build_rule){ out, b->states[state].first_rule, only };
    b->states[state].first_rule = (int32_t)b->rule_count++;
    return MLG_OK;
}

/* Forbids turning into `out` after the path. With `only`: a trip that starts on the path must follow it, then
 * take `out`. */
static mlg_status add_path(builder *b, const path *p, int32_t out, bool only, mlg_error *err)
{
    int32_t state = 0;
    if (b->state_count == 0)
        MLG_TRY(start_automaton(b, err));
    for (int32_t i = 0; i < p->count; i++) {
        int32_t next = child_of(b, state, p->edge[i]);
        if (only && i > 0)
            MLG_TRY(add_rule(b, state, p->edge[i], true, err));
        if (next < 0)
            MLG_TRY(add_state(&next, b, state, p->edge[i], err));
        state = next;
    }
    return add_rule(b, state, out, only, err);
}

/* Shallow states first: a proper suffix is shorter than its sequence. */
static void set_fails(builder *b)
{
    for (int32_t depth = 2; depth <= MOST_EDGES; depth++)
        for (size_t s = 1; s < b->state_count; s++)
            if (b->states[s].depth == depth)
                b->states[s].fail = build_next_state(b, b->states[b->states[s].parent].fail, b->states[s].edge);
}

/* ---- placing ---------------------------------------------------------------------------------------- */

/* Way at the end of a segment: that of the piece that touches the vertex. */
static int64_t way_at_end(const builder *b, int32_t end)
{
    const build_segment *segment = &b->segments[end / 2];
    int32_t last = end & 1 ? segment->link_count - 1 : 0;
    return b->ways[b->pieces[b->links[segment->first_link + last] / 2].way].id;
}

/* The only open edge of a way that arrives at (or leaves) a vertex; -1: none, -2: several. */
static int32_t edge_of_way(const builder *b, int32_t vertex, int64_t way, bool arriving)
{
    int32_t found = -1;
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t end = b->ends[i],
                leaving = end; /* the edge that leaves is 2s at the `from` end, 2s + 1 at the `to` end */
        int32_t edge = arriving ? leaving ^ 1 : leaving;
        if (way_at_end(b, end) != way || !build_is_open(b, edge))
            continue;
        if (found >= 0)
            return -2;
        found = edge;
    }
    return found;
}

/* U-turns from a way into itself at a node: every edge of the way that arrives there. */
static mlg_status place_u_turns(builder *b, int32_t vertex, int64_t way, mlg_error *err)
{
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t leaving = b->ends[i];
        path in = { { leaving ^ 1 }, 1 };
        if (way_at_end(b, leaving) == way && build_is_open(b, leaving) && build_is_open(b, leaving ^ 1))
            MLG_TRY(add_path(b, &in, leaving, false, err));
    }
    return MLG_OK;
}

static mlg_status place_over_node(builder *b, const mlg_restriction *r, mlg_error *err)
{
    int32_t node = build_find_node(b, r->via_node), vertex = node < 0 ? -1 : b->node_vertex[node];
    if (vertex < 0)
        return MLG_OK;
    if (r->from_way == r->to_way && !r->only)
        return place_u_turns(b, vertex, r->from_way, err);
    int32_t in = edge_of_way(b, vertex, r->from_way, true), out = edge_of_way(b, vertex, r->to_way, false);
    path one = { { in }, 1 };
    return in >= 0 && out >= 0 ? add_path(b, &one, out, r->only, err) : MLG_OK;
}

/* Extends the path over the remaining via ways (bits of `left`), in any connected order; when none is left,
 * adds a rule for every edge of the last way. Recursion: at most MOST_EDGES deep. */
static mlg_status follow(builder *b, const mlg_restriction *r, path *p, unsigned left, mlg_error *err)
{
    int32_t last = p->edge[p->count - 1], vertex = build_edge_end(b, last);
    for (int32_t i = b->end_first[vertex]; i < b->end_first[vertex + 1]; i++) {
        int32_t edge = b->ends[i];
        int64_t way = way_at_end(b, edge);
        if (!build_is_open(b, edge) || edge == (last ^ 1))
            continue;
        if (left == 0 && way == r->to_way)
            MLG_TRY(add_path(b, p, edge, r->only, err));
        for (int32_t w = 0; w < r->via_count && p->count < MOST_EDGES; w++) {
            bool begins = left >> w & 1, goes_on = !begins && way_at_end(b, last ^ 1) == way && p->count > 1;
            if (way != r->via_way[w] || (!begins && !goes_on))
                continue;
            p->edge[p->count++] = edge;
            MLG_TRY(follow(b, r, p, left & ~(1u << w), err));
            p->count--;
        }
    }
    return MLG_OK;
}

static mlg_status place_over_ways(builder *b, const mlg_restriction *r, mlg_error *err)
{
    for (int32_t w = 0; w < r->via_count; w++) {
        int32_t via = build_via_way(b, r->via_way[w]);
        for (int end = 0; end < 2 && via >= 0; end++) {
            const build_way *way = &b->ways[via];
            int32_t vertex = b->node_vertex[b->ref_node[way->first_ref + (end ? way->ref_count - 1 : 0)]];
            int32_t in = vertex < 0 ? -1 : edge_of_way(b, vertex, r->from_way, true);
            path p = { { in }, 1 };
            if (in >= 0)
                MLG_TRY(follow(b, r, &p, (1u << r->via_count) - 1, err));
        }
    }
    return MLG_OK;
}

mlg_status build_restrictions(builder *b, mlg_error *err)
{
    for (size_t t = 0; t < b->turn_count; t++) {
        size_t before = b->rule_count;
        if (b->turns[t].via_count > 0)
            MLG_TRY(place_over_ways(b, &b->turns[t], err));
        else
            MLG_TRY(place_over_node(b, &b->turns[t], err));
        b->report.restrictions += b->rule_count > before;
        b->report.restrictions_unplaced += b->rule_count == before;
    }
    set_fails(b);
    return MLG_OK;
}
