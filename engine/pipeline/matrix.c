/* mlg_write_matrix: travel times between two sets of points, one CSV row per pair. */
#include "adapters/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/path.h"
#include "base/progress.h"
#include "output/csv.h"
#include "pipeline/dry_run.h"
#include "pipeline/matrix_points.h"
#include "pipeline/outputs.h"
#include "pipeline/router.h"
#include "study/study.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_CELLS = 1 << 22 }; /* pairs computed at once */

typedef enum { REACHED, NO_ROUTE, ORIGIN_OFF, DESTINATION_OFF, BEYOND, REASONS } reason;

/* Values of the column `reason`. */
static const char *const reason_words[REASONS] = {
    [REACHED] = "",
    [NO_ROUTE] = "no_route",
    [ORIGIN_OFF] = "origin_off_network",
    [DESTINATION_OFF] = "destination_off_network",
    [BEYOND] = "beyond_limit",
};

typedef struct {
    const mlg_matrix_options *options;
    mlg_study_file *study; /* NULL when the GeoPackage was named itself */
    char *geopackage;
    const char *path; /* of the CSV file */
    mlg_db *db;
    mlg_router *router;
    mlg_matrix_points from, to;
    bool *from_off,
        *to_off; /* [count] further from any road than the snapping distance; all false in straight lines */
    int32_t limit_ds;
    mlg_outputs outputs;
    FILE *file;
    mlg_text cell; /* the one being written */
    int64_t count[REASONS];
} job;

/* ---- request ---- */

static mlg_status check_limit(job *j, mlg_error *err)
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

