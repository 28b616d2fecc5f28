/* mlg_check: loads the sources of a study into a temporary file, tries its stages there, and reports what each source provided. */
#include "pipeline/check.h"

#include "adapters/crs.h"
#include "adapters/json.h"
#include "adapters/layer/read.h"
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/trial.h"
#include "analysis/travel/model.h"
#include "base/bounds.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/os/stream.h"
#include "base/path.h"
#include "base/progress.h"
#include "network/transit/gtfs.h"
#include "output/terminal/network.h"
#include "pipeline/outputs.h"
#include "pipeline/stages.h"
#include "study/config/names.h"
#include "study/rule_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOAD, SCENARIO }; /* the first stages */

mlg_status mlg_trial_open(mlg_trial *t, const mlg_study *like, mlg_error *err)
{
    *t = (mlg_trial){ .study = *like };
    t->study.db = NULL;
    MLG_TRY(mlg_scratch_open(&t->scratch, "check.gpkg", err));
    MLG_TRY(mlg_db_create(&t->study.db, t->scratch.path, like->epsg, err));
    MLG_TRY(mlg_db_begin(t->study.db, err));
    return mlg_stage_status(mlg_stage_at(LOAD)->run(&t->study, &t->summary, err));
}

void mlg_trial_close(mlg_trial *t)
{
    mlg_text_release(&t->summary);
    mlg_db_close(t->study.db);
    mlg_scratch_close(&t->scratch);
}

static void print_source(FILE *to, mlg_stmt *stmt)
{
    fprintf(to, mlg_tr("%-14s %s: %lld rows read, %lld kept, %lld rejected, %lld elsewhere\n"),
            mlg_column_text(stmt, 0), mlg_column_text(stmt, 1), (long long)mlg_column_int(stmt, 2),
            (long long)mlg_column_int(stmt, 3), (long long)mlg_column_int(stmt, 4),
            (long long)mlg_column_int(stmt, 5));
    if (mlg_column_text(stmt, 6))
        fprintf(to, mlg_tr("%-14s first reject: %s\n"), "", mlg_column_text(stmt, 6));
}

static void add_source(mlg_json *json, mlg_stmt *stmt)
{
    static const char *const names[] = {
        "source", "path", "read", "kept", "rejected", "elsewhere", "first_reject"
    };
    mlg_json_object(json, NULL);
    for (int c = 0; c < 7; c++) {
        if (c >= 2 && c <= 5)
            mlg_json_number(json, names[c], mlg_column_double(stmt, c));
        else
            mlg_json_text(json, names[c], mlg_column_text(stmt, c));
    }
    mlg_json_end(json);
}

static mlg_status print_text(char **out, mlg_db *db, const mlg_text *summary, const mlg_scenario_trial *changes,
                             mlg_error *err)
{
    mlg_os_memory memory;
    mlg_stmt *stmt = NULL;
    mlg_text network = { 0 };
    char *roads = NULL;
    bool row;
    FILE *to = mlg_os_memory_open(&memory, out);
    if (!to)
        return mlg_fail_memory(err, "a text", 0);
    mlg_status st = mlg_db_query(&stmt, db, "load/select_provenance", err);
    while (st == MLG_OK && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        print_source(to, stmt);
    fprintf(to, "%s\n", mlg_text_words(summary));
    mlg_stmt_free(stmt);
    if (st == MLG_OK)
        st = mlg_output_network_text(&network, db, err);
    if (st == MLG_OK)
        st = mlg_text_take(&roads, &network, err);
    if (roads)
        fputs(roads, to);
    for (int32_t k = 0; k < changes->count; k++)
        fprintf(to, "%s: %s\n", changes->changes[k].where, changes->changes[k].words);
    free(roads);
    mlg_text_release(&network);
    if (mlg_os_memory_close(&memory) != 0 && st == MLG_OK)
        st = mlg_fail_memory(err, "a text", 0);
    return st;
}

static void add_changes(mlg_json *json, const mlg_scenario_trial *changes)
{
    if (changes->count == 0)
        return;
    mlg_json_array(json, "changes");
    for (int32_t k = 0; k < changes->count; k++) {
        const mlg_scenario_tried *c = &changes->changes[k];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "where", c->where);
        mlg_json_text(json, c->status == MLG_OK ? "change" : "fault", c->words);
        mlg_json_end(json);
    }
    mlg_json_end(json);
}

