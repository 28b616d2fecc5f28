#include "cli/command.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_status st = mlg_info(&text, args->arguments[0], format, err);
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { "GEOPACKAGE", MLG_FILE, true, NULL, "the study made by maillage run" },
    { .name = NULL },
};

static const mlg_option options[] = {
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_info = {
    .name = "info",
    .summary = "Print what a study holds: territory, sources, conventions, main findings",
    .example = "maillage info bethune.gpkg --json",
    .arguments = arguments,
    .options = options,
    .run = run,
};
