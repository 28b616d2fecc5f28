/* Areas ranked by a score of five public criteria, whose weights are values of the policy. */
#ifndef MLG_PIPELINE_POLICY_CRITERIA_H
#define MLG_PIPELINE_POLICY_CRITERIA_H

#include "pipeline/policy/areas.h"

enum { MLG_CRITERIA = 5 };

/* `{ 0 }` is empty; arrays of areas.count. */
typedef struct mlg_policy_ranking {
    mlg_policy_areas areas;
    double *people;              /* persons */
    double *value[MLG_CRITERIA]; /* means by persons, of the communes where it is known */
    double *score;               /* NaN: unknown */
    double weight[MLG_CRITERIA];
    bool known[MLG_CRITERIA]; /* whether the criterion counts */
    int32_t *order;           /* the highest score first, the unknown last */
    double *in_zip;           /* [communes of the job]: 1 in ZIP today, 0 elsewhere, NaN unknown */
} mlg_policy_ranking;

/* MLG_INPUT: a value that is missing or negative. MLG_DATA: no area has a score. */
mlg_status mlg_policy_rank(mlg_policy_ranking *out, mlg_policy_job *j, mlg_error *err) MLG_MUST_CHECK;
void mlg_policy_ranking_release(mlg_policy_ranking *ranking);

/* Adds to the summary the criteria that count and those that nothing tells here, and the areas to the answer, from the highest score. */
mlg_status mlg_policy_say_ranking(mlg_policy_job *j, const mlg_policy_ranking *ranking,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Gives groups a figure of each commune: before and after, [communes of the job]. `unit` is static. */
mlg_status mlg_policy_commune_values(mlg_policy_job *j, const double *before, const double *after,
                                     const char *unit, mlg_error *err) MLG_MUST_CHECK;

#endif
