/* Reads an extract on several threads: the ways, restrictions and ferries of each block of the file on one of them, put back in the
 * order of the file; then the nodes that the ways use. */
#include "network/roads/build.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "base/sort.h"

#include <string.h>

/* How far the lists of a thread were filled when it began a block. */
typedef struct mark {
    int64_t block;
    size_t ways, refs, ferries, routes, turns;
    int64_t first_id, last_id; /* of the nodes of the block, when there are any */
    bool nodes, disordered;
} mark;

/* One reading thread: ways and relations go to lists of its own, nodes to the places where the ways expect them. */
typedef struct reader {
    builder part;
    const builder *whole;
    mark *marks;
    size_t mark_count, mark_capacity;
} reader;

typedef struct readers {
    reader *each;
    void **contexts;
    int count;
} readers;

static mark mark_now(const builder *p, int64_t block)
{
    return (mark){ .block = block,
                   .ways = p->way_count,
                   .refs = p->ref_count,
                   .ferries = p->ferry_count,
                   .routes = p->route_count,
                   .turns = p->turn_count };
}

static mlg_status begin_block(void *context, int64_t number, mlg_error *err)
{
    reader *r = context;
    MLG_TRY(MLG_GROW(&r->marks, &r->mark_capacity, r->mark_count + 1, "blocks of the extract", err));
    r->marks[r->mark_count++] = mark_now(&r->part, number);
    return MLG_OK;
}

static void release_readers(readers *all)
{
    for (int i = 0; all->each && i < all->count; i++) {
        build_release(&all->each[i].part);
        free(all->each[i].marks);
    }
    free(all->each);
    free(all->contexts);
}

static mlg_status start_readers(readers *all, const builder *b, int threads, mlg_error *err)
{
    all->count = mlg_thread_count(threads);
    MLG_TRY(MLG_NEW(&all->each, (size_t)all->count, "readers of the extract", err));
    MLG_TRY(MLG_NEW(&all->contexts, (size_t)all->count, "readers of the extract", err));
    for (int i = 0; i < all->count; i++) {
        all->each[i] = (reader){ .part = { .options = b->options }, .whole = b };
        all->contexts[i] = &all->each[i];
    }
    return MLG_OK;
}

/* ---- ways and restrictions -------------------------------------------------------------------------- */

static mlg_status keep_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    builder *b = &((reader *)context)->part;
    mlg_road road;
    if (way->ref_count < 2)
        return MLG_OK;
    if (mlg_road_is_ferry(way->tags, way->tag_count))
        return build_keep_ferry(b, way, err);
    if (!mlg_road_read(&road, &b->report.notes, b->options->profile, way->tags, way->tag_count))
        return MLG_OK;
    return build_add_way(b, way->id, way->refs, way->ref_count, &road, err);
}

static mlg_status keep_turn(void *context, const mlg_restriction *turn, mlg_error *err)
{
    builder *b = context;
    MLG_TRY(MLG_GROW(&b->turns, &b->turn_capacity, b->turn_count + 1, "turn restrictions", err));
    b->turns[b->turn_count++] = *turn;
    return MLG_OK;
}

static mlg_status keep_relation(void *context, const mlg_osm_relation *relation, mlg_error *err)
{
    builder *b = &((reader *)context)->part;
    MLG_TRY(build_keep_route(b, relation, err));
    return mlg_restriction_read(relation, b->options->profile, &b->report.notes, keep_turn, b, err);
}

/* ---- the order of the file -------------------------------------------------------------------------- */

/* A block as a thread read it: its marks, and those of the next one or of the end. */
typedef struct chunk {
    const builder *part;
    mark from, to;
    size_t first_way, first_ref; /* among those of all blocks */
} chunk;

static int by_block(const void *a, const void *b)
{
    int64_t x = ((const chunk *)a)->from.block, y = ((const chunk *)b)->from.block;
    return (x > y) - (x < y);
}

/* The blocks of all threads in the order of the file, with room for one more. Freed with free(). */
static mlg_status list_chunks(chunk **out, size_t *count, readers *all, mlg_error *err)
{
    *count = 0;
    for (int i = 0; i < all->count; i++)
        *count += all->each[i].mark_count;
    MLG_TRY(MLG_NEW(out, *count + 1, "blocks of the extract", err));
    size_t n = 0;
    for (int i = 0; i < all->count; i++) {
        reader *r = &all->each[i];
        size_t own = r->mark_count;
        MLG_TRY(begin_block(r, INT64_MAX, err)); /* the end of the last one */
        for (size_t k = 0; k < own; k++)
            (*out)[n++] = (chunk){ .part = &r->part, .from = r->marks[k], .to = r->marks[k + 1] };
    }
    if (n > 0)
        qsort(*out, n, sizeof **out, by_block);
    return MLG_OK;
}

