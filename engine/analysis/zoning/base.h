/* What a zoning bears on, read once from a study: communes, life territories (TVS), priority neighbourhoods (QPV). */
#ifndef MLG_ANALYSIS_ZONING_BASE_H
#define MLG_ANALYSIS_ZONING_BASE_H

#include "analysis/zoning/classes.h"
#include "base/arena.h"
#include "study/study.h"

enum { MLG_OLD_GP = 60 }; /* from that age on a GP is counted apart */

/* Texts live in the arena. `{ 0 }` is empty. Communes are in the order of their codes, which is that of the places of the
 * study; neighbours are among them, with 0 in `persons`. */
typedef struct mlg_zoning_base {
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
} mlg_zoning_base;

/* Which figure territories are judged on. */
typedef enum mlg_zoning_apl { MLG_APL_COMPUTED, MLG_APL_PUBLISHED, MLG_APL_PUBLISHED_65 } mlg_zoning_apl;

/* The indicator is that of the rule. MLG_DATA: the published APL is asked for and none is loaded. */
mlg_status mlg_zoning_base_read(mlg_zoning_base *base, mlg_study *study, const mlg_zoning_rule *rule,
                                mlg_zoning_apl apl, const char *vintage, mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_base_release(mlg_zoning_base *base);

/* -1 when there is none. O(log n), O(n), O(n). */
int32_t mlg_zoning_find_commune(const mlg_zoning_base *base, const char *insee);
int32_t mlg_zoning_find_tvs(const mlg_zoning_base *base, const char *code);
int32_t mlg_zoning_find_qpv(const mlg_zoning_base *base, const char *code);

/* ---- a zoning of it ------------------------------------------------------------------------------------------- */

/* One of the two that are compared; arrays as in the base. */
typedef struct mlg_zoning_state {
    mlg_zoning_rule rule;
    bool by_rule;                        /* frames are those of the rule even where the source gives others */
    double *value, *gp, *gp_old;         /* [communes] */
    double *tvs_value;                   /* [tvs] mean of its communes */
    uint8_t *frame;                      /* [tvs] given, else by the rule */
    uint8_t *zone, *tvs_zone, *qpv_zone; /* [communes], [tvs], [qpv] */
    mlg_gauges gauges;
} mlg_zoning_state;

/* What is in force under `rule`. Then mlg_zoning_settle() after any change of value, zone or rule. */
mlg_status mlg_zoning_state_init(mlg_zoning_state *state, const mlg_zoning_base *base, const mlg_zoning_rule *rule,
                                 mlg_error *err) MLG_MUST_CHECK;
void mlg_zoning_state_release(mlg_zoning_state *state);

/* Means, frames and gauges. O(communes + tvs + qpv). */
mlg_status mlg_zoning_settle(mlg_zoning_state *state, const mlg_zoning_base *base, mlg_error *err) MLG_MUST_CHECK;

/* Class of the people of a share: that of the QPV when it is zoned, else that of its commune. */
mlg_zone mlg_zoning_share_zone(const mlg_zoning_base *base, const mlg_zoning_state *state, int32_t share);

/* The territory and those of its communes that share its class take another. */
void mlg_zoning_set_tvs(mlg_zoning_state *state, const mlg_zoning_base *base, int32_t tvs, mlg_zone zone);

/* Persons by class of the territories of the national selection, percent of all: the least that ZIP may hold. */
double mlg_zoning_selection_pct(const mlg_zoning_base *base, const mlg_zoning_state *state);

#endif
