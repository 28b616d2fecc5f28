#include "cli/command.h"
#include "cli/display.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_display display;
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_fetch_options options = {
        .folder = mlg_args_text(args, "data"),
        .list = mlg_args_text(args, "list"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .progress = mlg_display_start(&display, args),
    };
    mlg_status st =
        mlg_fetch(&text, args->arguments[0], &options, mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT, err);
    mlg_display_end(&display);
    mlg_plan_release(&plan); /* the text says as much */
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { .name = "SETS",
      .type = MLG_WORD,
      .help = "sets, data sets or files, separated by commas; none: print the list" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "data",
      .type = MLG_FOLDER,
      .value = "DIR",
      .fallback = ".",
      .writes = true,
      .help = "folder the files are put in" },
    { .name = "list",
      .type = MLG_FILE,
      .value = "FILE",
      .meaning = "that of the program",
      .endings = "csv",
      .advanced = true,
      .help = "list of addresses: fichier, url, sha256, octets, ensemble, jeu, producteur, licence, millesime" },
    { .name = "overwrite", .help = "fetch again and replace files that exist" },
    { .name = "dry-run", .help = "say what would be fetched, fetch nothing" },
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_fetch = {
    .name = "fetch",
    .group = MLG_GROUP_DATA,
    .summary = "Download the official files of a set, verify them, say whose they are",
    .example = "maillage fetch base,rpps --data donnees",
    .arguments = arguments,
    .options = options,
    .run = run,
};
