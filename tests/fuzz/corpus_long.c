/* Writes the starting corpus of fuzz_long into a folder. Usage: corpus_long <folder> */
#include "write_corpus.h"

static const fuzz_input inputs[] = {
    FUZZ_TEXT("\001GEO;GEO_OBJECT;RP_MEASURE;SEX;AGE;TIME_PERIOD;OBS_VALUE\n01053;COM;POP;_T;Y_LT15;2023;12.5\n"
              "01053;COM;POP;F;Y15T29;2012;3\n01;DEP;POP;_T;Y_LT15;2023;9\n"),
    FUZZ_TEXT("\006\"GEO\";\"GEO_OBJECT\";\"FILOSOFI_MEASURE\";\"UNIT_MULT\";\"CONF_STATUS\";\"TIME_PERIOD\";"
              "\"OBS_VALUE\"\n"
              "\"01053\";\"COM\";\"MED_SL\";\"3\";\"F\";\"2023\";\"19\"\n01289;COM;PR_MD60;0;C;2022;\n"),
    FUZZ_TEXT("\000GEO;OBS_VALUE;FILOSOFI_MEASURE\n1;2;a\n1;2;a\n"),
};

int main(int argc, char **argv)
{
    return write_corpus(argc, argv, "long", inputs, sizeof inputs / sizeof *inputs);
}
