#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    return mlg_print_answer(args, mlg_tour, err);
}

const mlg_command mlg_command_tour = {
    .name = "tour",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Print the tours of the mobile units of a study: what they bring, days, timetable",
    .example = "maillage tour study.yaml --json",
    .arguments = mlg_study_argument,
    .options = mlg_reading_options,
    .run = run,
};
