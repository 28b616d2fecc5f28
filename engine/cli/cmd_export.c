#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_display display;
    mlg_plan plan = { 0 };
    bool json = mlg_args_flag(args, "json");
    mlg_export_options options = {
        .layers = mlg_args_text(args, "layers"),
        .format = mlg_args_text(args, "format"),
        .schema = mlg_args_text(args, "schema"),
        .crs = mlg_args_number(args, "crs"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .progress = mlg_display_start(&display, args),
    };
    mlg_status st =
        mlg_export(&text, args->arguments[0], args->arguments[1], &options, json ? MLG_JSON : MLG_TEXT, err);
    mlg_display_end(&display);
    return mlg_finish(st, text, options.plan, json, err);
}

static const mlg_argument arguments[] = {
    MLG_ARGUMENT_GEOPACKAGE,
    { .name = "OUT",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg zip geojson fgb",
      .writes = true,
      .help = "file.gpkg, file.geojson, file.fgb, a .zip, a folder, or PG:dbname=..." },
    { .name = NULL },
};

static const char *const formats[] = { "gpkg", "shapefile", "geojson", "flatgeobuf", "postgis", NULL };

static const mlg_option options[] = {
    { .name = "layers",
      .type = MLG_WORD,
      .value = "A,B",
      .meaning = "all that are not empty",
      .help = "layers and tables to export" },
    { .name = "format",
      .type = MLG_WORD,
      .value = "FORMAT",
      .meaning = "from the name of OUT",
      .choices = formats,
      .help = "output format" },
    { .name = "crs",
      .type = MLG_NUMBER,
      .value = "EPSG",
      .fallback = "0",
      .most = 999999,
      .help = "coordinate system; 0 for that of the study, or 4326 in GeoJSON" },
    { .name = "schema",
      .type = MLG_WORD,
      .value = "NAME",
      .fallback = "maillage",
      .advanced = true,
      .help = "PostGIS schema" },
    { .name = "overwrite", .help = "replace existing outputs" },
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_export = {
    .name = "export",
    .group = MLG_GROUP_DELIVERY,
    .summary = "Export the layers of a study: GeoPackage, PostGIS, Shapefile, GeoJSON, FlatGeobuf",
    .example = "maillage export bethune.gpkg livraison.zip --layers acces_commune,desert",
    .arguments = arguments,
    .options = options,
    .run = run,
};
