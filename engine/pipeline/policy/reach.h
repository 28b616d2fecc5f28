/* Sites that a policy looks at, and who is within reach of each, by the travel model of the study. */
#ifndef MLG_PIPELINE_POLICY_REACH_H
#define MLG_PIPELINE_POLICY_REACH_H

#include "base/sparse_rows.h"
#include "pipeline/policy/policy.h"

typedef struct mlg_policy_site {
    const char *code, *label, *commune; /* in the arena; commune NULL: unknown */
    double x, y;                        /* m */
    bool here;                          /* in the territory */
    bool centre;                        /* at the centre of its commune */
    const char *hours;                  /* when it is open; NULL: not given */
    int kind;                           /* as the caller gives it */
} mlg_policy_site;

/* `{ 0 }` is empty. */
typedef struct mlg_policy_sites {
    mlg_policy_site *items;
    int32_t count;
    size_t room;
} mlg_policy_sites;

/* Adds the facilities of each category of `words`, which blanks part, by code within each. A code that is already there is passed over.
 * O(n log n) for each category. */
mlg_status mlg_policy_add_sites(mlg_policy_sites *sites, mlg_policy_job *j, const char *words, int kind,
                                mlg_error *err) MLG_MUST_CHECK;

/* Adds one site, whose code is not there yet. */
mlg_status mlg_policy_add_site(mlg_policy_sites *sites, const mlg_policy_site *site,
                               mlg_error *err) MLG_MUST_CHECK;

/* Rows by site, of places in ascending order: seconds from the demand points of the territory, or of all the study, within `minutes` of it, inclusive. MLG_INPUT: a
 * study that travels by given times. O(places x sites). */
mlg_status mlg_policy_reach_of(mlg_sparse_rows *out, mlg_policy_job *j, const mlg_places *places,
                               const mlg_policy_sites *sites, double minutes, bool whole_study,
                               mlg_error *err) MLG_MUST_CHECK;

/* Adds `lon` and `lat` of a site to the item of the scenario, unless it stands at the centre of its commune. */
mlg_status mlg_policy_item_point(mlg_policy_job *j, const mlg_policy_site *site, mlg_error *err) MLG_MUST_CHECK;

#endif
