/* A row of sheet `Paramètres` of a published workbook, recognised by its words. The layout is undocumented: a row
 * is read when it has one label and one number, and the label gives minutes ("de 10 à 15 min", "[10;15[", "moins
 * de 5 minutes"), ages ("5-9 ans", "90 ans et plus") or a bound on activity ("borne inférieure d'activité").
 * Nothing else is guessed. */
#ifndef MLG_STUDY_LOAD_PARAMETER_ROW_H
#define MLG_STUDY_LOAD_PARAMETER_ROW_H

#include <stdbool.h>

typedef enum mlg_parameter_kind {
    MLG_PARAMETER_EMPTY, /* empty, or words only: a title or a note */
    MLG_PARAMETER_STEP,
    MLG_PARAMETER_WEIGHT,
    MLG_PARAMETER_LEAST,
    MLG_PARAMETER_MOST,
    MLG_PARAMETER_UNKNOWN /* a number whose meaning is unclear */
} mlg_parameter_kind;

typedef struct mlg_parameter_row {
    mlg_parameter_kind kind;
    double from, to; /* minutes, or ages with both ends included; `to` is NaN for 'and over' */
    double value;
    char closure; /* 'd': the end belongs to the step, 'g': to the next step, 0: unknown */
} mlg_parameter_row;

/* cell[count]: texts of the row, NULL where empty. title: words of the last row without a number, or NULL; it
 * separates minutes from ages when the label does not. O(letters). */
mlg_parameter_row mlg_parameter_read(const char *const *cell, int count, const char *title);

#endif
