/* mlg_fetch: downloads the files of a list, verifies them and states their producers. */
#include "adapters/download.h"
#include "adapters/layer/read.h"
#include "base/input.h"
#include "base/language.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/sha.h"
#include "pipeline/checksums.h"
#include "pipeline/dry_run.h"
#include "pipeline/fetch/print.h"
#include "pipeline/fetch/resolve.h"
#include "pipeline/placing.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

typedef struct {
    const mlg_fetch_options *options;
    const char *folder;
    mlg_fetch_list list;
} job;

/* ---- one file ----------------------------------------------------------------------------------------------------- */

/* An existing file is kept when its checksum is that of the list, or of an earlier download; any other is an error. */
static mlg_status look_at_present(bool *keep_it, mlg_fetch_item *it, const job *j, const char *path,
                                  mlg_error *err)
{
    char pinned[65];
    *keep_it = false;
    if (j->options->overwrite || !mlg_os_can(path, MLG_OS_EXISTS))
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

/* A file being downloaded, and what it replaces. */
typedef struct {
    const job *j;
    const mlg_fetch_item *it;
    const char *path;
} arrival;

static void describe(char *about, size_t size, const mlg_fetch_item *it, const mlg_download_result *got)
{
    char day[16];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(day, sizeof day, "%Y-%m-%d", &parts);
    snprintf(about, size, "%s; producteur : %s; licence : %s; millésime : %s; %s; téléchargé le %s",
             it->dataset ? it->dataset : "jeu non précisé", it->producer ? it->producer : "non précisé",
             it->licence ? it->licence : "non précisée",
             it->vintage      ? it->vintage
             : *got->modified ? got->modified
                              : "non précisé",
             it->url, day);
}

/* Places the file and its checksum, or neither: a file without a record is not taken for a download. The record
 * goes first: after a kill in between, an entry for a missing file does no harm. */
static mlg_status place(void *context, const char *part, const mlg_download_result *got, mlg_error *err)
{
    const arrival *a = context;
    char about[1024], sums[MLG_PATH_SIZE], aside[MLG_PATH_SIZE];
    mlg_placing both = { 0 };
    describe(about, sizeof about, a->it, got);
    MLG_TRY(mlg_checksum_note(sums, aside, a->j->folder, a->it->name, got->sha256, about, err));
    mlg_status st = mlg_placing_add(&both, aside, sums, err);
    if (st == MLG_OK)
        st = mlg_placing_add(&both, part, a->path, err);
    if (st == MLG_OK)
        st = mlg_placing_all(&both, sums, err);
    mlg_placing_release(&both);
    if (st != MLG_OK)
        mlg_os_remove(aside);
    return st;
}

static bool file_sha1(char hex[41], const char *path)
{
    unsigned char block[1 << 14];
    mlg_sha sha;
    FILE *file = mlg_fopen_input(path);
    if (!file)
        return false;
    mlg_sha1_init(&sha);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        mlg_sha_add(&sha, block, n);
    mlg_sha_hex(&sha, hex);
    bool whole = !ferror(file);
    fclose(file);
    return whole;
}

/* Asks the publisher whether a file downloaded earlier has changed: by the checksum in its catalogue, else since
 * the day the file was published. */
static bool is_unchanged(const mlg_fetch_item *it, const char *path)
{
    char sha1[41];
    if (it->sha256)
        return strcasecmp(it->sha256, it->got.sha256) == 0;
    return it->sha1 && file_sha1(sha1, path) && strcasecmp(sha1, it->sha1) == 0;
}

static int64_t published(const char *path)
{
    mlg_os_info info;
    return mlg_os_stat(path, &info) == 0 ? info.seconds : 0;
}

static mlg_status download(job *j, mlg_fetch_item *it, const char *path, bool present, mlg_error *err)
{
    mlg_download_result had = it->got;
    MLG_TRY(mlg_fetch_resolve(it, &j->list.arena, &j->options->progress, err));
    arrival a = { j, it, path };
    mlg_download what = {
        .url = it->url,
        .path = path,
        .sha256 = it->sha256,
        .sha1 = it->sha1,
        .bytes = it->bytes,
        .since = present && !it->sha256 && !it->sha1 ? published(path) : 0,
        .progress = &j->options->progress,
        .place = place,
        .context = &a,
    };
    it->got.unchanged = present && is_unchanged(it, path);
    if (!it->got.unchanged)
        MLG_TRY(mlg_download_file(&it->got, &what, err));
    if (!*it->modified)
        mlg_http_day(it->modified, it->got.modified);
    if (it->got.unchanged) {
        it->got = had;
        it->state = MLG_MARK("unchanged");
        return MLG_OK;
    }
    it->state = it->got.resumed > 0 ? MLG_MARK("resumed") : MLG_MARK("fetched");
    return MLG_OK;
}

static mlg_status fetch_item(job *j, mlg_fetch_item *it, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    bool present;
    MLG_TRY(mlg_path_join(path, j->folder, it->name, err));
    MLG_TRY(look_at_present(&present, it, j, path, err));
    bool asks = present && j->options->update && !it->sha256;
    it->state = present && !asks ? MLG_MARK("kept") : MLG_MARK("to fetch");
    if (present && !asks)
        return MLG_OK;
    if (j->options->plan)
        return mlg_plan_write(j->options->plan, path, err);
    MLG_TRY(download(j, it, path, present, err));
    return mlg_fetch_judge(it, err);
}

static mlg_status fetch_all(job *j, mlg_error *err)
{
    if (!j->options->plan)
        MLG_TRY(mlg_make_folder(j->folder, err));
    for (size_t i = 0; i < j->list.count; i++)
        if (j->list.items[i].asked)
            MLG_TRY(fetch_item(j, &j->list.items[i], err));
    return MLG_OK;
}

/* Of the files that are there: since when, and whether another version is due. */
static mlg_status look_at_folder(job *j, mlg_error *err)
{
    for (size_t i = 0; i < j->list.count; i++) {
        mlg_fetch_item *it = &j->list.items[i];
        char path[MLG_PATH_SIZE];
        mlg_os_info info;
        struct tm day;
        MLG_TRY(mlg_path_join(path, j->folder, it->name, err));
        if (mlg_os_stat(path, &info) != 0 || info.kind != MLG_OS_FILE)
            continue;
        time_t changed = (time_t)info.seconds;
        strftime(it->modified, sizeof it->modified, "%Y-%m-%d", gmtime_r(&changed, &day));
        const double age_days = difftime(time(NULL), changed) / 86400;
        it->state =
            it->rhythm_days > 0 && age_days > it->rhythm_days ? MLG_MARK("out of date") : MLG_MARK("there");
    }
    return MLG_OK;
}

mlg_status mlg_fetch(char **out, const char *names, const mlg_fetch_options *options, mlg_format format,
                     mlg_error *err)
{
    job j = { .options = options, .folder = options->folder ? options->folder : "." };
    mlg_status st;
    *out = NULL;
    MLG_GO(mlg_fetch_list_read(&j.list, options->list, err));
    if (names)
        MLG_GO(mlg_fetch_list_choose(&j.list, names, err));
    MLG_GO(names ? fetch_all(&j, err) : look_at_folder(&j, err));
    st = mlg_fetch_print(out, &j.list, !names, format, err);
done:
    mlg_fetch_list_release(&j.list);
    return st;
}