#define APPEND(list, count, capacity, bound)                                                                      \
    do {                                                                                                          \
        size_t n = c->to.bound - c->from.bound;                                                                   \
        MLG_TRY(MLG_GROW(&b->list, &b->capacity, b->count + n, "what the extract holds", err));                   \
        if (n > 0)                                                                                                \
            memcpy(b->list + b->count, p->list + c->from.bound, n * sizeof *b->list);                             \
        b->count += n;                                                                                            \
    } while (0)

static mlg_status append_chunk(builder *b, const chunk *c, mlg_error *err)
{
    const builder *p = c->part;
    APPEND(ferries, ferry_count, ferry_capacity, ferries);
    APPEND(routes, route_count, route_capacity, routes);
    APPEND(turns, turn_count, turn_capacity, turns);
    return MLG_OK;
}

static void add_notes(mlg_road_notes *to, const mlg_road_notes *from)
{
    to->closed_ways += from->closed_ways;
    to->unknown_access += from->unknown_access;
    to->unknown_oneway += from->unknown_oneway;
    to->unknown_maxspeed += from->unknown_maxspeed;
    to->unknown_duration += from->unknown_duration;
    to->conditional += from->conditional;
    to->unknown_barriers += from->unknown_barriers;
    to->limited_barriers += from->limited_barriers;
    to->conditional_turns += from->conditional_turns;
    to->odd_restrictions += from->odd_restrictions;
}

/* The counts of a pass; the threads begin the next one at zero. */
static void add_reports(builder *b, readers *all)
{
    for (int i = 0; i < all->count; i++) {
        mlg_graph_report *part = &all->each[i].part.report;
        b->report.barriers += part->barriers;
        b->report.delays += part->delays;
        add_notes(&b->report.notes, &part->notes);
        *part = (mlg_graph_report){ 0 };
    }
}

/* The ferries that are roads, as one more block, the last. */
static mlg_status add_ferries(chunk *c, builder *b, reader *r, mlg_error *err)
{
    *c = (chunk){ .part = &r->part, .from = mark_now(&r->part, INT64_MAX) };
    MLG_TRY(build_join_ferries(b, &r->part, err));
    c->to = mark_now(&r->part, INT64_MAX);
    return MLG_OK;
}

enum { CHUNKS_A_SLICE = 16 };

typedef struct joining {
    builder *b;
    const chunk *chunks;
} joining;

static void copy_ways(void *context, size_t from, size_t end)
{
    const joining *j = context;
    for (const chunk *c = j->chunks + from; c < j->chunks + end; c++) {
        build_way *to = j->b->ways + c->first_way;
        size_t n = c->to.ways - c->from.ways;
        for (size_t i = 0; i < n; i++) {
            to[i] = c->part->ways[c->from.ways + i];
            to[i].first_ref += (int32_t)c->first_ref - (int32_t)c->from.refs;
        }
        j->b->points[c - j->chunks] =
            (build_points){ c->part->refs + c->from.refs, c->to.refs - c->from.refs, c->first_ref };
    }
}

static mlg_status join_ways(builder *b, chunk *chunks, size_t count, mlg_error *err)
{
    joining j = { b, chunks };
    for (size_t i = 0; i < count; i++) {
        chunks[i].first_way = b->way_count;
        chunks[i].first_ref = b->ref_count;
        b->way_count += chunks[i].to.ways - chunks[i].from.ways;
        b->ref_count += chunks[i].to.refs - chunks[i].from.refs;
        if (b->ref_count > BUILD_MOST_POINTS)
            return build_fail_points(err);
    }
    b->way_capacity = b->way_count;
    b->points_count = count;
    MLG_TRY(MLG_NEW_PLAIN(&b->ways, b->way_count, "ways", err));
    MLG_TRY(MLG_NEW(&b->points, count, "ways", err));
    mlg_parallel_slices(count, CHUNKS_A_SLICE, b->options->threads, copy_ways, &j);
    return MLG_OK;
}

