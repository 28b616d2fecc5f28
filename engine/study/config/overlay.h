/* A study file changed by the keys of another one: what a scenario says under `study`. */
#ifndef MLG_STUDY_CONFIG_OVERLAY_H
#define MLG_STUDY_CONFIG_OVERLAY_H

#include "adapters/yaml/tree.h"

/* Copies the children of the mapping `changes` into the mapping `into`: mappings are merged key by key, a text or a list takes the place of
 * what stood there, and keys that `into` lacks are added. Copies keep their place in their own file, for messages. MLG_MEMORY. O(nodes of
 * `changes` x keys of a mapping). */
mlg_status mlg_config_merge(mlg_node *into, const mlg_node *changes, mlg_arena *arena,
                            mlg_error *err) MLG_MUST_CHECK;

/* A copy of the tree in `arena`; NULL when out of memory. */
mlg_node *mlg_config_copy(mlg_arena *arena, const mlg_node *from);

/* The tree as a YAML text, all texts in quotes: parsed again, it gives the same names and texts. *out is freed with free(). */
mlg_status mlg_config_write(char **out, size_t *size, const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

#endif
