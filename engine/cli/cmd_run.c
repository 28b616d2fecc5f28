#include "cli/command.h"
#include "cli/display.h"
#include "cli/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *stage_state(const mlg_run_stage *stage, bool dry_run)
{
    return !stage->redone ? mlg_tr("kept") : dry_run ? mlg_tr("to do") : mlg_tr("done");
}

static void print_stages(const mlg_run_result *result, bool dry_run)
{
    for (int32_t i = 0; i < result->stage_count; i++) {
        const mlg_run_stage *stage = &result->stages[i];
        char seconds[64];
        fprintf(stderr, "%-14s %s", stage->name, stage_state(stage, dry_run));
        snprintf(seconds, sizeof seconds, "%.2f", stage->seconds);
        if (stage->redone && !dry_run)
            fprintf(stderr, "%10s s", mlg_decimals(seconds));
        else if (stage->redone && !isnan(stage->seconds))
            fprintf(stderr, mlg_tr(", %s s last time"), mlg_decimals(seconds));
        mlg_say(stderr, "%s%s\n", stage->summary ? "  " : "", stage->summary ? stage->summary : "");
    }
}

static void print_notes(const mlg_run_result *result)
{
    for (int32_t i = 0; i < result->note_count; i++)
        mlg_say(stderr, "%s\n", result->notes[i]);
}

/* The only estimate is how long the stages took last time. */
static void print_expected(const mlg_run_result *result)
{
    double seconds = 0;
    int known = 0, unknown = 0;
    for (int32_t i = 0; i < result->stage_count; i++) {
        const mlg_run_stage *stage = &result->stages[i];
        known += stage->redone && !isnan(stage->seconds);
        unknown += stage->redone && isnan(stage->seconds);
        seconds += stage->redone && !isnan(stage->seconds) ? stage->seconds : 0;
    }
    char text[64];
    snprintf(text, sizeof text, "%.1f", seconds);
    if (known + unknown == 0)
        puts(mlg_tr("Time: nothing to compute, only outputs to write"));
    else if (known == 0)
        puts(mlg_tr("Time: unknown, these stages have never run here"));
    else if (unknown == 0)
        printf(mlg_tr("Time: about %s s, what these stages took last time\n"), mlg_decimals(text));
    else
        printf(mlg_tr("Time: more than %s s, what %d of these stages took last time; %d have never run here\n"),
               mlg_decimals(text), known, unknown);
}

/* ---- result on stdout ----------------------------------------------------------------------------------------
 */

/* The files are in place: failing to print their summary, for lack of memory, does not fail the run. */
static void print_summary(const char *geopackage)
{
    mlg_error fault;
    char *text = NULL;
    mlg_status st = mlg_info(&text, geopackage, MLG_TEXT, &fault);
    if (mlg_print_text(st, text) != MLG_OK)
        fprintf(stderr, "%s\n", fault.message);
}

static void print_text(const mlg_run_result *result, const mlg_plan *plan)
{
    if (plan) {
        mlg_print_plan(plan);
        print_expected(result);
        return;
    }
    if (result->geopackage)
        print_summary(result->geopackage);
    printf("\n%s\n", mlg_tr("Files written:"));
    for (int32_t i = 0; i < result->file_count; i++)
        mlg_say(stdout, "  %s\n", result->files[i]);
}

static void add_list(mlg_json *json, const char *name, char *const *texts, int32_t count)
{
    mlg_json_array(json, name);
    for (int32_t i = 0; i < count; i++)
        mlg_json_text(json, NULL, texts[i]);
    mlg_json_end(json);
}

