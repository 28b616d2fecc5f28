#include "support.h"

#include "adapters/osm/extract.h"
#include "adapters/osm/wire.h"
#include "base/memory.h"
#include "base/number.h"
#include "pbf_writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

/* ---- a sink that counts and writes what it is given ---------------------------------------------------- */

typedef struct {
    int64_t nodes, ways, relations, refs;
    char text[2048];
} seen;

static void note(seen *s, const char *format, ...) MLG_PRINTF(2, 3);
static void note(seen *s, const char *format, ...)
{
    size_t n = strlen(s->text);
    va_list args;
    va_start(args, format);
    vsnprintf(s->text + n, sizeof s->text - n, format, args);
    va_end(args);
}

static void note_tags(seen *s, const mlg_osm_tag *tags, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        note(s, " %s=%s", tags[i].key, tags[i].value);
    note(s, "\n");
}

static mlg_status see_node(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)err;
    seen *s = context;
    s->nodes++;
    note(s, "n%" PRId64 " %d,%d", node->id, node->lon_e7, node->lat_e7);
    note_tags(s, node->tags, node->tag_count);
    return MLG_OK;
}

static mlg_status see_way(void *context, const mlg_osm_way *way, mlg_error *err)
{
    (void)err;
    seen *s = context;
    s->ways++;
    s->refs += way->ref_count;
    note(s, "w%" PRId64, way->id);
    for (int32_t i = 0; i < way->ref_count; i++)
        note(s, ",%" PRId64, way->refs[i]);
    note_tags(s, way->tags, way->tag_count);
    return MLG_OK;
}

static mlg_status see_relation(void *context, const mlg_osm_relation *relation, mlg_error *err)
{
    (void)err;
    seen *s = context;
    s->relations++;
    note(s, "r%" PRId64, relation->id);
    for (int32_t i = 0; i < relation->member_count; i++)
        note(s, " %s:%c%" PRId64, relation->members[i].role, relation->members[i].kind, relation->members[i].ref);
    note_tags(s, relation->tags, relation->tag_count);
    return MLG_OK;
}

static mlg_osm_sink sink_of(seen *s)
{
    return (mlg_osm_sink){ .node = see_node, .way = see_way, .relation = see_relation, .context = s };
}

static mlg_status read_bytes(seen *s, const void *data, size_t size, mlg_error *err)
{
    mlg_osm *osm;
    mlg_osm_sink sink = sink_of(s);
    MLG_TRY(mlg_osm_open_bytes(&osm, data, size, "town.osm.pbf", err));
    mlg_status st = mlg_osm_read(osm, &sink, NULL, err);
    mlg_osm_close(osm);
    return st;
}

static mlg_status read_string(seen *s, const char *text, mlg_error *err)
{
    return read_bytes(s, text, strlen(text), err);
}

/* ---- right files ------------------------------------------------------------------------------------- */

#define NODES "n1 1000000,450000000\nn2 2000000,450000000 highway=traffic_signals\nn3 3000000,450000000\n"
#define WAY "w10,1,2,3 highway=residential name=Rue d'Été\n"
#define RELATION "r20 from:w10 via:n2 to:w10 type=restriction restriction=no_left_turn\n"

static void every_layout_of_a_pbf_reads_the_same(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++) {
        bool dense = i & 1, sorted = i & 2;
        bytes file = { 0 };
        seen s = { 0 };
        mlg_error err;
        put_small_network(&file, dense, sorted, i & 4 ? 1 : 3);
        assert_ok(read_bytes(&s, file.data, file.size, &err), &err);
        assert_string_equal(s.text, sorted ? NODES WAY RELATION : RELATION WAY NODES);
        free(file.data);
    }
}

static const char town_xml[] =
    "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n<!-- a <town> --><osm version=\"0.6\">\n"
    "<bounds minlat='-90' minlon='-180' maxlat='-90' maxlon='-180'/><note>free text &amp; more</note>\n"
    "<node id='1' lat='45.0' lon='0.1'/><node id='2' lat='45' lon='.2'><tag k='highway' "
    "v='traffic_signals'/></node>\n"
    "<node id='3' lat='4.5e1' lon='0.30000000' visible='true'/><node id='4' lat='1' lon='1' visible='false'/>\n"
    "<way id='10'><nd ref='1'/><nd ref='2'/><nd ref='3'/><tag k='highway' v='residential'/>\n"
    "<tag k='name' v='Rue d&apos;&#xC9;t&#233;'/></way><way id='11' action='delete'><nd ref='1'/></way>\n"
    "<relation id='20'><tag k='type' v='restriction'/><member type='way' ref='10' role='from'/>\n"
    "<member type='node' ref='2' role='via'/><member type='way' ref='10' role='to'></member>\n"
    "<tag k='restriction' v='no_left_turn'/></relation></osm>\n";

