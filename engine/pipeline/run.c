/* mlg_run: from a study file to its outputs. */
#include "adapters/db/database.h"
#include "analysis/common/places.h"
#include "analysis/scenario/scenario.h"
#include "analysis/travel/model.h"
#include "analysis/travel/modes.h"
#include "analysis/travel/road_changes.h"
#include "base/aside.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/scratch.h"
#include "output/page/report.h"
#include "output/palette.h"
#include "output/qgis/package.h"
#include "output/workbook/files.h"
#include "pipeline/check.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"
#include "pipeline/stages.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study study;
    mlg_study_file *file;
    mlg_outputs outputs;
    const mlg_run_options *options;
    mlg_run_result *result;
    char fingerprints[MLG_MAX_STAGES][65];
    mlg_digests digests;
    mlg_kept_places kept;
    mlg_rules scenario;
    char *base;                  /* the result that the scenario starts from; NULL: no scenario */
    char variant[128];           /* name of the scenario in those of its outputs */
    char network[MLG_PATH_SIZE]; /* the road network beside the study */
} run;

/* "Pas-de-Calais – Un médecin part". */
static mlg_status name_result(run *r, mlg_error *err)
{
    const char *title = mlg_rules_text(r->scenario.root, "title");
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, r->study.db, "scenario/update_title", err));
    mlg_bind_text(stmt, ":scenario", title ? title : r->variant);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* A study from before; *out is NULL where there is none, or none that can be read, which is made again. */
static mlg_status open_former(mlg_db **out, const char *path, mlg_error *err)
{
    *out = NULL;
    if (mlg_os_can(path, MLG_OS_READABLE) && mlg_db_open(out, path, false, NULL) == MLG_MEMORY)
        return mlg_fail_memory(err, "the study", 0);
    return MLG_OK;
}

/* Starts from a copy of an existing study, to keep its unchanged stages, else from an empty one. A scenario always starts from the
 * study without it, whatever it was run on before. */
static mlg_status open_aside(run *r, mlg_error *err)
{
    const mlg_output *out = &r->outputs.items[0];
    const char *from = r->base ? r->base : out->final;
    mlg_db *old = NULL;
    if (r->base)
        MLG_TRY(mlg_db_open(&r->study.before, r->base, false, err));
    else
        MLG_TRY(open_former(&old, from, err));
    const bool usable = r->base || old;
    mlg_db_close(old);
    if (!usable)
        return mlg_db_create(&r->study.db, out->aside, r->study.epsg, err);
    MLG_TRY(mlg_db_copy(from, out->aside, err));
    MLG_TRY(mlg_db_open(&r->study.db, out->aside, true, err));
    MLG_TRY(mlg_db_sync_later(r->study.db, err));
    return r->base ? name_result(r, err) : MLG_OK;
}

/* The coordinate system is fixed when the file is created: a new one needs a new file. */
static mlg_status renew_if_moved(run *r, mlg_error *err)
{
    char *srs = NULL, wanted[32];
    MLG_TRY(mlg_db_text(&srs, r->study.db, "SELECT valeur FROM etude WHERE cle = 'srs'", err));
    snprintf(wanted, sizeof wanted, "EPSG:%d", r->study.epsg);
    bool same = !srs || strcmp(srs, wanted) == 0;
    free(srs);
    if (same)
        return MLG_OK;
    mlg_db_close(r->study.db);
    r->study.db = NULL;
    mlg_os_remove(r->outputs.items[0].aside);
    return mlg_db_create(&r->study.db, r->outputs.items[0].aside, r->study.epsg, err);
}

/* How long the stage took in the existing study, NaN if it never ran there. */
static mlg_status last_seconds(double *seconds, run *r, const char *name, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row = false;
    *seconds = (double)NAN;
    if (!r->study.db)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, r->study.db, "study/select_stage_seconds", err));
    mlg_bind_text(stmt, ":nom", name);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        *seconds = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status record(run *r, const char *name, bool redone, double seconds, const char *summary,
                         mlg_error *err)
{
    mlg_run_stage *stage = &r->result->stages[r->result->stage_count];
    *stage = (mlg_run_stage){ .name = name, .redone = redone, .seconds = seconds };
    r->result->stage_count++;
    MLG_TRY(mlg_copy_text(&stage->summary, summary, err));
    if (stage->summary)
        mlg_say_decimals(stage->summary);
    return MLG_OK;
}

