/* Incremental SHA-256 (FIPS 180-4), the fingerprint of input files and parameters. */
#ifndef MLG_BASE_SHA256_H
#define MLG_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct mlg_sha256 {
    uint32_t state[8];
    uint64_t bytes;
    unsigned char block[64];
} mlg_sha256;

void mlg_sha256_init(mlg_sha256 *sha);
void mlg_sha256_add(mlg_sha256 *sha, const void *bytes, size_t size);

/* `sha` must be initialised again before it is reused. */
void mlg_sha256_digest(mlg_sha256 *sha, uint8_t digest[32]);

/* The same as 64 lowercase hex digits and a NUL. */
void mlg_sha256_hex(mlg_sha256 *sha, char hex[65]);

#endif
