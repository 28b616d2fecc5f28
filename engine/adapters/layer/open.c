/* Opening a layer: its path, its header, its coordinate system. */
#include "adapters/layer/inner.h"

#include "base/memory.h"

#include <stdio.h>

static mlg_status prepare_geometry(mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    char *own = NULL, to[24], guessed[24] = "";
    mlg_status st = MLG_OK;
    bool columns = options->x && options->y;
    if (options->to_epsg == 0)
        return MLG_OK;
    if (columns) {
        MLG_TRY(mlg_layer_need(&l->x, l, options->x, err));
        MLG_TRY(mlg_layer_need(&l->y, l, options->y, err));
    } else if (options->shape) {
        MLG_TRY(mlg_layer_need(&l->shape, l, options->shape, err));
    } else if (!l->vector || !mlg_vector_has_geometry(l->vector)) {
        return MLG_OK;
    }
    if (!options->crs && l->vector)
        MLG_GO(mlg_vector_crs(&own, l->vector, err));
    snprintf(to, sizeof to, "EPSG:%d", options->to_epsg);
    if (!options->crs && l->shape >= 0)
        MLG_GO(mlg_layer_guess_system(guessed, l, to, err));
    const char *from = options->crs ? options->crs : *guessed ? guessed : own;
    if (!from) {
        st = mlg_fail(err, MLG_INPUT, "%s does not state its coordinate system; give it with crs:", l->path);
        mlg_hint(err, "crs: EPSG:2154 for Lambert-93 metres, EPSG:4326 for degrees");
        goto done;
    }
    st = mlg_transform_new(&l->transform, from, to, err);
    if (st != MLG_OK)
        mlg_while(err, st, "%s", l->path);
    else
        st = mlg_layer_check_places(l, from, to, err);
done:
    free(own);
    return st;
}

mlg_status mlg_layer_open(mlg_layer **out, const char *path, const mlg_layer_options *options, mlg_error *err)
{
    static const mlg_layer_options NONE = { 0 };
    mlg_layer *l = NULL;
    mlg_layer_position place = { 0 };
    mlg_status st;
    *out = NULL;
    options = options ? options : &NONE;
    MLG_GO(MLG_NEW(&l, 1, "a layer", err));
    l->x = l->y = l->shape = l->key = -1;
    MLG_GO(mlg_copy_text(&l->path, path, err));
    MLG_GO(mlg_layer_position_find(&place, path, options->layer, err));
    if (options->records && !place.delimited && mlg_head_holds(place.gdal_path, options->records->marks)) {
        l->foreign = options->records->own && !mlg_head_holds(place.gdal_path, options->records->own);
        MLG_GO(mlg_records_open(&l->rows, place.gdal_path, options->records, l->path, err));
    } else if (place.delimited) {
        MLG_GO(mlg_csv_open(&l->rows, place.gdal_path, l->path, err));
    } else {
        MLG_GO(mlg_vector_open(&l->vector, &place, options->header != NULL, l->path, err));
    }
    if (options->pivot && l->rows && place.delimited)
        MLG_GO(mlg_pivot_rows(&l->rows, &l->withheld, options->pivot, l->path, err));
    MLG_GO(mlg_layer_read_columns(l, options, err));
    MLG_GO(prepare_geometry(l, options, err));
done:
    mlg_layer_position_release(&place);
    if (st == MLG_OK)
        *out = l;
    else
        mlg_layer_close(l);
    return st;
}

mlg_status mlg_layer_names(char ***names, const char *path, mlg_error *err)
{
    int count = 0;
    mlg_layer_position place = { 0 };
    *names = NULL;
    mlg_status st = mlg_layer_position_find(&place, path, NULL, err);
    if (st == MLG_OK && place.delimited)
        st = MLG_NEW(names, 1, "layers", err);
    else if (st == MLG_OK)
        st = mlg_vector_layers(names, &count, &place, path, err);
    mlg_layer_position_release(&place);
    if (st != MLG_OK) {
        mlg_layer_names_free(*names);
        *names = NULL;
    }
    return st;
}

void mlg_layer_names_free(char **names)
{
    for (char **name = names; name && *name; name++)
        free(*name);
    free(names);
}

void mlg_layer_close(mlg_layer *layer)
{
    if (!layer)
        return;
    for (int i = 0; layer->columns && i < layer->count; i++) {
        free(layer->columns[i].name);
        free(layer->columns[i].text);
    }
    free(layer->columns);
    free(layer->room.x);
    mlg_transform_free(layer->transform);
    mlg_vector_close(layer->vector);
    mlg_rows_close(layer->rows);
    free(layer->path);
    free(layer);
}
