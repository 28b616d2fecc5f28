/* Zip archives. */
#ifndef MLG_ADAPTERS_ARCHIVE_H
#define MLG_ADAPTERS_ARCHIVE_H

#include "base/error.h"

/* An archive that holds one file; *bytes is freed with free(). */
mlg_status mlg_archive_one(void **bytes, size_t *size, const char *name, const void *content, size_t length,
                           mlg_error *err) MLG_MUST_CHECK;

/* A new archive at `path` with the files of a folder, under their names. MLG_INPUT: it cannot be written. */
mlg_status mlg_archive_folder(const char *path, const char *folder, mlg_error *err) MLG_MUST_CHECK;

/* The bytes of a file of GDAL in memory, "/vsimem/...", which stays; freed with free(). */
mlg_status mlg_memory_file_take(void **bytes, size_t *size, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
