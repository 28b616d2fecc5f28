/* mlg_sources: the datasets that the engine knows. */
#include "adapters/json.h"
#include "base/language.h"
#include "base/os/stream.h"
#include "study/source.h"

#include <stdio.h>

static const char *or_dash(const char *text)
{
    return text ? text : "-";
}

static void print_dataset(FILE *to, const mlg_dataset *set)
{
    fprintf(to, mlg_tr("%s\n    %s\n    provides: "), set->name, mlg_tr(set->title));
    for (const char *c = or_dash(set->provides); *c; c++)
        fputs(*c == '|' ? ", " : (char[]){ *c, '\0' }, to);
    fprintf(to, mlg_tr("\n    producer: %s; licence: %s\n    needs: %s\n    published: %s\n"),
            or_dash(set->producer), or_dash(set->licence), or_dash(mlg_tr(set->needs)), or_dash(set->published));
}

static mlg_status print_datasets(char **out, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    for (int32_t i = 0; mlg_dataset_at(i); i++)
        print_dataset(to, mlg_dataset_at(i));
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static void add_dataset(mlg_json *json, const mlg_dataset *set)
{
    mlg_json_object(json, NULL);
    mlg_json_text(json, "name", set->name);
    mlg_json_text(json, "title", set->title);
    mlg_json_text(json, "provides", set->provides);
    mlg_json_text(json, "producer", set->producer);
    mlg_json_text(json, "licence", set->licence);
    mlg_json_text(json, "needs", set->needs);
    mlg_json_text(json, "published", set->published);
    mlg_json_end(json);
}

static mlg_status list_datasets(char **out, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "datasets");
    for (int32_t i = 0; mlg_dataset_at(i); i++)
        add_dataset(json, mlg_dataset_at(i));
    mlg_json_end(json);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_sources(char **out, mlg_format format, mlg_error *err)
{
    return format == MLG_JSON ? list_datasets(out, err) : print_datasets(out, err);
}
