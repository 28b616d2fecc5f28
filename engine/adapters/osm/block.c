#include "adapters/osm/block.h"

#include "base/language.h"
#include "base/memory.h"

#include <string.h>

typedef mlg_status (*field_fn)(osm_block *block, const wire_field *field, void *into, mlg_error *err);

mlg_status osm_block_fail(const osm_block *block, const uint8_t *at, const char *what, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: %s in the block at byte %lld (%td bytes into it)", block->path, mlg_tr(what),
             (long long)block->offset, at - block->start);
    mlg_hint(err, "the file is damaged: download it again");
    return MLG_INPUT;
}

void osm_block_release(osm_block *block)
{
    free(block->text);
    free(block->string_at);
    free(block->is_way_key);
    osm_element_release(&block->element);
}

/* ---- messages --------------------------------------------------------------------------------------- */

static mlg_status each_field(osm_block *block, wire bytes, field_fn visit, void *into, mlg_error *err)
{
    wire_field field;
    while (bytes.at < bytes.end) {
        const uint8_t *at = bytes.at;
        if (!wire_next(&bytes, &field))
            return osm_block_fail(block, at, "a field that cannot be decoded", err);
        MLG_TRY(visit(block, &field, into, err));
    }
    return MLG_OK;
}

/* Fields of the four kinds of element, which share their numbers. */
typedef struct parts {
    wire_field seen[16];
    uint32_t mask;
} parts;

static mlg_status read_parts(parts *p, osm_block *block, wire bytes, mlg_error *err)
{
    wire_field field;
    p->mask = 0;
    while (bytes.at < bytes.end) {
        const uint8_t *at = bytes.at;
        if (!wire_next(&bytes, &field))
            return osm_block_fail(block, at, "a field that cannot be decoded", err);
        if (field.number >= 16)
            continue;
        if (p->mask >> field.number & 1 && field.type == 2)
            return osm_block_fail(block, field.bytes.at, "a list given twice", err);
        p->mask |= 1u << field.number;
        p->seen[field.number] = field;
    }
    return MLG_OK;
}

/* The packed list of a field; empty when absent. */
static mlg_status list_of(wire *list, const parts *p, uint32_t number, osm_block *block, wire whole,
                          mlg_error *err)
{
    *list = (wire){ whole.end, whole.end };
    if (!(p->mask >> number & 1))
        return MLG_OK;
    if (p->seen[number].type != 2)
        return osm_block_fail(block, whole.at, "a list that is not packed", err);
    *list = p->seen[number].bytes;
    return MLG_OK;
}

static mlg_status number_of(uint64_t *value, const parts *p, uint32_t number, osm_block *block, wire whole,
                            mlg_error *err)
{
    if (!(p->mask >> number & 1) || p->seen[number].type != 0)
        return osm_block_fail(block, whole.at, "an element without id or coordinates", err);
    *value = p->seen[number].value;
    return MLG_OK;
}

static int64_t unzigzag(uint64_t raw)
{
    return (int64_t)((raw >> 1) ^ (0 - (raw & 1)));
}

/* ---- strings and tags ------------------------------------------------------------------------------- */

static mlg_status keep_string(osm_block *block, const wire_field *field, void *into, mlg_error *err)
{
    (void)into;
    if (field->number != 1 || field->type != 2)
        return MLG_OK;
    size_t n = (size_t)(field->bytes.end - field->bytes.at);
    MLG_TRY(MLG_GROW(&block->text, &block->text_capacity, block->text_size + n + 1, "strings of a block", err));
    MLG_TRY(
        MLG_GROW(&block->string_at, &block->string_capacity, block->string_count + 1, "strings of a block", err));
    MLG_TRY(
        MLG_GROW(&block->is_way_key, &block->key_capacity, block->string_count + 1, "strings of a block", err));
    char *text = block->text + block->text_size;
    memcpy(text, field->bytes.at, n);
    text[n] = '\0';
    block->is_way_key[block->string_count] = osm_is_way_key(block->sink, text);
    block->string_at[block->string_count++] = (uint32_t)block->text_size;
    block->text_size += n + 1;
    return MLG_OK;
}

static const char *string(const osm_block *block, uint64_t index)
{
    return index < block->string_count ? block->text + block->string_at[index] : NULL;
}

