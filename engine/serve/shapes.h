/* Shapes of the JSON bodies that the desk reads and answers, as schemas of the OpenAPI document. A shape lists its members, separated by blanks:
 *     "name changed:number~ stages:[Stage] hint?"
 * each a text unless a type follows: a type of JSON Schema, "[type]" for a list, the name of a shape, "{type}" for any members of that type. "~": or
 * null; "?": may be left out. */
#ifndef MLG_SERVE_SHAPES_H
#define MLG_SERVE_SHAPES_H

#include "adapters/json.h"

enum { MLG_SHAPE_WORD = 80 };

/* The next word of a list separated by blanks, and the rest of the list; NULL at its end. */
const char *mlg_shape_word(char word[MLG_SHAPE_WORD], const char *list);

/* Adds to the open object the schema of an object with these members. */
void mlg_shape_add(mlg_json *json, const char *members);

/* Adds "schemas": every named shape. */
void mlg_shapes_add(mlg_json *json);

/* Adds to the open object a reference to a named shape. */
void mlg_shape_refer(mlg_json *json, const char *name);

#endif
