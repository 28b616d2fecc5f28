/* Incremental SHA-1 (FIPS 180-4), which catalogues publish for their files. It detects a changed file; it is no
 * protection against forgery. */
#ifndef MLG_BASE_SHA1_H
#define MLG_BASE_SHA1_H

#include <stddef.h>
#include <stdint.h>

typedef struct mlg_sha1 {
    uint32_t state[5];
    uint64_t bytes;
    unsigned char block[64];
} mlg_sha1;

void mlg_sha1_init(mlg_sha1 *sha);
void mlg_sha1_add(mlg_sha1 *sha, const void *bytes, size_t size);

/* 40 lowercase hex digits and a NUL. `sha` must be initialised again before it is reused. */
void mlg_sha1_hex(mlg_sha1 *sha, char hex[41]);

#endif
