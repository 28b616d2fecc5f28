/* The rows of an open layer. */
#include "adapters/layer/inner.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

/* A row of units or a footnote: nothing in the key column, or nothing in the others. */
static bool is_note(mlg_layer *l)
{
    if (l->key < 0)
        return false;
    if (!mlg_layer_has_text(l, l->key))
        return true;
    for (int i = 0; i < l->count; i++)
        if (i != l->key && mlg_layer_has_text(l, i))
            return false;
    return l->count > 1;
}

/* A row without any value, as spreadsheets leave below the last one. */
static bool is_blank(mlg_layer *l)
{
    for (int i = 0, n = mlg_layer_width(l); i < n; i++)
        if (mlg_layer_has_text(l, i))
            return false;
    double x, y;
    return l->rows || !mlg_vector_centre(l->vector, &x, &y);
}

mlg_status mlg_layer_next(mlg_layer *layer, bool *got, mlg_error *err)
{
    *got = false;
    for (int i = 0; i < layer->count; i++)
        if (layer->columns[i].lost)
            return mlg_fail_memory(err, layer->columns[i].name, layer->columns[i].capacity);
    for (;;) {
        MLG_TRY(mlg_layer_step(layer, got, err));
        if (!*got)
            return MLG_OK;
        bool blank = is_blank(layer), note = !blank && is_note(layer);
        layer->row += !note;
        if (!blank && !note)
            return MLG_OK;
    }
}

static mlg_status skip_rows(mlg_layer *l, int count, mlg_error *err)
{
    bool got = true;
    for (int i = 0; i < count && got; i++)
        MLG_TRY(mlg_layer_step(l, &got, err));
    return MLG_OK;
}

mlg_status mlg_layer_rewind(mlg_layer *layer, mlg_error *err)
{
    layer->row = 0;
    MLG_TRY(mlg_layer_restart(layer, err));
    return skip_rows(layer, layer->header_rows, err);
}

double mlg_layer_fraction(const mlg_layer *layer)
{
    return layer->rows ? layer->rows->kind->fraction(layer->rows) : (double)NAN;
}

bool mlg_layer_is_foreign(const mlg_layer *layer)
{
    return layer->foreign;
}

int64_t mlg_layer_withheld(const mlg_layer *layer)
{
    return layer->withheld;
}

int64_t mlg_layer_row(const mlg_layer *layer)
{
    return layer->row;
}

/* A copy that is valid as long as the row. */
static const char *keep_text(mlg_column_text *c, const char *text, size_t length)
{
    c->lost = MLG_GROW(&c->text, &c->capacity, length + 1, "a text", NULL) != MLG_OK;
    if (c->lost)
        return NULL;
    memcpy(c->text, text, length);
    c->text[length] = '\0';
    return c->text;
}

const char *mlg_layer_text(const mlg_layer *layer, int field)
{
    if (field < 0 || field >= layer->count)
        return NULL;
    const char *raw =
        layer->rows ? layer->rows->kind->field(layer->rows, field) : mlg_vector_field(layer->vector, field);
    char *mended = raw && layer->vector ? mlg_mend_encoding(raw) : NULL;
    size_t length = 0;
    raw = raw ? mlg_trim(mended ? mended : raw, &length) : NULL;
    const char *text = raw && length > 0 ? raw : NULL;
    if (text && (mended || raw[length] != '\0'))
        text = keep_text(&layer->columns[field], raw, length);
    mlg_free_mended(mended);
    return text;
}

bool mlg_layer_place(const mlg_layer *l, double *x, double *y)
{
    if (l->x >= 0)
        return mlg_parse_number(mlg_layer_text(l, l->x), x) && mlg_parse_number(mlg_layer_text(l, l->y), y);
    if (l->shape >= 0) {
        int epsg;
        bool lost, known = mlg_shape_text_centre(mlg_layer_text(l, l->shape), x, y, &epsg, &lost);
        l->columns[l->shape].lost |= lost;
        return known;
    }
    return l->vector && mlg_vector_centre(l->vector, x, y);
}

static mlg_status take_geometry(mlg_geom **out, bool *repaired, mlg_layer *layer, mlg_error *err)
{
    double x, y;
    size_t failed;
    *out = NULL;
    if (!layer->transform)
        return MLG_OK;
    if (layer->shape >= 0)
        return mlg_while(err,
                         mlg_shape_of_text(out, repaired, mlg_layer_text(layer, layer->shape), &layer->room,
                                           layer->transform, err),
                         "%s: row %lld", layer->path, (long long)layer->row);
    if (layer->x < 0)
        return mlg_vector_geometry(out, repaired, layer->vector, layer->transform, err);
    if (!mlg_layer_place(layer, &x, &y))
        return MLG_OK;
    mlg_transform_points(layer->transform, &x, &y, 1, &failed);
    return failed ? MLG_OK : mlg_geom_point(out, x, y, err);
}

mlg_status mlg_layer_geometry(mlg_geom **out, mlg_layer *layer, mlg_error *err)
{
    return take_geometry(out, NULL, layer, err);
}

mlg_status mlg_layer_valid_geometry(mlg_geom **out, bool *repaired, mlg_layer *layer, mlg_error *err)
{
    *repaired = false;
    return take_geometry(out, repaired, layer, err);
}

bool mlg_layer_has_geometry(const mlg_layer *layer)
{
    return layer->transform != NULL;
}
