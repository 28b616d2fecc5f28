/* Distributes the population of large units (communes) over small ones (squares) in proportion to a weight. */
#ifndef MLG_STUDY_LOAD_SHARE_OUT_H
#define MLG_STUDY_LOAD_SHARE_OUT_H

#include "base/error.h"

/* persons[i] = total[unit[i]] * weight[i] / sum of the weights of that unit. A unit whose total is NaN takes the
 * sum of its weights as total. A unit without weight keeps its total in left[unit], which is 0 for the others and
 * for an unknown total. persons, unit and weight have `n` items, total and left `units`; weight >= 0. In each
 * unit, `persons` and `left` add up to the total. MLG_MEMORY. O(n + units). */
mlg_status mlg_share_out(double *persons, double *left, int32_t n, const int32_t *unit, const double *weight,
                         int32_t units, const double *total, mlg_error *err) MLG_MUST_CHECK;

#endif
