#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

#include <stdio.h>

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_plan plan = { 0 };
    mlg_table_options options = {
        .sheets = mlg_args_text(args, "sheet"),
        .format = mlg_args_text(args, "format"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .progress = mlg_display_none(),
    };
    mlg_status st = mlg_export_tables(args->arguments[0], args->arguments[1], &options, err);
    if (options.plan)
        return mlg_finish(st, NULL, &plan, false, err);
    if (st == MLG_OK)
        mlg_say(stdout, "%s\n", args->arguments[1]);
    return st;
}

static const mlg_argument arguments[] = {
    MLG_ARGUMENT_GEOPACKAGE,
    { .name = "OUT",
      .type = MLG_FILE,
      .needed = true,
      .endings = "xlsx csv",
      .writes = true,
      .help = "file.xlsx, file.csv (with one --sheet), or a folder of CSV files" },
    { .name = NULL },
};

static const char *const formats[] = { "xlsx", "csv", "csv-fr", NULL };

static const mlg_option options[] = {
    { .name = "sheet",
      .type = MLG_WORD,
      .value = "A,B",
      .meaning = "all",
      .help = "tables to write: communes, deserts, sites..." },
    { .name = "format",
      .type = MLG_WORD,
      .value = "FORMAT",
      .meaning = "from the name of OUT; csv-fr for CSV",
      .choices = formats,
      .help = "output format, csv-fr having semicolons and decimal commas" },
    { .name = "overwrite", .help = "replace existing outputs" },
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_table = {
    .name = "table",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Write the tables of a study as a workbook or CSV files",
    .example = "maillage table bethune.gpkg bethune.xlsx",
    .arguments = arguments,
    .options = options,
    .run = run,
};
