/* Contiguous areas: units connected through neighbours. */
#ifndef MLG_ANALYSIS_CATCHMENT_CONTIGUOUS_H
#define MLG_ANALYSIS_CATCHMENT_CONTIGUOUS_H

#include "base/error.h"

/* One contiguous area. */
typedef struct mlg_area {
    double persons;
    int32_t units;
    int32_t largest; /* its unit with most persons, which gives the area its name; the lowest index on ties */
} mlg_area;

/* Connected components of the units with inside[unit] != 0, over the pairs of neighbours from[pairs], to[pairs]
 * (in any order, once or twice; pairs with a unit outside or of a unit with itself are skipped). area_of[units]:
 * number of the area, -1 outside; areas are numbered in the order of their lowest units. area[units] is filled up
 * to `*areas`. MLG_INPUT: a unit that does not exist, bad persons. MLG_MEMORY. O((units + pairs) log units). */
mlg_status mlg_contiguous_areas(int32_t units, const uint8_t *inside, const double *persons, int32_t pairs,
                                const int32_t *from, const int32_t *to, int32_t *area_of, mlg_area *area,
                                int32_t *areas, mlg_error *err) MLG_MUST_CHECK;

#endif
