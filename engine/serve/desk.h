/* The state of the running desk, shared by the request handlers. */
#ifndef MLG_SERVE_DESK_H
#define MLG_SERVE_DESK_H

#include "adapters/http_server.h"
#include "adapters/json.h"
#include "adapters/json_read.h"
#include "serve/jobs.h"
#include "serve/serve.h"
#include "serve/sessions.h"

#include <stdatomic.h>

enum { MLG_MOST_SEGMENTS = 6 };

/* Documents in one language. */
typedef struct mlg_desk_texts {
    char *commands, *openapi, *words;
} mlg_desk_texts;

/* Set up once at startup. */
typedef struct mlg_desk {
    const mlg_serve_options *options;
    int root;
    atomic_int port;               /* 0 until the server listens: every host is foreign until then */
    char token[MLG_SECRET_SIZE];   /* the one in the link; "" with a file of users */
    char owner[MLG_USER_MOST + 1]; /* who started it */
    mlg_users *users;              /* NULL without a file of users */
    mlg_sessions *sessions;
    mlg_jobs *jobs;
    mlg_json_value *commands; /* what --describe says */
    mlg_desk_texts texts[2];  /* in French, in English */
    char *france;
} mlg_desk;

/* A request being answered. */
typedef struct mlg_visit {
    mlg_desk *desk;
    const mlg_http_request *request;
    const struct mlg_route *route;
    char *segments[MLG_MOST_SEGMENTS]; /* of the path, decoded */
    int segment_count;
    int64_t session; /* 0: nobody */
    char user[MLG_USER_MOST + 1];
    int study, folder; /* descriptors plus one; 0: none */
    int spool;         /* descriptor of a body that goes to a file, plus one */
    char hidden[32];   /* temporary name of that file */
} mlg_visit;

typedef void (*mlg_route_fn)(mlg_visit *visit, mlg_http_answer *answer);

typedef struct mlg_route {
    const char *method, *pattern; /* "/api/studies/{study}": one segment each */
    mlg_route_fn run;
    const char *summary;    /* for the OpenAPI document, English */
    const char *parameters; /* of the query, "q wait" */
    const char *body; /* shape of the JSON body, "name password?" (serve/shapes.h); NULL: none; "*": a file */
    const char *
        answer; /* name of the shape of the JSON answer; NULL: none; else the type of what is answered, "text/plain" */
    bool open; /* needs no session */
} mlg_route;

/* Ends with a NULL method. */
extern const mlg_route mlg_routes[];

/* The path parameter of that name; asking for one that the pattern lacks is a programming error. */
const char *mlg_visit_part(const mlg_visit *visit, const char *name);

/* The documents in the language of the request. */
const mlg_desk_texts *mlg_visit_texts(const mlg_visit *visit);

/* ---- answers ---- */

void mlg_answer_json(mlg_http_answer *answer, int status, mlg_status built, mlg_json *json);
void mlg_answer_fault(mlg_http_answer *answer, int status, const char *message, const char *hint);
void mlg_answer_error(mlg_http_answer *answer, const mlg_error *err);

/* The status of what the system refused with an errno: 507 when the disk is full, 500 for another fault of this machine, else `otherwise`. */
int mlg_status_of_errno(int code, int otherwise);

/* After something was not found or could not be opened, with errno set: 404 with the message, or 500 when this machine is at fault. */
void mlg_answer_unopened(mlg_http_answer *answer, const char *absent);
void mlg_answer_kept(mlg_http_answer *answer, const char *type, const void *bytes, size_t size);

/* The body as a JSON object; NULL with *answer filled. Freed with mlg_json_value_free(). */
mlg_json_value *mlg_visit_object(mlg_visit *visit, mlg_http_answer *answer);

/* Opens the study that the path names; -1 with *answer filled. The descriptor is closed with the visit. */
int mlg_visit_study(mlg_visit *visit, mlg_http_answer *answer);

/* False, with *answer filled, when someone else holds the study. */
bool mlg_visit_may_change(mlg_visit *visit, mlg_http_answer *answer);

#endif
