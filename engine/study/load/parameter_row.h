/* A row of the sheet `Paramètres` of a published workbook, understood by its words. Its layout is not documented: what is read
 * is a row with one label and one number, where the label tells minutes ("de 10 à 15 min", "[10;15[", "moins de 5 minutes"),
 * ages ("5-9 ans", "90 ans et plus") or a bound of activity ("borne inférieure d'activité"). Anything else is not guessed. */
#ifndef MLG_STUDY_LOAD_PARAMETER_ROW_H
#define MLG_STUDY_LOAD_PARAMETER_ROW_H

#include <stdbool.h>

typedef enum mlg_parameter_kind {
    MLG_PARAMETER_EMPTY, /* nothing in it, or words alone: a title or a note */
    MLG_PARAMETER_STEP,
    MLG_PARAMETER_WEIGHT,
    MLG_PARAMETER_LEAST,
    MLG_PARAMETER_MOST,
    MLG_PARAMETER_UNKNOWN /* it holds a number, and it is not clear of what */
} mlg_parameter_kind;

typedef struct mlg_parameter_row {
    mlg_parameter_kind kind;
    double from, to; /* minutes, or years with both ends; `to` NaN: and over */
    double value;
    char closure; /* of a step: 'g' its end belongs to the next, 'd' to it, 0: not told */
} mlg_parameter_row;

/* cell[count]: texts of the row, NULL where empty; title: words of the last row without a number, which tell minutes from
 * ages where the label does not, or NULL. O(letters). */
mlg_parameter_row mlg_parameter_read(const char *const *cell, int count, const char *title);

#endif
