#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

#include <math.h>

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_display display;
    const bool json = mlg_args_flag(args, "json");
    mlg_matrix_options options = {
        .from = mlg_args_text(args, "from"),
        .to = mlg_args_text(args, "to"),
        .within_min = mlg_args_text(args, "within") ? mlg_args_number(args, "within") : (double)NAN,
        .overwrite = mlg_args_flag(args, "overwrite"),
        .untrusted = mlg_args_flag(args, "untrusted"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .percentiles = mlg_args_text(args, "percentiles"),
        .detail = mlg_args_flag(args, "detail"),
        .mode = mlg_args_text(args, "mode"),
        .data_folder = mlg_args_text(args, "data"),
        .threads = mlg_args_number(args, "threads"),
    };
    options.progress = mlg_display_start(&display, args);
    mlg_status st =
        mlg_write_matrix(&text, args->arguments[0], args->arguments[1], &options, json ? MLG_JSON : MLG_TEXT, err);
    mlg_display_end(&display);
    return mlg_finish(st, text, options.plan, json, err);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg yaml yml",
      .help = "the GeoPackage of a study, or a study file that has been run" },
    { .name = "OUT",
      .type = MLG_FILE,
      .needed = true,
      .endings = "csv tif",
      .writes = true,
      .help = "the table to write: origin, destination, minutes, reason; over land also a map (.tif) of the "
              "minutes to the nearest of --to, "
              "or from the nearest of --from" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "from",
      .type = MLG_WORD,
      .value = "POINTS",
      .meaning = "communes",
      .help = "origins: communes, qpv, a service or a category of the study, or a file of points (.csv, .gpkg)" },
    { .name = "to",
      .type = MLG_WORD,
      .value = "POINTS",
      .meaning = "communes",
      .help = "destinations, named in the same way" },
    { .name = "within",
      .type = MLG_NUMBER,
      .value = "MINUTES",
      .meaning = "no limit",
      .most = 100000,
      .help = "longest travel time; pairs beyond it are listed without a time" },
    { .name = "percentiles",
      .type = MLG_WORD,
      .value = "LIST",
      .help = "by timetable: more columns of minutes, as 10,90" },
    { .name = "detail",
      .help = "by timetable: walking, riding, waiting and transfers of the journey behind each time" },
    { .name = "mode",
      .type = MLG_WORD,
      .value = "NAME",
      .meaning = "the study's own travel",
      .help = "the group of people of the study that travels by timetable" },
    { .name = "overwrite", .help = "replace an existing file" },
    MLG_OPTION_DATA,
    MLG_OPTION_THREADS,
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_UNTRUSTED,
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_matrix = {
    .name = "matrix",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Write the travel times between two sets of points, with the reason where there is none",
    .example = "maillage matrix bethune.gpkg --from communes --to pharmacy times.csv",
    .arguments = arguments,
    .options = options,
    .lists_files = true,
    .run = run,
};
