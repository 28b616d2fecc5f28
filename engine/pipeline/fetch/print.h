/* What mlg_fetch says of the files of a list. */
#ifndef MLG_PIPELINE_FETCH_PRINT_H
#define MLG_PIPELINE_FETCH_PRINT_H

#include "pipeline/fetch/list.h"

/* Those asked for, or all. */
mlg_status mlg_fetch_print(char **out, const mlg_fetch_list *list, bool all, mlg_format format,
                           mlg_error *err) MLG_MUST_CHECK;

#endif
