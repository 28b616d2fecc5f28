#include "serve/guard.h"

#include "serve/password.h"
#include "base/language.h"
#include "base/os/file.h"
#include "base/utf8.h"
#include "serve/tongue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Bodies: JSON stays in memory, a file goes to the disk. */
static const int64_t most_json = 1 << 20, most_file = (int64_t)2 << 30;

/* ---- the path -------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte of "%C3"; 0, which no name contains, when it is invalid. */
static char percent_byte(const char *text, size_t size)
{
    int high = size >= 3 ? hex_digit(text[1]) : -1, low = size >= 3 ? hex_digit(text[2]) : -1;
    if (high < 0 || low < 0)
        return '\0';
    return (char)(high << 4 | low);
}

char *mlg_decode_segment(const char *text, size_t size)
{
    size_t n = 0;
    errno = ENOMEM;
    char *out = malloc(size + 1);
    if (!out)
        return NULL;
    errno = EINVAL;
    for (size_t i = 0; i < size; i += text[i] == '%' ? 3 : 1) {
        out[n] = text[i] == '%' ? percent_byte(text + i, size - i) : text[i];
        if (out[n++] == '\0') {
            free(out);
            return NULL;
        }
    }
    out[n] = '\0';
    if (n > 0 && mlg_utf8_is_valid(out, n))
        return out;
    free(out);
    return NULL;
}

/* 0, or the status of a refusal. */
static int split_path(mlg_visit *visit, const char *path)
{
    while (*path == '/' && path[1]) {
        size_t length = strcspn(++path, "/");
        if (visit->segment_count == MLG_MOST_SEGMENTS)
            return 400;
        char *segment = mlg_decode_segment(path, length);
        if (!segment)
            return errno == ENOMEM ? 500 : 400;
        visit->segments[visit->segment_count++] = segment;
        path += length;
    }
    return *path == '\0' || (*path == '/' && visit->segment_count == 0) ? 0 : 400;
}

/* Whether the segments of a path match a pattern, whose segments in braces match anything. */
static bool fits(const mlg_visit *visit, const char *pattern)
{
    int i = 0;
    for (; *pattern == '/' && pattern[1]; i++) {
        size_t length = strcspn(++pattern, "/");
        const char *segment = i < visit->segment_count ? visit->segments[i] : "";
        if (*segment == '\0')
            return false;
        if (*pattern != '{' && (strlen(segment) != length || strncmp(segment, pattern, length) != 0))
            return false;
        pattern += length;
    }
    return i == visit->segment_count;
}

const char *mlg_visit_part(const mlg_visit *visit, const char *name)
{
    const char *pattern = visit->route->pattern;
    for (int i = 0; *pattern; i++) {
        size_t length = strcspn(++pattern, "/");
        if (*pattern == '{' && length == strlen(name) + 2 && strncmp(pattern + 1, name, length - 2) == 0)
            return visit->segments[i];
        pattern += length;
    }
    abort();
}

/* 0 with visit->route set, or the status of a refusal. */
static int find_route(mlg_visit *visit, const char *method)
{
    int status = 404;
    if (strcmp(method, "HEAD") == 0)
        method = "GET"; /* the server leaves the body out */
    for (const mlg_route *route = mlg_routes; route->method; route++) {
        if (!fits(visit, route->pattern))
            continue;
        if (strcmp(route->method, method) == 0) {
            visit->route = route;
            return 0;
        }
        status = 405;
    }
    return status;
}

/* ---- who asks, from where -------------------------------------------------------------------------------------- */

/* The values of Host sent by a browser on this machine, and by the proxy. Any other is a foreign name resolved to this address (DNS
 * rebinding). */
static bool is_ours(mlg_desk *desk, const char *host)
{
    static const char *const locals[] = { "127.0.0.1", "localhost", "[::1]" };
    int port = atomic_load(&desk->port);
    if (!host || port == 0)
        return false;
    for (size_t i = 0; i < sizeof locals / sizeof *locals; i++) {
        char local[40];
        snprintf(local, sizeof local, "%s:%d", locals[i], port);
        if (strcasecmp(host, local) == 0)
            return true;
    }
    return desk->options->public_name && strcasecmp(host, desk->options->public_name) == 0;
}

/* The page of another site has another origin; "null" is that of a frame without one, such as the page of a study. */
static bool is_our_origin(mlg_desk *desk, const char *origin)
{
    const char *host = strncmp(origin, "http://", 7) == 0    ? origin + 7
                       : strncmp(origin, "https://", 8) == 0 ? origin + 8
                                                             : NULL;
    return is_ours(desk, host);
}

