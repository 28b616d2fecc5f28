/* What a study file asks for, as plain data, and the file itself. Every pointer belongs to the config and lives
 * until mlg_study_file_close(). A NULL pointer means that the file does not give the key; where the table states a
 * default, mlg_config_<section>_<key>() returns what is given or the default, and the stage records which. */
#ifndef MLG_STUDY_CONFIG_CONFIG_H
#define MLG_STUDY_CONFIG_CONFIG_H

#include "base/error.h"

/* One struct per section of keys.def, mlg_config_<section>, with one field per key:
 *
 *   kind            NEEDED      OPTIONAL, DEFAULTED    FILLED
 *   TEXT            char *      char *                 char *, never NULL
 *   REAL            double      double *
 *   WHOLE           int         int *
 *   FLAG                        bool
 *   TEXTS           char **key and unsigned key_count, both zero when absent; REALS, WHOLES, SEVEN_REALS likewise
 *   MLG_MAP         the struct  a pointer to it
 *   MLG_LIST        a pointer to structs and unsigned key_count
 *   MLG_ROLE        mlg_config_list
 *
 * Parsed with strict typing, so that no other value can occur (read.c, shape.c, rules.c). */
#define MLG_FIELD_TEXT_NEEDED(key) char *key;
#define MLG_FIELD_TEXT_OPTIONAL(key) char *key;
#define MLG_FIELD_TEXT_FILLED(key) char *key;
#define MLG_FIELD_TEXT_DEFAULTED(key) char *key;
#define MLG_FIELD_REAL_NEEDED(key) double key;
#define MLG_FIELD_REAL_OPTIONAL(key) double *key;
#define MLG_FIELD_REAL_DEFAULTED(key) double *key;
#define MLG_FIELD_WHOLE_NEEDED(key) int key;
#define MLG_FIELD_WHOLE_OPTIONAL(key) int *key;
#define MLG_FIELD_WHOLE_DEFAULTED(key) int *key;
#define MLG_FIELD_FLAG_OPTIONAL(key) bool key;
#define MLG_FIELD_LIST(type, key)                                                                                 \
    type *key;                                                                                                    \
    unsigned key##_count;
#define MLG_FIELD_TEXTS_NEEDED(key) MLG_FIELD_LIST(char *, key)
#define MLG_FIELD_TEXTS_OPTIONAL(key) MLG_FIELD_LIST(char *, key)
#define MLG_FIELD_TEXTS_DEFAULTED(key) MLG_FIELD_LIST(char *, key)
#define MLG_FIELD_REALS_NEEDED(key) MLG_FIELD_LIST(double, key)
#define MLG_FIELD_REALS_OPTIONAL(key) MLG_FIELD_LIST(double, key)
#define MLG_FIELD_REALS_DEFAULTED(key) MLG_FIELD_LIST(double, key)
#define MLG_FIELD_SEVEN_REALS_DEFAULTED(key) MLG_FIELD_LIST(double, key)
#define MLG_FIELD_WHOLES_NEEDED(key) MLG_FIELD_LIST(int, key)
#define MLG_FIELD_WHOLES_DEFAULTED(key) MLG_FIELD_LIST(int, key)
#define MLG_FIELD_MAP_NEEDED(type, key) mlg_config_##type key;
#define MLG_FIELD_MAP_OPTIONAL(type, key) mlg_config_##type *key;

/* The files of one role of `sources`. */
typedef struct mlg_config_list mlg_config_list;
struct mlg_config_list {
    struct mlg_config_source *items;
    unsigned count;
};

#define MLG_SECTION(section, meaning) typedef struct mlg_config_##section mlg_config_##section;
#include "study/config/keys.def"

/* clang-format off */
#define MLG_SECTION(section, meaning) struct mlg_config_##section {
#define MLG_END(section) };
/* clang-format on */
#define MLG_KEY(section, key, kind, presence, rule, unit, fallback, meaning) MLG_FIELD_##kind##_##presence(key)
#define MLG_MAP(section, key, type, presence) MLG_FIELD_MAP_##presence(type, key)
#define MLG_LIST(section, key, type, presence) MLG_FIELD_LIST(mlg_config_##type, key)
#define MLG_ROLE(key, presence, dataset, columns, meaning) mlg_config_list key;
#include "study/config/keys.def"

/* ---- what is given, or the default of the table ---------------------------------------------------------------- */

typedef struct mlg_config_reals {
    const double *value;
    unsigned count;
} mlg_config_reals;

typedef struct mlg_config_wholes {
    const int *value;
    unsigned count;
} mlg_config_wholes;

typedef const char *mlg_config_text;

typedef struct mlg_config_texts {
    const mlg_config_text *value;
    unsigned count;
} mlg_config_texts;

