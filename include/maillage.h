/* Maillage: access to care, medical deserts, zoning and siting for French territories.
 *
 * The whole public interface of libmaillage. Conventions, true of every function here:
 *  - fallible functions return a mlg_status that must be checked; outputs come first, the error last;
 *  - `mlg_error` lives on the caller's stack and may be NULL when the caller does not want the words;
 *  - `open`/`close` touch files, `new`/`free` give and take handles, `init`/`release` serve structs the
 *    caller allocates; every `free` and `close` accepts NULL;
 *  - strings are UTF-8; codes (INSEE, FINESS, TVS, QPV) are text; persons and rates are `double`; times are
 *    integer deciseconds; lengths are metres; "no access" is 0, "unknown" is NaN or NULL, never -1;
 *  - handles are not shared between threads; results do not depend on the number of threads.
 */
#ifndef MAILLAGE_H
#define MAILLAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define MLG_API __attribute__((visibility("default")))
#define MLG_MUST_CHECK __attribute__((warn_unused_result))
#define MLG_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define MLG_API
#define MLG_MUST_CHECK
#define MLG_PRINTF(f, a)
#endif

/* ---- status and error ------------------------------------------------------------------------------- */

/* What happened; mlg_exit_code() turns it into the exit code of the program. */
typedef enum mlg_status {
    MLG_OK = 0,
    MLG_DATA = 1,       /* the data or a computation does not allow an answer: exit 1 */
    MLG_USAGE = 2,      /* an option or a parameter is wrong: exit 2 */
    MLG_INPUT = 3,      /* an input is missing or invalid, or an output stands in the way: exit 3 */
    MLG_MEMORY = 4,     /* out of memory: exit 1 */
    MLG_CANCELLED = 130 /* the caller asked to stop: exit 130 */
} mlg_status;

/* One line that says what, where and which value, and one hint that says what to do (may be empty). */
typedef struct mlg_error {
    mlg_status status;
    char message[768];
    char hint[384];
} mlg_error;

MLG_API int mlg_exit_code(mlg_status status);

/* Version of the library, as "major.minor.patch". The string is static. */
MLG_API const char *mlg_version(void);

/* ---- progress ----------------------------------------------------------------------------------------- */

/* Called from the thread that called the library. `fraction` is in [0, 1], or NaN when the end is unknown.
 * Returning false cancels the work: the call in progress returns MLG_CANCELLED and nothing is written. */
typedef bool (*mlg_progress_fn)(void *context, const char *stage, double fraction);

typedef struct mlg_progress {
    mlg_progress_fn report; /* NULL: no report, no cancel */
    void *context;
} mlg_progress;

#ifdef __cplusplus
}
#endif
#endif