static bool changes_things(const mlg_visit *visit)
{
    return strcmp(visit->route->method, "GET") != 0;
}

/* Browsers send Origin with every request but GET, and Sec-Fetch-Site with all of them: a missing header proves nothing. */
static bool comes_from_us(const mlg_visit *visit, bool by_cookie)
{
    const char *origin = mlg_http_header(visit->request, "Origin");
    const char *site = mlg_http_header(visit->request, "Sec-Fetch-Site");
    if (origin && !is_our_origin(visit->desk, origin))
        return false;
    if (changes_things(visit) && by_cookie && !origin)
        return false;
    bool within = !site || strcmp(site, "same-origin") == 0 || strcmp(site, "none") == 0;
    return within || (visit->route->open && !changes_things(visit));
}

/* The value of the cookie, of the size of a secret or "". */
static void read_cookie(char secret[MLG_SECRET_SIZE], const char *cookies)
{
    static const char name[] = MLG_COOKIE "=";
    secret[0] = '\0';
    for (const char *at = cookies; at && *at;) {
        at += strspn(at, "; ");
        size_t length = strcspn(at, ";");
        if (strncmp(at, name, sizeof name - 1) == 0 && length == sizeof name - 1 + MLG_SECRET_SIZE - 1)
            snprintf(secret, MLG_SECRET_SIZE, "%s", at + sizeof name - 1);
        at += length;
    }
}

/* True when the session comes from the cookie, which a browser sends with requests of any site. */
static bool identify(mlg_visit *visit)
{
    static const char bearer[] = "Bearer ";
    char secret[MLG_SECRET_SIZE];
    mlg_desk *desk = visit->desk;
    const char *given = mlg_http_header(visit->request, "Authorization");
    if (given && strncmp(given, bearer, sizeof bearer - 1) == 0) {
        given += sizeof bearer - 1;
        if (desk->token[0] && mlg_same_secret(desk->token, given)) {
            visit->session = INT64_MAX; /* all scripts with the token are one session */
            snprintf(visit->user, sizeof visit->user, "%s", desk->owner);
        } else if (!desk->token[0])
            visit->session = mlg_session_of(visit->user, desk->sessions, given);
        return false;
    }
    read_cookie(secret, mlg_http_header(visit->request, "Cookie"));
    if (secret[0])
        visit->session = mlg_session_of(visit->user, desk->sessions, secret);
    return secret[0] != '\0';
}

/* ---- the three steps of a request --------------------------------------------------------------------------------- */

static void refuse(mlg_http_admission *admission, mlg_http_answer *answer, int status, const char *message)
{
    admission->refused = true;
    mlg_answer_fault(answer, status, mlg_tr(message), "");
}

static bool is_json(const mlg_http_request *request)
{
    static const char json[] = "application/json";
    const char *type = mlg_http_header(request, "Content-Type");
    return type && strncasecmp(type, json, sizeof json - 1) == 0 && strchr("; ", type[sizeof json - 1]);
}

/* Opens the file that receives a body, once the sender is known. */
static void admit_file(mlg_visit *visit, mlg_http_admission *admission, mlg_http_answer *answer)
{
    int study = mlg_visit_study(visit, answer);
    if (study < 0 || !mlg_visit_may_change(visit, answer)) {
        admission->refused = true;
        return;
    }
    int fd = mlg_save_begin(visit->hidden, study);
    if (fd < 0) {
        refuse(admission, answer, mlg_status_of_errno(errno, 500), mlg_errno_text(errno));
        return;
    }
    visit->spool = admission->spool = fd + 1;
    admission->most = most_file;
}

static void admit_body(mlg_visit *visit, mlg_http_admission *admission, mlg_http_answer *answer)
{
    const char *body = visit->route->body;
    if (!body)
        return;
    if (strcmp(body, "*") == 0)
        admit_file(visit, admission, answer);
    else if (!is_json(visit->request))
        refuse(admission, answer, 415, MLG_MARK("the body must be application/json"));
    else
        admission->most = most_json;
}

/* A body announced as too large is refused before it is received; one that turns out too large is cut off by the server. */
static void check_size(mlg_visit *visit, mlg_http_admission *admission, mlg_http_answer *answer)
{
    const char *length = mlg_http_header(visit->request, "Content-Length");
    if (length && strtoll(length, NULL, 10) > admission->most)
        refuse(admission, answer, 413, MLG_MARK("the body is too large"));
}

