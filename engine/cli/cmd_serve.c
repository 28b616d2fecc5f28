#include "cli/command.h"
#include "cli/print.h"
#include "serve/serve.h"

static mlg_status serve(const mlg_args *args, mlg_plan *plan, mlg_error *err)
{
    const char *users = mlg_args_text(args, "users"), *name = mlg_args_text(args, "add-user");
    const mlg_serve_options options = {
        .folder = args->arguments[0],
        .address = mlg_args_text(args, "listen"),
        .users = users,
        .public_name = mlg_args_text(args, "name"),
        .port = mlg_args_number(args, "port"),
        .open = mlg_args_flag(args, "open"),
        .quiet = mlg_args_flag(args, "quiet"),
        .plan = plan,
    };
    if (name && !users)
        return mlg_usage(err, "as in: maillage serve --users users.txt --add-user marie",
                         "--add-user needs --users");
    return name ? mlg_serve_add_user(users, name, plan, err) : mlg_serve(&options, err);
}

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_plan plan = { 0 };
    bool dry_run = mlg_args_flag(args, "dry-run");
    mlg_status st = serve(args, dry_run ? &plan : NULL, err);
    return mlg_finish(st, NULL, dry_run ? &plan : NULL, false, err);
}

static const mlg_argument arguments[] = {
    { .name = "DIR",
      .type = MLG_FOLDER,
      .fallback = "studies",
      .writes = true,
      .help = "the folder of the studies, a folder each" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "port",
      .type = MLG_NUMBER,
      .value = "N",
      .fallback = "0",
      .most = 65535,
      .help = "port to listen on, 0 for any that is free" },
    { .name = "open", .help = "open the link in the browser" },
    { .name = "listen",
      .type = MLG_WORD,
      .value = "ADDRESS",
      .fallback = "127.0.0.1",
      .advanced = true,
      .help = "address to listen on; beyond this machine, with --users and --name (docs/server.md)" },
    { .name = "name",
      .type = MLG_WORD,
      .value = "HOST",
      .advanced = true,
      .help = "host name under which a proxy serves the desk by HTTPS" },
    { .name = "users",
      .type = MLG_FILE,
      .value = "FILE",
      .advanced = true,
      .help = "file of users and hashed passwords; without it, whoever has the link" },
    { .name = "add-user",
      .type = MLG_WORD,
      .value = "NAME",
      .advanced = true,
      .help = "add a user to --users, or change a password, read from standard input; serves nothing" },
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_serve = {
    .name = "serve",
    .group = MLG_GROUP_STUDY,
    .summary = "Work on studies in a browser: choose a territory, ask, run, try, compare, hand over",
    .example = "maillage serve studies --open",
    .arguments = arguments,
    .options = options,
    .console = true,
    .run = run,
};
