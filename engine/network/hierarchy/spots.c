/* Places in the order in which a sweep visits them. */
#include "network/hierarchy/sweep_inner.h"

#include "base/memory.h"

/* Where a place is visited: at its lower node, while the row of the upper one is on the stack. */
typedef struct {
    int32_t position[2]; /* MLG_NOWHERE: none; with a slot, only the first is used */
    uint16_t offset_ds[2];
    int32_t upper_slot;
    bool late;
} meeting;

/* Slot of an upper position seen from `position`, if an arc joins them; else MLG_NOWHERE. */
static int32_t slot_above(const mlg_hierarchy *h, int32_t lower, int32_t upper)
{
    for (int32_t arc = h->node[lower].first_arc; arc < mlg_arcs_end(h, lower); arc++)
        if (h->head[arc] == upper)
            return h->down[arc].slot;
    return MLG_NOWHERE;
}

static meeting meet(const mlg_hierarchy *h, const mlg_anchor *anchor)
{
    meeting m = { .upper_slot = MLG_NOWHERE };
    int count = 0;
    for (int side = 0; side < 2; side++) {
        if (anchor->node[side] == MLG_NOWHERE || anchor->offset_ds[side] > MLG_SWEEP_MAX_DS)
            continue; /* beyond reach through that node */
        m.position[count] = h->position_of[anchor->node[side]];
        m.offset_ds[count++] = (uint16_t)anchor->offset_ds[side];
    }
    for (int i = count; i < 2; i++)
        m.position[i] = MLG_NOWHERE;
    if (count == 2 && m.position[0] < m.position[1]) {
        meeting turned = {
            { m.position[1], m.position[0] }, { m.offset_ds[1], m.offset_ds[0] }, MLG_NOWHERE, false
        };
        m = turned;
    }
    if (count == 2 && m.position[0] >= h->n_core)
        m.upper_slot = slot_above(h, m.position[0], m.position[1]);
    m.late = count == 0 || (count == 2 && m.upper_slot == MLG_NOWHERE);
    return m;
}

/* Number of landings of a place: none when it is unreachable, up to two when it is late. */
static int landings_of(const meeting *m)
{
    return (m->position[0] != MLG_NOWHERE) + (m->late && m->position[1] != MLG_NOWHERE);
}

static void count_landings(mlg_spots *s, const mlg_anchor *anchors)
{
    for (int32_t place = 0; place < s->n_spots; place++) {
        meeting m = meet(s->hierarchy, &anchors[place]);
        for (int i = 0; i < landings_of(&m); i++)
            s->first[m.position[i] + 1]++;
        s->n_late += m.late;
    }
    for (int32_t p = 0; p < s->hierarchy->n_nodes; p++)
        s->first[p + 1] += s->first[p];
}

/* Landings by position, then by place; `spot` is the place, ~k for the k-th late one. */
static void place_landings(mlg_spots *s, const mlg_anchor *anchors, int32_t *next)
{
    int32_t late = 0;
    for (int32_t place = 0; place < s->n_spots; place++) {
        meeting m = meet(s->hierarchy, &anchors[place]);
        for (int i = 0; i < landings_of(&m); i++) {
            int32_t at = s->first[m.position[i]] + next[m.position[i]]++;
            s->landing[at] = (mlg_landing){ m.late ? ~late : place, m.upper_slot, m.offset_ds[i], 0 };
            if (m.upper_slot != MLG_NOWHERE)
                s->landing[at].upper_offset_ds = m.offset_ds[1];
        }
        if (m.late)
            s->place[s->n_spots - s->n_late + late++] = place;
    }
}

static void number_spots(mlg_spots *s)
{
    int32_t spot = 0;
    for (int32_t p = 0; p < s->hierarchy->n_nodes; p++)
        for (int32_t i = s->first[p]; i < s->first[p + 1]; i++) {
            if (s->landing[i].spot < 0)
                continue;
            s->home[spot] = p;
            s->place[spot] = s->landing[i].spot;
            s->landing[i].spot = spot++;
        }
    for (; spot < s->n_spots; spot++)
        s->home[spot] = MLG_NOWHERE;
    for (spot = 0; spot < s->n_spots; spot++)
        s->spot[s->place[spot]] = spot;
}

static void mark_needed(mlg_spots *s)
{
    for (int32_t p = s->hierarchy->n_nodes - 1; p >= 0; p--) {
        if (s->all_nodes || s->first[p] < s->first[p + 1])
            mlg_set_bit(s->needed, p);
        if (mlg_bit(s->needed, p) && s->hierarchy->node[p].parent != MLG_NOWHERE)
            mlg_set_bit(s->needed, s->hierarchy->node[p].parent);
    }
}

static mlg_status arrange(mlg_spots *s, const mlg_anchor *anchors, mlg_error *err)
{
    int32_t *next;
    size_t nodes = (size_t)s->hierarchy->n_nodes;
    MLG_TRY(mlg_anchors_check("place", anchors, s->n_spots, s->hierarchy->n_nodes, err));
    MLG_TRY(MLG_NEW(&s->first, nodes + 1, "places by node", err));
    MLG_TRY(MLG_NEW(&s->home, (size_t)s->n_spots, "places by node", err));
    count_landings(s, anchors);
    MLG_TRY(MLG_NEW(&s->landing, (size_t)s->first[nodes], "places by node", err));
    MLG_TRY(MLG_NEW(&next, nodes, "places by node", err));
    place_landings(s, anchors, next);
    free(next);
    number_spots(s);
    return MLG_OK;
}

static void every_node(mlg_spots *s)
{
    s->all_nodes = true;
    for (int32_t v = 0; v < s->n_spots; v++) {
        s->spot[v] = s->hierarchy->position_of[v];
        s->place[v] = s->hierarchy->node_at[v];
    }
}

mlg_status mlg_spots_new(mlg_spots **out, const mlg_hierarchy *hierarchy, const mlg_anchor *anchors,
                         int32_t n_places, mlg_error *err)
{
    mlg_spots *s;
    mlg_status st;
    *out = NULL;
    if (n_places < 0 || n_places > INT32_MAX / 2 || (!anchors && n_places != hierarchy->n_nodes))
        return mlg_fail(err, MLG_USAGE, "%d places for a network of %d nodes", n_places, hierarchy->n_nodes);
    MLG_TRY(MLG_NEW(&s, 1, "places", err));
    s->hierarchy = hierarchy;
    s->n_spots = n_places;
    MLG_GO(MLG_NEW(&s->place, (size_t)n_places, "places", err));
    MLG_GO(MLG_NEW(&s->spot, (size_t)n_places, "places", err));
    MLG_GO(MLG_NEW(&s->needed, (size_t)hierarchy->n_nodes / 64 + 1, "places", err));
    if (anchors)
        MLG_GO(arrange(s, anchors, err));
    else
        every_node(s);
    mark_needed(s);
    *out = s;
    return MLG_OK;
done:
    mlg_spots_free(s);
    return st;
}

void mlg_spots_free(mlg_spots *spots)
{
    if (!spots)
        return;
    free(spots->first);
    free(spots->landing);
    free(spots->place);
    free(spots->spot);
    free(spots->needed);
    free(spots->home);
    free(spots);
}

int32_t mlg_spots_count(const mlg_spots *spots)
{
    return spots->n_spots;
}

const int32_t *mlg_spots_places(const mlg_spots *spots)
{
    return spots->place;
}
