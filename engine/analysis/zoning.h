/* Checking a zoning of general practitioners: gauges, the margin outside the national frame, and where the classes
 * depart from the rule.
 *
 *   persons(z) = persons of the TVS of class z - QPV of another class inside them + QPV of class z elsewhere
 *   share(z)   = persons(z) / SUM persons
 *   margin     = persons of TVS outside the vivier who end up in ZIP or ZAC / persons of the TVS of the vivier
 *
 * Source: order of 13 November 2017 and its FAQ (ministry, 25 May 2018); gauges as in the zoning application of
 * DREES.
 */
#ifndef MLG_ANALYSIS_ZONING_H
#define MLG_ANALYSIS_ZONING_H

#include "base/error.h"

typedef enum mlg_zone {
    MLG_ZONE_UNKNOWN,
    MLG_ZONE_ZIP, /* zone d'intervention prioritaire */
    MLG_ZONE_ZAC, /* zone d'action complementaire */
    MLG_ZONE_ZV,  /* zone de vigilance */
    MLG_ZONE_HV,  /* hors vivier, also written HZ: hors zonage */
    MLG_ZONE_ZAR, /* zone d'accompagnement regional */
    MLG_ZONES
} mlg_zone;

/* What the State says of a TVS before the ARS chooses. */
typedef enum mlg_frame {
    MLG_FRAME_UNKNOWN,
    MLG_FRAME_NATIONAL, /* selection nationale: ZIP, compulsory */
    MLG_FRAME_VIVIER,   /* the ARS chooses among ZIP, ZAC, ZV (and its own ZAR) */
    MLG_FRAME_OUT       /* hors vivier: HV, unless within the margin */
} mlg_frame;

/* Text of a class or a frame as planners write it; static. */
const char *mlg_zone_label(mlg_zone zone);
const char *mlg_frame_label(mlg_frame frame);

/* Living areas (TVS) and priority neighbourhoods (QPV) inside them. */
typedef struct mlg_zoning {
    int32_t tvs;
    const double *persons; /* [tvs] QPV included */
    const uint8_t *zone;   /* [tvs] mlg_zone */
    const uint8_t *frame;  /* [tvs] mlg_frame */
    int32_t qpv;
    const int32_t *qpv_tvs;    /* [qpv] the TVS it lies in; a QPV across two has a row in each */
    const double *qpv_persons; /* [qpv] in that TVS */
    const uint8_t *qpv_zone;   /* [qpv] mlg_zone; MLG_ZONE_UNKNOWN: that of its TVS */
} mlg_zoning;

typedef struct mlg_gauges {
    double persons[MLG_ZONES];
    double share_pct[MLG_ZONES]; /* of `total`; NaN when it is 0 */
    double total;                /* unknown class included */
    double vivier_persons;       /* of TVS in the vivier; those of the national selection are not in it */
    double margin_persons;
    double margin_pct; /* NaN when nobody lives in the vivier; to hold against MLG_MARGIN_MAX_PCT */
    int32_t qpv_moved; /* QPV whose class is not that of their TVS */
} mlg_gauges;

#define MLG_MARGIN_MAX_PCT 5.0

/* MLG_INPUT: persons negative or NaN, an unknown code, a QPV without TVS, QPV of another class that together have
 * more persons than their TVS. O(tvs + qpv). */
mlg_status mlg_zoning_gauges(const mlg_zoning *zoning, mlg_gauges *gauges, mlg_error *err) MLG_MUST_CHECK;

/* How full a gauge from `min` to `max` is: green below half of the way, orange up to 95 %, red beyond (or below
 * min, or not a number). */
typedef enum mlg_light { MLG_GREEN, MLG_ORANGE, MLG_RED } mlg_light;
mlg_light mlg_gauge_light(double value, double min, double max);

/* ---- the rule --------------------------------------------------------------------------------------------- */

typedef struct mlg_zoning_rule {
    const char *name;
    double national_max; /* APL of a TVS at it or below: national selection */
    double vivier_max;   /* above national_max, up to it: vivier; above: out */
    const char *evidence, *source;
} mlg_zoning_rule;

/* "2017" (2.5 and 4) and "2025" (2.71 and 3.98, second-hand); NULL for another name. Static. */
const mlg_zoning_rule *mlg_zoning_rule_by_name(const char *name);

/* Frame of an APL (mean of a TVS weighted by total population); unknown for NaN. */
mlg_frame mlg_zoning_by_rule(const mlg_zoning_rule *rule, double apl);

typedef enum mlg_departure {
    MLG_AGREES,
    MLG_LEFT_OUT_OF_ZIP, /* national selection, not in ZIP: may be contested in court */
    MLG_VIVIER_NOT_USED, /* vivier, classed HV */
    MLG_ADDED_FROM_OUT,  /* hors vivier, yet classed: must fit in the margin and be motivated */
    MLG_NOT_COMPARABLE   /* APL or class unknown */
} mlg_departure;

mlg_departure mlg_zoning_departure(mlg_frame frame, mlg_zone zone);

/* Indices of the TVS whose class departs from the rule, ascending: index[tvs], departure[tvs] (mlg_departure, may
 * be NULL), `*count` of them. apl[tvs], zone[tvs] (mlg_zone). O(tvs). */
void mlg_zoning_compare(const mlg_zoning_rule *rule, int32_t tvs, const double *apl, const uint8_t *zone,
                        int32_t *index, uint8_t *departure, int32_t *count);

#endif
