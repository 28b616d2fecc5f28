/* The professions with a published accessibility, as geodata/rules/professions.csv has them. */
#ifndef MLG_ANALYSIS_COMMON_PROFESSION_H
#define MLG_ANALYSIS_COMMON_PROFESSION_H

#include <stdbool.h>

typedef struct mlg_profession {
    const char *service, *label;
    bool women;                  /* they alone are the demand */
    bool consultations;          /* acts a year and head; otherwise full-time equivalents for 100,000 */
    const char *decay, *weights; /* defaults: mlg_decay_by_name(), mlg_age_weights_by_name() */
    double full_time;            /* acts that make one full time; NaN: not known */
    double acts_min, acts_max;   /* bounds of activity, acts a year; NaN: not known */
    const char *evidence, *source;
} mlg_profession;

/* Five of them; ended by a NULL service. Static. */
const mlg_profession *mlg_professions(void);

/* NULL when the service is none of them. */
const mlg_profession *mlg_profession_of(const char *service);

#endif
