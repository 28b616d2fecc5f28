/* Downloading one file over HTTP(S), all or nothing.
 *
 * Bytes are written to "<path>.part"; "<path>.part.tag" identifies the version being fetched (URL, then ETag or
 * Last-Modified). A later call resumes from there when the server still has that version, and starts over
 * otherwise. */
#ifndef MLG_ADAPTERS_DOWNLOAD_H
#define MLG_ADAPTERS_DOWNLOAD_H

#include "base/error.h"

typedef struct mlg_download_result {
    char sha256[65];
    int64_t bytes;
    int64_t resumed;   /* offset at which the last response started; 0: it gave the whole file */
    char modified[40]; /* Last-Modified as sent by the server, "" when absent */
    bool unchanged;    /* not modified since `since`: nothing was downloaded, the file at `path` is kept */
} mlg_download_result;

typedef struct mlg_download {
    /* http or https; redirections are followed; https_proxy, http_proxy and no_proxy are honoured */
    const char *url;
    const char *path;             /* destination; an existing file is replaced atomically */
    const char *sha256;           /* expected, as 64 hex digits; NULL: unknown */
    const char *sha1;             /* the same, as 40 */
    int64_t bytes;                /* expected size; 0: unknown */
    int64_t most_bytes;           /* limit when the size is not known in advance; 0: 64 GiB */
    int64_t since;                /* seconds since 1970: only when it has changed after that; 0: in any case */
    const mlg_progress *progress; /* its stage is the name of the file */
    /* puts the verified file `part` in place of `path`, with whatever else belongs to it; NULL: it is renamed */
    mlg_status (*place)(void *context, const char *part, const mlg_download_result *got, mlg_error *err);
    void *context;
} mlg_download;

/* "Tue, 12 May 2026 09:13:08 GMT" as "2026-05-12"; "" when it is not a date. */
void mlg_http_day(char day[16], const char *modified);

/* A broken connection is resumed as long as each attempt makes progress, at most five times. MLG_INPUT: no
 * connection, a response other than the file, a length or a checksum other than the expected one (the partial
 * file is then deleted), a folder that is not writable, the same file being downloaded by another process.
 * MLG_CANCELLED keeps the partial file. */
mlg_status mlg_download_file(mlg_download_result *out, const mlg_download *what, mlg_error *err) MLG_MUST_CHECK;

#endif
