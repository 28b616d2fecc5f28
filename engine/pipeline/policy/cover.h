/* Sites to choose so that most of what people weigh is within reach of one: houses to label, cabins, centres of consultations. */
#ifndef MLG_PIPELINE_POLICY_COVER_H
#define MLG_PIPELINE_POLICY_COVER_H

#include "analysis/siting/coverage/variants.h"
#include "pipeline/policy/reach.h"

/* Kinds of sites: there already, facilities that may be chosen, communes without one. */
enum { MLG_COVER_EXISTING, MLG_COVER_HOST, MLG_COVER_COMMUNE, MLG_COVER_KINDS };

/* `{ .j = job }` is empty. */
typedef struct mlg_policy_cover {
    mlg_policy_job *j;
    double minutes, budget,
        each[MLG_COVER_KINDS]; /* cost of a site by kind; of communes 0: they are no candidates */
    mlg_places places;
    mlg_policy_sites sites;
    mlg_sparse_rows reach;
    int64_t *weight; /* [places] of those to cover; the caller's to fill */
    int64_t *cost;
    uint8_t *state;
    double *before, *after; /* [places] 100 within reach of a site that is there, or chosen too; else 0 */
    mlg_coverage_answer answer;
} mlg_policy_cover;

void mlg_policy_cover_release(mlg_policy_cover *c);

/* Reads places, the sites of category `existing` and of the categories `hosts`, and who is within reach of each. MLG_DATA: there is no candidate;
 * `none` says so. */
mlg_status mlg_policy_cover_read(mlg_policy_cover *c, const char *existing, const char *hosts, const char *none,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The answer within the budget, without the sites that cover nobody more; sets before and after. */
mlg_status mlg_policy_cover_choose(mlg_policy_cover *c, mlg_error *err) MLG_MUST_CHECK;

/* The item of the scenario that opens site s of a service. `reason` as in mlg_policy_item_end(). */
mlg_status mlg_policy_cover_open(const mlg_policy_cover *c, const char *service, int32_t s, const char *reason,
                                 mlg_error *err) MLG_MUST_CHECK;

/* The end of the summary: proof, or what no choice exceeds, in percent of `whole`. */
void mlg_policy_cover_say_bound(const mlg_policy_cover *c, double whole);

#endif
