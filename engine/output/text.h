/* A growing text buffer: pages, tables and summaries are written into one, then saved or taken.
 * Errors are sticky: after the first failure nothing more is added, and taking or saving the text returns it. */
#ifndef MLG_OUTPUT_TEXT_H
#define MLG_OUTPUT_TEXT_H

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

void mlg_text_release(mlg_text *text);

/* Hands the text over; the struct is empty afterwards. Freed with free(). */
mlg_status mlg_text_take(char **out, mlg_text *text, mlg_error *err) MLG_MUST_CHECK;

/* Writes it to `path`, which is replaced. MLG_INPUT when it cannot be written. */
mlg_status mlg_text_save(const mlg_text *text, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
