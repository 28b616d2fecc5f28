/* What reading a road network kept, left out or did not understand, for a terminal or a program. */
#ifndef MLG_OUTPUT_TERMINAL_NETWORK_H
#define MLG_OUTPUT_TERMINAL_NETWORK_H

#include "adapters/db/database.h"
#include "adapters/json.h"
#include "base/text.h"

/* Lines of the table reseau whose count is not 0; nothing when the study has no road network. O(rows). */
mlg_status mlg_output_network_text(mlg_text *to, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

/* The whole table, as the array "network"; nothing without a network. */
mlg_status mlg_output_network_json(mlg_json *to, mlg_db *db, mlg_error *err) MLG_MUST_CHECK;

#endif
