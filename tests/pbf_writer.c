#include "pbf_writer.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

void put_raw(bytes *to, const void *data, size_t size)
{
    if (to->size + size > to->capacity) {
        to->capacity = (to->size + size) * 2;
        to->data = realloc(to->data, to->capacity);
        if (!to->data)
            abort();
    }
    if (size > 0)
        memcpy(to->data + to->size, data, size);
    to->size += size;
}

void put_varint(bytes *to, uint64_t value)
{
    uint8_t byte;
    do {
        byte = (uint8_t)((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        put_raw(to, &byte, 1);
        value >>= 7;
    } while (value > 0);
}

void put_signed(bytes *to, int64_t value)
{
    put_varint(to, ((uint64_t)value << 1) ^ (value < 0 ? ~(uint64_t)0 : 0));
}

void put_number(bytes *to, uint32_t field, uint64_t value)
{
    put_varint(to, (uint64_t)field << 3);
    put_varint(to, value);
}

void put_message(bytes *to, uint32_t field, const void *data, size_t size)
{
    put_varint(to, (uint64_t)field << 3 | 2);
    put_varint(to, size);
    put_raw(to, data, size);
}

void put_text(bytes *to, uint32_t field, const char *text)
{
    put_message(to, field, text, strlen(text));
}

static void put_signed_field(bytes *to, uint32_t field, int64_t value)
{
    put_varint(to, (uint64_t)field << 3);
    put_signed(to, value);
}

/* Differences of a list, zigzag, packed. */
static void put_deltas(bytes *to, uint32_t field, const int64_t *values, size_t n)
{
    bytes list = { 0 };
    for (size_t i = 0; i < n; i++)
        put_signed(&list, values[i] - (i > 0 ? values[i - 1] : 0));
    put_message(to, field, list.data, list.size);
    free(list.data);
}

static void put_list(bytes *to, uint32_t field, const uint64_t *values, size_t n)
{
    bytes list = { 0 };
    for (size_t i = 0; i < n; i++)
        put_varint(&list, values[i]);
    put_message(to, field, list.data, list.size);
    free(list.data);
}

void put_blob(bytes *file, const char *type, const bytes *content, uint32_t compression)
{
    bytes blob = { 0 }, header = { 0 };
    if (compression == 3) {
        uLongf length = compressBound((uLong)content->size);
        uint8_t *packed = malloc(length);
        if (!packed || compress(packed, &length, content->data, (uLong)content->size) != Z_OK)
            abort();
        put_number(&blob, 2, content->size);
        put_message(&blob, 3, packed, length);
        free(packed);
    } else {
        put_message(&blob, compression, content->data, content->size);
    }
    put_text(&header, 1, type);
    put_number(&header, 3, blob.size);
    uint8_t size[4] = { 0, 0, (uint8_t)(header.size >> 8), (uint8_t)header.size };
    put_raw(file, size, 4);
    put_raw(file, header.data, header.size);
    put_raw(file, blob.data, blob.size);
    free(blob.data);
    free(header.data);
}

void put_file_header(bytes *file)
{
    bytes header = { 0 }, box = { 0 };
    for (uint32_t side = 1; side <= 4; side++)
        put_signed_field(&box, side, -170000000000);
    put_message(&header, 1, box.data, box.size);
    put_text(&header, 4, "OsmSchema-V0.6");
    put_text(&header, 4, "DenseNodes");
    put_blob(file, "OSMHeader", &header, 3);
    free(box.data);
    free(header.data);
}

static void put_strings(bytes *block)
{
    static const char *const words[] = { "",          "highway", "traffic_signals", "residential",  "name",
                                         "Rue d'Été", "type",    "restriction",     "no_left_turn", "from",
                                         "via",       "to" };
    bytes table = { 0 };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put_text(&table, 1, words[i]);
    put_message(block, 1, table.data, table.size);
    free(table.data);
}

static void put_dense_nodes(bytes *group)
{
    bytes dense = { 0 };
    put_deltas(&dense, 1, (int64_t[]){ 1, 2, 3 }, 3);
    put_deltas(&dense, 8, (int64_t[]){ 450000000, 450000000, 450000000 }, 3);
    put_deltas(&dense, 9, (int64_t[]){ 1000000, 2000000, 3000000 }, 3);
    put_list(&dense, 10, (uint64_t[]){ 0, 1, 2, 0, 0 }, 5);
    put_message(group, 2, dense.data, dense.size);
    free(dense.data);
}

static void put_plain_nodes(bytes *group)
{
    for (int64_t id = 1; id <= 3; id++) {
        bytes node = { 0 };
        put_signed_field(&node, 1, id);
        put_signed_field(&node, 8, 450000000);
        put_signed_field(&node, 9, 1000000 * id);
        if (id == 2) {
            put_list(&node, 2, (uint64_t[]){ 1 }, 1);
            put_list(&node, 3, (uint64_t[]){ 2 }, 1);
        }
        put_message(group, 1, node.data, node.size);
        free(node.data);
    }
}

static void put_way(bytes *group)
{
    bytes way = { 0 };
    put_number(&way, 1, 10);
    put_list(&way, 2, (uint64_t[]){ 1, 4 }, 2);
    put_list(&way, 3, (uint64_t[]){ 3, 5 }, 2);
    put_deltas(&way, 8, (int64_t[]){ 1, 2, 3 }, 3);
    put_message(group, 3, way.data, way.size);
    free(way.data);
}

static void put_relation(bytes *group)
{
    bytes relation = { 0 };
    put_number(&relation, 1, 20);
    put_list(&relation, 2, (uint64_t[]){ 6, 7 }, 2);
    put_list(&relation, 3, (uint64_t[]){ 7, 8 }, 2);
    put_list(&relation, 8, (uint64_t[]){ 9, 10, 11 }, 3);
    put_deltas(&relation, 9, (int64_t[]){ 10, 2, 10 }, 3);
    put_list(&relation, 10, (uint64_t[]){ 1, 0, 1 }, 3);
    put_message(group, 4, relation.data, relation.size);
    free(relation.data);
}

void put_small_group(bytes *block, int kind)
{
    void (*const put[3])(bytes *) = { put_dense_nodes, put_way, put_relation };
    bytes group = { 0 };
    put_strings(block);
    put[kind](&group);
    put_message(block, 2, group.data, group.size);
    free(group.data);
}

void put_small_network(bytes *file, bool dense, bool sorted, uint32_t compression)
{
    void (*put[3])(bytes *) = { dense ? put_dense_nodes : put_plain_nodes, put_way, put_relation };
    put_file_header(file);
    for (int i = 0; i < 3; i++) {
        bytes block = { 0 }, group = { 0 };
        put_strings(&block);
        put[sorted ? i : 2 - i](&group);
        put_message(&block, 2, group.data, group.size);
        put_blob(file, "OSMData", &block, compression);
        free(block.data);
        free(group.data);
    }
}
