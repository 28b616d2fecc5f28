/* Rows of a supply file: what a professional does in one place. */
#ifndef MLG_STUDY_LOAD_ACTIVITY_H
#define MLG_STUDY_LOAD_ACTIVITY_H

#include "base/error.h"

typedef struct mlg_activity {
    uint64_t person;   /* 0: not named; a stand-in bears the number of whom he replaces */
    uint64_t practice; /* which of his, 0: not told */
    int32_t commune;   /* -1: not of the study, which still takes its share of the time */
    int32_t site;      /* establishment of the study he works in, -1: none known */
    bool stands_in;
    bool again;      /* the same practice stands in a row before */
    float age;       /* years, NaN unknown */
    double quantity; /* head count, full-time equivalents or acts a year, here; NaN unknown */
    double whole;    /* acts a year in all places; NaN: not known */
    const char *precision;
} mlg_activity;

/* Shares the time of each named professional equally among his practices: quantities are divided by their number. A row that tells
 * one again (same person, same practice) gets `again` and the quantity 0. O(count log count). MLG_MEMORY. */
mlg_status mlg_activities_share(mlg_activity *rows, size_t count, mlg_error *err) MLG_MUST_CHECK;

/* Acts of each named professional over all his rows, into `whole` where it is not given; his own age into the rows of
 * those who stand in for him. O(count log count). MLG_MEMORY. */
mlg_status mlg_activities_add_up(mlg_activity *rows, size_t count, mlg_error *err) MLG_MUST_CHECK;

#endif
