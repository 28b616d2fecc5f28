/* The populations that ship with Maillage: geodata/rules/populations.csv, as entries of 'populations'. Static; any thread may read
 * them. */
#ifndef MLG_STUDY_CONFIG_POPULATIONS_H
#define MLG_STUDY_CONFIG_POPULATIONS_H

#include "study/config/config.h"

/* Ends with a NULL name. */
const mlg_config_population *mlg_populations_shipped(void);

/* The entry of that name of the study file, else of those that ship; NULL: none. */
const mlg_config_population *mlg_population_find(const mlg_config *config, const char *name);

/* Its label, or its name. */
const char *mlg_population_label(const mlg_config_population *population);

#endif
