/* The zip of a workbook around the text of its parts. */
#ifndef MLG_TESTS_FUZZ_SHEET_PARTS_H
#define MLG_TESTS_FUZZ_SHEET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Parts follow one another with a zero byte between them: sheet1.xml, sharedStrings.xml, workbook.xml of an XLSX, or content.xml
 * of an ODS. One that is empty or missing is a sound one. Members are stored, not deflated. */
void write_workbook(FILE *file, const char *parts, size_t size, bool open_document);

#endif