static mlg_status check_output(job *j, mlg_error *err)
{
    if (!mlg_path_ends_with(j->path, ".csv")) {
        mlg_status st = mlg_fail(err, MLG_USAGE, "%s: a matrix is a CSV file", j->path);
        mlg_hint(err, "give a name ending in .csv");
        return st;
    }
    if (is_same_file(j->path, j->options->from) || is_same_file(j->path, j->options->to))
        return mlg_fail(err, MLG_INPUT, "%s: contains the points; an output cannot replace it", j->path);
    const mlg_output_origin origin = { .geopackage = j->geopackage, .db = j->db, .file = j->study };
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
static mlg_status find_geopackage(job *j, const char *study, mlg_error *err)
{
    if (mlg_study_is(study))
        return mlg_copy_text(&j->geopackage, study, err);
    MLG_TRY(mlg_study_file_open(&j->study, study, err));
    if (j->options->untrusted)
        mlg_study_file_bound(j->study);
    MLG_TRY(mlg_study_file_resolve(&j->geopackage, j->study, NULL,
                                   mlg_study_file_config(j->study)->outputs.geopackage, err));
    return check_run(study, j->geopackage, err);
}

static mlg_status open_all(job *j, mlg_error *err)
{
    MLG_TRY(mlg_db_open(&j->db, j->geopackage, false, err));
    MLG_TRY(mlg_router_open(&j->router, j->geopackage, 0, err));
    const int epsg = mlg_router_epsg(j->router);
    MLG_TRY(mlg_matrix_points_read(&j->from, j->options->from, j->db, epsg, err));
    return mlg_matrix_points_read(&j->to, j->options->to, j->db, epsg, err);
}

static void release(job *j)
{
    mlg_matrix_points_release(&j->from);
    mlg_matrix_points_release(&j->to);
    mlg_router_close(j->router);
    mlg_db_close(j->db);
    mlg_study_file_close(j->study);
    free(j->geopackage);
    free(j->from_off);
    free(j->to_off);
    mlg_text_release(&j->cell);
    mlg_outputs_release(&j->outputs);
}

/* ---- CSV ---- */

static void write_code(job *j, const char *code)
{
    j->cell.length = 0;
    mlg_csv_safe_cell(&j->cell, code, ',');
    fwrite(j->cell.data, 1, j->cell.length, j->file);
}

static reason reason_of(const job *j, int32_t origin, int32_t destination, int32_t time_ds)
{
    if (time_ds != MLG_UNREACHABLE)
        return time_ds <= j->limit_ds ? REACHED : BEYOND;
    return j->from_off[origin] ? ORIGIN_OFF : j->to_off[destination] ? DESTINATION_OFF : NO_ROUTE;
}

static void write_row(job *j, int32_t origin, const int32_t *time_ds)
{
    for (int32_t k = 0; k < j->to.count; k++) {
        const reason why = reason_of(j, origin, k, time_ds[k]);
        j->count[why]++;
        write_code(j, j->from.code[origin]);
        fputc(',', j->file);
        write_code(j, j->to.code[k]);
        if (why == REACHED)
            fprintf(j->file, ",%.3f,\n", (double)time_ds[k] / MLG_DS_PER_MIN);
        else
            fprintf(j->file, ",,%s\n", reason_words[why]);
    }
}

/* Times are computed without the limit, so that pairs beyond it can be told from pairs without a route. */
static mlg_status write_pairs(job *j, mlg_error *err)
{
    const mlg_positions to = { j->to.count, j->to.x, j->to.y };
    int32_t *time_ds, rows = BLOCK_CELLS / j->to.count;
    rows = rows < 1 ? 1 : rows > j->from.count ? j->from.count : rows;
    mlg_status st = MLG_NEW(&time_ds, (size_t)rows * (size_t)j->to.count, "a matrix", err);
    fputs("origin,destination,minutes,reason\n", j->file);
    for (int32_t first = 0; st == MLG_OK && first < j->from.count; first += rows) {
        const int32_t n = j->from.count - first < rows ? j->from.count - first : rows;
        const mlg_positions from = { n, j->from.x + first, j->from.y + first };
        st = mlg_router_times(time_ds, j->router, &from, &to, MLG_UNREACHABLE, err);
        for (int32_t i = 0; st == MLG_OK && i < n; i++)
            write_row(j, first + i, time_ds + (size_t)i * (size_t)j->to.count);
        if (st == MLG_OK)
            st = mlg_progress_step(&j->options->progress, "writing the matrix",
                                   (double)(first + n) / j->from.count, err);
    }
    free(time_ds);
    return st;
}

static mlg_status write_file(job *j, mlg_error *err)
{
    j->file = mlg_os_fopen(j->outputs.items[0].aside, "wb");
    if (!j->file)
        return mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", j->path, mlg_errno_text(errno));
    mlg_status st = write_pairs(j, err);
    bool good = !ferror(j->file);
    good = fclose(j->file) == 0 && good;
    if (st == MLG_OK && j->cell.status != MLG_OK)
        st = mlg_fail_memory(err, "a cell", j->cell.length);
    if (st == MLG_OK && !good)
        st = mlg_fail(err, MLG_INPUT, "%s: cannot be written: %s", j->path, mlg_errno_text(errno));
    return st;
}

/* ---- summary ---- */

static int64_t pairs_of(const job *j)
{
    return (int64_t)j->from.count * j->to.count;
}

static mlg_status summarise_json(char **out, const job *j, mlg_error *err)
{
    mlg_json *json;
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_array(json, "files");
    mlg_json_text(json, NULL, j->path);
    mlg_json_end(json);
    mlg_json_text(json, "model", mlg_router_model(j->router));
    mlg_json_number(json, "origins", j->from.count);
    mlg_json_number(json, "destinations", j->to.count);
    mlg_json_number(json, "pairs", (double)pairs_of(j));
    mlg_json_number(json, "reached", (double)j->count[REACHED]);
    for (int why = REACHED + 1; why < REASONS; why++)
        mlg_json_number(json, reason_words[why], (double)j->count[why]);
    mlg_json_number(json, "within_minutes", j->options->within_min);
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static mlg_status summarise_text(char **out, const job *j, mlg_error *err)
{
    char text[MLG_PATH_SIZE + 512];
    int n = snprintf(text, sizeof text, mlg_tr("%s: %lld pairs (%d origins, %d destinations), %lld reached"),
                     j->path, (long long)pairs_of(j), j->from.count, j->to.count, (long long)j->count[REACHED]);
    const int64_t off = j->count[ORIGIN_OFF] + j->count[DESTINATION_OFF];
    if (j->count[NO_ROUTE])
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld without a route"),
                      (long long)j->count[NO_ROUTE]);
    if (off)
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld off the network"), (long long)off);
    if (j->count[BEYOND])
        n += snprintf(text + n, sizeof text - (size_t)n, mlg_tr(", %lld beyond %g minutes"),
                      (long long)j->count[BEYOND], j->options->within_min);
    snprintf(text + n, sizeof text - (size_t)n, "\n");
    return mlg_copy_text(out, text, err);
}

/* ---- entry point ---- */

static mlg_status fill_plan(const job *j, const char *study, mlg_error *err)
{
    mlg_plan *plan = j->options->plan;
    if (strcmp(study, j->geopackage) != 0)
        MLG_TRY(mlg_plan_read_file(plan, study, err));
    MLG_TRY(mlg_plan_read_file(plan, j->geopackage, err));
    if (j->router->network)
        MLG_TRY(mlg_plan_read_file(plan, j->router->network, err));
    if (mlg_matrix_is_file(j->options->from) && !strchr(j->options->from, '|'))
        MLG_TRY(mlg_plan_read_file(plan, j->options->from, err));
    if (mlg_matrix_is_file(j->options->to) && !strchr(j->options->to, '|'))
        MLG_TRY(mlg_plan_read_file(plan, j->options->to, err));
    return mlg_plan_write(plan, j->path, err);
}

mlg_status mlg_write_matrix(char **out, const char *study, const char *path, const mlg_matrix_options *options,
                            mlg_format format, mlg_error *err)
{
    job j = { .options = options, .path = path };
    mlg_status st;
    *out = NULL;
    MLG_GO(check_limit(&j, err));
    MLG_GO(find_geopackage(&j, study, err));
    MLG_GO(open_all(&j, err));
    MLG_GO(check_output(&j, err));
    if (options->plan) {
        st = fill_plan(&j, study, err);
        goto done;
    }
    j.router->progress = &options->progress;
    MLG_GO(find_off(&j.from_off, j.router, &j.from, err));
    MLG_GO(find_off(&j.to_off, j.router, &j.to, err));
    MLG_GO(write_file(&j, err));
    MLG_GO(format == MLG_JSON ? summarise_json(out, &j, err) : summarise_text(out, &j, err));
    st = mlg_outputs_commit(&j.outputs, err);
done:
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    release(&j);
    return st;
}
