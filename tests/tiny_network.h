/* Road networks of a few nodes, written as .osm text by the tests. */
#ifndef MLG_TESTS_TINY_NETWORK_H
#define MLG_TESTS_TINY_NETWORK_H

#include "network/roads/graph.h"

enum { TINY_BYTES = 65536 };

void tiny_start(char *xml); /* of TINY_BYTES */
void tiny_add(char *xml, const char *format, ...) MLG_PRINTF(2, 3);

/* Node i stands at lon 0.001 x (i % 10), lat 45 + 0.001 x (i / 10): 78.6 m by 111.2 m. `key` may be NULL. */
void tiny_node(char *xml, int i, const char *key, const char *value);
void tiny_barrier(char *xml, int i, const char *kind, const char *key, const char *access);

/* Refs as "1 2 3", tags as "k=v k=v". */
void tiny_way(char *xml, int id, const char *refs, const char *tags);
void tiny_turn(char *xml, int from, int via, int to, const char *kind);

void tiny_turn_over(char *xml, int from, int via_way, int to, const char *kind);

mlg_status build_xml(mlg_graph **graph, const char *xml, const mlg_graph_options *options, mlg_error *err);

/* The profile of cars, while a group of tests with these fixtures runs. */
extern mlg_profile *tiny_car;
int load_tiny_car(void **state);
int free_tiny_car(void **state);

/* Ends the text and builds it; a failure ends the test. */
mlg_graph *build_tiny(const mlg_profile *profile, char *xml);

/* A cross: 11-12-13 west to east, 2-12-22 south to north. Way 1: 11-12, 2: 12-13, 3: 2-12, 4: 12-22; a detour 13-23-22. */
char *tiny_cross(char *xml);

/* A road of nine nodes, 1 to 9, lon 0.001 to 0.009 at lat 45: 629 m, 755 ds by car at 30 km/h. Needs load_tiny_car(). */
mlg_graph *tiny_road(const char *tags);

#endif
