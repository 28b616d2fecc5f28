#include "adapters/yaml/tree.h"

#include "base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct reader {
    yaml_parser_t parser;
    const char *path;
    const char *bytes;
    mlg_arena *arena;
    size_t nodes;
    mlg_error *err;
} reader;

/* A tab in the indentation of the line where the parser gave up is the likely cause. */
static bool indented_by_tab(const reader *r, size_t line)
{
    const char *s = r->bytes;
    for (; line > 0 && s; line--)
        if ((s = strchr(s, '\n')))
            s++;
    return s && s[strspn(s, " ")] == '\t';
}

static mlg_status fail_syntax(const reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        return mlg_fail_memory(r->err, r->path, 0);
    size_t line = p->problem_mark.line, column = p->problem_mark.column;
    if (indented_by_tab(r, line)) {
        mlg_fail(r->err, MLG_INPUT, "%s:%zu:%zu: a tab indents this line", r->path, line + 1, column + 1);
        mlg_hint(r->err, "YAML is indented with spaces");
        return MLG_INPUT;
    }
    mlg_fail(r->err, MLG_INPUT, "%s:%zu:%zu: not YAML: %s", r->path, line + 1, column + 1,
             mlg_tr(p->problem ? p->problem : "unreadable"));
    if (p->context)
        mlg_hint(r->err, "%s that starts at line %zu; check the indentation, the quotes and the brackets",
                 mlg_tr(p->context), p->context_mark.line + 1);
    return MLG_INPUT;
}

static mlg_status fail_mark(const reader *r, const yaml_event_t *event, const char *what, const char *hint)
{
    mlg_fail(r->err, MLG_INPUT, "%s:%zu:%zu: %s", r->path, event->start_mark.line + 1,
             event->start_mark.column + 1, mlg_tr(what));
    mlg_hint(r->err, "%s", mlg_tr(hint));
    return MLG_INPUT;
}

static bool has_anchor_or_tag(const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return true;
    case YAML_SCALAR_EVENT:
        return e->data.scalar.anchor || e->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return e->data.sequence_start.anchor || e->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return e->data.mapping_start.anchor || e->data.mapping_start.tag;
    default:
        return false;
    }
}

static mlg_status next_event(reader *r, yaml_event_t *event)
{
    if (!yaml_parser_parse(&r->parser, event))
        return fail_syntax(r);
    if (!has_anchor_or_tag(event))
        return MLG_OK;
    mlg_status st =
        fail_mark(r, event, "anchors (&), aliases (*) and tags (!) are not allowed in a study file",
                  "write the value in full; put quotes around a text that starts with one of these signs");
    yaml_event_delete(event);
    return st;
}

static mlg_status new_node(mlg_node **out, reader *r, const yaml_event_t *event, const char *name,
                           const char *where)
{
    if (++r->nodes > MLG_YAML_MOST_NODES)
        return fail_mark(r, event, "too many values in one study file", "put a list this long in a data source");
    mlg_node *node = mlg_arena_alloc(r->arena, sizeof *node);
    if (node && !where)
        where = mlg_arena_printf(r->arena, "%s:%zu:%zu", r->path, event->start_mark.line + 1,
                                 event->start_mark.column + 1);
    if (!node || !where)
        return mlg_fail_memory(r->err, r->path, sizeof *node);
    node->name = name;
    node->where = where;
    *out = node;
    return MLG_OK;
}

