#include "base/os/process.h"
#include "cli/command.h"
#include "cli/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char default_path[] = "study.yaml";

/* ---- three questions ---------------------------------------------------------------------------------------------- */

enum { ANSWER_SIZE = 400 };

/* Reads one line of answer, without its line end; "" when there is none. */
static void ask(char answer[ANSWER_SIZE], const char *question)
{
    fputs(question, stderr);
    fputc(' ', stderr);
    fflush(stderr);
    answer[0] = '\0';
    if (fgets(answer, ANSWER_SIZE, stdin))
        answer[strcspn(answer, "\r\n")] = '\0';
}

/* Asks what the options leave open; only on a terminal. */
static mlg_status ask_all(const char *path, const mlg_territory_options *given, mlg_error *err)
{
    mlg_territory_options options = *given;
    char place[ANSWER_SIZE], data[ANSWER_SIZE], questions[ANSWER_SIZE];
    ask(place, mlg_tr("Which territory? Name or code of an intercommunality, département, region or commune:"));
    ask(data, mlg_tr("Folder of official files, if you have some (Enter for none):"));
    ask(questions, mlg_tr("What to ask, among emergencies, maternities, nurses, deserts, need, sensitivity, "
                          "zoning, antennas, rounds (Enter for emergencies, deserts, need):"));
    options.any = place;
    options.data_folder = *data ? data : NULL;
    options.ask = *questions ? questions : NULL;
    return mlg_new_territory(path, &options, err);
}

static bool is_terminal(void)
{
    return mlg_os_is_terminal(0) && mlg_os_is_terminal(2);
}

static mlg_status write_study(const char *path, const mlg_args *args, const mlg_write_options *write,
                              mlg_error *err)
{
    mlg_territory_options options = {
        .epci = mlg_args_text(args, "epci"),
        .department = mlg_args_text(args, "departement"),
        .region = mlg_args_text(args, "region"),
        .living_area = mlg_args_text(args, "bassin-de-vie"),
        .communes = mlg_args_text(args, "communes"),
        .france = mlg_args_flag(args, "france"),
        .data_folder = mlg_args_text(args, "data"),
        .ask = mlg_args_text(args, "ask"),
        .write = *write,
    };
    bool placed = options.epci || options.department || options.region || options.living_area ||
                  options.communes || options.france;
    if (placed)
        return mlg_new_territory(path, &options, err);
    if (options.ask || options.data_folder)
        return mlg_usage(err, "as in: maillage new --epci \"Lens-Liévin\" --ask deserts",
                         "--ask and --data need a territory");
    return is_terminal() && path == default_path ? ask_all(path, &options, err) : mlg_new_study(path, write, err);
}

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    const char *path = args->arguments[0];
    mlg_plan plan = { 0 };
    bool dry_run = mlg_args_flag(args, "dry-run");
    mlg_write_options options = { .overwrite = mlg_args_flag(args, "overwrite"), .plan = dry_run ? &plan : NULL };
    mlg_status st = write_study(path, args, &options, err);
    if (dry_run)
        return mlg_finish(st, NULL, &plan, false, err);
    if (st == MLG_OK && !mlg_args_flag(args, "quiet"))
        mlg_say(stderr, mlg_tr("%s written; edit it, then run: maillage check %s\n"), path, path);
    return st;
}

static const mlg_argument arguments[] = {
    { .name = "FILE",
      .type = MLG_FILE,
      .fallback = default_path,
      .endings = "yaml yml",
      .writes = true,
      .help = "the study file to write" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "epci",
      .type = MLG_WORD,
      .value = "NAME",
      .help = "study of a group of communes, by name or code: \"Lens-Liévin\", 246200364" },
    { .name = "departement",
      .type = MLG_WORD,
      .value = "NAME",
      .help = "study of a département: Pas-de-Calais, 62, 2A, 974" },
    { .name = "region", .type = MLG_WORD, .value = "NAME", .help = "study of a region: Bretagne, 53" },
    { .name = "communes",
      .type = MLG_WORD,
      .value = "LIST",
      .help = "study of communes, or of municipal districts of Paris, Lyon and Marseille, separated by commas" },
    { .name = "bassin-de-vie", .type = MLG_WORD, .value = "NAME", .help = "study of a living area of INSEE" },
    { .name = "france", .help = "study of the mainland and Corsica" },
    { .name = "data",
      .type = MLG_FOLDER,
      .value = "DIR",
      .meaning = "the communes of France that ship with Maillage",
      .help = "folder of official files, recognised by their columns and written into the study" },
    { .name = "ask",
      .type = MLG_WORD,
      .value = "LIST",
      .fallback = NULL,
      .meaning = "emergencies,deserts,need",
      .help = "what the study asks, separated by commas: emergencies, maternities, nurses, deserts, need, "
              "sensitivity, zoning, antennas, "
              "rounds" },
    { .name = "overwrite", .help = "replace an existing file" },
    MLG_OPTION_DRY_RUN,
    { .name = NULL },
};

const mlg_command mlg_command_new = {
    .name = "new",
    .group = MLG_GROUP_STUDY,
    .summary = "Write a study file: of a territory of France, ready to run, or a commented one to start from",
    .example = "maillage new --epci \"Lens-Liévin\" --ask deserts,antennas",
    .arguments = arguments,
    .options = options,
    .run = run,
};
