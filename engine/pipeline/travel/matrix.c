/* mlg_write_matrix: travel times between two sets of points, one CSV row per pair. */
#include "adapters/json.h"
#include "base/aside.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/progress.h"
#include "output/csv.h"
#include "pipeline/dry_run.h"
#include "pipeline/travel/matrix_inner.h"
#include "pipeline/router/router.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- request ---- */

static mlg_status check_limit(mlg_matrix_job *j, mlg_error *err)
{
    const double longest = (double)MLG_TIME_MAX / MLG_DS_PER_MIN, minutes = j->options->within_min;
    j->limit_ds = MLG_UNREACHABLE;
    if (isnan(minutes))
        return MLG_OK;
    if (!(minutes >= 0 && minutes <= longest))
        return mlg_fail(err, MLG_USAGE, "a limit of %g minutes is out of range; give 0 to %.0f", minutes, longest);
    j->limit_ds = mlg_minutes_to_ds(minutes);
    return MLG_OK;
}

static bool is_same_file(const char *a, const char *b)
{
    mlg_os_info one, other;
    return mlg_os_stat(a, &one) == 0 && mlg_os_stat(b, &other) == 0 && one.device == other.device &&
           one.inode == other.inode;
}

static const char *from_of(const mlg_matrix_job *j)
{
    return j->options->from ? j->options->from : "communes";
}

static const char *to_of(const mlg_matrix_job *j)
{
    return j->options->to ? j->options->to : "communes";
}

static mlg_status check_output(mlg_matrix_job *j, mlg_error *err)
{
    if (!mlg_path_ends_with(j->path, ".csv") && !mlg_matrix_is_map(j)) {
        mlg_status st = mlg_fail(err, MLG_USAGE, "%s: a matrix is a CSV file", j->path);
        mlg_hint(err, mlg_matrix_by_land(j) ? MLG_MARK("give a name ending in .csv, or in .tif for a map")
                                            : MLG_MARK("give a name ending in .csv"));
        return st;
    }
    if (is_same_file(j->path, from_of(j)) || is_same_file(j->path, to_of(j)))
        return mlg_fail(err, MLG_INPUT, "%s: contains the points; an output cannot replace it", j->path);
    const mlg_output_origin origin = {
        .geopackage = j->geopackage, .db = j->db, .file = j->study, .data_folder = j->options->data_folder
    };
    return mlg_outputs_one(&j->outputs, MLG_OUT_WORKBOOK, j->path, &origin, j->options->overwrite,
                           j->options->plan != NULL, err);
}

/* Distinguishes points with no road nearby from points that no route reaches. */
static mlg_status find_off(bool **off, mlg_router *router, const mlg_matrix_points *points, mlg_error *err)
{
    const mlg_positions positions = { points->count, points->x, points->y };
    mlg_snap *snaps;
    MLG_TRY(MLG_NEW(off, (size_t)points->count, "points of a matrix", err));
    if (strcmp(mlg_router_model(router), "road") != 0)
        return MLG_OK;
    mlg_status st = mlg_router_attach(&snaps, router, &positions, err);
    for (int32_t i = 0; st == MLG_OK && i < points->count; i++)
        (*off)[i] = snaps[i].segment < 0;
    free(snaps);
    return st;
}

static bool is_newer(const char *a, const char *b)
{
    mlg_os_info one, other;
    if (mlg_os_stat(a, &one) != 0 || mlg_os_stat(b, &other) != 0)
        return false;
    return one.seconds != other.seconds ? one.seconds > other.seconds : one.nanoseconds > other.nanoseconds;
}

/* The GeoPackage of a study file must exist and must not be older than the file, whose travel it may not describe. */
static mlg_status check_run(const char *study, const char *geopackage, mlg_error *err)
{
    if (!mlg_os_can(geopackage, MLG_OS_EXISTS)) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s: its GeoPackage %s does not exist", study, geopackage);
        mlg_hint(err, "run the study first: maillage run %s", study);
        return st;
    }
    if (!is_newer(study, geopackage))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: is newer than its GeoPackage %s", study, geopackage);
    mlg_hint(err, "run the study again, or give the GeoPackage: maillage run %s --overwrite", study);
    return st;
}

