/* Base64 (RFC 4648, section 4), with padding. */
#ifndef MLG_BASE_BASE64_H
#define MLG_BASE_BASE64_H

#include <stddef.h>

/* Bytes of the encoding of `size` bytes, its NUL included. */
#define MLG_BASE64_SIZE(size) (((size) + 2) / 3 * 4 + 1)

/* `out` has room for MLG_BASE64_SIZE(size) bytes. */
void mlg_base64(char *out, const void *bytes, size_t size);

#endif
