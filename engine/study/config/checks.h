/* How keys of one mapping of a study file constrain each other. */
#ifndef MLG_STUDY_CONFIG_CHECKS_H
#define MLG_STUDY_CONFIG_CHECKS_H

#include "adapters/yaml/tree.h"

/* Applies the rows MLG_CHECK of keys.def to a mapping of `section`, whose values follow their rules; root: of the
 * study file. MLG_INPUT. O(rows + n^2 names of a list). */
mlg_status mlg_config_check_relations(const mlg_node *root, const mlg_node *map, const char *section,
                                      mlg_error *err) MLG_MUST_CHECK;

/* Whether a list, which may be NULL, has a mapping whose `key` is that text. O(items). */
bool mlg_config_has_item(const mlg_node *list, const char *key, const char *text);

#endif