static void append(mlg_node *parent, mlg_node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

static mlg_status scalar_text(const char **text, reader *r, const yaml_event_t *event)
{
    const char *value = (const char *)event->data.scalar.value;
    if (strlen(value) != event->data.scalar.length)
        return fail_mark(r, event, "a NUL character in a text", "delete it");
    *text = mlg_arena_text(r->arena, value);
    return *text ? MLG_OK : mlg_fail_memory(r->err, r->path, strlen(value) + 1);
}

static mlg_status read_value(mlg_node **out, reader *r, const yaml_event_t *event, const char *name,
                             const char *where, int depth);

static mlg_status read_item(mlg_node *list, reader *r, const yaml_event_t *event, int depth)
{
    mlg_node *item = NULL;
    MLG_TRY(read_value(&item, r, event, list->name, NULL, depth));
    append(list, item);
    return MLG_OK;
}

/* `event` is the key; the value follows. */
static mlg_status read_member(mlg_node *map, reader *r, const yaml_event_t *event, int depth)
{
    if (event->type != YAML_SCALAR_EVENT)
        return fail_mark(r, event, "a key is one word", "brackets or braces cannot come before a colon");
    mlg_node *key = NULL, *member = NULL;
    MLG_TRY(new_node(&key, r, event, NULL, NULL));
    MLG_TRY(scalar_text(&key->text, r, event));
    yaml_event_t value;
    MLG_TRY(next_event(r, &value));
    mlg_status st = read_value(&member, r, &value, key->text, key->where, depth);
    yaml_event_delete(&value);
    if (st == MLG_OK)
        append(map, member);
    return st;
}

static mlg_status read_children(mlg_node *parent, reader *r, int depth)
{
    yaml_event_type_t end = parent->kind == MLG_NODE_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    for (;;) {
        yaml_event_t event;
        MLG_TRY(next_event(r, &event));
        bool ended = event.type == end;
        mlg_status st = ended                          ? MLG_OK
                        : parent->kind == MLG_NODE_MAP ? read_member(parent, r, &event, depth)
                                                       : read_item(parent, r, &event, depth);
        yaml_event_delete(&event);
        if (ended || st != MLG_OK)
            return st;
    }
}

static mlg_status read_value(mlg_node **out, reader *r, const yaml_event_t *event, const char *name,
                             const char *where, int depth)
{
    if (depth > MLG_YAML_MOST_DEPTH)
        return fail_mark(r, event, "nested too deep", "a study file needs at most five levels");
    MLG_TRY(new_node(out, r, event, name, where));
    if (event->type == YAML_SCALAR_EVENT) {
        (*out)->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return scalar_text(&(*out)->text, r, event);
    }
    (*out)->kind = event->type == YAML_MAPPING_START_EVENT ? MLG_NODE_MAP : MLG_NODE_LIST;
    return read_children(*out, r, depth + 1);
}

/* Skips to the first event that is a value, or the end of the file. */
static mlg_status next_content(reader *r, yaml_event_t *event)
{
    for (;;) {
        MLG_TRY(next_event(r, event));
        if (event->type != YAML_STREAM_START_EVENT && event->type != YAML_DOCUMENT_START_EVENT &&
            event->type != YAML_DOCUMENT_END_EVENT)
            return MLG_OK;
        yaml_event_delete(event);
    }
}

static mlg_status read_document(mlg_node **root, reader *r)
{
    yaml_event_t event;
    MLG_TRY(next_content(r, &event));
    mlg_status st = event.type == YAML_STREAM_END_EVENT
                        ? mlg_fail(r->err, MLG_INPUT, "%s: the file has no keys, only blanks or comments", r->path)
                        : read_value(root, r, &event, "study", NULL, 0);
    yaml_event_delete(&event);
    if (st != MLG_OK)
        return st;
    MLG_TRY(next_content(r, &event));
    if (event.type != YAML_STREAM_END_EVENT)
        st = fail_mark(r, &event, "a second document starts here",
                       "a study file consists of one document; delete the line '---'");
    yaml_event_delete(&event);
    return st;
}

mlg_status mlg_yaml_parse(mlg_node **root, mlg_arena *arena, const char *path, const char *bytes, size_t size,
                          mlg_error *err)
{
    reader r = { .path = path, .bytes = bytes, .arena = arena, .err = err };
    if (!yaml_parser_initialize(&r.parser))
        return mlg_fail_memory(err, path, size);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, size);
    mlg_status st = read_document(root, &r);
    yaml_parser_delete(&r.parser);
    return st;
}

mlg_node *mlg_node_child(const mlg_node *node, const char *name)
{
    mlg_node *child = node && node->kind == MLG_NODE_MAP ? node->first : NULL;
    while (child && strcmp(child->name, name) != 0)
        child = child->next;
    return child;
}

static const mlg_node *named_child(const mlg_node *map, const char *name, size_t length)
{
    const mlg_node *child = map->kind == MLG_NODE_MAP ? map->first : NULL;
    while (child && (strlen(child->name) != length || memcmp(child->name, name, length) != 0))
        child = child->next;
    return child;
}

static const mlg_node *numbered_child(const mlg_node *list, unsigned long index)
{
    const mlg_node *child = list->kind == MLG_NODE_LIST ? list->first : NULL;
    for (; child && index > 0; index--)
        child = child->next;
    return child;
}

const mlg_node *mlg_node_find(const mlg_node *root, const char *key)
{
    for (const mlg_node *at = root; at && *key;) {
        char *rest = NULL;
        size_t length = strcspn(key, ".[");
        at = *key == '[' ? numbered_child(at, strtoul(key + 1, &rest, 10)) : named_child(at, key, length);
        key = *key == '[' ? rest + (*rest == ']') : key + length;
        key += *key == '.';
        root = at ? at : root;
    }
    return root;
}
