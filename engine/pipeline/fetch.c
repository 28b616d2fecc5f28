/* mlg_fetch: downloads the files of a list, verifies them and states their producers. */
#include "adapters/download.h"
#include "adapters/json.h"
#include "adapters/layer/read.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/resource.h"
#include "base/scratch.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"
#include "pipeline/checksums.h"
#include "study/source.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum { SET_COLUMNS = 10 };

/* A row of the list. */
typedef struct {
    const char *set, *dataset, *name, *url, *sha256, *producer, *licence, *vintage, *note;
    int64_t bytes;
    bool asked;
    const char *state; /* kept, to fetch, resumed or fetched; NULL: not asked for */
    mlg_download_result got;
} item;

typedef struct {
    const mlg_fetch_options *options;
    const char *folder;
    item *items;
    size_t count, capacity;
    mlg_arena arena;
} job;

static void release(job *j)
{
    free(j->items);
    mlg_arena_release(&j->arena);
}

/* ---- the list ----------------------------------------------------------------------------------------------------- */

static const char *keep(job *j, const mlg_layer *layer, int field)
{
    return mlg_arena_text(&j->arena, mlg_layer_text(layer, field));
}

static bool is_sha256(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdefABCDEF") == 64;
}

/* Of a file in the folder itself, and not of one that downloads are kept track of with. */
static bool is_file_name(const char *name)
{
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f || strchr("/\\|:", *c))
            return false;
    return name[0] != '.' && name[0] != '-' && strlen(name) < 200 && strcasecmp(name, "SHA256SUMS") != 0 &&
           !mlg_path_ends_with(name, ".part") && !mlg_path_ends_with(name, ".part.tag");
}

/* Rejects names that would escape the folder and addresses that are not http. */
static mlg_status check_item(const item *it, const char *list, int64_t row, mlg_error *err)
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
static void complete(item *it)
{
    const mlg_dataset *set = it->dataset ? mlg_dataset_find(it->dataset) : NULL;
    if (set && !it->producer)
        it->producer = set->producer;
    if (set && !it->licence)
        it->licence = set->licence;
}

static mlg_status take_item(job *j, mlg_layer *layer, const int *f, const char *list, mlg_error *err)
{
    double bytes = 0;
    item it = {
        .set = keep(j, layer, f[0]),
        .dataset = keep(j, layer, f[1]),
        .name = keep(j, layer, f[2]),
        .url = keep(j, layer, f[3]),
        .sha256 = keep(j, layer, f[4]),
        .producer = keep(j, layer, f[6]),
        .licence = keep(j, layer, f[7]),
        .vintage = keep(j, layer, f[8]),
        .note = keep(j, layer, f[9]),
    };
    const char *size = mlg_layer_text(layer, f[5]);
    if (size && (!mlg_parse_number(size, &bytes) || bytes < 0 || bytes > 1e15))
        return mlg_fail(err, MLG_INPUT, "%s: row %lld: '%s' is not a number of bytes", list,
                        (long long)mlg_layer_row(layer), size);
    it.bytes = (int64_t)bytes;
    complete(&it);
    MLG_TRY(check_item(&it, list, mlg_layer_row(layer), err));
    MLG_TRY(MLG_GROW(&j->items, &j->capacity, j->count + 1, "a list", err));
    j->items[j->count++] = it;
    return MLG_OK;
}

static mlg_status read_list(job *j, const char *path, const char *shown, mlg_error *err)
{
    static const char *const names[SET_COLUMNS] = { "ensemble", "jeu",        "fichier", "url",       "sha256",
                                                    "octets",   "producteur", "licence", "millesime", "note" };
    int f[SET_COLUMNS];
    bool got = true;
    mlg_layer *layer;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_layer_open(&layer, path, NULL, err));
    for (int c = 0; c < SET_COLUMNS; c++)
        f[c] = mlg_layer_find(layer, names[c]);
    MLG_GO(mlg_layer_need(&f[2], layer, "fichier", err));
    MLG_GO(mlg_layer_need(&f[3], layer, "url", err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got)
        MLG_GO(take_item(j, layer, f, shown, err));
done:
    mlg_layer_close(layer);
    return st;
}

