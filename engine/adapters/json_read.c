#include "adapters/json_read.h"

#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <string.h>

enum { MOST_NESTED = 64 };

static const cJSON *inside(const mlg_json_value *value)
{
    return (const cJSON *)value;
}

/* Refuses two things that cJSON accepts: a NUL written as \u0000, which would end a text early and let a name pass for another;
 * a thousand levels of recursion, more than the stack of a thread is sure to hold. */
static mlg_status check_marks(const char *text, size_t size, mlg_error *err)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (quoted && text[i] == '\\' && i + 6 <= size && memcmp(text + i + 1, "u0000", 5) == 0)
            return mlg_fail(err, MLG_INPUT, "the JSON is not UTF-8 text");
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > MOST_NESTED)
            return mlg_fail(err, MLG_INPUT, "the JSON is nested more than %d deep", (int)MOST_NESTED);
        else if (!quoted && (text[i] == ']' || text[i] == '}'))
            depth--;
    }
    return MLG_OK;
}

mlg_status mlg_json_parse(mlg_json_value **out, const char *text, size_t size, mlg_error *err)
{
    static const char blanks[] = " \t\r\n";
    const char *end = NULL;
    *out = NULL;
    if (!mlg_utf8_is_valid(text, size) || memchr(text, '\0', size))
        return mlg_fail(err, MLG_INPUT, "the JSON is not UTF-8 text");
    MLG_TRY(check_marks(text, size, err));
    errno = 0;
    cJSON *document = cJSON_ParseWithLengthOpts(text, size, &end, false);
    if (!document && errno == ENOMEM) /* which the library does not tell from a fault of the text */
        return mlg_fail_memory(err, "JSON", size);
    if (!document)
        return mlg_fail(err, MLG_INPUT, "not JSON, from byte %zu on", end ? (size_t)(end - text) + 1 : 1);
    while (end < text + size && strchr(blanks, *end))
        end++;
    if (end < text + size) {
        cJSON_Delete(document);
        return mlg_fail(err, MLG_INPUT, "not JSON, from byte %zu on", (size_t)(end - text) + 1);
    }
    *out = (mlg_json_value *)document;
    return MLG_OK;
}

void mlg_json_value_free(mlg_json_value *document)
{
    cJSON_Delete((cJSON *)document);
}

const mlg_json_value *mlg_json_get(const mlg_json_value *object, const char *key)
{
    return mlg_json_is_object(object)
               ? (const mlg_json_value *)cJSON_GetObjectItemCaseSensitive(inside(object), key)
               : NULL;
}

const mlg_json_value *mlg_json_first(const mlg_json_value *value)
{
    bool holds = mlg_json_is_object(value) || mlg_json_is_array(value);
    return holds ? (const mlg_json_value *)inside(value)->child : NULL;
}

const mlg_json_value *mlg_json_next(const mlg_json_value *value)
{
    return (const mlg_json_value *)inside(value)->next;
}

const char *mlg_json_key(const mlg_json_value *value)
{
    return inside(value)->string;
}

const char *mlg_json_words(const mlg_json_value *value)
{
    return value && cJSON_IsString(inside(value)) ? inside(value)->valuestring : NULL;
}

double mlg_json_amount(const mlg_json_value *value)
{
    return value && cJSON_IsNumber(inside(value)) ? inside(value)->valuedouble : (double)NAN;
}

bool mlg_json_is_true(const mlg_json_value *value)
{
    return value && cJSON_IsTrue(inside(value));
}

bool mlg_json_is_false(const mlg_json_value *value)
{
    return value && cJSON_IsFalse(inside(value));
}

bool mlg_json_is_object(const mlg_json_value *value)
{
    return value && cJSON_IsObject(inside(value));
}

bool mlg_json_is_array(const mlg_json_value *value)
{
    return value && cJSON_IsArray(inside(value));
}
