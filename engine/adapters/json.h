/* Writing JSON through cJSON. The only file of the engine that includes cJSON.h is json.c.
 * Keys are given inside objects and NULL inside arrays. Errors are sticky: mlg_json_finish() returns them. */
#ifndef MLG_ADAPTERS_JSON_H
#define MLG_ADAPTERS_JSON_H

#include "base/error.h"

typedef struct mlg_json mlg_json;

/* A document that is one object. Freed by mlg_json_free(), after mlg_json_finish() too. */
mlg_status mlg_json_new(mlg_json **out, mlg_error *err) MLG_MUST_CHECK;
void mlg_json_free(mlg_json *json);

/* What is added next goes inside, until the mlg_json_end() of this one. */
void mlg_json_object(mlg_json *json, const char *key);
void mlg_json_array(mlg_json *json, const char *key);
void mlg_json_end(mlg_json *json);

/* NULL text and NaN give null. */
void mlg_json_text(mlg_json *json, const char *key, const char *text);
void mlg_json_number(mlg_json *json, const char *key, double number);
void mlg_json_bool(mlg_json *json, const char *key, bool value);

/* The document, indented, with a newline at the end. Freed with free(). */
mlg_status mlg_json_finish(char **out, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

/* The same on one line, without spaces or a newline. */
mlg_status mlg_json_finish_compact(char **out, mlg_json *json, mlg_error *err) MLG_MUST_CHECK;

#endif
