#include "made_extract.h"

#include "base/checksum.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "pbf_writer.h"
#include "support.h"
#include "works.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    GAP = 9,           /* ids to a node that is there */
    SLOT = 11,         /* nodes to one of a street */
    AROUND = 14,       /* ways to one that is a street */
    OUTLINE = 7,       /* nodes of a building, its first twice */
    BLOCK = 8000,      /* elements */
    BATCH = 64,        /* blocks in memory */
    NAMES = 4096,      /* of streets */
    SPACING_M = 24,    /* between the nodes of a street */
    RESTRICTED = 140,  /* streets to one turn restriction */
    LONGEST_WAY = 400, /* nodes */
};

typedef struct way {
    int64_t first; /* street nodes, in `line` */
    int32_t count;
    int32_t street; /* the first */
} way;

typedef struct maker {
    works w;
    uint64_t seed;
    int64_t n_nodes, n_ways, n_restrictions;
    int64_t n_line;           /* references of all streets */
    int32_t *line;            /* street nodes along each way */
    int32_t *lon_e7, *lat_e7; /* of each street node */
    way *way;
    int64_t (*restriction)[3]; /* from way, via street node, to way */
    size_t node_room, lat_room, line_room, way_room, restriction_room;
    FILE *file;
} maker;

static uint64_t hash_of(const maker *m, int64_t number)
{
    uint64_t state = m->seed ^ (uint64_t)number * 0x9e3779b97f4a7c15;
    return random_next(&state);
}

/* ---- ids: street nodes lie among others as they do in a file sorted by id, with the gaps that deleted ones leave ---- */

static int64_t id_of_node(const maker *m, int64_t number)
{
    return GAP * number + 1 + (int64_t)(hash_of(m, number ^ 0x5a5a5a5a) % GAP);
}

static int64_t number_of_street_node(const maker *m, int64_t node)
{
    return node * SLOT + (int64_t)(hash_of(m, node) % SLOT);
}

static int64_t id_of_street_node(const maker *m, int64_t node)
{
    return id_of_node(m, number_of_street_node(m, node));
}

static int64_t id_of_other_node(const maker *m, int64_t other)
{
    int64_t slot = other / (SLOT - 1) % m->n_nodes, at = other % (SLOT - 1);
    int64_t taken = (int64_t)(hash_of(m, slot) % SLOT);
    return id_of_node(m, slot * SLOT + at + (at >= taken));
}

static int64_t id_of_street(int64_t number)
{
    return number * AROUND + 1;
}

/* ---- streets ---- */

static mlg_status add_node(maker *m, double x_m, double y_m, mlg_error *err)
{
    const double metre_e7 = 1e7 / 111320, middle = cos(46.5 * 3.14159265358979 / 180);
    MLG_TRY(MLG_GROW(&m->lon_e7, &m->node_room, (size_t)m->n_nodes + 1, "street nodes", err));
    MLG_TRY(MLG_GROW(&m->lat_e7, &m->lat_room, (size_t)m->n_nodes + 1, "street nodes", err));
    m->lon_e7[m->n_nodes] = (int32_t)lround(x_m * metre_e7 / middle) - 20000000;
    m->lat_e7[m->n_nodes++] = (int32_t)lround(y_m * metre_e7) + 430000000;
    return MLG_OK;
}

static mlg_status add_point(maker *m, int32_t node, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&m->line, &m->line_room, (size_t)m->n_line + 1, "points of streets", err));
    m->line[m->n_line++] = node;
    m->way[m->n_ways].count++;
    return MLG_OK;
}

/* A junction gets its node when the first street comes to it. */
static mlg_status add_junction(maker *m, int32_t *node_of, int32_t junction, mlg_error *err)
{
    if (node_of[junction] < 0) {
        node_of[junction] = (int32_t)m->n_nodes;
        MLG_TRY(add_node(m, (double)m->w.x_m[junction], (double)m->w.y_m[junction], err));
    }
    return add_point(m, node_of[junction], err);
}

