/* Opening a file to read it, without waiting for whoever writes to it. */
#ifndef MLG_BASE_INPUT_H
#define MLG_BASE_INPUT_H

#include "base/error.h"

#include <stddef.h>
#include <stdio.h>

/* A descriptor opened to read, -1 with errno set: MLG_NOT_A_FILE, which mlg_errno_text() knows, for a pipe or a socket. */
int mlg_open_input(const char *path);

/* The same as a stream, NULL with errno set. */
FILE *mlg_fopen_input(const char *path);

/* A whole file mapped to be read: unmapped by the caller with mlg_os_unmap(). Otherwise *map is NULL: it cannot be opened, with errno set; it
 * is no file of `least` bytes or more; it cannot be mapped, with errno set. */
typedef enum { MLG_MAPPED, MLG_NOT_OPENED, MLG_TOO_SHORT, MLG_NOT_MAPPED } mlg_mapping;
mlg_mapping mlg_map_input(void **map, size_t *bytes, const char *path, size_t least);

#endif
