#include "serve/words.h"

#include "adapters/json.h"
#include "base/language.h"

/* The script asks for a text by its French form, as the page of a study does. */
static const char *const words[] = {
#define T(text) text,
#include "serve/words.def"
#undef T
};

mlg_status mlg_desk_words(char **out, mlg_error *err)
{
    mlg_json *json = NULL;
    *out = NULL;
    MLG_TRY(mlg_json_new(&json, err));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        mlg_json_text(json, words[i], mlg_report_tr(words[i]));
    mlg_json_text(json, "fr", mlg_report_language());
    mlg_status st = mlg_json_finish_compact(out, json, err);
    mlg_json_free(json);
    return st;
}
