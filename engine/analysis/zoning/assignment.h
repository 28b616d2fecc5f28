/* A zoning: the class of every unit, with the indicator and the rule it is judged by, and its gauges. */
#ifndef MLG_ANALYSIS_ZONING_ASSIGNMENT_H
#define MLG_ANALYSIS_ZONING_ASSIGNMENT_H

#include "analysis/zoning/units.h"

/* A territory is judged only when its indicator is known for at least this share of its people. */
#define MLG_LEAST_KNOWN_PCT 95.0

/* Arrays are indexed as in mlg_zoning_units. `{ 0 }` is empty. */
typedef struct mlg_zoning_assignment {
    mlg_zoning_rule rule;
    bool by_rule;                /* frames follow the rule even where the source gives others */
    double *value, *gp, *gp_old; /* [communes] */
    double *tvs_mean;            /* [tvs] mean of its communes whose value is known; NaN: of none */
    double *tvs_known_pct;       /* [tvs] share of its people, or of the weights of the rule, that the mean covers;
                            * NaN: members outside the study have an unknown number of people */
    double *tvs_value;           /* [tvs] the indicator it is judged by: the mean, NaN below MLG_LEAST_KNOWN_PCT */
    uint8_t *frame;              /* [tvs] given by the source, else by the rule */
    uint8_t *zone, *tvs_zone, *qpv_zone; /* [communes], [tvs], [qpv] */
    mlg_gauges gauges;
    /* shares of the people that a rule with levels puts in its under-served and over-served classes; NaN: the limits
     * are not known, or the indicator is for less than MLG_LEAST_KNOWN_PCT of them */
    double under_pct, over_pct;
    char added
        [96]; /* French: what the margin of the rule says of a territory outside the vivier that has a class */
} mlg_zoning_assignment;

/* The classes in force, judged under `rule`. Call mlg_zoning_assignment_update() after any change of value, zone
 * or rule. Released by the caller, on failure too. MLG_MEMORY. */
mlg_status mlg_zoning_assignment_init(mlg_zoning_assignment *state, const mlg_zoning_units *units,
                                      const mlg_zoning_rule *rule, mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_assignment_release(mlg_zoning_assignment *state);

/* Recomputes means, what is known of them, frames and gauges. O(communes + tvs + qpv). */
mlg_status mlg_zoning_assignment_update(mlg_zoning_assignment *state, const mlg_zoning_units *units,
                                        mlg_error *err) MLG_MUST_CHECK;

/* Class of the persons of a share: that of the QPV when it has one of its own, else that of the commune. */
mlg_zone mlg_zoning_share_zone(const mlg_zoning_units *units, const mlg_zoning_assignment *state, int32_t share);

/* Gives another class to a territory and to those of its communes that have the class of the territory or none. */
void mlg_zoning_set_tvs(mlg_zoning_assignment *state, const mlg_zoning_units *units, int32_t tvs, mlg_zone zone);

/* Whether nobody's class is known: no zoning is given, and the population of each class is unknown. */
bool mlg_zoning_is_unclassed(const mlg_zoning_assignment *state);

/* Population of the territories of the national selection, percent of all: the least that ZIP may hold. */
double mlg_zoning_selection_pct(const mlg_zoning_units *units, const mlg_zoning_assignment *state);

/* Text of what a zoning with levels gives, in the language of messages: shares under-served and over-served, and
 * those by the rule. */
typedef struct mlg_levels_words {
    char text[160];
} mlg_levels_words;
mlg_levels_words mlg_zoning_levels_words(const mlg_zoning_assignment *state);

#endif
