/* Neighbourhoods before and after, and the indices of inequality. */
#include "analysis/compare/stage_inner.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- neighbourhoods -------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *code, *label, *zone[2];
    bool held; /* in the first result too */
    double persons, desert[2], value[2][MLG_LAYER_MEASURES];
} district;

typedef struct {
    district *at;
    int32_t count;
    size_t room;
    mlg_stmt *missing;
} districts;

/* Columns of compare/select_qpv. */
enum { CODE, LABEL, PERSONS, FIRST, ZONE = FIRST + MLG_LAYER_MEASURES, DESERT };

static district *find(districts *d, const char *code)
{
    for (int32_t k = 0; k < d->count; k++)
        if (strcmp(d->at[k].code, code) == 0)
            return &d->at[k];
    return NULL;
}

static mlg_status add(districts *d, mlg_compare_job *j, mlg_stmt *stmt, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&d->at, &d->room, (size_t)d->count + 1, "neighbourhoods", err));
    district *q = &d->at[d->count++];
    *q = (district){ .code = mlg_arena_text(&j->arena, mlg_column_text(stmt, CODE)),
                     .label = mlg_arena_text(&j->arena, mlg_column_text(stmt, LABEL)),
                     .persons = mlg_column_double(stmt, PERSONS) };
    return q->code ? MLG_OK : mlg_fail_memory(err, "neighbourhoods", 0);
}

static mlg_status take_side(district *q, mlg_compare_job *j, mlg_stmt *stmt, int side, mlg_error *err)
{
    bool good = true;
    q->held = q->held || side == 0;
    for (int k = 0; k < MLG_LAYER_MEASURES; k++)
        q->value[side][k] = mlg_column_double(stmt, FIRST + k);
    q->zone[side] = mlg_compared_keep(j, stmt, ZONE, &good);
    q->desert[side] = mlg_column_double(stmt, DESERT);
    return good ? MLG_OK : mlg_fail_memory(err, "neighbourhoods", 0);
}

