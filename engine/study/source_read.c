/* Reads the sources of a study one after the other: opens them, reads their rows, and records their provenance. */
#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double usual_reject_share = 0.2;

/* Prefixes an error with its position in the study file. */
static mlg_status at_source(const mlg_reader *reader, mlg_status st, mlg_error *err)
{
    char key[sizeof reader->key + 8];
    snprintf(key, sizeof key, "%s.path", reader->key);
    return mlg_while(err, st, "%s", mlg_study_file_where(reader->study->file, key));
}

/* Whether a column holds geometries as text: WKT, GeoJSON, hexadecimal WKB. */
static mlg_status open_with_shapes(mlg_reader *reader, mlg_layer_options options, mlg_error *err)
{
    char shape[128];
    const char *name = mlg_reader_column_name(reader, "geometrie");
    if (!name)
        return MLG_OK;
    snprintf(shape, sizeof shape, "%s", name);
    options.shape = shape;
    mlg_layer_close(reader->layer);
    reader->layer = NULL;
    return mlg_layer_open(&reader->layer, reader->path, &options, err);
}

/* A table without geometry may have longitudes and latitudes, whose names imply their system, or x and y. */
static mlg_status open_with_coordinates(mlg_reader *reader, mlg_layer_options options, mlg_error *err)
{
    char x[128], y[128];
    const char *east = mlg_reader_column_name(reader, "lon"), *north = mlg_reader_column_name(reader, "lat");
    if (east && north) {
        options.crs = options.crs ? options.crs : "EPSG:4326";
    } else {
        east = mlg_reader_column_name(reader, "x");
        north = mlg_reader_column_name(reader, "y");
    }
    if (!east || !north)
        return open_with_shapes(reader, options, err);
    snprintf(x, sizeof x, "%s", east); /* the names may belong to the layer about to close */
    snprintf(y, sizeof y, "%s", north);
    options.x = x;
    options.y = y;
    mlg_layer_close(reader->layer);
    reader->layer = NULL;
    return mlg_layer_open(&reader->layer, reader->path, &options, err);
}

enum { MOST_KEPT = 20, LONGEST_LIST = 200 };

/* The pivot that a study file gives to a source. */
typedef struct {
    mlg_pivot pivot;
    mlg_pivot_keep keep[MOST_KEPT];
    char columns[LONGEST_LIST];
} given_pivot;

/* NULL: that of the data set. */
static const mlg_pivot *take_pivot(given_pivot *given, const mlg_reader *reader)
{
    const mlg_config_pivot *spec = reader->spec->pivot;
    if (!spec)
        return reader->dataset->pivot;
    given->columns[0] = '\0';
    for (unsigned i = 0; i < spec->columns_count; i++) {
        size_t used = strlen(given->columns);
        snprintf(given->columns + used, sizeof given->columns - used, "%s%s", i ? "|" : "", spec->columns[i]);
    }
    unsigned count = spec->keep_count < MOST_KEPT ? spec->keep_count : MOST_KEPT;
    for (unsigned i = 0; i < count; i++)
        given->keep[i] = (mlg_pivot_keep){ spec->keep[i].column, (const char *const *)spec->keep[i].values,
                                           (int)spec->keep[i].values_count };
    given->pivot = (mlg_pivot){ given->columns, given->keep, (int)count, true };
    return &given->pivot;
}

/* The patterns of a data set for the territory of the study. */
static const char *layers_of(char room[LONGEST_LIST], const mlg_reader *reader)
{
    static const char mark[] = "{territory}";
    const char *layers = reader->dataset->layers, *at = layers ? strstr(layers, mark) : NULL;
    if (!at)
        return layers;
    int epsg = reader->study->epsg;
    snprintf(room, LONGEST_LIST, "%.*s%s%s", (int)(at - layers), layers,
             epsg == 2975   ? "reun"
             : epsg == 5490 ? "mart"
                            : "met",
             at + sizeof mark - 1);
    return room;
}

