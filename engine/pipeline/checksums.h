/* The SHA256SUMS file of a download folder, in sha256sum(1) format: the checksum of every downloaded file, preceded by a comment that
 * states its origin. */
#ifndef MLG_PIPELINE_CHECKSUMS_H
#define MLG_PIPELINE_CHECKSUMS_H

#include "base/path.h"

/* The recorded checksum of a file of the folder, "" if none is. */
mlg_status mlg_checksum_find(char hex[65], const char *folder, const char *name, mlg_error *err) MLG_MUST_CHECK;

/* Writes the SHA256SUMS that records a checksum, in place of any earlier one of the file, beside the present one; the caller puts
 * `aside` in the place of `target` (mlg_placing). `about` is one line. */
mlg_status mlg_checksum_note(char target[MLG_PATH_SIZE], char aside[MLG_PATH_SIZE], const char *folder,
                             const char *name, const char *hex, const char *about, mlg_error *err) MLG_MUST_CHECK;

#endif
