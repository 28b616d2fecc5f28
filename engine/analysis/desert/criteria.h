/* Rules of deserts over any figures: criteria with a bound, joined by all and any.
 *
 * A criterion holds when its value is strictly below or above its bound; it is unknown when the value is. Three values go through
 * the conditions (Kleene): all is false when one is false, else unknown when one is; any is true when one is, else unknown when
 * one is.
 */
#ifndef MLG_ANALYSIS_DESERT_CRITERIA_H
#define MLG_ANALYSIS_DESERT_CRITERIA_H

#include "base/error.h"

typedef enum mlg_truth { MLG_FALSE, MLG_TRUE, MLG_UNTOLD } mlg_truth;

enum { MLG_MOST_CRITERIA = 12, MLG_MOST_CONDITIONS = 48 };

typedef struct mlg_criterion {
    const double *value; /* [units] NaN unknown */
    double bound;
    bool above; /* else below; strict */
} mlg_criterion;

typedef enum mlg_condition_kind { MLG_CONDITION_IS, MLG_CONDITION_ALL, MLG_CONDITION_ANY } mlg_condition_kind;

/* Node 0 is the whole; children follow their parent, linked from `first` by `next`, 0 ends. */
typedef struct mlg_condition {
    mlg_condition_kind kind;
    int32_t criterion; /* of MLG_CONDITION_IS */
    int32_t first, next;
} mlg_condition;

mlg_truth mlg_criterion_holds(const mlg_criterion *criterion, int32_t unit);

/* O(conditions). */
mlg_truth mlg_condition_holds(const mlg_condition *conditions, int32_t node, const mlg_criterion *criteria,
                              int32_t unit);

/* ---- a score of several figures ---------------------------------------------------------------------------- */

/* Composite of ranks: each figure becomes, by unit, the share of units that are less fragile (its mean rank among equals, from 0
 * to 1); the score is their mean by weight over the figures that are known. Nothing is hidden: ranks are given beside.
 * rank[figures x units] and score[units], NaN where unknown. high[figures]: a high value is fragile. MLG_USAGE: a weight that is
 * negative or NaN, none above 0. MLG_MEMORY. O(figures x units log units). */
mlg_status mlg_vulnerability(int32_t units, int32_t figures, const double *const *value, const double *weight,
                             const bool *high, double *rank, double *score, mlg_error *err) MLG_MUST_CHECK;

#endif