/* The points between the ends: along the line, bent by up to a tenth of its length. */
static mlg_status add_bends(maker *m, const street *s, int32_t from, mlg_error *err)
{
    int32_t to = s->u == from ? s->v : s->u, n = (int32_t)(s->length_m / SPACING_M);
    double x = (double)m->w.x_m[from], y = (double)m->w.y_m[from];
    double dx = (double)m->w.x_m[to] - x, dy = (double)m->w.y_m[to] - y;
    double bend = 0.2 * (random_unit(&m->w.random) - 0.5);
    for (int32_t i = 1; i <= n; i++) {
        double t = (double)i / (n + 1), side = bend * sin(3.14159265358979 * t);
        MLG_TRY(add_node(m, x + t * dx - side * dy, y + t * dy + side * dx, err));
        MLG_TRY(add_point(m, (int32_t)m->n_nodes - 1, err));
    }
    return MLG_OK;
}

/* A street of the same kind that no way has yet, from a junction; -1: none. */
static int32_t goes_on(const maker *m, const bool *done, int32_t street_before, int32_t junction)
{
    const street *before = &m->w.streets[street_before];
    const int32_t *first = m->w.roads.first;
    for (int32_t a = first[junction]; a < first[junction + 1]; a++) {
        int32_t next = m->w.street_of_arc[a];
        const street *s = &m->w.streets[next];
        if (!done[next] && s->level == before->level && s->density == before->density && s->one_way == 0 &&
            before->one_way == 0)
            return next;
    }
    return -1;
}

/* One way: a street and, two times in five, those that go on from it. */
static mlg_status add_way(maker *m, int32_t *node_of, bool *done, int32_t street_number, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&m->way, &m->way_room, (size_t)m->n_ways + 1, "streets", err));
    m->way[m->n_ways] = (way){ .first = m->n_line, .street = street_number };
    const street *s = &m->w.streets[street_number];
    int32_t at = s->one_way < 0 ? s->v : s->u;
    MLG_TRY(add_junction(m, node_of, at, err));
    while (street_number >= 0) {
        s = &m->w.streets[street_number];
        done[street_number] = true;
        MLG_TRY(add_bends(m, s, at, err));
        at = s->u == at ? s->v : s->u;
        MLG_TRY(add_junction(m, node_of, at, err));
        bool further = random_unit(&m->w.random) < 0.4 && m->way[m->n_ways].count < LONGEST_WAY;
        street_number = further ? goes_on(m, done, street_number, at) : -1;
    }
    m->n_ways++;
    return MLG_OK;
}

/* From the end of a way, by that node, into one that begins there. */
static mlg_status add_restrictions(maker *m, mlg_error *err)
{
    mlg_status st;
    int32_t *begins = NULL;
    MLG_GO(MLG_NEW(&begins, (size_t)m->n_nodes, "first ways of nodes", err));
    for (int64_t i = 0; i < m->n_ways; i++)
        begins[m->line[m->way[i].first]] = (int32_t)i + 1;
    for (int64_t i = 0; i < m->n_ways; i += RESTRICTED) {
        int32_t via = m->line[m->way[i].first + m->way[i].count - 1];
        if (begins[via] == 0 || begins[via] == i + 1)
            continue;
        MLG_GO(
            MLG_GROW(&m->restriction, &m->restriction_room, (size_t)m->n_restrictions + 1, "restrictions", err));
        int64_t *r = m->restriction[m->n_restrictions++];
        r[0] = i, r[1] = via, r[2] = begins[via] - 1;
    }
    st = MLG_OK;
done:
    free(begins);
    return st;
}

static mlg_status lay_streets(maker *m, mlg_error *err)
{
    mlg_status st;
    int32_t *node_of = NULL;
    bool *done = NULL;
    MLG_GO(MLG_NEW(&node_of, (size_t)m->w.n_points, "nodes of junctions", err));
    MLG_GO(MLG_NEW(&done, (size_t)m->w.n_streets, "streets", err));
    for (int32_t i = 0; i < m->w.n_points; i++)
        node_of[i] = -1;
    for (int32_t i = 0; i < m->w.n_streets; i++)
        if (!done[i])
            MLG_GO(add_way(m, node_of, done, i, err));
    st = add_restrictions(m, err);
done:
    free(node_of);
    free(done);
    return st;
}

