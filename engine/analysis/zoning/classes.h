/* Classes of a zoning and their checks: gauges, the margin outside the national frame, departures from the rule. General
 * practitioners have ZIP, ZAC and their like; other professions five levels, cut at shares of the people of France.
 *
 *   persons(z) = persons of the TVS of class z - QPV of another class inside them + QPV of class z elsewhere
 *   share(z)   = persons(z) / SUM persons
 *   margin     = persons of TVS outside the vivier who end up in ZIP or ZAC / persons of the TVS of the vivier
 *
 * Source: order of 13 November 2017 and its FAQ (ministry, 25 May 2018); gauges as in the zoning application of
 * DREES.
 */
#ifndef MLG_ANALYSIS_ZONING_CLASSES_H
#define MLG_ANALYSIS_ZONING_CLASSES_H

#include "base/error.h"

typedef enum mlg_zone {
    MLG_ZONE_UNKNOWN,
    MLG_ZONE_ZIP,        /* zone d'intervention prioritaire */
    MLG_ZONE_ZAC,        /* zone d'action complementaire */
    MLG_ZONE_ZV,         /* zone de vigilance */
    MLG_ZONE_HV,         /* hors vivier, also written HZ: hors zonage */
    MLG_ZONE_ZAR,        /* zone d'accompagnement regional */
    MLG_ZONE_VERY_UNDER, /* tres sous-dote: the first of the five levels of the other professions, by rising indicator */
    MLG_ZONE_UNDER,  /* sous-dote */
    MLG_ZONE_MIDDLE, /* intermediaire */
    MLG_ZONE_WELL,   /* tres dote */
    MLG_ZONE_OVER,   /* sur-dote; for dentists "non prioritaire" */
    MLG_ZONES
} mlg_zone;

/* Status of a TVS set by the State before the ARS decides. */
typedef enum mlg_frame {
    MLG_FRAME_UNKNOWN,
    MLG_FRAME_NATIONAL, /* selection nationale: ZIP, compulsory */
    MLG_FRAME_VIVIER,   /* the ARS chooses among ZIP, ZAC, ZV (and its own ZAR) */
    MLG_FRAME_OUT       /* hors vivier: HV, unless within the margin */
} mlg_frame;

/* Code of a class as planners and the tables of a study write it (HZ for hors vivier), static; and the inverse,
 * for which NULL and any other text are unknown. */
const char *mlg_zone_code(mlg_zone zone);

/* ZIP or ZAC: the classes that the margin counts. */
bool mlg_zone_is_aided(mlg_zone zone);

/* One of the five levels of the professions other than general practitioners. */
bool mlg_zone_is_level(mlg_zone zone);
mlg_zone mlg_zone_of(const char *code);
mlg_frame mlg_frame_of(const char *code);
const char *mlg_frame_code(mlg_frame frame); /* NULL for unknown */

/* Level of aid that a class gives: 0 none or unknown, 1 ZAR, 2 ZAC or under-served, 3 ZIP or very under-served. */
int mlg_zone_aid(mlg_zone zone);
const char *mlg_frame_label(mlg_frame frame);

/* Life territories (TVS) and the priority neighbourhoods (QPV) inside them. */
typedef struct mlg_zoning {
    int32_t tvs;
    const double *persons; /* [tvs] QPV included */
    const uint8_t *zone;   /* [tvs] mlg_zone */
    const uint8_t *frame;  /* [tvs] mlg_frame */
    int32_t qpv;
    const int32_t *qpv_tvs;    /* [qpv] the TVS it lies in; a QPV that spans two has a row for each */
    const double *qpv_persons; /* [qpv] in that TVS */
    const uint8_t *qpv_zone;   /* [qpv] mlg_zone; MLG_ZONE_UNKNOWN: that of its TVS */
} mlg_zoning;

typedef struct mlg_gauges {
    double persons[MLG_ZONES];
    double share_pct[MLG_ZONES]; /* of `total`; NaN when it is 0 */
    double total;                /* unknown class included */
    double vivier_persons;       /* of TVS in the vivier, without the national selection */
    double margin_persons;
    double margin_pct; /* NaN when the vivier is empty; at most MLG_MARGIN_MAX_PCT */
    int32_t qpv_moved; /* QPV whose class differs from that of their TVS */
} mlg_gauges;

#define MLG_MARGIN_MAX_PCT 5.0

/* The share of a class with that many decimals, in the language of messages: "at least ..." where the class of some people is unknown,
 * "unknown" when everyone else is in another class. */
typedef struct mlg_share_words {
    char text[64];
} mlg_share_words;
mlg_share_words mlg_zoning_share_words(const mlg_gauges *gauges, mlg_zone zone, int places);

/* MLG_INPUT: persons negative or NaN, an unknown code, a QPV without TVS, QPV of another class that together have
 * more persons than their TVS. O(tvs + qpv). */
