/* The parts of a QGIS style: renderers by classes and by categories, labels, aliases. */
#ifndef MLG_OUTPUT_QGIS_QML_H
#define MLG_OUTPUT_QGIS_QML_H

#include "base/text.h"
#include "output/palette.h"

/* How a feature is drawn: a filled area, or the square of 200 m around a point. */
typedef enum mlg_qml_shape { MLG_QML_AREA, MLG_QML_SQUARE } mlg_qml_shape;

typedef struct mlg_qml_class {
    double lower, upper; /* of a class of numbers */
    const char *value;   /* of a category; NULL: all values without a category of their own */
    char words[160];
    mlg_colour colour;
    int lines_deg; /* or MLG_NO_LINES */
} mlg_qml_class;

enum { MLG_QML_CLASSES = 16 };

/* Classes of a number (the first starts at `lower`), or categories of a code. */
void mlg_qml_classes(mlg_text *qml, const char *column, mlg_qml_shape shape, const mlg_qml_class *classes,
                     int count);
void mlg_qml_categories(mlg_text *qml, const char *column, mlg_qml_shape shape, const mlg_qml_class *classes,
                        int count);

/* One property of a symbol. */
void mlg_qml_option(mlg_text *qml, const char *name, const char *value);
void mlg_qml_colour(mlg_text *qml, const char *name, mlg_colour colour);

/* Labels of a column, shown where the scale is finer than 1:`largest`. */
void mlg_qml_labels(mlg_text *qml, const char *column, int size_pt, int largest);

/* The titles of the columns of a table. */
mlg_status mlg_qml_aliases(mlg_text *qml, mlg_db *db, const char *table, mlg_error *err) MLG_MUST_CHECK;

#endif
