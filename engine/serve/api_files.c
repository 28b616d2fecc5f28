/* Files of a study: download, save, remove, validate. A save states the version it is based on, so that no change of another user is
 * lost. */
#include "base/aside.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "serve/api.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct {
    const char *ending, *type;
    bool shown; /* in the browser, in a frame of its own without rights; other files are downloaded */
} kinds[] = {
    { ".html", "text/html; charset=utf-8", true },
    { ".svg", "image/svg+xml", true },
    { ".pdf", "application/pdf", false },
    { ".csv", "text/csv; charset=utf-8", false },
    { ".json", "application/json; charset=utf-8", false },
    { ".geojson", "application/geo+json; charset=utf-8", false },
    { ".yaml", "application/yaml; charset=utf-8", false },
    { ".md", "text/markdown; charset=utf-8", false },
    { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false },
    { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false },
    { ".odt", "application/vnd.oasis.opendocument.text", false },
    { ".gpkg", "application/geopackage+sqlite3", false },
};

/* RFC 8187: the name as UTF-8, percent-encoded. */
static void add_name(mlg_http_answer *answer, const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    char encoded[3 * MLG_NAME_MOST + 1];
    size_t n = 0;
    for (const unsigned char *c = (const unsigned char *)name; *c && n + 4 < sizeof encoded; c++)
        n += (size_t)snprintf(encoded + n, 4, strchr(plain, *c) ? "%c" : "%%%02X", *c);
    mlg_http_add_header(answer, "Content-Disposition", "attachment; filename*=UTF-8''%s", encoded);
}

void mlg_api_send_file(mlg_http_answer *answer, int fd, int64_t bytes, const char *name, const char *version)
{
    bool shown = false;
    answer->status = 200;
    answer->type = "application/octet-stream";
    answer->file = fd + 1;
    answer->size = (size_t)bytes;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mlg_path_ends_with(name, kinds[i].ending)) {
            answer->type = kinds[i].type;
            shown = kinds[i].shown;
        }
    if (shown) /* an untrusted page: its script may run and handle its own forms, but reaches nothing */
        mlg_http_add_header(answer, "Content-Security-Policy",
                            "sandbox allow-scripts allow-downloads allow-forms; form-action 'none'; default-src "
                            "'none'; script-src 'unsafe-inline'; "
                            "style-src 'unsafe-inline'; img-src data: blob:; frame-ancestors 'self'");
    else
        add_name(answer, name);
    if (version[0])
        mlg_http_add_header(answer, "ETag", "\"%s\"", version);
}

void mlg_api_file(mlg_visit *visit, mlg_http_answer *answer)
{
    char version[MLG_VERSION_SIZE];
    int64_t bytes;
    const char *name = mlg_visit_part(visit, "file");
    int study = mlg_visit_study(visit, answer);
    if (study < 0)
        return;
    int fd = mlg_open_entry(version, &bytes, study, name);
    if (fd >= 0)
        mlg_api_send_file(answer, fd, bytes, name, version);
    else
        mlg_answer_unopened(answer, mlg_tr("there is no such file in the study"));
}

/* ---- saves ------------------------------------------------------------------------------------------------------ */

/* The version that the request is based on, "" for a new file; false with *answer filled when it states none. */
static bool read_expected(char expected[MLG_VERSION_SIZE], mlg_visit *visit, mlg_http_answer *answer)
{
    const char *match = mlg_http_header(visit->request, "If-Match");
    const char *none = mlg_http_header(visit->request, "If-None-Match");
    size_t length = match ? strlen(match) : 0;
    expected[0] = '\0';
    if (!match && none && strcmp(none, "*") == 0)
        return true;
    if (length > 2 && length < MLG_VERSION_SIZE && match[0] == '"' && match[length - 1] == '"') {
        snprintf(expected, MLG_VERSION_SIZE, "%.*s", (int)length - 2, match + 1);
        return true;
    }
    mlg_answer_fault(answer, 428, mlg_tr("the request does not state which version was changed"),
                     mlg_tr("send If-Match with the ETag of the file, or If-None-Match: * for a new one"));
    return false;
}

static void answer_saved(mlg_saved how, const char *version, mlg_http_answer *answer)
{
    if (how == MLG_SAVED) {
        answer->status = 204;
        if (version[0])
            mlg_http_add_header(answer, "ETag", "\"%s\"", version);
    } else if (how == MLG_SAVE_CHANGED)
        mlg_answer_fault(answer, 412, mlg_tr("someone has changed this file in the meantime"),
                         mlg_tr("open it again, or save under another name: nothing is lost"));
    else if (how == MLG_SAVE_FROZEN)
        mlg_answer_fault(answer, 409, mlg_tr("this file is validated and can no longer change"),
                         mlg_tr("save under another name"));
    else
        mlg_answer_fault(answer, mlg_status_of_errno(errno, 409), mlg_errno_text(errno), "");
}

