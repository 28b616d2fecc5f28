/* Delimited text: any bytes give rows or one clear line. The first byte chooses what a data set may ask for. */
#include "target.h"

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
    fuzz_layer(fuzz_file(data + 1, size - 1, ".csv"), &options);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep,
              "\001titre\n\nCODGEO;LIBGEO;P21_POP0014\n;;unité\n01001;\"a;\"\"b\"\"\";1,5\nSource : INSEE\n");
    FUZZ_SEED(
        keep,
        "\002finess;etalab;98;2026-05-12\nstructureet;010000024;1;2\ngeolocalisation;010000024;870262.2;6571540."
        "8\n");
    FUZZ_SEED(keep, "\000a|b|\n1|\"2|\n");
    FUZZ_SEED(keep, "\000\xEF\xBB\xBF"
                    "COM,PMUN\r\n=\"01004\",\"12\n3\"\r\n\xE9,\xC3\xA9\r");
    FUZZ_SEED(keep, "\003Code\tx\n1\t2");
}
