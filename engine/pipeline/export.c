/* mlg_export: the layers of a study in formats that other tools read. */
#include "adapters/archive.h"
#include "adapters/db/database.h"
#include "adapters/json.h"
#include "base/aside.h"
#include "base/memory.h"
#include "base/os/file.h"
#include "base/progress.h"
#include "output/export/export.h"
#include "pipeline/dry_run.h"
#include "pipeline/outputs.h"
#include "pipeline/placing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef enum { GEOPACKAGE, SHAPEFILE, GEOJSON, FLATGEOBUF, POSTGIS, UNKNOWN } kind;

static const struct {
    const char *word;
    mlg_file_format file; /* for formats with one layer per file */
} kinds[] = {
    [GEOPACKAGE] = { "gpkg", MLG_SHAPEFILE }, [SHAPEFILE] = { "shapefile", MLG_SHAPEFILE },
    [GEOJSON] = { "geojson", MLG_GEOJSON },   [FLATGEOBUF] = { "flatgeobuf", MLG_FLATGEOBUF },
    [POSTGIS] = { "postgis", MLG_SHAPEFILE },
};

typedef struct {
    const char *study, *to;
    const mlg_export_options *options;
    kind kind;
    bool zip, one; /* an archive; one file of one layer */
    int epsg;
    mlg_db *db;
    mlg_export_list list;
    mlg_outputs outputs;
    char folder[MLG_PATH_SIZE]; /* temporary folder of files not yet in place; empty: none */
} job;

/* ---- selection ---------------------------------------------------------------------------------------------------- */

static bool is_connection(const char *to)
{
    return strncasecmp(to, "PG:", 3) == 0 || strncasecmp(to, "postgresql://", 13) == 0;
}

/* Derived from the name of the output; UNKNOWN for a folder or an archive. */
static kind kind_of_name(const char *to)
{
    if (is_connection(to))
        return POSTGIS;
    if (mlg_path_ends_with(to, ".gpkg"))
        return GEOPACKAGE;
    if (mlg_path_ends_with(to, ".geojson") || mlg_path_ends_with(to, ".json"))
        return GEOJSON;
    return mlg_path_ends_with(to, ".fgb") ? FLATGEOBUF : UNKNOWN;
}

