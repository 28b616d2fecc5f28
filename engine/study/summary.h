/* One line for people about what a stage did. */
#ifndef MLG_STUDY_SUMMARY_H
#define MLG_STUDY_SUMMARY_H

#include "base/error.h"

/* `{ 0 }` is empty; released with mlg_summary_release(). */
typedef struct mlg_summary {
    char *text; /* NULL when empty */
    size_t room;
} mlg_summary;

void mlg_summary_release(mlg_summary *summary);

/* The text, "" when empty. Valid until the summary changes. */
const char *mlg_summary_text(const mlg_summary *summary);

/* Replaces the text; appends to it. MLG_MEMORY. */
mlg_status mlg_summary_set(mlg_summary *summary, mlg_error *err, const char *format, ...) MLG_MUST_CHECK
    MLG_PRINTF(3, 4);
mlg_status mlg_summary_add(mlg_summary *summary, mlg_error *err, const char *format, ...) MLG_MUST_CHECK
    MLG_PRINTF(3, 4);

#endif
