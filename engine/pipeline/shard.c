/* mlg_shard_plan, mlg_shard_run, mlg_shard_merge: the travel times of a study in parts. */
#include "adapters/json.h"
#include "adapters/layer/read.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_nearest.h"
#include "analysis/travel/modes.h"
#include "analysis/travel/road_points.h"
#include "base/utf8.h"
#include "base/aside.h"
#include "base/checksum.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/parallel.h"
#include "network/models/row_store.h"
#include "network/models/transit.h"
#include "network/models/transit_plan.h"
#include "pipeline/check.h"
#include "pipeline/dry_run.h"
#include "pipeline/placing.h"
#include "pipeline/stages.h"
#include "pipeline/travel/transit_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_study request;
    mlg_config config; /* of the request: all travel as the group does whose times are shared out */
    mlg_study_file *file;
    mlg_trial trial; /* the study alone, without tables, where the points that were planned serve */
    mlg_places places;
    mlg_sites sites;
    mlg_road_points points;
    int32_t n_places, n_sites;
    bool by_places;      /* the places are split into parts, else the sites */
    int32_t limit_ds;    /* of the rows */
    mlg_travel *travel;  /* from all sites; from those of the part where the points serve */
    uint64_t key;        /* of what the study is loaded from */
    int32_t part, parts; /* part 0: all */
    char *geopackage;
    char network[MLG_PATH_SIZE], planned[MLG_PATH_SIZE], merged[MLG_PATH_SIZE], times[MLG_PATH_SIZE];
    char named[MLG_PATH_SIZE]; /* the study, and the group, in the words of the command */
    bool prepared, computed, merging;
    char **files; /* [parts] that are merged */
    bool loads;   /* the part had to load the study, without points of the plan */
    int64_t rows; /* merged */
} job;

/* ---- sites ---- */

