#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_format format = mlg_args_format(args);
    mlg_display display;
    mlg_run_options options = {
        .data_folder = mlg_args_text(args, "data"),
        .untrusted = mlg_args_flag(args, "untrusted"),
        .preview = mlg_args_flag(args, "preview"),
        .output_folder = mlg_args_text(args, "output"),
        .scenario = mlg_args_text(args, "scenario"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .progress = mlg_display_start(&display, args),
    };
    mlg_status st = mlg_check(&text, args->arguments[0], &options, format, err);
    mlg_display_end(&display);
    mlg_status told = text ? mlg_print_text(MLG_OK, text) : MLG_OK; /* also for a faulty file */
    return st != MLG_OK ? st : told;
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .usual = "study.yaml",
      .help =
          "the study file, a scenario of the study beside it or in the folder above, or a data file to identify "
          "(default: study.yaml in the current folder)" },
    { .name = NULL },
};

static const mlg_option options[] = {
    MLG_OPTION_DATA,
    { .name = "output",
      .type = MLG_FOLDER,
      .value = "DIR",
      .meaning = "that of the study file",
      .help = "folder that output paths are relative to; nothing is written there" },
    { .name = "scenario",
      .type = MLG_FILE,
      .value = "FILE",
      .help = "a scenario file: each of its changes is tried on the study, and told in one line" },
    { .name = "preview",
      .advanced = true,
      .help = "of a data file or a timetable, with --json: its layers, their columns, first rows and places on a "
              "map" },
    { .name = "overwrite", .help = "accept existing outputs, as 'run --overwrite' does" },
    MLG_OPTION_UNTRUSTED,
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_check = {
    .name = "check",
    .group = MLG_GROUP_STUDY,
    .summary = "Check a study file and every source it names, a scenario, or a single data file",
    .example = "maillage check study.yaml --data donnees",
    .arguments = arguments,
    .options = options,
    .run = run,
};
