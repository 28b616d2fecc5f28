#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    const mlg_journey_options options = {
        MLG_READING_VALUES(args, &display),    .from = mlg_args_text(args, "from"),
        .to = mlg_args_text(args, "to"),       .depart = mlg_args_text(args, "depart"),
        .until = mlg_args_text(args, "until"), .arrive = mlg_args_text(args, "arrive"),
        .date = mlg_args_text(args, "date"),   .mode = mlg_args_text(args, "mode"),
    };
    const mlg_format format = mlg_args_format(args);
    mlg_status st = options.from && options.to
                        ? mlg_journeys(&text, args->arguments[0], &options, format, err)
                        : mlg_usage(err, "as in: maillage journey study.yaml --from 62498 --to 62510",
                                    "the origin and the destination of the trip are not given");
    mlg_display_end(&display);
    return mlg_finish(st, text, NULL, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .help = "a study file that travels by timetable" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "from",
      .type = MLG_WORD,
      .value = "POINT",
      .help = "origin of the trip: the code of a commune, a neighbourhood or a facility, or longitude,latitude" },
    { .name = "to", .type = MLG_WORD, .value = "POINT", .help = "destination of the trip, given in the same way" },
    { .name = "depart",
      .type = MLG_WORD,
      .value = "HH:MM",
      .meaning = "the hours of the study",
      .help = "leave at this time at the earliest" },
    { .name = "until",
      .type = MLG_WORD,
      .value = "HH:MM",
      .meaning = "one minute",
      .help = "with --depart: list every journey that leaves before this time" },
    { .name = "arrive",
      .type = MLG_WORD,
      .value = "HH:MM",
      .help = "leave as late as possible to be there at this time" },
    { .name = "date", .type = MLG_WORD, .value = "YYYY-MM-DD", .meaning = "that of the study", .help = "the day" },
    { .name = "mode",
      .type = MLG_WORD,
      .value = "NAME",
      .meaning = "the study's own travel",
      .help = "the group of people of the study that travels by timetable" },
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const mlg_command mlg_command_journey = {
    .name = "journey",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Write out trips by timetable leg by leg: walks, lines, stops and hours",
    .example = "maillage journey study.yaml --from 62498 --to 620000034 --depart 08:00 --until 10:00",
    .arguments = arguments,
    .options = options,
    .run = run,
};