/* Every commune, for supply and candidate sites, then every facility. */
static mlg_status list_sites(job *j, mlg_error *err)
{
    mlg_study *study = &j->trial.study;
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = MLG_OK;
    for (int32_t p = 0; p < j->places.count; p++)
        if (mlg_place_is_commune(&j->places, p))
            MLG_TRY(mlg_sites_add_place(&j->sites, &j->places, p, err));
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/select_categories", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(mlg_sites_of_category(&j->sites, study, &j->places, mlg_column_text(stmt, 0), err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static void widen(job *j, int32_t limit_ds)
{
    if (limit_ds > j->limit_ds)
        j->limit_ds = limit_ds;
}

/* The longest limit of its measures, catchments and sitings. */
static mlg_status find_limit(job *j, mlg_error *err)
{
    const mlg_config *config = j->request.config;
    if (mlg_study_has_model(&j->request, "raster")) /* its nearest sites are found by rows */
        widen(j, mlg_minutes_to_ds(MLG_SEARCH_MIN));
    for (unsigned i = 0; i < config->accessibility_count; i++) {
        mlg_decay decay;
        MLG_TRY(mlg_study_decay(&decay, &j->request, i, err));
        widen(j, mlg_decay_limit(&decay));
    }
    for (unsigned i = 0; i < config->catchments_count; i++)
        widen(j, mlg_minutes_to_ds(config->catchments[i].minutes[config->catchments[i].minutes_count - 1]));
    for (unsigned i = 0; i < config->siting_count; i++)
        widen(j, mlg_minutes_to_ds(mlg_config_siting_max_minutes(&config->siting[i])));
    return MLG_OK;
}

/* What is split, and how much of it a part has. */
static int32_t shared_out(const job *j)
{
    return j->by_places ? j->n_places : j->n_sites;
}

static mlg_part part_of(const job *j)
{
    return mlg_part_of(shared_out(j), j->part, j->parts);
}

/* ---- files ---- */

static bool by_road(const job *j)
{
    return mlg_study_has_model(&j->request, "road");
}

static bool by_timetable(const job *j)
{
    return mlg_study_has_model(&j->request, "transit");
}

/* Whether the plan leaves the parts what they need of the study. */
static bool is_planned(const job *j)
{
    return by_road(j) || by_timetable(j);
}

static mlg_status name_part(char path[MLG_PATH_SIZE], const job *j, int32_t part, mlg_error *err)
{
    char extension[64];
    snprintf(extension, sizeof extension, ".%d-of-%d.times", part, j->parts);
    return mlg_path_with_extension(path, j->merged, extension, err);
}

static mlg_status name_files(job *j, const mlg_run_options *options, mlg_error *err)
{
    char of_study[MLG_PATH_SIZE];
    MLG_TRY(mlg_study_file_resolve(&j->geopackage, j->file, options->output_folder,
                                   j->request.config->outputs.geopackage, err));
    MLG_TRY(mlg_path_with_extension(of_study, j->geopackage, ".times", err));
    MLG_TRY(options->mode ? mlg_other_travel_file(j->merged, of_study, options->mode, err)
                          : mlg_path_format(j->merged, err, "%s", of_study));
    MLG_TRY(mlg_path_format(j->named, err, "%s%s%s", mlg_study_file_path(j->file), options->mode ? " --mode " : "",
                            options->mode ? options->mode : ""));
    MLG_TRY(mlg_path_with_extension(j->network, j->merged, ".network", err));
    MLG_TRY(mlg_path_with_extension(j->planned, j->merged, by_road(j) ? ".points" : ".searches", err));
    if (j->part > 0)
        return name_part(j->times, j, j->part, err);
    return mlg_path_format(j->times, err, "%s", j->merged);
}

/* ---- opening ---- */

static void hint_groups(const mlg_config *config, mlg_error *err)
{
    char names[200] = "";
    for (unsigned m = 0; m < config->modes_count; m++)
        mlg_list_add(names, sizeof names, ", ", config->modes[m].name);
    if (*names)
        mlg_hint(err, "its groups: %s", names);
}

/* All travel as the group does, if one is named. */
static mlg_status choose_travel(job *j, const char *mode, mlg_error *err)
{
    const mlg_config_travel *travel = mlg_config_travel_of(j->request.config, mode);
    if (!mode)
        return MLG_OK;
    if (!travel) {
        mlg_status st = mlg_refuse_mode(j->file, mode, err);
        hint_groups(j->request.config, err);
        return st;
    }
    j->config = *j->request.config;
    j->config.travel = (mlg_config_travel *)(uintptr_t)travel;
    j->request.config = &j->config;
    return MLG_OK;
}

static mlg_status need_rows(const job *j, mlg_error *err)
{
    if (mlg_study_keeps_rows(&j->request))
        return MLG_OK;
    mlg_fail(err, MLG_INPUT,
             "%s: travel.model is neither road, transit nor raster: there are no times to share out",
             mlg_study_file_path(j->file));
    mlg_hint(err, "run the study on one machine: maillage run %s", mlg_study_file_path(j->file));
    return MLG_INPUT;
}

static mlg_status check_parts(const job *j, mlg_error *err)
{
    const int32_t most = shared_out(j);
    if (j->parts < 1 || j->parts > most)
        return mlg_fail(err, MLG_USAGE,
                        j->by_places ? "%d parts: the study has %d places to share out; give 1 to %d"
                                     : "%d parts: the study has %d sites to share out; give 1 to %d",
                        j->parts, most, most);
    if (j->part > j->parts)
        return mlg_fail(err, MLG_USAGE, "there is no part %d of %d", j->part, j->parts);
    return MLG_OK;
}

/* Names all missing parts at once, so that they can be computed at once. */
static mlg_status need_parts(job *j, mlg_error *err)
{
    mlg_text missing = { 0 };
    int32_t count = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&j->files, (size_t)j->parts, "parts", err));
    for (int32_t k = 0; k < j->parts; k++) {
        char name[MLG_PATH_SIZE];
        MLG_GO(name_part(name, j, k + 1, err));
        MLG_GO(mlg_copy_text(&j->files[k], name, err));
        if (!mlg_path_exists(name))
            mlg_text_printf(&missing, "%s%d", count++ > 0 ? ", " : "", k + 1);
    }
    st = mlg_text_status(&missing, err);
    if (st == MLG_OK && count > 0) {
        st = mlg_fail(err, MLG_INPUT,
                      mlg_tr_count("%d of %d parts is missing: %s", "%d of %d parts are missing: %s", count),
                      count, j->parts, mlg_text_words(&missing));
        mlg_hint(err, "compute each of them: maillage shard run %s K/%d", j->named, j->parts);
    }
