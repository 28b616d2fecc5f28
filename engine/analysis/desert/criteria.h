/* Rules for deserts over any figures: criteria with a bound, combined by all and any.
 *
 * A criterion holds when its value is strictly below or above its bound; it is unknown when the value is.
 * Conditions use three-valued (Kleene) logic: all is false when one is false, else unknown when one is unknown;
 * any is true when one is true, else unknown when one is unknown.
 */
#ifndef MLG_ANALYSIS_DESERT_CRITERIA_H
#define MLG_ANALYSIS_DESERT_CRITERIA_H

#include "base/error.h"

typedef enum mlg_truth { MLG_FALSE, MLG_TRUE, MLG_UNTOLD } mlg_truth;

enum { MLG_MOST_CRITERIA = 12, MLG_MOST_CONDITIONS = 48 };

typedef struct mlg_criterion {
    const double *value; /* [units] NaN unknown */
    double bound;
    bool above; /* else below; strictly in both cases */
} mlg_criterion;

typedef enum mlg_condition_kind { MLG_CONDITION_IS, MLG_CONDITION_ALL, MLG_CONDITION_ANY } mlg_condition_kind;

/* Node 0 is the root; children come after their parent, linked from `first` by `next`, 0 at the end. */
typedef struct mlg_condition {
    mlg_condition_kind kind;
    int32_t criterion; /* of MLG_CONDITION_IS */
    int32_t first, next;
} mlg_condition;

mlg_truth mlg_criterion_holds(const mlg_criterion *criterion, int32_t unit);

/* O(conditions). */
mlg_truth mlg_condition_holds(const mlg_condition *conditions, int32_t node, const mlg_criterion *criteria,
                              int32_t unit);

/* ---- a score of several figures ----------------------------------------------------------------------------- */

/* Composite index of ranks: each figure becomes the share of units that are less fragile (mean rank on ties, from
 * 0 to 1); the score is the weighted mean of these ranks over the known figures. The ranks are returned as well.
 * rank[figures x units] and score[units], NaN where unknown. high[figures]: a high value means fragile. MLG_USAGE:
 * a weight that is negative or NaN, or no weight above 0. MLG_MEMORY. O(figures x units log units). */
mlg_status mlg_vulnerability(int32_t units, int32_t figures, const double *const *value, const double *weight,
                             const bool *high, double *rank, double *score, mlg_error *err) MLG_MUST_CHECK;

#endif
