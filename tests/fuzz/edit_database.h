/* An SQLite file and changes to it, for the targets that read databases: what SQL can change stays sound, so that the change is met
 * by what reads the rows, and bytes changed under it are met by SQLite. */
#ifndef MLG_TESTS_FUZZ_EDIT_DATABASE_H
#define MLG_TESTS_FUZZ_EDIT_DATABASE_H

#include <stddef.h>
#include <stdint.h>

typedef struct fuzz_base {
    unsigned char *bytes;
    size_t size;
} fuzz_base;

/* Reads a file whole. */
fuzz_base fuzz_read_base(const char *path);

/* Writes a copy of the base to `path` and applies the changes. Each is: what it is, a choice, a length, bytes:
 *   0  a value of a cell: the choice is hashed over tables, columns and rows; bytes[0] is its type
 *   1  the SQL of an object of the schema
 *   2  bytes of the file, at a page by the choice and a place by bytes[0..1] */
void fuzz_edit(const char *path, const fuzz_base *base, const uint8_t *data, size_t size);

#endif
