/* Supply of care in acts a year (consultations, visits, teleconsultations), by the place where it is given.
 *
 *   m_j = SUM_k clamp(acts_k, acts_min, acts_max) * share_kj  +  acts of health centres
 *
 * over the doctors k not older than the age limit. The clamp bears on the doctor's whole activity, before it is
 * split between cabinets. Bounds, age limit: ministry FAQ of 25 May 2018 on the order of 13 November 2017;
 * 5,400 acts make one full time: ARS Bourgogne-Franche-Comte, 2018.
 */
#ifndef MLG_ANALYSIS_ACCESS_SUPPLY_H
#define MLG_ANALYSIS_ACCESS_SUPPLY_H

#include "base/error.h"

#define MLG_AGE_UNKNOWN (-1)  /* of a doctor: kept, and counted */
#define MLG_AGE_ANY INT32_MAX /* as an age limit: none */

/* One cabinet of a doctor: a doctor with two cabinets has two rows with the same acts and shares that sum to 1. */
typedef struct mlg_doctor {
    int32_t place; /* MLG_NOWHERE: not located, counted and left out */
    int32_t age;   /* years, or MLG_AGE_UNKNOWN */
    double acts;   /* a year, all cabinets together; NaN unknown */
    double share;  /* of the acts given here, in [0, 1] */
} mlg_doctor;

typedef struct mlg_supply_params {
    double acts_min;     /* below it activity is raised: it is what the doctor could do */
    double acts_max;     /* above it activity is capped: it is strain, not supply */
    double acts_default; /* where acts are unknown; not clamped */
    int32_t age_max;     /* included; MLG_AGE_ANY: no limit */
} mlg_supply_params;

/* 3600, 6000, 5400, 65. */
mlg_supply_params mlg_supply_defaults(void);

/* Rows, that is cabinets; kept + too_old + not_located is the number of rows. The others are among the kept. */
typedef struct mlg_supply_counts {
    int32_t kept, too_old, not_located;
    int32_t raised, capped, acts_unknown, age_unknown;
} mlg_supply_counts;

/* Adds to supply[places]. MLG_USAGE: acts_min > acts_max, a parameter negative or NaN. MLG_INPUT: a doctor with
 * negative acts, a share outside [0, 1], an impossible age, a place that does not exist. O(doctors). */
mlg_status mlg_supply_doctors(const mlg_supply_params *params, int32_t count, const mlg_doctor *doctor,
                              int32_t places, double *supply, mlg_supply_counts *counts,
                              mlg_error *err) MLG_MUST_CHECK;

/* Adds number[i] * acts_each to supply[i]: head counts with the acts of one doctor, or the acts of health centres
 * with 1. Never clamped; NaN adds nothing. MLG_INPUT: a negative number. O(places). */
mlg_status mlg_supply_add(int32_t places, const double *number, double acts_each, double *supply,
                          mlg_error *err) MLG_MUST_CHECK;

#endif
