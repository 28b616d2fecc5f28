/* A fuzz target without libFuzzer. Usage:
 *   replay_<name> [FILE...]         gives it its first inputs, each also cut short and spoiled in seeded ways, and the files
 *   replay_<name> --write FOLDER    writes the first inputs */
#include "support.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CUTS = 3, ROUNDS = 400 };

static const char *folder;
static int seeds;

static void write_seed(const void *bytes, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/seed-%d", folder, seeds++);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* An input in a block of its own size, so that the sanitizer sees a byte read past its end. */
static void try_bytes(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* One to four changes: a byte, a bit, a stretch left out or said twice. */
static size_t spoil(uint8_t *bytes, size_t size, size_t room, uint64_t *random)
{
    for (int n = 1 + random_below(random, 4); n > 0 && size > 1; n--) {
        const size_t at = (size_t)random_below(random, (int32_t)size), left = size - at;
        const size_t length = 1 + (size_t)random_below(random, left > 16 ? 16 : (int32_t)left);
        switch (random_below(random, 4)) {
        case 0:
            bytes[at] = (uint8_t)random_next(random);
            break;
        case 1:
            bytes[at] ^= (uint8_t)(1 << random_below(random, 8));
            break;
        case 2:
            memmove(bytes + at, bytes + at + length, left - length);
            size -= length;
            break;
        default:
            if (size + length <= room) {
                memmove(bytes + at + length, bytes + at, left);
                size += length;
            }
        }
    }
    return size;
}

static void count_seed(const void *bytes, size_t size)
{
    (void)bytes, (void)size;
    seeds++;
}

/* The rounds are shared by the first inputs. */
static void try_seed(const void *bytes, size_t size)
{
    uint64_t random = size;
    const size_t room = size + 64;
    uint8_t *copy = malloc(room);
    try_bytes(bytes, size);
    for (int cut = 1; cut < CUTS; cut++)
        try_bytes(bytes, size * (size_t)cut / CUTS);
    for (int32_t i = (campaign(ROUNDS) + seeds - 1) / seeds; i > 0; i--) {
        memcpy(copy, bytes, size);
        try_bytes(copy, spoil(copy, size, room, &random));
    }
    free(copy);
}

static void try_file(const char *path)
{
    uint8_t *bytes = malloc(1 << 20);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    const size_t size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    try_bytes(bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--write") == 0) {
        folder = argv[2];
        mkdir(folder, 0777);
        fuzz_seeds(write_seed);
        return 0;
    }
    fuzz_seeds(count_seed);
    fuzz_seeds(try_seed);
    for (int i = 1; i < argc; i++)
        try_file(argv[i]);
    return 0;
}
