/* Supply of care in acts a year (consultations, visits, teleconsultations), by the place where it is given.
 *
 *   m_j = SUM_k clamp(acts_k, acts_min, acts_max) * share_kj  +  acts of health centres
 *
 * over the doctors k not older than the age limit. The bounds apply to the whole activity of a doctor, before it
 * is split between practices. Bounds, age limit: ministry FAQ of 25 May 2018 on the order of 13 November 2017;
 * 5,400 acts make one full time: ARS Bourgogne-Franche-Comte, 2018.
 */
#ifndef MLG_ANALYSIS_ACCESS_SUPPLY_H
#define MLG_ANALYSIS_ACCESS_SUPPLY_H

#include "base/error.h"

#define MLG_AGE_UNKNOWN INT32_MIN /* a doctor of unknown age is kept, and counted as such */
#define MLG_AGE_ANY INT32_MAX     /* as an age limit: no limit */

/* One practice of a doctor: a doctor with two practices has two rows with the same acts, and shares that sum to
 * 1. */
typedef struct mlg_doctor {
    int32_t place; /* MLG_NOWHERE: not located; counted and left out */
    int32_t age;   /* years, or MLG_AGE_UNKNOWN */
    double acts;   /* a year, over all practices; NaN unknown */
    double share;  /* of the acts given here, in [0, 1] */
} mlg_doctor;

typedef struct mlg_supply_params {
    double acts_min;     /* lower activity is raised to it: the doctor could do as much */
    double acts_max;     /* higher activity is capped at it: it is overwork, not supply */
    double acts_default; /* where acts are unknown; bounds do not apply */
    int32_t age_max;     /* included; MLG_AGE_ANY: no limit */
} mlg_supply_params;

/* 3600, 6000, 5400, 65. */
mlg_supply_params mlg_supply_defaults(void);

/* Numbers of rows, one per practice: kept + too_old + not_located is their total; the others are among those
 * kept. */
typedef struct mlg_supply_counts {
    int32_t kept, too_old, not_located;
    int32_t raised, capped, acts_unknown, age_unknown;
} mlg_supply_counts;

/* Adds to supply[places]. MLG_USAGE: acts_min > acts_max, a parameter negative or NaN. MLG_INPUT: a doctor with
 * negative acts, a share outside [0, 1], an impossible age, a place that does not exist. O(doctors). */
mlg_status mlg_supply_doctors(const mlg_supply_params *params, int32_t count, const mlg_doctor *doctor,
                              int32_t places, double *supply, mlg_supply_counts *counts,
                              mlg_error *err) MLG_MUST_CHECK;

/* Adds number[i] * acts_each to supply[i]: head counts with the acts of one doctor, or acts of health centres with
 * 1. No bounds apply; NaN adds nothing. MLG_INPUT: a negative number. O(places). */
mlg_status mlg_supply_add(int32_t places, const double *number, double acts_each, double *supply,
                          mlg_error *err) MLG_MUST_CHECK;

#endif
