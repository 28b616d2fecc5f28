/* libFuzzer target of long tables turned wide: any bytes give rows or one clear line, never a crash. The first byte chooses what a
 * study asks for.
 *   build-fuzz/tests/fuzz/corpus_long corpus && build-fuzz/tests/fuzz/fuzz_long -max_total_time=1200 corpus */
#include "read_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const years[] = { "2022", "2023" };
    static const mlg_pivot_keep keep[] = { { "TIME_PERIOD", years, 2 } };
    if (size < 2)
        return 0;
    const mlg_pivot pivot = { .columns = data[0] & 1 ? "SEX|AGE" : "FILOSOFI_MEASURE",
                              .keep = keep,
                              .keep_count = (data[0] & 2) != 0,
                              .required = (data[0] & 4) != 0 };
    fuzz_rows(data + 1, size - 1, data[0] & 8 ? ".csv.gz" : ".csv",
              &(mlg_layer_options){ .pivot = &pivot, .header = "GEO" });
    return 0;
}