/* Keeps what the lists refer to. */
static mlg_status keep_parts(builder *b, readers *all, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&b->parts, (size_t)all->count, "ferries", err));
    for (int i = 0; i < all->count; i++) {
        builder *part = &all->each[i].part;
        b->parts[b->part_count++] = (build_part){ part->arena, part->refs };
        part->arena = (mlg_arena){ 0 };
        part->refs = NULL;
        build_release(part);
        *part = (builder){ .options = b->options };
    }
    return MLG_OK;
}

static mlg_status join_readers(builder *b, readers *all, mlg_error *err)
{
    chunk *chunks = NULL;
    size_t count;
    mlg_status st;
    MLG_GO(list_chunks(&chunks, &count, all, err));
    for (size_t i = 0; i < count; i++)
        MLG_GO(append_chunk(b, &chunks[i], err));
    add_reports(b, all);
    MLG_GO(add_ferries(&chunks[count], b, &all->each[0], err));
    MLG_GO(join_ways(b, chunks, count + 1, err));
    MLG_GO(keep_parts(b, all, err));
done:
    free(chunks);
    return st;
}

/* ---- nodes ------------------------------------------------------------------------------------------ */

/* What the nodes of the numbered ways are. */
static mlg_status make_nodes(builder *b, mlg_error *err)
{
    const size_t n = (size_t)b->node_count;
    MLG_TRY(MLG_NEW_PLAIN(&b->lon_e7, n, "nodes", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->lat_e7, n, "nodes", err));
    MLG_TRY(MLG_NEW_PLAIN(&b->delay_ds, n, "nodes", err));
    return MLG_NEW_PLAIN(&b->marks, n, "nodes", err);
}

static int16_t clamp_delay(int32_t delay_ds)
{
    return (int16_t)(delay_ds < 0 ? 0 : delay_ds > INT16_MAX ? INT16_MAX : delay_ds);
}

/* Nodes that occur twice show in the order of ids. */
static void note_order(mark *m, int64_t id)
{
    m->disordered |= m->nodes && id <= m->last_id;
    if (!m->nodes)
        m->first_id = id;
    m->last_id = id;
    m->nodes = true;
}

static mlg_status keep_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)err;
    reader *r = context;
    const builder *b = r->whole; /* its arrays are written, at places that no other thread writes */
    mlg_graph_report *report = &r->part.report;
    mlg_road_node told;
    if (r->mark_count > 0)
        note_order(&r->marks[r->mark_count - 1], node->id);
    size_t n = node->place;
    b->lon_e7[n] = node->lon_e7;
    b->lat_e7[n] = node->lat_e7;
    b->marks[n] |= NODE_FOUND;
    if (!mlg_road_node_read(&told, &report->notes, b->options->profile, node->tags, node->tag_count))
        return MLG_OK;
    if (told.closed)
        b->marks[n] |= NODE_CLOSED;
    if (told.limited)
        b->marks[n] |= NODE_LIMITED;
    report->barriers += told.closed;
    report->delays += told.delay_ds[0] > 0 || told.delay_ds[1] > 0;
    for (int d = 0; d < 2; d++)
        b->delay_ds[n][d] = clamp_delay(told.delay_ds[d]);
    return MLG_OK;
}

/* Node ids ascend through the whole file, so none occurs twice. */
static mlg_status is_ordered(bool *ordered, readers *all, mlg_error *err)
{
    chunk *chunks = NULL;
    size_t count;
    int64_t last = INT64_MIN;
    mlg_status st;
    *ordered = true;
    MLG_GO(list_chunks(&chunks, &count, all, err));
    for (size_t i = 0; i < count; i++) {
        const mark *m = &chunks[i].from;
        *ordered &= !m->disordered && (!m->nodes || last == INT64_MIN || m->first_id > last);
        last = m->nodes ? m->last_id : last;
    }
done:
    free(chunks);
    return st;
}

/* In file order, so that the last occurrence of a node counts. */
static mlg_status read_nodes_in_order(builder *b, readers *all, mlg_osm *osm, mlg_error *err)
{
    size_t n = (size_t)b->node_count;
    const mlg_osm_sink nodes = {
        .node = keep_node, .context = &all->each[0], .node_ids = b->node_id, .node_id_count = n
    };
    for (int i = 0; i < all->count; i++) {
        all->each[i].part.report = (mlg_graph_report){ 0 };
        all->each[i].mark_count = 0;
    }
    memset(b->marks, 0, n * sizeof *b->marks);
    memset(b->delay_ds, 0, n * sizeof *b->delay_ds);
    return mlg_osm_read(osm, &nodes, b->options->progress, err);
}

