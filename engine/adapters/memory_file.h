/* Files in memory, for libraries that only write files. */
#ifndef MLG_ADAPTERS_MEMORY_FILE_H
#define MLG_ADAPTERS_MEMORY_FILE_H

#include "base/error.h"

enum { MLG_MEMORY_PATH_SIZE = 48 };

/* Names a GDAL memory file that no other thread uses; `ending`, such as ".tif", has at most 16 bytes. Returns
 * `path`. */
const char *mlg_memory_file_name(char path[MLG_MEMORY_PATH_SIZE], const char *ending);

/* Deletes the file and hands over its content when `written` is MLG_OK; returns `written`, or MLG_MEMORY. *bytes is freed with free();
 * on failure NULL. */
mlg_status mlg_memory_file_take(void **bytes, size_t *size, const char *path, mlg_status written,
                                mlg_error *err) MLG_MUST_CHECK;

#endif