static void add_stages(mlg_json *json, const mlg_run_result *result)
{
    mlg_json_array(json, "stages");
    for (int32_t i = 0; i < result->stage_count; i++) {
        const mlg_run_stage *stage = &result->stages[i];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "name", stage->name);
        mlg_json_bool(json, "redone", stage->redone);
        mlg_json_number(json, "seconds", stage->seconds);
        mlg_json_text(json, "summary", stage->summary ? stage->summary : "");
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static void add_travel(mlg_json *json, const mlg_run_travel *travel)
{
    mlg_json_object(json, "travel");
    mlg_json_number(json, "searched", (double)travel->searched);
    mlg_json_number(json, "swept", (double)travel->swept);
    mlg_json_number(json, "nearest", (double)travel->nearest);
    mlg_json_number(json, "isochrones", (double)travel->isochrones);
    mlg_json_number(json, "kept", (double)travel->kept);
    mlg_json_end(json);
}

static mlg_status print_json(const mlg_run_result *result, const mlg_plan *plan, mlg_error *err)
{
    mlg_json *json;
    mlg_status st = mlg_json_new(&json, err);
    if (st != MLG_OK)
        return mlg_print_json(st, json, err);
    mlg_json_bool(json, "dry_run", plan != NULL);
    mlg_json_text(json, "geopackage", result->geopackage);
    add_list(json, "files", result->files, result->file_count);
    add_stages(json, result);
    add_travel(json, &result->travel);
    add_list(json, "notes", result->notes, result->note_count);
    if (plan)
        mlg_add_plan(json, plan);
    return mlg_print_json(MLG_OK, json, err);
}

/* ---- the command -----------------------------------------------------------------------------------------------
 */

static mlg_status print_result(const mlg_args *args, const mlg_plan *plan, const mlg_run_result *result,
                               mlg_error *err)
{
    if (!mlg_args_flag(args, "quiet"))
        print_stages(result, plan != NULL);
    if (!mlg_args_flag(args, "quiet"))
        print_notes(result);
    if (mlg_args_flag(args, "json"))
        return print_json(result, plan, err);
    if (plan || !mlg_args_flag(args, "quiet"))
        print_text(result, plan);
    return MLG_OK;
}

static mlg_status run_one(const mlg_args *args, const char *scenario, mlg_error *err)
{
    mlg_display display;
    mlg_run_result result = { 0 };
    mlg_plan plan = { 0 };
    mlg_run_options options = {
        .data_folder = mlg_args_text(args, "data"),
        .output_folder = mlg_args_text(args, "output"),
        .scenario = scenario,
        .force = mlg_args_flag(args, "force"),
        .overwrite = mlg_args_flag(args, "overwrite"),
        .plan = mlg_args_flag(args, "dry-run") ? &plan : NULL,
        .threads = mlg_args_number(args, "threads"),
        .untrusted = mlg_args_flag(args, "untrusted"),
        .progress = mlg_display_start(&display, args),
    };
    mlg_status st = mlg_run(&result, args->arguments[0], &options, err);
    mlg_display_end(&display);
    if (st == MLG_OK)
        st = print_result(args, options.plan, &result, err);
    mlg_run_result_release(&result);
    mlg_plan_release(&plan);
    return st;
}

/* "a.yaml,b.yaml". */
static mlg_status run(const mlg_args *args, mlg_error *err)
{
    const char *given = mlg_args_text(args, "scenario");
    if (!given || !strchr(given, ','))
        return run_one(args, given, err);
    for (const char *from = given; from; from = strchr(from, ',') ? strchr(from, ',') + 1 : NULL) {
        char path[4096];
        size_t length = strcspn(from, ",");
        if (length == 0 || length >= sizeof path)
            return mlg_usage(err, NULL, "--scenario %s: a name is empty, or too long", given);
        snprintf(path, sizeof path, "%.*s", (int)length, from);
        MLG_TRY(run_one(args, path, err));
    }
    return MLG_OK;
}

static const mlg_argument arguments[] = {
    { .name = "STUDY",
      .type = MLG_FILE,
      .needed = true,
      .usual = "study.yaml",
      .endings = "yaml yml",
      .help = "the study file (default: study.yaml in the current folder)" },
    { .name = NULL },
};

static const mlg_option options[] = {
    MLG_OPTION_DATA,
    MLG_OPTION_OUTPUT,
    { .name = "scenario",
      .type = MLG_FILE,
      .value = "FILE",
      .endings = "yaml yml",
      .help = "a scenario file, or several with commas between (docs/scenario-file.md): the study as it would be "
              "then, in files of its own" },
    { .name = "force", .help = "accept classes of a scenario that the rule of the zoning refuses, and record it" },
    { .name = "overwrite", .help = "replace existing outputs; unchanged stages are kept" },
    MLG_OPTION_UNTRUSTED,
    MLG_OPTION_DRY_RUN,
    MLG_OPTION_THREADS,
    MLG_OPTION_PROGRESS,
    MLG_OPTION_JSON,
    { .name = NULL },
};

const mlg_command mlg_command_run = {
    .name = "run",
    .group = MLG_GROUP_STUDY,
    .summary = "Run a study: load its sources, compute, write its outputs",
    .example = "maillage run study.yaml --data donnees --output resultats",
    .arguments = arguments,
    .options = options,
    .lists_files = true,
    .run = run,
};
