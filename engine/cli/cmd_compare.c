#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_format format = mlg_args_format(args);
    const mlg_compare_options options = { .output_folder = mlg_args_text(args, "output"),
                                          .overwrite = mlg_args_flag(args, "overwrite"),
                                          .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
                                          .progress = mlg_display_none() };
    mlg_status st = mlg_compare_studies(&text, args->arguments[0], args->arguments[1], &options, format, err);
    if (mlg_args_flag(args, "quiet") && format == MLG_TEXT) {
        mlg_free(text);
        text = NULL;
    }
    return mlg_finish(st, text, options.plan, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "A",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg",
      .help = "the result before: a study that has been run, a scenario of it, another year" },
    { .name = "B",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg",
      .help = "the result after, whose communes and thresholds are those of the answer" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "output",
      .type = MLG_FOLDER,
      .value = "DIR",
      .fallback = "comparaison",
      .writes = true,
      .help = "folder for the GeoPackage, the page and the workbook" },
    { .name = "overwrite", .help = "replace the folder" },
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_compare = {
    .name = "compare",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Compare two results, before and after: who gains, who loses, who passes a threshold",
    .example = "maillage compare study.gpkg study-departs.gpkg --output comparaison",
    .arguments = arguments,
    .options = options,
    .run = run,
};
