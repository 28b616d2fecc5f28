/* Measures requested by a study, and their values as written by the access stage, for the stages that follow. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_MEASURE_H
#define MLG_ANALYSIS_ACCESS_STAGE_MEASURE_H

#include "analysis/access/measure.h"
#include "analysis/common/decay.h"
#include "analysis/common/places.h"

/* Index of the entry of `accessibility` for a service and a measure, or for its own name; -1: none. */
int mlg_study_entry(const mlg_study *study, const char *service, const char *measure);

/* Decay of entry `index`: its steps, its shape, or a named decay, with the requested closure. MLG_INPUT with the
 * location in the study file. */
mlg_status mlg_study_decay(mlg_decay *decay, const mlg_study *study, unsigned index,
                           mlg_error *err) MLG_MUST_CHECK;

/* Parameters of an entry, given or by default; its places of sites are not set. */
mlg_measure_params mlg_study_measure_params(const mlg_config_access *ask);

/* Whether communes without supply are destinations too (bfca). */
bool mlg_study_counts_empty(const mlg_config_access *ask);

/* Values of a measure from the table `acces`, in its unit; NaN where there is none. *value[places] is freed with
 * free(). */
mlg_status mlg_study_values(double **value, mlg_study *study, const mlg_places *places, const char *service,
                            const char *measure, mlg_error *err) MLG_MUST_CHECK;

/* Writes the values of a measure to `acces`; `demand` NULL: the value has no demand. */
mlg_status mlg_study_write_values(mlg_study *study, const mlg_places *places, const char *service,
                                  const char *measure, const double *value, const double *demand,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Threshold of the APL: the given one, else that of the deserts of the study, else 2.5 (DREES); *origin names the
 * source. */
double mlg_study_threshold(const mlg_study *study, const double *given, const char **origin);

/* Standardised persons used by the access stage for a service. *demand[places] is freed with free(). */
mlg_status mlg_study_demand(double **demand, mlg_study *study, const mlg_places *places, const char *service,
                            mlg_error *err) MLG_MUST_CHECK;

#endif