done:
    mlg_text_release(&missing);
    return st;
}

/* Loads the study, and opens its network without computing a row. */
static mlg_status open_all(job *j, mlg_error *err)
{
    MLG_TRY(mlg_trial_open(&j->trial, &j->request, err));
    mlg_study *study = &j->trial.study;
    study->prepare_only = j->part == 0;
    study->plan_path = j->prepared && by_timetable(j) ? j->planned : NULL;
    study->plan_key = j->key;
    study->part = j->part;
    study->parts = j->part > 0 ? j->parts : 0;
    MLG_TRY(mlg_places_read(&j->places, study, err));
    MLG_TRY(list_sites(j, err));
    j->n_places = j->places.count;
    j->n_sites = j->sites.count;
    MLG_TRY(check_parts(j, err));
    if (j->merging)
        MLG_TRY(need_parts(j, err));
    MLG_TRY(mlg_make_folder_of(j->merged, err));
    return mlg_study_travel(&j->travel, study, &j->places, &j->sites, err);
}

/* ---- what was planned ---- */

static mlg_status add_stamp(uint64_t *key, const job *j, const char *name, mlg_error *err)
{
    char *path;
    mlg_os_info info;
    if (!name)
        return MLG_OK;
    MLG_TRY(mlg_study_file_resolve(&path, j->file, j->request.data_folder, name, err));
    if (mlg_os_stat(path, &info) == 0) {
        const int64_t stamp[3] = { info.bytes, info.seconds, info.nanoseconds };
        *key = mlg_checksum(stamp, sizeof stamp, *key);
    }
    free(path);
    return MLG_OK;
}

/* Of the study file, the content of its sources, and the size and date of the extract and of what else its travel reads. */
static mlg_status find_key(job *j, mlg_error *err)
{
    mlg_digests digests = { 0 };
    mlg_study study = j->request;
    char loaded[1][65], asked[65];
    int64_t bytes;
    const char *key, *name;
    study.digests = &digests;
    mlg_status st = mlg_stage_fingerprint(loaded[0], 0, &study, loaded, err);
    mlg_digests_release(&digests);
    MLG_TRY(st);
    MLG_TRY(mlg_file_sha256(asked, &bytes, mlg_study_file_path(j->file), err));
    j->key = mlg_checksum(asked, sizeof asked, mlg_checksum(loaded[0], sizeof loaded[0], 0));
    for (unsigned k = 0; mlg_travel_file(&key, &name, j->request.config->travel, k); k++)
        MLG_TRY(add_stamp(&j->key, j, name, err));
    return MLG_OK;
}

/* A part takes the points that were planned, where they are those of this study: nothing is loaded. */
static mlg_status open_points(job *j, bool *found, mlg_error *err)
{
    MLG_TRY(mlg_road_points_read(&j->points, found, j->planned, j->key, err));
    if (!*found)
        return MLG_OK;
    j->trial.study = j->request;
    j->n_places = j->points.n_places;
    j->n_sites = j->points.n_sites;
    MLG_TRY(check_parts(j, err));
    const mlg_part part = part_of(j);
    MLG_TRY(mlg_road_points_travel(&j->travel, found, &j->trial.study, &j->points, part.first, part.count, err));
    return *found ? mlg_travel_ahead(j->travel, NULL, part.count, j->limit_ds, j->request.progress, err) : MLG_OK;
}

static void release(job *j)
{
    mlg_travel_free(j->travel);
    mlg_study_travel_release(&j->trial.study);
    mlg_road_points_release(&j->points);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
    mlg_trial_close(&j->trial);
    mlg_study_file_close(j->file);
    free(j->geopackage);
    for (int32_t k = 0; j->files && k < j->parts; k++)
        free(j->files[k]);
    free(j->files);
}

static mlg_status announce(job *j, mlg_part sites, mlg_error *err)
{
    int32_t *site;
    MLG_TRY(MLG_NEW(&site, (size_t)sites.count, "sites of a part", err));
    for (int32_t i = 0; i < sites.count; i++)
        site[i] = sites.first + i;
    mlg_status st = mlg_travel_ahead(j->travel, site, sites.count, j->limit_ds, j->trial.study.progress, err);
    free(site);
    return st;
}

