/* The HTTP layer and the JSON bodies of the desk: any bytes on the line are answered or refused, and the server goes on. The first byte
 * chooses: raw bytes, a body for one of the routes that take JSON, or the body of a command, turned into the words that its program
 * would be started with. None is started but that which makes a study: the server's own table of commands is empty. */
#include "adapters/http_server.h"
#include "serve/commands.h"
#include "serve/desk.h"
#include "serve/folder.h"
#include "serve/guard.h"
#include "support.h"
#include "target.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static mlg_desk desk = { .root = -1 };
static mlg_serve_options options = { .address = "127.0.0.1" };
static mlg_http_server *server;
static mlg_json_value *catalogue; /* a command with a value of each type */
static char *folder;

static void leave(void)
{
    mlg_jobs_stop(desk.jobs);
    mlg_http_stop(server);
    mlg_jobs_free(desk.jobs);
    mlg_sessions_free(desk.sessions);
    mlg_json_value_free(desk.commands);
    mlg_json_value_free(catalogue);
    close(desk.root);
    remove_folder(folder);
}

static void start(void)
{
    static char empty[] = "{}";
    static const char none[] = "{\"commands\":[]}";
    static const char one[] =
        "{\"commands\":[{\"name\":\"try\",\"arguments\":[{\"name\":\"STUDY\",\"type\":\"file\",\"required\":true,"
        "\"endings\":[\"yaml\",\"gpkg\"]},{\"name\":\"B\",\"type\":\"word\",\"default\":\"rule\"},{\"name\":"
        "\"OUT\","
        "\"type\":\"folder\",\"writes\":true}],\"options\":[{\"name\":\"--overwrite\",\"type\":\"flag\"},{"
        "\"name\":"
        "\"--parts\",\"type\":\"integer\",\"maximum\":99},{\"name\":\"--format\",\"type\":\"word\",\"choices\":["
        "\"csv\","
        "\"xlsx\"]},{\"name\":\"--output\",\"type\":\"folder\",\"writes\":true},{\"name\":\"--untrusted\","
        "\"type\":"
        "\"flag\"},{\"name\":\"--json\",\"type\":\"flag\"},{\"name\":\"--progress\",\"type\":\"word\"}]}]}";
    static const mlg_http_options how = {
        .address = "127.0.0.1", .header_seconds = 5, .body_seconds = 5, .connections = 16
    };
    const mlg_http_service service = { mlg_guard_admit, mlg_guard_answer, mlg_guard_fail, mlg_guard_forget,
                                       &desk };
    mlg_error err;
    int code = 0;
    folder = make_folder();
    desk.options = &options;
    desk.root = open(folder, O_RDONLY | O_DIRECTORY);
    for (int k = 0; k < 2; k++)
        desk.texts[k] = (mlg_desk_texts){ empty, empty, empty };
    desk.france = empty;
    memset(desk.token, 'a', MLG_SECRET_SIZE - 1);
    assert_ok(mlg_create_study(&code, desk.root, "E", &err), &err);
    close(openat(desk.root, "study.yaml", O_WRONLY | O_CREAT, 0600));
    assert_ok(mlg_sessions_new(&desk.sessions, &err), &err);
    assert_ok(mlg_jobs_new(&desk.jobs, 1, &err), &err);
    assert_ok(mlg_json_parse(&desk.commands, none, strlen(none), &err), &err);
    assert_ok(mlg_json_parse(&catalogue, one, strlen(one), &err), &err);
    assert_ok(mlg_http_start(&server, &how, &service, &err), &err);
    atomic_store(&desk.port, mlg_http_port(server));
    atexit(leave);
}

/* Sends the bytes, and reads whatever comes until the line is closed. The first bytes of an answer say that it is one. */
static void talk(const uint8_t *data, size_t size)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)mlg_http_port(server)) };
    char said[4096], start_of[8] = "";
    size_t kept = 0;
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(line, (const struct sockaddr *)&to, sizeof to), 0);
    while (size > 0) {
        ssize_t n = send(line, data, size, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        data += n;
        size -= (size_t)n;
    }
    shutdown(line, SHUT_WR);
    for (ssize_t n; (n = recv(line, said, sizeof said, 0)) > 0;)
        for (ssize_t i = 0; i < n && kept + 1 < sizeof start_of; i++)
            start_of[kept++] = said[i];
    close(line);
    if (kept == sizeof start_of - 1 && strcmp(start_of, "HTTP/1.") != 0)
        abort();
}

