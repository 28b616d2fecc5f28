/* libFuzzer target of FINESS+: any bytes give sites or activities, or one clear line, never a crash. The first byte chooses which.
 *   build-fuzz/tests/fuzz/corpus_finess corpus && build-fuzz/tests/fuzz/fuzz_finess -max_total_time=1200 corpus */
#include "read_rows.h"
#include "study/sources/finess_plus.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    mlg_layer_options options = { .records = data[0] & 1 ? &mlg_finess_plus_activities : &mlg_finess_plus_sites };
    fuzz_rows(data + 1, size - 1, ".json", &options);
    return 0;
}
