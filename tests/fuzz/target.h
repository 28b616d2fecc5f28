/* What every fuzz target is: one file fuzz_<name>.c, which defines the two functions below. It is built twice: with libFuzzer
 * (fuzz_<name>), and with replay.c (replay_<name>), which the tests run. */
#ifndef MLG_TESTS_FUZZ_TARGET_H
#define MLG_TESTS_FUZZ_TARGET_H

#include "adapters/layer/read.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Gives the input to what is tested. Returns 0; ends the program when something does not hold. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first inputs, given one by one to `keep`. */
typedef void (*fuzz_keep)(const void *bytes, size_t size);
void fuzz_seeds(fuzz_keep keep);

#define FUZZ_SEED(keep, literal) keep(literal, sizeof literal - 1)

/* A file as an input, after one byte that chooses, when `choice` is not negative. */
void fuzz_seed_file(fuzz_keep keep, int choice, const char *path);

/* Where files are written: in memory, if it can be. */
const char *fuzz_folder(void);

/* Writes the bytes to a file in memory with this ending (".csv"), whose path is good until the next call. */
const char *fuzz_file(const void *data, size_t size, const char *ending);

/* Ends the program unless a failure is told in one line without control characters, under the status that was returned. */
void fuzz_judge(mlg_status status, const mlg_error *err);

/* Reads every byte of the rows of a file, and its shapes when options->to_epsg is set, twice; ends the program when the passes
 * differ or an error is not one line. */
void fuzz_layer(const char *path, const mlg_layer_options *options);

#endif
