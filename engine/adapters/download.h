/* Fetching one file over HTTP(S), whole or not at all. The only file that includes curl is download.c.
 *
 * What arrives goes to "<path>.part", beside "<path>.part.tag" that says of which version of the file it is a part (address,
 * then ETag or Last-Modified). A later call goes on from there when the server still has that version, else from the start. */
#ifndef MLG_ADAPTERS_DOWNLOAD_H
#define MLG_ADAPTERS_DOWNLOAD_H

#include "base/error.h"

typedef struct mlg_download {
    /* http or https; redirections are followed; proxies as https_proxy, http_proxy and no_proxy say */
    const char *url;
    const char *path;             /* where the file is to stand: replaced whole when it is there */
    const char *sha256;           /* 64 hex digits it must have, NULL: not known */
    int64_t bytes;                /* it must have, 0: not known */
    const mlg_progress *progress; /* the stage is the name of the file */
} mlg_download;

typedef struct mlg_download_result {
    char sha256[65];
    int64_t bytes;
    int64_t resumed;   /* bytes that were there when the last answer began; 0: it gave everything */
    char modified[40]; /* Last-Modified as the server gave it, "" when it did not */
} mlg_download_result;

/* A connection that is cut is taken up again as long as each try brings something, five times at most. MLG_INPUT: no
 * connection, an answer other than the file, a length or a checksum that is not the one asked for (the part is then
 * thrown away), a folder that cannot be written, the same file being fetched by another process. MLG_CANCELLED keeps the
 * part. */
mlg_status mlg_download_file(mlg_download_result *out, const mlg_download *what, mlg_error *err) MLG_MUST_CHECK;

#endif
