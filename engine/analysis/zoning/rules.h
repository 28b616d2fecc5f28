/* Rules of the zoning orders, read from their files. */
#ifndef MLG_ANALYSIS_ZONING_RULES_H
#define MLG_ANALYSIS_ZONING_RULES_H

#include "analysis/zoning/classes.h"
#include "study/rule_file.h"

/* Reads a rule by its name in geodata/rules or its path; `region` (may be NULL) chooses the ceilings and the
 * exception to the lock. MLG_INPUT with the location in the file: an unknown key, a bad number, thresholds or
 * classes that do not increase, or no thresholds, ceilings or classes at all. */
mlg_status mlg_zoning_rule_open(mlg_zoning_rule *rule, const char *name, const char *region,
                                mlg_error *err) MLG_MUST_CHECK;

/* Name of a region, and region of a département, from geodata/rules/regions.yaml; "" when there is none. */
mlg_status mlg_region_name(char *name, size_t size, const char *region, mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_region_of_departement(char region[4], const char *departement, mlg_error *err) MLG_MUST_CHECK;

/* How many départements of a region hold none of the communes that are `inside`, by their codes. O(départements * communes). */
mlg_status mlg_region_missing(int *missing, const char *region, int32_t communes, const char *const *insee,
                              const uint8_t *inside, mlg_error *err) MLG_MUST_CHECK;

#endif
