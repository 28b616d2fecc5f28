#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_plan plan = { 0 };
    mlg_write_options options = { mlg_args_flag(args, "overwrite"), mlg_args_flag(args, "dry-run") ? &plan : NULL,
                                  mlg_display_none() };
    mlg_status st = mlg_report(args->arguments[0], args->arguments[1], &options, err);
    return mlg_finish(st, NULL, options.plan, false, err);
}

static const mlg_argument arguments[] = {
    { .name = "GEOPACKAGE",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg",
      .help = "a study that has been run" },
    { .name = "PAGE",
      .type = MLG_FILE,
      .needed = true,
      .endings = "html",
      .writes = true,
      .help = "the page to write" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "overwrite", .help = "replace an existing file" },
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_report = {
    .name = "report",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Write the HTML page of a study that has been run, in the chosen language",
    .example = "maillage report bethune.gpkg bethune-en.html --lang en",
    .arguments = arguments,
    .options = options,
    .run = run,
};
