/* Whose the data are: what every export says. The lines are those of queries/report/mentions.sql. */
#ifndef MLG_OUTPUT_ATTRIBUTION_H
#define MLG_OUTPUT_ATTRIBUTION_H

#include "adapters/db.h"

/* Writes producer, vintage and licence into the description of every table of a study; those that come from roads of OpenStreetMap
 * are said to be under ODbL, the others do not name it. */
mlg_status mlg_output_attribution(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
