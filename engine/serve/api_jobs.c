/* Running commands: start, watch, cancel. Progress is sent as server-sent events. */
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "serve/api.h"
#include "serve/commands.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double longest_wait_s = 30, keep_alive_s = 10;

static const char *state_word(mlg_job_state state)
{
    static const char *const words[] = { "waiting", "running", "ended" };
    return words[state];
}

static void add_job(mlg_json *json, const mlg_job_view *view)
{
    mlg_json_number(json, "job", (double)view->number);
    mlg_json_text(json, "command", view->command);
    mlg_json_text(json, "study", view->study);
    mlg_json_text(json, "user", view->user);
    mlg_json_text(json, "state", state_word(view->state));
    mlg_json_bool(json, "cancelled", view->cancelled);
    mlg_json_number(json, "code", view->code >= 0 ? view->code : (double)NAN);
    mlg_json_number(json, "seconds", round(view->seconds * 1000) / 1000);
    mlg_json_number(json, "fraction", view->fraction);
    mlg_json_text(json, "said", view->error);
    mlg_json_bool(json, "cut", view->cut);
    mlg_json_array(json, "stages");
    for (int i = 0; i < view->stage_count; i++) {
        mlg_json_object(json, NULL);
        mlg_json_text(json, "words", view->stages[i].words);
        mlg_json_number(json, "begun", round(view->stages[i].begun_s * 1000) / 1000);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void answer_job(mlg_http_answer *answer, int status, const mlg_job_view *view)
{
    mlg_json *json = NULL;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK)
        add_job(json, view);
    mlg_answer_json(answer, status, st, json);
}

static double wait_of(const mlg_visit *visit)
{
    const char *text = mlg_http_parameter(visit->request, "wait");
    double seconds = text ? mlg_strtod(text, NULL) : 0;
    return seconds > 0 ? fmin(seconds, longest_wait_s) : 0;
}

/* The job named in the path; 0 when it is not a number. */
static int64_t number_of(const mlg_visit *visit)
{
    char *end;
    const char *text = mlg_visit_part(visit, "job");
    long long number = strtoll(text, &end, 10);
    return *end == '\0' && number > 0 ? number : 0;
}

static void answer_gone(mlg_visit *visit, mlg_http_answer *answer)
{
    if (mlg_jobs_are_stopping(visit->desk->jobs))
        mlg_answer_fault(answer, 503, mlg_tr("the desk is being stopped"), "");
    else
        mlg_answer_fault(answer, 404, mlg_tr("there is no such job"), "");
}

/* ---- starting ------------------------------------------------------------------------------------------------------ */

void mlg_api_start(mlg_visit *visit, const mlg_job_request *request, mlg_http_answer *answer)
{
    int64_t number;
    mlg_job_view view;
    mlg_error err = { .status = MLG_OK };
    if (mlg_job_begin(&number, visit->desk->jobs, request, &err) != MLG_OK)
        mlg_answer_fault(answer, 503, err.message, err.hint);
    else if (mlg_job_wait(&view, visit->desk->jobs, number, wait_of(visit)))
        answer_job(answer, view.state == MLG_JOB_ENDED ? 200 : 202, &view);
    else
        answer_gone(visit, answer);
}

static void begin(mlg_visit *visit, int study, const mlg_json_value *body, mlg_http_answer *answer)
{
    mlg_words words;
    mlg_error err = { .status = MLG_OK };
    const char *command = mlg_visit_part(visit, "command");
    const mlg_json_value *described = mlg_command_described(visit->desk->commands, command);
    if (!described) {
        mlg_answer_fault(answer, 404, mlg_tr("the desk has no such command"), "");
        return;
    }
    if (mlg_command_changes(described, body) && !mlg_visit_may_change(visit, answer))
        return;
    if (mlg_command_words(&words, described, body, study, &err) != MLG_OK) {
        mlg_answer_error(answer, &err);
        return;
    }
    const mlg_job_request request = { .command = command,
                                      .study = mlg_visit_part(visit, "study"),
                                      .user = visit->user,
                                      .folder = study,
                                      .words = words.items,
                                      .scratch = words.scratch };
    mlg_api_start(visit, &request, answer);
    mlg_words_release(&words);
}

void mlg_api_begin(mlg_visit *visit, mlg_http_answer *answer)
{
    int study = mlg_visit_study(visit, answer);
    mlg_json_value *body = study >= 0 ? mlg_visit_object(visit, answer) : NULL;
    if (body)
        begin(visit, study, body, answer);
    mlg_json_value_free(body);
}

/* ---- watching ----------------------------------------------------------------------------------------------------- */

void mlg_api_jobs(mlg_visit *visit, mlg_http_answer *answer)
{
    enum { MOST = 50 };
    int64_t numbers[MOST];
    mlg_job_view view;
    mlg_json *json = NULL;
    int count = mlg_jobs_list(numbers, MOST, visit->desk->jobs, mlg_http_parameter(visit->request, "study"));
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        mlg_json_array(json, "jobs");
        for (int i = 0; i < count; i++) {
            if (!mlg_job_look(&view, visit->desk->jobs, numbers[i], 0, 0))
                continue;
            mlg_json_object(json, NULL);
            add_job(json, &view);
            mlg_json_end(json);
        }
        mlg_json_end(json);
    }
    mlg_answer_json(answer, 200, st, json);
}

