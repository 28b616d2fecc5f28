/* People known by large units (communes) shared out over small ones (squares), as a weight says. */
#ifndef MLG_STUDY_LOAD_SHARE_OUT_H
#define MLG_STUDY_LOAD_SHARE_OUT_H

#include "base/error.h"

/* persons[i] = total[unit[i]] * weight[i] / sum of the weights of that unit. A unit whose total is NaN has the sum of its weights;
 * one without weight keeps its total: left[unit] (0 for the others, and for an unknown total). Arrays of `n` parts and `units`;
 * weight >= 0. Sum of `persons` and `left` of a unit is its total. MLG_MEMORY. O(n + units). */
mlg_status mlg_share_out(double *persons, double *left, int32_t n, const int32_t *unit, const double *weight,
                         int32_t units, const double *total, mlg_error *err) MLG_MUST_CHECK;

#endif
