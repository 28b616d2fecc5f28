/* libcyaml's tables, the fields of config.h, and the values of the keys that a file leaves out: expanded from
 * keys.def. */
#include "study/config/schema.h"

#include "base/memory.h"
#include "base/number.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <string.h>

/* ---- tables of libcyaml ------------------------------------------------------------------------------------- */

#define FLAGS_NEEDED CYAML_FLAG_POINTER
#define FLAGS_OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define FLAGS_FILLED FLAGS_OPTIONAL
#define FLAGS_DEFAULTED FLAGS_OPTIONAL

static const cyaml_schema_value_t text_entry = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0,
                                                                    CYAML_UNLIMITED) };
static const cyaml_schema_value_t real_entry = { CYAML_VALUE_FLOAT(CYAML_FLAG_DEFAULT, double) };
static const cyaml_schema_value_t whole_entry = { CYAML_VALUE_INT(CYAML_FLAG_DEFAULT, int) };

/* One per kind of keys.def; `type` is the struct of the section. */
#define SEQUENCE(type, key, presence, entry, least, most)                                                         \
    CYAML_FIELD_SEQUENCE(#key, FLAGS_##presence, type, key, &(entry), least, most)
#define AS_TEXT(type, key, presence) CYAML_FIELD_STRING_PTR(#key, FLAGS_##presence, type, key, 0, CYAML_UNLIMITED)
#define AS_REAL(type, key, presence) AS_REAL_##presence(type, key)
#define AS_WHOLE(type, key, presence) AS_WHOLE_##presence(type, key)
#define AS_REAL_NEEDED(type, key) CYAML_FIELD_FLOAT(#key, CYAML_FLAG_DEFAULT, type, key)
#define AS_REAL_OPTIONAL(type, key) CYAML_FIELD_FLOAT_PTR(#key, FLAGS_OPTIONAL, type, key)
#define AS_REAL_DEFAULTED AS_REAL_OPTIONAL
#define AS_WHOLE_NEEDED(type, key) CYAML_FIELD_INT(#key, CYAML_FLAG_DEFAULT, type, key)
#define AS_WHOLE_OPTIONAL(type, key) CYAML_FIELD_INT_PTR(#key, FLAGS_OPTIONAL, type, key)
#define AS_WHOLE_DEFAULTED AS_WHOLE_OPTIONAL
#define AS_FLAG(type, key, presence) CYAML_FIELD_BOOL(#key, CYAML_FLAG_OPTIONAL, type, key)
#define AS_TEXTS(type, key, presence) SEQUENCE(type, key, presence, text_entry, 1, CYAML_UNLIMITED)
#define AS_REALS(type, key, presence) SEQUENCE(type, key, presence, real_entry, 1, CYAML_UNLIMITED)
#define AS_WHOLES(type, key, presence) SEQUENCE(type, key, presence, whole_entry, 1, CYAML_UNLIMITED)
#define AS_SEVEN_REALS(type, key, presence) SEQUENCE(type, key, presence, real_entry, 7, 7)
#define AS_MAP_NEEDED(type, key, fields) CYAML_FIELD_MAPPING(#key, CYAML_FLAG_DEFAULT, type, key, fields)
#define AS_MAP_OPTIONAL(type, key, fields) CYAML_FIELD_MAPPING_PTR(#key, FLAGS_OPTIONAL, type, key, fields)
#define ENTRY(type) ((const cyaml_schema_value_t){ CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, type, type##_fields) })

/* clang-format off */
#define MLG_SECTION(section, meaning) static const cyaml_schema_field_t mlg_config_##section##_fields[] = {
#define MLG_END(section) CYAML_FIELD_END };
/* clang-format on */
#define MLG_KEY(section, key, kind, presence, rule, unit, fallback, meaning)                                      \
    AS_##kind(mlg_config_##section, key, presence),
#define MLG_MAP(section, key, type, presence)                                                                     \
    AS_MAP_##presence(mlg_config_##section, key, mlg_config_##type##_fields),
#define MLG_LIST(section, key, type, presence)                                                                    \
    SEQUENCE(mlg_config_##section, key, presence, ENTRY(mlg_config_##type), 1, CYAML_UNLIMITED),
#define MLG_ROLE(key, presence, dataset, columns, meaning)                                                        \
    CYAML_FIELD_SEQUENCE_COUNT(#key, FLAGS_##presence, mlg_config_sources, key.items, key.count,                  \
                               &ENTRY(mlg_config_source), 1, CYAML_UNLIMITED),
#include "study/config/keys.def"

const cyaml_schema_value_t mlg_config_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, mlg_config,
                                                                     mlg_config_study_fields) };