static void admit(mlg_visit *visit, mlg_http_admission *admission, mlg_http_answer *answer)
{
    const mlg_http_request *request = visit->request;
    if (!is_ours(visit->desk, mlg_http_header(request, "Host"))) {
        refuse(admission, answer, 421, MLG_MARK("this server is not known under that name"));
        return;
    }
    int bad = split_path(visit, mlg_http_path(request));
    int status = bad ? bad : find_route(visit, mlg_http_method(request));
    bool by_cookie = identify(visit);
    if (status == 0 && !visit->route->open && visit->session == 0)
        status = 401;
    if (status)
        refuse(admission, answer, status,
               status == 401   ? MLG_MARK("open the link that the server printed, or sign in")
               : status == 405 ? MLG_MARK("not with this method")
               : status == 500 ? MLG_MARK("out of memory")
                               : MLG_MARK("there is nothing here"));
    else if (!comes_from_us(visit, by_cookie))
        refuse(admission, answer, 403, MLG_MARK("the request comes from another site"));
    else
        admit_body(visit, admission, answer);
    if (!admission->refused)
        check_size(visit, admission, answer);
}

/* No response may be sniffed as another type, kept by a proxy or framed by another site. A route may have set stricter headers. */
static void add_safety(mlg_http_answer *answer)
{
    bool policy = false;
    for (int i = 0; i < answer->header_count; i++)
        policy = policy || strcmp(answer->headers[i].name, "Content-Security-Policy") == 0;
    if (!policy)
        mlg_http_add_header(answer, "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                            "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
                            "frame-ancestors 'self'");
    mlg_http_add_header(answer, "X-Content-Type-Options", "nosniff");
    mlg_http_add_header(answer, "Referrer-Policy", "no-referrer");
    mlg_http_add_header(answer, "Cross-Origin-Resource-Policy", "same-origin");
    mlg_http_add_header(answer, "Cross-Origin-Opener-Policy", "same-origin");
    mlg_http_add_header(answer, "Cache-Control", "no-store");
}

/* The language that the browser asks for, unless the server was started in one. */
static void speak(const mlg_http_request *request)
{
    const char *asked = mlg_accepted_language(mlg_http_header(request, "Accept-Language"));
    mlg_translate_here(mlg_language_is_given() || !asked ? NULL : asked);
}

void mlg_guard_admit(void *desk, const mlg_http_request *request, mlg_http_admission *admission,
                     mlg_http_answer *answer)
{
    mlg_visit *visit = calloc(1, sizeof *visit);
    if (!visit) {
        refuse(admission, answer, 500, MLG_MARK("out of memory"));
        return;
    }
    visit->desk = desk;
    visit->request = request;
    admission->state = visit;
    speak(request);
    admit(visit, admission, answer);
    mlg_translate_here(NULL);
    if (admission->refused)
        add_safety(answer);
}

void mlg_guard_answer(void *desk, const mlg_http_request *request, mlg_http_answer *answer)
{
    mlg_visit *visit = mlg_http_state(request);
    (void)desk;
    visit->request = request;
    speak(request);
    visit->route->run(visit, answer);
    mlg_translate_here(NULL);
    add_safety(answer);
}

void mlg_guard_fail(void *desk, const mlg_http_request *request, int code, mlg_http_answer *answer)
{
    (void)desk;
    speak(request);
    mlg_answer_fault(answer, mlg_status_of_errno(code, 500), mlg_errno_text(code), "");
    mlg_translate_here(NULL);
    add_safety(answer);
}

void mlg_guard_forget(void *desk, void *state)
{
    mlg_visit *visit = state;
    (void)desk;
    for (int i = 0; i < visit->segment_count; i++)
        free(visit->segments[i]);
    if (visit->spool) /* the body was incomplete, or not claimed */
        mlg_save_drop(visit->study - 1, visit->spool - 1, visit->hidden);
    if (visit->folder)
        mlg_os_close(visit->folder - 1);
    if (visit->study)
        mlg_os_close(visit->study - 1);
    free(visit);
}

void mlg_guard_cookie(const mlg_desk *desk, mlg_http_answer *answer, const char *secret)
{
    mlg_http_add_header(answer, "Set-Cookie", MLG_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict%s%s", secret,
                        desk->options->public_name ? "; Secure" : "", secret[0] ? "" : "; Max-Age=0");
}
