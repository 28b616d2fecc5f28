/* A scenario tried change by change on a study that has been computed: what each would change, or why it cannot be made. */
#ifndef MLG_ANALYSIS_SCENARIO_TRIAL_H
#define MLG_ANALYSIS_SCENARIO_TRIAL_H

#include "adapters/yaml/tree.h"
#include "base/text.h"
#include "study/study.h"

typedef struct mlg_scenario_tried {
    char *where;       /* "departs.yaml:4:5"; owned */
    mlg_status status; /* MLG_OK: it can be made */
    char *words;       /* what it changes, or why it cannot be made, in one line; owned */
} mlg_scenario_tried;

/* `{ 0 }` is empty. */
typedef struct mlg_scenario_trial {
    mlg_scenario_tried *changes; /* in the order in which a run makes them */
    int32_t count, faults;
    size_t room;
} mlg_scenario_trial;

/* Makes each change of `outlook`, `supply`, `sites`, `population` and `roads` in turn, as mlg_study_apply_scenario() does; one that cannot be made is
 * listed and left out. Within a transaction of the caller, which holds the changes made. MLG_INPUT: `date` is no day, or a key is no list; MLG_MEMORY,
 * MLG_CANCELLED. Released on failure too. */
mlg_status mlg_study_try_scenario(mlg_scenario_trial *trial, mlg_study *study, mlg_error *err) MLG_MUST_CHECK;
void mlg_scenario_trial_release(mlg_scenario_trial *trial);

/* Lists what the change of a node would do, in words, or the fault that keeps it from being made. */
mlg_status mlg_scenario_trial_add(mlg_scenario_trial *trial, const mlg_node *node, const char *words,
                                  mlg_error *err) MLG_MUST_CHECK;
mlg_status mlg_scenario_trial_add_fault(mlg_scenario_trial *trial, const mlg_node *node, mlg_status status,
                                        const mlg_error *fault, mlg_error *err) MLG_MUST_CHECK;

#endif
