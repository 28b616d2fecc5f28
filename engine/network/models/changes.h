/* Changes from one vehicle to another: walks between stops, the time to board, and the rules of the feeds. */
#ifndef MLG_NETWORK_MODELS_CHANGES_H
#define MLG_NETWORK_MODELS_CHANGES_H

#include "base/sparse_rows.h"
#include "network/transit/gtfs.h"

/* Makes the changes of a search (transit/raptor.h) of walks between stops, which keep their unit, deciseconds: every walk
 * takes board_ds more, and every stop has a change at itself in board_ds. Pathways within a station then take the place of
 * walks; then the rules of transfers.txt, in their order: at once where the second vehicle waits (type 1: the walk, without
 * the time to board), the time given (2), never (3). A rule of a station holds for all its stops, that of a stop for its variants;
 * one between variants, of type 0, is as if there were none. MLG_DATA: more than 2^26 pairs of stops with rules. O(walks + rules log
 * rules + pathways x stops of their station). */
mlg_status mlg_changes(mlg_sparse_rows *out, mlg_sparse_view walks, const mlg_gtfs *const *feeds, int32_t n_feeds,
                       int32_t board_ds, mlg_error *err) MLG_MUST_CHECK;

#endif
