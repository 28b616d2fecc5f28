/* Changes of communes, found by overlaying the outlines of another year on those of the study when no table of
 * changes is given.
 *
 * A code that only the earlier year has was merged into the commune of the later year that contains a point inside
 * it. A code that only the later year has was split off from the commune of the earlier year that contains it:
 * older files count its people there, and how many is unknown, so it is listed. Only départements present in both
 * years are compared. */
#include "base/memory.h"
#include "base/sort.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char insee[MLG_CODE_MAX + 1];
    mlg_geom *outline; /* NULL: only a point is known */
    double x, y;
    int64_t row;
} other;

typedef struct {
    mlg_communes *set;
    int insee;
    other *items; /* of the current file */
    size_t count, capacity;
    bool own_is_early;
    int32_t merged, split;
} job;

static void empty(job *j)
{
    for (size_t i = 0; i < j->count; i++)
        mlg_geom_free(j->items[i].outline);
    j->count = 0;
}

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    job *j = context;
    empty(j);
    return mlg_reader_code_column(&j->insee, reader, "insee_com", true, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    job *j = context;
    const char *code;
    mlg_geom *geom;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, j->insee, err));
    if (!code)
        return MLG_OK;
    MLG_TRY(mlg_reader_geometry(&geom, NULL, reader, err));
    if (!geom || mlg_geom_is_empty(geom)) {
        mlg_geom_free(geom);
        return mlg_reader_reject(reader, code, "sans contour ni point", NULL, err);
    }
    mlg_status st = MLG_GROW(&j->items, &j->capacity, j->count + 1, "outlines", err);
    if (st == MLG_OK) {
        other *o = &j->items[j->count++];
        *o = (other){ .outline = geom, .row = mlg_layer_row(reader->layer) };
        strcpy(o->insee, code);
        reader->kept++;
        st = mlg_geom_inner_point(&o->x, &o->y, geom, err);
        if (!mlg_geom_is_polygonal(geom))
            o->outline = NULL;
    }
    if (st != MLG_OK || j->count == 0 || j->items[j->count - 1].outline != geom)
        mlg_geom_free(geom);
    if (st != MLG_OK && j->count > 0 && j->items[j->count - 1].outline == geom)
        j->items[j->count - 1].outline = NULL;
    return st;
}

/* ---- two lists of codes ------------------------------------------------------------------------------------- */

/* One year, as arrays. */
typedef struct {
    int32_t n;
    const char **code;
    const mlg_geom **outline;
    double *x, *y;
    int64_t *row;
} year;

static void year_release(year *y)
{
    free(y->code);
    free(y->outline);
    free(y->x);
    free(y->y);
    free(y->row);
}

static mlg_status year_init(year *y, size_t n, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&y->code, n, "outlines", err));
    MLG_TRY(MLG_NEW(&y->outline, n, "outlines", err));
    MLG_TRY(MLG_NEW(&y->x, n, "outlines", err));
    MLG_TRY(MLG_NEW(&y->y, n, "outlines", err));
    return MLG_NEW(&y->row, n, "outlines", err);
}

static void year_add(year *y, const char *code, const mlg_geom *outline, double east, double north, int64_t row)
{
    y->code[y->n] = code;
    y->outline[y->n] = outline;
    y->x[y->n] = east;
    y->y[y->n] = north;
    y->row[y->n++] = row;
}

