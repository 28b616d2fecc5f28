/* The rule of deserts of a study, and the tables made from it beyond the flags of communes. */
#ifndef MLG_ANALYSIS_DESERT_STAGE_RULES_H
#define MLG_ANALYSIS_DESERT_STAGE_RULES_H

#include "analysis/catchment/stage_contiguous.h"
#include "analysis/desert/criteria.h"
#include "study/rule_file.h"

/* A rule applied to the communes of the territory, in the order of their codes. `{ 0 }` is empty. */
typedef struct mlg_desert_rule {
    mlg_study *study;
    mlg_rules file;
    int32_t units;
    const char *const *insee, *const *label;
    const double *persons;
    int count;
    mlg_criterion criterion[MLG_MOST_CRITERIA];
    const char *name[MLG_MOST_CRITERIA], *criterion_label[MLG_MOST_CRITERIA];
    double *value[MLG_MOST_CRITERIA];
    mlg_condition condition[MLG_MOST_CONDITIONS];
    int conditions;
    uint16_t *flags;   /* [units] bits of the criteria that hold */
    uint16_t *unknown; /* [units] bits of the criteria that cannot be decided */
    uint8_t *inside;   /* [units] 1 where the condition holds */
} mlg_desert_rule;

/* Reads the rule of the study file with the bounds that the study file overrides (apl, pharmacy_minutes,
 * emergency_minutes) and the figures it names, and evaluates it for every commune. insee[units], label[units] and
 * persons[units] are borrowed. MLG_INPUT with the location in the file: an unknown key, or a figure that no source
 * gives. Released by the caller, on failure too. */
mlg_status mlg_desert_rule_read(mlg_desert_rule *rule, mlg_study *study, int32_t units, const char *const *insee,
                                const char *const *label, const double *persons, mlg_error *err) MLG_MUST_CHECK;
void mlg_desert_rule_release(mlg_desert_rule *rule);

/* Replaces `text` by the labels of the criteria that hold, separated by " + ", then those of the unknown ones:
 * "pharmacie ; inconnu : urgences". MLG_MEMORY. */
mlg_status mlg_desert_rule_words(mlg_text *text, const mlg_desert_rule *rule, uint16_t flags, uint16_t unknown,
                                 mlg_error *err) MLG_MUST_CHECK;

/* value[units] of the figure of that name: apl, t_gp, t_pharma, t_urgence, population, densite, nb_gp, part_75,
 * pauvrete, an indicator of the sources, or service.measure. more_than[units], or NULL: lower bound where the figure is NaN, itself NaN
 * where there is none. *known: whether any commune has it. */
mlg_status mlg_desert_figure(double *value, double *more_than, bool *known, mlg_study *study, const char *name,
                             int32_t units, const char *const *insee, mlg_error *err) MLG_MUST_CHECK;

/* Tables desert_combinaison, desert_typologie and desert_zone. */
mlg_status mlg_desert_write_zones(const mlg_desert_rule *rule, const mlg_study_areas *areas,
                                  mlg_error *err) MLG_MUST_CHECK;

/* Table grappe; nothing when the study file does not ask for clusters. */
mlg_status mlg_desert_write_clusters(const mlg_desert_rule *rule, mlg_error *err) MLG_MUST_CHECK;

/* Tables vulnerabilite and vulnerabilite_rang; nothing when the study file does not ask for vulnerability. */
mlg_status mlg_desert_write_vulnerability(const mlg_desert_rule *rule, mlg_error *err) MLG_MUST_CHECK;

#endif