static mlg_status add_tag(osm_block *block, uint64_t key, uint64_t value, const uint8_t *at, mlg_error *err)
{
    osm_element *e = &block->element;
    mlg_osm_tag tag = { string(block, key), string(block, value) };
    if (!tag.key || !tag.value)
        return osm_block_fail(block, at, "a tag outside the string table", err);
    if (e->tag_count >= OSM_MAX_TAGS)
        return osm_block_fail(block, at, "an element of more than 65536 tags", err);
    MLG_TRY(MLG_GROW(&e->tags, &e->tag_capacity, e->tag_count + 1, "tags", err));
    e->tags[e->tag_count++] = tag;
    return MLG_OK;
}

/* Keys are field 2, values field 3, of equal length, in nodes, ways and relations. */
static mlg_status read_tags(osm_block *block, const parts *p, wire whole, mlg_error *err)
{
    wire keys, values;
    uint64_t key, value;
    block->element.tag_count = 0;
    MLG_TRY(list_of(&keys, p, 2, block, whole, err));
    MLG_TRY(list_of(&values, p, 3, block, whole, err));
    while (keys.at < keys.end) {
        const uint8_t *at = keys.at;
        if (!wire_varint(&keys, &key) || !wire_varint(&values, &value))
            return osm_block_fail(block, at, "keys without values", err);
        MLG_TRY(add_tag(block, key, value, at, err));
    }
    return MLG_OK;
}

/* Field 6 (visible) of field 4 (info). Deleted elements are skipped. */
static mlg_status read_visible(bool *visible, osm_block *block, const parts *p, wire whole, mlg_error *err)
{
    wire info;
    parts in;
    MLG_TRY(list_of(&info, p, 4, block, whole, err));
    MLG_TRY(read_parts(&in, block, info, err));
    *visible = !(in.mask >> 6 & 1) || in.seen[6].type != 0 || in.seen[6].value != 0;
    return MLG_OK;
}

/* ---- nodes ------------------------------------------------------------------------------------------ */

/* offset + granularity x raw nanodegrees, to 1e-7 degree. */
static bool to_e7(int32_t *out, const osm_block *block, int64_t offset, int64_t raw, int64_t limit)
{
    int64_t nano;
    if (block->granularity == 100 && offset == 0) { /* as files are */
        *out = (int32_t)raw;
        return raw >= -limit * 10000000 && raw <= limit * 10000000;
    }
    if (__builtin_mul_overflow(raw, block->granularity, &nano) || __builtin_add_overflow(nano, offset, &nano))
        return false;
    if (nano < -limit * 1000000000 || nano > limit * 1000000000)
        return false;
    *out = (int32_t)((nano + (nano < 0 ? -50 : 50)) / 100);
    return true;
}

static mlg_status give_node(osm_block *block, int64_t id, int64_t lat, int64_t lon, const uint8_t *at,
                            mlg_error *err)
{
    mlg_osm_node node = { .id = id,
                          .tags = block->element.tags,
                          .tag_count = (int32_t)block->element.tag_count,
                          .place = block->cursor };
    if (!to_e7(&node.lat_e7, block, block->lat_offset, lat, 90) ||
        !to_e7(&node.lon_e7, block, block->lon_offset, lon, 180))
        return osm_block_fail(block, at, "a node outside the world", err);
    return block->sink->node(block->sink->context, &node, err);
}

static mlg_status read_node(osm_block *block, wire bytes, mlg_error *err)
{
    parts p;
    uint64_t id = 0, lat = 0, lon = 0;
    bool visible;
    MLG_TRY(read_parts(&p, block, bytes, err));
    MLG_TRY(number_of(&id, &p, 1, block, bytes, err));
    if (!osm_wants_node(&block->cursor, block->sink, unzigzag(id)))
        return MLG_OK;
    MLG_TRY(number_of(&lat, &p, 8, block, bytes, err));
    MLG_TRY(number_of(&lon, &p, 9, block, bytes, err));
    MLG_TRY(read_tags(block, &p, bytes, err));
    MLG_TRY(read_visible(&visible, block, &p, bytes, err));
    return visible ? give_node(block, unzigzag(id), unzigzag(lat), unzigzag(lon), bytes.at, err) : MLG_OK;
}

/* Tags of one dense node: key, value, key, value, 0. An empty list means no node has any. Passed over when it is not wanted. */
static mlg_status read_dense_tags(osm_block *block, wire *list, bool wanted, mlg_error *err)
{
    uint64_t key, value;
    block->element.tag_count = 0;
    if (list->at < list->end && *list->at == 0) { /* most have none */
        list->at++;
        return MLG_OK;
    }
    while (list->at < list->end) {
        const uint8_t *at = list->at;
        if (!wire_varint(list, &key))
            return osm_block_fail(block, at, "a tag that cannot be decoded", err);
        if (key == 0)
            break;
        if (!wire_varint(list, &value))
            return osm_block_fail(block, at, "a key without value", err);
        if (wanted)
            MLG_TRY(add_tag(block, key, value, at, err));
    }
    return MLG_OK;
}