static mlg_status run_stage(run *r, int index, mlg_error *err)
{
    const mlg_stage *stage = mlg_stage_at(index);
    mlg_text summary = { 0 };
    double seconds = 0;
    bool kept = false;
    MLG_TRY(mlg_progress_step(r->study.progress, stage->name, (double)index / mlg_stage_count(), err));
    MLG_TRY(mlg_stage_fingerprint(r->fingerprints[index], index, &r->study, r->fingerprints, err));
    mlg_status st = MLG_OK;
    if (r->study.db)
        MLG_GO(mlg_study_is_done(&kept, &summary, &r->study, stage->name, r->fingerprints[index], err));
    if (!kept && !r->options->plan)
        MLG_GO(mlg_stage_status(
            mlg_study_stage(&r->study, stage->name, r->fingerprints[index], stage->run, &summary, &seconds, err)));
    if (r->options->plan)
        MLG_GO(last_seconds(&seconds, r, stage->name, err));
    st = record(r, stage->name, !kept, seconds, mlg_text_words(&summary), err);
done:
    mlg_text_release(&summary);
    return st;
}

static mlg_status write_output(run *r, const mlg_output *out, mlg_error *err)
{
    switch (out->kind) {
    case MLG_OUT_GEOPACKAGE:
        return mlg_output_package(r->study.db, mlg_path_name(out->final), err);
    case MLG_OUT_REPORT:
        return mlg_output_report(r->study.db, out->aside, err);
    case MLG_OUT_WORKBOOK:
        return mlg_output_workbook(r->study.db, strcmp(r->study.config->outputs.sheets, "all") == 0, out->aside,
                                   err);
    case MLG_OUT_TABLES:
        return mlg_output_tables(r->study.db, out->aside, err);
    }
    return MLG_OK;
}

static mlg_status list_files(run *r, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&r->result->files, MLG_MAX_OUTPUTS, "file names", err));
    for (int i = 0; i < r->outputs.count; i++, r->result->file_count++)
        MLG_TRY(mlg_copy_text(&r->result->files[i], r->outputs.items[i].final, err));
    return MLG_OK;
}

static mlg_status run_stages(run *r, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&r->result->stages, MLG_MAX_STAGES, "stages", err));
    for (int i = 0; mlg_stage_at(i); i++)
        MLG_TRY(run_stage(r, i, err));
    return MLG_OK;
}

/* Saves computed travel times for the next run, and reports them. */
static mlg_status settle_travel(run *r, mlg_error *err)
{
    mlg_travel_account *account;
    MLG_TRY(MLG_NEW(&account, 1, "notes", err));
    mlg_status st = mlg_study_travel_settle(account, &r->study, err);
    r->result->travel = account->rows;
    if (st == MLG_OK)
        st = MLG_NEW(&r->result->notes, (size_t)account->lines, "notes", err);
    for (int i = 0; st == MLG_OK && i < account->lines; i++, r->result->note_count++)
        st = mlg_copy_text(&r->result->notes[i], account->line[i], err);
    free(account);
    return st;
}

static mlg_status write_outputs(run *r, mlg_error *err)
{
    MLG_TRY(mlg_look_note(&r->study, err));
    for (int i = 0; i < r->outputs.count; i++) {
        MLG_TRY(mlg_progress_step(r->study.progress, "outputs", (double)i / r->outputs.count, err));
        MLG_TRY(write_output(r, &r->outputs.items[i], err));
    }
    mlg_db_close(r->study.db);
    r->study.db = NULL;
    MLG_TRY(list_files(r, err));
    MLG_TRY(mlg_copy_text(&r->result->geopackage, r->outputs.items[0].final, err));
    return mlg_outputs_commit(&r->outputs, err);
}

