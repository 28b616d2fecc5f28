/* Access of people who travel in different ways to the same care. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_MODES_H
#define MLG_ANALYSIS_ACCESS_STAGE_MODES_H

#include "analysis/common/decay.h"
#include "analysis/common/places.h"

/* Multimodal two-step floating catchment areas (Mao and Nekorchuk 2013, "Measuring spatial accessibility to healthcare for
 * populations with multiple transportation modes", Health & Place 24, 115-122): for the groups m of the study, s_im the
 * share of group m in the people P_i of place i,
 *
 *   R_j = S_j / SUM_m SUM_i s_im P_i W(t_ijm)      A_im = SUM_j R_j W(t_ijm)      A_i = SUM_m s_im A_im
 *
 * so that all compete for the same care. Every measure of the study whose result is by place is computed so, whatever its
 * formula: places are counted once a group, with their share of the demand. Written to `acces` beside the measure:
 * <measure>_<group>, <measure>_autres for everybody else, <measure>_ensemble for A_i; times to the nearest site as
 * temps_<group>. Shares go to `groupe_part`. Does nothing without groups. Errors of mlg_modes_open(). */
mlg_status mlg_study_modes(mlg_study *study, const mlg_places *places, const double *gp_demand,
                           mlg_error *err) MLG_MUST_CHECK;

/* The values of a measure for the people of a group, or for everybody where `group` is NULL, as mlg_study_values(). */
mlg_status mlg_study_group_values(double **value, mlg_study *study, const mlg_places *places, const char *service,
                                  const char *measure, const char *group, mlg_error *err) MLG_MUST_CHECK;

/* What a site shares its supply among, SUM_m SUM_i s_im P_i W(t_ijm) above: (*reached)[sites] of the demand P, freed with free(). The study
 * has groups. */
mlg_status mlg_study_weigh_groups(double **reached, mlg_study *study, const mlg_places *places,
                                  const mlg_sites *sites, const double *demand, const mlg_decay *decay,
                                  mlg_error *err) MLG_MUST_CHECK;

#endif
