#include "serve/openapi.h"

#include "serve/commands.h"
#include "serve/shapes.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const mlg_json_value *described, const char *key)
{
    return mlg_json_words(mlg_json_get(described, key));
}

static void add_type(mlg_json *json, const char *type)
{
    mlg_json_object(json, "schema");
    mlg_json_text(json, "type", type);
    mlg_json_end(json);
}

static void add_parameter(mlg_json *json, const char *name, const char *place, const char *type)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", name);
    mlg_json_text(json, "in", place);
    mlg_json_bool(json, "required", strcmp(place, "path") == 0);
    add_type(json, type);
    mlg_json_end(json);
}

/* The parameters of the path, which are in braces, then those of the query. */
static void add_parameters(mlg_json *json, const char *path, const char *query)
{
    char word[MLG_SHAPE_WORD];
    mlg_json_array(json, "parameters");
    for (const char *at = strchr(path, '{'); at; at = strchr(at + 1, '{')) {
        snprintf(word, sizeof word, "%.*s", (int)strcspn(at + 1, "}"), at + 1);
        add_parameter(json, word, "path", "string");
    }
    for (const char *at = query; at && (at = mlg_shape_word(word, at));)
        add_parameter(json, word, "query", strcmp(word, "wait") == 0 ? "number" : "string");
    mlg_json_end(json);
}

static void open_content(mlg_json *json, const char *type)
{
    mlg_json_object(json, "content");
    mlg_json_object(json, type);
    mlg_json_object(json, "schema");
}

