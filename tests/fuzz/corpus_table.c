/* Writes the starting corpus of fuzz_table into a folder. Usage: corpus_table <folder> */
#include "write_corpus.h"

static const fuzz_input inputs[] = {
    FUZZ_TEXT("\001titre\n\nCODGEO;LIBGEO;P21_POP0014\n;;unité\n01001;\"a;\"\"b\"\"\";1,5\nSource : INSEE\n"),
    FUZZ_TEXT(
        "\002finess;etalab;98;2026-05-12\nstructureet;010000024;1;2\ngeolocalisation;010000024;870262.2;6571540."
        "8\n"),
    FUZZ_TEXT("\000a|b|\n1|\"2|\n"),
    FUZZ_TEXT("\000\xEF\xBB\xBF"
              "COM,PMUN\r\n=\"01004\",\"12\n3\"\r\n\xE9,\xC3\xA9\r"),
    FUZZ_TEXT("\003Code\tx\n1\t2"),
};

int main(int argc, char **argv)
{
    return write_corpus(argc, argv, "table", inputs, sizeof inputs / sizeof *inputs);
}
