#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    mlg_format format = mlg_args_format(args);
    mlg_plan plan = { 0 };
    mlg_calibrate_options options = {
        .origin = mlg_args_text(args, "origin"),
        .destination = mlg_args_text(args, "destination"),
        .minutes = mlg_args_text(args, "minutes"),
        .coordinates = mlg_args_text(args, "coordinates"),
        .by_density = mlg_args_flag(args, "by-density"),
        .page = mlg_args_text(args, "page"),
        .write = { .overwrite = mlg_args_flag(args, "overwrite"),
                   .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL },
        MLG_READING_VALUES(args, &display),
    };
    mlg_status st = mlg_calibrate(&text, args->arguments[0], args->arguments[1], &options, format, err);
    mlg_display_end(&display);
    return mlg_finish(st, text, options.page ? options.write.plan : NULL, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .help = "the study file, for its places and its travel model" },
    { .name = "MATRIX",
      .type = MLG_LAYER,
      .needed = true,
      .help = "a table of pairs of communes, or of points, and minutes, as exported by INSEE Metric" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "origin",
      .type = MLG_WORD,
      .value = "COLUMN",
      .meaning = "id1, origin, from_id",
      .help = "column of the origin commune" },
    { .name = "destination",
      .type = MLG_WORD,
      .value = "COLUMN",
      .meaning = "id2, destination, to_id",
      .help = "column of the destination commune" },
    { .name = "minutes",
      .type = MLG_WORD,
      .value = "COLUMN",
      .meaning = "Dist_min, minutes, travel_time",
      .help = "column of the minutes" },
    { .name = "coordinates",
      .type = MLG_WORD,
      .value = "COLUMNS",
      .meaning = "from_lon,from_lat,to_lon,to_lat",
      .help =
          "four columns of a matrix of points: longitude and latitude of the origin, then of the destination" },
    { .name = "by-density", .help = "print the fit of a speed for each density level, instead of one for all" },
    { .name = "page",
      .type = MLG_FILE,
      .value = "FILE",
      .endings = "pdf svg",
      .writes = true,
      .help = "draw the times beside each other, before and after the fit, on a page of A4: .pdf or .svg" },
    { .name = "overwrite", .help = "replace an existing page" },
    MLG_OPTION_DRY_RUN,
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_calibrate = {
    .name = "calibrate",
    .group = MLG_GROUP_DATA,
    .summary = "Compare the travel times of a study with reference times, by density class",
    .example = "maillage calibrate study.yaml metric.csv",
    .arguments = arguments,
    .options = options,
    .run = run,
};