/* ---- summaries ---- */

/* Streets are kept; timetables alone are read each time. */
static bool has_network(const job *j)
{
    return j->request.config->travel->osm != NULL;
}

static mlg_status say_json(char **out, const job *j, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_number(json, "parts", j->parts);
    if (j->part > 0)
        mlg_json_number(json, "part", j->part);
    mlg_json_text(json, "shared_out", j->by_places ? "places" : "sites");
    mlg_json_number(json, "sites", j->part > 0 && !j->by_places ? part_of(j).count : j->n_sites);
    mlg_json_number(json, "places", j->part > 0 && j->by_places ? part_of(j).count : j->n_places);
    mlg_json_number(json, "minutes", (double)j->limit_ds / MLG_DS_PER_MIN);
    if (j->part > 0)
        mlg_json_bool(json, "computed", j->computed);
    if (j->part > 0)
        mlg_json_bool(json, "loaded", j->loads);
    if (j->rows > 0)
        mlg_json_number(json, "rows", (double)j->rows);
    if (!j->prepared || has_network(j))
        mlg_json_text(json, "file", j->prepared ? j->network : j->times);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static void say_plan(mlg_text *text, const job *j)
{
    const int32_t n = shared_out(j);
    mlg_text_printf(text,
                    mlg_tr(j->by_places
                               ? MLG_MARK("%d sites, %d places, up to %g minutes: %d parts of %d to %d places")
                               : MLG_MARK("%d sites, %d places, up to %g minutes: %d parts of %d to %d sites")),
                    j->n_sites, j->n_places, (double)j->limit_ds / MLG_DS_PER_MIN, j->parts, n / j->parts,
                    (n + j->parts - 1) / j->parts);
    if (has_network(j))
        mlg_text_printf(text, mlg_tr("; network ready: %s"), j->network);
    mlg_text_printf(
        text, mlg_tr("\nnext, on any machines that see this folder: maillage shard run %s K/%d, K from 1 to %d\n"),
        j->named, j->parts, j->parts);
}

static void say_part(mlg_text *text, const job *j)
{
    const int32_t n = part_of(j).count;
    if (j->by_places)
        mlg_text_printf(text,
                        mlg_tr(j->computed
                                   ? MLG_MARK("part %d of %d: times of %d places, %s\n")
                                   : MLG_MARK("part %d of %d: times of %d places were already there, %s\n")),
                        j->part, j->parts, n, j->times);
    else
        mlg_text_printf(text,
                        mlg_tr(j->computed
                                   ? MLG_MARK("part %d of %d: times from %d sites, %s\n")
                                   : MLG_MARK("part %d of %d: times from %d sites were already there, %s\n")),
                        j->part, j->parts, n, j->times);
}

static mlg_status say_text(char **out, const job *j, const char *study, mlg_error *err)
{
    mlg_text text = { 0 };
    if (j->prepared)
        say_plan(&text, j);
    else if (j->part > 0)
        say_part(&text, j);
    else
        mlg_text_printf(
            &text,
            mlg_tr_count(
                "%d part, %lld rows of times: %s\nnext: maillage run %s; the files of the parts may then "
                "be deleted\n",
                "%d parts, %lld rows of times: %s\nnext: maillage run %s; the files of the parts may then "
                "be deleted\n",
                j->parts),
            j->parts, (long long)j->rows, j->times, study);
    return mlg_text_take(out, &text, err);
}

/* ---- the three steps ---- */

static mlg_status prepare(job *j, mlg_error *err)
{
    j->prepared = true;
    if (is_planned(j))
        MLG_TRY(find_key(j, err));
    MLG_TRY(open_all(j, err));
    MLG_TRY(announce(j, (mlg_part){ 0, j->n_sites }, err));
    return by_road(j) ? mlg_road_points_write(j->planned, j->key, &j->trial.study, &j->places, &j->sites, err)
                      : MLG_OK;
}

static mlg_status read_part(const job *j, const char *path, uint64_t fingerprint, mlg_error *err)
{
    mlg_row_store *store;
    MLG_TRY(mlg_row_store_new(&store, INT64_MAX, err));
    mlg_status st = mlg_row_store_read(store, path, fingerprint, j->n_places, err);
    mlg_row_store_free(store);
    return st;
}

/* Reads the file back: a part is whole before anyone counts on it. */
static mlg_status check_part(const job *j, uint64_t fingerprint, mlg_error *err)
{
    return read_part(j, j->times, fingerprint, err);
}

/* Searches from its part of the origins, as they were planned. */
static mlg_status search_planned(job *j, const mlg_transit_plan *plan, mlg_error *err)
{
    const mlg_transit_plan_facts *facts = mlg_transit_plan_facts_of(plan);
    j->n_places = facts->n_places;
    j->n_sites = facts->n_sites;
    MLG_TRY(check_parts(j, err));
    MLG_TRY(mlg_transit_plan_compute(&j->computed, plan, j->part, j->parts, j->times, j->request.threads,
                                     j->request.progress, err));
    return check_part(j, mlg_transit_plan_fingerprint(plan, j->part, j->parts), err);
}

static mlg_status load_and_compute(job *j, mlg_error *err)
{
    j->loads = true;
    MLG_TRY(open_all(j, err));
    return announce(j, j->by_places ? (mlg_part){ 0, j->n_sites } : part_of(j), err);
}

static mlg_status save(job *j, mlg_error *err)
{
    mlg_status st = mlg_study_rows_save(&j->computed, &j->trial.study, j->n_places, err);
    if (st == MLG_INPUT)
        mlg_hint(err, "see that the folder has room and may be written, and that no other file has this name; or "
                      "choose another --output folder");
    MLG_TRY(st);
    return check_part(j, mlg_study_rows_fingerprint(&j->trial.study), err);
}

static mlg_status compute_by_road(job *j, mlg_error *err)
{
    bool planned;
    MLG_TRY(open_points(j, &planned, err));
    if (!planned)
        MLG_TRY(load_and_compute(j, err));
    return save(j, err);
}

static mlg_status compute(job *j, mlg_error *err)
{
    mlg_transit_plan *plan = NULL;
    if (is_planned(j))
        MLG_TRY(find_key(j, err));
    if (by_road(j))
        return compute_by_road(j, err);
    if (by_timetable(j))
        MLG_TRY(mlg_transit_plan_open(&plan, j->planned, j->key, err));
    if (plan) {
        mlg_status st = search_planned(j, plan, err);
        mlg_transit_plan_free(plan);
        return st;
    }
    MLG_TRY(load_and_compute(j, err));
    return save(j, err);
}

/* Checks that the merged file has every row that the study may ask for. */
static mlg_status check_merged(job *j, mlg_error *err)
{
    mlg_study *study = &j->trial.study;
    mlg_travel_free(j->travel);
    j->travel = NULL;
    mlg_study_travel_release(study);
    MLG_TRY(mlg_study_travel(&j->travel, study, &j->places, &j->sites, err));
    MLG_TRY(announce(j, (mlg_part){ 0, j->n_sites }, err));
    const int64_t missing = mlg_study_rows_missing(study);
    if (missing == 0)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "the parts hold no times from %lld of %d sites, or not up to %g minutes",
             (long long)missing, j->n_sites, (double)j->limit_ds / MLG_DS_PER_MIN);
    mlg_hint(err, "the study has changed since they were computed: plan it and compute all parts again");
    return MLG_INPUT;
}