/* What a run would refuse: of a scenario, on a copy of the study that it starts from where there is one. */
static mlg_status try_scenario(run *r, mlg_error *err)
{
    mlg_scratch scratch;
    mlg_study study = r->study;
    mlg_text summary = { 0 };
    if (!r->base || !mlg_os_can(r->base, MLG_OS_READABLE))
        return MLG_OK;
    MLG_TRY(mlg_scratch_open(&scratch, "scenario.gpkg", err));
    mlg_status st = mlg_db_copy(r->base, scratch.path, err);
    if (st == MLG_OK)
        st = mlg_db_open(&study.db, scratch.path, true, err);
    if (st == MLG_OK)
        st = mlg_study_apply_scenario(&study, &summary, err);
    mlg_text_release(&summary);
    mlg_db_close(study.db);
    mlg_scratch_close(&scratch);
    return st;
}

/* Dry run: reads the existing study only; fingerprints tell which stages would run again. */
static mlg_status rehearse(run *r, mlg_error *err)
{
    char *text;
    mlg_study plain = r->study;
    const char *from = r->base ? r->base : r->outputs.items[0].final;
    plain.scenario = NULL;
    plain.scenario_root = NULL;
    MLG_TRY(mlg_check_study(&text, &plain, MLG_TEXT, err));
    free(text);
    MLG_TRY(try_scenario(r, err));
    MLG_TRY(open_former(&r->study.db, from, err));
    MLG_TRY(list_files(r, err));
    r->study.plan = r->options->plan;
    MLG_TRY(mlg_plan_read_file(r->study.plan, mlg_study_file_path(r->file), err));
    MLG_TRY(run_stages(r, err));
    for (int i = 0; i < r->outputs.count; i++)
        MLG_TRY(mlg_plan_write(r->study.plan, r->outputs.items[i].final, err));
    return MLG_OK;
}

/* "study.gpkg" gives "study.network". A scenario that travels as the study does shares its network, unless it opens a road. */
static mlg_status name_network(run *r, mlg_error *err)
{
    const mlg_node *change = mlg_node_child(r->study.scenario_root, "study");
    bool same = r->base && !mlg_node_child(change, "travel") && !mlg_node_child(change, "sources") &&
                !mlg_study_opens_roads(&r->study);
    MLG_TRY(mlg_path_with_extension(r->network, same ? r->base : r->outputs.items[0].final, ".network", err));
    r->study.network_path = r->network;
    if (same && mlg_study_changes_roads(&r->study)) /* the network is shared, its times are not */
        r->study.kept_path = r->outputs.items[0].final;
    return MLG_OK;
}

/* Temporary files that dead runs left beside the study. */
static mlg_status clean_beside(const run *r, mlg_error *err)
{
    static const char *const kept[] = { ".network", ".hierarchy", ".times", ".points", ".searches" };
    char path[MLG_PATH_SIZE];
    const mlg_config *config = r->study.config;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        MLG_TRY(mlg_path_with_extension(path, r->outputs.items[0].final, kept[i], err));
        mlg_aside_clean(path, false);
        for (unsigned m = 0; m < config->modes_count; m++) {
            char of_group[MLG_PATH_SIZE];
            MLG_TRY(mlg_other_travel_file(of_group, path, config->modes[m].name, err));
            mlg_aside_clean(of_group, false);
        }
    }
    return MLG_OK;
}

static mlg_status execute(run *r, mlg_error *err)
{
    const mlg_run_options *options = r->options;
    MLG_TRY(mlg_outputs_prepare(&r->outputs, r->file, options, err));
    if (options->plan)
        return rehearse(r, err);
    MLG_TRY(name_network(r, err));
    MLG_TRY(clean_beside(r, err));
    MLG_TRY(open_aside(r, err));
    MLG_TRY(renew_if_moved(r, err));
    MLG_TRY(run_stages(r, err));
    MLG_TRY(settle_travel(r, err));
    return write_outputs(r, err);
}

/* ---- a scenario -------------------------------------------------------------------------------------------------- */

/* "scenarios/departs.yaml" is "departs". */
static mlg_status name_variant(run *r, mlg_error *err)
{
    const char *name = mlg_path_name(r->options->scenario);
    int length = (int)(mlg_path_extension(name) - name);
    if (length <= 0 || length >= (int)sizeof r->variant)
        return mlg_fail(err, MLG_INPUT, "%s: the name of a scenario file has 1 to %d bytes before its extension",
                        r->options->scenario, (int)sizeof r->variant - 1);
    snprintf(r->variant, sizeof r->variant, "%.*s", length, name);
    r->outputs.variant = r->variant;
    return MLG_OK;
}

