/* Writes a zip file from parts in memory. No dates: the same parts give the same bytes. */
#ifndef MLG_ADAPTERS_ZIP_WRITE_H
#define MLG_ADAPTERS_ZIP_WRITE_H

#include "base/error.h"

typedef struct mlg_zip_part {
    const char *name; /* "word/document.xml", ASCII */
    const char *bytes;
    size_t size;
    bool stored; /* not compressed */
} mlg_zip_part;

/* Writes the parts, in their order, to `path`, which is replaced. MLG_INPUT: it cannot be written; a part of 4 GiB or more. O(bytes). */
mlg_status mlg_zip_save(const char *path, const mlg_zip_part *parts, int count, mlg_error *err) MLG_MUST_CHECK;

#endif
