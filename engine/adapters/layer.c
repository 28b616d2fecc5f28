#include "adapters/layer_inner.h"

#include "base/memory.h"

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
    int header_rows; /* before the first row of data */
    int key;         /* column that every row of data fills, -1: not known */
    int x, y; /* columns of coordinates, -1: none */
    mlg_transform *transform; /* NULL: no geometry wanted, or none in the file */
};

/* ---- columns ------------------------------------------------------------------------------------------ */

/* One row, header or not; its cells are then those of cell_of(). */
static mlg_status step(mlg_layer *l, bool *got, mlg_error *err)
{
    return l->csv ? mlg_csv_next(l->csv, got, err) : mlg_vector_next(l->vector, got, err);
}

static const char *cell_of(mlg_layer *l, int field, size_t *length)
{
    const char *raw = l->csv ? mlg_csv_field(l->csv, field) : mlg_vector_field(l->vector, field);
    *length = 0;
    return raw ? mlg_trim(raw, length) : NULL;
}

static int cell_count(const mlg_layer *l)
{
    return l->csv ? mlg_csv_count(l->csv) : mlg_vector_count(l->vector);
}

static bool is_one_of(const char *names, const char *cell, size_t length)
{
    for (const char *at = names; at && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        if (n == length && strncasecmp(at, cell, n) == 0)
            return true;
        at += n;
    }
    return false;
}

/* The column of the current row that bears one of the names, -1: none. */
static int find_cell(mlg_layer *l, const char *names)
{
    size_t length;
    for (int i = 0, n = cell_count(l); i < n; i++) {
        const char *cell = cell_of(l, i, &length);
        if (cell && length > 0 && is_one_of(names, cell, length))
            return i;
    }
    return -1;
}

static mlg_status add_column(mlg_layer *l, const char *name, size_t length, mlg_error *err)
{
    column *c = &l->columns[l->count];
    MLG_TRY(MLG_NEW(&c->name, length + 1, "a column", err));
    memcpy(c->name, name ? name : "", length);
    c->number = l->vector && !mlg_vector_is_plain(l->vector) && mlg_vector_is_number(l->vector, l->count);
    l->count++;
    return MLG_OK;
}

static mlg_status start_again(mlg_layer *l, mlg_error *err)
{
    if (l->csv)
        return mlg_csv_rewind(l->csv, err);
    mlg_vector_rewind(l->vector);
    return MLG_OK;
}

static mlg_status skip_rows(mlg_layer *l, int count, mlg_error *err)
{
    bool got = true;
    for (int i = 0; i < count && got; i++)
        MLG_TRY(step(l, &got, err));
    return MLG_OK;
}

/* Leaves the header as the current row and counts the rows up to it. */
static mlg_status find_header(mlg_layer *l, const char *names, mlg_error *err)
{
    enum { FARTHEST = 30 };
    bool got = true;
    for (int i = 1; names && i <= FARTHEST; i++) {
        MLG_TRY(step(l, &got, err));
        if (!got)
            break;
        l->key = find_cell(l, names);
        l->header_rows = i;
        if (l->key >= 0)
            return MLG_OK;
    }
    l->header_rows = 1;
    if (names)
        MLG_TRY(start_again(l, err));
    MLG_TRY(step(l, &got, err));
    return got ? MLG_OK : mlg_fail(err, MLG_INPUT, "%s has no header line", l->path);
}

static mlg_status take_names(mlg_layer *l, const char *names, mlg_error *err)
{
    size_t count = 1;
    for (const char *c = names; *c; c++)
        count += *c == '|';
    MLG_TRY(MLG_NEW(&l->columns, count, "columns", err));
    for (size_t i = 0; i < count; i++) {
        size_t n = strcspn(names, "|");
        MLG_TRY(add_column(l, names, n, err));
        names += n + 1;
    }
    return MLG_OK;
}

/* True when the first cell of a file is its banner: it has no header. */
static mlg_status meet_banner(bool *met, mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    bool got = false;
    size_t length;
    *met = false;
    if (!options->banner || !l->csv)
        return MLG_OK;
    MLG_TRY(step(l, &got, err));
    const char *cell = got ? cell_of(l, 0, &length) : NULL;
    *met = cell && is_one_of(options->banner, cell, length);
    return *met ? MLG_OK : start_again(l, err);
}

static mlg_status read_columns(mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    bool met, named = l->vector && !mlg_vector_is_plain(l->vector);
    MLG_TRY(meet_banner(&met, l, options, err));
    l->header_rows = met;
    if (met)
        return take_names(l, options->names, err);
    if (!named)
        MLG_TRY(find_header(l, options->header, err));
    int count = cell_count(l);
    MLG_TRY(MLG_NEW(&l->columns, (size_t)count, "columns", err));
    for (int i = 0; i < count; i++) {
        size_t length;
        const char *name = named ? mlg_trim(mlg_vector_name(l->vector, i), &length) : cell_of(l, i, &length);
        MLG_TRY(add_column(l, name, length, err));
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

/* Units under the header, footnotes at the bottom: nothing in the key column, or nothing else. */
static bool is_note(mlg_layer *l)
{
    size_t length;
    if (l->key < 0)
        return false;
    const char *key = cell_of(l, l->key, &length);
    if (!key || length == 0)
        return true;
    for (int i = 0; i < l->count; i++) {
        const char *cell = i == l->key ? NULL : cell_of(l, i, &length);
        if (cell && length > 0)
            return false;
    }
    return l->count > 1;
}

mlg_status mlg_layer_next(mlg_layer *layer, bool *got, mlg_error *err)
{
    *got = false;
    for (int i = 0; i < layer->count; i++)
        if (layer->columns[i].lost)
            return mlg_fail_memory(err, layer->columns[i].name, layer->columns[i].capacity);
    do
        MLG_TRY(step(layer, got, err));
    while (*got && is_note(layer));
    layer->row += *got;
    return MLG_OK;
}

mlg_status mlg_layer_rewind(mlg_layer *layer, mlg_error *err)
{
    layer->row = 0;
    MLG_TRY(start_again(layer, err));
    return skip_rows(layer, layer->header_rows, err);
}

double mlg_layer_fraction(const mlg_layer *layer)
{
    return layer->csv ? mlg_csv_fraction(layer->csv) : (double)NAN;
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
    raw = raw ? mlg_trim(raw, &length) : NULL;
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

static mlg_status take_geometry(mlg_geom **out, bool *repaired, mlg_layer *layer, mlg_error *err)
{
    double x, y;
    size_t failed;
    *out = NULL;
    if (!layer->transform)
        return MLG_OK;
    if (layer->x < 0)
        return mlg_vector_geometry(out, repaired, layer->vector, layer->transform, err);
    if (!place_of(layer, &x, &y))
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

/* ---- a system that lies ------------------------------------------------------------------------------- */

enum { SAMPLE = 100 };

typedef struct {
    double x[SAMPLE], y[SAMPLE];
    int count;
} sample;

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
    return mlg_layer_rewind(l, err);
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
    l->x = l->y = l->key = -1;
    MLG_GO(mlg_copy_text(&l->path, path, err));
    MLG_GO(mlg_place_find(&place, path, options->layer, err));
    if (place.delimited)
        MLG_GO(mlg_csv_open(&l->csv, place.gdal_path, l->path, err));
    else
        MLG_GO(mlg_vector_open(&l->vector, &place, options->header != NULL, l->path, err));
    MLG_GO(read_columns(l, options, err));
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
