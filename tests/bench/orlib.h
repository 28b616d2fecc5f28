/* Files of the OR-Library, whoever has them (Beasley 1990; Osman and Christofides 1994). */
#ifndef MLG_BENCH_ORLIB_H
#define MLG_BENCH_ORLIB_H

#include "base/error.h"

/* Full rows between n places. Released with orlib_release(). */
typedef struct orlib {
    int32_t n, sites;
    int64_t *weight, *start;
    int32_t *demand, *time_s;
    int64_t capacity;  /* of a site, 0: none */
    double best_known; /* NaN: not told */
    int32_t number;    /* in its file, from 1 */
} orlib;

void orlib_release(orlib *one);

/* A p-median: places, edges and sites, then an edge a line: two places from 1 and a length; of a repeated edge the last line wins.
 * Times are shortest paths, a place that no edge reaches being 2^28 away; one person a place. MLG_INPUT: what is wrong, and at which
 * edge. */
mlg_status orlib_read_pmedian(orlib *out, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* Capacitated p-medians: how many; each its number and best known cost, then places, sites and capacity, then a place a line:
 * number, x, y, demand. Times are the whole parts of the distances. *out holds n of them, to be released and freed. */
mlg_status orlib_read_capacitated(orlib **out, int32_t *n, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
