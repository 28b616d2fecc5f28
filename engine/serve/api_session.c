/* Signing in, and what needs no session: the shell of the desk, without any data. */
#include "serve/password.h"
#include "base/language.h"
#include "base/resource.h"
#include "serve/api.h"
#include "serve/guard.h"

#include <string.h>

static const char folder[] = "engine/serve/assets/";

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {
        { ".html", "text/html; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
    };
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i][0]) == 0)
            return types[i][1];
    return "application/octet-stream";
}

static void send_asset(mlg_http_answer *answer, const char *name)
{
    char path[sizeof folder + MLG_NAME_MOST];
    snprintf(path, sizeof path, "%s%s", folder, name);
    const mlg_resource *asset = mlg_is_name(name) ? mlg_resource_find(path) : NULL;
    if (asset)
        mlg_answer_kept(answer, type_of(name), asset->data, asset->size);
    else
        mlg_answer_fault(answer, 404, mlg_tr("there is nothing here"), "");
}

void mlg_api_home(mlg_visit *visit, mlg_http_answer *answer)
{
    (void)visit;
    send_asset(answer, "desk.html");
}

void mlg_api_asset(mlg_visit *visit, mlg_http_answer *answer)
{
    send_asset(answer, mlg_visit_part(visit, "file"));
}

static void send_json(mlg_http_answer *answer, const char *text)
{
    mlg_answer_kept(answer, "application/json; charset=utf-8", text, strlen(text));
}

void mlg_api_words(mlg_visit *visit, mlg_http_answer *answer)
{
    send_json(answer, mlg_visit_texts(visit)->words);
}

void mlg_api_openapi(mlg_visit *visit, mlg_http_answer *answer)
{
    send_json(answer, mlg_visit_texts(visit)->openapi);
}

void mlg_api_commands(mlg_visit *visit, mlg_http_answer *answer)
{
    send_json(answer, mlg_visit_texts(visit)->commands);
}

void mlg_api_map(mlg_visit *visit, mlg_http_answer *answer)
{
    send_json(answer, visit->desk->france);
}

/* ---- signing in -------------------------------------------------------------------------------------------------- */

static bool begin_session(mlg_visit *visit, mlg_http_answer *answer, const char *user)
{
    char secret[MLG_SECRET_SIZE];
    mlg_error err = { .status = MLG_OK };
    if (mlg_session_begin(secret, visit->desk->sessions, user, &err) != MLG_OK) {
        mlg_answer_error(answer, &err);
        return false;
    }
    mlg_guard_cookie(visit->desk, answer, secret);
    return true;
}

/* Redirects at once, so that the token does not stay in the browser history. */
void mlg_api_enter(mlg_visit *visit, mlg_http_answer *answer)
{
    const mlg_desk *desk = visit->desk;
    if (!desk->token[0] || !mlg_same_secret(desk->token, mlg_visit_part(visit, "token"))) {
        mlg_answer_fault(answer, 401, mlg_tr("open the link that the server printed, or sign in"), "");
        return;
    }
    if (!begin_session(visit, answer, desk->owner))
        return;
    answer->status = 303;
    mlg_http_add_header(answer, "Location", "/");
}

void mlg_api_sign_in(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_json_value *body = mlg_visit_object(visit, answer);
    if (!body)
        return;
    const char *name = mlg_json_words(mlg_json_get(body, "name"));
    const char *password = mlg_json_words(mlg_json_get(body, "password"));
    mlg_users *users = visit->desk->users;
    mlg_entrance how = users && name && password ? mlg_users_enter(users, name, password) : MLG_NOT_LET_IN;
    if (how == MLG_WAIT)
        mlg_answer_fault(answer, 429, mlg_tr("too many attempts"), mlg_tr("wait a minute and try again"));
    else if (how == MLG_NOT_LET_IN)
        mlg_answer_fault(answer, 401, mlg_tr("wrong name or password"), "");
    else if (begin_session(visit, answer, name))
        answer->status = 204;
    mlg_json_value_free(body);
}

void mlg_api_sign_out(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_session_end(visit->desk->sessions, visit->session);
    mlg_guard_cookie(visit->desk, answer, "");
    answer->status = 204;
}

void mlg_api_session(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_json *json = NULL;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        mlg_json_text(json, "user", visit->user);
        mlg_json_bool(json, "passwords", visit->desk->users != NULL);
        mlg_json_text(json, "language", mlg_language());
        mlg_json_text(json, "version", mlg_version());
    }
    mlg_answer_json(answer, 200, st, json);
}
