/* Checks the tree against the tables of libcyaml. libcyaml applies the same rules, but its errors have no position
 * and do not say what is allowed. */
#include "study/config/schema.h"

#include "base/language.h"
#include "base/number.h"
#include "base/utf8.h"

#include <cyaml/cyaml.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 64 };

bool mlg_config_number(const char *text, double *value)
{
    char *end;
    if (text[strspn(text, "0123456789.+-eE")] != '\0' || !strpbrk(text, "0123456789"))
        return false;
    *value = mlg_strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

/* Decimal digits without a leading zero, which libcyaml would parse as octal. */
static bool is_integer(const char *text)
{
    const char *digits = text + (*text == '-');
    size_t n = strlen(digits);
    if (n == 0 || n > 10 || digits[strspn(digits, "0123456789")] != '\0' || (n > 1 && digits[0] == '0'))
        return false;
    long value = strtol(text, NULL, 10);
    return value >= INT_MIN && value <= INT_MAX;
}

static bool is_empty(const mlg_node *node)
{
    static const char *const blanks[] = { "~", "null", "Null", "NULL" };
    if (node->kind != MLG_NODE_TEXT)
        return false;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (!node->quoted && strcmp(node->text, blanks[i]) == 0)
            return true;
    return node->text[strspn(node->text, " \t\r\n")] == '\0';
}

static mlg_status fail_empty(const mlg_node *node, mlg_error *err)
{
    mlg_fail(err, MLG_INPUT, "%s: '%s' has no value", node->where, node->name);
    mlg_hint(err, "give one, or delete the line");
    return MLG_INPUT;
}

static mlg_status fail_kind(const mlg_node *node, const char *wanted, const char *hint, mlg_error *err)
{
    static const char *const kinds[] = { MLG_MARK("a text"), MLG_MARK("a list"), MLG_MARK("a mapping") };
    if (node->kind == MLG_NODE_TEXT)
        mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.60s'; it must be %s", node->where, node->name,
                 MLG_BRIEF(node->text, 60), mlg_tr(wanted));
    else
        mlg_fail(err, MLG_INPUT, "%s: '%s' is %s; it must be %s", node->where, node->name,
                 mlg_tr(kinds[node->kind]), mlg_tr(wanted));
    mlg_hint(err, "%s", mlg_tr(hint));
    return MLG_INPUT;
}

/* ---- mappings ------------------------------------------------------------------------------------------------
 */

static int list_keys(const char *keys[MOST_KEYS], const cyaml_schema_field_t *fields)
{
    int n = 0;
    for (; fields[n].key; n++)
        keys[n] = fields[n].key;
    keys[n] = NULL;
    return n;
}

static void hint_keys(const mlg_node *map, const char *const *keys, mlg_error *err)
{
    char list[340] = "";
    for (; *keys; keys++)
        mlg_list_add(list, sizeof list, ", ", *keys);
    mlg_hint(err, "keys of '%s': %s", map->name, list);
}

static mlg_status fail_unknown(const mlg_node *map, const mlg_node *key, const cyaml_schema_field_t *fields,
                               mlg_error *err)
{
    const char *keys[MOST_KEYS];
    list_keys(keys, fields);
    const char *near = mlg_nearest_word(key->name, keys);
    if (near)
        mlg_fail(err, MLG_INPUT, "%s: unknown key '%.60s'; did you mean '%s'?", key->where,
                 MLG_BRIEF(key->name, 60), near);
    else
        mlg_fail(err, MLG_INPUT, "%s: unknown key '%.60s' in '%s'", key->where, MLG_BRIEF(key->name, 60),
                 map->name);
    hint_keys(map, keys, err);
    return MLG_INPUT;
}

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *fields, const char *key)
{
    while (fields->key && strcmp(fields->key, key) != 0)
        fields++;
    return fields->key ? fields : NULL;
}

static mlg_status check_value(const mlg_node *node, const cyaml_schema_value_t *schema, mlg_error *err);

static mlg_status check_member(const mlg_node *map, const mlg_node *member, const cyaml_schema_field_t *fields,
                               mlg_error *err)
{
    const cyaml_schema_field_t *field = find_field(fields, member->name);
    if (!field)
        return fail_unknown(map, member, fields, err);
    const mlg_node *first = mlg_node_child(map, member->name);
    if (first == member)
        return check_value(member, &field->value, err);
    mlg_fail(err, MLG_INPUT, "%s: the key '%s' appears twice", member->where, member->name);
    mlg_hint(err, "the first one is at %s", first->where);
    return MLG_INPUT;
}

static mlg_status check_required(const mlg_node *map, const cyaml_schema_field_t *fields, mlg_error *err)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        if ((f->value.flags & CYAML_FLAG_OPTIONAL) || mlg_node_child(map, f->key))
            continue;
        const char *keys[MOST_KEYS];
        list_keys(keys, fields);
        mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing in '%s'", map->where, f->key, map->name);
        hint_keys(map, keys, err);
        return MLG_INPUT;
    }
    return MLG_OK;
}

static mlg_status check_map(const mlg_node *node, const cyaml_schema_field_t *fields, mlg_error *err)
{
    if (node->kind != MLG_NODE_MAP)
        return fail_kind(node, "a mapping of keys to values", "as in { key: value }", err);
    for (const mlg_node *member = node->first; member; member = member->next)
        MLG_TRY(check_member(node, member, fields, err));
    return check_required(node, fields, err);
}

/* ---- lists and values ------------------------------------------------------------------------------------------
 */

static mlg_status check_list(const mlg_node *node, const cyaml_schema_value_t *schema, mlg_error *err)
{
    size_t least = schema->sequence.min, most = schema->sequence.max;
    if (node->kind != MLG_NODE_LIST)
        return fail_kind(node, "a list", "as in [one, two], or one line each that starts with '- '", err);
    if (node->count == 0)
        return fail_empty(node, err);
    for (const mlg_node *item = node->first; item; item = item->next)
        MLG_TRY(check_value(item, schema->sequence.entry, err));
    if (node->count < least || node->count > most)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' has %zu values; it must have %zu", node->where, node->name,
                        node->count, least);
    return MLG_OK;
}

static mlg_status check_number(const mlg_node *node, mlg_error *err)
{
    double value;
    if (node->kind == MLG_NODE_TEXT && mlg_config_number(node->text, &value))
        return MLG_OK;
    bool comma = node->kind == MLG_NODE_TEXT && strchr(node->text, ',');
    return fail_kind(node, "a number", comma ? "decimals follow a point: 2.5" : "as in 2.5", err);
}

static mlg_status check_value(const mlg_node *node, const cyaml_schema_value_t *schema, mlg_error *err)
{
    if (is_empty(node))
        return fail_empty(node, err);
    bool text = node->kind == MLG_NODE_TEXT;
    switch (schema->type) {
    case CYAML_MAPPING:
        return check_map(node, schema->mapping.fields, err);
    case CYAML_SEQUENCE:
        return check_list(node, schema, err);
    case CYAML_FLOAT:
        return check_number(node, err);
    case CYAML_INT:
        return text && is_integer(node->text) ? MLG_OK : fail_kind(node, "a whole number", "as in 65", err);
    case CYAML_BOOL:
        return text && (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0)
                   ? MLG_OK
                   : fail_kind(node, "true or false", "without quotes", err);
    default:
        return text ? MLG_OK : fail_kind(node, "one text", "put quotes around a text with : # [ ] { } or ,", err);
    }
}

mlg_status mlg_config_check_shape(const mlg_node *root, mlg_error *err)
{
    return check_value(root, &mlg_config_schema, err);
}
