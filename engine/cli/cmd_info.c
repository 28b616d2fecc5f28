#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_place_options options = {
        .commune = mlg_args_text(args, "commune"),
        .epci = mlg_args_text(args, "epci"),
        .page = mlg_args_text(args, "page"),
        .write = { .overwrite = mlg_args_flag(args, "overwrite") },
    };
    bool sheet = options.commune || options.epci;
    mlg_plan plan = { 0 };
    if (options.page && !sheet)
        return mlg_usage(err, "as in: maillage info study.gpkg --commune 62498 --page lens.pdf",
                         "--page needs --commune or --epci");
    options.write.plan = mlg_args_flag(args, "dry-run") ? &plan : NULL;
    mlg_status st = sheet ? mlg_place_info(&text, args->arguments[0], &options, format, err)
                          : mlg_info(&text, args->arguments[0], format, err);
    return mlg_finish(st, text, options.page ? options.write.plan : NULL, format == MLG_JSON, err);
}

static const mlg_option options[] = {
    { .name = "commune",
      .type = MLG_WORD,
      .value = "NAME",
      .help = "all that is known of a commune, by code or name, beside its département and France" },
    { .name = "epci", .type = MLG_WORD, .value = "NAME", .help = "the same of a group of communes" },
    { .name = "page",
      .type = MLG_FILE,
      .value = "FILE",
      .endings = "pdf svg",
      .writes = true,
      .help = "write the sheet as a page of A4 too: .pdf or .svg" },
    { .name = "overwrite", .help = "replace an existing page" },
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_info = {
    .name = "info",
    .group = MLG_GROUP_STUDY,
    .summary = "Print what a study contains, or all that is known of a commune or a group of communes",
    .example = "maillage info lens.gpkg --commune 62498",
    .arguments = mlg_geopackage_argument,
    .options = options,
    .run = run,
};