static mlg_status read_districts(districts *d, mlg_compare_job *j, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->side[side], "compare/select_qpv", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (side == 1)
            MLG_GO(add(d, j, stmt, err));
        district *q = side == 1 ? &d->at[d->count - 1] : find(d, mlg_column_text(stmt, CODE));
        const mlg_compared_absent gone = {
            "avant",
            "qpv",
            mlg_column_text(stmt, CODE),
            mlg_column_text(stmt, LABEL),
            "aucun quartier de ce code dans le second résultat : d’une autre génération, ou hors de son "
            "territoire",
            mlg_column_double(stmt, PERSONS)
        };
        if (q)
            MLG_GO(take_side(q, j, stmt, side, err));
        else
            MLG_GO(mlg_compare_write_absent(d->missing, &gone, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_district(mlg_stmt *insert, const district *q, const mlg_compared_measure *m, int kind,
                                 mlg_text *words, mlg_error *err)
{
    double persons = q->persons > 0 ? q->persons : 0;
    const mlg_difference_input input = { .count = 1,
                                         .before = { &q->value[0][kind], &persons, m->threshold[0], NULL },
                                         .after = { &q->value[1][kind], &persons, m->threshold[1], NULL },
                                         .less_is_better = m->minutes };
    const mlg_compared_unit unit = { "qpv", q->code, q->label };
    mlg_differences d;
    MLG_TRY(mlg_differences_of(&d, 1, &input, NULL, NULL, err));
    d.mean_before = q->value[0][kind]; /* even in a neighbourhood without people */
    d.mean_after = q->value[1][kind];
    mlg_compare_say_crossing(words, &input, 0, mlg_layer_measures[kind].words);
    return mlg_compare_write_unit(insert, &unit, m, &d, err);
}

/* One row of the layer, and one row per measure among the groups. */
static mlg_status write_measures(mlg_stmt *layer, mlg_stmt *unit, const mlg_compare_job *j, const district *q,
                                 mlg_text *words, mlg_error *err)
{
    mlg_text_clear(words);
    for (int k = 0; k < MLG_LAYER_MEASURES; k++) {
        const mlg_layer_measure *shown = &mlg_layer_measures[k];
        const mlg_compared_measure *m = mlg_compared_measure_of(j, shown->service, shown->name);
        mlg_bind_double(layer, shown->before, m ? q->value[0][k] : (double)NAN);
        mlg_bind_double(layer, shown->change, m ? q->value[1][k] - q->value[0][k] : (double)NAN);
        if (m)
            MLG_TRY(write_district(unit, q, m, k, words, err));
    }
    MLG_TRY(mlg_text_status(words, err));
    mlg_bind_text(layer, ":code_qp", q->code);
    mlg_bind_text(layer, ":zonage_avant", q->zone[0]);
    mlg_bind_double(layer, ":desert_avant", q->desert[0]);
    mlg_bind_text(layer, ":passage", words->length ? words->data : NULL);
    return mlg_stmt_run(layer, err);
}

static mlg_status write_new(const districts *d, const district *q, mlg_error *err)
{
    const mlg_compared_absent a = {
        "apres",
        "qpv",
        q->code,
        q->label,
        "aucun quartier de ce code dans le premier résultat : d’une autre génération, ou hors de son territoire",
        q->persons
    };
    return mlg_compare_write_absent(d->missing, &a, err);
}

mlg_status mlg_compare_qpv(mlg_compare_job *j, mlg_error *err)
{
    districts d = { .at = NULL };
    mlg_stmt *unit = NULL, *layer = NULL;
    mlg_text words = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&d.missing, j->study->db, "compare/insert_absent", err));
    MLG_GO(read_districts(&d, j, 1, err));
    MLG_GO(read_districts(&d, j, 0, err));
    MLG_GO(mlg_db_query(&unit, j->study->db, "compare/insert_unit", err));
    MLG_GO(mlg_db_query(&layer, j->study->db, "compare/insert_qpv", err));
    for (int32_t q = 0; q < d.count; q++)
        MLG_GO(d.at[q].held ? write_measures(layer, unit, j, &d.at[q], &words, err)
                            : write_new(&d, &d.at[q], err));
done:
    mlg_text_release(&words);
    mlg_stmt_free(unit);
    mlg_stmt_free(layer);
    mlg_stmt_free(d.missing);
    free(d.at);
    return st;
}

/* ---- inequality ------------------------------------------------------------------------------------------------------ */

enum { INDICES = 7 };
static const char *const indices[INDICES] = { "moyenne", "gini",          "d10_d1",         "theil",
                                              "palma",   "concentration", "part_sous_seuil" };

/* Texts are in the arena of the job. */
typedef struct {
    const char *service, *measure, *group;
    double value[INDICES];
} inequality;

typedef struct {
    inequality *at;
    int32_t count;
    size_t room;
} inequalities;

static mlg_status read_equity(inequalities *all, mlg_compare_job *j, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->side[side], "compare/select_equity", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&all->at, &all->room, (size_t)all->count + 1, "indices", err));
        inequality *one = &all->at[all->count++];
        *one = (inequality){ .service = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0)),
                             .measure = mlg_arena_text(&j->arena, mlg_column_text(stmt, 1)),
                             .group = mlg_arena_text(&j->arena, mlg_column_text(stmt, 2)) };
        if (!one->service || !one->measure || !one->group)
            MLG_GO(mlg_fail_memory(err, "indices", 0));
        for (int k = 0; k < INDICES; k++)
            one->value[k] = mlg_column_double(stmt, 3 + k);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static bool are_alike(const inequality *a, const inequality *b)
{
    return strcmp(a->service, b->service) == 0 && strcmp(a->measure, b->measure) == 0 &&
           strcmp(a->group, b->group) == 0;
}

static mlg_status write_equity(mlg_stmt *insert, const inequality *was, const inequality *is, mlg_error *err)
{
    mlg_bind_text(insert, ":service", is->service);
    mlg_bind_text(insert, ":mesure", is->measure);
    mlg_bind_text(insert, ":groupe", is->group);
    for (int k = 0; k < INDICES; k++) {
        if (isnan(is->value[k]) && isnan(was->value[k]))
            continue;
        mlg_bind_text(insert, ":indice", indices[k]);
        mlg_bind_double(insert, ":avant", was->value[k]);
        mlg_bind_double(insert, ":apres", is->value[k]);
        mlg_bind_double(insert, ":ecart", is->value[k] - was->value[k]);
        MLG_TRY(mlg_stmt_run(insert, err));
    }
    return MLG_OK;
}

mlg_status mlg_compare_equity(mlg_compare_job *j, mlg_error *err)
{
    inequalities was = { .at = NULL }, is = { .at = NULL };
    mlg_stmt *insert = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(read_equity(&was, j, 0, err));
    MLG_GO(read_equity(&is, j, 1, err));
    MLG_GO(mlg_db_query(&insert, j->study->db, "compare/insert_equity", err));
    for (int32_t b = 0; b < is.count; b++)
        for (int32_t a = 0; a < was.count; a++)
            if (are_alike(&was.at[a], &is.at[b])) {
                MLG_GO(write_equity(insert, &was.at[a], &is.at[b], err));
                break;
            }
done:
    mlg_stmt_free(insert);
    free(was.at);
    free(is.at);
    return st;
}
