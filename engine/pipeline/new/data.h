/* The official files of a folder, as source lines of a study. */
#ifndef MLG_PIPELINE_NEW_DATA_H
#define MLG_PIPELINE_NEW_DATA_H

#include "base/arena.h"
#include "pipeline/new/territory.h"

typedef struct mlg_new_data {
    mlg_source_line *lines;
    int32_t count;
    size_t capacity;
    const char *roads; /* path of an extract whose box holds the territory; NULL: none */
    mlg_arena arena;
} mlg_new_data;

/* Recognises the files of the folder by their columns: a line for each that a study reads, a note for each other. The first
 * extract of roads that states a box with every town hall of the territory is what the study travels on. MLG_INPUT: no such
 * folder. O(files x data sets). */
mlg_status mlg_new_data_read(mlg_new_data *out, const char *folder, const mlg_new_study_text *text,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_new_data_release(mlg_new_data *data);

/* Turns line `i` into a note that says why it is not used, and takes the next file with the same key. */
mlg_status mlg_new_data_drop(mlg_new_data *data, int32_t i, const char *why, mlg_error *err) MLG_MUST_CHECK;

/* Turns the files that remain unused into notes. */
mlg_status mlg_new_data_settle(mlg_new_data *data, mlg_error *err) MLG_MUST_CHECK;

#endif
