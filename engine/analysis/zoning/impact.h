/* Effects of a change of zoning: population moving from each class to each other, and aids gained and lost.
 *
 * Population is counted in parts: the persons of a QPV that has a class of its own in that class, the others in
 * the class of their commune, so that the flows add up to the whole population, to rounding. GPs are counted at
 * their commune.
 */
#ifndef MLG_ANALYSIS_ZONING_IMPACT_H
#define MLG_ANALYSIS_ZONING_IMPACT_H

#include "analysis/zoning/assignment.h"

typedef struct mlg_zone_flow {
    int32_t tvs, communes, qpv;
    double persons, gp, gp_old; /* GPs before the change */
} mlg_zone_flow;

/* flow[MLG_ZONES][MLG_ZONES] is indexed by class [before][after]; the territory only. O(communes + tvs + qpv). */
void mlg_zoning_flows(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                      const mlg_zoning_assignment *after, mlg_zone_flow flow[MLG_ZONES][MLG_ZONES]);

/* Whom an aid is for: doctors established there, those aged 60 and over, or doctors who settle there. */
typedef enum mlg_aid_who { MLG_AID_ALL, MLG_AID_OLD, MLG_AID_NEW } mlg_aid_who;

typedef struct mlg_aid {
    char name[96], label[256], per[16], who_text[16], conditions[1024], evidence[96], source[512];
    char from[16], to[16]; /* first and last day, as "2025-12-31"; "" when open */
    uint32_t zones;        /* bit 1 << mlg_zone */
    bool qpv;              /* available in any QPV */
    mlg_aid_who who;
    double amount; /* EUR per doctor; NaN: not an amount */
} mlg_aid;

typedef struct mlg_aid_change {
    double persons_gain, persons_lose; /* NaN: nobody's class is known both before and after */
    double gp_gain, gp_lose;           /* NaN: the same, or it is for doctors who settle */
} mlg_aid_change;

/* O(communes + qpv). */
mlg_aid_change mlg_zoning_aid_change(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                                     const mlg_zoning_assignment *after, const mlg_aid *aid);

/* Reads the aids of a file of geodata/rules in force in `region` on `date` ("2026-01-01"; "": all). *aids is freed
 * with free(). */
mlg_status mlg_zoning_aids_read(mlg_aid **aids, int32_t *count, const char *name, const char *date,
                                const char *region, mlg_error *err) MLG_MUST_CHECK;

#endif
