#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_status st = mlg_info(&text, args->arguments[0], format, err);
    return mlg_print_text(st, text);
}

const mlg_command mlg_command_info = {
    .name = "info",
    .group = MLG_GROUP_STUDY,
    .summary = "Print what a study contains: territory, sources, conventions, main findings",
    .example = "maillage info bethune.gpkg --json",
    .arguments = mlg_geopackage_argument,
    .options = mlg_json_option,
    .run = run,
};
