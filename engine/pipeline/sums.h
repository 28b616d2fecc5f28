/* The file SHA256SUMS of a folder of downloads, in the form of sha256sum(1): the sum of every file fetched, and above it a
 * comment with where it comes from. */
#ifndef MLG_PIPELINE_SUMS_H
#define MLG_PIPELINE_SUMS_H

#include "base/error.h"

/* The sum noted for a file of the folder, "" when there is none. */
mlg_status mlg_sums_find(char hex[65], const char *folder, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Notes a sum in place of the one there was; `about` is one line. The file is replaced whole. */
mlg_status mlg_sums_note(const char *folder, const char *name, const char *hex, const char *about,
                         mlg_error *err) MLG_MUST_CHECK;

#endif
