#include "write_corpus.h"

#include <stdio.h>
#include <sys/stat.h>

int write_corpus(int argc, char **argv, const char *name, const fuzz_input *inputs, size_t count)
{
    if (argc != 2)
        return 2;
    mkdir(argv[1], 0777);
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s-%zu", argv[1], name, i);
        FILE *file = fopen(path, "wb");
        if (!file || fwrite(inputs[i].bytes, 1, inputs[i].size, file) != inputs[i].size || fclose(file) != 0)
            return 1;
    }
    return 0;
}
