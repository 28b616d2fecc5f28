/* Uses libmicrohttpd, one thread a connection. The library times out a silent connection; one that sends a byte now and then to hold its
 * thread for ever is closed by the watch below. */
#include "adapters/http_server.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/os/net.h"
#include "base/os/thread.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MEMORY_OF_CONNECTION = 32 << 10, BLOCK = 64 << 10, MIB = 1 << 20 };

typedef struct {
    MHD_socket fd;   /* MHD_INVALID_SOCKET: free */
    double deadline; /* by which the request must have come whole; infinite while it is being answered */
} connection_watch;

struct mlg_http_server {
    struct MHD_Daemon *daemon;
    mlg_http_options options;
    mlg_http_service service;
    int port;
    pthread_t watcher;
    pthread_mutex_t lock;
    atomic_bool stopping;
    connection_watch *watch; /* [options.connections] */
};

struct mlg_http_request {
    struct MHD_Connection *connection;
    mlg_http_server *server;
    const char *method, *path;
    mlg_http_admission admission;
    char *body;
    size_t size, capacity;
    int64_t received;
    int fault; /* an errno: the rest of the body is not kept, and the answer says so */
    bool admitted, too_large;
};

/* ---- what a request holds ------------------------------------------------------------------------------------ */

const char *mlg_http_method(const mlg_http_request *request)
{
    return request->method;
}

const char *mlg_http_path(const mlg_http_request *request)
{
    return request->path;
}

const char *mlg_http_header(const mlg_http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *mlg_http_parameter(const mlg_http_request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *mlg_http_body(const mlg_http_request *request, size_t *size)
{
    *size = request->size;
    return request->body ? request->body : "";
}

void *mlg_http_state(const mlg_http_request *request)
{
    return request->admission.state;
}

void mlg_http_add_header(mlg_http_answer *answer, const char *name, const char *format, ...)
{
    va_list args;
    char *value = NULL;
    va_start(args, format);
    int n = vasprintf(&value, format, args);
    va_end(args);
    if (n < 0 || answer->header_count == MLG_HTTP_MOST_HEADERS) {
        if (n >= 0)
            free(value);
        answer->status = 500;
        return;
    }
    answer->headers[answer->header_count].name = name;
    answer->headers[answer->header_count++].value = value;
}

/* ---- answers ------------------------------------------------------------------------------------------------------ */

typedef struct {
    mlg_http_more more;
    void (*close)(void *context);
    void *context;
} stream;

static ssize_t read_stream(void *context, uint64_t at, char *buffer, size_t most)
{
    stream *s = context;
    (void)at;
    long n = s->more(s->context, buffer, most);
    return n > 0 ? (ssize_t)n : MHD_CONTENT_READER_END_OF_STREAM;
}

static void close_stream(void *context)
{
    stream *s = context;
    s->close(s->context);
    free(s);
}

static struct MHD_Response *stream_response(mlg_http_answer *answer)
{
    stream *s = malloc(sizeof *s);
    if (s)
        *s = (stream){ answer->more, answer->close, answer->context };
    struct MHD_Response *response =
        s ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_stream, s, close_stream) : NULL;
    if (!response) {
        answer->close(answer->context);
        free(s);
    }
    return response;
}

static struct MHD_Response *new_response(mlg_http_answer *answer)
{
    struct MHD_Response *response;
    if (answer->more)
        return stream_response(answer);
    if (answer->file) {
        response = MHD_create_response_from_fd64(answer->size, answer->file - 1);
        if (!response)
            mlg_os_close(answer->file - 1);
        return response;
    }
    if (answer->body) {
        response = MHD_create_response_from_buffer(answer->size, answer->body, MHD_RESPMEM_MUST_FREE);
        if (!response)
            free(answer->body);
        return response;
    }
    /* the library does not write to a persistent buffer */
    return MHD_create_response_from_buffer(answer->kept ? answer->size : 0, (void *)(uintptr_t)answer->kept,
                                           MHD_RESPMEM_PERSISTENT);
}

/* MHD_NO closes the connection. */
static enum MHD_Result send_answer(const mlg_http_request *request, mlg_http_answer *answer, bool closing)
{
    struct MHD_Response *response = new_response(answer);
    enum MHD_Result done = response ? MHD_YES : MHD_NO;
    if (done == MHD_YES && answer->type)
        done = MHD_add_response_header(response, "Content-Type", answer->type);
    if (done == MHD_YES && closing)
        done = MHD_add_response_header(response, "Connection", "close");
    for (int i = 0; i < answer->header_count; i++) {
        if (done == MHD_YES) /* a value with a line end is refused by the library */
            done = MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value);
        free(answer->headers[i].value);
    }
    if (done == MHD_YES)
        done = MHD_queue_response(request->connection, (unsigned)answer->status, response);
    if (response)
        MHD_destroy_response(response);
    return done;
}

