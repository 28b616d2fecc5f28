/* mlg_check with a preview: the layers of a data file, their first rows, and where their rows lie. */
#include "pipeline/check.h"

#include "adapters/json.h"
#include "base/language.h"
#include "base/path.h"
#include "study/source.h"

#include <math.h>
#include <stdlib.h>

enum {
    FIRST_ROWS = 6,
    MOST_LAYERS = 20,
    MOST_PLACES = 4000,   /* rows that are placed */
    MOST_CORNERS = 60000, /* of the outlines of a layer; rows beyond are points */
};
static const double apart_deg = 1e-4; /* corners nearer to the last one are left out */

typedef struct {
    mlg_json *json;
    mlg_layer *layer;
    double last[2];
    int corners;
} drawing;

static double rounded(double degrees)
{
    return round(degrees * 1e5) / 1e5;
}

static void add_ring(void *context, const double *x, const double *y, int32_t n, bool hole)
{
    (void)hole;
    drawing *d = context;
    mlg_json_array(d->json, NULL);
    for (int32_t i = 0; i < n; i++) {
        if (i > 0 && i + 1 < n && fabs(x[i] - d->last[0]) < apart_deg && fabs(y[i] - d->last[1]) < apart_deg)
            continue;
        mlg_json_number(d->json, NULL, rounded(d->last[0] = x[i]));
        mlg_json_number(d->json, NULL, rounded(d->last[1] = y[i]));
        d->corners++;
    }
    mlg_json_end(d->json);
}

/* [longitude, latitude, row], then a ring of longitudes and latitudes for each of an outline. False: the row lies nowhere. */
static mlg_status add_place(bool *placed, drawing *d, mlg_error *err)
{
    mlg_geom *shape = NULL;
    double x, y;
    bool repaired;
    mlg_error why;
    *placed = false;
    mlg_status st = mlg_layer_valid_geometry(&shape, &repaired, d->layer, &why);
    if (st == MLG_DATA) /* this row alone */
        return MLG_OK;
    if (st != MLG_OK) {
        *err = why;
        return st;
    }
    if (shape && !mlg_geom_is_empty(shape) && mlg_geom_inner_point(&x, &y, shape, &why) == MLG_OK) {
        *placed = true;
        mlg_json_array(d->json, NULL);
        mlg_json_number(d->json, NULL, rounded(x));
        mlg_json_number(d->json, NULL, rounded(y));
        mlg_json_number(d->json, NULL, (double)mlg_layer_row(d->layer));
        if (mlg_geom_is_polygonal(shape) && d->corners < MOST_CORNERS)
            st = mlg_geom_rings(shape, add_ring, d, err);
        mlg_json_end(d->json);
    }
    mlg_geom_free(shape);
    return st;
}

/* The array is closed after a fault too: what the file holds is told beside it. */
static mlg_status add_places(mlg_json *json, mlg_layer *layer, mlg_error *err)
{
    drawing d = { .json = json, .layer = layer };
    int64_t rows = 0, lost = 0;
    bool got, placed;
    mlg_status st;
    MLG_TRY(mlg_layer_rewind(layer, err));
    mlg_json_array(json, "places");
    while ((st = mlg_layer_next(layer, &got, err)) == MLG_OK && got) {
        if (rows++ >= MOST_PLACES || !mlg_layer_has_geometry(layer))
            continue;
        MLG_GO(add_place(&placed, &d, err));
        lost += !placed;
    }
done:
    mlg_json_end(json);
    mlg_json_number(json, "rows", (double)rows);
    mlg_json_number(json, "looked_at", (double)(rows < MOST_PLACES ? rows : MOST_PLACES));
    mlg_json_number(json, "lost", (double)lost);
    return st;
}

/* The same. */
static mlg_status add_first_rows(mlg_json *json, mlg_layer *layer, mlg_error *err)
{
    bool got = true;
    mlg_status st = MLG_OK;
    mlg_json_array(json, "columns");
    for (int i = 0; i < mlg_layer_field_count(layer); i++)
        mlg_json_text(json, NULL, mlg_layer_field_name(layer, i));
    mlg_json_end(json);
    mlg_json_array(json, "first");
    for (int n = 0; n < FIRST_ROWS; n++) {
        MLG_GO(mlg_layer_next(layer, &got, err));
        if (!got)
            break;
        mlg_json_array(json, NULL);
        for (int i = 0; i < mlg_layer_field_count(layer); i++)
            mlg_json_text(json, NULL, mlg_layer_text(layer, i));
        mlg_json_end(json);
    }
done:
    mlg_json_end(json);
    return st;
}

/* The data set that the layer is, if any. */
static void add_dataset(mlg_json *json, const char *path)
{
    const mlg_dataset *set = NULL;
    mlg_layer *layer = NULL;
    if (mlg_dataset_recognise(&set, &layer, path, NULL) != MLG_OK)
        set = NULL;
    mlg_layer_close(layer);
    mlg_json_text(json, "dataset", set ? set->name : NULL);
    mlg_json_text(json, "title", set ? mlg_tr(set->title) : NULL);
    mlg_json_text(json, "provides", set ? set->provides : NULL);
}

/* A layer that cannot be read is told with its fault, beside those that can. */
static mlg_status add_layer(mlg_json *json, const char *file, const char *name, mlg_error *err)
{
    char path[MLG_PATH_SIZE];
    const mlg_layer_options degrees = { .to_epsg = 4326 };
    mlg_layer *layer = NULL;
    mlg_error fault = { .status = MLG_OK };
    MLG_TRY(mlg_path_format(path, err, name ? "%s|layername=%s" : "%s", file, name));
    mlg_json_object(json, NULL);
    mlg_json_text(json, "layer", name);
    mlg_json_text(json, "path", path);
    add_dataset(json, path);
    mlg_status st = mlg_layer_open(&layer, path, &degrees, &fault);
    if (st == MLG_OK) {
        mlg_json_bool(json, "geometry", mlg_layer_has_geometry(layer));
        st = add_first_rows(json, layer, &fault);
    }
    if (st == MLG_OK)
        st = add_places(json, layer, &fault);
    mlg_json_text(json, "fault", st == MLG_OK ? NULL : fault.message);
    mlg_json_end(json);
    mlg_layer_close(layer);
    if (st == MLG_OK || st == MLG_INPUT || st == MLG_DATA)
        return MLG_OK;
    *err = fault;
    return st;
}

static mlg_status add_layers(mlg_json *json, const char *file, char *const *names, mlg_error *err)
{
    int count = 0;
    while (names[count])
        count++;
    mlg_json_text(json, "path", file);
    mlg_json_number(json, "layer_count", count > 0 ? count : 1);
    mlg_json_array(json, "layers");
    if (count <= 1)
        MLG_TRY(add_layer(json, file, NULL, err));
    for (int i = 0; count > 1 && i < count && i < MOST_LAYERS; i++)
        MLG_TRY(add_layer(json, file, names[i], err));
    mlg_json_end(json);
    return MLG_OK;
}

mlg_status mlg_check_preview(char **out, const char *path, mlg_error *err)
{
    char **names = NULL;
    mlg_json *json = NULL;
    *out = NULL;
    MLG_TRY(mlg_check_refuse_study(path, err));
    MLG_TRY(mlg_layer_check_kind(path, err));
    MLG_TRY(mlg_layer_names(&names, path, err));
    mlg_status st = mlg_json_new(&json, err);
    if (st == MLG_OK)
        st = add_layers(json, path, names, err);
    if (st == MLG_OK)
        st = mlg_json_finish_compact(out, json, err);
    mlg_json_free(json);
    mlg_layer_names_free(names);
    return st;
}