/* Writes the built-in list to a temporary file, so that it is read like any other. */
static mlg_status read_own_list(job *j, mlg_error *err)
{
    static const char name[] = "geodata/downloads.csv";
    const mlg_resource *own = mlg_resource_find(name);
    char path[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_join(path, mlg_scratch_folder(), "maillage-XXXXXX.csv", err));
    int file = mkstemps(path, 4);
    if (file < 0)
        return mlg_fail(err, MLG_INPUT, "%s: cannot create a temporary file", mlg_scratch_folder());
    bool good = write(file, own->data, own->size) == (ssize_t)own->size;
    close(file);
    mlg_status st = good ? read_list(j, path, name, err) : mlg_fail(err, MLG_INPUT, "%s: cannot be written", path);
    unlink(path);
    return st;
}

/* ---- selection -------------------------------------------------------------------------------------------- */

static bool is_word(const char *word, size_t length, const char *text)
{
    return text && strlen(text) == length && strncasecmp(word, text, length) == 0;
}

static mlg_status fail_unknown(const job *j, const char *word, size_t length, mlg_error *err)
{
    char sets[256] = "";
    for (size_t i = 0; i < j->count; i++) {
        const char *set = j->items[i].set;
        bool told = !set;
        for (size_t k = 0; k < i && !told; k++)
            told = j->items[k].set && strcmp(j->items[k].set, set) == 0;
        size_t used = strlen(sets);
        if (!told)
            snprintf(sets + used, sizeof sets - used, "%s%s", used ? ", " : "", set);
    }
    mlg_fail(err, MLG_USAGE, "'%.*s' is not a set, dataset or file of the list", (int)length, word);
    mlg_hint(err, "sets: %s; 'maillage fetch' prints the list", sets);
    return MLG_USAGE;
}

/* "base,rpps": sets, data sets or files. */
static mlg_status choose(job *j, const char *names, mlg_error *err)
{
    for (const char *at = names; *at; at += *at == ',') {
        size_t n = strcspn(at, ",");
        bool found = false;
        for (size_t i = 0; i < j->count; i++) {
            item *it = &j->items[i];
            if (!is_word(at, n, it->set) && !is_word(at, n, it->dataset) && !is_word(at, n, it->name))
                continue;
            it->asked = found = true;
        }
        if (!found)
            return fail_unknown(j, at, n, err);
        at += n;
    }
    return MLG_OK;
}

/* ---- one file ----------------------------------------------------------------------------------------------------- */

static const char *or_unknown(const char *text)
{
    return text ? text : mlg_tr("not stated");
}

/* An existing file is kept when its checksum is that of the list, or of an earlier download; any other is an error. */
static mlg_status look_at_present(bool *keep_it, item *it, const job *j, const char *path, mlg_error *err)
{
    char pinned[65];
    *keep_it = false;
    if (j->options->overwrite || access(path, F_OK) != 0)
        return MLG_OK;
    MLG_TRY(mlg_checksum_find(pinned, j->folder, it->name, err));
    const char *wanted = it->sha256 ? it->sha256 : pinned;
    MLG_TRY(mlg_file_sha256(it->got.sha256, &it->got.bytes, path, err));
    if (strcasecmp(wanted, it->got.sha256) == 0) {
        *keep_it = true;
        return MLG_OK;
    }
    if (*wanted)
        mlg_fail(err, MLG_INPUT, "%s: already exists, with SHA-256 %s instead of %s", path, it->got.sha256,
                 wanted);
    else
        mlg_fail(err, MLG_INPUT, "%s: already exists and was not downloaded by maillage", path);
    mlg_hint(err, "--overwrite fetches it again and replaces it");
    return MLG_INPUT;
}

