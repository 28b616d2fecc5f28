#include "serve/words.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/resource.h"
#include "base/sort.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char **items;
    size_t count, room;
} texts;

static mlg_status keep(texts *found, const char *begin, size_t length, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&found->items, &found->room, found->count + 1, "texts of the desk", err));
    MLG_TRY(mlg_format_text(&found->items[found->count], err, "%.*s", (int)length, begin));
    found->count++;
    return MLG_OK;
}

/* What is given to t() in a script: a name that ends with t, or a method t, is another function. */
static mlg_status find_texts(texts *found, const char *script, mlg_error *err)
{
    for (const char *at = script; (at = strstr(at, "t('"));) {
        const bool own = at == script || !(isalnum((unsigned char)at[-1]) || at[-1] == '_' || at[-1] == '.');
        at += 3;
        if (own)
            MLG_TRY(keep(found, at, strcspn(at, "'"), err));
    }
    return MLG_OK;
}

static mlg_status find_all(texts *found, mlg_error *err)
{
    static const char folder[] = "engine/serve/assets/";
    for (const mlg_resource *r = mlg_resources; r->name; r++) {
        const size_t length = strlen(r->name);
        if (strncmp(r->name, folder, sizeof folder - 1) == 0 && strcmp(r->name + length - 3, ".js") == 0)
            MLG_TRY(find_texts(found, (const char *)r->data, err));
    }
    return MLG_OK;
}

static mlg_status write_texts(char **out, const texts *found, mlg_error *err)
{
    mlg_json *json = NULL;
    MLG_TRY(mlg_json_new(&json, err));
    for (size_t i = 0; i < found->count; i++)
        if (i == 0 || strcmp(found->items[i - 1], found->items[i]) != 0)
            mlg_json_text(json, found->items[i], mlg_report_tr(found->items[i]));
    mlg_json_text(json, "fr", mlg_report_language());
    mlg_status st = mlg_json_finish_compact(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_desk_words(char **out, mlg_error *err)
{
    texts found = { 0 };
    mlg_status st;
    *out = NULL;
    MLG_GO(find_all(&found, err));
    if (found.count > 1)
        qsort(found.items, found.count, sizeof *found.items, mlg_compare_texts);
    st = write_texts(out, &found, err);
done:
    for (size_t i = 0; i < found.count; i++)
        free(found.items[i]);
    free(found.items);
    return st;
}
