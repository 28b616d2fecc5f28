#include "read_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void read_twice(const char *path, const mlg_layer_options *options)
{
    mlg_layer *layer;
    mlg_error err = { .status = MLG_OK };
    mlg_status first, second;
    if (mlg_layer_open(&layer, path, options, &err) != MLG_OK) {
        if (strchr(err.message, '\n') || !*err.message)
            abort();
        return;
    }
    int64_t rows = read_rows(layer, &first, &err);
    if (mlg_layer_rewind(layer, &err) != MLG_OK || read_rows(layer, &second, &err) != rows || first != second)
        abort();
    mlg_layer_close(layer);
}

void fuzz_rows(const uint8_t *data, size_t size, const char *ending, const mlg_layer_options *options)
{
    static char path[64];
    snprintf(path, sizeof path, "/dev/shm/fuzz-rows-%d%s", (int)getpid(), ending);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        abort();
    read_twice(path, options);
    unlink(path);
}
