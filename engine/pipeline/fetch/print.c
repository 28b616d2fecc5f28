#include "pipeline/fetch/print.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/stream.h"

#include <stdio.h>

static const char *or_unknown(const char *text)
{
    return text ? text : mlg_tr("not stated");
}

static void print_item(FILE *to, const mlg_fetch_item *it)
{
    fprintf(to, "%s", it->name);
    if (it->state)
        fprintf(to, ": %s", mlg_tr(it->state));
    if (it->got.bytes > 0)
        fprintf(to, mlg_tr(", %lld bytes, SHA-256 %.12s...%s"), (long long)it->got.bytes, it->got.sha256,
                it->sha256 || it->sha1 ? mlg_tr(" as listed") : "");
    fprintf(to, mlg_tr("\n    set: %s; data set: %s; vintage: %s\n    producer: %s; licence: %s\n    %s\n"),
            or_unknown(it->set), or_unknown(it->dataset), or_unknown(it->vintage), or_unknown(it->producer),
            or_unknown(it->licence), it->url);
    if (it->resource && !it->got.bytes)
        fprintf(to, mlg_tr("    resource: %s\n"), it->resource);
    if (*it->modified)
        fprintf(to, mlg_tr("    changed by its publisher: %s\n"), it->modified);
    if (it->note)
        fprintf(to, mlg_tr("    note: %s\n"), it->note);
    if (it->warning)
        fprintf(to, mlg_tr("    warning: %s\n"), it->warning);
}

static mlg_status print_text(char **out, const mlg_fetch_list *list, bool all, mlg_error *err)
{
    mlg_os_memory memory;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    for (size_t i = 0; i < list->count; i++)
        if (all || list->items[i].asked)
            print_item(to, &list->items[i]);
    return mlg_os_memory_close(&memory) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static mlg_status print_json(char **out, const mlg_fetch_list *list, bool all, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "files");
    for (size_t i = 0; i < list->count; i++) {
        const mlg_fetch_item *it = &list->items[i];
        if (!all && !it->asked)
            continue;
        mlg_json_object(json, NULL);
        mlg_json_text(json, "file", it->name);
        mlg_json_text(json, "set", it->set);
        mlg_json_text(json, "dataset", it->dataset);
        mlg_json_text(json, "url", it->url);
        mlg_json_text(json, "vintage", it->vintage);
        mlg_json_text(json, "producer", it->producer);
        mlg_json_text(json, "licence", it->licence);
        mlg_json_text(json, "note", it->note);
        mlg_json_text(json, "resource", it->resource);
        mlg_json_text(json, "modified", *it->modified ? it->modified : NULL);
        mlg_json_text(json, "warning", it->warning);
        mlg_json_text(json, "state", it->state);
        mlg_json_text(json, "sha256", *it->got.sha256 ? it->got.sha256 : it->sha256);
        if (it->got.bytes > 0)
            mlg_json_number(json, "bytes", (double)it->got.bytes);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

mlg_status mlg_fetch_print(char **out, const mlg_fetch_list *list, bool all, mlg_format format, mlg_error *err)
{
    return format == MLG_JSON ? print_json(out, list, all, err) : print_text(out, list, all, err);
}
