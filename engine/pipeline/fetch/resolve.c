#include "pipeline/fetch/resolve.h"

#include "adapters/layer/read.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/nocase.h"
#include "base/path.h"
#include "base/scratch.h"
#include "base/utf8.h"
#include "network/transit/gtfs.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* A data set of data.gouv.fr, as its API describes it. */
static const mlg_records catalogue = {
    .marks = "resources|slug|badges|acronym|id",
    .steps = "resources",
    .columns = "title=title|url=url|size=filesize|kind=checksum.type|sum=checksum.value|modified=last_modified|"
               "made=created_at",
};
enum { TITLE, URL, SIZE, SUM_KIND, SUM, MODIFIED, MADE }; /* as in the columns of the list */

static const int64_t most_catalogue = (int64_t)32 << 20;

/* ---- the resources of a data set ---------------------------------------------------------------------------------- */

static bool matches(const char *patterns, const char *text)
{
    char pattern[128];
    for (const char *at = patterns; text && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        snprintf(pattern, sizeof pattern, "%.*s", (int)n, at);
        if (mlg_glob_nocase(pattern, text))
            return true;
        at += n;
    }
    return false;
}

/* "communes.zip" of "https://host/dated/communes.zip?download=1". */
static void file_of_url(char *name, size_t size, const char *url)
{
    const char *end = url + strcspn(url, "?#"), *start = end;
    while (start > url && start[-1] != '/')
        start--;
    snprintf(name, size, "%.*s", (int)(end - start), start);
}

enum { LONGEST_URL = 2000 };

/* Texts of one resource; all but the address are cut when too long. */
typedef struct {
    char title[200], url[LONGEST_URL], size[24], sum_kind[16], sum[72], modified[40];
} resource;

static bool is_resource(const mlg_fetch_item *item, const mlg_layer *layer)
{
    char name[256];
    const char *url = mlg_layer_text(layer, URL);
    if (!url || strlen(url) >= LONGEST_URL ||
        (strncmp(url, "https://", 8) != 0 && strncmp(item->url, "http://", 7) != 0))
        return false;
    file_of_url(name, sizeof name, url);
    return matches(item->resource, mlg_layer_text(layer, TITLE)) || matches(item->resource, name);
}

static void copy(char *to, size_t size, const char *text)
{
    size_t length = text ? strnlen(text, size - 1) : 0;
    memcpy(to, text ? text : "", length);
    to[length] = '\0';
}

static void take_if_later(resource *best, const mlg_layer *layer)
{
    const char *date = mlg_layer_text(layer, MODIFIED);
    date = date ? date : mlg_layer_text(layer, MADE);
    const char *title = mlg_layer_text(layer, TITLE);
    int order = strcmp(date ? date : "", best->modified);
    if (*best->url && (order < 0 || (order == 0 && strcmp(title ? title : "", best->title) <= 0)))
        return;
    copy(best->title, sizeof best->title, title);
    copy(best->url, sizeof best->url, mlg_layer_text(layer, URL));
    copy(best->size, sizeof best->size, mlg_layer_text(layer, SIZE));
    copy(best->sum_kind, sizeof best->sum_kind, mlg_layer_text(layer, SUM_KIND));
    copy(best->sum, sizeof best->sum, mlg_layer_text(layer, SUM));
    copy(best->modified, sizeof best->modified, date);
}

/* The latest resource that matches; `present` lists the titles of all. */
static mlg_status choose(resource *best, char *present, size_t size, const mlg_fetch_item *item, const char *path,
                         mlg_error *err)
{
    mlg_layer *layer;
    bool got = true;
    mlg_status st;
    MLG_TRY(mlg_layer_open(&layer, path, &(mlg_layer_options){ .records = &catalogue }, err));
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got) {
        const char *title = mlg_layer_text(layer, TITLE);
        mlg_list_add(present, size, ", ", title ? title : "?");
        if (is_resource(item, layer))
            take_if_later(best, layer);
    }
    mlg_layer_close(layer);
    return st;
}