mlg_status mlg_zoning_gauges(const mlg_zoning *zoning, mlg_gauges *gauges, mlg_error *err) MLG_MUST_CHECK;

/* Level of a gauge from `min` to `max`: green below half of the range, orange up to 95 %, red up to the limit;
 * else over or under. A value of NaN is red. `max` NaN: no upper limit, green or under. A limit is exceeded only
 * beyond rounding errors. */
typedef enum mlg_light { MLG_GREEN, MLG_ORANGE, MLG_RED, MLG_OVER, MLG_UNDER } mlg_light;
mlg_light mlg_gauge_light(double value, double min, double max);

typedef struct mlg_zoning_rule mlg_zoning_rule;

/* By a rule with levels: percent of the people in the under-served classes that it counts, and in the over-served
 * one; NaN when it has none. */
double mlg_zoning_under_pct(const mlg_zoning_rule *rule, const mlg_gauges *gauges);
double mlg_zoning_over_pct(const mlg_zoning_rule *rule, const mlg_gauges *gauges);

/* ---- the rule ----------------------------------------------------------------------------------------------- */

enum { MLG_MOST_CLASSES = 8 };

/* A class of the zonings of other professions: territories whose indicator is at most `max`. */
typedef struct mlg_zone_class {
    char label[96];
    double max;       /* included */
    double share_pct; /* share of the population of France when the order was issued; NaN: not known */
    mlg_zone zone;    /* by its label; unknown for a label of one's own */
} mlg_zone_class;

/* Where the agency may swap classes between territories: the lowest and the highest of all those of France, by share of
 * the people. NaN: the rule has none, or the value is not known. */
typedef struct mlg_exchange {
    double lowest_pct, highest_pct; /* percent of the people of France */
    double low_max, high_min;       /* the indicators that bound them, both included */
    int under; /* number of under-served classes that lie whole in it; 0: the rule has other classes */
} mlg_exchange;

typedef enum mlg_swap_kind { MLG_SWAP_UNKNOWN, MLG_SWAP_NONE, MLG_SWAP_UNDER, MLG_SWAP_OVER } mlg_swap_kind;

/* Read from geodata/rules by rules.h. NaN: the rule does not set it. */
struct mlg_zoning_rule {
    char name[512], title[512], source[512], evidence[96];
    char from[16], to[16];         /* dates between which it is in force, "" when open */
    char service[32], measure[32]; /* the indicator */
    /* means by territory are weighted by standardised persons, else by residents */
    bool standardised;
    double national_max;             /* a TVS at or below it is in the national selection */
    double vivier_max;               /* above national_max and up to it: vivier; above: out */
    double zip_max_pct, zac_max_pct; /* ceilings, percent of the population */
    double
        margin_max_pct; /* population classed population classed population classed hors vivier, percent of the vivier */
    bool unlocked; /* this region may exclude a TVS from the national selection */
    int classes;   /* 0 for general practitioners */
    mlg_zone_class class[MLG_MOST_CLASSES];
    mlg_exchange exchange;
    bool shares_cut;    /* the limits were cut at the shares of the classes (cut.h), not given by the rule */
    double cut_persons; /* people of the territories that were cut */
    bool shares_of_standardised; /* shares are of standardised people (women, for midwives), else of residents */
};

/* Index of the class of a value, the last one above every limit; -1 (no class) for NaN, or when the limits are not known. */
int mlg_zoning_class_of(const mlg_zoning_rule *rule, double value);

/* Whether every limit between the classes of the rule is known. */
bool mlg_zoning_has_limits(const mlg_zoning_rule *rule);

/* Class of a value by a rule with levels; unknown where the value or the limits are, or the label is one's own. */
mlg_zone mlg_zoning_level_of(const mlg_zoning_rule *rule, double value);

/* Whether a territory may be swapped. Classes that lie in a zone whole are in it even where its bound is not known. */
mlg_swap_kind mlg_zoning_swap_of(const mlg_zoning_rule *rule, double value);

/* As the tables of a study write it, static; NULL for unknown. */
const char *mlg_swap_code(mlg_swap_kind swap);

/* Frame of an APL (mean of a TVS weighted by total population); unknown for NaN or when the rule has no
 * thresholds. */
mlg_frame mlg_zoning_by_rule(const mlg_zoning_rule *rule, double apl);

typedef enum mlg_departure {
    MLG_AGREES,
    MLG_LEFT_OUT_OF_ZIP, /* national selection, not in ZIP: may be contested in court */
    MLG_VIVIER_NOT_USED, /* vivier, classed HV */
    MLG_ADDED_FROM_OUT,  /* hors vivier, yet classed: must fit in the margin and be justified */
    MLG_NOT_COMPARABLE   /* APL or class unknown */
} mlg_departure;

mlg_departure mlg_zoning_departure(mlg_frame frame, mlg_zone zone);

#endif
