#include "study/rule_file.h"

#include "base/among.h"
#include "base/language.h"
#include "base/path.h"
#include "base/resource.h"
#include "study/config/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char folder[] = "geodata/rules/";

bool mlg_rules_is_file(const char *name)
{
    return mlg_path_ends_with(name, ".yaml") || mlg_path_ends_with(name, ".yml");
}

static const mlg_resource *embedded(const char *name)
{
    char path[MLG_PATH_SIZE];
    return mlg_path_format(path, NULL, "%s%s.yaml", folder, name) == MLG_OK ? mlg_resource_find(path) : NULL;
}

bool mlg_rules_known(const char *name, const char *kind)
{
    char line[64];
    if (mlg_rules_is_file(name))
        return true;
    const mlg_resource *own = embedded(name);
    snprintf(line, sizeof line, "\nkind: %s\n", kind);
    return own && strstr((const char *)own->data, line);
}

static mlg_status check_kind(const mlg_rules *rules, const char *name, const char *kind, mlg_error *err)
{
    const char *text = mlg_rules_text(rules->root, "kind");
    if (text && strcmp(text, kind) == 0)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: these rules are of kind '%.40s'", name,
                             MLG_BRIEF(text ? text : mlg_tr("not given"), 40));
    mlg_hint(err, "write kind: %s at the top of your own file", kind);
    return st;
}

mlg_status mlg_rules_open(mlg_rules *out, const char *name, const char *kind, mlg_error *err)
{
    const mlg_resource *own = embedded(name);
    char *bytes = NULL;
    size_t size = own ? own->size : 0;
    mlg_node *root = NULL;
    *out = (mlg_rules){ 0 };
    if (!own)
        MLG_TRY(mlg_yaml_read(&bytes, &size, name, err));
    char *kept = mlg_arena_text(&out->arena, own ? own->name : name);
    mlg_status st =
        kept ? mlg_yaml_parse(&root, &out->arena, kept, own ? (const char *)own->data : bytes, size, err)
             : mlg_fail_memory(err, name, size);
    free(bytes);
    if (st != MLG_OK)
        return st;
    out->root = root;
    return check_kind(out, kept, kind, err);
}

void mlg_rules_close(mlg_rules *rules)
{
    mlg_arena_release(&rules->arena);
    *rules = (mlg_rules){ 0 };
}

/* ---- keys --------------------------------------------------------------------------------------------------- */

enum { MOST_KEYS = 32 };

/* Splits "a|b|c" into `words`, NULL-terminated, which point into `copy`. */
static void split(const char **words, char *copy, size_t size, const char *list)
{
    int n = 0;
    snprintf(copy, size, "%s", list);
    for (char *word = copy; word && n < MOST_KEYS;) {
        words[n++] = word;
        if ((word = strchr(word, '|')))
            *word++ = '\0';
    }
    words[n] = NULL;
}

mlg_status mlg_rules_keys(const mlg_node *map, const char *allowed, mlg_error *err)
{
    const char *words[MOST_KEYS + 1];
    char copy[512];
    if (!map)
        return MLG_OK;
    if (map->kind != MLG_NODE_MAP)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' must be a mapping", map->where, map->name);
    split(words, copy, sizeof copy, allowed);
    for (const mlg_node *child = map->first; child; child = child->next) {
        if (mlg_is_among(words, child->name))
            continue;
        const char *near = mlg_nearest_word(child->name, words);
        mlg_status st =
            mlg_fail(err, MLG_INPUT, "%s: unknown key '%.40s'", child->where, MLG_BRIEF(child->name, 40));
        if (near)
            mlg_hint(err, "did you mean '%s'?", near);
        else
            mlg_hint(err, "the keys are %s", allowed);
        return st;
    }
    return MLG_OK;
}

const char *mlg_rules_text(const mlg_node *map, const char *key)
{
    const mlg_node *node = mlg_node_child(map, key);
    return node && node->kind == MLG_NODE_TEXT ? node->text : NULL;
}

mlg_status mlg_rules_copy(char *to, size_t size, const mlg_node *map, const char *key, const char *otherwise,
                          mlg_error *err)
{
    const char *given = mlg_rules_text(map, key), *text = given ? given : otherwise;
    size_t length = strlen(text);
    if (length >= size)
        return mlg_fail(err, MLG_INPUT, "%s: '%s' is %zu bytes long; at most %zu are allowed", map->where, key,
                        length, size - 1);
    memcpy(to, text, length + 1);
    return MLG_OK;
}

mlg_status mlg_rules_need(const char **out, const mlg_node *map, const char *key, mlg_error *err)
{
    *out = mlg_rules_text(map, key);
    return *out ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: the key '%s' is missing", map->where, key);
}

mlg_status mlg_rules_number(double *out, const mlg_node *map, const char *key, double fallback, mlg_error *err)
{
    const mlg_node *node = mlg_node_child(map, key);
    *out = fallback;
    if (!node || (node->kind == MLG_NODE_TEXT && mlg_config_number(node->text, out)))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.40s'; it must be a number", node->where, key,
                    MLG_BRIEF(node->kind == MLG_NODE_TEXT ? node->text : mlg_tr("not one value"), 40));
}

mlg_status mlg_rules_flag(bool *out, const mlg_node *map, const char *key, mlg_error *err)
{
    const mlg_node *node = mlg_node_child(map, key);
    const char *text = node && node->kind == MLG_NODE_TEXT ? node->text : "";
    *out = strcmp(text, "true") == 0;
    if (!node || *out || strcmp(text, "false") == 0)
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.40s'; it must be true or false", node->where, key,
                    MLG_BRIEF(text, 40));
}

bool mlg_rules_holds(const mlg_node *map, const char *key, const char *word)
{
    const mlg_node *list = mlg_node_child(map, key);
    for (const mlg_node *item = list && list->kind == MLG_NODE_LIST ? list->first : NULL; item; item = item->next)
        if (item->kind == MLG_NODE_TEXT && strcmp(item->text, word) == 0)
            return true;
    return false;
}

mlg_status mlg_rules_day(const char **day, const mlg_node *map, const char *key, mlg_error *err)
{
    int y, m, d;
    *day = mlg_rules_text(map, key);
    if (!*day || mlg_parse_date(*day, &y, &m, &d))
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: '%s' is '%.40s'; it must be a day", map->where, key, MLG_BRIEF(*day, 40));
    mlg_hint(err, "as in %s: 2026-03-01", key);
    return st;
}

mlg_status mlg_rules_in_force(bool *yes, const char *date, const mlg_node *node, mlg_error *err)
{
    const char *from, *until;
    MLG_TRY(mlg_rules_day(&from, node, "from", err));
    MLG_TRY(mlg_rules_day(&until, node, "until", err));
    if (from && until && strcmp(until, from) < 0)
        return mlg_fail(err, MLG_INPUT, "%s: 'until' %s is before 'from' %s", node->where, until, from);
    *yes = !date || ((!from || strcmp(from, date) <= 0) && (!until || strcmp(date, until) <= 0));
    return MLG_OK;
}
