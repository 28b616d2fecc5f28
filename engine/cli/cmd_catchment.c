#include "cli/command.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    static const char *const tables[] = { "bassins", "bassin_sites", NULL };
    char *text = NULL;
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_status st = mlg_list(&text, args->arguments[0], tables, format, err);
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

const mlg_command mlg_command_catchment = {
    .name = "catchment",
    .summary = "Print the catchments of a study: nearest-site areas, rings, people served",
    .example = "maillage catchment bethune.gpkg",
    .arguments = arguments,
    .options = options,
    .run = run,
};
