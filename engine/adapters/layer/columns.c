/* The columns of a layer: finding the header, names, cells. */
#include "adapters/layer/inner.h"

#include "base/fold.h"
#include "base/memory.h"

#include <stdio.h>
#include <string.h>

mlg_status mlg_layer_step(mlg_layer *l, bool *got, mlg_error *err)
{
    return l->rows ? l->rows->kind->next(l->rows, got, err) : mlg_vector_next(l->vector, got, err);
}

const char *mlg_layer_cell(const mlg_layer *l, int field, size_t *length)
{
    const char *raw = l->rows ? l->rows->kind->field(l->rows, field) : mlg_vector_field(l->vector, field);
    *length = 0;
    return raw ? mlg_trim(raw, length) : NULL;
}

int mlg_layer_width(const mlg_layer *l)
{
    return l->rows ? l->rows->kind->count(l->rows) : mlg_vector_count(l->vector);
}

bool mlg_layer_has_text(const mlg_layer *l, int field)
{
    size_t length;
    return mlg_layer_cell(l, field, &length) && length > 0;
}

static bool is_one_of(const char *names, const char *cell, size_t length)
{
    char name[128];
    for (const char *at = names; at && *at; at += *at == '|') {
        size_t n = strcspn(at, "|");
        snprintf(name, sizeof name, "%.*s", (int)n, at);
        if (mlg_same_name(cell, length, name))
            return true;
        at += n;
    }
    return false;
}

/* The column of the current row whose text is one of the names, or -1. */
static int find_cell(mlg_layer *l, const char *names)
{
    size_t length;
    for (int i = 0, n = mlg_layer_width(l); i < n; i++) {
        const char *cell = mlg_layer_cell(l, i, &length);
        if (cell && length > 0 && is_one_of(names, cell, length))
            return i;
    }
    return -1;
}

static mlg_status add_column(mlg_layer *l, const char *name, size_t length, mlg_error *err)
{
    mlg_column_text *c = &l->columns[l->count];
    MLG_TRY(MLG_NEW(&c->name, length + 1, "a column", err));
    memcpy(c->name, name ? name : "", length);
    mlg_squeeze_blanks(c->name); /* a header may be written on two lines */
    c->number = l->vector && !mlg_vector_is_plain(l->vector) && mlg_vector_is_number(l->vector, l->count);
    l->count++;
    return MLG_OK;
}

mlg_status mlg_layer_restart(mlg_layer *l, mlg_error *err)
{
    if (l->rows)
        return l->rows->kind->rewind(l->rows, err);
    mlg_vector_rewind(l->vector);
    return MLG_OK;
}

/* More cells than a title row has. */
static bool holds_several(mlg_layer *l)
{
    int filled = 0;
    for (int i = 0, n = mlg_layer_width(l); i < n && filled < 2; i++)
        filled += mlg_layer_has_text(l, i);
    return filled > 1;
}

/* Stops at the header row and counts the rows up to it: the first that contains one of the names, else the
 * first that is not a title. */
static mlg_status find_header(mlg_layer *l, const char *names, mlg_error *err)
{
    enum { FARTHEST = 30 };
    bool got = true;
    int fallback = 0;
    for (int i = 1; names && i <= FARTHEST; i++) {
        MLG_TRY(mlg_layer_step(l, &got, err));
        if (!got)
            break;
        l->key = find_cell(l, names);
        l->header_rows = i;
        if (l->key >= 0)
            return MLG_OK;
        fallback = fallback == 0 && holds_several(l) ? i : fallback;
    }
    l->header_rows = fallback > 0 ? fallback : 1;
    if (names)
        MLG_TRY(mlg_layer_restart(l, err));
    for (int i = 0; i < l->header_rows; i++)
        MLG_TRY(mlg_layer_step(l, &got, err));
    if (got)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s has no header line", l->path);
    mlg_hint(err, "download it again");
    return st;
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

/* True when the first cell of the file is the banner, which means that there is no header. */
static mlg_status meet_banner(bool *met, mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    bool got = false;
    size_t length;
    *met = false;
    if (!options->banner || !l->rows)
        return MLG_OK;
    MLG_TRY(mlg_layer_step(l, &got, err));
    const char *cell = got ? mlg_layer_cell(l, 0, &length) : NULL;
    *met = cell && is_one_of(options->banner, cell, length);
    return *met ? MLG_OK : mlg_layer_restart(l, err);
}

mlg_status mlg_layer_read_columns(mlg_layer *l, const mlg_layer_options *options, mlg_error *err)
{
    bool met, named = l->vector && !mlg_vector_is_plain(l->vector);
    MLG_TRY(meet_banner(&met, l, options, err));
    l->header_rows = met;
    if (met)
        return take_names(l, options->names, err);
    if (!named)
        MLG_TRY(find_header(l, options->header, err));
    int count = mlg_layer_width(l);
    MLG_TRY(MLG_NEW(&l->columns, (size_t)count, "columns", err));
    for (int i = 0; i < count; i++) {
        size_t length;
        const char *name =
            named ? mlg_trim(mlg_vector_name(l->vector, i), &length) : mlg_layer_cell(l, i, &length);
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
        if (mlg_same_name(name, strlen(name), layer->columns[i].name))
            return i;
    return -1;
}

mlg_status mlg_layer_need(int *field, const mlg_layer *layer, const char *name, mlg_error *err)
{
    *field = mlg_layer_find(layer, name);
    if (*field >= 0)
        return MLG_OK;
    char present[512] = "";
    if (layer->count == 0) {
        mlg_status st = mlg_fail(err, MLG_INPUT, "%s has no rows and no column names", layer->path);
        mlg_hint(err, "download it again");
        return st;
    }
    for (int i = 0; i < layer->count; i++) {
        size_t used = strlen(present);
        if (layer->columns[i].name[0])
            snprintf(present + used, sizeof present - used, "%s%s", used ? ", " : "", layer->columns[i].name);
    }
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s has no column '%s'; columns present: %s", layer->path, name, present);
    mlg_hint(err,
             "use the file as its producer publishes it; 'maillage check FILE' identifies the data set of a file");
    return st;
}