/* ---- values of absent keys ---------------------------------------------------------------------------------- */

static mlg_status fill_text(char **field, const char *value, mlg_error *err)
{
    return *field ? MLG_OK : mlg_copy_text(field, value, err);
}

#define FILL_NEEDED(field, fallback)
#define FILL_OPTIONAL(field, fallback)
#define FILL_DEFAULTED(field, fallback)
#define FILL_FILLED(field, fallback) MLG_TRY(fill_text(&at->field, fallback, err));
#define FILL_MAP_NEEDED(field, type) MLG_TRY(fill_##type(&at->field, err));
#define FILL_MAP_OPTIONAL(field, type)                                                                            \
    if (at->field)                                                                                                \
        MLG_TRY(fill_##type(at->field, err));

static mlg_status fill_source(mlg_config_source *at, mlg_error *err);

static mlg_status fill_role(mlg_config_list *role, const char *dataset, mlg_error *err)
{
    for (unsigned i = 0; i < role->count; i++) {
        MLG_TRY(fill_text(&role->items[i].dataset, dataset, err));
        MLG_TRY(fill_source(&role->items[i], err));
    }
    return MLG_OK;
}

/* clang-format off */
#define MLG_SECTION(section, meaning)                                                                             \
    static mlg_status fill_##section(mlg_config_##section *at, mlg_error *err) { (void)at, (void)err;
#define MLG_END(section) return MLG_OK; }
/* clang-format on */
#define MLG_KEY(section, key, kind, presence, rule, unit, fallback, meaning) FILL_##presence(key, fallback)
#define MLG_MAP(section, key, type, presence) FILL_MAP_##presence(key, type)
#define MLG_LIST(section, key, type, presence)                                                                    \
    for (unsigned i = 0; i < at->key##_count; i++)                                                                \
        MLG_TRY(fill_##type(&at->key[i], err));
#define MLG_ROLE(key, presence, dataset, columns, meaning) MLG_TRY(fill_role(&at->key, dataset, err));
#include "study/config/keys.def"

/* What no single key decides: supply counts heads, a catchment is named after its sites. */
static mlg_status fill_others(mlg_config *config, mlg_error *err)
{
    for (unsigned i = 0; i < config->sources.supply.count; i++)
        MLG_TRY(fill_text(&config->sources.supply.items[i].unit, "personnes", err));
    for (unsigned i = 0; i < config->catchments_count; i++)
        MLG_TRY(fill_text(&config->catchments[i].name, config->catchments[i].sites, err));
    return MLG_OK;
}

/* ---- loading ------------------------------------------------------------------------------------------------ */

/* libcyaml allocates through mlg_grow_array(), so that tests can make an allocation fail. */
static void *allocate(void *context, void *block, size_t size)
{
    (void)context;
    size_t capacity = 0;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return mlg_grow_array(&block, &capacity, size, 1, "study file", NULL) == MLG_OK ? block : NULL;
}

typedef struct log_line {
    char text[256];
} log_line;

/* The first line of the log states the error; those after it are a backtrace. */
static void keep_first(cyaml_log_t level, void *context, const char *format, va_list args) MLG_PRINTF(3, 0);
static void keep_first(cyaml_log_t level, void *context, const char *format, va_list args)
{
    (void)level;
    log_line *line = context;
    if (line->text[0] == '\0')
        vsnprintf(line->text, sizeof line->text, format, args);
}

mlg_status mlg_config_load(mlg_config **out, const char *path, const char *bytes, size_t size, mlg_error *err)
{
    log_line line = { "" };
    cyaml_config_t settings = { .log_fn = keep_first,
                                .log_ctx = &line,
                                .mem_fn = allocate,
                                .log_level = CYAML_LOG_ERROR,
                                .flags = CYAML_CFG_NO_ALIAS };
    cyaml_data_t *data = NULL;
    void *before = mlg_points_enter();
    cyaml_err_t code = cyaml_load_data((const uint8_t *)bytes, size, &settings, &mlg_config_schema, &data, NULL);
    mlg_points_leave(before);
    if (code == CYAML_ERR_OOM)
        return mlg_fail_memory(err, path, size);
    if (code != CYAML_OK)
        return mlg_fail(err, MLG_INPUT, "%s: %s: %s", path, cyaml_strerror(code), line.text);
    *out = data;
    MLG_TRY(fill_study(*out, err));
    return fill_others(*out, err);
}

void mlg_config_free(mlg_config *config)
{
    cyaml_config_t settings = { .mem_fn = allocate, .log_level = CYAML_LOG_ERROR };
    if (config)
        (void)cyaml_free(&settings, &mlg_config_schema, config, 0);
}