static mlg_status note(const job *j, const item *it, mlg_error *err)
{
    char about[1024], day[16];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(day, sizeof day, "%Y-%m-%d", &parts);
    snprintf(about, sizeof about, "%s; producteur : %s; licence : %s; millésime : %s; %s; téléchargé le %s",
             it->dataset ? it->dataset : "jeu non précisé", it->producer ? it->producer : "non précisé",
             it->licence ? it->licence : "non précisée",
             it->vintage         ? it->vintage
             : *it->got.modified ? it->got.modified
                                 : "non précisé",
             it->url, day);
    return mlg_checksum_note(j->folder, it->name, it->got.sha256, about, err);
}

static mlg_status fetch_item(const job *j, item *it, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    bool present;
    MLG_TRY(mlg_path_join(path, j->folder, it->name, err));
    MLG_TRY(look_at_present(&present, it, j, path, err));
    it->state = present ? MLG_MARK("kept") : MLG_MARK("to fetch");
    if (present)
        return MLG_OK;
    if (j->options->plan)
        return mlg_plan_write(j->options->plan, path, err);
    mlg_download what = {
        .url = it->url,
        .path = path,
        .sha256 = it->sha256,
        .bytes = it->bytes,
        .progress = &j->options->progress,
    };
    MLG_TRY(mlg_download_file(&it->got, &what, err));
    it->state = it->got.resumed > 0 ? MLG_MARK("resumed") : MLG_MARK("fetched");
    return note(j, it, err);
}

static mlg_status fetch_all(job *j, mlg_error *err)
{
    if (!j->options->plan)
        MLG_TRY(mlg_make_folder(j->folder, err));
    for (size_t i = 0; i < j->count; i++)
        if (j->items[i].asked)
            MLG_TRY(fetch_item(j, &j->items[i], err));
    return MLG_OK;
}

/* ---- output ------------------------------------------------------------------------------------------------------ */

static void print_item(FILE *to, const item *it)
{
    fprintf(to, "%s", it->name);
    if (it->state)
        fprintf(to, ": %s", mlg_tr(it->state));
    if (it->got.bytes > 0)
        fprintf(to, mlg_tr(", %lld bytes, SHA-256 %.12s...%s"), (long long)it->got.bytes, it->got.sha256,
                it->sha256 ? mlg_tr(" as listed") : "");
    fprintf(to, mlg_tr("\n    set: %s; data set: %s; vintage: %s\n    producer: %s; licence: %s\n    %s\n"),
            or_unknown(it->set), or_unknown(it->dataset), or_unknown(it->vintage), or_unknown(it->producer),
            or_unknown(it->licence), it->url);
    if (it->note)
        fprintf(to, mlg_tr("    note: %s\n"), it->note);
}

static mlg_status print_text(char **out, const job *j, bool all, mlg_error *err)
{
    size_t size;
    FILE *to = open_memstream(out, &size);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    for (size_t i = 0; i < j->count; i++)
        if (all || j->items[i].asked)
            print_item(to, &j->items[i]);
    return fclose(to) == 0 ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

static mlg_status print_json(char **out, const job *j, bool all, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "files");
    for (size_t i = 0; i < j->count; i++) {
        const item *it = &j->items[i];
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

mlg_status mlg_fetch(char **out, const char *names, const mlg_fetch_options *options, mlg_format format,
                     mlg_error *err)
{
    job j = { .options = options, .folder = options->folder ? options->folder : "." };
    mlg_status st = MLG_OK;
    *out = NULL;
    MLG_GO(options->list ? read_list(&j, options->list, options->list, err) : read_own_list(&j, err));
    if (names)
        MLG_GO(choose(&j, names, err));
    if (names)
        MLG_GO(fetch_all(&j, err));
    st = format == MLG_JSON ? print_json(out, &j, !names, err) : print_text(out, &j, !names, err);
done:
    release(&j);
    return st;
}
