/* Starts the desk, waits until it is stopped, and cleans up. */
#include "serve/serve.h"

#include "base/language.h"
#include "base/memory.h"
#include "base/os/inside.h"
#include "base/os/process.h"
#include "base/os/secret.h"
#include "base/parallel.h"
#include "base/path.h"
#include "pipeline/dry_run.h"
#include "serve/desk.h"
#include "serve/france_lists.h"
#include "serve/guard.h"
#include "serve/job_folder.h"
#include "serve/openapi.h"
#include "serve/words.h"

#include <errno.h>
#include <string.h>

enum { CONNECTIONS = 256, HEADER_SECONDS = 20, BODY_SECONDS = 30, LONGEST_START_S = 600 };

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static mlg_status check_options(const mlg_serve_options *options, mlg_error *err)
{
    const char *name = options->public_name;
    if (name && (strlen(name) > 253 ||
                 name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")]))
        return mlg_fail(err, MLG_USAGE, "'%s' is not the name of a host", name);
    if (is_loopback(options->address) || (options->users && name))
        return MLG_OK;
    mlg_fail(err, MLG_USAGE, "on %s others can reach the desk: it needs users and its public name",
             options->address);
    mlg_hint(err, "as in: maillage serve --listen %s --users users.txt --name desk.example.org (docs/server.md)",
             options->address);
    return MLG_USAGE;
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static mlg_status sweep(int root, mlg_error *err)
{
    mlg_entries studies;
    MLG_TRY(mlg_list_entries(&studies, root, true, err));
    for (size_t i = 0; i < studies.count; i++) {
        int study = mlg_open_study(root, studies.items[i].name);
        if (study >= 0) {
            mlg_sweep_study(study);
            mlg_os_close(study);
        }
    }
    free(studies.items);
    return MLG_OK;
}

static mlg_status open_root(mlg_desk *desk, mlg_error *err)
{
    const char *folder = desk->options->folder;
    if (mlg_os_make_folder(folder) != 0 && errno != EEXIST)
        return mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    desk->root = mlg_os_open_folder(folder, true);
    if (desk->root < 0)
        return mlg_fail(err, MLG_INPUT, "%s: %s", folder, mlg_errno_text(errno));
    return sweep(desk->root, err);
}

/* ---- the commands of the program ----------------------------------------------------------------------------------- */

/* The table of commands, from a run of `maillage --describe`. */
static mlg_status read_commands(char **out, mlg_desk *desk, mlg_error *err)
{
    char language[] = "--lang=fr", *words[] = { (char[]){ "maillage" }, language, (char[]){ "--describe" }, NULL };
    memcpy(language + 7, mlg_language(), 2);
    const mlg_job_request request = {
        .command = "describe", .study = "", .user = "", .folder = desk->root, .words = words
    };
    int64_t number;
    size_t size;
    mlg_job_view view;
    MLG_TRY(mlg_job_begin(&number, desk->jobs, &request, err));
    bool there = mlg_job_wait(&view, desk->jobs, number, LONGEST_START_S);
    *out = mlg_job_output(desk->jobs, number, &size);
    if (!there || view.code != 0 || !*out)
        return mlg_fail(err, MLG_DATA, "the program cannot start itself: %s", there ? view.error : "");
    return MLG_OK;
}

/* The documents in one language. Commands are looked up in those of the first language: only their help differs. */
static mlg_status read_language(mlg_desk *desk, mlg_desk_texts *texts, mlg_error *err)
{
    mlg_json_value *commands = NULL;
    MLG_TRY(read_commands(&texts->commands, desk, err));
    MLG_TRY(mlg_json_parse(&commands, texts->commands, strlen(texts->commands), err));
    mlg_status st = mlg_openapi(&texts->openapi, commands, err);
    if (desk->commands)
        mlg_json_value_free(commands);
    else
        desk->commands = commands;
    MLG_TRY(st);
    return mlg_desk_words(&texts->words, err);
}

/* Of both languages, or of the one that the server was started in. */
static mlg_status read_texts(mlg_desk *desk, mlg_error *err)
{
    for (int k = 0; k < 2; k++) {
        const char *language = k ? "en" : "fr";
        if (mlg_language_is_given() && strcmp(language, mlg_language()) != 0)
            continue;
        mlg_translate_here(language);
        mlg_status st = read_language(desk, &desk->texts[k], err);
        mlg_translate_here(NULL);
        MLG_TRY(st);
    }
    return MLG_OK;
}

static void name_owner(mlg_desk *desk)
{
    if (!mlg_os_user_name(desk->owner, sizeof desk->owner) || !mlg_is_user_name(desk->owner))
        snprintf(desk->owner, sizeof desk->owner, "maillage");
}

static mlg_status prepare(mlg_desk *desk, mlg_error *err)
{
    MLG_TRY(open_root(desk, err));
    mlg_job_folder_sweep();
    name_owner(desk);
    if (desk->options->users)
        MLG_TRY(mlg_users_open(&desk->users, desk->options->users, err));
    else
        MLG_TRY(mlg_secret(desk->token, err));
    MLG_TRY(mlg_sessions_new(&desk->sessions, err));
    MLG_TRY(mlg_jobs_new(&desk->jobs, mlg_thread_count(0), err));
    MLG_TRY(read_texts(desk, err));
    MLG_TRY(mlg_france_lists(&desk->france, err));
    return MLG_OK;
}

static void put_away(mlg_desk *desk)
{
    mlg_jobs_free(desk->jobs);
    mlg_users_close(desk->users);
    mlg_sessions_free(desk->sessions);
    mlg_json_value_free(desk->commands);
    for (int k = 0; k < 2; k++) {
        free(desk->texts[k].commands);
        free(desk->texts[k].openapi);
        free(desk->texts[k].words);
    }
    free(desk->france);
    if (desk->root >= 0)
        mlg_os_close(desk->root);
    mlg_os_forget(desk->token, sizeof desk->token);
}

/* ---- serving -------------------------------------------------------------------------------------------------------- */

static mlg_status print_link(const mlg_desk *desk, mlg_error *err)
{
    char link[400];
    const char *address = desk->options->address;
    bool six = strchr(address, ':') != NULL;
    if (desk->token[0])
        snprintf(link, sizeof link, "http://%s%s%s:%d/enter/%s", six ? "[" : "", address, six ? "]" : "",
                 desk->port, desk->token);
    else
        snprintf(link, sizeof link, "http://%s%s%s:%d/", six ? "[" : "", address, six ? "]" : "", desk->port);
    printf("%s\n", link);
    if (fflush(stdout) != 0)
        return mlg_fail(err, MLG_DATA, "cannot write to standard output");
    if (!desk->options->quiet)
        fprintf(stderr, "%s\n", mlg_tr("Open this link in a browser. Ctrl-C stops the server."));
    if (desk->options->open && !mlg_os_open_link(link))
        fprintf(stderr, "%s\n", mlg_tr("no browser could be opened: copy the link into one"));
    return MLG_OK;
}

static mlg_status serve(mlg_desk *desk, mlg_error *err)
{
    mlg_http_server *server;
    const mlg_http_options options = { .address = desk->options->address,
                                       .port = desk->options->port,
                                       .header_seconds = HEADER_SECONDS,
                                       .body_seconds = BODY_SECONDS,
                                       .connections = CONNECTIONS };
    const mlg_http_service service = { mlg_guard_admit, mlg_guard_answer, mlg_guard_fail, mlg_guard_forget, desk };
    MLG_TRY(mlg_http_start(&server, &options, &service, err));
    atomic_store(&desk->port, mlg_http_port(server));
    mlg_status st = print_link(desk, err);
    if (st == MLG_OK)
        mlg_os_await_stop();
    mlg_jobs_stop(desk->jobs);
    mlg_http_stop(server);
    return st;
}

static mlg_status plan_desk(const mlg_serve_options *options, mlg_error *err)
{
    mlg_users *users = NULL;
    if (options->users)
        MLG_TRY(mlg_users_open(&users, options->users, err));
    mlg_users_close(users);
    if (options->users)
        MLG_TRY(mlg_plan_read_file(options->plan, options->users, err));
    return mlg_plan_write(options->plan, options->folder, err);
}

mlg_status mlg_serve(const mlg_serve_options *options, mlg_error *err)
{
    mlg_serve_options mine = *options;
    mlg_desk desk = { .options = &mine, .root = -1 };
    if (!mine.address)
        mine.address = "127.0.0.1";
    MLG_TRY(check_options(&mine, err));
    mlg_translate_to(mlg_report_language(), mlg_report_language()); /* the desk uses the language of its pages */
    if (mine.plan)
        return plan_desk(&mine, err);
    mlg_os_hold_stop();
    mlg_os_ignore_closed_pipes();
    mlg_status st = prepare(&desk, err);
    if (st == MLG_OK)
        st = serve(&desk, err);
    put_away(&desk);
    mlg_os_let_stop();
    return st;
}
