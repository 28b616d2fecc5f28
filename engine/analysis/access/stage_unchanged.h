/* What a scenario leaves of the access of the study that it starts from: where it changes supply and sites alone and one travels by straight lines, the values that no
 * changed supply reaches stay in the table `acces`, and the others are summed again with the same bits as in a run of the whole (pair_sums.h). */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_UNCHANGED_H
#define MLG_ANALYSIS_ACCESS_STAGE_UNCHANGED_H

#include "analysis/common/places.h"

/* Whether the scenario of the study changes neither people, nor trips, nor keys of the study file: the table `acces` of the open result, a copy of the one
 * before, then holds values that may stay. */
bool mlg_access_may_stay(const mlg_study *study);

/* Whether these are the sites of the service in the result before: the same number, at the same points, in the same order. */
mlg_status mlg_sites_stay(bool *same, mlg_study *study, const mlg_places *places, const char *service,
                          const mlg_sites *sites, mlg_error *err) MLG_MUST_CHECK;

/* Around the places whose supply differs from the result before. `{ 0 }` is empty; released with mlg_access_near_release(). */
typedef struct mlg_access_near {
    uint8_t *place; /* [places] 1: its value may change */
    double *site;   /* [sites] 1: within reach of such a place */
} mlg_access_near;

/* *few is false, and nothing is found, when a run of the whole costs little more, or when supply in reach of nobody has to be counted. supply[sites], limit_ds the end of
 * the decay. O(places x places changed). */
mlg_status mlg_access_find_near(mlg_access_near *near, bool *few, mlg_study *study, const mlg_places *places,
                                const mlg_sites *sites, const double *supply, const char *service,
                                int32_t limit_ds, mlg_error *err) MLG_MUST_CHECK;
void mlg_access_near_release(mlg_access_near *near);

/* Writes to `acces` the values of a measure that differ from those that it holds, and marks their communes. changed[places]. */
mlg_status mlg_study_update_values(mlg_study *study, const mlg_places *places, const char *service,
                                   const char *measure, const double *value, uint8_t *changed,
                                   mlg_error *err) MLG_MUST_CHECK;

/* Marks the communes whose GPs are not those of the layer `acces_commune`. changed[places]. */
mlg_status mlg_access_mark_doctors(uint8_t *changed, mlg_study *study, const mlg_places *places,
                                   mlg_error *err) MLG_MUST_CHECK;

#endif
