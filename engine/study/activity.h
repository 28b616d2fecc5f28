/* Rows of a supply file: what a professional does in one place. */
#ifndef MLG_STUDY_ACTIVITY_H
#define MLG_STUDY_ACTIVITY_H

#include "base/error.h"

typedef struct mlg_activity {
    uint64_t person; /* 0: not named; a stand-in bears the number of whom he replaces */
    int32_t commune; /* -1: not of the study, which still takes its share of the time */
    bool stands_in;
    float age;       /* years, NaN unknown */
    double quantity; /* head count, full-time equivalents or acts a year, here; NaN unknown */
    double whole;    /* acts a year in all places; NaN: not known */
    const char *precision;
} mlg_activity;

/* Acts of each named professional over all his rows, into `whole` where it is not given; his own age into the rows of
 * those who stand in for him. O(count log count). MLG_MEMORY. */
mlg_status mlg_activities_add_up(mlg_activity *rows, size_t count, mlg_error *err) MLG_MUST_CHECK;

#endif