/* ---- strings ---- */

typedef enum word {
    NONE,
    HIGHWAY,
    NAME,
    ONEWAY,
    YES,
    MAXSPEED,
    SURFACE,
    ASPHALT,
    K30,
    K50,
    K80,
    K110,
    K130,
    LANES,
    TWO,
    RESIDENTIAL,
    UNCLASSIFIED,
    SERVICE,
    TERTIARY,
    SECONDARY,
    PRIMARY,
    TRUNK,
    MOTORWAY,
    FOOTWAY,
    PATH,
    BUILDING,
    SOURCE,
    CADASTRE,
    LANDUSE,
    FARMLAND,
    CROSSING,
    SIGNALS,
    BARRIER,
    GATE,
    TYPE,
    RESTRICTION,
    NO_LEFT,
    FROM,
    VIA,
    TO,
    N_WORDS
} word;

static const char *const words[N_WORDS] = { [NONE] = "",
                                            [HIGHWAY] = "highway",
                                            [NAME] = "name",
                                            [ONEWAY] = "oneway",
                                            [YES] = "yes",
                                            [MAXSPEED] = "maxspeed",
                                            [SURFACE] = "surface",
                                            [ASPHALT] = "asphalt",
                                            [K30] = "30",
                                            [K50] = "50",
                                            [K80] = "80",
                                            [K110] = "110",
                                            [K130] = "130",
                                            [LANES] = "lanes",
                                            [TWO] = "2",
                                            [RESIDENTIAL] = "residential",
                                            [UNCLASSIFIED] = "unclassified",
                                            [SERVICE] = "service",
                                            [TERTIARY] = "tertiary",
                                            [SECONDARY] = "secondary",
                                            [PRIMARY] = "primary",
                                            [TRUNK] = "trunk",
                                            [MOTORWAY] = "motorway",
                                            [FOOTWAY] = "footway",
                                            [PATH] = "path",
                                            [BUILDING] = "building",
                                            [SOURCE] = "source",
                                            [CADASTRE] = "cadastre-dgi-fr",
                                            [LANDUSE] = "landuse",
                                            [FARMLAND] = "farmland",
                                            [CROSSING] = "crossing",
                                            [SIGNALS] = "traffic_signals",
                                            [BARRIER] = "barrier",
                                            [GATE] = "gate",
                                            [TYPE] = "type",
                                            [RESTRICTION] = "restriction",
                                            [NO_LEFT] = "no_left_turn",
                                            [FROM] = "from",
                                            [VIA] = "via",
                                            [TO] = "to" };

static void put_strings(bytes *block, bool with_names)
{
    bytes table = { 0 };
    for (int i = 0; i < N_WORDS; i++)
        put_text(&table, 1, words[i]);
    for (int i = 0; with_names && i < NAMES; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s %03x%s", i % 3 ? "Rue de la Fontaine" : "Chemin des", i,
                 i % 5 ? " Saint-Martin" : "");
        put_text(&table, 1, name);
    }
    put_message(block, 1, table.data, table.size);
    free(table.data);
}

static void put_group(bytes *block, bytes *group)
{
    put_message(block, 2, group->data, group->size);
    free(group->data);
}

/* ---- nodes ---- */

typedef struct lists {
    bytes id, lat, lon, tags, version, stamp, nobody;
} lists;

static void put_node_tags(const maker *m, bytes *tags, int64_t number, bool on_street)
{
    uint64_t draw = hash_of(m, ~number) % 1000;
    if (on_street && draw < 25) {
        put_varint(tags, draw < 24 ? HIGHWAY : BARRIER);
        put_varint(tags, draw < 20 ? CROSSING : draw < 24 ? SIGNALS : GATE);
    }
    put_varint(tags, 0);
}

