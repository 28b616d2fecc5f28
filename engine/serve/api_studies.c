/* Studies: list, create, hold. */
#include "base/language.h"
#include "base/os/file.h"
#include "serve/api.h"
#include "serve/commands.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_holder(mlg_json *json, mlg_visit *visit, const char *study)
{
    char holder[MLG_USER_MOST + 1];
    bool other = mlg_study_is_held(holder, visit->desk->sessions, study, visit->session);
    mlg_json_text(json, "holder", holder[0] ? holder : NULL);
    mlg_json_bool(json, "held_by_other", other);
}

/* Copies a value of YAML written on one line, in a flow map or not, with quotes or without. */
static void copy_value(char to[MLG_NAME_MOST + 1], const char *text)
{
    text += strspn(text, " ");
    const char quote[] = { *text, '\n', '\0' };
    if (*text == '"' || *text == '\'') {
        text++;
        snprintf(to, MLG_NAME_MOST + 1, "%.*s", (int)strcspn(text, quote), text);
        return;
    }
    size_t n = strcspn(text, ",}\r\n");
    for (size_t i = 1; i < n; i++)
        if (text[i] == '#' && text[i - 1] == ' ')
            n = i;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    snprintf(to, MLG_NAME_MOST + 1, "%.*s", (int)n, text);
}

/* Whether errno speaks of this machine, not of a file that is not there. */
static bool is_fault(void)
{
    return mlg_status_of_errno(errno, 0) != 0;
}

/* The beginning of the study file, "" when there is none; false for a fault. */
static bool read_start(char *text, size_t most, int folder)
{
    char version[MLG_VERSION_SIZE];
    int64_t bytes;
    int fd = mlg_open_entry(version, &bytes, folder, "study.yaml");
    int64_t n = fd >= 0 ? mlg_os_read(fd, text, most - 1) : 0;
    bool fault = (fd < 0 || n < 0) && is_fault();
    if (fd >= 0)
        mlg_os_close(fd);
    text[n > 0 ? n : 0] = '\0';
    return !fault;
}

/* The GeoPackage named in the outputs of the study file, "" when there is none in its folder; only the command line parses the whole file.
 * False, with errno set, for a fault of this machine. */
static bool read_result(char result[MLG_NAME_MOST + 1], int folder)
{
    static const char key[] = "geopackage:";
    char text[1 << 16];
    result[0] = '\0';
    if (!read_start(text, sizeof text, folder))
        return false;
    for (char *line = text, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        const char *found = strstr(line, key);
        if (!found || found >= end || memchr(line, '#', (size_t)(found - line)))
            continue;
        copy_value(result, found + sizeof key - 1);
        if (!mlg_is_name(result))
            result[0] = '\0';
        break;
    }
    return true;
}

/* When the study was last worked on, and whether it has results. False when a fault of this machine leaves that unknown. */
static bool add_state(mlg_json *json, int root, const char *study)
{
    mlg_entries files = { 0 };
    int64_t last = 0;
    bool asked = false, run = false;
    char result[MLG_NAME_MOST + 1] = "";
    int folder = mlg_open_study(root, study);
    bool known = folder >= 0
                     ? read_result(result, folder) && mlg_list_entries(&files, folder, false, NULL) == MLG_OK
                     : !is_fault(); /* it was there when the studies were listed */
    for (size_t i = 0; i < files.count; i++) {
        const char *name = files.items[i].name;
        last = files.items[i].changed_s > last ? files.items[i].changed_s : last;
        asked = asked || strcmp(name, "study.yaml") == 0;
        run = run || (result[0] && strcmp(name, result) == 0);
    }
    if (folder >= 0)
        mlg_os_close(folder);
    free(files.items);
    mlg_json_bool(json, "complete", asked);
    mlg_json_bool(json, "has_results", run);
    mlg_json_number(json, "changed", last ? (double)last : (double)NAN);
    return known;
}

