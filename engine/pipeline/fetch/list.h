/* The list of what can be downloaded, and what is asked for. */
#ifndef MLG_PIPELINE_FETCH_LIST_H
#define MLG_PIPELINE_FETCH_LIST_H

#include "adapters/download.h"
#include "base/arena.h"

/* A row of the list. */
typedef struct mlg_fetch_item {
    const char *set, *dataset, *name, *url, *sha256, *producer, *licence, *vintage, *note;
    /* the file is the latest resource of the data set at `url` whose title or name matches one of these, separated by
     * '|'; NULL: it is at `url` */
    const char *resource;
    int rhythm_days; /* the longest time between two versions, 0: not stated */
    int64_t bytes;
    bool asked;
    const char
        *state; /* kept, unchanged, to fetch, resumed or fetched; of a list: there or out of date; NULL: neither */
    const char *sha1;  /* as stated by the publisher */
    char modified[16]; /* day of the last change, such as 2026-05-12; "": unknown */
    char *warning;     /* freed with the list */
    mlg_download_result got;
} mlg_fetch_item;

typedef struct mlg_fetch_list {
    mlg_fetch_item *items;
    size_t count, capacity;
    mlg_arena arena; /* of the texts above */
} mlg_fetch_list;

/* Reads a list, or the built-in one when `path` is NULL. MLG_INPUT: a column is missing, a name would leave the folder, an
 * address is not http. Released with mlg_fetch_list_release() in either case. */
mlg_status mlg_fetch_list_read(mlg_fetch_list *list, const char *path, mlg_error *err) MLG_MUST_CHECK;
void mlg_fetch_list_release(mlg_fetch_list *list);

/* Marks what is asked for: sets, data sets or files, separated by commas. MLG_USAGE: an unknown name. */
mlg_status mlg_fetch_list_choose(mlg_fetch_list *list, const char *names, mlg_error *err) MLG_MUST_CHECK;

#endif