/* Names all parts that do not serve at once, so that they can be computed at once. */
static mlg_status hint_unfit(const job *j, const uint64_t *fingerprint_of, mlg_error *err)
{
    mlg_text unfit = { 0 };
    mlg_error why;
    for (int32_t k = 0; k < j->parts; k++)
        if (read_part(j, j->files[k], fingerprint_of[k], &why) == MLG_INPUT)
            mlg_text_printf(&unfit, "%s%d", mlg_text_words(&unfit)[0] ? ", " : "", k + 1);
    mlg_status st = mlg_text_status(&unfit, err);
    if (st == MLG_OK && mlg_text_words(&unfit)[0])
        mlg_hint(err, "compute again what does not serve, %s: maillage shard run %s K/%d", mlg_text_words(&unfit),
                 j->named, j->parts);
    mlg_text_release(&unfit);
    return st == MLG_OK ? MLG_INPUT : st;
}

/* Parts of the sites have rows of their own, those of the places have pieces of every row. */
static mlg_status put_together(job *j, mlg_error *err)
{
    const char *const *part = (const char *const *)j->files;
    const uint64_t all = mlg_study_rows_fingerprint(&j->trial.study);
    uint64_t *fingerprint_of;
    MLG_TRY(MLG_NEW(&fingerprint_of, (size_t)j->parts, "parts", err));
    for (int32_t k = 0; k < j->parts; k++)
        fingerprint_of[k] = j->by_places ? mlg_transit_part_fingerprint(all, k + 1, j->parts) : all;
    mlg_status st = j->by_places ? mlg_row_store_join(&j->rows, j->times, part, fingerprint_of, j->parts, all,
                                                      j->n_places, err)
                                 : mlg_row_store_merge(&j->rows, j->times, part, j->parts, all, j->n_places, err);
    if (st == MLG_INPUT)
        st = hint_unfit(j, fingerprint_of, err);
    free(fingerprint_of);
    return st;
}

