/* 200 m grid squares. When a study counts people at one point per commune, the squares move that point from the
 * centre of the outline to where people live: the mean of the squares, weighted by population. squares.c turns
 * them into demand points. They are stored as published, with their imputation flag. */
#include "base/length.h"
#include "base/memory.h"
#include "base/sort.h"
#include "study/load/communes.h"
#include "study/load/misplaced.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const char **codes; /* of the arena */
    double *x, *y, *persons, *households;
    int32_t *communes; /* -1: not located yet */
    bool *imputed;
    size_t count, room[7];
    mlg_arena arena;
    const mlg_communes *set;
    struct {
        int code, insee, population, households, imputed;
    } fields; /* of the current file */
    double tolerance_m;
    int64_t misplaced;
} squares;

static void release(squares *s)
{
    free(s->x);
    free(s->y);
    free(s->persons);
    free(s->communes);
    free(s->imputed);
    free(s->codes);
    free(s->households);
    mlg_arena_release(&s->arena);
}

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    squares *s = context;
    s->misplaced = 0;
    MLG_TRY(mlg_reader_tolerance(&s->tolerance_m, reader, err));
    MLG_TRY(mlg_reader_column(&s->fields.code, reader, "code", false, err));
    MLG_TRY(mlg_reader_code_column(&s->fields.insee, reader, "insee_com", false, err));
    MLG_TRY(mlg_reader_column(&s->fields.imputed, reader, "impute", false, err));
    MLG_TRY(mlg_reader_column(&s->fields.households, reader, "menages", false, err));
    return mlg_reader_column(&s->fields.population, reader, "population", true, err);
}

static mlg_status grow(squares *s, mlg_error *err)
{
    size_t need = s->count + 1;
    MLG_TRY(MLG_GROW(&s->x, &s->room[0], need, "squares", err));
    MLG_TRY(MLG_GROW(&s->y, &s->room[1], need, "squares", err));
    MLG_TRY(MLG_GROW(&s->persons, &s->room[2], need, "squares", err));
    MLG_TRY(MLG_GROW(&s->communes, &s->room[3], need, "squares", err));
    MLG_TRY(MLG_GROW(&s->codes, &s->room[5], need, "squares", err));
    MLG_TRY(MLG_GROW(&s->households, &s->room[6], need, "squares", err));
    return MLG_GROW(&s->imputed, &s->room[4], need, "squares", err);
}

/* The identifier in the file, else the position of the square in it. */
static mlg_status name_square(squares *s, size_t i, const mlg_reader *reader, mlg_error *err)
{
    const char *code = mlg_reader_text(reader, s->fields.code);
    s->codes[i] =
        code ? mlg_arena_text(&s->arena, code)
             : mlg_arena_printf(&s->arena, "%s-%lld", reader->key, (long long)mlg_layer_row(reader->layer));
    return s->codes[i] ? MLG_OK : mlg_fail_memory(err, "squares", 0);
}

/* A square farther from its commune than any commune is wide has a wrong identifier, or one with swapped
 * halves. */
static bool is_far(const squares *s, size_t i)
{
    const double widest_m = 200e3; /* Maripasoula */
    const mlg_commune *c = s->communes[i] < 0 ? NULL : &s->set->items[s->communes[i]];
    return c && mlg_length(c->x - s->x[i], c->y - s->y[i]) > widest_m;
}

/* The people of a square belong to the commune of its row, and stand at its centre when the coordinates lie
 * elsewhere. */
static mlg_status check_commune(squares *s, size_t i, mlg_reader *reader, mlg_error *err)
{
    bool far;
    double distance_m, x = s->x[i], y = s->y[i];
    int32_t c = s->communes[i];
    if (c < 0)
        return MLG_OK;
    MLG_TRY(mlg_communes_far(&far, &distance_m, s->set, c, x, y, s->tolerance_m, err));
    if (!far)
        return MLG_OK;
    s->misplaced++;
    s->x[i] = s->set->items[c].x;
    s->y[i] = s->set->items[c].y;
    return mlg_list_misplaced(reader, s->set, c, s->codes[i], x, y, distance_m, err);
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    const squares *s = context;
    return mlg_note_misplaced(reader, s->misplaced, "carreaux placés à leur commune", err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    squares *s = context;
    mlg_geom *place = NULL;
    size_t i = s->count;
    const char *commune = mlg_reader_text(reader, s->fields.insee),
               *flag = mlg_reader_text(reader, s->fields.imputed);
    MLG_TRY(grow(s, err));
    MLG_TRY(mlg_reader_number(&s->persons[i], reader, s->fields.population, 0, err));
    MLG_TRY(mlg_reader_number(&s->households[i], reader, s->fields.households, 0, err));
    MLG_TRY(name_square(s, i, reader, err));
    MLG_TRY(mlg_reader_geometry(&place, NULL, reader, err));
    if (!place || mlg_geom_is_empty(place)) {
        mlg_geom_free(place);
        return mlg_reader_reject(reader, commune, "carreau sans place", mlg_reader_text(reader, s->fields.code),
                                 err);
    }
    mlg_box box = mlg_geom_box(place);
    mlg_geom_free(place);
    s->x[i] = (box.min_x + box.max_x) / 2;
    s->y[i] = (box.min_y + box.max_y) / 2;
    s->communes[i] = commune ? mlg_communes_find(s->set, commune) : -1;
    s->imputed[i] = flag && *flag == '1';
    if (is_far(s, i))
        return mlg_reader_reject(reader, commune, "carreau loin de sa commune",
                                 mlg_reader_text(reader, s->fields.code), err);
    MLG_TRY(check_commune(s, i, reader, err));
    s->count++;
    reader->kept++;
    return MLG_OK;
}

static mlg_status refuse_twice(const squares *s, const mlg_study *study, mlg_error *err)
{
    const char **sorted = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&sorted, s->count, "squares", err));
    if (s->count > 0)
        memcpy(sorted, s->codes, s->count * sizeof *sorted);
    mlg_sort_texts(sorted, s->count);
    for (size_t i = 1; i < s->count && st == MLG_OK; i++)
        if (strcmp(sorted[i - 1], sorted[i]) == 0) {
            st = mlg_fail(err, MLG_INPUT, "%s: square %s appears twice",
                          mlg_study_file_where(study->file, "sources.cells"), sorted[i]);
            mlg_hint(err, "keep one row per square, and one file per territory");
        }
    free(sorted);
    return st;
}

