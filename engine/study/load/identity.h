/* Who a professional is, across files that write his number in several ways. */
#ifndef MLG_STUDY_LOAD_IDENTITY_H
#define MLG_STUDY_LOAD_IDENTITY_H

#include <stdint.h>

/* A hash: two of a few hundred thousand texts are unlikely to collide in 64 bits. 0 for NULL and "". */
uint64_t mlg_identity_of_text(const char *text);

/* The hash of an identifier, the same for a RPPS number (11 digits) and the national one made of it (8 before it), and for an ADELI
 * number (9 digits) and its national one (0 before it); spaces do not count. 0 for NULL and "". */
uint64_t mlg_identity_of(const char *person);

#endif
