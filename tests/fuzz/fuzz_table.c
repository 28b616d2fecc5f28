/* libFuzzer target of the delimited reader: any bytes give rows or one clear line, never a crash. The first byte chooses the
 * options a data set may ask for.
 *   build-fuzz/tests/fuzz/corpus_table corpus && build-fuzz/tests/fuzz/fuzz_table -max_total_time=1200 corpus */
#include "adapters/layer/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static mlg_layer_options options_of(uint8_t choice)
{
    mlg_layer_options options = { 0 };
    if (choice & 1)
        options.header = "CODGEO|Code";
    if (choice & 2) {
        options.banner = "finess";
        options.names = "section|nofinesset|x|y";
    }
    return options;
}

/* Reads every byte it is given, so that the sanitizer sees a bad pointer. */
static size_t touch_row(const mlg_layer *layer)
{
    size_t total = 0;
    double value;
    for (int i = 0; i < mlg_layer_field_count(layer); i++) {
        const char *text = mlg_layer_text(layer, i);
        total += strlen(mlg_layer_field_name(layer, i)) + (text ? strlen(text) : 0);
        total += mlg_parse_number(text, &value);
    }
    return total;
}

/* Rows read; both passes must find the same. */
static int64_t read_rows(mlg_layer *layer, mlg_status *st, mlg_error *err)
{
    bool got = true;
    size_t total = 0;
    while ((*st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        total += touch_row(layer);
    return total == SIZE_MAX ? -1 : mlg_layer_row(layer);
}

static void read_twice(const char *path, uint8_t choice)
{
    mlg_layer *layer;
    mlg_layer_options options = options_of(choice);
    mlg_error err = { .status = MLG_OK };
    mlg_status first, second;
    if (mlg_layer_open(&layer, path, &options, &err) != MLG_OK) {
        if (strchr(err.message, '\n') || !*err.message)
            abort();
        return;
    }
    int64_t rows = read_rows(layer, &first, &err);
    if (mlg_layer_rewind(layer, &err) != MLG_OK || read_rows(layer, &second, &err) != rows || first != second)
        abort();
    mlg_layer_close(layer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    if (size < 2)
        return 0;
    snprintf(path, sizeof path, "/dev/shm/fuzz-table-%d.csv", (int)getpid());
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data + 1, 1, size - 1, file) != size - 1 || fclose(file) != 0)
        abort();
    read_twice(path, data[0]);
    unlink(path);
    return 0;
}