static mlg_status merge(job *j, mlg_error *err)
{
    j->merging = true;
    MLG_TRY(open_all(j, err));
    MLG_TRY(put_together(j, err));
    return check_merged(j, err);
}

static mlg_status plan_to_read(const job *j, const mlg_run_options *options, const char *name, mlg_error *err)
{
    char *path = NULL;
    MLG_TRY(mlg_study_file_resolve(&path, j->file, options->data_folder, name, err));
    mlg_status st = mlg_plan_read_file(options->plan, path, err);
    free(path);
    return st;
}

static mlg_status fill_plan(const job *j, const mlg_run_options *options, bool prepares, mlg_error *err)
{
    const char *key, *name;
    MLG_TRY(mlg_plan_read_file(options->plan, mlg_study_file_path(j->file), err));
    for (unsigned k = 0; mlg_travel_file(&key, &name, j->request.config->travel, k); k++)
        if (name)
            MLG_TRY(plan_to_read(j, options, name, err));
    if (!prepares)
        return mlg_plan_write(options->plan, j->times, err);
    if (is_planned(j))
        MLG_TRY(mlg_plan_write(options->plan, j->planned, err));
    return has_network(j) ? mlg_plan_write(options->plan, j->network, err) : MLG_OK;
}

static mlg_status work(char **out, job j, const char *study, const mlg_run_options *options,
                       mlg_status (*step)(job *, mlg_error *), mlg_format format, mlg_error *err)
{
    mlg_status st;
    *out = NULL;
    MLG_TRY(mlg_open_request(&j.request, &j.file, study, options, err));
    MLG_GO(choose_travel(&j, options->mode, err));
    MLG_GO(need_rows(&j, err));
    j.by_places = mlg_study_searches_from_places(&j.request);
    MLG_GO(name_files(&j, options, err));
    if (options->plan) {
        st = fill_plan(&j, options, step == prepare, err);
        goto done;
    }
    j.request.network_path = j.network;
    j.request.times_path = j.times;
    MLG_GO(find_limit(&j, err));
    MLG_GO(step(&j, err));
    st = format == MLG_JSON ? say_json(out, &j, err) : say_text(out, &j, study, err);
done:
    release(&j);
    return st;
}

mlg_status mlg_shard_plan(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                          mlg_format format, mlg_error *err)
{
    return work(out, (job){ .parts = parts }, study, options, prepare, format, err);
}

mlg_status mlg_shard_run(char **out, const char *study, int32_t part, int32_t parts,
                         const mlg_run_options *options, mlg_format format, mlg_error *err)
{
    *out = NULL;
    if (part < 1)
        return mlg_fail(err, MLG_USAGE, "there is no part %d of %d", part, parts);
    return work(out, (job){ .part = part, .parts = parts }, study, options, compute, format, err);
}

mlg_status mlg_shard_merge(char **out, const char *study, int32_t parts, const mlg_run_options *options,
                           mlg_format format, mlg_error *err)
{
    return work(out, (job){ .parts = parts }, study, options, merge, format, err);
}
