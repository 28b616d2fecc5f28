/* Persons of some ages, counted from the age bands of a source.
 *
 *   P_i = SUM_g w_g SUM_a n_ia y_ga        n_ia persons (or women) of band a at place i, y_ga the share of its years in group g
 *
 * A band that a group cuts is shared out by years, as if its persons were spread evenly over them. The open band of the source is
 * never cut: who is over 80 among those of 75 and over is not a matter of years. Places without bands take the mean share of the
 * persons of the others. */
#ifndef MLG_ANALYSIS_ACCESS_AGE_PERSONS_H
#define MLG_ANALYSIS_ACCESS_AGE_PERSONS_H

#include "analysis/access/demand.h"

typedef struct mlg_age_group {
    mlg_age_band band;
    bool women;
    double weight;
} mlg_age_group;

typedef struct mlg_age_count {
    int32_t counted, estimated; /* places with persons: from their bands, by the mean share */
    double persons;             /* sum of the result */
    bool cut;                   /* whether a band had to be shared out by years */
} mlg_age_count;

/* persons[places]. `women` as population->persons, of women alone; NULL when no group asks for them. MLG_INPUT: a negative or
 * infinite number. MLG_DATA: a group that cuts the open band, begins before or ends after the bands of the source; no place with
 * bands. MLG_USAGE: bad bands, a weight that is negative or not finite. O(places x bands). */
mlg_status mlg_age_persons(const mlg_population *population, const double *women, int32_t groups,
                           const mlg_age_group *group, double *persons, mlg_age_count *count,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
