#include "pipeline/fetch/list.h"

#include "adapters/layer/read.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/resource.h"
#include "base/scratch.h"
#include "base/utf8.h"
#include "study/source.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SET, DATASET, NAME, URL, SHA256, BYTES, PRODUCER, LICENCE, VINTAGE, NOTE, RESOURCE, RHYTHM, COLUMNS };

void mlg_fetch_list_release(mlg_fetch_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].warning);
    free(list->items);
    mlg_arena_release(&list->arena);
}

static bool is_sha256(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdefABCDEF") == 64;
}

/* The name of a file in the folder itself, and not one of the files that keep track of downloads. */
static bool is_file_name(const char *name)
{
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f || strchr("/\\|:", *c))
            return false;
    return name[0] != '.' && name[0] != '-' && strlen(name) < 200 && strcasecmp(name, "SHA256SUMS") != 0 &&
           !mlg_path_ends_with(name, ".part") && !mlg_path_ends_with(name, ".part.tag");
}

/* Rejects names that would escape the folder and addresses that are not http. */
static mlg_status check_item(const mlg_fetch_item *it, const char *list, int64_t row, mlg_error *err)
{
    if (!it->name || !it->url)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: 'fichier' and 'url' are needed", list, (long long)row);
    if (!is_file_name(it->name))
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not the name of a file", list, (long long)row,
                        it->name);
    if (strncmp(it->url, "https://", 8) != 0 && strncmp(it->url, "http://", 7) != 0)
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not an http address", list, (long long)row,
                        it->url);
    if (it->sha256 && !is_sha256(it->sha256))
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a SHA-256: 64 hex digits", list, (long long)row,
                        it->sha256);
    return MLG_OK;
}

/* Producer and licence default to those of the dataset. */
static void complete(mlg_fetch_item *it)
{
    const mlg_dataset *set = it->dataset ? mlg_dataset_find(it->dataset) : NULL;
    if (set && !it->producer)
        it->producer = set->producer;
    if (set && !it->licence)
        it->licence = set->licence;
}

/* A whole number up to `most`, 0 when the cell is empty. */
static mlg_status read_whole(double *value, const mlg_layer *layer, int field, double most, const char *what,
                             const char *list, mlg_error *err)
{
    const char *text = mlg_layer_text(layer, field);
    *value = 0;
    if (!text || (mlg_parse_number(text, value) && *value >= 0 && *value <= most))
        return MLG_OK;
    return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a number of %s", list,
                    (long long)mlg_layer_row(layer), text, what);
}

static const char *keep(mlg_fetch_list *list, const mlg_layer *layer, int field)
{
    return mlg_arena_text(&list->arena, mlg_layer_text(layer, field));
}

static mlg_status take_item(mlg_fetch_list *l, mlg_layer *layer, const int *f, const char *list, mlg_error *err)
{
    double bytes, days;
    mlg_fetch_item it = {
        .set = keep(l, layer, f[SET]),
        .dataset = keep(l, layer, f[DATASET]),
        .name = keep(l, layer, f[NAME]),
        .url = keep(l, layer, f[URL]),
        .sha256 = keep(l, layer, f[SHA256]),
        .producer = keep(l, layer, f[PRODUCER]),
        .licence = keep(l, layer, f[LICENCE]),
        .vintage = keep(l, layer, f[VINTAGE]),
        .note = keep(l, layer, f[NOTE]),
        .resource = keep(l, layer, f[RESOURCE]),
    };
    MLG_TRY(read_whole(&bytes, layer, f[BYTES], 1e15, MLG_MARK("bytes"), list, err));
    MLG_TRY(read_whole(&days, layer, f[RHYTHM], 1e5, MLG_MARK("days"), list, err));
    it.bytes = (int64_t)bytes;
    it.rhythm_days = (int)days;
    complete(&it);
    MLG_TRY(check_item(&it, list, mlg_layer_row(layer), err));
    MLG_TRY(MLG_GROW(&l->items, &l->capacity, l->count + 1, "a list", err));
    l->items[l->count++] = it;
    return MLG_OK;
}

static mlg_status read_list(mlg_fetch_list *list, const char *path, const char *shown, mlg_error *err)
{
    static const char *const names[COLUMNS] = { "ensemble",  "jeu",    "fichier",    "url",
                                                "sha256",    "octets", "producteur", "licence",
                                                "millesime", "note",   "ressource",  "rythme" };
    int f[COLUMNS];
    bool got = true;
    mlg_layer *layer;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_layer_open(&layer, path, NULL, err));
    for (int c = 0; c < COLUMNS; c++)
        f[c] = mlg_layer_find(layer, names[c]);
    MLG_GO(mlg_layer_need(&f[NAME], layer, "fichier", err));
    MLG_GO(mlg_layer_need(&f[URL], layer, "url", err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        MLG_GO(take_item(list, layer, f, shown, err));
done:
    mlg_layer_close(layer);
    return st;
}

/* Writes the built-in list to a temporary file, so that it is read like any other. */
static mlg_status read_own_list(mlg_fetch_list *list, mlg_error *err)
{
    static const char name[] = "geodata/downloads.csv";
    const mlg_resource *own = mlg_resource_find(name);
    mlg_scratch own_file;
    MLG_TRY(mlg_scratch_open(&own_file, "downloads.csv", err));
    FILE *file = mlg_os_fopen(own_file.path, "wb");
    bool good = file && fwrite(own->data, 1, own->size, file) == own->size;
    good = file && fclose(file) == 0 && good;
    mlg_status st = good ? read_list(list, own_file.path, name, err)
                         : mlg_fail(err, MLG_INPUT, "%s: cannot be written", own_file.path);
    mlg_scratch_close(&own_file);
    return st;
}

mlg_status mlg_fetch_list_read(mlg_fetch_list *list, const char *path, mlg_error *err)
{
    *list = (mlg_fetch_list){ .count = 0 };
    return path ? read_list(list, path, path, err) : read_own_list(list, err);
}

/* ---- selection -------------------------------------------------------------------------------------------- */

static bool is_word(const char *word, size_t length, const char *text)
{
    return text && strlen(text) == length && strncasecmp(word, text, length) == 0;
}

static mlg_status fail_unknown(const mlg_fetch_list *list, const char *word, size_t length, mlg_error *err)
{
    char sets[256] = "";
    for (size_t i = 0; i < list->count; i++) {
        const char *set = list->items[i].set;
        bool told = !set;
        for (size_t k = 0; k < i && !told; k++)
            told = list->items[k].set && strcmp(list->items[k].set, set) == 0;
        if (!told)
            mlg_list_add(sets, sizeof sets, ", ", set);
    }
    mlg_fail(err, MLG_USAGE, "'%.*s' is not a set, dataset or file of the list", (int)length, word);
    mlg_hint(err, "sets: %s; 'maillage fetch' prints the list", sets);
    return MLG_USAGE;
}

/* "base,rpps": sets, data sets or files. */
mlg_status mlg_fetch_list_choose(mlg_fetch_list *list, const char *names, mlg_error *err)
{
    for (const char *at = names; *at; at += *at == ',') {
        size_t n = strcspn(at, ",");
        bool found = false;
        for (size_t i = 0; i < list->count; i++) {
            mlg_fetch_item *it = &list->items[i];
            if (!is_word(at, n, it->set) && !is_word(at, n, it->dataset) && !is_word(at, n, it->name))
                continue;
            it->asked = found = true;
        }
        if (!found)
            return fail_unknown(list, at, n, err);
        at += n;
    }
    return MLG_OK;
}