static mlg_status open_layer(mlg_reader *reader, const mlg_reading *how, mlg_error *err)
{
    const mlg_config_source *spec = reader->spec;
    const mlg_dataset *set = reader->dataset;
    given_pivot given;
    char room[LONGEST_LIST];
    bool geometry = how->geometry && !set->place;
    const char *layer = spec->layer || strstr(spec->path, "|layername=") ? spec->layer : layers_of(room, reader);
    mlg_layer_options options = { .layer = layer,
                                  .crs = spec->crs,
                                  .header = set->header,
                                  .banner = set->banner,
                                  .names = set->names,
                                  .records = set->records,
                                  .pivot = take_pivot(&given, reader),
                                  .to_epsg = geometry ? reader->study->epsg : 0 };
    MLG_TRY(
        mlg_study_file_resolve(&reader->path, reader->study->file, reader->study->data_folder, spec->path, err));
    MLG_TRY(mlg_layer_open(&reader->layer, reader->path, &options, err));
    bool shape = mlg_reader_names(reader, "geometrie");
    reader->beside = geometry && how->beside && mlg_layer_has_geometry(reader->layer) && !shape;
    bool asked = shape || (!reader->beside && (mlg_reader_names(reader, "lon") || mlg_reader_names(reader, "x")));
    if (!geometry || (mlg_layer_has_geometry(reader->layer) && !asked))
        return MLG_OK;
    return open_with_coordinates(reader, options, err);
}

static mlg_status find_filter(mlg_reader *reader, mlg_error *err)
{
    reader->filter = -1;
    if (!reader->spec->filter)
        return MLG_OK;
    return mlg_layer_need(&reader->filter, reader->layer, reader->spec->filter->column, err);
}

static mlg_status check_role(const mlg_reader *reader, mlg_error *err)
{
    const mlg_dataset *set = reader->dataset;
    if (mlg_list_holds(set->provides, reader->role))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "data set '%s' does not provide %s", set->name, reader->role);
    if (set->provides)
        mlg_hint(err, "it provides: %s", set->provides);
    else
        mlg_hint(err, "%s", mlg_tr(set->needs));
    return st;
}

static mlg_status check_rejects(const mlg_reader *reader, mlg_error *err)
{
    if (reader->read == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s has no rows", reader->spec->path);
        mlg_hint(err, "fill the file, or remove the source from the study file");
        return st;
    }
    double share = reader->dataset->reject_share > 0 ? reader->dataset->reject_share : usual_reject_share;
    if ((double)reader->rejected <= share * (double)reader->read)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_DATA, "%s: %lld of %lld rows rejected, more than the %.0f %% allowed; %s",
                             reader->spec->path, (long long)reader->rejected, (long long)reader->read, 100 * share,
                             reader->first_reject);
    mlg_hint(err, "correct the file, or name other columns for it in the study file");
    return st;
}

static mlg_status check_places(const mlg_reader *reader, mlg_error *err)
{
    if ((double)reader->misplaced <= usual_reject_share * (double)reader->read)
        return MLG_OK;
    mlg_status st = mlg_fail(
        err, MLG_DATA, "%s: coordinates of %lld of %lld rows cannot be in the system these rows state; %s",
        reader->spec->path, (long long)reader->misplaced, (long long)reader->read, reader->first_misplaced);
    mlg_hint(err, "use the file as its producer publishes it; easting comes first");
    return st;
}

static mlg_status write_provenance(const mlg_reader *reader, mlg_error *err)
{
    const mlg_config_source *spec = reader->spec;
    char sha256[65];
    int64_t bytes;
    MLG_TRY(mlg_digests_sha256(sha256, &bytes, reader->study->digests, reader->path, err));
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, reader->study->db, "load/insert_provenance", err));
    mlg_bind_text(stmt, ":source", reader->key + strlen("sources."));
    mlg_bind_text(stmt, ":jeu", reader->dataset->name);
    mlg_bind_text(stmt, ":chemin", spec->path);
    mlg_bind_text(stmt, ":sha256", sha256);
    mlg_bind_int(stmt, ":octets", bytes);
    mlg_bind_text(stmt, ":millesime", spec->vintage);
    mlg_bind_text(stmt, ":producteur", spec->producer ? spec->producer : reader->dataset->producer);
    mlg_bind_text(stmt, ":licence", spec->licence ? spec->licence : reader->dataset->licence);
    mlg_bind_text(stmt, ":note", spec->service ? spec->service : spec->category);
    mlg_bind_int(stmt, ":lues", reader->read);
    mlg_bind_int(stmt, ":gardees", reader->kept);
    mlg_bind_int(stmt, ":rejetees", reader->rejected);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* Values under secrecy are unknown, and reported as such. */
