#include "adapters/download.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/nocase.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/sha.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { TRIES = 5, CONNECT_SECONDS = 30, SILENT_SECONDS = 60, TAG_SIZE = 2400 };
static const int64_t most_bytes = (int64_t)64 << 30; /* of a file whose size is not stated */

typedef struct {
    const mlg_download *ask;
    char *part, *tag_path;
    int file;
    CURL *curl;
    char words[CURL_ERROR_SIZE];
    int64_t had;    /* size of the partial file when the request was sent */
    int64_t at;     /* size of the partial file now */
    int64_t from;   /* offset at which the last response started */
    int64_t length; /* of the whole file according to the server, -1: not stated */
    bool began;     /* the first bytes of the response have arrived */
    bool disc_full;
    bool other;    /* the server resumes another version, or elsewhere: start again */
    bool too_long; /* more than was stated, or than any file of a list */
    bool unchanged;
    char validator[256], modified[40];
    char etag[200];     /* of the last response */
    int64_t range_from; /* offset that it states, -1: none */
    mlg_status stopped;
    mlg_error *err;
} job;

/* ---- what is there from before ------------------------------------------------------------------------------ */

/* Contents of the tag: URL, newline, validator. */
static bool tag_fits(job *j)
{
    char text[TAG_SIZE] = "";
    FILE *file = mlg_os_fopen(j->tag_path, "rb");
    size_t length = strlen(j->ask->url);
    if (!file)
        return false;
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    if (got <= length + 1 || strncmp(text, j->ask->url, length) != 0 || text[length] != '\n')
        return false;
    snprintf(j->validator, sizeof j->validator, "%.*s", (int)strcspn(text + length + 1, "\n"), text + length + 1);
    return true;
}

/* Without a validator a later call cannot tell which version was being fetched; only a checksum will. */
static void write_tag(const job *j)
{
    int tag = mlg_os_open(j->tag_path, MLG_OS_WRITE | MLG_OS_CREATE | MLG_OS_EMPTY | MLG_OS_NO_LINK);
    FILE *file = tag >= 0 ? mlg_os_fdopen(tag, "wb") : NULL;
    if (!file)
        return;
    fprintf(file, "%s\n%s\n", j->ask->url, j->validator);
    fclose(file);
}

static mlg_status open_part(job *j, mlg_error *err)
{
    j->file = mlg_os_open(j->part, MLG_OS_UPDATE | MLG_OS_CREATE | MLG_OS_NO_LINK);
    if (j->file < 0)
        return mlg_fail_write(err, j->part, errno);
    if (mlg_os_lock(j->file) != 0) {
        mlg_os_close(j->file); /* and leave the journal: it belongs to another process */
        j->file = -1;
        return mlg_fail(err, MLG_INPUT, "%s: being downloaded by another process", j->ask->path);
    }
    j->at = mlg_os_seek(j->file, 0, SEEK_END);
    bool usable = j->at > 0 && tag_fits(j) && (*j->validator || j->ask->sha256);
    if (usable)
        return MLG_OK;
    j->at = 0;
    j->validator[0] = '\0';
    return mlg_os_truncate(j->file, 0) == 0 ? MLG_OK
                                            : mlg_fail(err, MLG_INPUT, "%s: %s", j->part, mlg_errno_text(errno));
}

/* ---- the answer ------------------------------------------------------------------------------------------------ */

static bool take_header(char *to, size_t size, const char *line, size_t length, const char *name)
{
    size_t n = strlen(name);
    if (length <= n || strncasecmp(line, name, n) != 0)
        return false;
    line += n;
    length -= n;
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == '\n' || line[length - 1] == ' '))
        length--;
    snprintf(to, size, "%.*s", (int)length, line);
    return true;
}

/* A weak ETag does not guarantee identical bytes. */
static size_t on_header(char *line, size_t one, size_t length, void *context)
{
    job *j = context;
    char range[80];
    if (length > 5 && strncasecmp(line, "HTTP/", 5) == 0) { /* headers of a redirection may have come first */
        j->length = -1;
        j->modified[0] = j->etag[0] = '\0';
        j->range_from = -1;
        if (j->at == 0)
            j->validator[0] = '\0';
    } else if (take_header(j->etag, sizeof j->etag, line, length, "ETag:")) {
        if (j->etag[0] == '"' && j->at == 0)
            snprintf(j->validator, sizeof j->validator, "%s", j->etag);
    } else if (take_header(j->modified, sizeof j->modified, line, length, "Last-Modified:")) {
        if (j->at == 0 && !*j->validator)
            snprintf(j->validator, sizeof j->validator, "%s", j->modified);
    } else if (take_header(range, sizeof range, line, length, "Content-Range:")) {
        const char *slash = strchr(range, '/');
        j->length = slash && slash[1] != '*' ? strtoll(slash + 1, NULL, 10) : -1;
        if (strncasecmp(range, "bytes ", 6) == 0 && range[6] != '*')
            j->range_from = strtoll(range + 6, NULL, 10);
    }
    return one * length;
}

