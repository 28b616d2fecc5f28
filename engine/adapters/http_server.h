/* An HTTP server: requests in, answers out, within limits of size and time. What is answered is the caller's business. */
#ifndef MLG_ADAPTERS_HTTP_SERVER_H
#define MLG_ADAPTERS_HTTP_SERVER_H

#include "base/error.h"

typedef struct mlg_http_server mlg_http_server;
typedef struct mlg_http_request mlg_http_request;

/* The path and the parameters are as sent, percent-encoded; NULL for a header or a parameter that is absent. */
const char *mlg_http_method(const mlg_http_request *request);
const char *mlg_http_path(const mlg_http_request *request);
const char *mlg_http_header(const mlg_http_request *request, const char *name);
const char *mlg_http_parameter(const mlg_http_request *request, const char *name);

/* The body kept in memory, followed by a NUL; "" when there is none, or when it went to a file. */
const char *mlg_http_body(const mlg_http_request *request, size_t *size);

/* What the caller attached to the request with mlg_http_admission. */
void *mlg_http_state(const mlg_http_request *request);

/* Writes into buffer[most] what comes next, waiting for it if it must: the number of bytes, at least 1, or -1 at the end. */
typedef long (*mlg_http_more)(void *context, char *buffer, size_t most);

enum { MLG_HTTP_MOST_HEADERS = 12 };

/* `{ .status = 204 }` is an answer without a body. The body is one of: `body`, freed with free(); `kept`, which outlasts the server; `file`,
 * a descriptor plus one, closed once sent; `more`, called until the end, then `close`. */
typedef struct mlg_http_answer {
    int status;
    const char *type; /* static */
    char *body;
    const void *kept;
    size_t size; /* of `body` or `kept`; of `file` */
    int file;
    mlg_http_more more;
    void (*close)(void *context);
    void *context;
    struct {
        const char *name; /* static */
        char *value;      /* freed with free() */
    } headers[MLG_HTTP_MOST_HEADERS];
    int header_count;
} mlg_http_answer;

/* Adds a header; without memory, the answer becomes a 500. */
void mlg_http_add_header(mlg_http_answer *answer, const char *name, const char *format, ...) MLG_PRINTF(3, 4);

/* What to do with a request, decided once its headers are read. */
typedef struct mlg_http_admission {
    bool refused; /* `answer` goes out at once, and the connection is closed */
    int64_t most; /* bytes of body that are accepted; a larger body is refused with 413 */
    int spool;    /* the body goes to this descriptor plus one; 0: to memory. Remains the caller's */
    void *state;  /* for the functions below */
} mlg_http_admission;

/* Callbacks, called from many threads at once. */
typedef struct mlg_http_service {
    void (*admit)(void *context, const mlg_http_request *request, mlg_http_admission *admission,
                  mlg_http_answer *answer);
    void (*answer)(void *context, const mlg_http_request *request, mlg_http_answer *answer);
    /* in place of the one before: the body could not be kept, for that errno */
    void (*fail)(void *context, const mlg_http_request *request, int code, mlg_http_answer *answer);
    void (*forget)(void *context, void *state); /* the request is over, or was cut short */
    void *context;
} mlg_http_service;

typedef struct mlg_http_options {
    const char *address; /* numeric, IPv4 or IPv6 */
    int port;            /* 0: any that is free */
    int header_seconds;  /* for a request line and its headers; also for silence within a request */
    int body_seconds;    /* for a body of a MiB; a larger one has as much for each MiB */
    int connections;     /* most at once; further ones are refused */
} mlg_http_options;

/* Starts to serve, on threads of its own. MLG_INPUT: the address or the port cannot be had. */
mlg_status mlg_http_start(mlg_http_server **out, const mlg_http_options *options, const mlg_http_service *service,
                          mlg_error *err) MLG_MUST_CHECK;

/* The port that it listens on. */
int mlg_http_port(const mlg_http_server *server);

/* Stops listening and waits for the answers in progress; every mlg_http_more must come to an end. NULL does nothing. */
void mlg_http_stop(mlg_http_server *server);

#endif
