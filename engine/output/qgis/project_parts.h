/* Shared by the files that write the QGIS project, and by nothing else. */
#ifndef MLG_OUTPUT_QGIS_PROJECT_PARTS_H
#define MLG_OUTPUT_QGIS_PROJECT_PARTS_H

#include "output/qgis/metadata.h"
#include "output/qgis/project_views.h"

typedef struct mlg_project {
    mlg_db *db;
    const char *file_name;
    char *title;
    char *credits;
    mlg_metadata_source about;
    mlg_look look;
    mlg_views views;
    double box[4]; /* west, south, east, north, with a margin */
    mlg_text text;
} mlg_project;

/* Visibility presets, one per theme. */
void mlg_project_add_themes(mlg_text *t, const mlg_project *p);

/* One A4 layout per theme: the first is named "Carte A4". */
void mlg_project_add_layouts(mlg_text *t, const mlg_project *p);

/* The first usable theme; NULL when there is none. */
const mlg_theme *mlg_project_first_theme(const mlg_project *p);

#endif
