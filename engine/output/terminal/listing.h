/* Result tables as text for a terminal, or as JSON for a program. */
#ifndef MLG_OUTPUT_TERMINAL_LISTING_H
#define MLG_OUTPUT_TERMINAL_LISTING_H

#include "adapters/db/database.h"
#include "adapters/json.h"

/* Tables of sheets.h by name, ended by NULL; one without rows is left out of the text. *out is freed with free(). MLG_USAGE: an
 * unknown name. O(cells). */
mlg_status mlg_output_listing(char **out, mlg_db *db, const char *const *names, mlg_format format,
                              mlg_error *err) MLG_MUST_CHECK;

/* The same tables as members of an object that is being written. */
mlg_status mlg_output_listing_json(mlg_json *json, mlg_db *db, const char *const *names,
                                   mlg_error *err) MLG_MUST_CHECK;

#endif
