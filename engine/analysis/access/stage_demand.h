/* Demand and supply of a study as arrays by place. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_DEMAND_H
#define MLG_ANALYSIS_ACCESS_STAGE_DEMAND_H

#include "analysis/access/measure.h"
#include "analysis/access/supply.h"
#include "analysis/common/places.h"

/* Standardised persons by place for a service: given, from age bands, or total population; women only for
 * midwives. The method is recorded, and for GPs the result and its basis are written to `lieu`. *demand[places] is
 * freed with free(). */
mlg_status mlg_study_standardise(double **demand, mlg_study *study, const mlg_places *places, const char *service,
                                 mlg_error *err) MLG_MUST_CHECK;

/* Supply by place: acts a year for GPs, full-time equivalents for other services, from the head counts, full-time
 * equivalents, acts and acts of health centres of the service. Age limit and activity bounds are applied and
 * recorded. *supply[places] is freed with free(). */
mlg_status mlg_study_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err) MLG_MUST_CHECK;

/* The same for a modified service (NULL: not described in the study file), without recording anything. */
mlg_status mlg_study_supply_as(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                               const mlg_config_service *spec, mlg_error *err) MLG_MUST_CHECK;

/* The same supply as individual professionals, one row per head or part of one, with their ages; those above the
 * age limit are included. mlg_supply_doctors() with *params gives the supply above. *doctors[count] is freed with
 * free(). */
mlg_status mlg_study_doctors(mlg_doctor **doctors, int32_t *count, mlg_supply_params *params, mlg_study *study,
                             const mlg_places *places, const char *service, mlg_error *err) MLG_MUST_CHECK;

/* A unit in words, as `mlg_study_supply_unit(...).words`; room for two names of 200 accented letters. */
typedef struct mlg_unit {
    char words[960];
} mlg_unit;

/* General practice is counted in acts a year; another service in the unit of the study file, else in full-time equivalents, one per
 * head where the study has head counts. */
mlg_unit mlg_study_supply_unit(const mlg_study *study, const char *service);

/* Units of supply of one full-time professional: acts a year of a GP, 1 where supply counts full-time
 * equivalents. */
double mlg_study_full_time(const mlg_study *study, const char *service);

/* Units of supply that one professional adds at each place: a head where the study counts the service by heads, else a full-time
 * professional. *each[places] is freed with free(). O(places). */
mlg_status mlg_study_supply_of_one(double **each, mlg_study *study, const mlg_places *places, const char *service,
                                   mlg_error *err) MLG_MUST_CHECK;

/* Units of supply of one professional of the territory, wherever placed: the mean of the above, weighted by persons; the default of the
 * profession where nobody lives. Never MLG_DATA. O(places). */
mlg_status mlg_study_supply_of_one_here(double *one, mlg_study *study, const mlg_places *places,
                                        const char *service, mlg_error *err) MLG_MUST_CHECK;

/* Unit in which a measure is written (consultations a year for GPs, full-time equivalents per 100,000 inhabitants
 * or places per 1,000 persons of some ages for others, minutes and so on), and the factor that converts its values to that unit. */
mlg_unit mlg_study_measure_unit(const mlg_study *study, const char *service, const mlg_measure *measure);
double mlg_study_measure_scale(const mlg_study *study, const char *service, const mlg_measure *measure);

/* Summary of the access of the territory in one line: mean, persons below the threshold. */
mlg_status mlg_study_describe_access(mlg_text *summary, const mlg_places *places, const double *access,
                                     const double *demand, double threshold, mlg_error *err) MLG_MUST_CHECK;

#endif
