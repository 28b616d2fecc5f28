/* Rows of a supply file: what a professional does in one place. */
#ifndef MLG_STUDY_LOAD_ACTIVITY_H
#define MLG_STUDY_LOAD_ACTIVITY_H

#include "base/error.h"

typedef struct mlg_activity {
    uint64_t person;   /* 0: unidentified; a locum has the number of the professional replaced */
    uint64_t practice; /* practice of that person, 0: unknown */
    int32_t commune;   /* -1: outside the study, where it still takes its share of time */
    int32_t site;      /* establishment of the study, -1: none known */
    bool stands_in;
    bool again;      /* an earlier row has the same practice */
    float age;       /* years, NaN unknown */
    double quantity; /* at this place: heads, full-time equivalents or acts a year; NaN unknown */
    double whole;    /* acts a year in all places; NaN: not known */
    const char *precision;
} mlg_activity;

/* Divides the time of each identified professional equally among their practices: quantities are divided by the
 * number of practices. A repeated row (same person, same practice) gets `again` and quantity 0. O(count log
 * count). MLG_MEMORY. */
mlg_status mlg_activities_share(mlg_activity *rows, size_t count, mlg_error *err) MLG_MUST_CHECK;

/* Sums the acts of each identified professional over all rows into `whole`, where it is not given, and copies
 * their age to the rows of their locums. O(count log count). MLG_MEMORY. */
mlg_status mlg_activities_add_up(mlg_activity *rows, size_t count, mlg_error *err) MLG_MUST_CHECK;

#endif