/* For each DEFAULTED key, mlg_config_<section>_<key>(at); `at` may be NULL. A list is that of the config, or static. */
#define MLG_DEFAULT_LIST(list, item, section, key, ...)                                                           \
    static inline list mlg_config_##section##_##key(const mlg_config_##section *at)                               \
    {                                                                                                             \
        static item const usual[] = { __VA_ARGS__ };                                                              \
        return at && at->key ? (list){ (item const *)at->key, at->key##_count }                                   \
                             : (list){ usual, sizeof usual / sizeof *usual };                                     \
    }
#define MLG_DEFAULT_NEEDED(...)
#define MLG_DEFAULT_OPTIONAL(...)
#define MLG_DEFAULT_FILLED(...)
#define MLG_DEFAULT_DEFAULTED(kind, ...) MLG_DEFAULT_##kind(__VA_ARGS__)
#define MLG_DEFAULT_TEXT(section, key, text)                                                                      \
    static inline const char *mlg_config_##section##_##key(const mlg_config_##section *at)                        \
    {                                                                                                             \
        return at && at->key ? at->key : (text);                                                                  \
    }
#define MLG_DEFAULT_REAL(section, key, number)                                                                    \
    static inline double mlg_config_##section##_##key(const mlg_config_##section *at)                             \
    {                                                                                                             \
        return at && at->key ? *at->key : (number);                                                               \
    }
#define MLG_DEFAULT_WHOLE(section, key, number)                                                                   \
    static inline int mlg_config_##section##_##key(const mlg_config_##section *at)                                \
    {                                                                                                             \
        return at && at->key ? *at->key : (number);                                                               \
    }
#define MLG_DEFAULT_REALS(...) MLG_DEFAULT_LIST(mlg_config_reals, double, __VA_ARGS__)
#define MLG_DEFAULT_SEVEN_REALS(...) MLG_DEFAULT_REALS(__VA_ARGS__)
#define MLG_DEFAULT_WHOLES(...) MLG_DEFAULT_LIST(mlg_config_wholes, int, __VA_ARGS__)
#define MLG_DEFAULT_TEXTS(...) MLG_DEFAULT_LIST(mlg_config_texts, mlg_config_text, __VA_ARGS__)
#define NUMBER(number) number
#define NUMBERS(...) __VA_ARGS__
#define WORD(word) word
#define WORDS(...) __VA_ARGS__
#define QUOTED(text) text
#define MLG_KEY(section, key, kind, presence, rule, unit, fallback, meaning)                                      \
    MLG_DEFAULT_##presence(kind, section, key, fallback)
#include "study/config/keys.def"
#undef NUMBER
#undef NUMBERS
#undef WORD
#undef WORDS
#undef QUOTED

/* The roles of `sources` in the order of keys.def: NULL after the last. */
const mlg_config_list *mlg_config_role(const mlg_config_sources *sources, int index, const char **name);

/* Name of the result of an entry of `accessibility`: its own, or that of its measure. */
static inline const char *mlg_config_access_name(const mlg_config_access *access)
{
    return access->name ? access->name : access->measure;
}

/* The whole file: mlg_config_study. */
typedef mlg_config_study mlg_config;

/* Bound of the APL for deserts that the file gives, as deserts.threshold or a number under deserts.apl; NaN: none. */
double mlg_config_desert_bound(const mlg_config *config);

/* The published APL deserts are judged on: 0 none, 1 of all ages, 2 of 65 and under. */
int mlg_config_desert_published(const mlg_config *config);

typedef struct mlg_study_file mlg_study_file; /* the config, and the position of each key */

/* Reads and checks `path`: YAML syntax, unknown keys (suggesting the nearest one), types, required keys, exactly
 * one territory, names of models, decays and rules. Every error is one line "file:line:column: what is wrong; what
 * is allowed". MLG_INPUT. */
mlg_status mlg_study_file_open(mlg_study_file **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_study_file_close(mlg_study_file *file);

/* Replaces keys of the file, for this program only, by those of the mapping `changes` (NULL: none), which are checked as if they stood in it:
 * mappings are merged key by key, texts and lists replaced. Pointers to the earlier config are no longer valid. MLG_INPUT, with the
 * place in the file of `changes`: what mlg_study_file_open() refuses, and the keys title, territory, crs, codes, outputs. */
struct mlg_node;
mlg_status mlg_study_file_overlay(mlg_study_file *file, const struct mlg_node *changes,
                                  mlg_error *err) MLG_MUST_CHECK;

/* The tree of the file as it stands there, and as mlg_study_file_overlay() left it. Valid until close. */
void mlg_study_file_trees(const struct mlg_node **written, const struct mlg_node **used,
                          const mlg_study_file *file);

/* From now on mlg_study_file_resolve() refuses what leads out of the folder it resolves in (base/bounds.h). */
void mlg_study_file_bound(mlg_study_file *file);

const mlg_config *mlg_study_file_config(const mlg_study_file *file);
const char *mlg_study_file_path(const mlg_study_file *file);

/* "file:line:column" of a key such as "sources.supply[0].path", or of its nearest parent when absent. Valid until
 * close. */
const char *mlg_study_file_where(const mlg_study_file *file, const char *key);

/* Canonical text of the value of a key, without comments and layout: equal values have equal texts. Empty when the
 * key is absent. Freed with free(). */
mlg_status mlg_study_file_dump(char **out, const mlg_study_file *file, const char *key,
                               mlg_error *err) MLG_MUST_CHECK;

/* Path of a data file: that of a file that ships with Maillage ("maillage:..."), unchanged when absolute, else under `data_folder`, or
 * under the folder of the study file when that is NULL. MLG_INPUT: the study is bound and the path leads elsewhere, or no such file
 * ships. Freed with free(). */
mlg_status mlg_study_file_resolve(char **out, const mlg_study_file *file, const char *data_folder,
                                  const char *path, mlg_error *err) MLG_MUST_CHECK;

/* "30 km", "500 m" or "12" (km) to metres. */
bool mlg_parse_length(const char *text, double *metres);

/* Parses "2026-03-01"; false for a day that no calendar has. */
bool mlg_parse_date(const char *text, int *year, int *month, int *day);

/* Parses "08:30" or "8:30", up to "24:00", to seconds of the day. */
bool mlg_parse_hour(const char *text, int32_t *seconds);

#endif
