/* Rules as data: YAML files, embedded in the engine (geodata/rules) or written by planners, read as a tree. */
#ifndef MLG_STUDY_RULE_FILE_H
#define MLG_STUDY_RULE_FILE_H

#include "adapters/yaml/tree.h"
#include "base/arena.h"

/* `{ 0 }` is empty. Nodes and their texts live until mlg_rules_close(). */
typedef struct mlg_rules {
    mlg_arena arena;
    const mlg_node *root;
} mlg_rules;

/* Opens the file of geodata/rules called `name` plus ".yaml", or else the file at path `name`. It must be a
 * mapping whose key `kind` is `kind`. MLG_INPUT. Closed by the caller even on failure. */
mlg_status mlg_rules_open(mlg_rules *out, const char *name, const char *kind, mlg_error *err) MLG_MUST_CHECK;
void mlg_rules_close(mlg_rules *rules);

/* Whether `name` is a file of geodata/rules of this kind, or ends with .yaml or .yml: a file of the user. */
bool mlg_rules_known(const char *name, const char *kind);

/* Whether `name` is a path rather than the name of an embedded file. */
bool mlg_rules_is_file(const char *name);

/* Refuses a node that is not a mapping (NULL passes), and keys that are not in a list separated by '|', suggesting
 * the nearest one. MLG_INPUT. */
mlg_status mlg_rules_keys(const mlg_node *map, const char *allowed, mlg_error *err) MLG_MUST_CHECK;

/* Text of a key, NULL when absent. */
const char *mlg_rules_text(const mlg_node *map, const char *key);

/* Copies the text of a key, or `otherwise` when it is absent, into `size` bytes. MLG_INPUT when it is longer. */
mlg_status mlg_rules_copy(char *to, size_t size, const mlg_node *map, const char *key, const char *otherwise,
                          mlg_error *err) MLG_MUST_CHECK;

/* Text of a required key. MLG_INPUT when absent. */
mlg_status mlg_rules_need(const char **out, const mlg_node *map, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Number of a key, `fallback` when absent. MLG_INPUT when it is not a number. */
mlg_status mlg_rules_number(double *out, const mlg_node *map, const char *key, double fallback,
                            mlg_error *err) MLG_MUST_CHECK;

/* Boolean of a key, false when absent. MLG_INPUT when it is neither true nor false. */
mlg_status mlg_rules_flag(bool *out, const mlg_node *map, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Whether the list of texts under a key contains a word. */
bool mlg_rules_holds(const mlg_node *map, const char *key, const char *word);

/* A day under a key, as in 2026-03-01; NULL when absent. MLG_INPUT when it is none. */
mlg_status mlg_rules_day(const char **day, const mlg_node *map, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Whether an item is in force on `date`, 2026-03-01: from its day `from` to its day `until`, both included and both open when absent; without
 * a date, every item is. MLG_INPUT: not a day, or `until` before `from`. */
mlg_status mlg_rules_in_force(bool *yes, const char *date, const mlg_node *item, mlg_error *err) MLG_MUST_CHECK;

#endif
