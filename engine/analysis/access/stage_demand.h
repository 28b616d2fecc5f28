/* Demand and supply of a study, as arrays by place. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_DEMAND_H
#define MLG_ANALYSIS_ACCESS_STAGE_DEMAND_H

#include "analysis/access/measure.h"
#include "analysis/access/supply.h"
#include "analysis/common/places.h"

/* Standardised persons a place for the care of a service: given, from age bands, or total population; women alone for
 * midwives. Recorded, and for GPs written to `lieu` with where they come from. *demand[places] is freed with free(). */
mlg_status mlg_study_standardise(double **demand, mlg_study *study, const mlg_places *places, const char *service,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Acts a year a place, or full-time equivalents for other services than GPs, from the head counts, full-time equivalents,
 * acts and acts of health centres of a service, age limit and bounds applied and recorded. *supply[places] is freed with free(). */
mlg_status mlg_study_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err) MLG_MUST_CHECK;

/* The same with a service as it would be (NULL: none is described), and nothing recorded. */
mlg_status mlg_study_supply_as(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                               const mlg_config_service *spec, mlg_error *err) MLG_MUST_CHECK;

/* The same supply as professionals, one row a head or a part of one, with their ages; those too old for the age limit are
 * there. mlg_supply_doctors() with *params gives the supply above. *doctors[count] is freed with free(). */
mlg_status mlg_study_doctors(mlg_doctor **doctors, int32_t *count, mlg_supply_params *params, mlg_study *study,
                             const mlg_places *places, const char *service, mlg_error *err) MLG_MUST_CHECK;

/* General practice counts acts a year; every other service full-time equivalents, one a head where the study has heads. */
const char *mlg_study_supply_unit(const char *service);

/* Units of supply of one full-time professional: acts a year of a GP, 1 where supply counts full-time equivalents. */
double mlg_study_full_time(const mlg_study *study, const char *service);

/* What a measure is written in: consultations a year for GPs, full-time equivalents for 100,000 inhabitants for others,
 * minutes and so on; and what a value of the measure is multiplied by to be in it. */
const char *mlg_study_measure_unit(const char *service, const mlg_measure *measure);
double mlg_study_measure_scale(const char *service, const mlg_measure *measure);

/* One line on the access of the territory: mean, persons below the threshold. */
mlg_status mlg_study_describe_access(mlg_summary *summary, const mlg_places *places, const double *access,
                                     const double *demand, double threshold, mlg_error *err) MLG_MUST_CHECK;

#endif
