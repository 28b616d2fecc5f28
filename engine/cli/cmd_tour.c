#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    static const char *const tables[] = { "tournees", "journees", "calendrier", "tournee_acces_qpv", NULL };
    char *text = NULL;
    mlg_format format = mlg_args_flag(args, "json") ? MLG_JSON : MLG_TEXT;
    mlg_status st = mlg_list(&text, args->arguments[0], tables, format, err);
    return mlg_print_text(st, text);
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
