/* The parts of QGIS styles that are made from what a study holds, rather than from a file. */
#ifndef MLG_OUTPUT_QGIS_STYLE_PLACES_H
#define MLG_OUTPUT_QGIS_STYLE_PLACES_H

#include "adapters/db/database.h"
#include "base/text.h"
#include "output/palette.h"

/* Rings of table bassin by the requested limits, for one request or all (NULL), with the areas of sites drawn over
 * them. */
mlg_status mlg_style_rings(mlg_text *qml, mlg_db *db, const char *request, mlg_error *err) MLG_MUST_CHECK;

/* Facilities of the categories that the study asks about, with their official names; those of the same meaning
 * share a symbol. */
mlg_status mlg_style_facilities(mlg_text *qml, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