static mlg_status list_withheld(const mlg_reader *reader, mlg_error *err)
{
    char count[24];
    int64_t withheld = mlg_layer_withheld(reader->layer);
    if (withheld == 0)
        return MLG_OK;
    snprintf(count, sizeof count, "%lld", (long long)withheld);
    return mlg_reader_list(reader, 0, NULL, "valeurs sous secret statistique", count, err);
}

/* Closes the source; when `st` is MLG_OK, first checks the share of rejects and records provenance. Returns `st`,
 * or the failure, prefixed with its position in the study file. */
static mlg_status close_source(mlg_reader *reader, mlg_status st, mlg_error *err)
{
    if (st == MLG_OK)
        st = list_withheld(reader, err);
    if (st == MLG_OK)
        st = check_rejects(reader, err);
    if (st == MLG_OK)
        st = check_places(reader, err);
    if (st == MLG_OK && reader->study->db)
        st = write_provenance(reader, err);
    if (st == MLG_OK && reader->study->db && reader->dataset->finish)
        st = reader->dataset->finish(reader, err);
    if (st != MLG_OK && st != MLG_CANCELLED && st != MLG_MEMORY)
        st = at_source(reader, st, err);
    if (reader->dataset && reader->dataset->stop)
        reader->dataset->stop(reader);
    for (int i = 0; i < MLG_READER_SYSTEMS; i++)
        mlg_transform_free(reader->systems[i].transform);
    free(reader->seen.slots);
    mlg_stmt_free(reader->reject);
    mlg_layer_close(reader->layer);
    free(reader->path);
    *reader = (mlg_reader){ .study = reader->study };
    return st;
}

static mlg_status open_source(mlg_reader *reader, mlg_study *study, const mlg_reading *how,
                              const mlg_config_list *list, unsigned index, mlg_error *err)
{
    *reader = (mlg_reader){ .study = study, .spec = &list->items[index], .role = how->role, .index = index };
    snprintf(reader->key, sizeof reader->key, "sources.%s[%u]", how->role, index);
    reader->dataset = mlg_dataset_find(reader->spec->dataset ? reader->spec->dataset : "table");
    MLG_TRY(mlg_progress_step(study->progress, reader->spec->path, (double)NAN, err));
    mlg_status st = MLG_OK;
    if (!reader->dataset) {
        st = mlg_fail(err, MLG_INPUT, "there is no data set '%s'", reader->spec->dataset);
        mlg_hint(err, "'maillage sources' lists the known ones; 'table' reads any file, described by columns:");
    }
    if (st == MLG_OK)
        st = check_role(reader, err);
    if (st == MLG_OK)
        st = open_layer(reader, how, err);
    if (st == MLG_OK)
        st = find_filter(reader, err);
    if (st == MLG_OK && study->db)
        st = mlg_db_query(&reader->reject, study->db, "load/insert_reject", err);
    if (st == MLG_OK && reader->dataset->start)
        st = reader->dataset->start(reader, err);
    return st == MLG_OK ? MLG_OK : close_source(reader, st, err);
}

static mlg_status read_source(const mlg_reading *how, const mlg_config_list *list, unsigned index,
                              mlg_study *study, void *context, mlg_error *err)
{
    mlg_reader reader;
    bool got = true;
    MLG_TRY(open_source(&reader, study, how, list, index, err));
    mlg_status st = how->start(context, &reader, err);
    while (st == MLG_OK && (st = mlg_reader_next(&reader, &got, err)) == MLG_OK && got)
        st = how->row(context, &reader, err);
    if (st == MLG_OK && how->finish)
        st = how->finish(context, &reader, err);
    return close_source(&reader, st, err);
}

mlg_status mlg_read_sources(const mlg_reading *how, const mlg_config_list *list, mlg_study *study, void *context,
                            mlg_error *err)
{
    for (unsigned i = 0; i < list->count; i++)
        MLG_TRY(read_source(how, list, i, study, context, err));
    return MLG_OK;
}
