/* Keys of a study file replaced by those of another tree: mappings are merged key by key, texts and lists replaced as a whole. */
#include "study/config/overlay.h"

#include "base/memory.h"
#include "base/os/stream.h"

#include <stdio.h>
#include <string.h>

static bool append_copy(mlg_arena *arena, mlg_node *to, const mlg_node *from)
{
    mlg_node *child = mlg_config_copy(arena, from);
    if (!child)
        return false;
    if (to->last)
        to->last->next = child;
    else
        to->first = child;
    to->last = child;
    to->count++;
    return true;
}

mlg_node *mlg_config_copy(mlg_arena *arena, const mlg_node *from)
{
    mlg_node *node = mlg_arena_alloc(arena, sizeof *node);
    if (!node)
        return NULL;
    *node = (mlg_node){ .kind = from->kind, .quoted = from->quoted };
    node->name = mlg_arena_text(arena, from->name);
    node->text = mlg_arena_text(arena, from->text);
    node->where = mlg_arena_text(arena, from->where);
    if (!node->where || (from->name && !node->name) || (from->text && !node->text))
        return NULL;
    for (const mlg_node *child = from->first; child; child = child->next)
        if (!append_copy(arena, node, child))
            return NULL;
    return node;
}

mlg_status mlg_config_merge(mlg_node *into, const mlg_node *changes, mlg_arena *arena, mlg_error *err)
{
    for (const mlg_node *change = changes->first; change; change = change->next) {
        mlg_node *old = mlg_node_child(into, change->name);
        if (old && old->kind == MLG_NODE_MAP && change->kind == MLG_NODE_MAP) {
            MLG_TRY(mlg_config_merge(old, change, arena, err));
            continue;
        }
        if (!old) {
            if (!append_copy(arena, into, change))
                return mlg_fail_memory(err, "a scenario", 0);
            continue;
        }
        mlg_node *copy = mlg_config_copy(arena, change), *next = old->next;
        if (!copy)
            return mlg_fail_memory(err, "a scenario", 0);
        *old = *copy;
        old->next = next;
    }
    return MLG_OK;
}

/* ---- text --------------------------------------------------------------------------------------------------- */

static void put_text(FILE *to, const char *text)
{
    fputc('"', to);
    for (const char *c = text; *c; c++)
        if (*c == '"' || *c == '\\')
            fprintf(to, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            fprintf(to, "\\x%02X", (unsigned)(unsigned char)*c);
        else
            fputc(*c, to);
    fputc('"', to);
}

static void put_node(FILE *to, const mlg_node *node)
{
    if (node->kind == MLG_NODE_TEXT) {
        put_text(to, node->text);
        return;
    }
    bool map = node->kind == MLG_NODE_MAP;
    fputs(map ? "{ " : "[ ", to);
    for (const mlg_node *child = node->first; child; child = child->next) {
        if (map) {
            put_text(to, child->name);
            fputs(": ", to);
        }
        put_node(to, child);
        fputs(child->next ? ", " : "", to);
    }
    fputs(map ? " }" : " ]", to);
}

mlg_status mlg_config_write(char **out, size_t *size, const mlg_node *root, mlg_error *err)
{
    mlg_os_memory memory;
    *out = NULL;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a study file", 0);
    put_node(to, root);
    fputc('\n', to);
    if (mlg_os_memory_close(&memory) != 0)
        return mlg_fail_memory(err, "a study file", 0);
    *size = strlen(*out);
    return MLG_OK;
}