static enum MHD_Result refuse(const mlg_http_request *request, int status)
{
    mlg_http_answer answer = { .status = status };
    return send_answer(request, &answer, true);
}

/* ---- time ------------------------------------------------------------------------------------------------------- */

static MHD_socket fd_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : MHD_INVALID_SOCKET;
}

/* Gives the connection until `seconds` from now; negative: for ever. */
static void allow(mlg_http_server *server, MHD_socket fd, double seconds)
{
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->options.connections; i++)
        if (server->watch[i].fd == fd)
            server->watch[i].deadline = seconds < 0 ? 1e300 : mlg_clock_s() + seconds;
    pthread_mutex_unlock(&server->lock);
}

static void replace_watched(mlg_http_server *server, MHD_socket old, MHD_socket new, double deadline)
{
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->options.connections; i++)
        if (server->watch[i].fd == old) {
            server->watch[i] = (connection_watch){ new, deadline };
            break;
        }
    pthread_mutex_unlock(&server->lock);
}

static void watch_connection(void *context, struct MHD_Connection *connection, void **mine,
                             enum MHD_ConnectionNotificationCode code)
{
    mlg_http_server *server = context;
    MHD_socket fd = fd_of(connection);
    (void)mine;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        replace_watched(server, MHD_INVALID_SOCKET, fd, mlg_clock_s() + server->options.header_seconds);
    else
        replace_watched(server, fd, MHD_INVALID_SOCKET, 0);
}

static void *watch_all(void *context)
{
    mlg_http_server *server = context;
    while (!atomic_load(&server->stopping)) {
        mlg_os_sleep(0.2);
        pthread_mutex_lock(&server->lock);
        double now = mlg_clock_s();
        for (int i = 0; i < server->options.connections; i++)
            if (server->watch[i].fd != MHD_INVALID_SOCKET && server->watch[i].deadline < now)
                mlg_os_hang_up((intptr_t)server->watch[i].fd); /* its thread reads the end and closes it */
        pthread_mutex_unlock(&server->lock);
    }
    return NULL;
}

/* ---- requests --------------------------------------------------------------------------------------------------- */

static bool is_kept_body(mlg_http_request *request, const char *bytes, size_t size)
{
    mlg_error err;
    if (mlg_grow_array((void **)&request->body, &request->capacity, request->size + size + 1, 1, "a request",
                       &err) != MLG_OK)
        return false;
    memcpy(request->body + request->size, bytes, size);
    request->size += size;
    request->body[request->size] = '\0';
    return true;
}

static void receive(mlg_http_request *request, const char *bytes, size_t size)
{
    const mlg_http_admission *admission = &request->admission;
    request->received += (int64_t)size;
    if (request->received > admission->most)
        request->too_large = true;
    else if (request->fault == 0 && !(admission->spool ? mlg_os_write_all(admission->spool - 1, bytes, size)
                                                       : is_kept_body(request, bytes, size)))
        request->fault = admission->spool ? errno : ENOMEM;
}

/* The body as announced; a body without a length counts as the most that is accepted. */
static int64_t announced(const mlg_http_request *request)
{
    const char *length = mlg_http_header(request, "Content-Length");
    return length ? strtoll(length, NULL, 10) : request->admission.most;
}

/* Headers that say where the request ends, and whom it is for. */
typedef struct {
    int hosts, lengths, encodings;
} framing;

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    framing *f = context;
    (void)kind, (void)value;
    f->hosts += strcasecmp(name, "Host") == 0;
    f->lengths += strcasecmp(name, "Content-Length") == 0;
    f->encodings += strcasecmp(name, "Transfer-Encoding") == 0;
    return MHD_YES;
}

/* A proxy could read such a request in another way: as one for another host, or as two. */
static bool is_ambiguous(const mlg_http_request *request)
{
    framing f = { 0 };
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_header, &f);
    return f.hosts > 1 || f.lengths + f.encodings > 1;
}

