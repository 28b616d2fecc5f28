/* A growing text buffer: pages, tables, summaries and lists of names are written into one, then bound, saved or taken.
 * Errors are sticky: after the first failure nothing more is added, and mlg_text_append(), mlg_text_take() and
 * mlg_text_save() return it. */
#ifndef MLG_BASE_TEXT_H
#define MLG_BASE_TEXT_H

#include "base/error.h"

/* Caller-allocated; `{ 0 }` is an empty text. */
typedef struct mlg_text {
    char *data; /* ends with a zero byte, NULL while empty */
    size_t length, capacity;
    mlg_status status;
} mlg_text;

void mlg_text_add(mlg_text *text, const char *words);
void mlg_text_add_bytes(mlg_text *text, const char *bytes, size_t size);
void mlg_text_printf(mlg_text *text, const char *format, ...) MLG_PRINTF(2, 3);

/* The same with a status: adds to the text; replaces it. MLG_MEMORY. */
mlg_status mlg_text_append(mlg_text *text, mlg_error *err, const char *format, ...) MLG_MUST_CHECK
    MLG_PRINTF(3, 4);
mlg_status mlg_text_set(mlg_text *text, mlg_error *err, const char *format, ...) MLG_MUST_CHECK MLG_PRINTF(3, 4);

/* The first failure, MLG_OK when there was none. */
mlg_status mlg_text_status(const mlg_text *text, mlg_error *err) MLG_MUST_CHECK;

/* Empties it and keeps its capacity. */
void mlg_text_clear(mlg_text *text);

/* Its contents, "" while empty. Valid until the text changes. */
const char *mlg_text_words(const mlg_text *text);

void mlg_text_release(mlg_text *text);

/* Releases a text whose contents went into `whole`, which inherits its failure. */
void mlg_text_release_part(mlg_text *part, mlg_text *whole);

/* Hands the text over; the struct is empty afterwards. Freed with free(). */
mlg_status mlg_text_take(char **out, mlg_text *text, mlg_error *err) MLG_MUST_CHECK;

/* Writes it to `path`, which is replaced. MLG_INPUT when it cannot be written. */
mlg_status mlg_text_save(const mlg_text *text, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
