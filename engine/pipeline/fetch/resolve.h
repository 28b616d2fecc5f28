/* What the catalogue of a publisher says about a file: its current address, size, checksum and age. */
#ifndef MLG_PIPELINE_FETCH_RESOLVE_H
#define MLG_PIPELINE_FETCH_RESOLVE_H

#include "pipeline/fetch/list.h"

/* Replaces the address of an item that names a data set by that of its resource, and takes its size, checksum and day from
 * the catalogue. Does nothing for any other item. MLG_INPUT: the catalogue cannot be reached or is no catalogue, or no
 * resource matches, with those present. */
mlg_status mlg_fetch_resolve(mlg_fetch_item *item, mlg_arena *arena, const mlg_progress *progress,
                             mlg_error *err) MLG_MUST_CHECK;

/* Warns of a file that has not changed for longer than its publication interval, or whose name has an unexpected
 * year. */
mlg_status mlg_fetch_judge(mlg_fetch_item *item, mlg_error *err) MLG_MUST_CHECK;

#endif