static void xml_gives_the_same_elements(void **state)
{
    (void)state;
    seen s = { 0 };
    mlg_error err;
    assert_ok(read_string(&s, town_xml, &err), &err);
    assert_string_equal(s.text, NODES WAY RELATION);
}

static void gzip_in_several_members_reads_as_one_text(void **state)
{
    (void)state;
    char *folder = make_folder();
    const char *path = in_folder(folder, "town.osm.gz");
    size_t half = sizeof town_xml / 2;
    for (int part = 0; part < 2; part++) {
        gzFile file = gzopen(path, part == 0 ? "wb" : "ab");
        size_t n = part == 0 ? half : strlen(town_xml) - half;
        assert_int_equal(gzwrite(file, town_xml + (part == 0 ? 0 : half), (unsigned)n), (int)n);
        gzclose(file);
    }
    mlg_osm *osm;
    seen s = { 0 };
    mlg_osm_sink sink = sink_of(&s);
    mlg_error err;
    assert_ok(mlg_osm_open(&osm, path, &err), &err);
    assert_ok(mlg_osm_read(osm, &sink, NULL, &err), &err);
    assert_string_equal(s.text, NODES WAY RELATION);
    mlg_osm_close(osm);
    remove_folder(folder);
}

static void a_second_pass_reads_only_what_is_wanted(void **state)
{
    (void)state;
    bytes file = { 0 };
    mlg_osm *osm;
    mlg_error err;
    seen s = { 0 };
    mlg_osm_sink ways = { .way = see_way, .context = &s }, nodes = { .node = see_node, .context = &s };
    put_small_network(&file, true, false, 3);
    assert_ok(mlg_osm_open_bytes(&osm, file.data, file.size, "town.osm.pbf", &err), &err);
    assert_ok(mlg_osm_read(osm, &ways, NULL, &err), &err);
    assert_ok(mlg_osm_read(osm, &nodes, NULL, &err), &err);
    assert_ok(mlg_osm_read(osm, &ways, NULL, &err), &err);
    assert_string_equal(s.text, WAY NODES WAY);
    mlg_osm_close(osm);
    free(file.data);
}

static const int64_t asked_ids[] = { 2, 3, 7 };

static void see_asked(seen *s, const void *data, size_t size, const char *way_key)
{
    const char *keys[] = { "railway", way_key, NULL };
    mlg_osm *osm;
    mlg_error err;
    mlg_osm_sink sink = sink_of(s);
    sink.node_ids = asked_ids;
    sink.node_id_count = 3;
    sink.way_keys = keys;
    assert_ok(mlg_osm_open_bytes(&osm, data, size, "town.osm.pbf", &err), &err);
    assert_ok(mlg_osm_read(osm, &sink, NULL, &err), &err);
    mlg_osm_close(osm);
}

static void nodes_and_ways_that_are_not_asked_for_are_left_out(void **state)
{
    (void)state;
    const char *asked = strchr(NODES, '\n') + 1; /* all but the first */
    char rest[512];
    seen s = { 0 };
    for (int i = 0; i < 4; i++) {
        bytes file = { 0 };
        put_small_network(&file, i & 1, i & 2, 3);
        s = (seen){ 0 };
        see_asked(&s, file.data, file.size, "highway");
        snprintf(rest, sizeof rest, i & 2 ? "%s" WAY RELATION : RELATION WAY "%s", asked);
        assert_string_equal(s.text, rest);
        s = (seen){ 0 };
        see_asked(&s, file.data, file.size, "waterway");
        snprintf(rest, sizeof rest, i & 2 ? "%s" RELATION : RELATION "%s", asked);
        assert_string_equal(s.text, rest);
        free(file.data);
    }
    s = (seen){ 0 };
    see_asked(&s, town_xml, strlen(town_xml), "name");
    snprintf(rest, sizeof rest, "%s" WAY RELATION, asked);
    assert_string_equal(s.text, rest);
    s = (seen){ 0 };
    see_asked(&s, town_xml, strlen(town_xml), "nam");
    snprintf(rest, sizeof rest, "%s" RELATION, asked);
    assert_string_equal(s.text, rest);
}

