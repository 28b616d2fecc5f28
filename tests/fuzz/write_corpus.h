/* Writing the first inputs of a fuzz target. */
#ifndef MLG_TESTS_FUZZ_WRITE_CORPUS_H
#define MLG_TESTS_FUZZ_WRITE_CORPUS_H

#include <stddef.h>

typedef struct fuzz_input {
    const char *bytes;
    size_t size;
} fuzz_input;

#define FUZZ_TEXT(literal)                                                                                        \
    {                                                                                                             \
        literal, sizeof literal - 1                                                                               \
    }

/* main() of a corpus program: writes `inputs` into the folder that its one argument names, as <name>-<number>. */
int write_corpus(int argc, char **argv, const char *name, const fuzz_input *inputs, size_t count);

#endif
