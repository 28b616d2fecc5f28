/* Writes the starting corpus of fuzz_table into a folder. Usage: corpus_table <folder> */
#include <stdio.h>
#include <sys/stat.h>

#define TEXT(literal)                                                                                             \
    {                                                                                                             \
        literal, sizeof literal - 1                                                                               \
    }
static const struct {
    const char *bytes;
    size_t size;
} files[] = {
    TEXT("\001titre\n\nCODGEO;LIBGEO;P21_POP0014\n;;unité\n01001;\"a;\"\"b\"\"\";1,5\nSource : INSEE\n"),
    TEXT("\002finess;etalab;98;2026-05-12\nstructureet;010000024;1;2\ngeolocalisation;010000024;870262.2;6571540."
         "8\n"),
    TEXT("\000a|b|\n1|\"2|\n"),
    TEXT("\000\xEF\xBB\xBF"
         "COM,PMUN\r\n=\"01004\",\"12\n3\"\r\n\xE9,\xC3\xA9\r"),
    TEXT("\003Code\tx\n1\t2"),
};

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    mkdir(argv[1], 0777);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/table-%zu", argv[1], i);
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(files[i].bytes, 1, files[i].size, file) != files[i].size || fclose(file) != 0)
            return 1;
    }
    return 0;
}