enum {
    DENSE = 256
}; /* nodes decoded at a time: each list of its own, in a loop that keeps its place in registers */

typedef struct dense {
    wire ids, lats, lons, tags, visibles;
    int64_t id[DENSE], lat[DENSE], lon[DENSE];
} dense;

/* Two numbers that lie in the next eight bytes of a list. Where one begins is known when the one before it has been measured, which takes
 * longer than to decode it: so two are measured at once, and those of two lists side by side. */
typedef struct pair {
    uint64_t bytes, ends, second; /* high bits of the last bytes of the numbers, and of the second number on */
} pair;

static inline bool measure_two(pair *p, const wire *list)
{
    uint64_t x;
    if (list->end - list->at < (ptrdiff_t)sizeof x)
        return false;
    memcpy(&x, list->at, sizeof x);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
        x = __builtin_bswap64(x);
    p->bytes = x;
    p->ends = ~x & 0x8080808080808080u;
    p->second = p->ends & (p->ends - 1);
    return p->second != 0;
}

/* Decodes a pair of differences; `sum` is the number before the first. */
static inline void take_two(int64_t *out, wire *list, const pair *p, int64_t *sum)
{
    const uint64_t a = wire_joined(p->bytes & (p->ends ^ (p->ends - 1)));
    const uint64_t b = wire_joined((p->bytes & (p->second ^ (p->second - 1))) >> (__builtin_ctzll(p->ends) + 1));
    const uint64_t first = (uint64_t)*sum + (uint64_t)unzigzag(a), second = first + (uint64_t)unzigzag(b);
    out[0] = (int64_t)first;
    out[1] = *sum = (int64_t)second;
    list->at += (__builtin_ctzll(p->second) + 1) / 8;
}

/* Decodes eight differences of a byte each, as those of ids mostly are. */
static inline bool take_eight(int64_t *out, wire *list, int64_t *sum)
{
    uint64_t x, last = (uint64_t)*sum;
    if (list->end - list->at < (ptrdiff_t)sizeof x)
        return false;
    memcpy(&x, list->at, sizeof x);
    if (x & 0x8080808080808080u)
        return false;
    for (int i = 0; i < 8; i++)
        out[i] = (int64_t)(last += (uint64_t)unzigzag(list->at[i]));
    list->at += 8;
    *sum = (int64_t)last;
    return true;
}

/* Decodes up to n ids; `sum` is the last one. Returns how many could be. */
static size_t take_ids(int64_t *out, size_t n, wire *list, int64_t *sum)
{
    wire rest = *list;
    int64_t last = *sum;
    size_t count = 0;
    while (count < n && rest.at < rest.end) {
        if (count + 8 <= n && take_eight(out + count, &rest, &last)) {
            count += 8;
            continue;
        }
        if (!wire_delta(&rest, &last))
            break;
        out[count++] = last;
    }
    *list = rest;
    *sum = last;
    return count;
}

/* The places of n nodes; false when there are not so many. */
static bool take_places(dense *d, size_t n, int64_t *lat, int64_t *lon)
{
    wire lats = d->lats, lons = d->lons;
    int64_t y = *lat, x = *lon;
    pair a, b;
    for (size_t i = 0; i < n;) {
        if (i + 2 <= n && measure_two(&a, &lats) && measure_two(&b, &lons)) {
            take_two(d->lat + i, &lats, &a, &y);
            take_two(d->lon + i, &lons, &b, &x);
            i += 2;
            continue;
        }
        if (!wire_delta(&lats, &y) || !wire_delta(&lons, &x))
            return false;
        d->lat[i] = y;
        d->lon[i++] = x;
    }
    d->lats = lats;
    d->lons = lons;
    *lat = y;
    *lon = x;
    return true;
}

/* The first node from the i-th on that is asked for or tagged, or may be. */
static size_t pass_over(osm_block *block, dense *d, size_t i, size_t n)
{
    const int64_t *ids = block->sink->node_ids;
    const size_t count = block->sink->node_id_count;
    const uint8_t *tag = d->tags.at, *const tag_end = d->tags.end;
    size_t at = block->cursor;
    if (!ids || i == n)
        return i;
    at += at < count && ids[at] < d->id[i];
    const int64_t after = at > 0 ? ids[at - 1] : INT64_MIN, before = at < count ? ids[at] : INT64_MAX;
    for (; i < n && d->id[i] > after && d->id[i] < before && (tag == tag_end || *tag == 0); i++)
        tag += tag < tag_end;
    block->cursor = at;
    d->tags.at = tag;
    return i;
}

