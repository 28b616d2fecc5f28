/* The texts that the scripts of the desk show: they ask for a text by its French form, t('...'), as the page of a study does. */
#ifndef MLG_SERVE_WORDS_H
#define MLG_SERVE_WORDS_H

#include "base/error.h"

/* All of them as a JSON object, French text: text in the language of the server. Freed with free(). */
mlg_status mlg_desk_words(char **out, mlg_error *err) MLG_MUST_CHECK;

#endif
