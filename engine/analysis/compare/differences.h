/* Two states of the same places side by side: who gains, who loses, who passes a threshold, in which direction, with the people counted.
 *
 *   gains     the value is better after than before, by more than 1e-9 of it; loses: worse; a value known in one state only is unknown
 *   lacks     the value is strictly under its threshold where more is better (access), strictly over it where less is better (minutes)
 *   falls     lacks after and not before; leaves: lacks before and not after
 *
 * People are those of the second state, except where "before" says otherwise. For each group: gain + lose + same + unknown = persons, and
 * when the people of both states are the same, lacking_after - lacking_before = falling - leaving.
 *
 * A time that is unknown or infinite may have a lower bound, which it exceeds: it lacks where the bound is the threshold or more, and is
 * longer than any time up to the bound; else nothing is known of either. */
#ifndef MLG_ANALYSIS_COMPARE_DIFFERENCES_H
#define MLG_ANALYSIS_COMPARE_DIFFERENCES_H

#include "base/error.h"

typedef struct mlg_difference_state {
    const double *value;   /* [count] NaN unknown */
    const double *persons; /* [count] */
    double threshold;      /* NaN: none */
    const double *
        least; /* [count] minutes: lower bounds of values that are not finite, NaN unknown; NULL: no bounds are given */
} mlg_difference_state;

typedef struct mlg_difference_input {
    int32_t count;
    mlg_difference_state before, after;
    bool less_is_better; /* minutes */
} mlg_difference_input;

typedef enum mlg_crossing {
    MLG_CROSSING_NONE,
    MLG_CROSSING_FALLS,
    MLG_CROSSING_LEAVES,
    MLG_CROSSING_UNKNOWN
} mlg_crossing;

typedef struct mlg_differences {
    int32_t places;
    double persons;                   /* after */
    double mean_before, mean_after;   /* by the people of each state, where both values are known; NaN: nowhere */
    double gain, lose, same, unknown; /* persons */
    double lacking_before, lacking_after; /* persons of each state; 0 without a threshold */
    double falling, leaving;              /* persons */
    double undecided;                     /* persons of whom it is not known whether they lack, before or after */
    int32_t places_lacking_before, places_lacking_after, places_falling, places_leaving, places_gaining,
        places_losing;
} mlg_differences;

/* Of one place. */
mlg_crossing mlg_crossing_of(const mlg_difference_input *input, int32_t place);

/* out[groups]: of the places of each group. group[count]: in [0, groups), -1 for a place in none; NULL: all in group 0.
 * weight[count]: share of the people of each place that the group counts, in [0, 1]; NULL: all of them. O(count + groups); sums are taken in
 * the order of places. MLG_INPUT: people negative, infinite or unknown, a weight outside [0, 1], a group that does not exist. */
mlg_status mlg_differences_of(mlg_differences *out, int32_t groups, const mlg_difference_input *input,
                              const int32_t *group, const double *weight, mlg_error *err) MLG_MUST_CHECK;

#endif