/* Whether a 206 continues the bytes already there: from their end, and in the same version as far as it states. */
static bool goes_on(const job *j)
{
    const char *stated = j->validator[0] == '"' ? j->etag : j->modified;
    return j->at > 0 && j->range_from == j->at &&
           (!*j->validator || !*stated || strcmp(stated, j->validator) == 0);
}

/* 200 in response to a range request: the server sends the whole file, because it has no support for ranges or has
 * another version. */
static bool begin(job *j)
{
    long code = 0;
    curl_off_t length = -1;
    j->began = true;
    curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_getinfo(j->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    if (code == 206 && !goes_on(j)) {
        j->other = true;
        return false;
    }
    if (code != 206) {
        j->at = 0;
        j->length = length;
        if (mlg_os_truncate(j->file, 0) != 0)
            return false;
        write_tag(j);
    }
    j->from = j->at;
    return mlg_os_seek(j->file, j->at, SEEK_SET) == j->at;
}

static int64_t most(const job *j)
{
    return j->ask->bytes > 0 ? j->ask->bytes : j->ask->most_bytes > 0 ? j->ask->most_bytes : most_bytes;
}

static size_t on_bytes(char *bytes, size_t one, size_t size, void *context)
{
    job *j = context;
    size_t done = 0;
    if (!j->began && !begin(j))
        return 0;
    j->too_long = j->at + (int64_t)(one * size) > most(j);
    if (j->too_long)
        return 0;
    while (done < one * size) {
        int64_t n = mlg_os_write(j->file, bytes + done, one * size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            j->disc_full = true;
            return 0;
        }
        done += (size_t)n;
        j->at += n;
    }
    return done;
}

static int on_progress(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up)
{
    job *j = context;
    (void)total, (void)now, (void)up_total, (void)up;
    double fraction = j->length > 0 ? (double)j->at / (double)j->length : (double)NAN;
    j->stopped = mlg_progress_step(j->ask->progress, mlg_path_name(j->ask->path), fraction, j->err);
    return j->stopped != MLG_OK;
}

/* ---- one request ----------------------------------------------------------------------------------------------- */

static void set_options(job *j)
{
    CURL *c = j->curl;
    bool secure = strncasecmp(j->ask->url, "https:", 6) == 0; /* and stays so */
    curl_easy_setopt(c, CURLOPT_URL, j->ask->url);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
#else
    curl_easy_setopt(c, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS,
                     secure ? (long)CURLPROTO_HTTPS : (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(c, CURLOPT_MAXREDIRS, 10L);
    curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SILENT_SECONDS);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "maillage/" MAILLAGE_VERSION);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, j->words);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, j);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, j);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, j);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
}

/* Requests the missing bytes, or the whole file when the server now has another version. */
static CURLcode request(job *j)
{
    char range[32], condition[300];
    struct curl_slist *headers = NULL;
    j->had = j->at;
    j->began = j->other = false;
    j->range_from = -1;
    j->length = -1;
    j->words[0] = '\0';
    if (j->at > 0) {
        snprintf(range, sizeof range, "%lld-", (long long)j->at);
        curl_easy_setopt(j->curl, CURLOPT_RANGE, range);
        if (*j->validator) {
            snprintf(condition, sizeof condition, "If-Range: %s", j->validator);
            headers = curl_slist_append(NULL, condition);
        }
    } else {
        curl_easy_setopt(j->curl, CURLOPT_RANGE, NULL);
    }
    bool conditional = j->at == 0 && j->ask->since > 0;
    curl_easy_setopt(j->curl, CURLOPT_TIMECONDITION, conditional ? (long)CURL_TIMECOND_IFMODSINCE : 0L);
    curl_easy_setopt(j->curl, CURLOPT_TIMEVALUE_LARGE, (curl_off_t)j->ask->since);
    curl_easy_setopt(j->curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(j->curl);
    curl_easy_setopt(j->curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(headers);
    return code;
}

static void host_of(char *host, size_t size, const char *url)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    snprintf(host, size, "%.*s", (int)strcspn(start, "/?#"), start);
}

static mlg_status fail_request(job *j, CURLcode code, mlg_error *err)
{
    char host[128];
    long answer = 0;
    const char *words = *j->words ? j->words : curl_easy_strerror(code);
    host_of(host, sizeof host, j->ask->url);
    curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &answer);
    if (j->stopped != MLG_OK)
        return j->stopped;
    if (j->too_long) {
        j->at = 0;
        return mlg_fail(err, MLG_INPUT, "%s: the server sends more than the %lld bytes expected", j->ask->url,
                        (long long)most(j));
    }
    if (j->disc_full)
        return mlg_fail_write(err, j->part, errno);
    if (code == CURLE_HTTP_RETURNED_ERROR) {
        mlg_fail(err, MLG_INPUT, "%s: the server responded with status %ld", j->ask->url, answer);
        mlg_hint(err, answer == 404
                          ? MLG_MARK("the producer has moved it: look for its address on the page of the data set")
                          : MLG_MARK("try again later"));
        return MLG_INPUT;
    }
    if (j->at > 0) {
        mlg_fail(err, MLG_INPUT, "%s: truncated after %lld bytes: %s", j->ask->url, (long long)j->at, words);
        mlg_hint(err, "run the same command again: it resumes from there");
        return MLG_INPUT;
    }
    mlg_fail(err, MLG_INPUT, "%s cannot be reached: %s", host, words);
    mlg_hint(err, "check the connection; behind a proxy, set https_proxy=http://proxy:port");
    return MLG_INPUT;
}

