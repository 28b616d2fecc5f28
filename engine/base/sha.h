/* Incremental SHA-256, the fingerprint of input files and parameters, and SHA-1, which catalogues publish for their files and which
 * detects a changed file but is no protection against forgery (FIPS 180-4). */
#ifndef MLG_BASE_SHA_H
#define MLG_BASE_SHA_H

#include <stddef.h>
#include <stdint.h>

enum { MLG_SHA1_BYTES = 20, MLG_SHA256_BYTES = 32 };

typedef struct mlg_sha {
    uint32_t state[8];
    uint64_t bytes;
    int size; /* of the digest, which tells the function */
    unsigned char block[64];
} mlg_sha;

void mlg_sha1_init(mlg_sha *sha);
void mlg_sha256_init(mlg_sha *sha);
void mlg_sha_add(mlg_sha *sha, const void *bytes, size_t size);

/* MLG_SHA1_BYTES or MLG_SHA256_BYTES. `sha` must be initialised again before it is reused. */
void mlg_sha_digest(mlg_sha *sha, uint8_t *digest);

/* The same as lowercase hex digits, two a byte, and a NUL. */
void mlg_sha_hex(mlg_sha *sha, char *hex);

#endif
