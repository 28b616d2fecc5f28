/* What every test includes first: cmocka with the headers it needs, and assertions it lacks. */
#ifndef MLG_TESTS_SUPPORT_H
#define MLG_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
/* order matters: cmocka needs the four above */
#include <cmocka.h>

#include "base/error.h"

/* |got - want| <= tolerance, as doubles; NaN never passes. */
void assert_near_at(double got, double want, double tolerance, const char *file, int line);
#define assert_near(got, want, tolerance) assert_near_at((got), (want), (tolerance), __FILE__, __LINE__)

/* The call succeeded; otherwise its message is shown. */
void assert_ok_at(mlg_status status, const mlg_error *err, const char *file, int line);
#define assert_ok(call, err) assert_ok_at((call), (err), __FILE__, __LINE__)

/* The call failed with that status and a message that contains `part`. */
void assert_fails_at(mlg_status got, mlg_status want, const mlg_error *err, const char *part, const char *file,
                     int line);
#define assert_fails(call, want, err, part) assert_fails_at((call), (want), (err), (part), __FILE__, __LINE__)

/* Path of a fresh temporary folder, removed with everything in it by remove_folder(). Freed with free(). */
char *make_folder(void);
void remove_folder(char *path);

/* "folder/name" in a static ring of buffers, good until eight more calls. */
const char *in_folder(const char *folder, const char *name);

void write_text(const char *path, const char *text);
void put_bytes(const char *path, const void *bytes, size_t size);

/* All of a file, with a NUL after it. `size` may be NULL. Freed with free(). */
char *file_bytes(const char *path, size_t *size);

/* How often `part` occurs in `text`. */
int count_of(const char *text, const char *part);

/* Path of ../shared/data/<name> when that folder is beside the project (or of $MAILLAGE_SHARED_DATA/<name>), else NULL;
 * the caller skips and says so. */
const char *shared_data(const char *name);

/* Seeded generator (splitmix64): the same numbers on every machine. */
uint64_t random_next(uint64_t *state);
double random_unit(uint64_t *state); /* in [0, 1) */
int32_t random_below(uint64_t *state, int32_t n);

/* True under `tests/run.sh --full`, which sets MAILLAGE_FULL: seeded campaigns then run whole. */
bool full_run(void);

/* Skips the test for want of `tool`; in a full run, whose set-up installs it, fails instead. */
void skip_without(const char *tool);

/* Rounds of a seeded campaign: `full` of them in a full run, else a tenth, at least 1. The first rounds are the same. */
int32_t campaign(int32_t full);

/* Steps from one failing allocation to the next: 1 in a full run, else `quick`. */
int32_t stride(int32_t quick);

#endif
