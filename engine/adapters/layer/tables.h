/* A set of tables delivered together, in a folder or in a zip. */
#ifndef MLG_ADAPTERS_LAYER_TABLES_H
#define MLG_ADAPTERS_LAYER_TABLES_H

#include "base/error.h"

typedef struct mlg_table_set mlg_table_set;

/* Lists the files of a folder, or of a zip at any depth. MLG_INPUT: neither of these, unreadable, or an archive that
 * unpacks beyond what real data do. O(files). */
mlg_status mlg_table_set_open(mlg_table_set **out, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_table_set_close(mlg_table_set *set);

/* Path of a file of the set, as mlg_layer_open() takes it, whatever its case; the least deep where several have that
 * name. NULL when there is none. O(files). */
const char *mlg_table_set_find(const mlg_table_set *set, const char *name);

/* How many files have that name. O(files). */
size_t mlg_table_set_count(const mlg_table_set *set, const char *name);

/* Its files, in order of their paths; NULL after the last. */
const char *mlg_table_set_path(const mlg_table_set *set, size_t number);

#endif
