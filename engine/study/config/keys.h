/* The keys of a study file, keys.def as rows: what their values may be, and what they mean. */
#ifndef MLG_STUDY_CONFIG_KEYS_H
#define MLG_STUDY_CONFIG_KEYS_H

#include "base/error.h"

/* What one value may be: accepted by a function, or one of a list of names, or anything. */
typedef struct mlg_value_rule {
    bool (*accepts)(const char *text);
    const char *wanted;                /* as in "it must be <wanted>"; NULL for names */
    const char *const *choices;        /* names, NULL after the last */
    const char *const *(*names)(void); /* the same, from a registry */
} mlg_value_rule;

typedef enum mlg_key_kind {
    MLG_KIND_SECTION, /* opens a section: the rows up to the next one are its keys */
    MLG_KIND_TEXT,
    MLG_KIND_REAL,
    MLG_KIND_WHOLE,
    MLG_KIND_FLAG,
    MLG_KIND_TEXTS,
    MLG_KIND_REALS,
    MLG_KIND_SEVEN_REALS,
    MLG_KIND_WHOLES,
    MLG_KIND_MAP,
    MLG_KIND_LIST,
    MLG_KIND_ROLE /* a list of `source` */
} mlg_key_kind;

typedef struct mlg_config_key {
    mlg_key_kind kind;
    const char *section;
    const char *name; /* NULL for MLG_KIND_SECTION */
    bool needed;
    const char *type; /* MLG_KIND_MAP, _LIST and _ROLE: section of the value; else NULL */
    mlg_value_rule rule;
    const char *unit, *fallback; /* "" for none */
    const char *meaning;         /* NULL for MLG_KIND_MAP and _LIST: that of the section */
    const char *columns;         /* MLG_KIND_ROLE: columns read */
} mlg_config_key;

/* First row of a section, its MLG_KIND_SECTION; the first of the table for NULL. A row without a section follows
 * the last one. O(rows). */
const mlg_config_key *mlg_config_section(const char *section);

/* NULL when the section has no such key. */
const mlg_config_key *mlg_config_find_key(const char *section, const char *name);

/* The names a value is chosen from, NULL after the last; NULL when any text will do. */
const char *const *mlg_rule_choices(const mlg_value_rule *rule);

/* Words that the key is only for (MLG_CHECK ONLY), separated by spaces; NULL: no such check. */
const char *mlg_config_only_for(const char *section, const char *key);

/* What a model of siting optimises; "" for another name. */
const char *mlg_siting_model_meaning(const char *name);

/* The page docs/study-file.md, in English: every section with its keys. */
mlg_status mlg_study_reference(char **out, mlg_error *err) MLG_MUST_CHECK;

/* The file that 'maillage new' writes, in the language of messages: geodata/templates/study.yaml, its marks ("#:
 * siting", "#: study.title") replaced by what the table says about a section with its keys, or of one key. */
mlg_status mlg_study_template(char **out, mlg_error *err) MLG_MUST_CHECK;

#endif