/* Nodes `first` up to `end` in the order of their ids, each beside the node of a street. */
static void put_nodes(const maker *m, bytes *block, int64_t first, int64_t end)
{
    lists l = { { 0 }, { 0 }, { 0 }, { 0 }, { 0 }, { 0 }, { 0 } };
    int64_t id = 0, lat = 0, lon = 0, stamp = 0;
    for (int64_t i = first; i < end; i++) {
        int64_t slot = i / SLOT;
        bool on_street = (int64_t)(hash_of(m, slot) % SLOT) == i % SLOT;
        uint64_t away = on_street ? 0 : hash_of(m, i + m->n_nodes);
        int64_t lat_here = m->lat_e7[slot] + (on_street ? 0 : (int64_t)(away % 20000) - 10000);
        int64_t lon_here = m->lon_e7[slot] + (on_street ? 0 : (int64_t)(away >> 32) % 30000 - 15000);
        int64_t stamp_here = 1300000000 + (int64_t)(hash_of(m, i / 40) % 400000000);
        int64_t id_here = id_of_node(m, i);
        put_signed(&l.id, id_here - id);
        put_signed(&l.lat, lat_here - lat);
        put_signed(&l.lon, lon_here - lon);
        put_varint(&l.version, 1 + away % 7 / 5);
        put_signed(&l.stamp, stamp_here - stamp);
        put_signed(&l.nobody, 0);
        put_node_tags(m, &l.tags, i, on_street);
        id = id_here, lat = lat_here, lon = lon_here, stamp = stamp_here;
    }
    bytes info = { 0 }, dense = { 0 }, group = { 0 };
    put_message(&info, 1, l.version.data, l.version.size);
    put_message(&info, 2, l.stamp.data, l.stamp.size);
    for (uint32_t field = 3; field <= 5; field++) /* changeset, number and name of the user: not published */
        put_message(&info, field, l.nobody.data, l.nobody.size);
    put_message(&dense, 1, l.id.data, l.id.size);
    put_message(&dense, 5, info.data, info.size);
    put_message(&dense, 8, l.lat.data, l.lat.size);
    put_message(&dense, 9, l.lon.data, l.lon.size);
    put_message(&dense, 10, l.tags.data, l.tags.size);
    put_message(&group, 2, dense.data, dense.size);
    put_strings(block, false);
    put_group(block, &group);
    bytes *owned[] = { &l.id, &l.lat, &l.lon, &l.tags, &l.version, &l.stamp, &l.nobody, &info, &dense };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]->data);
}

/* ---- ways ---- */

typedef struct outline {
    bytes keys, values, refs;
    int64_t last;
} outline;

static void put_tag(outline *o, uint64_t key, uint64_t value)
{
    put_varint(&o->keys, key);
    put_varint(&o->values, value);
}

static void put_ref(outline *o, int64_t id)
{
    put_signed(&o->refs, id - o->last);
    o->last = id;
}

static void put_way(bytes *group, outline *o, int64_t id)
{
    bytes element = { 0 }, info = { 0 };
    put_number(&element, 1, (uint64_t)id);
    put_message(&element, 2, o->keys.data, o->keys.size);
    put_message(&element, 3, o->values.data, o->values.size);
    put_number(&info, 1, 2);
    put_number(&info, 2, 1500000000);
    put_message(&element, 4, info.data, info.size);
    put_message(&element, 8, o->refs.data, o->refs.size);
    put_message(group, 3, element.data, element.size);
    free(info.data);
    free(element.data);
}

static void put_street(const maker *m, outline *o, int64_t number)
{
    static const word kinds[LEVELS][DENSE + 1] = { { UNCLASSIFIED, UNCLASSIFIED, RESIDENTIAL },
                                                   { TERTIARY, TERTIARY, TERTIARY },
                                                   { SECONDARY, SECONDARY, PRIMARY },
                                                   { TRUNK, PRIMARY, PRIMARY } };
    static const word speeds[LEVELS] = { K50, K80, K80, K110 };
    const way *y = &m->way[number];
    const street *s = &m->w.streets[y->street];
    uint64_t draw = hash_of(m, -number);
    put_tag(o, HIGHWAY, s->level == 0 && draw % 6 == 0 ? SERVICE : kinds[s->level][s->density]);
    if (s->density > 0 && draw % 10 < 7)
        put_tag(o, NAME, N_WORDS + (draw >> 8) % NAMES);
    if (draw % 100 < 25)
        put_tag(o, SURFACE, ASPHALT);
    if (draw / 100 % 100 < (s->level > 0 ? 60 : 10))
        put_tag(o, MAXSPEED, s->density == DENSE ? K30 : speeds[s->level]);
    if (s->level > 1)
        put_tag(o, LANES, TWO);
    if (s->one_way != 0)
        put_tag(o, ONEWAY, YES);
    for (int32_t i = 0; i < y->count; i++)
        put_ref(o, id_of_street_node(m, m->line[y->first + i]));
}