/* Whether `sorted` contains the code, or another code of its département. */
static bool holds(const char *const *sorted, int32_t n, const char *code, bool department)
{
    size_t length = department ? mlg_department_length(code) : strlen(code) + 1;
    int32_t low = 0, high = n;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (strncmp(sorted[middle], code, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && strncmp(sorted[low], code, length) == 0;
}

/* For each code of `a` that `b` lacks, the commune of `b` that contains it, -1 when there is none. lone[i] is -2
 * when `b` has the code, or does not cover its département. */
static mlg_status find_lone(int32_t *lone, const year *a, const year *b, mlg_error *err)
{
    const char **sorted;
    MLG_TRY(MLG_NEW(&sorted, (size_t)b->n, "codes", err));
    for (int32_t i = 0; i < b->n; i++)
        sorted[i] = b->code[i];
    mlg_sort_texts(sorted, (size_t)b->n);
    mlg_status st = mlg_geom_locate(lone, b->outline, b->n, a->x, a->y, a->n, err);
    for (int32_t i = 0; i < a->n; i++)
        if (holds(sorted, b->n, a->code[i], false) || !holds(sorted, b->n, a->code[i], true))
            lone[i] = -2;
    free(sorted);
    return st;
}

static mlg_status add_change(job *j, const char *before, const char *after, mlg_error *err)
{
    mlg_communes *set = j->set;
    if (!j->own_is_early && mlg_communes_today(set, before) != before) /* a table of changes takes precedence */
        return MLG_OK;
    mlg_change change = { .by_outlines = true };
    strcpy(change.before, before);
    strcpy(change.after, after);
    MLG_TRY(mlg_communes_add_change(set, &change, err));
    mlg_communes_sort_changes(set);
    j->merged++;
    return MLG_OK;
}

static mlg_status compare_years(job *j, mlg_reader *reader, const year *early, const year *late, bool own_is_early,
                                mlg_error *err)
{
    int32_t *gone = NULL, *new = NULL;
    mlg_status st = MLG_OK;
    j->own_is_early = own_is_early;
    MLG_GO(MLG_NEW(&gone, (size_t)early->n, "codes", err));
    MLG_GO(MLG_NEW(&new, (size_t)late->n, "codes", err));
    MLG_GO(find_lone(gone, early, late, err));
    MLG_GO(find_lone(new, late, early, err));
    for (int32_t i = 0; i < early->n; i++) {
        if (gone[i] >= 0)
            MLG_GO(add_change(j, early->code[i], late->code[gone[i]], err));
        else if (gone[i] == -1)
            MLG_GO(mlg_reader_list(reader, own_is_early ? 0 : early->row[i], early->code[i],
                                   "commune disparue, sans héritière trouvée", NULL, err));
    }
    for (int32_t i = 0; i < late->n; i++)
        if (new[i] >= -1) {
            j->split++;
            MLG_GO(mlg_reader_list(reader, own_is_early ? late->row[i] : 0, late->code[i],
                                   "commune détachée d'une autre : les fichiers d'avant la comptent avec celle-ci",
                                   new[i] < 0 ? NULL : early->code[new[i]], err));
        }
done:
    free(gone);
    free(new);
    return st;
}

/* ---- the role ----------------------------------------------------------------------------------------------- */

static mlg_status read_years(int *own, int *that, const mlg_reader *reader, mlg_error *err)
{
    const mlg_study *study = reader->study;
    *own = study->config->cog ? *study->config->cog : 0;
    *that = reader->spec->vintage ? atoi(reader->spec->vintage) : 0;
    if (*own > 1900 && *that > 1900 && *own != *that)
        return MLG_OK;
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the order of the two years is unknown", reader->spec->path);
    mlg_hint(
        err,
        "give the year of the communes of the study as cog: 2025, and the year of this file as vintage: \"2018\"");
    return st;
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    job *j = context;
    year own = { 0 }, that = { 0 };
    int own_year, that_year;
    mlg_status st = MLG_OK;
    MLG_TRY(read_years(&own_year, &that_year, reader, err));
    MLG_GO(year_init(&own, (size_t)j->set->count, err));
    MLG_GO(year_init(&that, j->count, err));
    for (int32_t i = 0; i < j->set->count; i++) {
        const mlg_commune *c = &j->set->items[i];
        year_add(&own, c->insee, c->outline, c->x, c->y, c->row);
    }
    for (size_t i = 0; i < j->count; i++)
        year_add(&that, j->items[i].insee, j->items[i].outline, j->items[i].x, j->items[i].y, j->items[i].row);
    st = own_year < that_year ? compare_years(j, reader, &own, &that, true, err)
                              : compare_years(j, reader, &that, &own, false, err);
done:
    year_release(&own);
    year_release(&that);
    return st;
}

/* Gives the new code to the communes of the set that have merged. */
static void move_communes(mlg_communes *set, const mlg_change *change)
{
    for (int32_t i = 0; i < set->count; i++)
        if (strcmp(set->items[i].insee, change->before) == 0) {
            strcpy(set->items[i].insee, change->after);
            set->items[i].moved = true;
        }
}

mlg_status mlg_communes_match_years(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "other_year", .geometry = true, .start = start, .row = read_row, .finish = finish
    };
    job j = { .set = set };
    if (study->config->sources.other_year.count == 0)
        return MLG_OK;
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.other_year, study, &j, err);
    empty(&j);
    free(j.items);
    for (int32_t k = 0; st == MLG_OK && k < set->change_count; k++)
        if (set->changes[k].by_outlines)
            move_communes(set, &set->changes[k]);
    if (st == MLG_OK)
        st = mlg_study_note_number(study, "load", "changements.fusions", j.merged, "communes",
                                   "calcul, par les contours de deux années", err);
    if (st == MLG_OK)
        st = mlg_study_note_number(study, "load", "changements.detachees", j.split, "communes, listées",
                                   "calcul, par les contours de deux années", err);
    return st;
}
