/* A YAML file as a tree of nodes that know their position in the file. Anchors, aliases, tags and a second
 * document are refused, so that what is written is what is read. */
#ifndef MLG_ADAPTERS_YAML_TREE_H
#define MLG_ADAPTERS_YAML_TREE_H

#include "base/arena.h"

typedef enum mlg_node_kind { MLG_NODE_TEXT, MLG_NODE_LIST, MLG_NODE_MAP } mlg_node_kind;

typedef struct mlg_node mlg_node;
struct mlg_node {
    mlg_node_kind kind;
    bool quoted;                   /* quoted text: "null" is then a word */
    const char *name;              /* key; for an item, that of its list; "study" for the root */
    const char *text;              /* of MLG_NODE_TEXT */
    const char *where;             /* "file:line:column" of the key, of the item itself in a list */
    mlg_node *first, *last, *next; /* children in file order; next sibling */
    size_t count;
};

enum { MLG_YAML_MOST_BYTES = 4 << 20, MLG_YAML_MOST_NODES = 100000, MLG_YAML_MOST_DEPTH = 16 };

/* Reads a whole text file; a terminating NUL is added and not counted in the size. MLG_INPUT: missing, a
 * folder, empty, larger than MLG_YAML_MOST_BYTES, not UTF-8 (the message gives the line and column of the first
 * bad byte). Freed with free(). */
mlg_status mlg_yaml_read(char **bytes, size_t *size, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Parses into `arena`. `path` is the name used in messages. */
mlg_status mlg_yaml_parse(mlg_node **root, mlg_arena *arena, const char *path, const char *bytes, size_t size,
                          mlg_error *err) MLG_MUST_CHECK;

/* The child of that name; NULL when absent, or when `node` is not a map or is NULL. */
mlg_node *mlg_node_child(const mlg_node *node, const char *name);

/* The deepest existing node on the way from the root to "sources.supply[0].path". */
const mlg_node *mlg_node_find(const mlg_node *root, const char *key);

#endif