static enum MHD_Result admit(mlg_http_request *request)
{
    mlg_http_answer answer = { .status = 500 };
    const mlg_http_server *server = request->server;
    if (is_ambiguous(request))
        return refuse(request, 400);
    server->service.admit(server->service.context, request, &request->admission, &answer);
    request->admitted = true;
    if (request->admission.refused)
        return send_answer(request, &answer, true);
    int64_t bytes = announced(request);
    if (bytes > request->admission.most)
        return refuse(request, 413);
    allow(request->server, fd_of(request->connection), server->options.body_seconds * (1. + (double)bytes / MIB));
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *upload, size_t *upload_size,
                              void **mine)
{
    mlg_http_server *server = context;
    mlg_http_request *request = *mine;
    (void)version;
    if (!request)
        return MHD_NO;
    request->connection = connection;
    request->path = path;
    request->method = method;
    if (!request->admitted)
        return admit(request);
    if (*upload_size > 0) {
        receive(request, upload, *upload_size);
        *upload_size = 0;
        return request->too_large ? MHD_NO : MHD_YES;
    }
    allow(server, fd_of(connection), -1);
    mlg_http_answer answer = { .status = 500 };
    if (request->fault)
        server->service.fail(server->service.context, request, request->fault, &answer);
    else
        server->service.answer(server->service.context, request, &answer);
    return send_answer(request, &answer, false);
}

/* Called with the request line, before anything else: what it returns is *mine above. */
static void *begin_request(void *context, const char *uri, struct MHD_Connection *connection)
{
    mlg_http_request *request = calloc(1, sizeof *request);
    (void)uri;
    if (request) {
        request->server = context;
        request->connection = connection;
    }
    return request;
}

static void end_request(void *context, struct MHD_Connection *connection, void **mine,
                        enum MHD_RequestTerminationCode code)
{
    mlg_http_server *server = context;
    mlg_http_request *request = *mine;
    (void)code;
    if (!request)
        return;
    allow(server, fd_of(connection), 2. * server->options.header_seconds); /* for the next request */
    if (request->admission.state)
        server->service.forget(server->service.context, request->admission.state);
    free(request->body);
    free(request);
    *mine = NULL;
}

static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strlen(text);
}

static void say_nothing(void *context, const char *format, va_list args) MLG_PRINTF(2, 0);
static void say_nothing(void *context, const char *format, va_list args)
{
    (void)context, (void)format, (void)args;
}

/* ---- the server ------------------------------------------------------------------------------------------------- */

static mlg_status start_daemon(mlg_http_server *server, const mlg_os_address *at, mlg_error *err)
{
    unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_ERROR_LOG | (at->six ? MHD_USE_IPv6 : 0);
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL, MHD_OPTION_SOCK_ADDR,
        (const struct sockaddr *)at->bytes, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->options.connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_OF_CONNECTION, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)server->options.header_seconds, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_encoded, NULL, MHD_OPTION_NOTIFY_CONNECTION, watch_connection, server, MHD_OPTION_NOTIFY_COMPLETED,
        end_request, server, MHD_OPTION_URI_LOG_CALLBACK, begin_request, server, MHD_OPTION_END);
    if (server->daemon) {
        server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
        return MLG_OK;
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "cannot listen on %s port %d: %s", server->options.address,
                             server->options.port, mlg_errno_text(mlg_os_net_fault()));
    mlg_hint(err, "choose another port, or leave it out to get a free one");
    return st;
}

static mlg_status listen_at(mlg_http_server *server, mlg_error *err)
{
    mlg_os_address at;
    if (!mlg_os_read_address(&at, server->options.address, server->options.port))
        return mlg_fail(err, MLG_USAGE, "'%s' is not the number of an address of this machine",
                        server->options.address);
    return start_daemon(server, &at, err);
}

mlg_status mlg_http_start(mlg_http_server **out, const mlg_http_options *options, const mlg_http_service *service,
                          mlg_error *err)
{
    *out = NULL;
    mlg_http_server *server;
    MLG_TRY(MLG_NEW(&server, 1, "the server", err));
    server->options = *options;
    server->service = *service;
    pthread_mutex_init(&server->lock, NULL);
    mlg_status st = MLG_NEW(&server->watch, options->connections, "the server", err);
    for (int i = 0; st == MLG_OK && i < options->connections; i++)
        server->watch[i].fd = MHD_INVALID_SOCKET;
    if (st == MLG_OK)
        st = listen_at(server, err);
    if (st == MLG_OK && pthread_create(&server->watcher, NULL, watch_all, server) != 0) {
        MHD_stop_daemon(server->daemon);
        st = mlg_fail(err, MLG_MEMORY, "cannot start a thread");
    }
    if (st != MLG_OK) {
        pthread_mutex_destroy(&server->lock);
        free(server->watch);
        free(server);
        return st;
    }
    *out = server;
    return MLG_OK;
}

int mlg_http_port(const mlg_http_server *server)
{
    return server->port;
}

void mlg_http_stop(mlg_http_server *server)
{
    if (!server)
        return;
    atomic_store(&server->stopping, true);
    pthread_join(server->watcher, NULL);
    MHD_stop_daemon(server->daemon);
    pthread_mutex_destroy(&server->lock);
    free(server->watch);
    free(server);
}
