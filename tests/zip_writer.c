#include "zip_writer.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

static void put(FILE *file, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc((int)(value >> 8 * i & 0xFF), file);
}

/* That of a member, or, in the directory at the end, its copy with the place of the first. */
static void put_header(FILE *file, const zip_member *m, bool directory, long at)
{
    const uint32_t new_year_1980 = 0x00210000;
    put(file, directory ? 0x02014b50 : 0x04034b50, 4);
    if (directory)
        put(file, 20, 2);
    put(file, 20, 2);
    put(file, 0, 4); /* flags, stored */
    put(file, new_year_1980, 4);
    put(file, (uint32_t)crc32(0, (const Bytef *)m->bytes, (uInt)m->size), 4);
    put(file, (uint32_t)m->size, 4);
    put(file, (uint32_t)m->size, 4);
    put(file, (uint32_t)strlen(m->name), 2);
    put(file, 0, 2);
    for (int i = 0; directory && i < 5; i++)
        put(file, 0, 2);
    if (directory)
        put(file, (uint32_t)at, 4);
    fputs(m->name, file);
}

void put_zip(FILE *file, const zip_member *members, int count)
{
    long at[ZIP_MOST_MEMBERS];
    for (int i = 0; i < count; i++) {
        at[i] = ftell(file);
        put_header(file, &members[i], false, 0);
        fwrite(members[i].bytes, 1, members[i].size, file);
    }
    long start = ftell(file);
    for (int i = 0; i < count; i++)
        put_header(file, &members[i], true, at[i]);
    long end = ftell(file);
    put(file, 0x06054b50, 4);
    put(file, 0, 4);
    put(file, (uint32_t)count, 2);
    put(file, (uint32_t)count, 2);
    put(file, (uint32_t)(end - start), 4);
    put(file, (uint32_t)start, 4);
    put(file, 0, 2);
}