static mlg_status print_json(char **out, mlg_db *db, const mlg_text *summary, const mlg_scenario_trial *changes,
                             mlg_error *err)
{
    mlg_json *json = NULL;
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_json_new(&json, err));
    MLG_GO(mlg_db_query(&stmt, db, "load/select_provenance", err));
    mlg_json_text(json, "summary", mlg_text_words(summary));
    mlg_json_array(json, "sources");
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        add_source(json, stmt);
    mlg_json_end(json);
    add_changes(json, changes);
    if (st == MLG_OK)
        st = mlg_output_network_json(json, db, err);
    if (st == MLG_OK)
        st = mlg_json_finish(out, json, err);
done:
    mlg_stmt_free(stmt);
    mlg_json_free(json);
    return st;
}

/* ---- what a run would refuse ------------------------------------------------------------------------------------ */

/* The request with roads replaced by straight lines, and little time to search. */
typedef struct {
    mlg_config config;
    mlg_config_travel travel;
    mlg_config_siting *siting;
    mlg_config_tour *tours;
    double seconds;
    char crow[8];
} rehearsal;

static mlg_status lighten(rehearsal *r, const mlg_config *config, mlg_error *err)
{
    *r = (rehearsal){ .config = *config, .seconds = 2, .crow = "crow" };
    if (config->travel && mlg_travel_model_traits(config->travel->model) & MLG_TRAVEL_SEARCHED) {
        r->travel = *config->travel;
        r->travel.model = r->crow;
        r->config.travel = &r->travel;
    }
    MLG_TRY(MLG_NEW(&r->siting, config->siting_count + 1, "a check", err));
    MLG_TRY(MLG_NEW(&r->tours, config->tours_count + 1, "a check", err));
    for (unsigned i = 0; i < config->siting_count; i++) {
        r->siting[i] = config->siting[i];
        r->siting[i].seconds = &r->seconds;
    }
    for (unsigned i = 0; i < config->tours_count; i++) {
        r->tours[i] = config->tours[i];
        r->tours[i].max_seconds = &r->seconds;
    }
    r->config.siting = r->siting;
    r->config.tours = r->tours;
    return MLG_OK;
}

/* Files that stages read: sources, roads, times, profiles, rules, scenarios. */
static mlg_status check_files(const mlg_study *study, mlg_error *err)
{
    char fingerprints[MLG_MAX_STAGES][65];
    mlg_digests digests = { 0 };
    mlg_study here = *study;
    mlg_status st = MLG_OK;
    here.digests = &digests;
    for (int i = 0; st == MLG_OK && i < mlg_stage_count(); i++)
        st = mlg_stage_fingerprint(fingerprints[i], i, &here, fingerprints, err);
    mlg_digests_release(&digests);
    return st;
}

/* Runs the stages from `first` on upon what was loaded: what one of them refuses, a run would refuse. */
static mlg_status rehearse(mlg_trial *t, int first, mlg_error *err)
{
    rehearsal r = { .siting = NULL };
    const mlg_config *config = t->study.config;
    mlg_text summary = { 0 };
    mlg_status st;
    t->study.rehearsal = true;
    MLG_GO(mlg_study_try_roads(&t->study, err)); /* the stages then go by straight lines */
    MLG_GO(lighten(&r, config, err));
    t->study.config = &r.config;
    for (int i = first; i < mlg_stage_count(); i++) {
        const mlg_stage *stage = mlg_stage_at(i);
        MLG_GO(mlg_progress_step(t->study.progress, stage->name, (double)i / mlg_stage_count(), err));
        MLG_GO(mlg_stage_status(stage->run(&t->study, &summary, err)));
    }
done:
    mlg_text_release(&summary);
    mlg_study_travel_release(&t->study);
    t->study.config = config;
    t->study.rehearsal = false;
    free(r.siting);
    free(r.tours);
    return st;
}

