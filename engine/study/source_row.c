/* The rows of a source: texts, numbers, codes, locations, and rejects. */
#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double most_plausible = 1e10; /* persons, doctors, acts, km²: no commune has more */

void mlg_reader_make(mlg_reader *reader, int made, const char *text)
{
    snprintf(reader->made[made], sizeof reader->made[made], "%s", text ? text : "");
}

const char *mlg_reader_text(const mlg_reader *reader, int field)
{
    if (field < MLG_MADE_FIRST)
        return mlg_layer_text(reader->layer, field);
    const char *text = reader->made[field - MLG_MADE_FIRST];
    return *text ? text : NULL;
}

const char *mlg_reader_field_name(char made[MLG_MADE_SIZE], const mlg_reader *reader, int field)
{
    if (field < MLG_MADE_FIRST)
        return mlg_layer_field_name(reader->layer, field);
    const char *at = reader->dataset->makes;
    for (int i = MLG_MADE_FIRST; i < field; i++)
        at = strchr(at, '|') + 1;
    snprintf(made, MLG_MADE_SIZE, "%.*s", (int)strcspn(at, "|"), at);
    return made;
}

/* ---- places ------------------------------------------------------------------------------------------- */

/* Transformation from one of the few coordinate systems of the file. */
static mlg_status find_system(int *index, mlg_reader *reader, int epsg, mlg_error *err)
{
    char from[24];
    for (*index = 0; *index < MLG_READER_SYSTEMS - 1 && reader->systems[*index].transform; ++*index)
        if (reader->systems[*index].epsg == epsg)
            return MLG_OK;
    snprintf(from, sizeof from, "EPSG:%d", epsg);
    mlg_transform_free(reader->systems[*index].transform);
    reader->systems[*index].transform = NULL;
    MLG_TRY(mlg_crs_bounds(reader->systems[*index].box, from, err));
    reader->systems[*index].epsg = epsg;
    return mlg_transform_epsg(&reader->systems[*index].transform, epsg, reader->study->epsg, err);
}

static mlg_status misplace(mlg_reader *reader, const mlg_spot *spot, mlg_error *err)
{
    char where[96];
    snprintf(where, sizeof where, "%.9g, %.9g (EPSG:%d)", spot->x, spot->y, spot->epsg);
    if (reader->misplaced++ == 0)
        snprintf(reader->first_misplaced, sizeof reader->first_misplaced, "row %lld: %s",
                 (long long)mlg_layer_row(reader->layer), where);
    return mlg_reader_list(reader, mlg_layer_row(reader->layer), NULL, "coordonnées hors de leur système", where,
                           err);
}

static mlg_status place_point(mlg_geom **out, mlg_reader *reader, mlg_error *err)
{
    mlg_spot spot;
    size_t failed = 0;
    int i;
    if (!reader->dataset->place(&spot, reader))
        return MLG_OK;
    MLG_TRY(find_system(&i, reader, spot.epsg, err));
    const double *box = reader->systems[i].box;
    if (spot.x < box[0] || spot.x > box[2] || spot.y < box[1] || spot.y > box[3])
        return misplace(reader, &spot, err);
    mlg_transform_points(reader->systems[i].transform, &spot.x, &spot.y, 1, &failed);
    return failed ? MLG_OK : mlg_geom_point(out, spot.x, spot.y, err);
}

mlg_status mlg_reader_geometry(mlg_geom **out, bool *repaired, mlg_reader *reader, mlg_error *err)
{
    *out = NULL;
    if (repaired)
        *repaired = false;
    if (reader->dataset->place)
        return place_point(out, reader, err);
    return repaired ? mlg_layer_valid_geometry(out, repaired, reader->layer, err)
                    : mlg_layer_geometry(out, reader->layer, err);
}

/* ---- rows --------------------------------------------------------------------------------------------- */

