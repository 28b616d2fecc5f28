/* What every fuzz target of a reader of rows does. */
#ifndef MLG_TESTS_FUZZ_READ_ROWS_H
#define MLG_TESTS_FUZZ_READ_ROWS_H

#include "adapters/layer/read.h"

#include <stdint.h>

/* Writes the bytes to a file in memory with this ending (".csv"), reads it twice with `options`, and aborts when the passes differ
 * or an error is not one line. */
void fuzz_rows(const uint8_t *data, size_t size, const char *ending, const mlg_layer_options *options);

#endif
