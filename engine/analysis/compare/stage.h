/* Compares two results: a study with and without a scenario, or any two studies. */
#ifndef MLG_ANALYSIS_COMPARE_STAGE_H
#define MLG_ANALYSIS_COMPARE_STAGE_H

#include "study/study.h"

/* Fills the tables comparaison* from study->before and study->db, in the transaction of the caller; only empties them without study->before.
 * Patients to re-home are found where the study file is known (study->config) and asks for the APL of a service. MLG_DATA: the two results
 * have no commune in common. O(communes x measures log communes), and for the patients the travel of the services whose supply goes down. */
mlg_status mlg_study_compare(mlg_study *study, mlg_text *summary, mlg_error *err) MLG_MUST_CHECK;

#endif
