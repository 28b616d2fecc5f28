/* For sha.c and its tests alone: the SHA-256 of a block by the instructions of the processor. */
#ifndef MLG_BASE_SHA_X86_H
#define MLG_BASE_SHA_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* state[8] after a block of 64 bytes; constants[64] of FIPS 180-4, section 4.2.2. */
typedef void (*mlg_sha_compress)(uint32_t *state, const unsigned char *block, const uint32_t *constants);

/* NULL where the processor or the compiler has none. Any thread may call it. */
mlg_sha_compress mlg_sha256_x86(void);

/* The same on any processor, state[8]. */
void mlg_sha256_plain(uint32_t *state, const unsigned char *block);

#endif
