/* Identifiers of professionals, which files write in several forms. */
#ifndef MLG_STUDY_LOAD_IDENTITY_H
#define MLG_STUDY_LOAD_IDENTITY_H

#include <stdint.h>

/* A hash: two of a few hundred thousand texts are unlikely to collide in 64 bits. 0 for NULL and "". */
uint64_t mlg_identity_of_text(const char *text);

/* Hash of an identifier, the same for an RPPS number (11 digits) and its national form (prefix 8), and for an
 * ADELI number (9 digits) and its national form (prefix 0). Spaces are ignored. 0 for NULL and "". */
uint64_t mlg_identity_of(const char *person);

#endif