/* A study file stands for the GeoPackage that its last run wrote. */
static mlg_status find_geopackage(mlg_matrix_job *j, const char *study, mlg_error *err)
{
    if (mlg_study_is(study))
        return mlg_copy_text(&j->geopackage, study, err);
    MLG_TRY(mlg_study_file_open(&j->study, study, err));
    if (j->options->untrusted)
        mlg_study_file_bound(j->study);
    MLG_TRY(mlg_study_file_resolve(&j->geopackage, j->study, NULL,
                                   mlg_study_file_config(j->study)->outputs.geopackage, err));
    return mlg_matrix_by_timetable(j) || mlg_matrix_by_land(j) ? MLG_OK : check_run(study, j->geopackage, err);
}

static mlg_status open_all(mlg_matrix_job *j, const char *study, mlg_error *err)
{
    if (mlg_matrix_by_timetable(j) || mlg_matrix_by_land(j)) {
        MLG_TRY(mlg_matrix_load_study(j, study, err));
    } else {
        MLG_TRY(mlg_db_open(&j->db, j->geopackage, false, err));
        MLG_TRY(mlg_router_open(&j->router, j->geopackage, 0, err));
        j->router->progress = &j->options->progress;
    }
    const int epsg = j->router ? mlg_router_epsg(j->router) : j->transit.request.epsg;
    MLG_TRY(mlg_matrix_points_read(&j->from, from_of(j), j->db, epsg, err));
    return mlg_matrix_points_read(&j->to, to_of(j), j->db, epsg, err);
}

static void release(mlg_matrix_job *j)
{
    mlg_matrix_points_release(&j->from);
    mlg_matrix_points_release(&j->to);
    mlg_router_close(j->router);
    if (!j->transit.loaded)
        mlg_db_close(j->db);
    mlg_transit_study_close(&j->transit);
    mlg_transit_pairs_release(&j->pairs);
    mlg_study_file_close(j->study);
    free(j->geopackage);
    free(j->from_off);
    free(j->to_off);
    mlg_text_release(&j->cell);
    mlg_outputs_release(&j->outputs);
}

/* ---- CSV ---- */

static mlg_status router_times(int32_t *time_ds, const mlg_matrix_job *j, const void *context, int32_t first,
                               int32_t n, mlg_error *err)
{
    const mlg_positions from = { n, j->from.x + first, j->from.y + first };
    const mlg_positions to = { j->to.count, j->to.x, j->to.y };
    (void)context;
    return mlg_router_times(time_ds, j->router, &from, &to, MLG_UNREACHABLE, err);
}

static mlg_status write_file(mlg_matrix_job *j, mlg_error *err)
{
    j->file = mlg_aside_open(j->outputs.items[0].aside);
    if (!j->file)
        return mlg_fail_write(err, j->path, errno);
    mlg_status st = j->router               ? mlg_matrix_write_pairs(j, router_times, NULL, err)
                    : mlg_matrix_by_land(j) ? mlg_matrix_write_land(j, err)
                                            : mlg_matrix_write_timetables(j, err);
    bool good = !ferror(j->file);
    good = fclose(j->file) == 0 && good;
    if (st == MLG_OK && j->cell.status != MLG_OK)
        st = mlg_fail_memory(err, "a cell", j->cell.length);
    if (st == MLG_OK && !good)
        st = mlg_fail_write(err, j->path, errno);
    return st;
}

/* ---- summary ---- */

static int64_t pairs_of(const mlg_matrix_job *j)
{
    return (int64_t)j->from.count * j->to.count;
}

