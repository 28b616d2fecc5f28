/* Random bytes and erasure for secrets: one implementation for POSIX, one for Windows. */
#ifndef MLG_BASE_OS_SECRET_H
#define MLG_BASE_OS_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Cryptographically secure random bytes, 256 at most; false with errno set. */
bool mlg_os_random(void *bytes, size_t size);

/* Overwrites memory; the compiler may not optimise it away. */
void mlg_os_forget(void *bytes, size_t size);

#endif