void mlg_api_studies(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_entries studies;
    mlg_json *json = NULL;
    mlg_error err = { .status = MLG_OK };
    if (mlg_list_entries(&studies, visit->desk->root, true, &err) != MLG_OK) {
        mlg_answer_fault(answer, 500, err.message, err.hint);
        return;
    }
    bool known = true;
    mlg_status st = mlg_json_new(&json, NULL);
    if (st == MLG_OK) {
        mlg_json_array(json, "studies");
        for (size_t i = 0; i < studies.count; i++) {
            mlg_json_object(json, NULL);
            mlg_json_text(json, "name", studies.items[i].name);
            known = add_state(json, visit->desk->root, studies.items[i].name) && known;
            add_holder(json, visit, studies.items[i].name);
            mlg_json_end(json);
        }
        mlg_json_end(json);
    }
    free(studies.items);
    mlg_answer_json(answer, 200, known ? st : MLG_MEMORY, json);
}

/* ---- a new one ---------------------------------------------------------------------------------------------------- */

static const char *option_of(const char *kind)
{
    static const char *const kinds[][2] = { { "epci", "--epci" },
                                            { "departement", "--departement" },
                                            { "region", "--region" },
                                            { "communes", "--communes" },
                                            { "bassin", "--bassin-de-vie" } };
    for (size_t i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i][0]) == 0)
            return kinds[i][1];
    return NULL;
}

static mlg_status new_words(mlg_words *words, const mlg_json_value *body, mlg_error *err)
{
    const char *option = option_of(mlg_json_words(mlg_json_get(body, "kind")));
    const char *territory = mlg_json_words(mlg_json_get(body, "territory"));
    const mlg_json_value *ask = mlg_json_get(body, "ask");
    if (!option || !territory || (ask && !mlg_json_words(ask)))
        return mlg_fail(
            err, MLG_USAGE,
            "a study needs a name, a kind (epci, departement, region, communes, bassin) and a territory");
    MLG_TRY(mlg_words_add(words, err, "maillage"));
    MLG_TRY(mlg_words_add(words, err, "new"));
    MLG_TRY(mlg_words_add(words, err, "--lang=%s", mlg_language()));
    MLG_TRY(mlg_words_add(words, err, "%s=%s", option, territory));
    if (ask && mlg_json_words(ask)[0])
        MLG_TRY(mlg_words_add(words, err, "--ask=%s", mlg_json_words(ask)));
    return mlg_words_add(words, err, "study.yaml");
}

static void make_study(mlg_visit *visit, const char *name, mlg_words *words, mlg_http_answer *answer)
{
    mlg_error err = { .status = MLG_OK };
    int code = 0;
    mlg_status st = mlg_create_study(&code, visit->desk->root, name, &err);
    if (st != MLG_OK) {
        mlg_answer_fault(answer, st == MLG_USAGE ? 400 : mlg_status_of_errno(code, 409), err.message, err.hint);
        return;
    }
    int study = mlg_open_study(visit->desk->root, name);
    if (study < 0) {
        mlg_answer_unopened(answer, mlg_tr("there is no such study"));
        return;
    }
    const mlg_job_request request = {
        .command = "new", .study = name, .user = visit->user, .folder = study, .words = words->items
    };
    mlg_api_start(visit, &request, answer);
    mlg_os_close(study);
}

void mlg_api_new_study(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_words words = { 0 };
    mlg_error err = { .status = MLG_OK };
    mlg_json_value *body = mlg_visit_object(visit, answer);
    if (!body)
        return;
    const char *name = mlg_json_words(mlg_json_get(body, "name"));
    mlg_status st = new_words(&words, body, &err);
    if (st == MLG_OK)
        make_study(visit, name ? name : "", &words, answer);
    else
        mlg_answer_error(answer, &err);
    mlg_words_release(&words);
    mlg_json_value_free(body);
}

/* ---- one study ---------------------------------------------------------------------------------------------------- */