void mlg_api_job(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_job_view view;
    if (mlg_job_wait(&view, visit->desk->jobs, number_of(visit), wait_of(visit)))
        answer_job(answer, 200, &view);
    else
        answer_gone(visit, answer);
}

void mlg_api_cancel(mlg_visit *visit, mlg_http_answer *answer)
{
    if (mlg_job_cancel(visit->desk->jobs, number_of(visit)))
        answer->status = 204;
    else
        answer_gone(visit, answer);
}

void mlg_api_output(mlg_visit *visit, mlg_http_answer *answer)
{
    char *output = mlg_job_output(visit->desk->jobs, number_of(visit), &answer->size);
    if (!output) {
        mlg_answer_unopened(answer, mlg_tr("the job has no output, or has not ended yet"));
        return;
    }
    answer->status = 200;
    answer->type = output[0] == '{' ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
    answer->body = output;
}

void mlg_api_words_of_job(mlg_visit *visit, mlg_http_answer *answer)
{
    char *words = mlg_job_words(visit->desk->jobs, number_of(visit), &answer->size);
    if (!words) {
        mlg_answer_unopened(answer, mlg_tr("there is no such job"));
        return;
    }
    answer->status = 200;
    answer->type = "text/plain; charset=utf-8";
    answer->body = words;
}

void mlg_api_job_file(mlg_visit *visit, mlg_http_answer *answer)
{
    int64_t bytes;
    const char *name = mlg_visit_part(visit, "file");
    const char *inner = strstr(visit->route->pattern, "{folder}") ? mlg_visit_part(visit, "folder") : NULL;
    int fd = mlg_job_file(visit->desk->jobs, number_of(visit), inner, name, &bytes);
    if (fd >= 0)
        mlg_api_send_file(answer, fd, bytes, name, "");
    else
        mlg_answer_unopened(answer, mlg_tr("there is nothing here"));
}

/* ---- events ----------------------------------------------------------------------------------------------------- */

typedef struct {
    mlg_jobs *jobs;
    int64_t number, changes;
    char *pending; /* not yet sent */
    size_t sent, size;
    bool last;
} events;

static bool write_event(events *e, const mlg_job_view *view)
{
    mlg_json *json = NULL;
    char *text = NULL;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        add_job(json, view);
        st = mlg_json_finish_compact(&text, json, NULL);
    }
    mlg_json_free(json);
    free(e->pending);
    e->pending = NULL;
    e->last = view->state == MLG_JOB_ENDED;
    if (st == MLG_OK)
        st = mlg_format_text(&e->pending, NULL, "event: %s\ndata: %s\n\n", e->last ? "end" : "progress", text);
    free(text);
    e->sent = 0;
    e->size = st == MLG_OK ? strlen(e->pending) : 0;
    return st == MLG_OK;
}

/* Waits for the next change; sends a comment line now and then, so that no proxy closes the connection. */
static bool next_event(events *e)
{
    mlg_job_view view;
    int64_t before = e->changes;
    if (e->last || !mlg_job_look(&view, e->jobs, e->number, before, keep_alive_s))
        return false;
    e->changes = view.changes;
    if (view.changes > before || view.state == MLG_JOB_ENDED)
        return write_event(e, &view);
    free(e->pending);
    e->pending = strdup(": still there\n\n");
    e->sent = 0;
    e->size = e->pending ? strlen(e->pending) : 0;
    return e->pending != NULL;
}

static long more_events(void *context, char *buffer, size_t most)
{
    events *e = context;
    if (e->sent == e->size && !next_event(e))
        return -1;
    size_t n = e->size - e->sent < most ? e->size - e->sent : most;
    memcpy(buffer, e->pending + e->sent, n);
    e->sent += n;
    return (long)n;
}

static void close_events(void *context)
{
    events *e = context;
    free(e->pending);
    free(e);
}

void mlg_api_events(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_job_view view;
    int64_t number = number_of(visit);
    if (!mlg_job_look(&view, visit->desk->jobs, number, 0, 0)) {
        answer_gone(visit, answer);
        return;
    }
    events *e = calloc(1, sizeof *e);
    if (!e) {
        mlg_answer_fault(answer, 500, mlg_errno_text(ENOMEM), "");
        return;
    }
    *e = (events){ .jobs = visit->desk->jobs, .number = number, .changes = -1 };
    answer->status = 200;
    answer->type = "text/event-stream";
    answer->more = more_events;
    answer->close = close_events;
    answer->context = e;
    mlg_http_add_header(answer, "X-Accel-Buffering", "no");
}
