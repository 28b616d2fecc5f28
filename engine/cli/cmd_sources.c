#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_format format = mlg_args_format(args);
    mlg_status st = mlg_sources(&text, format, err);
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { .name = NULL },
};

const mlg_command mlg_command_sources = {
    .name = "sources",
    .group = MLG_GROUP_DATA,
    .summary = "List the known datasets: what they require, where they are published, licence",
    .example = "maillage sources",
    .arguments = arguments,
    .options = mlg_json_option,
    .run = run,
};
