/* Similar pieces merged through vertices of degree two. */
#include "base/memory.h"
#include "network/roads/build.h"

/* A link is 2 x piece, plus 1 when the piece is traversed in reverse. */
static int32_t link_start(const builder *b, int32_t link)
{
    const build_piece *p = &b->pieces[link / 2];
    return link & 1 ? p->to : p->from;
}

static int32_t link_end(const builder *b, int32_t link)
{
    return link_start(b, link ^ 1);
}

/* Whether two consecutive links have the same attributes in both directions. */
static bool are_alike(const builder *b, int32_t before, int32_t after)
{
    const build_piece *p = &b->pieces[before / 2], *q = &b->pieces[after / 2];
    bool same_class = b->ways[p->way].road.road_class == b->ways[q->way].road.road_class;
    bool same_limits =
        p->limited[before & 1] == q->limited[after & 1] && p->limited[~before & 1] == q->limited[~after & 1];
    return same_class && same_limits && p->flags == q->flags && !(p->kmh[before & 1] < q->kmh[after & 1]) &&
           !(p->kmh[before & 1] > q->kmh[after & 1]) && !(p->kmh[~before & 1] < q->kmh[~after & 1]) &&
           !(p->kmh[~before & 1] > q->kmh[~after & 1]);
}

/* The link that continues from the vertex where `link` arrives, -1 when the segment ends there. */
static int32_t next_link(const builder *b, const bool *kept, int32_t link)
{
    int32_t vertex = link_end(b, link), first = b->end_first[vertex];
    if (kept[vertex])
        return -1;
    int32_t mine = link ^ 1; /* the end at which the link arrives: 2 x piece + 1 when it is the piece's `to` */
    int32_t other = b->ends[first] == mine ? b->ends[first + 1] : b->ends[first];
    return other; /* leaving by its `from` end (0): along it; by its `to` end (1): against it */
}

/* Marks the vertices to keep: junctions, ends, changes of attributes, places of restrictions. */
static void find_kept(const builder *b, bool *kept)
{
    for (size_t v = 0; v < b->vertex_count; v++) {
        const int32_t *ends = b->ends + b->end_first[v];
        bool two = b->end_first[v + 1] - b->end_first[v] == 2 && ends[0] / 2 != ends[1] / 2;
        kept[v] = !two || !are_alike(b, ends[0] ^ 1, ends[1]);
    }
    for (size_t t = 0; t < b->turn_count; t++) {
        int32_t node = build_find_node(b, b->turns[t].via_node);
        if (node >= 0 && b->node_vertex[node] >= 0)
            kept[b->node_vertex[node]] = true;
    }
    for (size_t i = 0; i < b->via_count; i++)
        for (int end = 0; end < 2 && b->via_way[i] >= 0; end++) {
            const build_way *way = &b->ways[b->via_way[i]];
            int32_t vertex = b->node_vertex[b->ref_node[way->first_ref + (end ? way->ref_count - 1 : 0)]];
            if (vertex >= 0)
                kept[vertex] = true;
        }
}

static mlg_status add_segment(builder *b, const bool *kept, bool *used, int32_t link, mlg_error *err)
{
    build_segment segment = { .from = link_start(b, link), .first_link = (int32_t)b->link_count };
    for (; link >= 0 && !used[link / 2]; link = next_link(b, kept, link)) {
        used[link / 2] = true;
        MLG_TRY(MLG_GROW(&b->links, &b->link_capacity, b->link_count + 1, "roads", err));
        b->links[b->link_count++] = link;
        segment.to = link_end(b, link);
        segment.link_count++;
    }
    b->report.folded += segment.link_count - 1;
    MLG_TRY(MLG_GROW(&b->segments, &b->segment_capacity, b->segment_count + 1, "roads", err));
    b->segments[b->segment_count++] = segment;
    return MLG_OK;
}

static mlg_status follow_all(builder *b, const bool *kept, bool *used, mlg_error *err)
{
    int32_t count = (int32_t)b->piece_count;
    for (int32_t link = 0; link < 2 * count; link++) /* segments that start at kept vertices */
        if (!used[link / 2] && kept[link_start(b, link)])
            MLG_TRY(add_segment(b, kept, used, link, err));
    for (int32_t piece = 0; piece < count; piece++) /* isolated rings */
        if (!used[piece])
            MLG_TRY(add_segment(b, kept, used, 2 * piece, err));
    return MLG_OK;
}

mlg_status build_fold(builder *b, mlg_error *err)
{
    bool *kept = NULL, *used = NULL;
    mlg_status st;
    MLG_GO(build_ends(b, b->pieces, b->piece_count, sizeof *b->pieces, err));
    MLG_GO(MLG_NEW_PLAIN(&kept, b->vertex_count, "junctions", err));
    MLG_GO(MLG_NEW_PLAIN(&used, b->piece_count, "roads", err));
    find_kept(b, kept);
    MLG_GO(follow_all(b, kept, used, err));
    MLG_GO(build_ends(b, b->segments, b->segment_count, sizeof *b->segments, err));
done:
    free(kept);
    free(used);
    return st;
}