/* Whatever a body says, the words are those of the command, run as that of a stranger, and name files by one name. */
static void put_into_words(const uint8_t *data, size_t size)
{
    mlg_words words;
    mlg_error err;
    mlg_json_value *body = NULL;
    const mlg_json_value *described = mlg_command_described(catalogue, "try");
    if (mlg_json_parse(&body, (const char *)data, size, &err) != MLG_OK)
        return;
    (void)mlg_command_changes(described, body);
    if (mlg_command_words(&words, described, body, desk.root, &err) == MLG_OK) {
        bool untrusted = false, arguments = false;
        assert_string_equal(words.items[1], "try");
        for (int i = 2; i < words.count; i++) {
            untrusted |= !arguments && strcmp(words.items[i], "--untrusted") == 0;
            arguments |= strcmp(words.items[i], "--") == 0;
            assert_null(strpbrk(words.items[i], "/\\\n"));
            if ((words.scratch >> i & 1) != 0)
                assert_true(mlg_is_name(words.items[i]));
        }
        assert_true(untrusted && arguments);
    }
    mlg_words_release(&words);
    mlg_json_value_free(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const routes[] = { "POST /api/studies", "POST /api/session",
                                          "POST /api/studies/E/commands/run",
                                          "POST /api/studies/E/files/a.txt/validation",
                                          "PUT /api/studies/E/files/a.txt" };
    char head[400];
    if (!server)
        start();
    if (size < 1)
        return 0;
    if (data[0] % 7 == 6) {
        put_into_words(data + 1, size - 1);
        return 0;
    }
    if (data[0] % 7 == 0) {
        talk(data + 1, size - 1);
        return 0;
    }
    int n = snprintf(
        head, sizeof head,
        "%s HTTP/1.1\r\nHost: localhost:%d\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
        "If-None-Match: *\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n",
        routes[data[0] % 7 - 1], mlg_http_port(server), desk.token, size - 1);
    uint8_t *whole = malloc((size_t)n + size);
    memcpy(whole, head, (size_t)n);
    memcpy(whole + n, data + 1, size - 1);
    talk(whole, (size_t)n + size - 1);
    free(whole);
    return 0;
}

void fuzz_seeds(fuzz_keep keep)
{
    FUZZ_SEED(keep, "\000GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n");
    FUZZ_SEED(keep, "\000GET /api/studies/%2e%2e/files/%00 HTTP/1.1\r\nHost: [::1]:1\r\nCookie: "
                    "maillage_session=aa; b=c\r\n\r\n");
    FUZZ_SEED(keep, "\000POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n5\r\nhello\r\nffffffffffffffff\r\n");
    FUZZ_SEED(keep,
              "\000PUT / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: -1\r\nContent-Length: 5\r\n\r\nabc");
    FUZZ_SEED(keep, "\000\026\003\001\002\000\001\000\001\374\003\003");
    FUZZ_SEED(keep, "\001{\"name\":\"\",\"kind\":\"epci\",\"territory\":\"x\",\"ask\":3}");
    FUZZ_SEED(keep, "\002{\"name\":\"marie\",\"password\":\"\\ud800\"}");
    FUZZ_SEED(keep,
              "\003{\"arguments\":{\"STUDY\":\"a.yaml\"},\"options\":{\"overwrite\":true},\"scratch\":[\"OUT\"]}");
    FUZZ_SEED(keep, "\004{\"version\":\"1-2-3\"}");
    FUZZ_SEED(keep, "\005any bytes");
    FUZZ_SEED(keep, "\006{\"arguments\":{\"STUDY\":\"study.yaml\",\"B\":\"in_force\",\"OUT\":\"out\"},\"options\":"
                    "{\"overwrite\":"
                    "true,\"parts\":4,\"format\":\"csv\",\"output\":\"depot\"},\"scratch\":[\"OUT\",\"output\"]}");
}