static kind kind_of_word(const char *word)
{
    for (int i = 0; i < UNKNOWN; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return (kind)i;
    return UNKNOWN;
}

static mlg_status choose_kind(job *j, mlg_error *err)
{
    const char *word = j->options->format;
    kind named = kind_of_name(j->to);
    j->zip = mlg_path_ends_with(j->to, ".zip");
    j->one = named == GEOJSON || named == FLATGEOBUF;
    j->kind = word ? kind_of_word(word) : named == UNKNOWN && j->zip ? SHAPEFILE : named;
    if (word && j->kind == UNKNOWN)
        return mlg_fail(err, MLG_USAGE, "unknown format '%s'; use gpkg, shapefile, geojson, flatgeobuf or postgis",
                        word);
    if (mlg_path_ends_with(j->to, ".shp")) {
        mlg_status st = mlg_fail(err, MLG_USAGE, "%s: a shapefile consists of several files", j->to);
        mlg_hint(err, "give a folder and --format shapefile, or a .zip");
        return st;
    }
    if (j->kind == UNKNOWN) {
        mlg_status st = mlg_fail(err, MLG_USAGE, "%s: the format cannot be inferred from the name", j->to);
        mlg_hint(err, "for a folder add --format shapefile, geojson or flatgeobuf");
        return st;
    }
    bool alone = j->kind == GEOPACKAGE || j->kind == POSTGIS;
    if ((named != UNKNOWN && named != j->kind) || (alone && named != j->kind))
        return mlg_fail(err, MLG_USAGE, "%s: the file name does not match the format %s",
                        j->kind == POSTGIS ? "OUT" : j->to, kinds[j->kind].word);
    return MLG_OK;
}

static mlg_status choose_system(job *j, mlg_error *err)
{
    j->epsg = j->options->crs > 0 ? j->options->crs : j->kind == GEOJSON ? 4326 : j->list.epsg;
    if (j->kind == GEOJSON && j->epsg != 4326)
        return mlg_fail(err, MLG_USAGE,
                        "EPSG:%d: GeoJSON is in EPSG:4326 (RFC 7946); FlatGeobuf supports any system", j->epsg);
    return MLG_OK;
}

static mlg_status choose(job *j, mlg_error *err)
{
    MLG_TRY(choose_kind(j, err));
    bool tables = j->kind == GEOPACKAGE || j->kind == POSTGIS;
    MLG_TRY(mlg_db_open_any(&j->db, j->study, false, err));
    MLG_TRY(mlg_export_choose(&j->list, j->db, j->options->layers, tables, err));
    MLG_TRY(choose_system(j, err));
    if (!j->one || j->list.count == 1)
        return MLG_OK;
    mlg_status st =
        mlg_fail(err, MLG_USAGE, "%s: a file of this format holds one layer, and %d are to be exported", j->to,
                 j->list.count);
    mlg_hint(err, "name one with --layers, or give a folder and --format %s", kinds[j->kind].word);
    return st;
}

/* ---- writing -------------------------------------------------------------------------------------------------------------- */

static mlg_status write_geopackage(job *j, mlg_error *err)
{
    mlg_db *copy = NULL;
    const char *aside = j->outputs.items[0].aside;
    MLG_TRY(mlg_db_copy(j->study, aside, err));
    MLG_TRY(mlg_db_open_any(&copy, aside, true, err));
    mlg_status st = mlg_db_sync_later(copy, err);
    if (st == MLG_OK)
        st = mlg_export_geopackage(&j->list, copy, mlg_path_name(j->to), j->epsg, &j->options->progress, err);
    mlg_db_close(copy);
    return st;
}

static mlg_status put_at(const char *from, const char *to, mlg_error *err)
{
    return mlg_os_rename(from, to) == 0 ? MLG_OK : mlg_fail_write(err, to, errno);
}

/* Writes a folder of files; for an archive it is then zipped, for a single file that file is moved out. */
static mlg_status write_files(job *j, mlg_error *err)
{
    const char *aside = j->outputs.items[0].aside;
    char packed[MLG_PATH_SIZE];
    bool inside = j->zip || j->one;
    MLG_TRY(mlg_path_format(j->folder, err, "%s%s", aside, inside ? "-files" : ""));
    MLG_TRY(mlg_make_folder(j->folder, err));
    MLG_TRY(
        mlg_export_files(&j->list, j->db, kinds[j->kind].file, j->folder, j->epsg, &j->options->progress, err));
    if (!inside)
        return MLG_OK;
    if (j->zip) {
        MLG_TRY(mlg_path_format(packed, err, "%s.zip", j->folder));
        mlg_status st = mlg_archive_folder(packed, j->folder, err);
        if (st != MLG_OK) {
            mlg_os_remove(packed);
            return st;
        }
    } else {
        MLG_TRY(mlg_path_format(packed, err, "%s/%s.%s", j->folder, j->list.items[0].name,
                                mlg_export_extension(kinds[j->kind].file)));
    }
    return put_at(packed, aside, err);
}

static const char *schema_of(const job *j)
{
    return j->options->schema ? j->options->schema : "maillage";
}

static bool is_folder(const job *j)
{
    return j->kind != GEOPACKAGE && !j->zip && !j->one;
}

static mlg_status prepare(job *j, mlg_error *err)
{
    const mlg_output_origin origin = { .geopackage = j->study, .db = j->db };
    return mlg_outputs_one(&j->outputs, is_folder(j) ? MLG_OUT_TABLES : MLG_OUT_GEOPACKAGE, j->to, &origin,
                           j->options->overwrite, j->options->plan != NULL, err);
}

static mlg_status plan_layer(const job *j, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    if (j->kind == POSTGIS)
        MLG_TRY(mlg_path_format(path, err, "PostGIS: %s.%s", schema_of(j), name));
    else
        MLG_TRY(mlg_path_format(path, err, "%s/%s.%s", j->to, name, mlg_export_extension(kinds[j->kind].file)));
    return mlg_plan_write(j->options->plan, path, err);
}

/* Does not connect to a database. */
static mlg_status plan(job *j, mlg_error *err)
{
    MLG_TRY(mlg_plan_read_file(j->options->plan, j->study, err));
    if (j->kind != POSTGIS)
        MLG_TRY(prepare(j, err));
    if (j->kind != POSTGIS && !is_folder(j))
        return mlg_plan_write(j->options->plan, j->to, err);
    for (int32_t i = 0; i < j->list.count; i++)
        MLG_TRY(plan_layer(j, j->list.items[i].name, err));
    return MLG_OK;
}

static mlg_status write_output(job *j, mlg_error *err)
{
    if (j->kind == POSTGIS)
        return mlg_export_postgis(&j->list, j->db, j->to, schema_of(j), j->options->overwrite, j->epsg,
                                  &j->options->progress, err);
    MLG_TRY(prepare(j, err));
    MLG_TRY(j->kind == GEOPACKAGE ? write_geopackage(j, err) : write_files(j, err));
    return mlg_progress_step(&j->options->progress, "write", 1, err);
}

/* ---- output --------------------------------------------------------------------------------------------------------------- */

/* Hides a connection string, which may contain a password. */
static const char *shown(const job *j)
{
    return j->kind == POSTGIS ? "PostGIS" : j->to;
}

static mlg_status tell_text(char **out, const job *j, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_text_printf(&text, "%s (%s, EPSG:%d)\n", shown(j), kinds[j->kind].word, j->epsg);
    for (int32_t i = 0; i < j->list.count; i++) {
        const mlg_export_table *t = &j->list.items[i];
        mlg_text_printf(&text, "  %-22s %8lld  %s\n", t->name, (long long)t->rows, t->title);
    }
    if (j->list.notes.data)
        mlg_text_add(&text, j->list.notes.data);
    if (j->list.notes.status != MLG_OK)
        text.status = j->list.notes.status;
    mlg_status st = mlg_text_take(out, &text, err);
    mlg_text_release(&text);
    return st;
}

static mlg_status tell_json(char **out, const job *j, mlg_error *err)
{
    mlg_json *json;
    if (j->list.notes.status != MLG_OK)
        return mlg_fail_memory(err, "notes", j->list.notes.length);
    MLG_TRY(mlg_json_new(&json, err));
    mlg_json_text(json, "output", shown(j));
    mlg_json_text(json, "format", kinds[j->kind].word);
    mlg_json_number(json, "epsg", j->epsg);
    mlg_json_array(json, "layers");
    for (int32_t i = 0; i < j->list.count; i++) {
        const mlg_export_table *t = &j->list.items[i];
        mlg_json_object(json, NULL);
        mlg_json_text(json, "name", t->name);
        mlg_json_text(json, "title", t->title);
        mlg_json_text(json, "geometry", t->geometry);
        mlg_json_number(json, "rows", (double)t->rows);
        mlg_json_end(json);
    }
    mlg_json_end(json);
    mlg_json_text(json, "notes", j->list.notes.data ? j->list.notes.data : "");
    mlg_status st = mlg_json_finish(out, json, err);
    mlg_json_free(json);
    return st;
}

static void job_release(job *j)
{
    mlg_db_close(j->db);
    if (*j->folder && (j->zip || j->one))
        mlg_aside_remove(j->folder);
    mlg_outputs_release(&j->outputs);
    mlg_export_list_release(&j->list);
}

mlg_status mlg_export(char **out, const char *geopackage, const char *to, const mlg_export_options *options,
                      mlg_format format, mlg_error *err)
{
    job j = { .study = geopackage, .to = to, .options = options };
    mlg_status st;
    *out = NULL;
    MLG_GO(choose(&j, err));
    if (options->plan) {
        st = plan(&j, err);
        goto done;
    }
    MLG_GO(write_output(&j, err));
    MLG_GO(format == MLG_JSON ? tell_json(out, &j, err) : tell_text(out, &j, err));
    st = j.kind == POSTGIS ? MLG_OK : mlg_outputs_commit(&j.outputs, err);
done:
    if (st != MLG_OK) {
        free(*out);
        *out = NULL;
    }
    job_release(&j);
    return st;
}
