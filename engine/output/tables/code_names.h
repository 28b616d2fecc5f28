/* Names that a study stores as the engine knows them, and their words: siting models, methods of solvers, decays, regions. */
#ifndef MLG_OUTPUT_TABLES_CODE_NAMES_H
#define MLG_OUTPUT_TABLES_CODE_NAMES_H

#include "output/tables/code_list.h"

/* Each ends with a NULL value. tests/house.py holds the methods against the solvers, the models and the regions against their tables. */
extern const mlg_code mlg_model_words[], mlg_method_words[], mlg_decay_words[], mlg_region_words[];

#endif
