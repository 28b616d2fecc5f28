/* What the desk is made of, when memory, threads or sockets run out: each call fails in turn. */
#include "in_turn.h"

#include "adapters/http_server.h"
#include "base/os/password.h"
#include "base/os/process.h"

#include <string.h>

typedef struct {
    mlg_http_server *server;
    mlg_status st;
    mlg_error err;
    int port, refusals;
} start;

static void serve(void *context)
{
    static const mlg_http_options options = {
        .address = "127.0.0.1", .header_seconds = 5, .body_seconds = 5, .connections = 3
    };
    static const mlg_http_service service = { .context = NULL };
    start *s = context;
    s->st = mlg_http_start(&s->server, &options, &service, &s->err);
    s->port = s->server ? mlg_http_port(s->server) : 0;
    mlg_http_stop(s->server);
}

static void judge_server(void *context, bool failed)
{
    start *s = context;
    assert_true(s->st == MLG_OK || failed); /* the library does without some of them */
    assert_true((s->st == MLG_OK) == (s->port > 0) && (s->st == MLG_OK) == (s->server != NULL));
    if (s->st != MLG_OK)
        assert_true(s->st == MLG_MEMORY || (s->st == MLG_INPUT && strstr(s->err.message, "127.0.0.1")));
    s->refusals += s->st != MLG_OK;
}

static void a_server_starts_or_says_why(void **state)
{
    (void)state;
    start s = { .refusals = 0 };
    faults_in_turn("socket", serve, judge_server, &s);
    assert_true(s.refusals >= 2); /* bound, and listening */
    faults_in_turn("spawn", serve, judge_server, &s);
    assert_true(s.refusals >= 4); /* the threads that serve and watch */
}

static void hash(void *context)
{
    *(char **)context = mlg_os_password_hash("mot de passe");
}

static void judge_hash(void *context, bool failed)
{
    char *made = *(char **)context;
    assert_true(failed == !made);
    if (made)
        assert_true(mlg_os_password_is_hash(made));
    free(made);
}

static void a_password_without_memory_has_no_hash(void **state)
{
    (void)state;
    char *made;
    assert_true(faults_in_turn("alloc", hash, judge_hash, &made) >= 2);
}

int main(int argc, char **argv)
{
    faults_begin(argv);
    mlg_os_start(&argc, &argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_starts_or_says_why),
        cmocka_unit_test(a_password_without_memory_has_no_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
