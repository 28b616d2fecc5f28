/* A zip of stored members, written to a stream that tells its place. */
#ifndef MLG_TESTS_ZIP_WRITER_H
#define MLG_TESTS_ZIP_WRITER_H

#include <stddef.h>
#include <stdio.h>

enum { ZIP_MOST_MEMBERS = 8 };

typedef struct zip_member {
    const char *name, *bytes;
    size_t size;
} zip_member;

void put_zip(FILE *file, const zip_member *members, int count);

#endif