static mlg_status give_dense(osm_block *block, dense *d, size_t n, const uint8_t *at, mlg_error *err)
{
    const bool marked = d->visibles.at < d->visibles.end; /* each may be deleted */
    for (size_t i = 0; i < n; i++) {
        uint64_t visible = 1;
        i = marked ? i : pass_over(block, d, i, n);
        if (i == n)
            break;
        if (d->visibles.at < d->visibles.end && !wire_varint(&d->visibles, &visible))
            return osm_block_fail(block, at, "a deletion mark that cannot be decoded", err);
        bool wanted = visible && osm_wants_node(&block->cursor, block->sink, d->id[i]);
        MLG_TRY(read_dense_tags(block, &d->tags, wanted, err));
        if (wanted)
            MLG_TRY(give_node(block, d->id[i], d->lat[i], d->lon[i], at, err));
    }
    return MLG_OK;
}

static mlg_status read_dense(osm_block *block, wire bytes, mlg_error *err)
{
    parts p, info;
    dense d;
    wire details;
    int64_t id = 0, lat = 0, lon = 0;
    MLG_TRY(read_parts(&p, block, bytes, err));
    MLG_TRY(list_of(&d.ids, &p, 1, block, bytes, err));
    MLG_TRY(list_of(&d.lats, &p, 8, block, bytes, err));
    MLG_TRY(list_of(&d.lons, &p, 9, block, bytes, err));
    MLG_TRY(list_of(&d.tags, &p, 10, block, bytes, err));
    MLG_TRY(list_of(&details, &p, 5, block, bytes, err));
    MLG_TRY(read_parts(&info, block, details, err));
    MLG_TRY(list_of(&d.visibles, &info, 6, block, details, err));
    while (d.ids.at < d.ids.end) {
        const uint8_t *at = d.ids.at;
        size_t n = take_ids(d.id, DENSE, &d.ids, &id);
        if (n == 0 || !take_places(&d, n, &lat, &lon))
            return osm_block_fail(block, at, "ids without coordinates", err);
        MLG_TRY(give_dense(block, &d, n, at, err));
    }
    if (d.lats.at < d.lats.end || d.lons.at < d.lons.end)
        return osm_block_fail(block, bytes.at, "coordinates without ids", err);
    return MLG_OK;
}

/* ---- ways and relations ----------------------------------------------------------------------------- */

static mlg_status read_refs(osm_block *block, wire refs, mlg_error *err)
{
    osm_element *e = &block->element;
    int64_t ref = 0;
    e->ref_count = 0;
    while (refs.at < refs.end) {
        if (!wire_delta(&refs, &ref))
            return osm_block_fail(block, refs.at, "a reference that cannot be decoded", err);
        if (e->ref_count >= OSM_MAX_REFS)
            return osm_block_fail(block, refs.at, "a way of more than 1048576 nodes", err);
        MLG_TRY(MLG_GROW(&e->refs, &e->ref_capacity, e->ref_count + 1, "nodes of a way", err));
        e->refs[e->ref_count++] = ref;
    }
    return MLG_OK;
}

/* True too for a way that cannot be decoded up to its keys, which reading it tells; most ways end here, and need no more of it. */
static bool has_way_key(const osm_block *block, wire way)
{
    wire_field field;
    uint64_t key;
    if (!block->sink->way_keys)
        return true;
    do {
        if (way.at == way.end)
            return false;
        if (!wire_next(&way, &field))
            return true;
    } while (field.number != 2);
    if (field.type != 2)
        return true;
    while (field.bytes.at < field.bytes.end)
        if (!wire_varint(&field.bytes, &key) || key >= block->string_count || block->is_way_key[key])
            return true;
    return false;
}

static mlg_status read_way(osm_block *block, wire bytes, mlg_error *err)
{
    parts p;
    uint64_t id = 0;
    wire refs;
    bool visible;
    if (!has_way_key(block, bytes))
        return MLG_OK;
    MLG_TRY(read_parts(&p, block, bytes, err));
    MLG_TRY(number_of(&id, &p, 1, block, bytes, err));
    MLG_TRY(read_tags(block, &p, bytes, err));
    MLG_TRY(list_of(&refs, &p, 8, block, bytes, err));
    MLG_TRY(read_refs(block, refs, err));
    MLG_TRY(read_visible(&visible, block, &p, bytes, err));
    osm_element *e = &block->element;
    mlg_osm_way way = { (int64_t)id, e->refs, (int32_t)e->ref_count, e->tags, (int32_t)e->tag_count };
    return visible ? block->sink->way(block->sink->context, &way, err) : MLG_OK;
}

