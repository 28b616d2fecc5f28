/* What a publisher says of a file: where it stands today, its size and checksum, how old it is. */
#ifndef MLG_PIPELINE_FETCH_RESOLVE_H
#define MLG_PIPELINE_FETCH_RESOLVE_H

#include "pipeline/fetch_list.h"

/* Replaces the address of an item that names a data set by that of its resource, and takes its size, checksum and day from
 * the catalogue. Does nothing for any other item. MLG_INPUT: the catalogue cannot be reached or is no catalogue, or no
 * resource matches, with those present. */
mlg_status mlg_fetch_resolve(mlg_fetch_item *item, mlg_arena *arena, const mlg_progress *progress,
                             mlg_error *err) MLG_MUST_CHECK;

/* Warns of a file that has not changed for longer than its rhythm, or whose name bears another year than the expected. */
mlg_status mlg_fetch_judge(mlg_fetch_item *item, mlg_error *err) MLG_MUST_CHECK;

#endif
