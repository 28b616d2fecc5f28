#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    mlg_format format = mlg_args_format(args);
    mlg_run_options options = {
        MLG_READING_VALUES(args, &display),
    };
    mlg_status st = mlg_tour(&text, args->arguments[0], &options, format, err);
    mlg_display_end(&display);
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml gpkg",
      .help = "a study file, or the GeoPackage written by maillage run" },
    { .name = NULL },
};

static const mlg_option options[] = {
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_tour = {
    .name = "tour",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Print the tours of the mobile units of a study: what they bring, days, timetable",
    .example = "maillage tour study.yaml --json",
    .arguments = arguments,
    .options = options,
    .run = run,
};
