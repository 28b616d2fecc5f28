/* Long tables turned wide: any bytes give rows or one clear line. The first byte chooses what a study asks for. */
#include "target.h"

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
    const mlg_layer_options options = { .pivot = &pivot, .header = "GEO" };
    fuzz_layer(fuzz_file(data + 1, size - 1, data[0] & 8 ? ".csv.gz" : ".csv"), &options);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep,
              "\001GEO;GEO_OBJECT;RP_MEASURE;SEX;AGE;TIME_PERIOD;OBS_VALUE\n01053;COM;POP;_T;Y_LT15;2023;12.5\n"
              "01053;COM;POP;F;Y15T29;2012;3\n01;DEP;POP;_T;Y_LT15;2023;9\n");
    FUZZ_SEED(keep,
              "\006\"GEO\";\"GEO_OBJECT\";\"FILOSOFI_MEASURE\";\"UNIT_MULT\";\"CONF_STATUS\";\"TIME_PERIOD\";"
              "\"OBS_VALUE\"\n"
              "\"01053\";\"COM\";\"MED_SL\";\"3\";\"F\";\"2023\";\"19\"\n01289;COM;PR_MD60;0;C;2022;\n");
    FUZZ_SEED(keep, "\000GEO;OBS_VALUE;FILOSOFI_MEASURE\n1;2;a\n1;2;a\n");
}
