/* File paths as text, with '/' as the separator. Nothing is resolved and the file system is not accessed. A
 * path that does not fit its buffer is an error; it is never truncated to a path that may name another file. */
#ifndef MLG_BASE_PATH_H
#define MLG_BASE_PATH_H

#include "base/error.h"

#include <stdbool.h>

/* Size of a path with its terminating NUL: PATH_MAX on Linux, which refuses longer ones anyway. */
enum { MLG_PATH_SIZE = 4096 };

/* Like snprintf(). MLG_INPUT when the result does not fit; `path` is then "". */
mlg_status mlg_path_format(char path[MLG_PATH_SIZE], mlg_error *err, const char *format, ...)
    MLG_PRINTF(3, 4) MLG_MUST_CHECK;

/* "folder/name", without a second '/' after a folder that ends in one; `name` alone when it is absolute or when
 * `folder` is "". `path` must not overlap either. MLG_INPUT as above. */
mlg_status mlg_path_join(char path[MLG_PATH_SIZE], const char *folder, const char *name,
                         mlg_error *err) MLG_MUST_CHECK;

/* The folder of "a/b/c" is "a/b", of "/c" is "/", of "c" is ".". MLG_INPUT as above. */
mlg_status mlg_path_folder(char folder[MLG_PATH_SIZE], const char *path, mlg_error *err) MLG_MUST_CHECK;

/* "a/b/study.gpkg" with ".network" gives "a/b/study.network"; a name without an extension gains one. */
mlg_status mlg_path_with_extension(char out[MLG_PATH_SIZE], const char *path, const char *extension,
                                   mlg_error *err) MLG_MUST_CHECK;

/* What follows the last '/': a pointer into `path`. */
const char *mlg_path_name(const char *path);

/* ".gpkg" of "a.b/study.gpkg", "" of "a.b/study": a pointer into `path`. */
const char *mlg_path_extension(const char *path);

bool mlg_path_is_absolute(const char *path);

/* Whether the path ends in `ending` (".csv"), ignoring case. */
bool mlg_path_ends_with(const char *path, const char *ending);

#endif
