/* A travel model of times given as a matrix, one row per site; MLG_UNREACHABLE: no way. */
#ifndef MLG_TESTS_GIVEN_MATRIX_H
#define MLG_TESTS_GIVEN_MATRIX_H

#include "network/models/model.h"

/* time_ds[sites x places]; copied. A failure ends the test. */
mlg_travel *travel_by_matrix(int32_t sites, int32_t places, const int32_t *time_ds);

#endif
