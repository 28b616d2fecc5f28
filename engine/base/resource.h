/* Files of the source tree embedded in the library: queries, styles, rules. */
#ifndef MLG_BASE_RESOURCE_H
#define MLG_BASE_RESOURCE_H

#include <stddef.h>

typedef struct mlg_resource {
    const char *name;          /* path from the root of the source tree: "queries/load/insert_commune.sql" */
    const unsigned char *data; /* followed by a NUL, so that text is a C string */
    size_t size;
} mlg_resource;

/* Sorted by name; the last entry has a NULL name. */
extern const mlg_resource mlg_resources[];
extern const size_t mlg_resource_count;

/* The file of that name, or NULL. O(log n). */
const mlg_resource *mlg_resource_find(const char *name);

#endif
