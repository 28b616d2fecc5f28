/* All rows of a sweep, kept: the same bits at any number of threads and on any processor. */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H
#define MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H

#include "network/hierarchy/sweep.h"

/* All rows, places ascending: the same as mlg_many_to_many_rows(). Two sweeps, the first of which counts. 8 bytes a
 * pair, and 4 bytes a place a thread. With every node a place: the times of an isochrone of each site. Errors as
 * mlg_sweep_new(). */
mlg_status mlg_sweep_rows(mlg_sparse_rows *out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;

#endif
