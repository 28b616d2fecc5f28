/* Building a JSON document. Inside an object every value has a key; inside an array the key is NULL. Errors are
 * sticky and reported by mlg_json_finish(). */
#ifndef MLG_ADAPTERS_JSON_H
#define MLG_ADAPTERS_JSON_H

#include "base/error.h"

typedef struct mlg_json mlg_json;

/* A document whose root is an object. Freed with mlg_json_free(), even after mlg_json_finish(). */
mlg_status mlg_json_new(mlg_json **out, mlg_error *err) MLG_MUST_CHECK;
void mlg_json_free(mlg_json *json);

/* Opens an object or an array that receives what follows, up to the matching mlg_json_end(). */
void mlg_json_object(mlg_json *json, const char *key);
void mlg_json_array(mlg_json *json, const char *key);
void mlg_json_end(mlg_json *json);

/* NULL text and NaN are written as null. */
void mlg_json_text(mlg_json *json, const char *key, const char *text);
void mlg_json_number(mlg_json *json, const char *key, double number);
void mlg_json_bool(mlg_json *json, const char *key, bool value);

/* A value that is JSON already, written as it is. */
void mlg_json_raw(mlg_json *json, const char *key, const char *text);

/* The document, indented, with a newline at the end. Freed with free(). */
mlg_status mlg_json_finish(char **out, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

/* The same on one line, without spaces or a newline. */
mlg_status mlg_json_finish_compact(char **out, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

#endif