static bool passes_filter(const mlg_reader *reader)
{
    if (reader->filter < 0)
        return true;
    const char *cell = mlg_layer_text(reader->layer, reader->filter);
    for (unsigned i = 0; cell && i < reader->spec->filter->values_count; i++)
        if (strcmp(cell, reader->spec->filter->values[i]) == 0)
            return true;
    return false;
}

mlg_status mlg_reader_next(mlg_reader *reader, bool *got, mlg_error *err)
{
    enum { ROWS_BETWEEN_REPORTS = 4096 };
    for (;;) {
        MLG_TRY(mlg_layer_next(reader->layer, got, err));
        if (!*got)
            return MLG_OK;
        if (++reader->read % ROWS_BETWEEN_REPORTS == 0)
            MLG_TRY(mlg_progress_step(reader->study->progress, reader->spec->path,
                                      mlg_layer_fraction(reader->layer), err));
        mlg_row_use use = passes_filter(reader) ? MLG_ROW_KEEP : MLG_ROW_ELSEWHERE;
        if (use == MLG_ROW_KEEP && reader->dataset->row)
            MLG_TRY(reader->dataset->row(&use, reader, err));
        if (use == MLG_ROW_KEEP)
            return MLG_OK;
        reader->outside += use == MLG_ROW_ELSEWHERE;
        reader->read -= use == MLG_ROW_IS_NONE;
    }
}

/* Hash of both texts with a bar between them; never 0, which marks a free slot. */
static uint64_t hash_of(const char *a, const char *b)
{
    uint64_t hash = mlg_hash_text(mlg_hash_byte(mlg_hash_text(mlg_hash_start, a), '|'), b);
    return hash ? hash : 1;
}

/* Slot of a hash, or the free slot where it belongs. */
static size_t find_slot(const uint64_t *slots, size_t capacity, uint64_t hash)
{
    size_t at = hash & (capacity - 1);
    while (slots[at] != 0 && slots[at] != hash)
        at = (at + 1) & (capacity - 1);
    return at;
}

static mlg_status widen_seen(mlg_reader *reader, mlg_error *err)
{
    uint64_t *slots = NULL;
    size_t capacity = reader->seen.capacity ? 2 * reader->seen.capacity : 1024;
    MLG_TRY(MLG_NEW(&slots, capacity, "keys", err));
    for (size_t i = 0; i < reader->seen.capacity; i++)
        if (reader->seen.slots[i])
            slots[find_slot(slots, capacity, reader->seen.slots[i])] = reader->seen.slots[i];
    free(reader->seen.slots);
    reader->seen.slots = slots;
    reader->seen.capacity = capacity;
    return MLG_OK;
}

mlg_status mlg_reader_seen(bool *again, mlg_reader *reader, const char *a, const char *b, mlg_error *err)
{
    uint64_t hash = hash_of(a, b);
    if (2 * reader->seen.count >= reader->seen.capacity)
        MLG_TRY(widen_seen(reader, err));
    uint64_t *slot = &reader->seen.slots[find_slot(reader->seen.slots, reader->seen.capacity, hash)];
    *again = *slot == hash;
    reader->seen.count += !*again;
    *slot = hash;
    return MLG_OK;
}

mlg_status mlg_reader_list(const mlg_reader *reader, int64_t row, const char *code, const char *reason,
                           const char *value, mlg_error *err)
{
    if (!reader->reject)
        return MLG_OK;
    mlg_bind_text(reader->reject, ":source", reader->key + strlen("sources."));
    mlg_bind_int(reader->reject, ":ligne", row);
    mlg_bind_text(reader->reject, ":code", code);
    mlg_bind_text(reader->reject, ":motif", reason);
    mlg_bind_text(reader->reject, ":valeur", value);
    return mlg_stmt_run(reader->reject, err);
}

mlg_status mlg_reader_reject(mlg_reader *reader, const char *code, const char *reason, const char *value,
                             mlg_error *err)
{
    if (reader->rejected++ == 0)
        snprintf(reader->first_reject, sizeof reader->first_reject, "row %lld%s%.40s%s: %.60s",
                 (long long)mlg_layer_row(reader->layer), value ? " (" : "", MLG_BRIEF(value ? value : "", 40),
                 value ? ")" : "", MLG_BRIEF(reason, 60));
    return mlg_reader_list(reader, mlg_layer_row(reader->layer), code, reason, value, err);
}