/* The size is verified only with a checksum: for a file hosted elsewhere, the catalogue merely recalls a past
 * size. */
static void keep_resource(mlg_fetch_item *item, const resource *r, mlg_arena *arena)
{
    item->url = mlg_arena_text(arena, r->url);
    copy(item->modified, sizeof item->modified, r->modified);
    item->modified[10] = '\0';
    if (strcasecmp(r->sum_kind, "sha256") == 0 && strlen(r->sum) == 64 && !item->sha256)
        item->sha256 = mlg_arena_text(arena, r->sum);
    if (strcasecmp(r->sum_kind, "sha1") == 0 && strlen(r->sum) == 40)
        item->sha1 = mlg_arena_text(arena, r->sum);
    if (item->sha1 || item->sha256)
        item->bytes = *r->size ? strtoll(r->size, NULL, 10) : 0;
}

static mlg_status read_catalogue(mlg_fetch_item *item, const char *path, mlg_arena *arena, mlg_error *err)
{
    resource best = { .url = "" };
    char present[400] = "";
    mlg_status st = choose(&best, present, sizeof present, item, path, err);
    if (st != MLG_OK)
        return mlg_while(err, st, "%s", item->url);
    if (*best.url) {
        keep_resource(item, &best, arena);
        return item->url ? MLG_OK : mlg_fail_memory(err, "an address", 0);
    }
    st = mlg_fail(err, MLG_INPUT, "%s: no resource matches '%s'; present: %s", item->url, item->resource, present);
    mlg_hint(err,
             "the producer has renamed it: look at the page of the data set, and give its address with --list");
    return st;
}

mlg_status mlg_fetch_resolve(mlg_fetch_item *item, mlg_arena *arena, const mlg_progress *progress, mlg_error *err)
{
    mlg_scratch scratch;
    mlg_download_result got;
    if (!item->resource)
        return MLG_OK;
    MLG_TRY(mlg_scratch_open(&scratch, "catalogue.json", err));
    const mlg_download what = {
        .url = item->url, .path = scratch.path, .most_bytes = most_catalogue, .progress = progress
    };
    mlg_status st = mlg_download_file(&got, &what, err);
    if (st == MLG_OK)
        st = read_catalogue(item, scratch.path, arena, err);
    mlg_scratch_close(&scratch);
    return st;
}

/* ---- how old it is ---------------------------------------------------------------------------------------------- */

static int days_since(const char *day)
{
    int y, m, d;
    if (sscanf(day, "%4d-%2d-%2d", &y, &m, &d) != 3)
        return -1;
    return (int)(((int64_t)time(NULL) - (int64_t)mlg_day_of(y, m, d) * 86400 - 43200) / 86400); /* from noon */
}

/* Whether a name contains years, none of which is the expected one: "BPE25" contains none, "2025-06-01" does. */
static bool bears_other_year(const char *name, const char *expected)
{
    bool any = false;
    for (const char *at = name; *at; at++) {
        bool starts = at == name || !isdigit((unsigned char)at[-1]);
        if (!starts || strncmp(at, "20", 2) != 0 || strspn(at, "0123456789") < 4)
            continue;
        if (strncmp(at, expected, 4) == 0)
            return false;
        any = true;
    }
    return any;
}

mlg_status mlg_fetch_judge(mlg_fetch_item *item, mlg_error *err)
{
    char name[256];
    int age = *item->modified ? days_since(item->modified) : -1;
    file_of_url(name, sizeof name, item->url);
    if (item->rhythm_days > 0 && age > item->rhythm_days)
        return mlg_format_text(
            &item->warning, err,
            mlg_tr("unchanged since %s, %d days, while it usually changes within %d: look whether "
                   "another file has replaced it"),
            item->modified, age, item->rhythm_days);
    if (item->resource && item->vintage && strlen(item->vintage) == 4 && bears_other_year(name, item->vintage))
        return mlg_format_text(&item->warning, err,
                               mlg_tr("the vintage expected is %s, the publisher's file is named %s"),
                               item->vintage, name);
    return MLG_OK;
}
