#include "cli/command.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    const char *a = args->arguments[1], *b = args->arguments[2];
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_zoning_options options = {
        .data_folder = mlg_args_text(args, "data"),
        .geopackage = mlg_args_text(args, "geopackage"),
        .output_folder = mlg_args_text(args, "output"),
        .a = a,
        .b = b,
        .overwrite = mlg_args_flag(args, "overwrite"),
        .force = mlg_args_flag(args, "force"),
    };
    mlg_status st = mlg_compare_zonings(&text, args->arguments[0], &options, format, err);
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { "STUDY", MLG_FILE, true, NULL, "the study file; it has been run" },
    { "A", MLG_WORD, false, "in_force", "what is compared: in_force, rule (made by the rule of the study) or a scenario file" },
    { "B", MLG_WORD, false, "rule", "what it is compared with, and filed" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "compare", .help = "compare A with B: what the command does, the word may be left out" },
    { .name = "output", .type = MLG_FOLDER, .value = "DIR", .fallback = "zonage",
      .help = "folder of the workbook, the map, the annexes and the list in the layout of the DREES" },
    { .name = "geopackage", .type = MLG_FILE, .value = "FILE", .meaning = "that of the study file",
      .help = "the study that was run" },
    { .name = "force", .help = "pass over what the rule refuses; it is recorded" },
    { .name = "overwrite", .help = "replace the folder" },
    MLG_OPTION_DATA,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_zoning = {
    .name = "zoning",
    .summary = "Compare two zonings of a study and write what an ARS files: workbook, map, annexes",
    .example = "maillage zoning study.yaml --compare in_force scenario.yaml --output zonage",
    .arguments = arguments,
    .options = options,
    .run = run,
};
