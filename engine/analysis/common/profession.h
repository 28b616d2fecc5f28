/* Professions whose accessibility is published or whose zoning is known, from geodata/rules/professions.csv. */
#ifndef MLG_ANALYSIS_COMMON_PROFESSION_H
#define MLG_ANALYSIS_COMMON_PROFESSION_H

#include <stdbool.h>

typedef struct mlg_profession {
    const char *service, *label;
    bool women;                  /* the demand is that of women only */
    bool consultations;          /* in acts a year per head; otherwise full-time equivalents for 100,000 */
    const char *decay, *weights; /* defaults: mlg_decay_by_name(), mlg_age_weights_by_name() */
    double full_time;            /* acts of one full-time equivalent; NaN unknown */
    double acts;                 /* of one professional counted by heads, full-time or not; NaN unknown */
    double acts_min, acts_max;   /* bounds of activity, acts a year; NaN unknown */
    double under;                /* under-served at or below it, in the unit of the measure; NaN unknown */
    const char *aids;            /* file of geodata/rules with the aids tied to its zoning; "" none */
    const char *evidence, *source;
} mlg_profession;

/* Six entries, ended by a NULL service. Static. */
const mlg_profession *mlg_professions(void);

/* Acts a year of one professional of the service counted by heads in a commune: those known for its département
 * (geodata/rules/activity.csv), else `acts` above; NaN unknown. *local tells which. O(départements of the table). */
double mlg_acts_of_a_head(bool *local, const char *service, const char *commune);

/* NULL when the service is not one of them. */
const mlg_profession *mlg_profession_of(const char *service);

/* "médecins", "infirmiers"...: those who give the service, in a sentence; "professionnels" of another service. */
const char *mlg_profession_people(const char *service);

#endif