enum { LONG_LIST = 700 };

static int64_t long_id(int64_t i)
{
    return i * i * 1000003;
}

static mlg_status see_long(void *context, const mlg_osm_node *node, mlg_error *err)
{
    (void)err;
    int64_t *next = context, i = *next;
    assert_int_equal(node->id, long_id(i));
    assert_int_equal(node->place, i / 3);
    assert_int_equal(node->lat_e7, 450000000 + i % 7 * 60000000);
    assert_int_equal(node->lon_e7, -i * 20000);
    assert_int_equal(node->tag_count, i % 5 == 0);
    *next += 3;
    return MLG_OK;
}

/* More nodes than are decoded at a time, every third of them asked for, every fifth with a tag. */
static void long_lists_of_nodes_are_read_to_their_end(void **state)
{
    (void)state;
    bytes file = { 0 }, block = { 0 }, table = { 0 }, group = { 0 }, dense = { 0 }, list[4] = { { 0 } };
    int64_t ids[LONG_LIST / 3 + 1], id = 0, lat = 0, lon = 0, next = 0;
    size_t count = 0;
    for (int64_t i = 0; i < LONG_LIST; i++) {
        if (i % 3 == 0)
            ids[count++] = long_id(i);
        put_signed(&list[0], long_id(i) - id);
        put_signed(&list[1], 450000000 + i % 7 * 60000000 - lat);
        put_signed(&list[2], -i * 20000 - lon);
        id = long_id(i), lat = 450000000 + i % 7 * 60000000, lon = -i * 20000;
        if (i % 5 == 0) {
            put_varint(&list[3], 1);
            put_varint(&list[3], 2);
        }
        put_varint(&list[3], 0);
    }
    static const uint32_t fields[] = { 1, 8, 9, 10 };
    for (int k = 0; k < 4; k++)
        put_message(&dense, fields[k], list[k].data, list[k].size);
    put_text(&table, 1, "");
    put_text(&table, 1, "highway");
    put_text(&table, 1, "stop");
    put_message(&block, 1, table.data, table.size);
    put_message(&group, 2, dense.data, dense.size);
    put_message(&block, 2, group.data, group.size);
    put_file_header(&file);
    put_blob(&file, "OSMData", &block, 3);
    mlg_osm *osm;
    mlg_error err;
    const mlg_osm_sink sink = { .node = see_long, .context = &next, .node_ids = ids, .node_id_count = count };
    assert_ok(mlg_osm_open_bytes(&osm, file.data, file.size, "town.osm.pbf", &err), &err);
    assert_ok(mlg_osm_read(osm, &sink, NULL, &err), &err);
    assert_int_equal(next, (LONG_LIST + 2) / 3 * 3);
    mlg_osm_close(osm);
    bytes *all[] = { &file, &block, &table, &group, &dense, &list[0], &list[1], &list[2], &list[3] };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]->data);
}

