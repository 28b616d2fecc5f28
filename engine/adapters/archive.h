/* Zip archives. */
#ifndef MLG_ADAPTERS_ARCHIVE_H
#define MLG_ADAPTERS_ARCHIVE_H

#include "base/error.h"

#include <stdint.h>

/* Builds in memory an archive of one file, without a date. *bytes is freed with free(). */
mlg_status mlg_archive_one(void **bytes, size_t *size, const char *name, const void *content, size_t length,
                           mlg_error *err) MLG_MUST_CHECK;

/* Takes the date out of an archive of one file. */
void mlg_archive_undate(unsigned char *zip, size_t size);

/* Writes a new archive at `path` with the files of a folder, without its path. MLG_INPUT: it cannot be written. */
mlg_status mlg_archive_folder(const char *path, const char *folder, mlg_error *err) MLG_MUST_CHECK;

/* Reads back a workbook just written. MLG_INPUT unless every part is complete and its sheets have `cells` cells. O(bytes). */
mlg_status mlg_archive_check_workbook(const char *path, int64_t cells, mlg_error *err) MLG_MUST_CHECK;

#endif
