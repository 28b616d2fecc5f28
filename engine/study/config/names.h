/* Names that a study file may give to measures of access, decays and shapes of decay: read from the tables that define
 * them, so that no other list of them exists.
 *
 * Each list is static, ends with NULL and keeps the order of its table. Any thread may read it. */
#ifndef MLG_STUDY_CONFIG_NAMES_H
#define MLG_STUDY_CONFIG_NAMES_H

/* study/measures.def: "apl", "2sfca", ... */
const char *const *mlg_measure_names(void);

/* geodata/rules/decays.csv: "apl-2015", "apl-2012", ... */
const char *const *mlg_decay_names(void);

/* study/decay_shapes.def, in the order of mlg_decay_shape: "steps", "exponential", ... */
const char *const *mlg_decay_shape_names(void);

#endif
