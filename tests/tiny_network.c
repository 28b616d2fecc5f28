#include "support.h"

#include "tiny_network.h"

#include <stdio.h>
#include <string.h>

mlg_profile *tiny_car;

int load_tiny_car(void **state)
{
    (void)state;
    mlg_error err;
    return mlg_profile_load(&tiny_car, "car", &err);
}

int free_tiny_car(void **state)
{
    (void)state;
    mlg_profile_free(tiny_car);
    tiny_car = NULL;
    return 0;
}

void tiny_start(char *xml)
{
    snprintf(xml, TINY_BYTES, "<osm version='0.6'>");
}

void tiny_add(char *xml, const char *format, ...)
{
    size_t n = strlen(xml);
    va_list args;
    va_start(args, format);
    int more = vsnprintf(xml + n, TINY_BYTES - n, format, args);
    va_end(args);
    assert_true(more >= 0 && (size_t)more < TINY_BYTES - n);
}

void tiny_node(char *xml, int i, const char *key, const char *value)
{
    tiny_add(xml, "<node id='%d' lon='%.3f' lat='%.3f'>", i, 0.001 * (i % 10), 45 + 0.001 * (i / 10));
    if (key)
        tiny_add(xml, "<tag k='%s' v='%s'/>", key, value);
    tiny_add(xml, "</node>");
}

void tiny_barrier(char *xml, int i, const char *kind, const char *key, const char *access)
{
    tiny_add(xml, "<node id='%d' lon='%.3f' lat='%.3f'><tag k='barrier' v='%s'/><tag k='%s' v='%s'/></node>", i,
             0.001 * (i % 10), 45 + 0.001 * (i / 10), kind, key, access);
}

void tiny_way(char *xml, int id, const char *refs, const char *tags)
{
    char copy[256];
    tiny_add(xml, "<way id='%d'>", id);
    snprintf(copy, sizeof copy, "%s", refs);
    for (char *ref = strtok(copy, " "); ref; ref = strtok(NULL, " "))
        tiny_add(xml, "<nd ref='%s'/>", ref);
    snprintf(copy, sizeof copy, "%s", tags);
    for (char *tag = strtok(copy, " "); tag; tag = strtok(NULL, " ")) {
        char *equal = strchr(tag, '=');
        *equal = '\0';
        tiny_add(xml, "<tag k='%s' v='%s'/>", tag, equal + 1);
    }
    tiny_add(xml, "</way>");
}

static void add_turn(char *xml, int from, const char *via_kind, int via, int to, const char *kind)
{
    tiny_add(xml,
             "<relation id='1'><member type='way' ref='%d' role='from'/><member type='%s' ref='%d' role='via'/>"
             "<member type='way' ref='%d' role='to'/><tag k='type' v='restriction'/><tag k='restriction' v='%s'/>"
             "</relation>",
             from, via_kind, via, to, kind);
}

void tiny_turn(char *xml, int from, int via, int to, const char *kind)
{
    add_turn(xml, from, "node", via, to, kind);
}

void tiny_turn_over(char *xml, int from, int via_way, int to, const char *kind)
{
    add_turn(xml, from, "way", via_way, to, kind);
}

mlg_status build_xml(mlg_graph **graph, const char *xml, const mlg_graph_options *options, mlg_error *err)
{
    mlg_osm *osm;
    *graph = NULL;
    MLG_TRY(mlg_osm_open_bytes(&osm, xml, strlen(xml), "tiny.osm", err));
    mlg_status st = mlg_graph_build(graph, osm, options, err);
    mlg_osm_close(osm);
    return st;
}

mlg_graph *build_tiny(const mlg_profile *profile, char *xml)
{
    mlg_graph_options options = { .profile = profile };
    mlg_graph *graph;
    mlg_error err;
    tiny_add(xml, "</osm>");
    assert_ok(build_xml(&graph, xml, &options, &err), &err);
    return graph;
}

char *tiny_cross(char *xml)
{
    tiny_start(xml);
    static const int nodes[] = { 2, 11, 12, 13, 22, 23 };
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        tiny_node(xml, nodes[i], NULL, NULL);
    tiny_way(xml, 1, "11 12", "highway=residential");
    tiny_way(xml, 2, "12 13", "highway=residential");
    tiny_way(xml, 3, "2 12", "highway=residential");
    tiny_way(xml, 4, "12 22", "highway=residential");
    tiny_way(xml, 5, "13 23 22", "highway=residential oneway=yes");
    return xml;
}

mlg_graph *tiny_road(const char *tags)
{
    char xml[TINY_BYTES];
    tiny_start(xml);
    for (int i = 1; i <= 9; i++)
        tiny_node(xml, i, NULL, NULL);
    tiny_way(xml, 1, "1 2 3 4 5 6 7 8 9", tags);
    return build_tiny(tiny_car, xml);
}
