/* Who would go where under a policy: consultations that doctors of well-served communes give to under-served ones, and junior
 * doctors placed where someone can supervise them. Kernels on arrays; what they propose is written as a scenario and computed as
 * any other.
 *
 *   lack of a commune  = (threshold - APL) * standardised people, consultations a year
 *   solidarity         : communes under the threshold, by rising APL, each take their lack from the nearest communes at the
 *                        threshold or above, within a reach, that still have acts to give; what is given is what is received,
 *                        0.01 consultation at least
 *   juniors            : places of a commune = whole part of doctors * places of one; communes by rising APL take juniors until
 *                        there are none left
 *
 * The lack is computed as if acts given to a commune served its people alone; the APL of the scenario shows whom they really serve.
 */
#ifndef MLG_ANALYSIS_POLICY_FLOWS_H
#define MLG_ANALYSIS_POLICY_FLOWS_H

#include "base/error.h"

/* What a commune may do in the days of solidarity. */
typedef enum mlg_policy_side { MLG_SIDE_ANY, MLG_SIDE_GIVES, MLG_SIDE_TAKES } mlg_policy_side;

typedef struct mlg_policy_place {
    double x, y;    /* metres */
    double people;  /* standardised */
    double apl;     /* NaN unknown: neither gives nor takes */
    double doctors; /* heads; NaN unknown: none */
    mlg_policy_side side;
} mlg_policy_place;

typedef struct mlg_policy_flow {
    int32_t from, to; /* `from` -1: comes from outside */
    double amount;    /* consultations a year, or juniors */
} mlg_policy_flow;

/* `flows` is in the order they are decided; freed with free(). */
typedef struct mlg_policy_flows {
    mlg_policy_flow *flows;
    int32_t count;
    double given;     /* SUM amount */
    double available; /* that could have been given */
    double lack;      /* of all communes that take, before; consultations */
} mlg_policy_flows;

typedef struct mlg_solidarity {
    double threshold;     /* of the APL */
    double acts_a_doctor; /* that one gives a year */
    double reach_m;
} mlg_solidarity;

/* MLG_INPUT: a parameter that is negative or NaN. O(n (communes that take + communes that give all they can)). */
mlg_status mlg_solidarity_flows(mlg_policy_flows *out, int32_t n, const mlg_policy_place *places,
                                const mlg_solidarity *rule, mlg_error *err) MLG_MUST_CHECK;

typedef struct mlg_juniors {
    int32_t count;          /* to be placed */
    double places_a_doctor; /* juniors that one doctor of the commune stands for */
} mlg_juniors;

/* O(n log n). */
mlg_status mlg_junior_flows(mlg_policy_flows *out, int32_t n, const mlg_policy_place *places,
                            const mlg_juniors *rule, mlg_error *err) MLG_MUST_CHECK;

#endif
