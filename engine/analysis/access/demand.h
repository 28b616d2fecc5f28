/* Demand for care: persons weighted by the use of care at their age.
 *
 *   P_i = k * SUM_a n_ia c_a        n_ia persons of age band a at place i, c_a relative use of the band
 *
 * k rescales the sum over the places that have bands to their total population, so that ageing does not change the
 * mean of an indicator. Source: IRDES working paper 70 (2016), section 2 and table 2; renormalisation: DREES,
 * Etudes et resultats 1206 (2021).
 */
#ifndef MLG_ANALYSIS_ACCESS_DEMAND_H
#define MLG_ANALYSIS_ACCESS_DEMAND_H

#include "base/error.h"

#define MLG_AGE_OPEN (-1)

/* Ages `from` to `to`, both included; `to` MLG_AGE_OPEN: and over. */
typedef struct mlg_age_band {
    int32_t from, to;
} mlg_age_band;

/* Relative use of care by age. Bands ascending, without overlap; only the last may be open. */
typedef struct mlg_age_weights {
    const char *name, *source, *evidence; /* evidence: as in decay.h */
    int32_t count;
    const mlg_age_band *band; /* [count] */
    const double *weight;     /* [count] >= 0 */
} mlg_age_weights;

/* Weights of that name in geodata/rules/age_weights.csv; NULL when there are none. Static. */
const mlg_age_weights *mlg_age_weights_by_name(const char *name);

/* "gp-2009": general practice, SNIIRAM 2009, 19 five-year bands (IRDES working paper 70, table 2). */
const mlg_age_weights *mlg_age_weights_default(void);

/* Weights of other bands: the mean of the reference weights that each covers, weighted by years covered. An open
 * reference band counts as five years at most, whatever part of it is covered: "75 and over" is the plain mean of
 * 75-79, 80-84, 85-89 and 90+, and "95 and over" has the weight of 90+. MLG_USAGE: bands that are empty, overlap,
 * do not ascend, or meet no reference band. O(bands x references). */
mlg_status mlg_age_weights_of(const mlg_age_weights *reference, int32_t count, const mlg_age_band *band,
                              double *weight, mlg_error *err) MLG_MUST_CHECK;

/* Where the demand of a place comes from. */
typedef enum mlg_demand_basis {
    MLG_BASIS_TOTAL, /* its total population, when neither of the two below is known */
    MLG_BASIS_BANDS, /* its age bands, standardised by this module */
    MLG_BASIS_GIVEN  /* a standardised population given by its producer, used as is */
} mlg_demand_basis;

/* By place; NULL: unknown everywhere, NaN: unknown at that place. A row of bands that has a NaN or is all 0 is
 * unknown. */
typedef struct mlg_population {
    int32_t places;
    const double *total;      /* [places] persons, required */
    const double *given;      /* [places] standardised persons */
    int32_t bands;            /* 0: no bands */
    const mlg_age_band *band; /* [bands] */
    const double *persons;    /* [places x bands], row a place */
} mlg_population;

typedef struct mlg_demand_stats {
    double k;            /* 1 when no place has bands */
    int32_t places[3];   /* by mlg_demand_basis */
    double persons[3];   /* total population, by mlg_demand_basis */
    double standardised; /* sum of the demand */
} mlg_demand_stats;

/* demand[places] standardised persons; basis[places] a mlg_demand_basis (may be NULL); `weights` NULL: the
 * default. A given population takes precedence over bands, and bands over the total. MLG_INPUT: a number that is
 * negative, infinite, or NaN where it is required. MLG_USAGE: bad bands or weights. O(places x bands); sums are
 * taken in the order of places. */
mlg_status mlg_standardise(const mlg_population *population, const mlg_age_weights *weights, double *demand,
                           uint8_t *basis, mlg_demand_stats *stats, mlg_error *err) MLG_MUST_CHECK;

#endif
