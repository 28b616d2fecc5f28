/* How often the lines of a shape cross: what repairing it would cost, before it is tried. */
#ifndef MLG_ADAPTERS_GEOM_CROSSINGS_H
#define MLG_ADAPTERS_GEOM_CROSSINGS_H

#include "base/error.h"

#include <stddef.h>

typedef struct mlg_crossings_line {
    double x1, y1, x2, y2; /* x1 <= x2 */
} mlg_crossings_line;

/* Lines; `{ 0 }` is valid. */
typedef struct mlg_crossings {
    mlg_crossings_line *items;
    size_t count, capacity;
} mlg_crossings;

/* MLG_MEMORY. */
mlg_status mlg_crossings_add(mlg_crossings *lines, double x1, double y1, double x2, double y2,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_crossings_release(mlg_crossings *lines);

/* MLG_DATA: they cross more than 10,000 times, or so many overlap from west to east that it would take long to tell. Reorders them. */
mlg_status mlg_crossings_check(mlg_crossings *lines, mlg_error *err) MLG_MUST_CHECK;

#endif
