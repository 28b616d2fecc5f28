/* The results of a study in a few lines: printed after a run and by `maillage info`. */
#ifndef MLG_OUTPUT_TERMINAL_SUMMARY_H
#define MLG_OUTPUT_TERMINAL_SUMMARY_H

#include "adapters/db/database.h"

/* Labels in English; names as the sources write them. JSON holds the same. *out is freed with free(). */
mlg_status mlg_output_summary(char **out, mlg_db *db, mlg_format format, mlg_error *err) MLG_MUST_CHECK;

#endif