static mlg_status count_faults(const mlg_scenario_trial *changes, const char *path, mlg_error *err)
{
    for (int32_t k = 0; k < changes->count; k++)
        if (changes->changes[k].status != MLG_OK)
            return mlg_fail(err, changes->changes[k].status,
                            mlg_tr_count("%s: %d of its changes cannot be made, told above",
                                         "%s: %d of its changes cannot be made, told above", changes->faults),
                            path, (int)changes->faults);
    return MLG_OK;
}

/* The stages that follow list each change of class; where others cannot be made already, what else they refuse is left for later. */
static mlg_status rehearse_changed(mlg_scenario_trial *changes, mlg_trial *t, mlg_error *err)
{
    const bool faulty = changes->faults > 0;
    mlg_error later;
    t->study.tried = changes;
    const mlg_status st = rehearse(t, SCENARIO + 1, faulty ? &later : err);
    t->study.tried = NULL;
    if (!faulty || (st != MLG_MEMORY && st != MLG_CANCELLED))
        return faulty ? MLG_OK : st;
    *err = later;
    return st;
}

/* A scenario starts from what its study computes: each of its changes is made there, and the stages are tried again. */
static mlg_status rehearse_scenario(mlg_scenario_trial *changes, mlg_trial *t, mlg_study_file *file,
                                    const mlg_node *root, const char *path, mlg_error *err)
{
    t->study.scenario = path;
    t->study.scenario_root = root;
    MLG_TRY(mlg_study_overlay_scenario(&t->study, file, root, err));
    if (mlg_node_child(mlg_node_child(root, "study"), "sources"))
        MLG_TRY(mlg_stage_status(mlg_stage_at(LOAD)->run(&t->study, &t->summary, err)));
    MLG_TRY(mlg_study_try_scenario(changes, &t->study, err));
    MLG_TRY(rehearse_changed(changes, t, err));
    return count_faults(changes, path, err);
}

typedef struct {
    mlg_study_file *file;
    const mlg_node *root; /* NULL: none */
    const char *path;
} scenario_of_check;

static mlg_status check_study(char **out, const mlg_study *study, const scenario_of_check *scenario,
                              mlg_format format, mlg_error *err)
{
    mlg_trial t;
    mlg_scenario_trial changes = { 0 };
    *out = NULL;
    if (!study->plan)
        MLG_TRY(check_files(study, err));
    mlg_status st = mlg_trial_open(&t, study, err), told = MLG_OK;
    if (st == MLG_OK && !study->plan)
        st = rehearse(&t, SCENARIO, err);
    if (st == MLG_OK && scenario)
        st = rehearse_scenario(&changes, &t, scenario->file, scenario->root, scenario->path, err);
    if (st == MLG_OK || changes.count > 0)
        told = format == MLG_JSON ? print_json(out, t.study.db, &t.summary, &changes, st == MLG_OK ? err : NULL)
                                  : print_text(out, t.study.db, &t.summary, &changes, st == MLG_OK ? err : NULL);
    mlg_scenario_trial_release(&changes);
    mlg_trial_close(&t);
    return st == MLG_OK ? told : st;
}

mlg_status mlg_check_study(char **out, const mlg_study *study, mlg_format format, mlg_error *err)
{
    mlg_status st = check_study(out, study, NULL, format, err);
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    return st;
}

static mlg_status find_crs(int *epsg, const mlg_study_file *file, mlg_error *err)
{
    const char *crs = mlg_config_study_crs(mlg_study_file_config(file));
    mlg_status st;
    *epsg = mlg_crs_epsg(crs);
    if (*epsg > 0)
        st = mlg_crs_need_metres(*epsg, err);
    else
        st = mlg_fail(err, MLG_INPUT, "'%s' is not of the form EPSG:2154", crs);
    if (st == MLG_OK)
        return MLG_OK;
    mlg_while(err, st, "%s", mlg_study_file_where(file, "crs"));
    mlg_hint(err, "EPSG:2154 in metropolitan France, 5490 Antilles, 2972 Guyane, 2975 La Réunion, 4471 Mayotte");
    return st;
}

