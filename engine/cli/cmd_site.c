#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    return mlg_print_answer(args, mlg_site, err);
}

const mlg_command mlg_command_site = {
    .name = "site",
    .group = MLG_GROUP_ANSWERS,
    .summary =
        "Print where to open sites: chosen sites, bounds, next-best sets, who gains and who is still not served",
    .example = "maillage site study.yaml --json",
    .arguments = mlg_study_argument,
    .options = mlg_reading_options,
    .run = run,
};