static mlg_status read_nodes(builder *b, readers *all, mlg_osm *osm, mlg_error *err)
{
    const mlg_osm_sink nodes = { .node = keep_node,
                                 .block = begin_block,
                                 .contexts = all->contexts,
                                 .threads = all->count,
                                 .node_ids = b->node_id,
                                 .node_id_count = (size_t)b->node_count };
    bool ordered;
    for (int i = 0; i < all->count; i++)
        all->each[i].mark_count = 0;
    MLG_TRY(mlg_osm_read(osm, &nodes, b->options->progress, err));
    MLG_TRY(is_ordered(&ordered, all, err));
    if (!ordered)
        MLG_TRY(read_nodes_in_order(b, all, osm, err));
    add_reports(b, all);
    return MLG_OK;
}

/* ---- the box ---------------------------------------------------------------------------------------- */

static bool is_within(const builder *b, const build_way *way, const double box[4])
{
    for (int32_t r = way->first_ref; r < way->first_ref + way->ref_count; r++) {
        int32_t n = b->ref_node[r];
        double lon = b->lon_e7[n] * 1e-7, lat = b->lat_e7[n] * 1e-7;
        if ((b->marks[n] & NODE_FOUND) && lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3])
            return true;
    }
    return false;
}

/* Leaves out the restrictions of these ways; those of a way that the extract lacks stay, to be counted. */
static void drop_turns(builder *b, const int64_t *outside, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->turn_count; i++) {
        const mlg_restriction *turn = &b->turns[i];
        if (!bsearch(&turn->from_way, outside, count, sizeof *outside, mlg_compare_ids) &&
            !bsearch(&turn->to_way, outside, count, sizeof *outside, mlg_compare_ids))
            b->turns[kept++] = *turn;
    }
    b->turn_count = kept;
}

static mlg_status keep_within(builder *b, const double box[4], mlg_error *err)
{
    int64_t *outside;
    size_t kept = 0, dropped = 0;
    MLG_TRY(MLG_NEW(&outside, b->way_count, "roads outside the box", err));
    for (size_t i = 0; i < b->way_count; i++) {
        if (is_within(b, &b->ways[i], box))
            b->ways[kept++] = b->ways[i];
        else
            outside[dropped++] = b->ways[i].id;
    }
    b->way_count = kept;
    b->report.ways_outside = (int64_t)dropped;
    if (dropped > 0)
        drop_turns(b, outside, mlg_sort_ids(outside, dropped));
    free(outside);
    if (kept > 0)
        return MLG_OK;
    mlg_fail(err, MLG_DATA, "no road of the extract is around the places of the study");
    mlg_hint(err, "take the extract of their region");
    return MLG_DATA;
}

/* ---- both ------------------------------------------------------------------------------------------- */

static mlg_status read_ways(builder *b, readers *all, mlg_osm *osm, mlg_error *err)
{
    static const char *const keys[] = { "highway", "route", NULL }; /* a road or a ferry has one */
    const mlg_osm_sink roads = { .way = keep_way,
                                 .way_keys = keys,
                                 .relation = keep_relation,
                                 .block = begin_block,
                                 .contexts = all->contexts,
                                 .threads = all->count,
                                 .nodes_follow = true };
    MLG_TRY(mlg_osm_read(osm, &roads, b->options->progress, err));
    MLG_TRY(join_readers(b, all, err));
    if (b->way_count > 0)
        return MLG_OK;
    mlg_fail(err, MLG_DATA, "no road for the profile %s", b->options->profile->name);
    mlg_hint(err, "the extract must contain the ways with the key highway");
    return MLG_DATA;
}

mlg_status build_read(builder *b, mlg_osm *osm, mlg_error *err)
{
    readers all = { 0 };
    mlg_status st;
    MLG_GO(start_readers(&all, b, b->options->threads, err));
    MLG_GO(read_ways(b, &all, osm, err));
    MLG_GO(build_number_nodes(b, err));
    MLG_GO(make_nodes(b, err));
    MLG_GO(read_nodes(b, &all, osm, err));
    if (b->options->within)
        MLG_GO(keep_within(b, b->options->within, err));
done:
    release_readers(&all);
    return st;
}
