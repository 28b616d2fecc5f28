/* Comparison of a computed indicator with the published one, place by place. */
#ifndef MLG_ANALYSIS_ACCESS_PUBLISHED_COMPARE_H
#define MLG_ANALYSIS_ACCESS_PUBLISHED_COMPARE_H

#include "base/error.h"

enum { MLG_COMPARE_CLASSES = 8 };

typedef struct mlg_compare_input {
    int32_t count;
    const double *computed, *published; /* NaN unknown: the place is left out */
    const double *persons;              /* finite, >= 0 */
    const uint8_t *class_of;            /* below MLG_COMPARE_CLASSES */
} mlg_compare_input;

/* Differences are computed - published. NaN where a figure is undefined: no place, no person, or values all
 * equal. */
typedef struct mlg_comparison {
    int32_t places;
    double persons;
    double mean_computed, mean_published; /* weighted by persons */
    double bias, root_mean_square;        /* weighted by persons */
    double pearson, spearman;             /* over places, unweighted; ties have their mean rank */
    double within_places, within_persons; /* shares that differ by at most a tenth of the published value */
} mlg_comparison;

/* Fills the figures over all places and over each class. MLG_INPUT: persons that are negative or not finite.
 * O(count log count). */
mlg_status mlg_compare(const mlg_compare_input *input, mlg_comparison *all,
                       mlg_comparison by_class[MLG_COMPARE_CLASSES], mlg_error *err) MLG_MUST_CHECK;

/* place[most]: the *found places with persons where the two differ most, largest difference first. MLG_MEMORY.
 * O(count log count). */
mlg_status mlg_compare_worst(int32_t *place, int32_t *found, int32_t most, const mlg_compare_input *input,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
