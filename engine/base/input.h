/* Opening a file to read it, without waiting for whoever writes to it. */
#ifndef MLG_BASE_INPUT_H
#define MLG_BASE_INPUT_H

#include "base/error.h"

#include <stdio.h>

/* A descriptor opened to read, -1 with errno set: MLG_NOT_A_FILE, which mlg_errno_text() knows, for a pipe or a socket. */
int mlg_open_input(const char *path);

/* The same as a stream, NULL with errno set. */
FILE *mlg_fopen_input(const char *path);

#endif
