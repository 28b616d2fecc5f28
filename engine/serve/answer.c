/* Answers that all routes share. */
#include "serve/desk.h"

#include "base/language.h"
#include "base/os/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char json_type[] = "application/json; charset=utf-8";

void mlg_answer_json(mlg_http_answer *answer, int status, mlg_status built, mlg_json *json)
{
    char *text = NULL;
    if (built == MLG_OK)
        built = mlg_json_finish_compact(&text, json, NULL);
    mlg_json_free(json);
    answer->status = built == MLG_OK ? status : 500;
    answer->type = json_type;
    answer->body = text;
    answer->size = text ? strlen(text) : 0;
}

void mlg_answer_fault(mlg_http_answer *answer, int status, const char *message, const char *hint)
{
    mlg_json *json = NULL;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        mlg_json_text(json, "error", message);
        if (hint && hint[0])
            mlg_json_text(json, "hint", hint);
    }
    mlg_answer_json(answer, status, st, json);
}

void mlg_answer_error(mlg_http_answer *answer, const mlg_error *err)
{
    static const int status_of[] = { [MLG_DATA] = 422, [MLG_USAGE] = 400, [MLG_INPUT] = 409, [MLG_MEMORY] = 500 };
    bool known = err->status > MLG_OK && err->status <= MLG_MEMORY;
    mlg_answer_fault(answer, known ? status_of[err->status] : 500, err->message, err->hint);
}

int mlg_status_of_errno(int code, int otherwise)
{
    static const int ours[] = { ENOMEM, EMFILE, ENFILE, EAGAIN, EIO, EACCES, EROFS };
    if (mlg_os_is_full(code))
        return 507;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (code == ours[i])
            return 500;
    return otherwise;
}

void mlg_answer_unopened(mlg_http_answer *answer, const char *absent)
{
    int code = errno, status = mlg_status_of_errno(code, 404);
    mlg_answer_fault(answer, status, status == 404 ? absent : mlg_errno_text(code), "");
}

const mlg_desk_texts *mlg_visit_texts(const mlg_visit *visit)
{
    return &visit->desk->texts[strcmp(mlg_language(), "fr") == 0 ? 0 : 1];
}

void mlg_answer_kept(mlg_http_answer *answer, const char *type, const void *bytes, size_t size)
{
    answer->status = 200;
    answer->type = type;
    answer->kept = bytes;
    answer->size = size;
}

mlg_json_value *mlg_visit_object(mlg_visit *visit, mlg_http_answer *answer)
{
    size_t size;
    mlg_error err = { .status = MLG_OK };
    mlg_json_value *value = NULL;
    const char *body = mlg_http_body(visit->request, &size);
    if (mlg_json_parse(&value, body, size, &err) != MLG_OK) {
        mlg_answer_fault(answer, err.status == MLG_MEMORY ? 500 : 400, err.message, err.hint);
        return NULL;
    }
    if (mlg_json_is_object(value))
        return value;
    mlg_json_value_free(value);
    mlg_answer_fault(answer, 400, mlg_tr("the body must be a JSON object"), "");
    return NULL;
}

int mlg_visit_study(mlg_visit *visit, mlg_http_answer *answer)
{
    if (visit->study)
        return visit->study - 1;
    int study = mlg_open_study(visit->desk->root, mlg_visit_part(visit, "study"));
    if (study < 0)
        mlg_answer_unopened(answer, mlg_tr("there is no such study"));
    else
        visit->study = study + 1;
    return study;
}

bool mlg_visit_may_change(mlg_visit *visit, mlg_http_answer *answer)
{
    char holder[MLG_USER_MOST + 1], message[256];
    if (!mlg_study_is_held(holder, visit->desk->sessions, mlg_visit_part(visit, "study"), visit->session))
        return true;
    snprintf(message, sizeof message, mlg_tr("%s is working on this study"), holder);
    mlg_answer_fault(answer, 423, message, mlg_tr("wait until the study is free, or ask for it"));
    return false;
}
