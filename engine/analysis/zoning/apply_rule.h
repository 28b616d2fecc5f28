/* The zoning that a rule makes on its own, before the choices of an ARS; and the choices that the rule forbids.
 *
 * Rules with thresholds (2017): territories at or below the first threshold are ZIP, whatever the ceiling; those
 * of the vivier then fill ZIP in ascending order of the indicator up to its ceiling, when it has one, then ZAC up
 * to its own, and the rest is ZV; those above the second threshold are HZ. Rules without (2021): all territories
 * fill ZIP in the same order up to its ceiling, then ZAC, and the rest is HZ. The first territory that does not
 * fit closes a class: no territory overtakes one of a lower indicator. Rules with levels (other professions): the
 * class of each value.
 */
#ifndef MLG_ANALYSIS_ZONING_APPLY_RULE_H
#define MLG_ANALYSIS_ZONING_APPLY_RULE_H

#include "analysis/zoning/classes.h"

/* Writes zone[tvs]: a mlg_zone, MLG_ZONE_UNKNOWN where the value is NaN. Ties are broken by index. MLG_USAGE: the
 * rule has neither thresholds nor a ceiling. MLG_INPUT: bad persons. MLG_MEMORY. O(tvs log tvs). */
mlg_status mlg_zoning_apply_rule(const mlg_zoning_rule *rule, int32_t tvs, const double *value,
                                 const double *persons, uint8_t *zone, mlg_error *err) MLG_MUST_CHECK;

/* Why a change of class is refused. */
typedef enum mlg_refusal {
    MLG_ALLOWED,
    MLG_ELSEWHERE,   /* most of its people live in another region, whose ARS decides */
    MLG_LOCKED,      /* the national selection must be ZIP */
    MLG_ZIP_CEILING, /* more people in ZIP than the ceiling, and than before */
    MLG_ZAC_CEILING, /* likewise in ZAC */
    MLG_OVER_MARGIN, /* hors vivier: beyond the margin, and more than before */
    MLG_UNMOTIVATED, /* hors vivier: within the margin, but no reason is given */
    /* of a rule with levels */
    MLG_NO_EXCHANGE,   /* outside the zones of exchange, or on the other side of the middle class */
    MLG_UNDER_CEILING, /* a larger share of people under-served than by the rule, and than before */
    MLG_OVER_FLOOR     /* a smaller share of people over-served than by the rule, and than before */
} mlg_refusal;

/* A requested change: the frame of the territory, its new class, whether a reason is given, whether another region
 * decides. The lock on the national selection applies to territories, not to QPV: these have MLG_FRAME_VIVIER, or
 * MLG_FRAME_OUT when all of their territories are out. */
typedef struct mlg_zoning_choice {
    mlg_frame frame;
    mlg_zone zone;
    bool motivated, elsewhere;
    mlg_swap_kind swap;         /* of a rule with levels */
    double under_pct, over_pct; /* shares of the people by that rule; NaN unknown */
} mlg_zoning_choice;

/* Returns the first reason in the order above. */
mlg_refusal mlg_zoning_refusal(const mlg_zoning_rule *rule, const mlg_zoning_choice *choice,
                               const mlg_gauges *before, const mlg_gauges *after);

/* French; NULL for MLG_ALLOWED. */
const char *mlg_refusal_words(mlg_refusal refusal);

#endif
