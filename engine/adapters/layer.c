#include "adapters/layer_inner.h"

#include "base/memory.h"

#include <cpl_conv.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A column, and its text in the row it was last asked for. */
typedef struct {
    char *name;
    bool number;
    char *text;
    size_t capacity;
    bool lost; /* memory ran out while the text was copied: told by the next row */
} column;

struct mlg_layer {
    char *path; /* as given, for messages */
    mlg_csv *csv;
    mlg_vector *vector;
    column *columns;
    int count;
    int64_t row;
    int x, y; /* columns of coordinates, -1: none */
    mlg_transform *transform; /* NULL: no geometry wanted, or none in the file */
};

/* ---- text --------------------------------------------------------------------------------------------- */

/* Length of the blank at `text`: spaces, tab, line ends, no-break spaces (U+00A0, U+202F) and U+2009. */
static size_t blank_at(const char *text)
{
    if (*text && strchr(" \t\r\n", *text))
        return 1;
    if (strncmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return strncmp(text, "\xE2\x80\xAF", 3) == 0 || strncmp(text, "\xE2\x80\x89", 3) == 0 ? 3 : 0;
}

/* First character that is no blank, and the length up to the last one. */
static const char *trim(const char *text, size_t *length)
{
    for (size_t n; (n = blank_at(text)) > 0;)
        text += n;
    *length = 0;
    for (size_t i = 0; text[i];) {
        size_t n = blank_at(text + i);
        i += n ? n : 1;
        if (!n)
            *length = i;
    }
    return text;
}

static bool three_digits(const char *text)
{
    return strspn(text, "0123456789") == 3;
}

bool mlg_parse_number(const char *text, double *value)
{
    char plain[64];
    size_t length, used = 0;
    *value = (double)NAN;
    if (!text)
        return false;
    text = trim(text, &length);
    for (const char *end = text + length; text < end;) {
        size_t blank = blank_at(text);
        bool digit_before = used > 0 && strchr("0123456789", plain[used - 1]);
        if (blank && digit_before && three_digits(text + blank)) {
            text += blank; /* "1 234" but not "12 5" */
            continue;
        }
        if (!strchr("0123456789+-.,eE", *text) || used + 1 >= sizeof plain)
            return false;
        plain[used++] = *text == ',' ? '.' : *text;
        text++;
    }
    plain[used] = '\0';
    char *stop = plain;
    double parsed = used ? CPLStrtod(plain, &stop) : 0; /* the same in every locale */
    if (used == 0 || *stop != '\0' || !isfinite(parsed))
        return false;
    *value = parsed;
    return true;
}

/* ---- columns ------------------------------------------------------------------------------------------ */

static mlg_status read_columns(mlg_layer *l, mlg_error *err)
{
    if (l->csv) {
        bool got;
        MLG_TRY(mlg_csv_next(l->csv, &got, err));
        if (!got)
            return mlg_fail(err, MLG_INPUT, "%s has no header line", l->path);
    }
    int count = l->csv ? mlg_csv_count(l->csv) : mlg_vector_count(l->vector);
    MLG_TRY(MLG_NEW(&l->columns, (size_t)count, "columns", err));
    for (; l->count < count; l->count++) {
        column *c = &l->columns[l->count];
        size_t length;
        const char *name =
            trim(l->csv ? mlg_csv_field(l->csv, l->count) : mlg_vector_name(l->vector, l->count), &length);
        MLG_TRY(mlg_copy_text(&c->name, name, err));
        c->name[length] = '\0';
        c->number = l->vector && mlg_vector_is_number(l->vector, l->count);
    }
    return MLG_OK;
}

int mlg_layer_field_count(const mlg_layer *layer)
{
    return layer->count;
}

const char *mlg_layer_field_name(const mlg_layer *layer, int field)
{
    return layer->columns[field].name;
}

bool mlg_layer_is_number(const mlg_layer *layer, int field)
{
    return field >= 0 && layer->columns[field].number;
}

int mlg_layer_find(const mlg_layer *layer, const char *name)
{
    for (int i = 0; i < layer->count; i++)
        if (strcasecmp(layer->columns[i].name, name) == 0)
            return i;
    return -1;
}

mlg_status mlg_layer_need(int *field, const mlg_layer *layer, const char *name, mlg_error *err)
{
    *field = mlg_layer_find(layer, name);
    if (*field >= 0)
        return MLG_OK;
    char present[512] = "";
    for (int i = 0; i < layer->count; i++) {
        size_t used = strlen(present);
        snprintf(present + used, sizeof present - used, "%s%s", i ? ", " : "", layer->columns[i].name);
    }
    return mlg_fail(err, MLG_INPUT, "%s has no column '%s'; columns present: %s", layer->path, name, present);
}

/* ---- rows --------------------------------------------------------------------------------------------- */

mlg_status mlg_layer_next(mlg_layer *layer, bool *got, mlg_error *err)
{
    *got = false;
    for (int i = 0; i < layer->count; i++)
        if (layer->columns[i].lost)
            return mlg_fail_memory(err, layer->columns[i].name, layer->columns[i].capacity);
    MLG_TRY(layer->csv ? mlg_csv_next(layer->csv, got, err) : mlg_vector_next(layer->vector, got, err));
    layer->row += *got;
    return MLG_OK;
}

int64_t mlg_layer_row(const mlg_layer *layer)
{
    return layer->row;
}

const char *mlg_layer_text(const mlg_layer *layer, int field)
{
    if (field < 0)
        return NULL;
    const char *raw = layer->csv ? mlg_csv_field(layer->csv, field) : mlg_vector_field(layer->vector, field);
    size_t length;
    raw = raw ? trim(raw, &length) : NULL;
    if (!raw || length == 0)
        return NULL;
    if (raw[length] == '\0')
        return raw;
    column *c = &layer->columns[field];
    c->lost = MLG_GROW(&c->text, &c->capacity, length + 1, "a text", NULL) != MLG_OK;
    if (c->lost)
        return NULL;
    memcpy(c->text, raw, length);
    c->text[length] = '\0';
    return c->text;
}

/* Coordinates of the current row in the system of the file: of its point, or of the centre of its geometry. */
static bool place_of(const mlg_layer *l, double *x, double *y)
{
    if (l->x >= 0)
        return mlg_parse_number(mlg_layer_text(l, l->x), x) && mlg_parse_number(mlg_layer_text(l, l->y), y);
    return l->vector && mlg_vector_centre(l->vector, x, y);
}

mlg_status mlg_layer_geometry(mlg_geom **out, mlg_layer *layer, mlg_error *err)
{
    double x, y;
    size_t failed;
    *out = NULL;
    if (!layer->transform)
        return MLG_OK;
    if (layer->x < 0)
        return mlg_vector_geometry(out, layer->vector, layer->transform, err);
    if (!place_of(layer, &x, &y))
        return MLG_OK;
    mlg_transform_points(layer->transform, &x, &y, 1, &failed);
    return failed ? MLG_OK : mlg_geom_point(out, x, y, err);
}

bool mlg_layer_has_geometry(const mlg_layer *layer)
{
    return layer->transform != NULL;
}

/* ---- a system that lies ------------------------------------------------------------------------------- */

enum { SAMPLE = 100 };

typedef struct {
    double x[SAMPLE], y[SAMPLE];
    int count;
} sample;

static mlg_status rewind_rows(mlg_layer *l, mlg_error *err)
{
    bool got;
    l->row = 0;
    if (l->vector) {
        mlg_vector_rewind(l->vector);
        return MLG_OK;
    }
    MLG_TRY(mlg_csv_rewind(l->csv, err));
    return mlg_csv_next(l->csv, &got, err); /* the header */
}

static mlg_status take_sample(sample *s, mlg_layer *l, mlg_error *err)
{
    bool got = true;
    s->count = 0;
    for (int rows = 0; rows < 10 * SAMPLE && s->count < SAMPLE; rows++) {
        MLG_TRY(mlg_layer_next(l, &got, err));
        if (!got)
            break;
        if (place_of(l, &s->x[s->count], &s->y[s->count]))
            s->count++;
    }
    return rewind_rows(l, err);
}

static bool within(const double box[4], double x, double y)
{
    return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

/* Most of the sample lies outside; *first is one that does. A few wrong rows are for the loader to reject. */
static bool mostly_outside(const sample *s, const double box[4], int *first)
{
    int outside = 0;
    for (int i = 0; i < s->count; i++)
        if (!within(box, s->x[i], s->y[i]) && outside++ == 0)
            *first = i;
    return 2 * outside > s->count;
}

/* Once transformed, all points are outside the target; with x and y exchanged all would be inside. */
static bool look_swapped(const sample *s, mlg_layer *l, const double target[4])
{
    sample plain = *s, turned = *s;
    memcpy(turned.x, s->y, sizeof turned.x);
    memcpy(turned.y, s->x, sizeof turned.y);
    mlg_transform_points(l->transform, plain.x, plain.y, (size_t)s->count, NULL);
    mlg_transform_points(l->transform, turned.x, turned.y, (size_t)s->count, NULL);
    for (int i = 0; i < s->count; i++)
        if (within(target, plain.x[i], plain.y[i]) || !within(target, turned.x[i], turned.y[i]))
            return false;
    return s->count > 0;
}

static mlg_status check_places(mlg_layer *l, const char *crs, const char *to, mlg_error *err)
{
    sample s = { .count = 0 };
    double box[4], target[4];
    int first = 0;
    MLG_TRY(mlg_crs_bounds(box, crs, err));
    MLG_TRY(mlg_crs_bounds(target, to, err));
    MLG_TRY(take_sample(&s, l, err));
    if (mostly_outside(&s, box, &first)) {
        bool code = strlen(crs) < 24;
        return mlg_fail(err, MLG_INPUT, "%s: coordinates (%.9g, %.9g) cannot be in %s; state the right one with crs:",
                        l->path, s.x[first], s.y[first], code ? crs : "the system the file states");
    }
    if (look_swapped(&s, l, target))
        return mlg_fail(err, MLG_INPUT, "%s: coordinates (%.9g, %.9g) are in the order north, east: exchange x and y",
                        l->path, s.x[0], s.y[0]);
    return MLG_OK;
}

/* ---- opening ------------------------------------------------------------------------------------------ */

static mlg_status prepare_geometry(mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    char *own = NULL, to[24];
    mlg_status st = MLG_OK;
    bool columns = options->x && options->y;
    if (options->to_epsg == 0)
        return MLG_OK;
    if (columns) {
        MLG_TRY(mlg_layer_need(&l->x, l, options->x, err));
        MLG_TRY(mlg_layer_need(&l->y, l, options->y, err));
    } else if (!l->vector || !mlg_vector_has_geometry(l->vector)) {
        return MLG_OK;
    }
    if (!options->crs && l->vector)
        MLG_GO(mlg_vector_crs(&own, l->vector, err));
    const char *from = options->crs ? options->crs : own;
    if (!from) {
        st = mlg_fail(err, MLG_INPUT, "%s does not say its coordinate system; state it with crs:", l->path);
        mlg_hint(err, "crs: EPSG:2154 for Lambert-93 metres, EPSG:4326 for degrees");
        goto done;
    }
    snprintf(to, sizeof to, "EPSG:%d", options->to_epsg);
    st = mlg_transform_new(&l->transform, from, to, err);
    if (st != MLG_OK)
        mlg_while(err, st, "%s", l->path);
    else
        st = check_places(l, from, to, err);
done:
    free(own);
    return st;
}

mlg_status mlg_layer_open(mlg_layer **out, const char *path, const mlg_layer_options *options, mlg_error *err)
{
    static const mlg_layer_options NONE = { 0 };
    mlg_layer *l = NULL;
    mlg_place place = { 0 };
    mlg_status st;
    *out = NULL;
    options = options ? options : &NONE;
    MLG_GO(MLG_NEW(&l, 1, "a layer", err));
    l->x = l->y = -1;
    MLG_GO(mlg_copy_text(&l->path, path, err));
    MLG_GO(mlg_place_find(&place, path, options->layer, err));
    if (place.delimited)
        MLG_GO(mlg_csv_open(&l->csv, place.gdal_path, l->path, err));
    else
        MLG_GO(mlg_vector_open(&l->vector, &place, l->path, err));
    MLG_GO(read_columns(l, err));
    MLG_GO(prepare_geometry(l, options, err));
done:
    mlg_place_release(&place);
    if (st == MLG_OK)
        *out = l;
    else
        mlg_layer_close(l);
    return st;
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
    mlg_transform_free(layer->transform);
    mlg_vector_close(layer->vector);
    mlg_csv_close(layer->csv);
    free(layer->path);
    free(layer);
}
