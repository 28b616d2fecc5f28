/* All rows of a sweep as one sparse matrix: identical with any number of threads and on any processor. */
#ifndef MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H
#define MLG_NETWORK_HIERARCHY_SWEEP_ROWS_H

#include "network/hierarchy/sweep.h"

/* All rows, places ascending, equal to mlg_many_to_many_rows(). Two passes, the first of which counts. 8 bytes per pair,
 * and 4 bytes per place and thread. If every node is a place, the rows are the times for an isochrone of each site.
 * Errors of mlg_sweep_new(). */
mlg_status mlg_sweep_rows(mlg_sparse_rows *out, const mlg_sweep_request *request, mlg_error *err) MLG_MUST_CHECK;

#endif