static void add_entries(mlg_json *json, const char *key, const mlg_entries *entries)
{
    mlg_json_array(json, key);
    for (size_t i = 0; i < entries->count; i++) {
        const mlg_entry *entry = &entries->items[i];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "name", entry->name);
        mlg_json_number(json, "bytes", (double)entry->bytes);
        mlg_json_number(json, "changed", (double)entry->changed_s);
        mlg_json_bool(json, "validated", entry->frozen);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void describe(mlg_visit *visit, int folder, bool whole, mlg_http_answer *answer)
{
    mlg_entries files = { 0 }, folders = { 0 };
    mlg_json *json = NULL;
    mlg_error err = { .status = MLG_OK };
    mlg_status st = mlg_list_entries(&files, folder, false, &err);
    if (st == MLG_OK && whole)
        st = mlg_list_entries(&folders, folder, true, &err);
    char result[MLG_NAME_MOST + 1] = "";
    if (st == MLG_OK && whole && !read_result(result, folder))
        st = mlg_fail(&err, MLG_MEMORY, "%s: %s", "study.yaml", mlg_errno_text(errno));
    if (st == MLG_OK)
        st = mlg_json_new(&json, &err);
    if (st == MLG_OK) {
        const char *study = mlg_visit_part(visit, "study");
        mlg_json_text(json, "name", study);
        add_holder(json, visit, study);
        if (whole)
            mlg_json_text(json, "result", result[0] ? result : NULL);
        add_entries(json, "files", &files);
        if (whole)
            add_entries(json, "folders", &folders);
        mlg_answer_json(answer, 200, MLG_OK, json);
    } else
        mlg_answer_fault(answer, 500, err.message, err.hint);
    free(files.items);
    free(folders.items);
}

void mlg_api_study(mlg_visit *visit, mlg_http_answer *answer)
{
    int study = mlg_visit_study(visit, answer);
    if (study >= 0)
        describe(visit, study, true, answer);
}

/* Opens the folder of a study that the path names; -1 with *answer filled. */
static int open_folder(mlg_visit *visit, mlg_http_answer *answer)
{
    int study = mlg_visit_study(visit, answer);
    if (study < 0)
        return -1;
    int folder = mlg_open_study(study, mlg_visit_part(visit, "folder"));
    if (folder < 0)
        mlg_answer_unopened(answer, mlg_tr("there is nothing here"));
    else
        visit->folder = folder + 1;
    return folder;
}

void mlg_api_folder(mlg_visit *visit, mlg_http_answer *answer)
{
    int folder = open_folder(visit, answer);
    if (folder >= 0)
        describe(visit, folder, false, answer);
}

void mlg_api_folder_file(mlg_visit *visit, mlg_http_answer *answer)
{
    char version[MLG_VERSION_SIZE];
    int64_t bytes;
    int folder = open_folder(visit, answer);
    const char *name = mlg_visit_part(visit, "file");
    int fd = folder >= 0 ? mlg_open_entry(version, &bytes, folder, name) : -1;
    if (fd >= 0)
        mlg_api_send_file(answer, fd, bytes, name, version);
    else if (folder >= 0)
        mlg_answer_unopened(answer, mlg_tr("there is nothing here"));
}

void mlg_api_take(mlg_visit *visit, mlg_http_answer *answer)
{
    char holder[MLG_USER_MOST + 1];
    if (mlg_visit_study(visit, answer) < 0)
        return;
    if (mlg_study_take(holder, visit->desk->sessions, mlg_visit_part(visit, "study"), visit->session, visit->user))
        answer->status = 204;
    else
        (void)mlg_visit_may_change(visit, answer);
}

void mlg_api_leave(mlg_visit *visit, mlg_http_answer *answer)
{
    mlg_study_leave(visit->desk->sessions, mlg_visit_part(visit, "study"), visit->session);
    answer->status = 204;
}