/* Assigns the squares that name no commune of the study to the outline that contains them. */
static mlg_status locate(squares *s, const mlg_communes *set, mlg_error *err)
{
    int32_t *found = NULL;
    MLG_TRY(MLG_NEW(&found, s->count, "squares", err));
    mlg_status st = mlg_communes_locate(found, set, s->x, s->y, (int32_t)s->count, err);
    for (size_t i = 0; st == MLG_OK && i < s->count; i++)
        if (s->communes[i] < 0)
            s->communes[i] = found[i];
    free(found);
    return st;
}

static mlg_status write_squares(const squares *s, const mlg_communes *set, const mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_square", err));
    mlg_status st = MLG_OK;
    for (size_t i = 0; i < s->count && st == MLG_OK; i++) {
        if (s->communes[i] < 0)
            continue;
        mlg_bind_text(stmt, ":code", s->codes[i]);
        mlg_bind_double(stmt, ":menages", s->households[i]);
        mlg_bind_double(stmt, ":x", s->x[i]);
        mlg_bind_double(stmt, ":y", s->y[i]);
        mlg_bind_text(stmt, ":insee_com", set->items[s->communes[i]].insee);
        mlg_bind_double(stmt, ":population", s->persons[i]);
        mlg_bind_int(stmt, ":impute", s->imputed[i]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status move_centres(const squares *s, mlg_communes *set, mlg_error *err)
{
    double(*sums)[3] = NULL; /* persons, persons x east, persons x north */
    MLG_TRY(MLG_NEW(&sums, (size_t)set->count, "centres", err));
    for (size_t i = 0; i < s->count; i++) {
        double persons = isnan(s->persons[i]) ? 0 : s->persons[i],
               *sum = sums[s->communes[i] < 0 ? 0 : s->communes[i]];
        if (s->communes[i] < 0)
            continue;
        sum[0] += persons;
        sum[1] += persons * s->x[i];
        sum[2] += persons * s->y[i];
    }
    for (int32_t c = 0; c < set->count; c++)
        if (sums[c][0] > 0) {
            set->items[c].x = sums[c][1] / sums[c][0];
            set->items[c].y = sums[c][2] / sums[c][0];
        }
    free(sums);
    return MLG_OK;
}

static mlg_status note(const squares *s, mlg_study *study, mlg_error *err)
{
    double outside = 0, persons = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->communes[i] < 0) {
            outside++;
            persons += isnan(s->persons[i]) ? 0 : s->persons[i];
        }
    MLG_TRY(mlg_study_note_number(study, "load", "carreaux_hors_etude", outside, "carreaux", "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "load", "personnes_hors_etude", persons, "personnes de ces carreaux",
                                  "calcul", err));
    return mlg_study_note(study, "load", "centre", "barycentre de la population des carreaux de 200 m", NULL,
                          "etude", err);
}

mlg_status mlg_load_cells(mlg_study *study, mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "cells", .geometry = true, .start = start, .row = read_row, .finish = finish
    };
    squares s = { .set = set };
    mlg_status st = MLG_OK;
    if (study->config->sources.cells.count == 0)
        return MLG_OK;
    MLG_GO(mlg_read_sources(&reading, &study->config->sources.cells, study, &s, err));
    MLG_GO(refuse_twice(&s, study, err));
    MLG_GO(locate(&s, set, err));
    MLG_GO(write_squares(&s, set, study, err));
    MLG_GO(move_centres(&s, set, err));
    st = note(&s, study, err);
done:
    release(&s);
    return st;
}