/* Six ways in seven a building, the others land of 30 nodes or a footway of 8. */
static void put_other(const maker *m, outline *o, int64_t number)
{
    uint64_t draw = hash_of(m, number + m->n_ways);
    int32_t count = OUTLINE - 1;
    bool closed = true;
    if (draw % 14 >= 2) {
        put_tag(o, BUILDING, YES);
        put_tag(o, SOURCE, CADASTRE);
    } else if (draw % 14 == 0) {
        put_tag(o, LANDUSE, FARMLAND);
        count = 30;
    } else {
        put_tag(o, HIGHWAY, draw >> 8 & 1 ? FOOTWAY : PATH);
        count = 8, closed = false;
    }
    for (int32_t i = 0; i < count; i++)
        put_ref(o, id_of_other_node(m, number * (OUTLINE - 1) + i));
    if (closed)
        put_ref(o, id_of_other_node(m, number * (OUTLINE - 1)));
}

static void put_ways(const maker *m, bytes *block, int64_t first, int64_t end)
{
    bytes group = { 0 };
    outline o = { { 0 }, { 0 }, { 0 }, 0 };
    for (int64_t i = first; i < end; i++) {
        o.keys.size = o.values.size = o.refs.size = 0;
        o.last = 0;
        if (i % AROUND == 0)
            put_street(m, &o, i / AROUND);
        else
            put_other(m, &o, i - i / AROUND - 1);
        put_way(&group, &o, i + 1);
    }
    free(o.keys.data);
    free(o.values.data);
    free(o.refs.data);
    put_strings(block, true);
    put_group(block, &group);
}

/* ---- restrictions ---- */

static void put_restrictions(const maker *m, bytes *block, int64_t first, int64_t end)
{
    static const uint8_t keys[] = { TYPE, RESTRICTION }, values[] = { RESTRICTION, NO_LEFT },
                         roles[] = { FROM, VIA, TO }, kinds[] = { 1, 0, 1 };
    bytes group = { 0 };
    for (int64_t i = first; i < end; i++) {
        const int64_t *r = m->restriction[i];
        int64_t from = id_of_street(r[0]), via = id_of_street_node(m, r[1]), to = id_of_street(r[2]);
        bytes relation = { 0 }, ids = { 0 };
        put_signed(&ids, from);
        put_signed(&ids, via - from);
        put_signed(&ids, to - via);
        put_number(&relation, 1, (uint64_t)i + 1);
        put_message(&relation, 2, keys, sizeof keys);
        put_message(&relation, 3, values, sizeof values);
        put_message(&relation, 8, roles, sizeof roles);
        put_message(&relation, 9, ids.data, ids.size);
        put_message(&relation, 10, kinds, sizeof kinds);
        put_message(&group, 4, relation.data, relation.size);
        free(ids.data);
        free(relation.data);
    }
    put_strings(block, false);
    put_group(block, &group);
}

/* ---- file ---- */

typedef void (*put_elements)(const maker *m, bytes *block, int64_t first, int64_t end);

typedef struct batch {
    const maker *m;
    put_elements put;
    int64_t first, end; /* elements */
    bytes packed[BATCH];
} batch;

