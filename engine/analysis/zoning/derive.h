/* A zoning made by a rule, without the hand of an ARS; and what a rule refuses to the hand.
 *
 * With thresholds (2017): at or below the first, ZIP whatever the ceiling; then the vivier by rising indicator fills ZIP up to
 * its ceiling when there is one, ZAC up to its own, and the rest is ZV; above the second, HZ.
 * Without (2021): all by rising indicator fill ZIP up to its ceiling, then ZAC, and the rest is HZ.
 * A class is closed by the first territory that does not fit: nobody passes over the rank of another.
 */
#ifndef MLG_ANALYSIS_ZONING_DERIVE_H
#define MLG_ANALYSIS_ZONING_DERIVE_H

#include "analysis/zoning/classes.h"

/* zone[tvs] is written: mlg_zone, unknown where the value is NaN. Ties go by index. MLG_USAGE: neither thresholds nor a
 * ceiling. MLG_INPUT: bad persons. MLG_MEMORY. O(tvs log tvs). */
mlg_status mlg_zoning_derive(const mlg_zoning_rule *rule, int32_t tvs, const double *value, const double *persons,
                             uint8_t *zone, mlg_error *err) MLG_MUST_CHECK;

/* rank[count] from 1, the lowest value first (or the highest, with `high_first`); equal values share the lowest rank; NaN: 0.
 * MLG_MEMORY. O(count log count). */
mlg_status mlg_zoning_rank(int32_t count, const double *value, bool high_first, int32_t *rank,
                           mlg_error *err) MLG_MUST_CHECK;

/* Cuts territories, by rising value, where the shares of the people asked for are reached: class[count] in [0, shares), and
 * max[shares] the highest value of each class, NaN when it is empty. A territory goes where its first person falls.
 * MLG_INPUT: bad persons. MLG_MEMORY. O(count log count). */
mlg_status mlg_zoning_cut(int32_t count, const double *value, const double *persons, int shares,
                          const double *share_pct, int32_t *class, double *max, mlg_error *err) MLG_MUST_CHECK;

/* Why a change of class may not be made. */
typedef enum mlg_refusal {
    MLG_ALLOWED,
    MLG_LOCKED,      /* national selection, to be ZIP */
    MLG_ZIP_CEILING, /* more people in ZIP than the ceiling, and than before */
    MLG_ZAC_CEILING,
    MLG_OVER_MARGIN, /* hors vivier: beyond the margin, and more than before */
    MLG_UNMOTIVATED  /* hors vivier: in the margin, but without a reason */
} mlg_refusal;

/* frame: of the territory; zone: its new class. The locked national selection bears on territories, not on QPV: pass
 * MLG_FRAME_VIVIER for those. The first reason in the order above. */
mlg_refusal mlg_zoning_refusal(const mlg_zoning_rule *rule, mlg_frame frame, mlg_zone zone, bool motivated,
                               const mlg_gauges *before, const mlg_gauges *after);

/* French; NULL for MLG_ALLOWED. */
const char *mlg_refusal_words(mlg_refusal refusal);

#endif
