#include "cli/command.h"
#include "cli/print.h"

#include <stdio.h>

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    const char *path = args->arguments[0];
    mlg_plan plan = { 0 };
    bool dry_run = mlg_args_flag(args, "dry-run");
    mlg_write_options options = { mlg_args_flag(args, "overwrite"), dry_run ? &plan : NULL };
    mlg_status st = mlg_new_study(path, &options, err);
    if (dry_run)
        return mlg_finish_plan(st, &plan, false, err);
    if (st == MLG_OK && !mlg_args_flag(args, "quiet"))
        mlg_say(stderr, mlg_tr("%s written; edit it, then run: maillage check %s\n"), path, path);
    return st;
}

static const mlg_argument arguments[] = {
    { .name = "FILE",
      .type = MLG_FILE,
      .fallback = "study.yaml",
      .endings = "yaml yml",
      .writes = true,
      .help = "the study file to write" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "overwrite", .help = "replace an existing file" },
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_new = {
    .name = "new",
    .group = MLG_GROUP_STUDY,
    .summary = "Write a commented study file to start from",
    .example = "maillage new bethune.yaml",
    .arguments = arguments,
    .options = options,
    .run = run,
};