static mlg_status make_block(void *context, int32_t task, int worker, mlg_error *err)
{
    (void)worker;
    (void)err;
    batch *b = context;
    bytes block = { 0 };
    int64_t first = b->first + (int64_t)task * BLOCK, end = first + BLOCK < b->end ? first + BLOCK : b->end;
    b->put(b->m, &block, first, end);
    put_blob(&b->packed[task], "OSMData", &block, 3);
    free(block.data);
    return MLG_OK;
}

static mlg_status write_all(maker *m, const bytes *from, const char *path, mlg_error *err)
{
    if (fwrite(from->data, 1, from->size, m->file) == from->size)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
}

static mlg_status write_elements(maker *m, put_elements put, int64_t count, const char *path, int threads,
                                 mlg_error *err)
{
    mlg_status st = MLG_OK;
    for (int64_t first = 0; first < count && st == MLG_OK; first += (int64_t)BATCH * BLOCK) {
        batch b = { .m = m, .put = put, .first = first, .end = count };
        int64_t blocks = (count - first + BLOCK - 1) / BLOCK;
        int32_t n = (int32_t)(blocks < BATCH ? blocks : BATCH);
        st = mlg_parallel(n, threads, make_block, &b, err);
        for (int32_t i = 0; i < n; i++) {
            if (st == MLG_OK)
                st = write_all(m, &b.packed[i], path, err);
            free(b.packed[i].data);
        }
    }
    return st;
}

static mlg_status write_file(maker *m, const char *path, int threads, mlg_error *err)
{
    bytes header = { 0 }, file = { 0 };
    put_text(&header, 4, "OsmSchema-V0.6");
    put_text(&header, 4, "DenseNodes");
    put_text(&header, 5, "Sort.Type_then_ID");
    put_number(&header, 32, 1767225600);
    put_blob(&file, "OSMHeader", &header, 3);
    mlg_status st = write_all(m, &file, path, err);
    free(header.data);
    free(file.data);
    MLG_TRY(st);
    MLG_TRY(write_elements(m, put_nodes, m->n_nodes * SLOT, path, threads, err));
    MLG_TRY(write_elements(m, put_ways, m->n_ways * AROUND, path, threads, err));
    return write_elements(m, put_restrictions, m->n_restrictions, path, threads, err);
}

mlg_status made_extract_write(made_extract *out, const char *path, int32_t junctions, uint64_t seed, int threads,
                              mlg_error *err)
{
    mlg_status st;
    bench_commune *communes = NULL;
    maker m = { .seed = seed, .w = { .random = seed } };
    MLG_GO(bench_communes(&communes, &m.w.n_communes, junctions, seed, err));
    m.w.commune = communes;
    MLG_GO(works_place_junctions(&m.w, junctions, err));
    MLG_GO(works_order_junctions(&m.w, err));
    MLG_GO(works_build_streets(&m.w, err));
    MLG_GO(lay_streets(&m, err));
    m.file = fopen(path, "wb");
    if (!m.file) {
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
        goto done;
    }
    MLG_GO(write_file(&m, path, threads, err));
    *out = (made_extract){ ftello(m.file), m.n_nodes * SLOT, m.n_ways * AROUND,
                           m.n_nodes,      m.n_ways,         m.n_restrictions };
done:
    if (m.file && fclose(m.file) != 0 && st == MLG_OK)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    works_release(&m.w);
    free(communes);
    free(m.line);
    free(m.lon_e7);
    free(m.lat_e7);
    free(m.way);
    free(m.restriction);
    return st;
}

uint64_t graph_sum(const mlg_graph *g)
{
    size_t nodes = (size_t)g->n_nodes, arcs = (size_t)g->n_arcs;
    mlg_graph_view v = mlg_graph_forward_view(g);
    uint64_t sum = mlg_checksum(v.first, (nodes + 1) * sizeof *v.first, 0);
    sum = mlg_checksum(v.head, arcs * sizeof *v.head, sum);
    sum = mlg_checksum(v.time_ds, arcs * sizeof *v.time_ds, sum);
    sum = mlg_checksum(g->lat_e7, nodes * sizeof *g->lat_e7, sum);
    return mlg_checksum(g->lon_e7, nodes * sizeof *g->lon_e7, sum);
}
