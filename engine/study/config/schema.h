/* Checks and loading of a study file. Keys, types and lengths of lists are checked twice against the tables of
 * libcyaml: on the tree, for errors with positions, and by libcyaml itself. */
#ifndef MLG_STUDY_CONFIG_SCHEMA_H
#define MLG_STUDY_CONFIG_SCHEMA_H

#include "adapters/yaml/tree.h"
#include "study/config/config.h"
#include "study/config/keys.h"

struct cyaml_schema_value;
extern const struct cyaml_schema_value mlg_config_schema;

/* Refuses unknown keys (suggesting the nearest one), duplicate or missing keys, values of the wrong type, empty
 * values and lists. */
mlg_status mlg_config_check_shape(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Checks values: codes, choices, ranges, mutual exclusions. The shape must have been checked. */
mlg_status mlg_config_check_values(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Checks each value by the rule of its key in keys.def, then how the keys of a mapping constrain each other. */
mlg_status mlg_config_check_rules(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* A text by a rule. MLG_INPUT, with what it must be. */
mlg_status mlg_config_check_value(const mlg_node *text, const mlg_value_rule *rule, mlg_error *err) MLG_MUST_CHECK;

/* "file:line: 'key' is 'value'; it must be <wanted>". MLG_INPUT. */
mlg_status mlg_config_fail_value(const mlg_node *node, const char *wanted, mlg_error *err);

/* Value of a number, 0 for other texts. */
double mlg_config_value(const char *text);

/* Checks the sections derived from a measure of 'accessibility': it is computed, and its threshold is known. */
mlg_status mlg_config_check_derived(const mlg_node *root, mlg_error *err) MLG_MUST_CHECK;

/* Fills the structs, defaults included, from a file whose shape has been checked. */
mlg_status mlg_config_load(mlg_config **out, const char *path, const char *bytes, size_t size,
                           mlg_error *err) MLG_MUST_CHECK;
void mlg_config_free(mlg_config *config);

/* "12", "-3", "2.5", "1e3": a finite decimal number and nothing else. */
bool mlg_config_number(const char *text, double *value);

#endif
