/* All rows of a sweep, kept: the same bits at any number of threads and on any processor. */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H
#define MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H

#include "network/hierarchy/sweep.h"

/* All rows, places ascending: the same as mlg_reach_rows_init(). Two sweeps, the first of which counts. 8 bytes a
 * pair, and 4 bytes a place a thread. With every node a place: the times of an isochrone of each site. Errors as
 * mlg_sweep_new(). */
mlg_status mlg_sweep_rows(mlg_reach_rows *out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;

/* The transpose: row of place t is first[t] .. first[t+1)-1, `target` holding the sites, ascending. MLG_MEMORY.
 * O(pairs + places). */
mlg_status mlg_reach_rows_turn(mlg_reach_rows *out, const mlg_reach_rows *rows, int32_t n_targets,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
