#include "cli/command.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    return mlg_relink(args->arguments[0], err);
}

static const mlg_argument arguments[] = {
    { .name = "GEOPACKAGE", .type = MLG_FILE, .needed = true, .endings = "gpkg", .changes = true,
      .help = "the study that was renamed" },
    { .name = NULL },
};

static const mlg_option no_option[] = { { .name = NULL } };

const mlg_command mlg_command_relink = {
    .name = "relink",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Make the QGIS project inside a study follow the name of its file, after a renaming",
    .example = "maillage relink bethune-2026.gpkg",
    .arguments = arguments,
    .options = no_option,
    .run = run,
};
