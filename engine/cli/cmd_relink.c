#include "cli/command.h"
#include "cli/print.h"

#include <stdio.h>

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_plan plan = { 0 };
    mlg_write_options options = { .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL };
    mlg_status st = mlg_relink(args->arguments[0], &options, err);
    if (st == MLG_OK && !options.plan)
        mlg_say(stdout,
                mlg_tr("%s: its QGIS project reads its layers from this file again; projects of your own are left "
                       "as they are\n"),
                args->arguments[0]);
    return mlg_finish(st, NULL, options.plan, false, err);
}

static const mlg_argument arguments[] = {
    { .name = "GEOPACKAGE",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg",
      .changes = true,
      .help = "the renamed study" },
    { .name = NULL },
};

static const mlg_option options[] = {
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_relink = {
    .name = "relink",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Update the QGIS project of a study whose file has been renamed",
    .example = "maillage relink bethune-2026.gpkg",
    .arguments = arguments,
    .options = options,
    .run = run,
};
