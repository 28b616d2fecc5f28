/* What secrets ask of the system: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_SECRET_H
#define MLG_BASE_OS_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Fills at most 256 bytes that nobody can guess; false with errno set. */
bool mlg_os_random(void *bytes, size_t size);

/* Overwrites what is no longer needed, though nothing reads it afterwards. */
void mlg_os_forget(void *bytes, size_t size);

#endif
