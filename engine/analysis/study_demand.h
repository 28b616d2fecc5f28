/* Demand and supply of a study, as arrays by place. */
#ifndef MLG_ANALYSIS_STUDY_DEMAND_H
#define MLG_ANALYSIS_STUDY_DEMAND_H

#include "analysis/places.h"

/* Standardised persons a place (given, from age bands, or total population), written to `lieu` with where they come from.
 * *demand[places] is freed with free(). */
mlg_status mlg_study_standardise(double **demand, mlg_study *study, const mlg_places *places, mlg_error *err) MLG_MUST_CHECK;

/* Acts a year a place, from the head counts, full-time equivalents and acts of a service, age limit and bounds applied and
 * recorded. *supply[places] is freed with free(). */
mlg_status mlg_study_supply(double **supply, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err) MLG_MUST_CHECK;

/* One line on the access of the territory: mean, persons below the threshold. */
mlg_status mlg_study_describe_access(mlg_summary *summary, const mlg_places *places, const double *access,
                                     const double *demand, double threshold, mlg_error *err) MLG_MUST_CHECK;

#endif
