#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

#include <stdio.h>
#include <string.h>

/* What a part looks like. */
static mlg_status show_part(mlg_error *err)
{
    mlg_hint(err, "as in: maillage shard run study.yaml 3/8");
    return MLG_USAGE;
}

static mlg_status fail_part(const char *given, mlg_error *err)
{
    if (given)
        mlg_fail(err, MLG_USAGE, "'%s' does not name a part", given);
    else
        mlg_fail(err, MLG_USAGE, "the part to compute is not given");
    return show_part(err);
}

/* "3/8". */
static mlg_status read_part(int32_t *part, int32_t *parts, const char *given, mlg_error *err)
{
    char rest;
    return given && sscanf(given, "%9d/%9d%c", part, parts, &rest) == 2 ? MLG_OK : fail_part(given, err);
}

static mlg_status read_parts(int32_t *parts, const mlg_args *args, const char *step, mlg_error *err)
{
    mlg_status st = MLG_OK;
    if (args->arguments[2])
        st = mlg_fail(err, MLG_USAGE, "shard %s takes no part, but '%s' is given", step, args->arguments[2]);
    else if (!mlg_args_text(args, "parts"))
        st = mlg_fail(err, MLG_USAGE, "the number of parts is not given");
    else
        *parts = mlg_args_number(args, "parts");
    if (st != MLG_OK)
        mlg_hint(err, "as in: maillage shard %s study.yaml --parts 8", step);
    return st;
}

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_display display;
    const char *step = args->arguments[0], *study = args->arguments[1];
    const bool one = strcmp(step, "run") == 0;
    int32_t part = 0, parts = 0;
    if (!one && strcmp(step, "plan") != 0 && strcmp(step, "merge") != 0) {
        mlg_status wrong = mlg_fail(err, MLG_USAGE, "there is no step '%s'", step);
        mlg_hint(err, "the steps are plan, run and merge");
        return wrong;
    }
    if (one && mlg_args_text(args, "parts")) {
        mlg_fail(err, MLG_USAGE, "shard run takes no --parts: the part says their number");
        return show_part(err);
    }
    MLG_TRY(one ? read_part(&part, &parts, args->arguments[2], err) : read_parts(&parts, args, step, err));
    const mlg_format format = mlg_args_format(args);
    const mlg_run_options options = {
        MLG_READING_VALUES(args, &display),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .output_folder = mlg_args_text(args, "output"),
        .mode = mlg_args_text(args, "mode"),
        .threads = mlg_args_number(args, "threads"),
    };
    mlg_status st = one                         ? mlg_shard_run(&text, study, part, parts, &options, format, err)
                    : strcmp(step, "plan") == 0 ? mlg_shard_plan(&text, study, parts, &options, format, err)
                                                : mlg_shard_merge(&text, study, parts, &options, format, err);
    mlg_display_end(&display);
    return mlg_finish(st, text, options.plan, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "STEP", .type = MLG_WORD, .needed = true, .help = "plan, run or merge" },
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .help = "a study file that travels by road, by timetable or over land" },
    { .name = "PART", .type = MLG_WORD, .help = "the part to compute and their number, as 3/8" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "parts",
      .type = MLG_NUMBER,
      .value = "N",
      .most = 1000000,
      .help = "number of parts, for plan and merge" },
    { .name = "mode",
      .type = MLG_WORD,
      .value = "NAME",
      .meaning = "the study's own travel",
      .help = "the group of people of the study whose times are shared out" },
    MLG_OPTION_OUTPUT,
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_THREADS,
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_shard = {
    .name = "shard",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Share out the travel times of a large study between processes or machines",
    .example = "maillage shard plan study.yaml --parts 8",
    .arguments = arguments,
    .options = options,
    .lists_files = true,
    .console = true,
    .run = run,
};
