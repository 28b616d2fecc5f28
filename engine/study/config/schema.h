/* What a study file may hold: libcyaml's tables, from which the keys allowed, the required ones, the kinds of
 * values and the lengths of lists are also checked on the tree, with positions libcyaml does not keep. */
#ifndef MLG_STUDY_CONFIG_SCHEMA_H
#define MLG_STUDY_CONFIG_SCHEMA_H

#include "adapters/yaml/tree.h"
#include "study/config/config.h"
#include "study/config/keys.h"

struct cyaml_schema_value;
extern const struct cyaml_schema_value mlg_config_schema;

/* Keys unknown (with the nearest known one), double or missing; values of the wrong kind; empty values and lists.
 */
mlg_status mlg_config_check_shape(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Values: codes, names to choose from, ranges, what excludes what. The shape is already right. */
mlg_status mlg_config_check_values(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Each value by the rule of its key in keys.def. */
mlg_status mlg_config_check_rules(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* A text by a rule. MLG_INPUT, with what it must be. */
mlg_status mlg_config_check_value(const mlg_node *text, const mlg_value_rule *rule, mlg_error *err) MLG_MUST_CHECK;

/* "file:line: 'key' is 'value'; it must be <wanted>". MLG_INPUT. */
mlg_status mlg_config_fail_value(const mlg_node *node, const char *wanted, mlg_error *err);

/* The number, 0 when it is none. */
double mlg_config_value(const char *text);

/* Numbers of a list, or of `key` in a list of mappings, rise; `list` may be NULL. */
mlg_status mlg_config_check_increasing(const mlg_node *list, const char *key, mlg_error *err) MLG_MUST_CHECK;

/* `low` is at most `high`, when both are given. */
mlg_status mlg_config_check_ordered(const mlg_node *map, const char *low, const char *high,
                                    mlg_error *err) MLG_MUST_CHECK;

/* The sections that start from a measure of 'accessibility': it is there, and its threshold is known. */
mlg_status mlg_config_check_derived(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Requests for rounds: depots, repeats, what lies within what. */
mlg_status mlg_config_check_tours(const mlg_node *tours, mlg_error *err) MLG_MUST_CHECK;

/* Fills the structs from a file whose shape is right. */
mlg_status mlg_config_load(mlg_config **out, const char *path, const char *bytes, size_t size,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_config_free(mlg_config *config);

/* "12", "-3", "2.5", "1e3": a finite decimal number and nothing else. */
bool mlg_config_number(const char *text, double *value);

#endif
