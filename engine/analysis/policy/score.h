/* A score of areas by weighted criteria, from the ranks of each: 0 is the best off of all, 100 the worst by every criterion.
 *
 *   s_k(u)   = (areas better off than u by criterion k + half of the others that are equal) / (areas where k is known - 1)
 *   score(u) = 100 * SUM_k w_k s_k(u) / SUM_k w_k,  over the criteria that some area knows
 *
 * Ranks rather than values, so that no unit nor extreme value weighs more than its weight. An area that lacks one of those criteria has no score.
 */
#ifndef MLG_ANALYSIS_POLICY_SCORE_H
#define MLG_ANALYSIS_POLICY_SCORE_H

#include "base/error.h"

#include <stdbool.h>

typedef struct mlg_score_criterion {
    const double *value; /* [areas]; NaN: unknown */
    double weight;       /* >= 0; 0: the criterion does not count */
    bool low;            /* low values are the worse */
} mlg_score_criterion;

/* score[areas], NaN: unknown. known[count]: whether the criterion counts. MLG_INPUT: a negative weight. O(count x areas log areas). */
mlg_status mlg_score(double *score, bool *known, int32_t areas, int count, const mlg_score_criterion *criteria,
                     mlg_error *err) MLG_MUST_CHECK;

#endif
