/* libFuzzer target of the delimited reader: any bytes give rows or one clear line, never a crash. The first byte chooses the
 * options a data set may ask for.
 *   build-fuzz/tests/fuzz/corpus_table corpus && build-fuzz/tests/fuzz/fuzz_table -max_total_time=1200 corpus */
#include "read_rows.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    mlg_layer_options options = options_of(data[0]);
    fuzz_rows(data + 1, size - 1, ".csv", &options);
    return 0;
}
