/* Styles that QGIS loads with the layers of a study. */
#ifndef MLG_OUTPUT_STYLE_H
#define MLG_OUTPUT_STYLE_H

#include "adapters/db.h"

/* Writes one row of layer_styles for each embedded geodata/styles/<table>.qml whose table stands in the study.
 * Done again it replaces its own rows; styles saved by users stay, and stay the default where they were. One
 * transaction, opened here. */
mlg_status mlg_output_styles(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
