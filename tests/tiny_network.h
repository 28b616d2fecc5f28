/* Road networks of a few nodes, written as .osm text by the tests. */
#ifndef MLG_TESTS_TINY_NETWORK_H
#define MLG_TESTS_TINY_NETWORK_H

#include "network/roads/graph.h"

enum { TINY_BYTES = 65536 };

void tiny_start(char *xml); /* of TINY_BYTES */
void tiny_add(char *xml, const char *format, ...) MLG_PRINTF(2, 3);

/* Node i stands at lon 0.001 x (i % 10), lat 45 + 0.001 x (i / 10): 78.6 m by 111.2 m. `key` may be NULL. */
void tiny_node(char *xml, int i, const char *key, const char *value);

/* Refs as "1 2 3", tags as "k=v k=v". */
void tiny_way(char *xml, int id, const char *refs, const char *tags);
void tiny_turn(char *xml, int from, int via, int to, const char *kind);

void tiny_turn_over(char *xml, int from, int via_way, int to, const char *kind);

mlg_status build_xml(mlg_graph **graph, const char *xml, const mlg_graph_options *options, mlg_error *err);

/* Ends the text and builds it; a failure ends the test. */
mlg_graph *build_tiny(const mlg_profile *profile, char *xml);

#endif
