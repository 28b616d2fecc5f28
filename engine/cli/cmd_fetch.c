#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    mlg_display display;
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_fetch_options options = {
        .folder = mlg_args_text(args, "data"),
        .list = mlg_args_text(args, "list"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .update = mlg_args_flag(args, "update"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .progress = mlg_display_start(&display, args),
    };
    mlg_status st =
        mlg_fetch(&text, args->arguments[0], &options, mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT, err);
    mlg_display_end(&display);
    mlg_plan_release(&plan); /* the text already lists the files */
    return mlg_print_text(st, text);
}

static const mlg_argument arguments[] = {
    { .name = "SETS",
      .type = MLG_WORD,
      .help = "sets, datasets or files, separated by commas; without any, print the list" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "data",
      .type = MLG_FOLDER,
      .value = "DIR",
      .fallback = ".",
      .writes = true,
      .help = "folder for the downloaded files" },
    { .name = "list",
      .type = MLG_FILE,
      .value = "FILE",
      .meaning = "the built-in list",
      .endings = "csv",
      .advanced = true,
      .help = "list of addresses; columns: fichier, url, ressource, sha256, octets, ensemble, jeu, producteur, "
              "licence, millesime, rythme" },
    { .name = "overwrite", .help = "download again and replace existing files" },
    { .name = "update", .help = "ask whether downloaded files have changed since, and download those that have" },
    { .name = "dry-run", .help = "list what would be downloaded, without downloading it" },
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_fetch = {
    .name = "fetch",
    .group = MLG_GROUP_DATA,
    .summary = "Download official data files, verify them and state their producer and licence",
    .example = "maillage fetch base,rpps --data donnees",
    .arguments = arguments,
    .options = options,
    .run = run,
};
