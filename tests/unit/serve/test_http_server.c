/* The server of the desk within its limits: bodies too large, that cannot be kept, or too slow; answers with too many headers. */
#include "support.h"

#include "adapters/http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 10, LIMIT_SECONDS = 1 };

typedef struct {
    int spool; /* as of an admission */
    int headers, failed_with;
} desk;

static void admit(void *context, const mlg_http_request *request, mlg_http_admission *admission,
                  mlg_http_answer *answer)
{
    const desk *d = context;
    (void)request, (void)answer;
    *admission = (mlg_http_admission){ .most = MOST, .spool = d->spool };
}

static void answer_with_body(void *context, const mlg_http_request *request, mlg_http_answer *answer)
{
    const desk *d = context;
    size_t size;
    const char *body = mlg_http_body(request, &size);
    *answer = (mlg_http_answer){ .status = 200, .type = "text/plain", .body = strdup(body), .size = size };
    for (int i = 0; i < d->headers; i++)
        mlg_http_add_header(answer, "X-Number", "%d", i);
}

static void tell_failure(void *context, const mlg_http_request *request, int code, mlg_http_answer *answer)
{
    desk *d = context;
    (void)request;
    d->failed_with = code;
    *answer = (mlg_http_answer){ .status = 507 };
}

static void forget(void *context, void *state)
{
    (void)context, (void)state;
}

static mlg_http_server *start(desk *d, const char *address)
{
    const mlg_http_options options = {
        .address = address, .header_seconds = LIMIT_SECONDS, .body_seconds = LIMIT_SECONDS, .connections = 4
    };
    const mlg_http_service service = { admit, answer_with_body, tell_failure, forget, d };
    mlg_http_server *server;
    mlg_error err;
    assert_ok(mlg_http_start(&server, &options, &service, &err), &err);
    return server;
}

static int visit(const mlg_http_server *server)
{
    const struct sockaddr_in at = { .sin_family = AF_INET,
                                    .sin_port = htons((uint16_t)mlg_http_port(server)),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int to = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct timeval patience = { .tv_sec = 60 };
    setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(to, (const struct sockaddr *)&at, sizeof at), 0);
    return to;
}

/* What comes back until the server hangs up. */
static void hear(char *answer, size_t size, int from)
{
    size_t got = 0;
    for (ssize_t n; got + 1 < size && (n = recv(from, answer + got, size - 1 - got, 0)) > 0;)
        got += (size_t)n;
    answer[got] = '\0';
}

/* The status of an answer; 0: the connection was closed without one. */
static int ask(desk *d, const char *words, char *answer, size_t size)
{
    mlg_http_server *server = start(d, "127.0.0.1");
    int to = visit(server), status = 0;
    assert_int_equal(send(to, words, strlen(words), MSG_NOSIGNAL), (int)strlen(words));
    hear(answer, size, to);
    close(to);
    mlg_http_stop(server);
    if (*answer)
        assert_int_equal(sscanf(answer, "HTTP/1.1 %d", &status), 1);
    return status;
}

#define HEAD "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"

static void a_body_within_the_limit_is_kept(void **state)
{
    (void)state;
    char answer[2000];
    desk d = { .spool = 0 };
    assert_int_equal(ask(&d, HEAD "Content-Length: 10\r\n\r\n0123456789", answer, sizeof answer), 200);
    assert_non_null(strstr(answer, "\r\n\r\n0123456789"));
    assert_int_equal(ask(&d, HEAD "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n", answer,
                         sizeof answer),
                     200);
    assert_non_null(strstr(answer, "\r\n\r\nabcdefg"));
}

static void a_larger_body_is_refused(void **state)
{
    (void)state;
    char answer[2000];
    desk d = { .spool = 0 };
    assert_int_equal(ask(&d, HEAD "Content-Length: 11\r\n\r\n", answer, sizeof answer),
                     413); /* before it is sent */
    assert_int_equal(ask(&d, HEAD "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789A\r\n", answer, sizeof answer),
                     0);
}

static void a_body_that_cannot_be_kept_is_answered_so(void **state)
{
    (void)state;
    char answer[2000];
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    desk d = { .spool = full + 1 };
    if (full < 0)
        skip();
    assert_int_equal(ask(&d, HEAD "Content-Length: 4\r\n\r\nabcd", answer, sizeof answer), 507);
    assert_int_equal(d.failed_with, ENOSPC);
    close(full);
}

static void an_answer_has_so_many_headers(void **state)
{
    (void)state;
    char answer[2000];
    desk d = { .headers = MLG_HTTP_MOST_HEADERS };
    assert_int_equal(ask(&d, HEAD "Content-Length: 1\r\n\r\na", answer, sizeof answer), 200);
    assert_int_equal(count_of(answer, "X-Number:"), MLG_HTTP_MOST_HEADERS);
    d.headers++;
    assert_int_equal(ask(&d, HEAD "Content-Length: 1\r\n\r\na", answer, sizeof answer), 500);
}

/* A byte now and then would keep its thread for ever. */
static void a_slow_visitor_is_hung_up_on(void **state)
{
    (void)state;
    desk d = { .spool = 0 };
    mlg_http_server *server = start(&d, "127.0.0.1");
    int to = visit(server);
    char byte;
    bool closed = false;
    for (int k = 0; k < 200 && !closed; k++) { /* far less than a minute, if the time is kept */
        (void)!send(to, k == 0 ? "G" : "E", 1, MSG_NOSIGNAL);
        usleep(100000);
        const ssize_t n = recv(to, &byte, 1, MSG_DONTWAIT);
        closed = n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    }
    assert_true(closed);
    close(to);
    mlg_http_stop(server);
}

static void a_name_is_no_address(void **state)
{
    (void)state;
    const mlg_http_options options = { .address = "localhost", .connections = 1 };
    const mlg_http_service service = { .context = NULL };
    mlg_http_server *server;
    mlg_error err;
    assert_fails(mlg_http_start(&server, &options, &service, &err), MLG_USAGE, &err, "localhost");
    assert_null(server);
    mlg_http_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_within_the_limit_is_kept),
        cmocka_unit_test(a_larger_body_is_refused),
        cmocka_unit_test(a_body_that_cannot_be_kept_is_answered_so),
        cmocka_unit_test(an_answer_has_so_many_headers),
        cmocka_unit_test(a_slow_visitor_is_hung_up_on),
        cmocka_unit_test(a_name_is_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
