#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    mlg_format format = mlg_args_format(args);
    mlg_access_options options = {
        .compare = mlg_args_flag(args, "compare"),
        .fit = mlg_args_flag(args, "fit"),
        MLG_READING_VALUES(args, &display),
    };
    mlg_status st = mlg_access_report(&text, args->arguments[0], &options, format, err);
    mlg_display_end(&display);
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg yaml yml",
      .help = "the GeoPackage of a study, or a study file, whose results are then computed and discarded" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "compare", .help = "compare with the published values that the study loads" },
    { .name = "fit", .help = "fit decay, speed and acts to the published APL of a study file, and print them" },
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_access = {
    .name = "access",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Print the accessibility of a study: measures, spread, worst-served communes, conventions",
    .example = "maillage access bethune.gpkg --compare",
    .arguments = arguments,
    .options = options,
    .run = run,
};
