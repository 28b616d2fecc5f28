#include "cli/command.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    static const char *const tables[] = { "bassins", "bassin_sites", NULL };
    return mlg_print_tables(args, tables, err);
}

const mlg_command mlg_command_catchment = {
    .name = "catchment",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Print the catchments of a study: nearest-site areas, travel-time rings, population served",
    .example = "maillage catchment bethune.gpkg",
    .arguments = mlg_geopackage_argument,
    .options = mlg_json_option,
    .run = run,
};