/* Whether every stage of the study has been run with what it would read now. */
static mlg_status check_base(bool *current, run *r, mlg_error *err)
{
    mlg_study study = r->study;
    mlg_text summary = { 0 };
    mlg_status st = open_former(&study.db, r->base, err);
    *current = study.db != NULL;
    for (int i = 0; st == MLG_OK && *current && mlg_stage_at(i); i++) {
        st = mlg_stage_fingerprint(r->fingerprints[i], i, &study, r->fingerprints, err);
        if (st == MLG_OK)
            st = mlg_study_is_done(current, &summary, &study, mlg_stage_at(i)->name, r->fingerprints[i], err);
    }
    mlg_text_release(&summary);
    mlg_db_close(study.db);
    return st;
}

/* The study without the scenario, run where it has not been or where it was and is no longer current. */
static mlg_status run_base(run *r, mlg_error *err)
{
    mlg_run_options plain = *r->options;
    mlg_run_result result;
    bool current;
    MLG_TRY(
        mlg_study_file_resolve(&r->base, r->file, plain.output_folder, r->study.config->outputs.geopackage, err));
    MLG_TRY(check_base(&current, r, err));
    if (current)
        return MLG_OK;
    plain.scenario = NULL;
    if (mlg_os_can(r->base, MLG_OS_EXISTS) && !plain.overwrite && !plain.plan) {
        mlg_status st =
            mlg_fail(err, MLG_INPUT, "%s: the study has changed since it was run, and the scenario starts from it",
                     r->base);
        mlg_hint(err, "add --overwrite: the study is run again first");
        return st;
    }
    mlg_status st = mlg_run(&result, mlg_study_file_path(r->file), &plain, err);
    if (st == MLG_OK)
        mlg_run_result_release(&result);
    return st;
}

static mlg_status take_scenario(run *r, mlg_error *err)
{
    if (!r->options->scenario)
        return MLG_OK;
    MLG_TRY(mlg_scenario_open(&r->scenario, r->options->scenario, err));
    MLG_TRY(name_variant(r, err));
    if (r->options->plan)
        MLG_TRY(mlg_plan_read_file(r->options->plan, r->options->scenario, err));
    MLG_TRY(run_base(r, err));
    r->study.scenario = r->options->scenario;
    r->study.scenario_root = r->scenario.root;
    return mlg_study_overlay_scenario(&r->study, r->file, r->scenario.root, err);
}

mlg_status mlg_run(mlg_run_result *out, const char *study_path, const mlg_run_options *options, mlg_error *err)
{
    *out = (mlg_run_result){ 0 };
    run r = { .options = options, .result = out };
    MLG_TRY(mlg_open_request(&r.study, &r.file, study_path, options, err));
    r.study.digests = &r.digests;
    r.study.kept = &r.kept;
    mlg_status st = take_scenario(&r, err);
    if (st == MLG_OK)
        st = execute(&r, err);
    mlg_study_travel_release(&r.study);
    mlg_places_release(&r.kept.places);
    mlg_digests_release(&r.digests);
    mlg_rules_close(&r.scenario);
    free(r.base);
    mlg_db_close(r.study.before);
    mlg_db_close(r.study.db);
    mlg_outputs_release(&r.outputs);
    mlg_study_file_close(r.file);
    if (st != MLG_OK)
        mlg_run_result_release(out);
    return st;
}

void mlg_run_result_release(mlg_run_result *result)
{
    for (int32_t i = 0; i < result->stage_count; i++)
        free(result->stages[i].summary);
    for (int32_t i = 0; i < result->file_count; i++)
        free(result->files[i]);
    for (int32_t i = 0; i < result->note_count; i++)
        free(result->notes[i]);
    free(result->notes);
    free(result->stages);
    free(result->files);
    free(result->geopackage);
    *result = (mlg_run_result){ 0 };
}
