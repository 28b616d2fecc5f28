/* Filling a mlg_error: one line with the offending value and its location, and one hint about what to do.
 * Formats are English in the source and translated here (base/language.h). */
#ifndef MLG_BASE_ERROR_H
#define MLG_BASE_ERROR_H

#include "maillage.h"

/* Sets the message, clears the hint and returns `status`. `err` may be NULL. */
mlg_status mlg_fail(mlg_error *err, mlg_status status, const char *format, ...) MLG_PRINTF(3, 4);

/* Sets the hint of the current error. */
void mlg_hint(mlg_error *err, const char *format, ...) MLG_PRINTF(2, 3);

/* Shortens a text to be quoted in a message: unchanged up to `most` bytes, else its first characters and "...", `most` bytes in all.
 * `into` has room for most + 1 bytes, at least 5; that of MLG_BRIEF lasts as long as the block around it. */
const char *mlg_brief(char *into, const char *text, size_t most);
#define MLG_BRIEF(text, most) mlg_brief((char[(most) + 1]){ "" }, (text), (most))

/* Prefixes the message with "context: ", keeps the hint and the status, and returns `status`. Does nothing on
 * MLG_OK. */
mlg_status mlg_while(mlg_error *err, mlg_status status, const char *format, ...) MLG_PRINTF(3, 4);

/* Why something that is not a file was not opened: an errno that the system does not use (base/input.h). */
enum { MLG_NOT_A_FILE = -1 };

/* strerror() of `code`, translated, or the text for MLG_NOT_A_FILE. */
const char *mlg_errno_text(int code);

/* MLG_INPUT: `path` cannot be written, for the reason `code`, an errno. The hint says what to do about a full disk or a missing right. */
mlg_status mlg_fail_write(mlg_error *err, const char *path, int code);

mlg_status mlg_fail_memory(mlg_error *err, const char *what, size_t bytes);

/* Returns the status of a failing call, for functions with nothing to release yet. */
#define MLG_TRY(call)                                                                                             \
    do {                                                                                                          \
        mlg_status mlg_try_ = (call);                                                                             \
        if (mlg_try_ != MLG_OK)                                                                                   \
            return mlg_try_;                                                                                      \
    } while (0)

/* The same for functions with one exit label: sets `st` and jumps to `done`. */
#define MLG_GO(call)                                                                                              \
    do {                                                                                                          \
        st = (call);                                                                                              \
        if (st != MLG_OK)                                                                                         \
            goto done;                                                                                            \
    } while (0)

/* For optional inputs, such as a cache: MLG_INPUT is forgiven, its message copied to text[size], and MLG_OK
 * returned; any other failure is returned with `fault` copied to `err`. */
mlg_status mlg_pardon(char *text, size_t size, mlg_status status, const mlg_error *fault,
                      mlg_error *err) MLG_MUST_CHECK;

#endif