/* Each alone, at the end of what may be read, and with bytes behind it. */
static void numbers_of_every_length_are_decoded(void **state)
{
    (void)state;
    for (int bit = 0; bit < 64; bit++)
        for (int less = 0; less < 2; less++)
            for (size_t behind = 0; behind < 10; behind++) {
                bytes list = { 0 };
                uint64_t value = ((uint64_t)1 << bit) - (uint64_t)less, read = 0;
                put_varint(&list, value);
                size_t size = list.size;
                put_raw(&list, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", behind);
                wire w = { list.data, list.data + list.size };
                assert_true(wire_varint(&w, &read));
                assert_true(read == value);
                assert_ptr_equal(w.at, list.data + size);
                assert_false(wire_varint(&w, &read));
                free(list.data);
            }
}

static void put_one_kind(bytes *file, int kind)
{
    bytes block = { 0 };
    put_small_group(&block, kind);
    put_blob(file, "OSMData", &block, 3);
    free(block.data);
}

/* A file that says it is sorted, with these kinds of blocks. */
static void put_said_sorted(bytes *file, const char *kinds)
{
    bytes header = { 0 };
    put_text(&header, 4, "DenseNodes");
    put_text(&header, 5, "Sort.Type_then_ID");
    put_blob(file, "OSMHeader", &header, 3);
    free(header.data);
    for (; *kinds; kinds++)
        put_one_kind(file, *kinds == 'n' ? 0 : *kinds == 'w' ? 1 : 2);
}

static mlg_status read_ways_then_nodes(seen *s, const char *kinds, mlg_error *err)
{
    bytes file = { 0 };
    mlg_osm *osm;
    mlg_osm_sink ways = { .way = see_way, .relation = see_relation, .context = s, .nodes_follow = true },
                 nodes = { .node = see_node, .context = s };
    put_said_sorted(&file, kinds);
    assert_ok(mlg_osm_open_bytes(&osm, file.data, file.size, "town.osm.pbf", err), err);
    assert_ok(mlg_osm_read(osm, &ways, NULL, err), err);
    mlg_status st = mlg_osm_read(osm, &nodes, NULL, err);
    mlg_osm_close(osm);
    free(file.data);
    return st;
}

static void the_nodes_of_a_sorted_file_are_left_for_later(void **state)
{
    (void)state;
    mlg_error err;
    seen s = { 0 };
    assert_ok(read_ways_then_nodes(&s, "nnnwr", &err), &err);
    assert_string_equal(s.text, WAY RELATION NODES NODES NODES);
    s = (seen){ 0 };
    assert_ok(read_ways_then_nodes(&s, "wr", &err), &err);
    assert_string_equal(s.text, WAY RELATION);
    s = (seen){ 0 };
    assert_ok(read_ways_then_nodes(&s, "nwrn", &err), &err); /* out of order where it is seen */
    assert_string_equal(s.text, WAY RELATION NODES NODES);
    s = (seen){ 0 }; /* out of order where it was taken at its word: nothing is lost in silence */
    assert_fails(read_ways_then_nodes(&s, "nwnnw", &err), MLG_INPUT, &err, "says that it is sorted by type");
}

static bool refuse(void *context, const char *stage, double fraction)
{
    (void)context, (void)stage;
    return fraction < 0.3;
}

static void reading_may_be_cancelled(void **state)
{
    (void)state;
    bytes file = { 0 };
    mlg_osm *osm;
    mlg_error err;
    seen s = { 0 };
    mlg_osm_sink sink = sink_of(&s);
    mlg_progress progress = { refuse, NULL };
    put_small_network(&file, true, true, 3);
    assert_ok(mlg_osm_open_bytes(&osm, file.data, file.size, "town.osm.pbf", &err), &err);
    assert_fails(mlg_osm_read(osm, &sink, &progress, &err), MLG_CANCELLED, &err, "cancelled during reading roads");
    mlg_osm_close(osm);
    free(file.data);
}

/* ---- spoiled files ----------------------------------------------------------------------------------- */

static void assert_spoiled(const void *data, size_t size, const char *part)
{
    seen s = { 0 };
    mlg_error err;
    assert_fails(read_bytes(&s, data, size, &err), MLG_INPUT, &err, part);
    assert_null(strchr(err.message, '\n'));
}

static void other_files_are_told_apart(void **state)
{
    (void)state;
    mlg_osm *osm;
    mlg_error err;
    assert_fails(mlg_osm_open(&osm, "/nowhere/x.osm", &err), MLG_INPUT, &err, "/nowhere/x.osm: cannot be opened");
    assert_fails(mlg_osm_open(&osm, "/", &err), MLG_INPUT, &err, "/: ");
    assert_spoiled("", 0, "the file is empty");
    assert_spoiled("BZh91AY", 7, "compressed with bzip2");
    assert_spoiled("PK\3\4....", 8, "a zip archive");
    assert_spoiled("insee,nom\n", 10, "unknown file signature");
    assert_spoiled("<html><body></body></html>", 26, "no <osm> at byte 0");
    assert_spoiled("<osmChange/>", 12, "a file of changes");
}

static void bad_xml_is_one_line_with_the_byte(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        { "<osm>", "text that ends too early at byte 5" },
        { "<osm><node id='1' lat='1' lo", "text that ends too early at byte 28" },
        { "<osm></way>", "a closing tag that closes nothing at byte 5" },
        { "<osm><node id='x' lat='1' lon='1'/></osm>", "an element without a valid id at byte 5" },
        { "<osm><node id='1' lat='91' lon='1'/></osm>", "a node without valid coordinates" },
        { "<osm><node id='1' lat='nan' lon='1'/></osm>", "a node without valid coordinates" },
        { "<osm><node id='99999999999999999999' lat='1' lon='1'/></osm>", "without a valid id" },
        { "<osm><way id='1'><nd/></way></osm>", "without a valid id at byte 17" },
        { "<osm><way id='1'><tag k='a'/></way></osm>", "a tag without k or v" },
        { "<osm><relation id='1'><member type='z' ref='1'/></relation></osm>", "a member of unknown type" },
        { "<osm a=1/>", "an attribute without quotes" },
        { "<osm a='<'/>", "an attribute that is not closed" },
        { "<osm a='&bomb;'/>", "an unknown entity" },
        { "<osm a='&#xD800;'/>", "a reference to an invalid character" },
        { "<!DOCTYPE osm [<!ENTITY a 'b'>]><osm/>",
          "a document type declaration, which is not supported, at byte" },
        { "<osm/><osm/>", "text after </osm>" },
        { "<osm><a><a><a><a><a><a><a><a>", "nested too deep" },
        { "<osm x y>", "an attribute without value" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_spoiled(cases[i].text, strlen(cases[i].text), cases[i].part);
}

/* Servers of extracts answer "200 OK" and say at the end that they stopped. */
static void an_answer_that_was_interrupted_is_refused(void **state)
{
    (void)state;
    static const char *const remarks[] = {
        "runtime error: Query timed out in \"recurse\" at line 3 after 26 seconds.",
        "runtime error: Query run out of memory using about 2048 MB of RAM.",
        "runtime error: open64: 0 Success /osm3s_osm_base Dispatcher_Client::request_read_and_idx::timeout.",
    };
    static const char *const ways[] = { "", "<way id='1'><nd ref='1'/><nd ref='2'/></way>" };
    char text[512], expected[512];
    for (size_t i = 0; i < 6; i++) {
        snprintf(text, sizeof text, "<osm>%s<remark>\n  %s\n </remark></osm>", ways[i % 2], remarks[i / 2]);
        snprintf(expected, sizeof expected, "the server stopped: %s", remarks[i / 2]);
        assert_spoiled(text, strlen(text), expected);
    }
    static const char *const harmless[] = { "<osm><remark/></osm>", "<osm><remark> </remark></osm>",
                                            "<osm><remark>runtime remark: timeout is 25</remark></osm>",
                                            "<osm><note>runtime error</note></osm>" };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        seen s = { 0 };
        mlg_error err;
        assert_ok(read_bytes(&s, harmless[i], strlen(harmless[i]), &err), &err);
    }
}

/* One OSMData block made of `content` alone. */
static void assert_bad_block(const bytes *content, uint32_t compression, const char *part)
{
    bytes file = { 0 };
    put_file_header(&file);
    put_blob(&file, "OSMData", content, compression);
    assert_spoiled(file.data, file.size, part);
    free(file.data);
}

static void assert_bad_group(uint32_t field, const bytes *element, const char *part)
{
    bytes block = { 0 }, group = { 0 };
    put_message(&group, field, element->data, element->size);
    put_message(&block, 2, group.data, group.size);
    assert_bad_block(&block, 1, part);
    free(block.data);
    free(group.data);
}

static void bad_blocks_are_one_line_with_the_byte(void **state)
{
    (void)state;
    bytes junk = { 0 }, element = { 0 };
    put_raw(&junk, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 11);
    assert_bad_block(&junk, 1, "a field that cannot be decoded in the block at byte");
    assert_bad_block(&junk, 6, "is compressed with lz4, only zlib is read");
    assert_bad_block(&junk, 7, "is compressed with zstd");
    put_number(&element, 9, 1);
    assert_bad_group(3, &element, "an element without id or coordinates");
    put_number(&element, 1, 5);
    put_message(&element, 2, "\x07", 1);
    put_message(&element, 3, "\x07", 1);
    assert_bad_group(3, &element, "a tag outside the string table");
    element.size = 0;
    put_number(&element, 1, 5);
    put_message(&element, 2, "\x07", 1);
    assert_bad_group(3, &element, "keys without values");
    put_number(&element, 3, 7);
    assert_bad_group(3, &element, "a list that is not packed");
    element.size = 0;
    put_number(&element, 1, 5);
    put_message(&element, 8, "\x80", 1);
    assert_bad_group(3, &element, "a reference that cannot be decoded");
    put_message(&element, 8, "\x02", 1);
    assert_bad_group(3, &element, "a list given twice");
    element.size = 0;
    put_message(&element, 1, "\x02\x02", 2);
    assert_bad_group(2, &element, "ids without coordinates");
    element.size = 0;
    put_number(&element, 1, 2);
    put_number(&element, 8, 4000000000);
    put_number(&element, 9, 2);
    assert_bad_group(1, &element, "a node outside the world");
    free(junk.data);
    free(element.data);
}

static void declared_sizes_are_not_trusted(void **state)
{
    (void)state;
    bytes file = { 0 }, content = { 0 }, blob = { 0 }, header = { 0 };
    assert_spoiled("\0\xff\xff\xff\x0a\x07", 6, "unknown file signature");
    put_raw(&file,
            "\0\0\xff\xff\x0a\x07"
            "OSMData",
            13);
    assert_spoiled(file.data, file.size, "the file ends too early: in the block at byte 0");
    put_number(&blob, 2, 2000000000);
    put_message(&blob, 3, "x", 1);
    put_text(&header, 1, "OSMHeader");
    put_number(&header, 3, blob.size);
    file.size = 0;
    put_raw(&file, (uint8_t[]){ 0, 0, 0, (uint8_t)header.size }, 4);
    put_raw(&file, header.data, header.size);
    put_raw(&file, blob.data, blob.size);
    assert_spoiled(file.data, file.size, "an inflated size that is not between 1 byte and 32 MiB");
    file.size = 0;
    put_blob(&file, "OSMData", &content, 3);
    assert_spoiled(file.data, file.size, "no file header");
    file.size = 0;
    put_text(&content, 4, "LocationsOnEverything");
    put_blob(&file, "OSMHeader", &content, 3);
    assert_spoiled(file.data, file.size, "requires 'LocationsOnEverything'");
    free(file.data);
    free(content.data);
    free(blob.data);
    free(header.data);
}

static void every_cut_and_every_flipped_byte_is_survived(void **state)
{
    (void)state;
    bytes file = { 0 };
    mlg_error err;
    put_small_network(&file, true, true, 1);
    for (size_t n = 1; n < file.size; n++) {
        seen s = { 0 };
        mlg_status st = read_bytes(&s, file.data, n, &err);
        /* between two blocks nothing is missing */
        assert_true(st == MLG_INPUT || (st == MLG_OK && s.relations == 0));
    }
    for (size_t i = 0; i < file.size * 8; i++) {
        seen s = { 0 };
        file.data[i / 8] ^= (uint8_t)(1 << i % 8);
        mlg_status st = read_bytes(&s, file.data, file.size, &err);
        assert_true(st == MLG_INPUT || st == MLG_OK);
        file.data[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    free(file.data);
}

static void running_out_of_memory_is_a_status(void **state)
{
    (void)state;
    bytes file = { 0 };
    mlg_error err;
    put_small_network(&file, true, true, 3);
    for (int xml = 0; xml < 2; xml++) {
        mlg_status st = MLG_MEMORY;
        for (long n = 1; n < 100 && st == MLG_MEMORY; n++) {
            seen s = { 0 };
            mlg_memory_fail_at(n);
            st = xml ? read_string(&s, town_xml, &err) : read_bytes(&s, file.data, file.size, &err);
        }
        mlg_memory_fail_at(0);
        assert_int_equal(st, MLG_OK);
    }
    free(file.data);
}

/* ---- numbers and real files --------------------------------------------------------------------------- */

static void decimals_read_alike_in_every_locale(void **state)
{
    (void)state;
    double value;
    const char *end;
    int64_t whole;
    assert_true(mlg_read_decimal(&value, "-1.5e-1", NULL));
    assert_near(value, -0.15, 1e-16);
    assert_true(mlg_read_decimal(&value, "50 mph", &end));
    assert_string_equal(end, " mph");
    assert_false(mlg_read_decimal(&value, "1,5", NULL));
    assert_false(mlg_read_decimal(&value, "inf", NULL));
    assert_false(mlg_read_decimal(&value, "1e999", NULL));
    assert_true(mlg_read_integer(&whole, "-9223372036854775808", NULL));
    assert_true(whole == INT64_MIN);
    assert_false(mlg_read_integer(&whole, "9223372036854775808", NULL));
}

static void real_files_are_read_whole(void **state)
{
    (void)state;
    static const char *const names[] = { "graphhopper_andorra.osm.pbf",
                                         "graphhopper_monaco.osm.gz",
                                         "monaco_osrm.osm.pbf",
                                         "r5_porto_portugal.osm.pbf",
                                         "otp_portland-central-filtered.osm.pbf",
                                         "r5r_poa_osm.osm.pbf",
                                         "valhalla_liechtenstein-latest.osm.pbf" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[128];
        snprintf(name, sizeof name, "osm/%s", names[i]);
        const char *path = shared_data(name);
        if (!path) {
            print_message("no ../shared/data/%s: skipped\n", name);
            continue;
        }
        mlg_osm *osm;
        mlg_error err;
        seen s = { 0 };
        mlg_osm_sink sink = sink_of(&s);
        assert_ok(mlg_osm_open(&osm, path, &err), &err);
        assert_ok(mlg_osm_read(osm, &sink, NULL, &err), &err);
        print_message("%s: %" PRId64 " nodes, %" PRId64 " ways (%" PRId64 " references), %" PRId64 " relations\n",
                      name, s.nodes, s.ways, s.refs, s.relations);
        assert_true(s.nodes > 10000 && s.ways > 1000 && s.refs > s.ways);
        mlg_osm_close(osm);
    }
}

/* The header states -170 degrees on all sides; XML states no box that is read, a header cut short is an error. */
static void the_header_states_a_box(void **state)
{
    (void)state;
    static const char xml[] =
        "<osm version=\"0.6\"><bounds minlat=\"1\" minlon=\"2\" maxlat=\"3\" maxlon=\"4\"/></osm>";
    bytes file = { 0 };
    double box[4];
    mlg_osm *osm;
    mlg_error err;
    put_file_header(&file);
    put_small_network(&file, true, true, 1);
    assert_ok(mlg_osm_open_bytes(&osm, file.data, file.size, "roads", &err), &err);
    for (int turn = 0; turn < 2; turn++) {
        assert_ok(mlg_osm_box(box, osm, &err), &err);
        for (int side = 0; side < 4; side++)
            assert_near(box[side], -170, 1e-9);
    }
    mlg_osm_close(osm);
    assert_ok(mlg_osm_open_bytes(&osm, file.data, 40, "cut", &err), &err);
    assert_fails(mlg_osm_box(box, osm, &err), MLG_INPUT, &err, "cut");
    mlg_osm_close(osm);
    free(file.data);
    assert_ok(mlg_osm_open_bytes(&osm, xml, sizeof xml - 1, "xml", &err), &err);
    assert_ok(mlg_osm_box(box, osm, &err), &err);
    assert_true(isnan(box[0]));
    mlg_osm_close(osm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_header_states_a_box),
        cmocka_unit_test(every_layout_of_a_pbf_reads_the_same),
        cmocka_unit_test(xml_gives_the_same_elements),
        cmocka_unit_test(gzip_in_several_members_reads_as_one_text),
        cmocka_unit_test(a_second_pass_reads_only_what_is_wanted),
        cmocka_unit_test(nodes_and_ways_that_are_not_asked_for_are_left_out),
        cmocka_unit_test(long_lists_of_nodes_are_read_to_their_end),
        cmocka_unit_test(numbers_of_every_length_are_decoded),
        cmocka_unit_test(the_nodes_of_a_sorted_file_are_left_for_later),
        cmocka_unit_test(reading_may_be_cancelled),
        cmocka_unit_test(other_files_are_told_apart),
        cmocka_unit_test(bad_xml_is_one_line_with_the_byte),
        cmocka_unit_test(an_answer_that_was_interrupted_is_refused),
        cmocka_unit_test(bad_blocks_are_one_line_with_the_byte),
        cmocka_unit_test(declared_sizes_are_not_trusted),
        cmocka_unit_test(every_cut_and_every_flipped_byte_is_survived),
        cmocka_unit_test(running_out_of_memory_is_a_status),
        cmocka_unit_test(decimals_read_alike_in_every_locale),
        cmocka_unit_test(real_files_are_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
