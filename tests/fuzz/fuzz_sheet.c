/* libFuzzer target of the workbook reader: any bytes give rows or one clear line, never a crash. A workbook is a zip, whose
 * checksums would stop every change: the input is the text of its parts, and the zip is made around them. The first byte
 * chooses the form (1: OpenDocument; 2: the bytes as they are, a damaged zip) and what a data set may ask for; the parts follow,
 * with a zero byte between them: sheet1.xml, sharedStrings.xml, workbook.xml, or content.xml alone. One left empty is a sound one.
 *   build-fuzz/tests/fuzz/corpus_sheet corpus && build-fuzz/tests/fuzz/fuzz_sheet -max_total_time=1200 corpus */
#include "adapters/layer/read.h"
#include "sheet_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OPEN_DOCUMENT = 1, RAW = 2, HEADER = 4, PATTERN = 8 };

/* Reads every byte it is given, so that the sanitizer sees a bad pointer. */
static size_t touch_row(const mlg_layer *layer)
{
    size_t total = 0;
    double value;
    for (int i = 0; i < mlg_layer_field_count(layer); i++) {
        const char *text = mlg_layer_text(layer, i);
        total += strlen(mlg_layer_field_name(layer, i)) + (text ? strlen(text) : 0);
        total += mlg_parse_number(text, &value) + mlg_layer_is_number(layer, i);
    }
    return total;
}

static void read_all(const char *path, uint8_t choice)
{
    mlg_layer *layer;
    mlg_layer_options options = { .header = choice & HEADER ? "CODGEO|Code commune INSEE" : NULL,
                                  .layer = choice & PATTERN ? "APL*|COM" : NULL };
    mlg_error err = { .status = MLG_OK };
    bool got = true;
    size_t total = 0;
    mlg_status st = mlg_layer_open(&layer, path, &options, &err);
    while (st == MLG_OK && (st = mlg_layer_next(layer, &got, &err)) == MLG_OK && got)
        total += touch_row(layer);
    if (st != MLG_OK && (st != err.status || strchr(err.message, '\n') || !*err.message || total == SIZE_MAX))
        abort();
    mlg_layer_close(layer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[64];
    if (size < 2)
        return 0;
    uint8_t choice = data[0];
    snprintf(path, sizeof path, "/dev/shm/fuzz-sheet-%d.%s", (int)getpid(),
             choice & OPEN_DOCUMENT ? "ods" : "xlsx");
    FILE *file = fopen(path, "wb");
    if (!file)
        abort();
    if (choice & RAW)
        fwrite(data + 1, 1, size - 1, file);
    else
        write_workbook(file, (const char *)data + 1, size - 1, choice & OPEN_DOCUMENT);
    if (fclose(file) != 0)
        abort();
    read_all(path, choice);
    unlink(path);
    return 0;
}
