/* The units that a zoning classifies, read once from a study: communes, life territories (TVS), priority
 * neighbourhoods (QPV). */
#ifndef MLG_ANALYSIS_ZONING_UNITS_H
#define MLG_ANALYSIS_ZONING_UNITS_H

#include "analysis/zoning/classes.h"
#include "base/arena.h"
#include "study/study.h"

enum { MLG_OLD_GP = 60 }; /* GPs of that age and over are also counted separately */

/* Origin of the population of a QPV: counted by a source, estimated from the squares in it, or from its share of
 * the area of its communes, which is too low where it is denser than its surroundings. */
typedef enum mlg_people {
    MLG_PEOPLE_UNKNOWN,
    MLG_PEOPLE_GIVEN,
    MLG_PEOPLE_FROM_SQUARES,
    MLG_PEOPLE_FROM_AREA
} mlg_people;

/* Texts are in the arena. `{ 0 }` is empty. Communes are in the order of their codes, which is that of the places
 * of the study, and include neighbours outside the territory, which have 0 in `persons`. */
typedef struct mlg_zoning_units {
    int32_t communes;
    const char **insee, **commune_label, **region;
    uint8_t *inside;
    double *persons;                  /* residents of the territory; 0 for a neighbour */
    double *residents, *standardised; /* neighbours included */
    double *value;                    /* the indicator; NaN unknown */
    double *gp, *gp_old;
    bool ages_known; /* the age of some GP is known */
    int32_t *tvs;    /* TVS of the commune; always set: a commune in no known composition is a TVS of its own */
    uint8_t *zone, *given_frame;

    int32_t tvs_count;
    const char **tvs_code, **tvs_label;
    uint8_t *tvs_composed; /* 0: a single commune */
    uint8_t *tvs_zone;     /* in force: its own, else that of most of its residents */
    uint8_t *tvs_frame;    /* given by the source, or unknown */
    double *tvs_persons, *tvs_residents;
    int32_t *tvs_communes;   /* number in the territory */
    int32_t *tvs_far;        /* number of its communes that the study does not hold */
    double *tvs_far_persons; /* theirs; NaN unknown */
    int32_t *tvs_largest;    /* its commune with the most residents */
    const char **tvs_region; /* where most of its residents live, "" unknown */
    double *tvs_region_pct;

    int32_t qpv_count;
    const char **qpv_code, **qpv_label;
    uint8_t *qpv_zone;
    uint8_t *qpv_people;  /* mlg_people */
    int32_t qpv_known[4]; /* number of QPV of the territory, by mlg_people */
    int32_t shares;       /* number of (QPV, commune of the territory) pairs */
    int32_t *share_qpv, *share_commune;
    double *share_part;    /* of the QPV, 0 to 1 */
    double *share_persons; /* 0 where those of the QPV are not known: they stay with their commune */

    const char *region_main; /* of most residents of the territory, "" unknown */
    int32_t composed;        /* communes of the territory that a composition assigns to a TVS */
    double persons_total;
    mlg_arena arena;
} mlg_zoning_units;

/* The indicator by which territories are classified. */
typedef enum mlg_zoning_apl { MLG_APL_COMPUTED, MLG_APL_PUBLISHED, MLG_APL_PUBLISHED_65 } mlg_zoning_apl;

/* French, static. */
const char *mlg_zoning_apl_words(mlg_zoning_apl apl);

/* Reads the units of a study, with the indicator of the rule. MLG_DATA: the published APL is requested and none is
 * loaded. Released by the caller, on failure too. */
mlg_status mlg_zoning_units_read(mlg_zoning_units *units, mlg_study *study, const mlg_zoning_rule *rule,
                                 mlg_zoning_apl apl, const char *vintage, mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_units_release(mlg_zoning_units *units);

/* Most people of a territory live in another region than those of the study: its ARS decides. */
bool mlg_zoning_is_elsewhere(const mlg_zoning_units *units, int32_t tvs);

/* Persons of a QPV in the territory; NaN unknown. O(shares). */
double mlg_zoning_qpv_persons(const mlg_zoning_units *units, int32_t qpv);

/* Mean of a figure of the communes over a QPV, weighted by its share in each; NaN where one of them is unknown or outside the territory.
 * O(shares). */
double mlg_zoning_qpv_value(const mlg_zoning_units *units, int32_t qpv, const double *value);

/* Index of a unit by its code, -1 when there is none. O(log n), O(n), O(n). */
int32_t mlg_zoning_find_commune(const mlg_zoning_units *units, const char *insee);
int32_t mlg_zoning_find_tvs(const mlg_zoning_units *units, const char *code);
int32_t mlg_zoning_find_qpv(const mlg_zoning_units *units, const char *code);

#endif
