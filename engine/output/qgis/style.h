/* Styles that QGIS loads with the layers of a study: one per way of showing a table, in each palette. */
#ifndef MLG_OUTPUT_QGIS_STYLE_H
#define MLG_OUTPUT_QGIS_STYLE_H

#include "base/text.h"
#include "output/palette.h"

typedef enum mlg_drawing {
    MLG_DRAW_FILE,       /* geodata/styles/<table>.qml, the same in every palette */
    MLG_DRAW_ACCESS,     /* classes of APL */
    MLG_DRAW_MINUTES,    /* classes of time */
    MLG_DRAW_ZONES,      /* classes of the zoning */
    MLG_DRAW_LACKS,      /* which services are missing */
    MLG_DRAW_CHANGE,     /* access, after less before */
    MLG_DRAW_LONGER,     /* minutes, after less before */
    MLG_DRAW_RINGS,      /* catchments by the requested limits */
    MLG_DRAW_FACILITIES, /* by category */
    MLG_DRAW_NOTHING     /* a table without geometry: its aliases alone */
} mlg_drawing;

typedef struct mlg_style {
    const char *table;
    const char *name;   /* French, in the list of styles and of layers */
    const char *column; /* what is drawn; NULL with a file */
    mlg_drawing drawing;
} mlg_style;

/* The first of a table is its default. Ends with a NULL table. */
extern const mlg_style mlg_styles[];

/* The QML of a style without its root element, for the rows of one request or of all (NULL). */
mlg_status mlg_style_add(mlg_text *qml, mlg_db *db, const mlg_style *style, const char *request,
                         const mlg_look *look, mlg_error *err) MLG_MUST_CHECK;

/* Writes layer_styles: every style of every table in the palette of the study, and the others in the other palettes; a table
 * without geometry gets its aliases. A second call replaces its own rows; styles saved by users are kept, and remain the default
 * where they were. One transaction, opened here. */
mlg_status mlg_output_styles(mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