mlg_status mlg_open_request(mlg_study *study, mlg_study_file **file, const char *study_path,
                            const mlg_run_options *options, mlg_error *err)
{
    MLG_TRY(mlg_study_file_open(file, study_path, err));
    *study = (mlg_study){
        .file = *file,
        .config = mlg_study_file_config(*file),
        .data_folder = options->data_folder,
        .force = options->force,
        .threads = options->threads,
        .progress = &options->progress,
    };
    if (options->untrusted)
        mlg_study_file_bound(*file);
    mlg_status st = find_crs(&study->epsg, *file, err);
    if (st != MLG_OK)
        mlg_study_file_close(*file);
    return st;
}

/* A data file alone: what stands beside it counts. */
static mlg_status bound_alone(const char *path, mlg_error *err)
{
    char folder[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_folder(folder, path, err));
    return mlg_bounds_check(folder, mlg_path_name(path), err);
}

static mlg_status check_request(char **out, const char *study_path, const char *scenario_path,
                                const mlg_run_options *options, mlg_format format, mlg_error *err)
{
    mlg_study study;
    mlg_rules rules = { 0 };
    scenario_of_check scenario = { .path = scenario_path };
    MLG_TRY(mlg_open_request(&study, &scenario.file, study_path, options, err));
    mlg_status st = scenario_path ? mlg_scenario_open(&rules, scenario_path, err) : MLG_OK;
    scenario.root = rules.root;
    if (st == MLG_OK)
        st = check_study(out, &study, scenario_path ? &scenario : NULL, format, err);
    if (st == MLG_OK && (st = mlg_outputs_check(scenario.file, options, err)) != MLG_OK) {
        mlg_free(*out);
        *out = NULL;
    }
    mlg_rules_close(&rules);
    mlg_study_file_close(scenario.file);
    return st;
}

static bool is_scenario(const char *path)
{
    mlg_rules rules = { 0 };
    bool yes = mlg_rules_is_file(path) && mlg_rules_open(&rules, path, "scenario", NULL) == MLG_OK;
    mlg_rules_close(&rules);
    return yes;
}

/* A scenario alone changes the study beside it, or that of the folder above. */
static mlg_status check_scenario(char **out, const char *path, const mlg_run_options *options, mlg_format format,
                                 mlg_error *err)
{
    char folder[MLG_PATH_SIZE], study[MLG_PATH_SIZE];
    MLG_TRY(mlg_path_folder(folder, path, err));
    for (int above = 0; above < 2; above++) {
        MLG_TRY(mlg_path_join(study, folder, above ? "../study.yaml" : "study.yaml", err));
        if (mlg_os_can(study, MLG_OS_READABLE))
            return check_request(out, study, path, options, format, err);
    }
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: a scenario is checked with the study it changes", path);
    mlg_hint(err, "maillage check STUDY --scenario %s", path);
    return st;
}

mlg_status mlg_check(char **out, const char *study_path, const mlg_run_options *options, mlg_format format,
                     mlg_error *err)
{
    *out = NULL;
    if (options->untrusted &&
        (mlg_is_extract(study_path) || mlg_is_data_file(study_path) || mlg_is_gtfs(study_path)))
        MLG_TRY(bound_alone(study_path, err));
    const bool is_feed = mlg_is_gtfs(study_path);
    if (options->preview && !is_feed && mlg_is_data_file(study_path) && format == MLG_JSON)
        return mlg_check_preview(out, study_path, err);
    if (options->preview && !(is_feed && format == MLG_JSON))
        return mlg_fail(err, MLG_USAGE, "%s: a preview is of a data file or a timetable, in JSON", study_path);
    if (mlg_is_extract(study_path))
        return mlg_check_extract(out, study_path, format, err);
    if (is_feed)
        return mlg_check_feed(out, study_path, options->preview, format, err);
    if (mlg_is_data_file(study_path))
        return mlg_check_file(out, study_path, format, err);
    MLG_TRY(mlg_layer_check_kind(study_path, err));
    if (!options->scenario && is_scenario(study_path))
        return check_scenario(out, study_path, options, format, err);
    return check_request(out, study_path, options->scenario, options, format, err);
}