/* The text that says who validated a file is written by mlg_api_freeze() alone, and stays. */
static bool is_mark(const char *name, mlg_http_answer *answer)
{
    if (!mlg_path_ends_with(name, MLG_VALIDATED_ENDING))
        return false;
    mlg_answer_fault(answer, 409, mlg_tr("this file says who validated another, and only validating writes it"),
                     "");
    return true;
}

void mlg_api_save(mlg_visit *visit, mlg_http_answer *answer)
{
    char expected[MLG_VERSION_SIZE], version[MLG_VERSION_SIZE];
    const char *name = mlg_visit_part(visit, "file");
    if (!mlg_is_name(name)) {
        mlg_answer_fault(answer, 400, mlg_tr("this cannot name a file"), "");
        return;
    }
    if (is_mark(name, answer) || !mlg_visit_may_change(visit, answer) || !read_expected(expected, visit, answer))
        return;
    int spool = visit->spool - 1;
    visit->spool = 0;
    answer_saved(mlg_save_end(version, visit->study - 1, spool, visit->hidden, name, expected), version, answer);
}

void mlg_api_remove(mlg_visit *visit, mlg_http_answer *answer)
{
    char expected[MLG_VERSION_SIZE];
    const char *name = mlg_visit_part(visit, "file");
    int study = mlg_visit_study(visit, answer);
    if (study < 0 || is_mark(name, answer) || !mlg_visit_may_change(visit, answer) ||
        !read_expected(expected, visit, answer))
        return;
    if (expected[0] == '\0')
        mlg_answer_fault(answer, 404, mlg_tr("there is no such file in the study"), "");
    else
        answer_saved(mlg_remove_entry(study, name, expected), "", answer);
}

/* ---- validation ------------------------------------------------------------------------------------------------- */

/* Records who validated what and when in a text file beside it, readable by people and by git. */
static mlg_saved write_mark(mlg_visit *visit, int study, const char *file, const char *version)
{
    char mark[MLG_NAME_MOST + 16], hidden[32], kept[MLG_VERSION_SIZE], day[32], *words;
    time_t now = time(NULL);
    struct tm utc;
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    snprintf(mark, sizeof mark, "%s" MLG_VALIDATED_ENDING, file);
    errno = ENAMETOOLONG;
    int fd = mlg_is_name(mark) ? mlg_save_begin(hidden, study) : -1;
    if (fd < 0)
        return MLG_SAVE_FAILED;
    bool written = mlg_format_text(&words, NULL, "file: \"%s\"\nversion: \"%s\"\nby: \"%s\"\nat: %s\n", file,
                                   version, visit->user, day) == MLG_OK &&
                   mlg_os_write_all(fd, words, strlen(words));
    free(words);
    if (!written) {
        mlg_save_drop(study, fd, hidden);
        return MLG_SAVE_FAILED;
    }
    return mlg_save_end(kept, study, fd, hidden, mark, "");
}

static void freeze(mlg_visit *visit, int study, const char *expected, mlg_http_answer *answer)
{
    char version[MLG_VERSION_SIZE];
    int64_t bytes;
    const char *name = mlg_visit_part(visit, "file");
    int fd = mlg_open_entry(version, &bytes, study, name);
    if (fd < 0) {
        mlg_answer_unopened(answer, mlg_tr("there is no such file in the study"));
        return;
    }
    mlg_os_close(fd);
    mlg_saved how = strcmp(version, expected) == 0 ? write_mark(visit, study, name, version) : MLG_SAVE_CHANGED;
    answer_saved(how == MLG_SAVE_CHANGED && mlg_is_frozen(study, name) ? MLG_SAVE_FROZEN : how, "", answer);
}

void mlg_api_freeze(mlg_visit *visit, mlg_http_answer *answer)
{
    int study = mlg_visit_study(visit, answer);
    if (study < 0 || !mlg_visit_may_change(visit, answer))
        return;
    mlg_json_value *body = mlg_visit_object(visit, answer);
    if (!body)
        return;
    const char *expected = mlg_json_words(mlg_json_get(body, "version"));
    freeze(visit, study, expected ? expected : "", answer);
    mlg_json_value_free(body);
}
