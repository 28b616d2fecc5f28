/* Shared by the .c files of this folder only: the records of a JSON document, one at a time. */
#ifndef MLG_ADAPTERS_LAYER_JSON_CUT_H
#define MLG_ADAPTERS_LAYER_JSON_CUT_H

#include "adapters/layer/inner.h"

typedef struct mlg_json_cut mlg_json_cut;

/* `steps` are the keys of the arrays that lead to a record, separated by '.': for "pmej.ege" the records are the
 * elements of "ege" of each element of "pmej" of the document. */
mlg_status mlg_json_cut_open(mlg_json_cut **out, const char *gdal_path, const char *steps, const char *shown,
                             mlg_error *err) MLG_MUST_CHECK;
void mlg_json_cut_close(mlg_json_cut *cut);
mlg_status mlg_json_cut_rewind(mlg_json_cut *cut, mlg_error *err) MLG_MUST_CHECK;

/* The text of the next record, which the caller may change, valid until the next call; NULL after the last.
 * MLG_INPUT: the document is cut, is not JSON outside the records, holds no array of records, or one is larger
 * than 8 MB. */
mlg_status mlg_json_cut_next(char **record, mlg_json_cut *cut, mlg_error *err) MLG_MUST_CHECK;

uint64_t mlg_json_cut_offset(const mlg_json_cut *cut); /* of that record in the document, bytes */
double mlg_json_cut_fraction(const mlg_json_cut *cut); /* of the file read so far */

#endif
