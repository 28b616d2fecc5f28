/* Reading a JSON document that someone else wrote. A value belongs to its document. */
#ifndef MLG_ADAPTERS_JSON_READ_H
#define MLG_ADAPTERS_JSON_READ_H

#include "base/error.h"

typedef struct mlg_json_value mlg_json_value;

/* Reads a whole document (RFC 8259; leading zeros of numbers pass too), with nothing but blanks after it. MLG_INPUT: it is not JSON, its texts are not UTF-8 or hold a NUL,
 * or it is nested more than 64 deep. Freed with mlg_json_value_free(). O(size). */
mlg_status mlg_json_parse(mlg_json_value **out, const char *text, size_t size, mlg_error *err) MLG_MUST_CHECK;
void mlg_json_value_free(mlg_json_value *document);

/* The member of that name, NULL when there is none or `object` is no object; of several, the first. `object` may be NULL. */
const mlg_json_value *mlg_json_get(const mlg_json_value *object, const char *key);

/* The first member or element and the one after; NULL at the end, and inside anything but an object or an array. */
const mlg_json_value *mlg_json_first(const mlg_json_value *value);
const mlg_json_value *mlg_json_next(const mlg_json_value *value);

/* The name of a member; NULL for an element. */
const char *mlg_json_key(const mlg_json_value *value);

/* What it holds: NULL, NaN or false when it is of another kind. `value` may be NULL. */
const char *mlg_json_words(const mlg_json_value *value);
double mlg_json_amount(const mlg_json_value *value);
bool mlg_json_is_true(const mlg_json_value *value);
bool mlg_json_is_false(const mlg_json_value *value);
bool mlg_json_is_object(const mlg_json_value *value);
bool mlg_json_is_array(const mlg_json_value *value);

#endif
