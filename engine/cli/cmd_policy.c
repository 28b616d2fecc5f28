#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

static mlg_status run(const mlg_args *args, mlg_error *err)
{
    char *text = NULL;
    mlg_plan plan = { 0 };
    mlg_format format = mlg_args_format(args);
    const mlg_policy_options options = { .write = { mlg_args_flag(args, "overwrite"),
                                                    mlg_args_flag(args, "dry-run") ? &plan : NULL,
                                                    mlg_display_none() },
                                         .rules = mlg_args_text(args, "rules") };
    mlg_status st =
        mlg_write_policy(&text, args->arguments[0], args->arguments[1], args->arguments[2], &options, format, err);
    return mlg_finish(st, text, options.write.plan, format == MLG_JSON, err);
}

static const mlg_argument arguments[] = {
    { .name = "POLICY",
      .type = MLG_WORD,
      .needed = true,
      .help =
          "solidarity (days that doctors of well-served communes give), juniors (junior doctors under "
          "supervision), labels (houses to label France Santé with a budget), regulation or free-installation "
          "(doctors in some years, where an arrival must replace a departure, or not), red-zones (areas scored by "
          "criteria, to which days of solidarity go), ceiling (a zoning by criteria up to the ceilings), "
          "unscheduled (slots of unscheduled care by hour), cabins (of teleconsultation), consultations (of "
          "specialists "
          "who come to health houses, hospitals or town halls)" },
    { .name = "GEOPACKAGE",
      .type = MLG_FILE,
      .needed = true,
      .endings = "gpkg",
      .help = "a study that has been run, with the APL of GPs" },
    { .name = "SCENARIO",
      .type = MLG_FILE,
      .needed = true,
      .endings = "yaml yml",
      .writes = true,
      .help = "the scenario file to write, to be read, changed and run" },
    { .name = NULL },
};

static const mlg_option options[] = {
    { .name = "rules",
      .type = MLG_FILE,
      .value = "FILE",
      .meaning = "geodata/rules/politiques.yaml",
      .endings = "yaml yml",
      .help = "values of the policies, of kind: policies, as those that ship with Maillage" },
    { .name = "overwrite", .help = "replace the file" },
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_policy = {
    .name = "policy",
    .group = MLG_GROUP_ANSWERS,
    .summary = "Write a public policy as a scenario of a study: who it bears on, what it changes",
    .example = "maillage policy solidarity study.gpkg solidarite.yaml",
    .arguments = arguments,
    .options = options,
    .run = run,
};
