/* Metadata of the layers of a study inside its GeoPackage, as QGIS shows them: title, abstract, licence, rights, history. */
#ifndef MLG_OUTPUT_QGIS_METADATA_H
#define MLG_OUTPUT_QGIS_METADATA_H

#include "adapters/db/gpkg.h"
#include "base/text.h"
#include "output/tables/sheets.h"

/* The sources of the metadata, read once. */
typedef struct mlg_metadata_source {
    mlg_sheet_rows study, mentions, sources;
    char *system; /* name of the coordinate system */
    char *wkt;
    int epsg;
} mlg_metadata_source;

/* Released by the caller on failure too. */
mlg_status mlg_metadata_read(mlg_metadata_source *out, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;
void mlg_metadata_release(mlg_metadata_source *source);

/* Adds the elements of the QGIS document of a table, without their root: valid in <qgis> and in
 * <resourceMetadata>. */
void mlg_metadata_add(mlg_text *xml, const mlg_metadata_source *source, const char *table, const char *title,
                      const char *description);

/* Writes gpkg_metadata and gpkg_metadata_reference for every table of the study; those saved by users are kept.
 * Within the transaction of the caller. */
mlg_status mlg_output_metadata(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
