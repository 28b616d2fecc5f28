/* Age bands of the places of a study, and the persons of some ages. */
#ifndef MLG_ANALYSIS_ACCESS_STAGE_AGES_H
#define MLG_ANALYSIS_ACCESS_STAGE_AGES_H

#include "analysis/access/demand.h"
#include "analysis/common/places.h"

/* `{ 0 }` is empty. */
typedef struct mlg_study_ages {
    mlg_age_band *band;
    size_t capacity;
    int32_t count;   /* 0: the study has no ages */
    double *persons; /* [places x count]; NaN unknown */
} mlg_study_ages;

/* Persons, or women alone, by band. The bands of a commune are shared out over its squares as its population is. */
mlg_status mlg_study_ages_read(mlg_study_ages *ages, mlg_study *study, const mlg_places *places, bool women,
                               mlg_error *err) MLG_MUST_CHECK;
void mlg_study_ages_release(mlg_study_ages *ages);

/* Persons of a population of 'populations', by name: those of mlg_age_persons(). How they are counted is recorded for the stage under
 * "population.<who>". MLG_INPUT: the study has no ages. MLG_DATA as there. *persons[places] is freed with free(). */
mlg_status mlg_study_count_ages(double **persons, mlg_study *study, const mlg_places *places, const char *stage,
                                const char *who, const char *name, mlg_error *err) MLG_MUST_CHECK;

#endif
