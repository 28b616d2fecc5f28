#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    static const char *const tables[] = { "tournees", "journees", "calendrier", "tournee_acces_qpv", NULL };
    return mlg_print_tables(args, tables, err);
}

const mlg_command mlg_command_tour = {
    .name = "tour",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Print the tours of the mobile units of a study: what they bring, days, timetable",
    .example = "maillage tour bethune.gpkg",
    .arguments = mlg_geopackage_argument,
    .options = mlg_json_option,
    .run = run,
};
