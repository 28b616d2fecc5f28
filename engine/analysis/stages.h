/* The stages of a study that compute. Each reads tables, calls kernels and writes tables, in the transaction of
 * its caller. A stage that the study file does not request empties its tables and reports it. */
#ifndef MLG_ANALYSIS_STAGES_H
#define MLG_ANALYSIS_STAGES_H

#include "study/study.h"

/* APL of GPs and times to the nearest GP, pharmacy and emergency service: tables acces, acces_commune, qpv, lieu. */
mlg_status mlg_study_access(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Times asked for: tables temps, temps_bilan, and a column of acces_commune for each. */
mlg_status mlg_study_times(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Flags by commune and QPV, contiguous areas: tables acces_commune, qpv, desert. */
mlg_status mlg_study_desert(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Population by class, and the class that the rule would give: tables jauge, acces_commune. */
mlg_status mlg_study_zoning(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Supply missing to reach a threshold, and where to add it: tables besoin, besoin_zone. */
mlg_status mlg_study_need(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Access in future years: tables perspective, perspective_bilan. */
mlg_status mlg_study_outlook(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* A measure under every combination of conventions: tables sensibilite, sensibilite_niveau. */
mlg_status mlg_study_sensitivity(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* A measure drawn around what is known: tables incertitude, incertitude_bilan. */
mlg_status mlg_study_uncertainty(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* The computed figure beside the published one, and what makes the difference: tables ecart_publie, ecart_publie_bilan. */
mlg_status mlg_study_beside_published(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Each siting request: tables site, site_bilan, affectation. */
mlg_status mlg_study_siting(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Each catchment request: table bassin. */
mlg_status mlg_study_catchment(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Each request for rounds of mobile units: tables tournee, arret, tournee_bilan, tournee_acces; stops that fit no
 * day go to the table reject. */
mlg_status mlg_study_tour(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

/* Data for a page to answer "what if" without the engine: table essai. Empty without a measure that is additive
 * over sites. */
mlg_status mlg_study_whatif(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

#endif