/* Of a map: the points, and the cells. */
static mlg_status summarise_map(char **out, const mlg_matrix_job *j, mlg_format format, mlg_error *err)
{
    mlg_json *json;
    mlg_text text = { 0 };
    const int64_t off = j->count[MLG_MATRIX_DESTINATION_OFF];
    if (format != MLG_JSON) {
        mlg_text_printf(&text, mlg_tr("%s: %lld of %lld cells without barrier reached\n"), j->path,
                        (long long)j->reached_cells, (long long)j->open_cells);
        if (off > 0)
            mlg_text_printf(&text, mlg_tr("points outside the grid or on a barrier: %lld\n"), (long long)off);
        return mlg_text_take(out, &text, err);
    }
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "files");
    mlg_json_text(json, NULL, j->path);
    mlg_json_end(json);
    mlg_json_text(json, "model", "raster");
    mlg_json_number(json, "points", (double)j->count[MLG_MATRIX_REACHED]);
    mlg_json_number(json, "points_off", (double)off);
    mlg_json_number(json, "cells", (double)j->open_cells);
    mlg_json_number(json, "reached", (double)j->reached_cells);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static mlg_status summarise_json(char **out, const mlg_matrix_job *j, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "files");
    mlg_json_text(json, NULL, j->path);
    mlg_json_end(json);
    mlg_json_text(json, "model",
                  j->router               ? mlg_router_model(j->router)
                  : mlg_matrix_by_land(j) ? "raster"
                                          : "transit");
    mlg_json_number(json, "origins", j->from.count);
    mlg_json_number(json, "destinations", j->to.count);
    mlg_json_number(json, "pairs", (double)pairs_of(j));
    mlg_json_number(json, "reached", (double)j->count[MLG_MATRIX_REACHED]);
    for (int why = MLG_MATRIX_REACHED + 1; why < MLG_MATRIX_REASONS; why++)
        mlg_json_number(json, mlg_matrix_reason_words[why], (double)j->count[why]);
    mlg_json_number(json, "within_minutes", j->options->within_min);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static mlg_status summarise_text(char **out, const mlg_matrix_job *j, mlg_error *err)
{
    char text[MLG_PATH_SIZE + 512];
    int n =
        snprintf(text, sizeof text, mlg_tr("%s: %lld pairs (%d origins, %d destinations), %lld reached"), j->path,
                 (long long)pairs_of(j), j->from.count, j->to.count, (long long)j->count[MLG_MATRIX_REACHED]);
    const int64_t off = j->count[MLG_MATRIX_ORIGIN_OFF] + j->count[MLG_MATRIX_DESTINATION_OFF];
    if (j->count[MLG_MATRIX_NO_ROUTE])
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld without a route"),
                      (long long)j->count[MLG_MATRIX_NO_ROUTE]);
    if (off)
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld off the network"), (long long)off);
    if (j->count[MLG_MATRIX_BEYOND])
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld beyond %g minutes"),
                      (long long)j->count[MLG_MATRIX_BEYOND], j->options->within_min);
    snprintf(text + n, sizeof text - (size_t)n, "\n");
    return mlg_copy_text(out, text, err);
}

/* ---- entry point ---- */

static mlg_status fill_plan(const mlg_matrix_job *j, const char *study, mlg_error *err)
{
    mlg_plan *plan = j->options->plan;
    if (!j->router)
        MLG_TRY(mlg_transit_study_plan(&j->transit, plan, err));
    else if (strcmp(study, j->geopackage) != 0)
        MLG_TRY(mlg_plan_read_file(plan, study, err));
    if (j->router)
        MLG_TRY(mlg_plan_read_file(plan, j->geopackage, err));
    if (j->router && j->router->network)
        MLG_TRY(mlg_plan_read_file(plan, j->router->network, err));
    const char *const points[] = { from_of(j), to_of(j) };
    for (int k = 0; k < 2; k++)
        if (mlg_matrix_is_file(points[k]) && !strchr(points[k], '|'))
            MLG_TRY(mlg_plan_read_file(plan, points[k], err));
    return mlg_plan_write(plan, j->path, err);
}

mlg_status mlg_write_matrix(char **out, const char *study, const char *path, const mlg_matrix_options *options,
                            mlg_format format, mlg_error *err)
{
    mlg_matrix_job j = { .options = options, .path = path };
    mlg_status st;
    *out = NULL;
    MLG_GO(check_limit(&j, err));
    MLG_GO(mlg_matrix_read_percentiles(&j, err));
    MLG_GO(find_geopackage(&j, study, err));
    MLG_GO(mlg_matrix_check_kind(&j, err));
    MLG_GO(open_all(&j, study, err));
    MLG_GO(check_output(&j, err));
    if (options->plan) {
        st = fill_plan(&j, study, err);
        goto done;
    }
    if (j.router) {
        MLG_GO(find_off(&j.from_off, j.router, &j.from, err));
        MLG_GO(find_off(&j.to_off, j.router, &j.to, err));
    }
    MLG_GO(mlg_matrix_is_map(&j) ? mlg_matrix_write_map(&j, err) : write_file(&j, err));
    MLG_GO(mlg_matrix_is_map(&j) ? summarise_map(out, &j, format, err)
           : format == MLG_JSON  ? summarise_json(out, &j, err)
                                 : summarise_text(out, &j, err));
    st = mlg_outputs_commit(&j.outputs, err);
done:
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    release(&j);
    return st;
}
