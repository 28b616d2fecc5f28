#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_format format = mlg_args_format(args);
    const mlg_series_options options = { .output_folder = mlg_args_text(args, "output"),
                                         .untrusted = mlg_args_flag(args, "untrusted"),
                                         .overwrite = mlg_args_flag(args, "overwrite"),
                                         .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
                                         .progress = mlg_display_none() };
    mlg_status st = mlg_make_series(&text, args->arguments[0], &options, format, err);
    if (mlg_args_flag(args, "quiet") && format == MLG_TEXT) {
        mlg_free(text);
        text = NULL;
    }
    return mlg_finish(st, text, options.plan, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "FILE",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .help = "a file of kind: series: the study of each year, and the targets" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "output",
      .type = MLG_FOLDER,
      .value = "DIR",
      .fallback = "serie",
      .writes = true,
      .help = "folder for the GeoPackage, the page and the workbook" },
    { .name = "overwrite", .help = "replace the folder" },
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_UNTRUSTED,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_series = {
    .name = "series",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Follow a territory over the years: trend of the APL, people under the threshold, GPs, distance to "
               "targets",
    .example = "maillage series suivi.yaml --output serie",
    .arguments = arguments,
    .options = options,
    .run = run,
};
