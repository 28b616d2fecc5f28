/* The description of the interface for programs. */
#ifndef MLG_SERVE_OPENAPI_H
#define MLG_SERVE_OPENAPI_H

#include "serve/desk.h"

/* Writes the OpenAPI 3.1 document from the table of routes and the output of --describe. Freed with free(). */
mlg_status mlg_openapi(char **out, const mlg_json_value *commands, mlg_error *err) MLG_MUST_CHECK;

#endif
