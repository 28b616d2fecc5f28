/* What a change of zoning does: who goes from which class to which, which aids open and close, for how many.
 *
 * People are counted by parts: the persons of a QPV that is zoned apart in its class, the others in that of their commune, so
 * that the persons of all flows are everybody, to rounding. GPs are counted at their commune.
 */
#ifndef MLG_ANALYSIS_ZONING_IMPACT_H
#define MLG_ANALYSIS_ZONING_IMPACT_H

#include "analysis/zoning/assignment.h"

typedef struct mlg_zone_flow {
    int32_t tvs, communes, qpv;
    double persons, gp, gp_old; /* GPs before the change */
} mlg_zone_flow;

/* flow[MLG_ZONES][MLG_ZONES], [before][after]. Of the territory only. O(communes + tvs + qpv). */
void mlg_zoning_flows(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                      const mlg_zoning_assignment *after, mlg_zone_flow flow[MLG_ZONES][MLG_ZONES]);

/* Whom an aid is for: those who work there, of 60 and over among them, or those who come. */
typedef enum mlg_aid_who { MLG_AID_ALL, MLG_AID_OLD, MLG_AID_NEW } mlg_aid_who;

typedef struct mlg_aid {
    char name[48], label[128], per[16], who_text[16], conditions[256], evidence[48], source[128];
    uint32_t zones; /* bit 1 << mlg_zone */
    bool qpv;       /* open in any QPV */
    mlg_aid_who who;
    double amount; /* EUR a doctor, NaN: not a sum */
} mlg_aid;

typedef struct mlg_aid_change {
    double persons_gain, persons_lose;
    double gp_gain, gp_lose; /* NaN: it is for those who come */
} mlg_aid_change;

/* O(communes + qpv). */
mlg_aid_change mlg_zoning_aid_change(const mlg_zoning_units *units, const mlg_zoning_assignment *before,
                                     const mlg_zoning_assignment *after, const mlg_aid *aid);

/* Aids of a file of geodata/rules in force on `date` ("2026-01-01"; "": all), in `region`. *aids freed with free(). */
mlg_status mlg_zoning_aids_read(mlg_aid **aids, int32_t *count, const char *name, const char *date,
                                const char *region, mlg_error *err) MLG_MUST_CHECK;

#endif
