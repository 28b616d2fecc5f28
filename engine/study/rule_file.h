/* Rules as data: YAML files that come with the engine (geodata/rules) or that a planner writes, read as a tree. */
#ifndef MLG_STUDY_RULE_FILE_H
#define MLG_STUDY_RULE_FILE_H

#include "adapters/yaml/tree.h"
#include "base/arena.h"

/* `{ 0 }` is empty. Nodes and their texts live until mlg_rules_close(). */
typedef struct mlg_rules {
    mlg_arena arena;
    const mlg_node *root;
} mlg_rules;

/* `name` is that of a file of geodata/rules without its extension, or else a path. The file must be a mapping whose `kind` is
 * `kind`. MLG_INPUT. Closed by the caller on failure too. */
mlg_status mlg_rules_open(mlg_rules *out, const char *name, const char *kind, mlg_error *err) MLG_MUST_CHECK;
void mlg_rules_close(mlg_rules *rules);

/* True for a name of geodata/rules that is of this kind, or a text that ends with .yaml or .yml: a file of one's own. */
bool mlg_rules_known(const char *name, const char *kind);

/* True when the text names a file rather than a rule that comes with the engine. */
bool mlg_rules_is_file(const char *name);

/* Refuses a map (NULL passes) that is none, and keys out of a list separated by '|'; the nearest one is hinted. MLG_INPUT. */
mlg_status mlg_rules_keys(const mlg_node *map, const char *allowed, mlg_error *err) MLG_MUST_CHECK;

/* Text of a key of a map, NULL when absent. */
const char *mlg_rules_text(const mlg_node *map, const char *key);

/* The same, and refused when absent. */
mlg_status mlg_rules_need(const char **out, const mlg_node *map, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Number of a key, `fallback` when absent. MLG_INPUT: no number. */
mlg_status mlg_rules_number(double *out, const mlg_node *map, const char *key, double fallback,
                            mlg_error *err) MLG_MUST_CHECK;

/* true or false of a key, false when absent. */
mlg_status mlg_rules_flag(bool *out, const mlg_node *map, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* Whether a list of texts under a key holds a word. */
bool mlg_rules_holds(const mlg_node *map, const char *key, const char *word);

#endif
