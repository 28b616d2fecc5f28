/* The SHA256SUMS file of a download folder, in sha256sum(1) format: the checksum of every downloaded file, preceded by a comment that
 * states its origin. */
#ifndef MLG_PIPELINE_CHECKSUMS_H
#define MLG_PIPELINE_CHECKSUMS_H

#include "base/error.h"

/* The recorded checksum of a file of the folder, "" if none is. */
mlg_status mlg_checksum_find(char hex[65], const char *folder, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Records a checksum, replacing any earlier one; `about` is one line. The file is replaced atomically. */
mlg_status mlg_checksum_note(const char *folder, const char *name, const char *hex, const char *about,
                             mlg_error *err) MLG_MUST_CHECK;

#endif
