/* Reader of the graphs of the 9th DIMACS challenge (shortest paths, 2005), plain or compressed by gzip:
 *
 *     c a comment
 *     p sp 3 2          the size, before any arc: nodes, arcs
 *     a 1 2 17          an arc: tail and head from 1, whole weight >= 0
 */
#ifndef MLG_TESTS_BENCH_DIMACS_H
#define MLG_TESTS_BENCH_DIMACS_H

#include "bench/csr.h"

/* Node i of the file becomes node i - 1, arcs keep their order. A weight of 1 takes ds_per_unit deciseconds,
 * rounded to the nearest: 1 where weights are deciseconds, 36 / speed where they are metres driven at a speed in
 * km/h. `{ 0 }` before. MLG_INPUT: no such file, cut or corrupt, and with file and line: a line of no known kind,
 * a number that is none or out of range, a time above MLG_TIME_MAX, more or fewer arcs than stated. MLG_USAGE:
 * ds_per_unit is not a number above 0. Memory in proportion to the arcs read, whatever the size line says. */
mlg_status mlg_dimacs_read(mlg_arcs *out, const char *path, double ds_per_unit, mlg_error *err) MLG_MUST_CHECK;

#endif
