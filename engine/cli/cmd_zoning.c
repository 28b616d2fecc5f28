#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

#include <string.h>

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    mlg_plan plan = { 0 };
    static const char in_force[] = "in_force";
    const char *a = args->arguments[1], *b = args->arguments[2];
    if (!b) { /* one zoning alone is the one to submit */
        b = strcmp(a, in_force) == 0 ? "rule" : a;
        a = in_force;
    }
    mlg_format format = mlg_args_format(args);
    mlg_zoning_options options = {
        .geopackage = mlg_args_text(args, "geopackage"),
        .output_folder = mlg_args_text(args, "output"),
        .a = a,
        .b = b,
        .overwrite = mlg_args_flag(args, "overwrite"),
        .force = mlg_args_flag(args, "force"),
        .order_template = mlg_args_text(args, "template"),
        MLG_READING_VALUES(args, &display),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
    };
    mlg_status st = mlg_compare_zonings(&text, args->arguments[0], &options, format, err);
    mlg_display_end(&display);
    if (mlg_args_flag(args, "quiet") && format == MLG_TEXT) {
        mlg_free(text);
        text = NULL;
    }
    return mlg_finish(st, text, options.plan, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .help = "the file of a study that has been run" },
    { .name = "A",
      .type = MLG_WORD,
      .fallback = "in_force",
      .help = "first zoning: in_force, rule (from the rule of the study) or a scenario file; alone, the one to "
              "submit" },
    { .name = "B",
      .type = MLG_WORD,
      .help = "second zoning, the one to submit; when it is omitted, A is compared with what is in force, and "
              "what is in "
              "force with the rule" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "compare", .console = true, .help = "compare A with B; this is the default and may be omitted" },
    { .name = "output",
      .type = MLG_FOLDER,
      .value = "DIR",
      .fallback = "zonage",
      .writes = true,
      .help = "folder for the workbook, the map, the annexes and the list in DREES layout" },
    { .name = "geopackage",
      .type = MLG_FILE,
      .value = "FILE",
      .meaning = "that of the study file",
      .endings = "gpkg",
      .help = "the study that has been run" },
    { .name = "force", .help = "accept what the rule forbids, and record it" },
    { .name = "template",
      .type = MLG_FILE,
      .value = "FILE",
      .meaning = "geodata/templates/arrete.txt",
      .endings = "txt",
      .help = "text of the order to fill, as the one that ships with Maillage" },
    { .name = "overwrite", .help = "replace the folder" },
    MLG_OPTION_DRY_RUN,
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_zoning = {
    .name = "zoning",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Compare two zonings of a study and write the files that an ARS submits: workbook, map, annexes",
    .example = "maillage zoning study.yaml --compare in_force scenario.yaml --output zonage",
    .arguments = arguments,
    .options = options,
    .run = run,
};