static bool is_cut(CURLcode code)
{
    return code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING ||
           code == CURLE_OPERATION_TIMEDOUT || code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
}

/* 416: the range starts at or after the end. The partial file is complete when its size is the one stated, else
 * useless. */
static bool is_beyond(job *j, CURLcode code)
{
    long answer = 0;
    curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &answer);
    return code == CURLE_HTTP_RETURNED_ERROR && answer == 416 && j->had > 0;
}

/* 304, or a date that means the same. */
static bool is_unchanged(job *j)
{
    long answer = 0, unmet = 0;
    curl_easy_getinfo(j->curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_getinfo(j->curl, CURLINFO_CONDITION_UNMET, &unmet);
    return j->ask->since > 0 && (answer == 304 || unmet);
}

static mlg_status transfer(job *j, mlg_error *err)
{
    for (int tries = 0;; tries++) {
        CURLcode code = request(j);
        j->unchanged = code == CURLE_OK && !j->began && is_unchanged(j);
        if (code == CURLE_OK && (j->began || j->unchanged))
            return MLG_OK;
        if (code == CURLE_OK)
            return mlg_fail(err, MLG_INPUT, "%s: the server sent an empty file", j->ask->url);
        if (j->other && tries < TRIES) {
            j->at = 0;
            j->validator[0] = '\0';
            continue;
        }
        if (is_beyond(j, code)) {
            j->from = j->at;
            if (j->length == j->at)
                return MLG_OK;
            j->at = 0;
            if (tries < TRIES)
                continue;
        }
        if (j->stopped != MLG_OK || !is_cut(code) || j->at <= j->had || tries >= TRIES)
            return fail_request(j, code, err);
    }
}

/* ---- the file --------------------------------------------------------------------------------------------------- */

static mlg_status digest(char hex[65], char hex1[41], const job *j, mlg_error *err)
{
    enum { BLOCK = 1 << 16 };
    unsigned char *block;
    mlg_sha sha;
    mlg_sha sha1;
    int64_t got = 0;
    MLG_TRY(MLG_NEW(&block, BLOCK, "a block", err));
    mlg_sha256_init(&sha);
    mlg_sha1_init(&sha1);
    for (int64_t at = 0; (got = mlg_os_read_at(j->file, block, BLOCK, at)) > 0; at += got) {
        mlg_sha_add(&sha, block, (size_t)got);
        if (j->ask->sha1)
            mlg_sha_add(&sha1, block, (size_t)got);
    }
    mlg_sha_hex(&sha, hex);
    mlg_sha_hex(&sha1, hex1);
    free(block);
    return got == 0 ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s: cannot be read: %s", j->part, mlg_errno_text(errno));
}

/* A login or error page where a table or an archive was expected: markup, with HTML in its first lines, possibly
 * after a comment or an XML declaration. */
static bool is_page(const job *j)
{
    char start[2048] = "";
    const char *at = start;
    if (mlg_path_ends_with(j->ask->path, ".html") || mlg_path_ends_with(j->ask->path, ".htm"))
        return false;
    if (mlg_os_read_at(j->file, start, sizeof start - 1, 0) <= 0)
        return false;
    at += strncmp(at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    at += strspn(at, " \t\r\n");
    return *at == '<' && (mlg_find_nocase(at, "<!doctype html") || mlg_find_nocase(at, "<html"));
}

static mlg_status check(job *j, const mlg_download_result *got, const char *sha1, mlg_error *err)
{
    const mlg_download *ask = j->ask;
    if (is_page(j)) {
        mlg_fail(err, MLG_INPUT, "%s: the server sent a web page, not the file", ask->url);
        mlg_hint(err, "open the address in a browser: it may ask to log in, or have moved");
        return MLG_INPUT;
    }
    if (ask->bytes > 0 && got->bytes != ask->bytes)
        mlg_fail(err, MLG_INPUT, "%s: received %lld bytes, expected %lld", ask->url, (long long)got->bytes,
                 (long long)ask->bytes);
    else if (ask->sha256 && strcasecmp(ask->sha256, got->sha256) != 0)
        mlg_fail(err, MLG_INPUT, "%s: SHA-256 is %s, expected %s", ask->url, got->sha256, ask->sha256);
    else if (ask->sha1 && strcasecmp(ask->sha1, sha1) != 0)
        mlg_fail(err, MLG_INPUT, "%s: SHA-1 is %s, expected %s", ask->url, sha1, ask->sha1);
    else
        return MLG_OK;
    mlg_hint(err, "the producer has changed the file, or it was altered in transit; nothing was kept");
    return MLG_INPUT;
}

/* Bytes of two versions may have been joined: one retry from the start. */
static mlg_status fetch(mlg_download_result *out, job *j, mlg_error *err)
{
    for (bool again = false;; again = true) {
        char sha1[41];
        MLG_TRY(transfer(j, err));
        out->unchanged = j->unchanged;
        if (j->unchanged)
            return MLG_OK;
        out->resumed = j->from;
        out->bytes = j->at;
        if (mlg_os_truncate(j->file, j->at) != 0)
            return mlg_fail(err, MLG_INPUT, "%s: %s", j->part, mlg_errno_text(errno));
        MLG_TRY(digest(out->sha256, sha1, j, err));
        mlg_status st = check(j, out, sha1, err);
        if (st == MLG_OK)
            return MLG_OK;
        mlg_os_remove(j->tag_path);
        if (out->resumed == 0 || again) {
            mlg_os_remove(j->part);
            return st;
        }
        j->at = 0;
        j->validator[0] = '\0';
    }
}

/* The file gets its publication date, which a later download sends as If-Modified-Since. */
static void set_date(const job *j)
{
    time_t date = *j->modified ? curl_getdate(j->modified, NULL) : -1;
    if (date > 0)
        mlg_os_set_date(j->file, date);
}

void mlg_http_day(char day[16], const char *modified)
{
    struct tm parts;
    time_t date = *modified ? curl_getdate(modified, NULL) : -1;
    day[0] = '\0';
    if (date > 0 && gmtime_r(&date, &parts))
        strftime(day, 16, "%Y-%m-%d", &parts);
}

static mlg_status put_in_place(job *j, const mlg_download_result *got, mlg_error *err)
{
    const mlg_download *ask = j->ask;
    if (j->unchanged)
        return MLG_OK;
    set_date(j);
    if (ask->place)
        MLG_TRY(ask->place(ask->context, j->part, got, err));
    else if (mlg_os_sync(j->file) != 0 || mlg_os_rename(j->part, ask->path) != 0)
        return mlg_fail_write(err, ask->path, errno);
    mlg_os_remove(j->tag_path);
    return MLG_OK;
}

static mlg_status set_up(job *j, mlg_error *err)
{
    MLG_TRY(mlg_format_text(&j->part, err, "%s.part", j->ask->path));
    MLG_TRY(mlg_format_text(&j->tag_path, err, "%s.part.tag", j->ask->path));
    MLG_TRY(open_part(j, err));
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(j->curl = curl_easy_init()))
        return mlg_fail_memory(err, "a connection", 0);
    set_options(j);
    return MLG_OK;
}

/* An empty partial file is not worth keeping. */
static void clean_up(job *j)
{
    curl_easy_cleanup(j->curl);
    if (j->file >= 0 && j->at == 0 && j->part && mlg_os_can(j->part, MLG_OS_EXISTS)) {
        mlg_os_remove(j->part);
        mlg_os_remove(j->tag_path);
    }
    if (j->file >= 0)
        mlg_os_close(j->file);
    free(j->part);
    free(j->tag_path);
}

mlg_status mlg_download_file(mlg_download_result *out, const mlg_download *what, mlg_error *err)
{
    job j = { .ask = what, .file = -1, .err = err };
    *out = (mlg_download_result){ .bytes = 0 };
    mlg_status st = set_up(&j, err);
    if (st == MLG_OK)
        st = fetch(out, &j, err);
    if (st == MLG_OK)
        snprintf(out->modified, sizeof out->modified, "%s", j.modified);
    if (st == MLG_OK)
        st = put_in_place(&j, out, err);
    clean_up(&j);
    return st;
}
