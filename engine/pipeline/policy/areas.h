/* Areas that a policy judges communes by: territories of life and health (tvs), EPCI (epci), or communes. */
#ifndef MLG_PIPELINE_POLICY_AREAS_H
#define MLG_PIPELINE_POLICY_AREAS_H

#include "pipeline/policy/policy.h"

typedef struct mlg_policy_area {
    const char *code, *label; /* in the arena */
    double people;            /* standardised, of its communes whose APL is known */
    double apl;               /* mean by those; NaN: unknown */
} mlg_policy_area;

/* `{ 0 }` is empty. */
typedef struct mlg_policy_areas {
    mlg_policy_area *items; /* in the order of their first communes */
    int32_t count;
    int32_t *of; /* [communes of the job] */
} mlg_policy_areas;

/* MLG_INPUT: `mesh` is none of the three. O(communes log communes). */
mlg_status mlg_policy_areas_read(mlg_policy_areas *out, mlg_policy_job *j, const char *mesh,
                                 mlg_error *err) MLG_MUST_CHECK;
void mlg_policy_areas_release(mlg_policy_areas *areas);

#endif