static mlg_status read_members(osm_block *block, wire roles, wire ids, wire kinds, mlg_error *err)
{
    osm_element *e = &block->element;
    int64_t id = 0;
    uint64_t role, kind;
    e->member_count = 0;
    while (ids.at < ids.end) {
        const uint8_t *at = ids.at;
        if (!wire_delta(&ids, &id) || !wire_varint(&roles, &role) || !wire_varint(&kinds, &kind))
            return osm_block_fail(block, at, "members without role or kind", err);
        if (kind > 2 || !string(block, role))
            return osm_block_fail(block, at, "a member of unknown kind or role", err);
        if (e->member_count >= OSM_MAX_REFS)
            return osm_block_fail(block, at, "a relation of more than 1048576 members", err);
        MLG_TRY(MLG_GROW(&e->members, &e->member_capacity, e->member_count + 1, "members", err));
        e->members[e->member_count++] = (mlg_osm_member){ "nwr"[kind], id, string(block, role) };
    }
    return MLG_OK;
}

static mlg_status read_relation(osm_block *block, wire bytes, mlg_error *err)
{
    parts p;
    uint64_t id = 0;
    wire roles, ids, kinds;
    bool visible;
    MLG_TRY(read_parts(&p, block, bytes, err));
    MLG_TRY(number_of(&id, &p, 1, block, bytes, err));
    MLG_TRY(read_tags(block, &p, bytes, err));
    MLG_TRY(list_of(&roles, &p, 8, block, bytes, err));
    MLG_TRY(list_of(&ids, &p, 9, block, bytes, err));
    MLG_TRY(list_of(&kinds, &p, 10, block, bytes, err));
    MLG_TRY(read_members(block, roles, ids, kinds, err));
    MLG_TRY(read_visible(&visible, block, &p, bytes, err));
    osm_element *e = &block->element;
    mlg_osm_relation relation = { (int64_t)id, e->members, (int32_t)e->member_count, e->tags,
                                  (int32_t)e->tag_count };
    return visible ? block->sink->relation(block->sink->context, &relation, err) : MLG_OK;
}

/* ---- block ------------------------------------------------------------------------------------------ */

static mlg_status read_group_field(osm_block *block, const wire_field *field, void *into, mlg_error *err)
{
    static const int kind_of[] = { 0, OSM_NODE, OSM_NODE, OSM_WAY, OSM_RELATION };
    (void)into;
    if (field->number < 1 || field->number > 4)
        return MLG_OK;
    if (field->type != 2)
        return osm_block_fail(block, block->start, "an element that is not a message", err);
    int kind = kind_of[field->number];
    block->kinds |= kind;
    if (!(kind & osm_wanted(block->sink)))
        return MLG_OK;
    switch (field->number) {
    case 1:
        return read_node(block, field->bytes, err);
    case 2:
        return read_dense(block, field->bytes, err);
    case 3:
        return read_way(block, field->bytes, err);
    default:
        return read_relation(block, field->bytes, err);
    }
}

/* Reads the strings and the coordinate scale first, wherever they are in the block. */
static mlg_status read_frame(osm_block *block, const wire_field *field, void *into, mlg_error *err)
{
    (void)into;
    if (field->number == 1 && field->type == 2)
        return each_field(block, field->bytes, keep_string, NULL, err);
    if (field->type != 0)
        return MLG_OK;
    if (field->number == 17)
        block->granularity = (int64_t)field->value;
    else if (field->number == 19)
        block->lat_offset = (int64_t)field->value;
    else if (field->number == 20)
        block->lon_offset = (int64_t)field->value;
    return MLG_OK;
}

static mlg_status read_group(osm_block *block, const wire_field *field, void *into, mlg_error *err)
{
    if (field->number != 2 || field->type != 2)
        return MLG_OK;
    return each_field(block, field->bytes, read_group_field, into, err);
}

mlg_status osm_block_read(osm_block *block, wire bytes, mlg_error *err)
{
    block->start = bytes.at;
    block->text_size = block->string_count = 0;
    block->granularity = 100;
    block->lat_offset = block->lon_offset = 0;
    block->kinds = 0;
    MLG_TRY(each_field(block, bytes, read_frame, NULL, err));
    if (block->granularity <= 0 || block->granularity > 1000000000)
        return osm_block_fail(block, bytes.at, "a granularity out of range", err);
    return each_field(block, bytes, read_group, NULL, err);
}
