/* Copies of a sample, each spoiled in one way. */
#ifndef MLG_TESTS_SPOIL_H
#define MLG_TESTS_SPOIL_H

#include "samples.h"

typedef enum spoil {
    AS_PUBLISHED,
    KEY_MISSING,
    VALUE_MISSING,
    KEY_RENAMED,
    REORDERED,
    WINDOWS_1252,
    ENCODED_TWICE, /* UTF-8 taken for Windows-1252 and saved again */
    BYTE_ORDER_MARK,
    UTF_16,
    CODES_AS_NUMBERS,
    TEXT_IN_NUMBER,
    ROW_TWICE,
    FIELD_OF_10_MB,
    EMPTY_FILE,
    HEADER_ONLY,
    ZIPPED,
    ZIP_CUT,
    CRS_MISSING,
    CRS_LIES,
    AXES_SWAPPED,
    SPOILS
} spoil;

extern const char *const spoil_names[SPOILS];

/* Writes the copy into a folder, under its published name or that of a zip, which `file` takes (256 bytes). `options`, of as
 * many, takes the keys the study file adds. False when a file of this form cannot be spoiled so; nothing is then written. */
bool write_spoiled(char *file, char *options, const sample *s, spoil how, const char *folder);

#endif