static void close_content(mlg_json *json)
{
    mlg_json_end(json);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void add_body(mlg_json *json, const char *body)
{
    bool file = strcmp(body, "*") == 0;
    mlg_json_object(json, "requestBody");
    mlg_json_bool(json, "required", true);
    open_content(json, file ? "application/octet-stream" : "application/json");
    if (!file)
        mlg_shape_add(json, body);
    close_content(json);
    mlg_json_end(json);
}

/* `answer` as in mlg_route. */
static void add_response(mlg_json *json, const char *code, const char *description, const char *answer)
{
    mlg_json_object(json, code);
    mlg_json_text(json, "description", description);
    if (answer) {
        bool shape = !strchr(answer, '/');
        open_content(json, shape ? "application/json" : answer);
        if (shape)
            mlg_shape_refer(json, answer);
        close_content(json);
    }
    mlg_json_end(json);
}

static void add_responses(mlg_json *json, const mlg_route *route)
{
    bool starts = route->answer && strcmp(route->answer, "Job") == 0 && strcmp(route->method, "POST") == 0;
    mlg_json_object(json, "responses");
    if (starts) {
        add_response(json, "200", "the job, which has ended", route->answer);
        add_response(json, "202", "the job, which has not ended yet", route->answer);
    } else
        add_response(json, route->answer ? "200" : "204", "done", route->answer);
    add_response(json, "4XX", "refused", "Fault");
    add_response(json, "5XX", "not possible now", "Fault");
    if (route->body && strcmp(route->body, "*") == 0)
        add_response(json, "412", "someone has changed this file in the meantime", "Fault");
    mlg_json_end(json);
}

static void lower(char *out, size_t size, const char *text)
{
    size_t n = 0;
    for (; *text && n + 1 < size; text++)
        out[n++] = (char)tolower((unsigned char)*text);
    out[n] = '\0';
}

/* ---- the commands ----------------------------------------------------------------------------------------------- */

static const char *schema_type(const char *type)
{
    return strcmp(type, "flag") == 0 ? "boolean" : strcmp(type, "integer") == 0 ? "integer" : "string";
}

static void add_value(mlg_json *json, const mlg_json_value *described)
{
    const char *name = text_of(described, "name");
    mlg_json_object(json, name + strspn(name, "-"));
    mlg_json_text(json, "type", schema_type(text_of(described, "type")));
    mlg_json_text(json, "description", text_of(described, "help"));
    if (text_of(described, "default"))
        mlg_json_text(json, "default", text_of(described, "default"));
    double most = mlg_json_amount(mlg_json_get(described, "maximum"));
    if (!isnan(most))
        mlg_json_number(json, "maximum", most);
    const mlg_json_value *choices = mlg_json_get(described, "choices");
    if (choices)
        mlg_json_array(json, "enum");
    for (const mlg_json_value *each = mlg_json_first(choices); each; each = mlg_json_next(each))
        mlg_json_text(json, NULL, mlg_json_words(each));
    if (choices)
        mlg_json_end(json);
    mlg_json_end(json);
}

static void add_values(mlg_json *json, const char *key, const mlg_json_value *list)
{
    mlg_json_object(json, key);
    mlg_json_text(json, "type", "object");
    mlg_json_bool(json, "additionalProperties", false);
    mlg_json_object(json, "properties");
    for (const mlg_json_value *each = mlg_json_first(list); each; each = mlg_json_next(each))
        if (mlg_option_is_open(each))
            add_value(json, each);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void add_command(mlg_json *json, const mlg_route *route, const mlg_json_value *command)
{
    static const char pattern[] = "{command}";
    char path[128], id[64];
    const char *name = text_of(command, "name"), *at = strstr(route->pattern, pattern);
    snprintf(path, sizeof path, "%.*s%s", (int)(at - route->pattern), route->pattern, name);
    snprintf(id, sizeof id, "run_%s", name);
    mlg_json_object(json, path);
    mlg_json_object(json, "post");
    mlg_json_text(json, "operationId", id);
    mlg_json_text(json, "summary", text_of(command, "summary"));
    add_parameters(json, path, route->parameters);
    mlg_json_object(json, "requestBody");
    mlg_json_bool(json, "required", true);
    open_content(json, "application/json");
    mlg_json_text(json, "type", "object");
    mlg_json_object(json, "properties");
    add_values(json, "arguments", mlg_json_get(command, "arguments"));
    add_values(json, "options", mlg_json_get(command, "options"));
    mlg_json_object(json, "scratch");
    mlg_json_text(json, "type", "array");
    mlg_json_end(json);
    mlg_json_end(json);
    close_content(json);
    mlg_json_end(json);
    add_responses(json, route);
    mlg_json_end(json);
    mlg_json_end(json);
}

static void add_commands(mlg_json *json, const mlg_route *route, const mlg_json_value *commands)
{
    for (const mlg_json_value *each = mlg_json_first(mlg_json_get(commands, "commands")); each;
         each = mlg_json_next(each))
        if (mlg_command_described(commands, text_of(each, "name")))
            add_command(json, route, each);
}

/* ---- the document ------------------------------------------------------------------------------------------------- */

static void add_operation(mlg_json *json, const mlg_route *route)
{
    char method[8];
    lower(method, sizeof method, route->method);
    mlg_json_object(json, method);
    mlg_json_text(json, "summary", route->summary);
    add_parameters(json, route->pattern, route->parameters);
    if (route->body)
        add_body(json, route->body);
    add_responses(json, route);
    if (route->open) {
        mlg_json_array(json, "security");
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static bool is_first_of_path(const mlg_route *route)
{
    for (const mlg_route *r = mlg_routes; r < route; r++)
        if (r->summary && strcmp(r->pattern, route->pattern) == 0)
            return false;
    return route->summary != NULL;
}

static void add_paths(mlg_json *json, const mlg_json_value *commands)
{
    mlg_json_object(json, "paths");
    for (const mlg_route *route = mlg_routes; route->method; route++) {
        if (strstr(route->pattern, "{command}")) {
            add_commands(json, route, commands);
            continue;
        }
        if (!is_first_of_path(route))
            continue;
        mlg_json_object(json, route->pattern);
        for (const mlg_route *r = route; r->method; r++)
            if (r->summary && strcmp(r->pattern, route->pattern) == 0)
                add_operation(json, r);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_security(mlg_json *json)
{
    mlg_json_object(json, "components");
    mlg_shapes_add(json);
    mlg_json_object(json, "securitySchemes");
    mlg_json_object(json, "token");
    mlg_json_text(json, "type", "http");
    mlg_json_text(json, "scheme", "bearer");
    mlg_json_end(json);
    mlg_json_end(json);
    mlg_json_end(json);
    mlg_json_array(json, "security");
    mlg_json_object(json, NULL);
    mlg_json_array(json, "token");
    mlg_json_end(json);
    mlg_json_end(json);
    mlg_json_end(json);
}

mlg_status mlg_openapi(char **out, const mlg_json_value *commands, mlg_error *err)
{
    mlg_json *json = NULL;
    *out = NULL;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "openapi", "3.1.0");
    mlg_json_object(json, "info");
    mlg_json_text(json, "title", "Maillage");
    mlg_json_text(json, "version", mlg_version());
    mlg_json_end(json);
    add_security(json);
    add_paths(json, commands);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}