mlg_status mlg_reader_number(double *value, const mlg_reader *reader, int field, double least, mlg_error *err)
{
    const char *text = mlg_reader_text(reader, field);
    char made[MLG_MADE_SIZE];
    *value = (double)NAN;
    if (!text)
        return MLG_OK;
    const char *fault = NULL;
    if (!mlg_parse_number(text, value))
        fault = "is not a number";
    else if (*value < least)
        fault = least > 0 ? "is too low" : "is negative";
    else if (*value > most_plausible)
        fault = "is too large to be true";
    if (!fault)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld, column '%s': '%s' %s", reader->spec->path,
                             (long long)mlg_layer_row(reader->layer), mlg_reader_field_name(made, reader, field),
                             text, mlg_tr(fault));
    mlg_hint(err, "correct the cell, or leave it empty when the figure is unknown");
    return st;
}

bool mlg_is_insee_code(const char *text)
{
    if (!text || strlen(text) != 5 || strspn(text + 2, "0123456789") != 3)
        return false;
    return strspn(text, "0123456789") == 5 || strncmp(text, "2A", 2) == 0 || strncmp(text, "2B", 2) == 0;
}

size_t mlg_department_length(const char *insee)
{
    return strncmp(insee, "97", 2) == 0 || strncmp(insee, "98", 2) == 0 ? 3 : 2;
}

bool mlg_is_place_code(const mlg_study *study, const char *text)
{
    const char *codes = study->config->codes;
    if (!codes || strcmp(codes, "any") != 0)
        return mlg_is_insee_code(text);
    return text && strlen(text) <= MLG_CODE_MAX;
}

mlg_status mlg_reader_insee(const char **code, const mlg_reader *reader, int field, mlg_error *err)
{
    const char *text = mlg_reader_text(reader, field);
    char made[MLG_MADE_SIZE];
    *code = text;
    if (mlg_is_place_code(reader->study, text))
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: row %lld, column '%s': '%s' is not a commune code",
                             reader->spec->path, (long long)mlg_layer_row(reader->layer),
                             mlg_reader_field_name(made, reader, field), text ? text : "");
    if (text && strlen(text) == 4 && strspn(text, "0123456789") == 4)
        mlg_hint(err, "the column was saved as numbers and lost its leading zero (0%s); export it as text", text);
    else
        mlg_hint(err, "an INSEE code has five characters, as 62119 or 2A004");
    return st;
}

mlg_status mlg_reader_finess(bool *good, mlg_reader *reader, int field, mlg_error *err)
{
    enum { LENGTH = 9 };
    const char *text = mlg_layer_text(reader->layer, field);
    *good = text && strlen(text) == LENGTH;
    if (*good)
        return MLG_OK;
    if (!text || strlen(text) != LENGTH - 1 || strspn(text, "0123456789") != LENGTH - 1)
        return mlg_reader_reject(reader, text, "numéro FINESS invalide", text, err);
    mlg_status st =
        mlg_fail(err, MLG_INPUT, "%s: row %lld, column '%s': '%s' is not a FINESS number", reader->spec->path,
                 (long long)mlg_layer_row(reader->layer), mlg_layer_field_name(reader->layer, field), text);
    mlg_hint(err, "the column was saved as numbers and lost its leading zero (0%s); export it as text", text);
    return st;
}

mlg_status mlg_reader_insee_or_reject(const char **code, mlg_reader *reader, int field, mlg_error *err)
{
    const char *text = mlg_reader_text(reader, field);
    *code = NULL;
    if (mlg_is_place_code(reader->study, text) || (text && strlen(text) == 4 && strspn(text, "0123456789") == 4))
        return mlg_reader_insee(code, reader, field, err);
    return mlg_reader_reject(reader, text, "code de commune invalide", text, err);
}
