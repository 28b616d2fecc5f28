/* The units that a zoning classifies, read once from a study: communes, life territories (TVS), priority neighbourhoods (QPV). */
#ifndef MLG_ANALYSIS_ZONING_UNITS_H
#define MLG_ANALYSIS_ZONING_UNITS_H

#include "analysis/zoning/classes.h"
#include "base/arena.h"
#include "study/study.h"

enum { MLG_OLD_GP = 60 }; /* from that age on a GP is counted apart */

/* Texts live in the arena. `{ 0 }` is empty. Communes are in the order of their codes, which is that of the places of the
 * study; neighbours are among them, with 0 in `persons`. */
typedef struct mlg_zoning_units {
    int32_t communes;
    const char **insee, **commune_label, **region;
    uint8_t *inside;
    double *persons;                  /* residents of the territory; 0 for a neighbour */
    double *residents, *standardised; /* whoever lives there */
    double *value;                    /* the indicator, NaN unknown */
    double *gp, *gp_old;
    bool ages_known; /* some GP has an age */
    int32_t *tvs;    /* of the commune; never -1: alone when no composition is known */
    uint8_t *zone, *given_frame;

    int32_t tvs_count;
    const char **tvs_code, **tvs_label;
    uint8_t *tvs_composed; /* 0: a commune alone */
    uint8_t *tvs_zone;     /* in force: its own, else that of most of its people */
    uint8_t *tvs_frame;    /* given, or unknown */
    double *tvs_persons, *tvs_residents;
    int32_t *tvs_communes;   /* of the territory */
    int32_t *tvs_largest;    /* its commune with most residents */
    const char **tvs_region; /* where most of its people live, "" unknown */
    double *tvs_region_pct;

    int32_t qpv_count;
    const char **qpv_code, **qpv_label;
    uint8_t *qpv_zone;
    int32_t shares; /* persons of a QPV in a commune of the territory */
    int32_t *share_qpv, *share_commune;
    double *share_persons;

    const char *region_main; /* of most people of the territory, "" unknown */
    int32_t composed;        /* communes of the territory that a composition puts in a TVS */
    double persons_total;
    mlg_arena arena;
} mlg_zoning_units;

/* Which figure territories are judged on. */
typedef enum mlg_zoning_apl { MLG_APL_COMPUTED, MLG_APL_PUBLISHED, MLG_APL_PUBLISHED_65 } mlg_zoning_apl;

/* The indicator is that of the rule. MLG_DATA: the published APL is asked for and none is loaded. */
mlg_status mlg_zoning_units_read(mlg_zoning_units *units, mlg_study *study, const mlg_zoning_rule *rule,
                                 mlg_zoning_apl apl, const char *vintage, mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_units_release(mlg_zoning_units *units);

/* -1 when there is none. O(log n), O(n), O(n). */
int32_t mlg_zoning_find_commune(const mlg_zoning_units *units, const char *insee);
int32_t mlg_zoning_find_tvs(const mlg_zoning_units *units, const char *code);
int32_t mlg_zoning_find_qpv(const mlg_zoning_units *units, const char *code);

#endif
