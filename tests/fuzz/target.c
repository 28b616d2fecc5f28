#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fuzz_seed_file(fuzz_keep keep, int choice, const char *path)
{
    static char text[1 << 18];
    size_t size = 0;
    FILE *file = fopen(path, "rb");
    if (choice >= 0)
        text[size++] = (char)choice;
    if (file)
        size += fread(text + size, 1, sizeof text - size, file);
    if (!file || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    keep(text, size);
}

const char *fuzz_folder(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

const char *fuzz_file(const void *data, size_t size, const char *ending)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/maillage-fuzz-%d%s", fuzz_folder(), (int)getpid(), ending);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0)
        abort();
    return path;
}

void fuzz_judge(mlg_status status, const mlg_error *err)
{
    if (status == MLG_OK)
        return;
    if (status != err->status || !*err->message)
        abort();
    for (const char *c = err->message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            abort();
}

/* Reads every byte it is given, so that the sanitizer sees a bad pointer. */
static size_t touch_row(mlg_layer *layer, bool shapes)
{
    size_t total = 0;
    double value;
    for (int i = 0; i < mlg_layer_field_count(layer); i++) {
        const char *text = mlg_layer_text(layer, i);
        total += strlen(mlg_layer_field_name(layer, i)) + (text ? strlen(text) : 0);
        total += mlg_parse_number(text, &value) + mlg_layer_is_number(layer, i);
    }
    for (int repair = 0; shapes && repair < 2; repair++) {
        mlg_geom *geom = NULL;
        mlg_error err = { .status = MLG_OK };
        bool repaired;
        mlg_status st = repair ? mlg_layer_valid_geometry(&geom, &repaired, layer, &err)
                               : mlg_layer_geometry(&geom, layer, &err);
        fuzz_judge(st, &err);
        total += st == MLG_OK && geom && !mlg_geom_is_empty(geom);
        mlg_geom_free(geom);
    }
    return total;
}

/* Rows read and what was in them. */
static size_t read_rows(mlg_layer *layer, bool shapes, mlg_status *st)
{
    bool got = true;
    size_t total = 0;
    mlg_error err = { .status = MLG_OK };
    while ((*st = mlg_layer_next(layer, &got, &err)) == MLG_OK && got)
        total = total * 31 + touch_row(layer, shapes);
    fuzz_judge(*st, &err);
    return total + (size_t)mlg_layer_row(layer);
}

void fuzz_layer(const char *path, const mlg_layer_options *options)
{
    mlg_layer *layer;
    mlg_error err = { .status = MLG_OK };
    mlg_status first, second, st = mlg_layer_open(&layer, path, options, &err);
    fuzz_judge(st, &err);
    if (st != MLG_OK)
        return;
    const bool shapes = options && options->to_epsg;
    const size_t rows = read_rows(layer, shapes, &first);
    if (mlg_layer_rewind(layer, &err) != MLG_OK || read_rows(layer, shapes, &second) != rows || first != second)
        abort();
    mlg_layer_close(layer);
}
