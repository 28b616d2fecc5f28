/* Filling a mlg_error: one line with the bad value and the place, one hint that names what to do. Formats are English in the
 * source, and translated here (base/language.h). */
#ifndef MLG_BASE_ERROR_H
#define MLG_BASE_ERROR_H

#include "maillage.h"

/* Writes the message, clears the hint, returns `status`. `err` may be NULL. */
mlg_status mlg_fail(mlg_error *err, mlg_status status, const char *format, ...) MLG_PRINTF(3, 4);

/* Adds the hint to the error just written. */
void mlg_hint(mlg_error *err, const char *format, ...) MLG_PRINTF(2, 3);

/* One level up: puts "context: " before the message, keeps hint and status, returns `status`. */
mlg_status mlg_while(mlg_error *err, mlg_status status, const char *format, ...) MLG_PRINTF(3, 4);

/* What strerror() says of `code`, translated. */
const char *mlg_errno_text(int code);

mlg_status mlg_fail_memory(mlg_error *err, const char *what, size_t bytes);

/* Early return for the common chain of fallible calls that own nothing yet. */
#define MLG_TRY(call)                                                                                             \
    do {                                                                                                          \
        mlg_status mlg_try_ = (call);                                                                             \
        if (mlg_try_ != MLG_OK)                                                                                   \
            return mlg_try_;                                                                                      \
    } while (0)

/* The same for functions with one exit label: sets `st` and goes to `done`. */
#define MLG_GO(call)                                                                                              \
    do {                                                                                                          \
        st = (call);                                                                                              \
        if (st != MLG_OK)                                                                                         \
            goto done;                                                                                            \
    } while (0)

/* For what one can do without, as a file that only saves time: MLG_INPUT is written to text[size] and becomes MLG_OK; any other
 * failure stays one, with `fault` as its error. */
mlg_status mlg_pardon(char *text, size_t size, mlg_status status, const mlg_error *fault,
                      mlg_error *err) MLG_MUST_CHECK;

#endif
