#include "cli/command.h"

const mlg_argument mlg_geopackage_argument[] = {
    MLG_ARGUMENT_GEOPACKAGE,
    { .name = NULL },
};

const mlg_option mlg_json_option[] = {
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_argument mlg_study_argument[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml gpkg",
      .help = "a study file, or the GeoPackage written by maillage run" },
    { .name = NULL },
};

const mlg_option mlg_reading_options[] = {
    MLG_READING_OPTIONS,
    { .name = NULL },
};

const char *const mlg_progress_choices[] = { "auto", "json", "none", NULL };

bool mlg_command_writes(const mlg_command *command)
{
    bool writes = false;
    for (const mlg_argument *a = command->arguments; a->name; a++)
        writes = writes || a->writes || a->changes;
    for (const mlg_option *o = command->options; o->name; o++)
        writes = writes || o->writes;
    return writes;
}
