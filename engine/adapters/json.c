#include "adapters/json.h"

#include "base/memory.h"
#include "base/number.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MAX_DEPTH = 16 };

struct mlg_json {
    cJSON *open[MAX_DEPTH]; /* open[0] is the root */
    int depth;
    bool failed;
};

mlg_status mlg_json_new(mlg_json **out, mlg_error *err)
{
    MLG_TRY(MLG_NEW(out, 1, "JSON", err));
    (*out)->open[0] = cJSON_CreateObject();
    if ((*out)->open[0])
        return MLG_OK;
    free(*out);
    *out = NULL;
    return mlg_fail_memory(err, "JSON", sizeof(cJSON));
}

void mlg_json_free(mlg_json *json)
{
    if (json)
        cJSON_Delete(json->open[0]);
    free(json);
}

/* True when the document has taken ownership of `item`. Nothing is added after a failure. */
static bool add(mlg_json *json, const char *key, cJSON *item)
{
    cJSON *parent = json->open[json->depth];
    assert(json->failed || (key != NULL) == cJSON_IsObject(parent));
    assert(json->failed || !key ||
           !cJSON_GetObjectItemCaseSensitive(parent, key)); /* readers keep only one of two */
    bool added = item && !json->failed &&
                 (key ? cJSON_AddItemToObject(parent, key, item) : cJSON_AddItemToArray(parent, item));
    if (!added) {
        cJSON_Delete(item);
        json->failed = true;
    }
    return added;
}

static void open_inside(mlg_json *json, const char *key, cJSON *item)
{
    assert(json->depth + 1 < MAX_DEPTH);
    bool added = add(json, key, item);
    json->open[++json->depth] = added ? item : NULL;
}

void mlg_json_object(mlg_json *json, const char *key)
{
    open_inside(json, key, cJSON_CreateObject());
}

void mlg_json_array(mlg_json *json, const char *key)
{
    open_inside(json, key, cJSON_CreateArray());
}

void mlg_json_end(mlg_json *json)
{
    assert(json->depth > 0);
    json->depth--;
}

void mlg_json_text(mlg_json *json, const char *key, const char *text)
{
    add(json, key, text ? cJSON_CreateString(text) : cJSON_CreateNull());
}

/* Fifteen digits where they are this very number, else seventeen: cJSON also takes fifteen that are its neighbour, as the C library reads
 * them. */
static cJSON *number_node(double number)
{
    char text[32];
    for (int digits = 15; digits <= 17; digits += 2) {
        snprintf(text, sizeof text, "%.*g", digits, number + 0.); /* no -0 */
        char *comma = strchr(text, ',');                          /* of the locale */
        if (comma)
            *comma = '.';
        if (mlg_strtod(text, NULL) == number)
            break;
    }
    return cJSON_CreateRaw(text);
}

void mlg_json_number(mlg_json *json, const char *key, double number)
{
    add(json, key, isfinite(number) ? number_node(number) : cJSON_CreateNull());
}

void mlg_json_bool(mlg_json *json, const char *key, bool value)
{
    add(json, key, cJSON_CreateBool(value));
}

void mlg_json_raw(mlg_json *json, const char *key, const char *text)
{
    add(json, key, cJSON_CreateRaw(text));
}

static mlg_status finish(char **out, mlg_json *json, bool indented, mlg_error *err)
{
    assert(json->depth == 0);
    char *printed = json->failed ? NULL
                    : indented   ? cJSON_Print(json->open[0])
                                 : cJSON_PrintUnformatted(json->open[0]);
    if (!printed)
        return mlg_fail_memory(err, "JSON", 0);
    size_t size = strlen(printed) + 2;
    mlg_status st = mlg_new_array((void **)out, size, 1, "JSON", err);
    if (st == MLG_OK)
        snprintf(*out, size, "%s%s", printed, indented ? "\n" : "");
    cJSON_free(printed);
    return st;
}

mlg_status mlg_json_finish(char **out, mlg_json *json, mlg_error *err)
{
    return finish(out, json, true, err);
}

mlg_status mlg_json_finish_compact(char **out, mlg_json *json, mlg_error *err)
{
    return finish(out, json, false, err);
}
