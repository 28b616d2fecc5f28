/* Squares as demand points: the population of each commune is distributed over its squares in proportion to their
 * persons, and each square is assigned to the priority neighbourhood that contains it. A commune without squares
 * keeps its people at its centre; the centre of the others stays, without people, for supply known by commune. */
#include "base/memory.h"
#include "study/load/communes.h"
#include "study/load/share_out.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SMALL_COMMUNE = 2000 };

typedef struct {
    mlg_study *study;
    const mlg_communes *set;
    int32_t count;
    const char **code; /* of the arena; arrays of `count` */
    double *x, *y, *weight, *persons;
    int32_t *commune, *qpv;
    double *total, *left; /* a commune */
    const char **qpv_code;
    mlg_geom **shape; /* a neighbourhood */
    int32_t qpv_count;
    mlg_arena arena;
} job;

static void release(job *j)
{
    for (int32_t q = 0; q < j->qpv_count; q++)
        mlg_geom_free(j->shape[q]);
    free(j->shape);
    free(j->qpv_code);
    free(j->code);
    free(j->x);
    free(j->y);
    free(j->weight);
    free(j->persons);
    free(j->commune);
    free(j->qpv);
    free(j->total);
    free(j->left);
    mlg_arena_release(&j->arena);
}

static mlg_status make_room(job *j, mlg_error *err)
{
    double n, q;
    MLG_TRY(mlg_db_number(&n, j->study->db, "SELECT count(*) FROM carreau", err));
    MLG_TRY(mlg_db_number(&q, j->study->db, "SELECT count(*) FROM qpv", err));
    MLG_TRY(MLG_NEW(&j->code, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->x, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->y, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->weight, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->persons, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->commune, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->qpv, (size_t)n, "squares", err));
    MLG_TRY(MLG_NEW(&j->total, (size_t)j->set->count, "communes", err));
    MLG_TRY(MLG_NEW(&j->left, (size_t)j->set->count, "communes", err));
    MLG_TRY(MLG_NEW(&j->qpv_code, (size_t)q, "neighbourhoods", err));
    return MLG_NEW(&j->shape, (size_t)q, "neighbourhoods", err);
}

static mlg_status read_squares(job *j, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "load/select_squares", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t i = j->count++;
        j->code[i] = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0));
        j->commune[i] = mlg_communes_find(j->set, mlg_column_text(stmt, 1));
        j->x[i] = mlg_column_double(stmt, 2);
        j->y[i] = mlg_column_double(stmt, 3);
        j->weight[i] = mlg_column_double(stmt, 4);
        if (!j->code[i])
            st = mlg_fail_memory(err, "squares", 0);
        if (st != MLG_OK)
            break;
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_neighbourhoods(job *j, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "load/select_qpv_shapes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        size_t size;
        const void *bytes = mlg_column_blob(stmt, 1, &size);
        j->qpv_code[j->qpv_count] = mlg_arena_text(&j->arena, mlg_column_text(stmt, 0));
        MLG_GO(mlg_geom_from_gpb(&j->shape[j->qpv_count++], bytes, size, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status share(job *j, mlg_error *err)
{
    for (int32_t c = 0; c < j->set->count; c++)
        j->total[c] = j->set->items[c].population;
    MLG_TRY(mlg_share_out(j->persons, j->left, j->count, j->commune, j->weight, j->set->count, j->total, err));
    return mlg_geom_locate(j->qpv, (const mlg_geom *const *)j->shape, j->qpv_count, j->x, j->y, j->count, err);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static mlg_status write_squares(const job *j, mlg_error *err)
{
    mlg_stmt *stmt;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "load/insert_square_place", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < j->count && st == MLG_OK; i++) {
        MLG_GO(mlg_bind_point(stmt, ":geom", j->x[i], j->y[i], j->study->epsg, err));
        mlg_bind_text(stmt, ":code", j->code[i]);
        mlg_bind_text(stmt, ":code_qp", j->qpv[i] < 0 ? NULL : j->qpv_code[j->qpv[i]]);
        mlg_bind_double(stmt, ":population", j->persons[i]);
        st = mlg_stmt_run(stmt, err);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* `people` of its squares. */
static mlg_status write_commune(mlg_stmt *place, mlg_stmt *commune, const job *j, int32_t c, double people,
                                mlg_error *err)
{
    const char *insee = j->set->items[c].insee;
    mlg_bind_text(place, ":insee_com", insee);
    mlg_bind_text(place, ":nature", people > 0 ? "centre" : "commune");
    mlg_bind_double(place, ":population", j->left[c]);
    MLG_TRY(mlg_stmt_run(place, err));
    if (!isnan(j->total[c]) || !(people > 0))
        return MLG_OK;
    mlg_bind_text(commune, ":insee_com", insee);
    mlg_bind_double(commune, ":population", people);
    mlg_bind_int(commune, ":moins_2000", people < SMALL_COMMUNE);
    return mlg_stmt_run(commune, err);
}

static mlg_status write_communes(const job *j, mlg_error *err)
{
    mlg_stmt *place = NULL, *commune = NULL;
    double *people = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&people, (size_t)j->set->count, "communes", err));
    for (int32_t i = 0; i < j->count; i++)
        people[j->commune[i]] += j->weight[i];
    MLG_GO(mlg_db_query(&place, j->study->db, "load/update_place_people", err));
    MLG_GO(mlg_db_query(&commune, j->study->db, "load/update_commune_people", err));
    for (int32_t c = 0; c < j->set->count; c++)
        MLG_GO(write_commune(place, commune, j, c, people[c], err));
done:
    free(people);
    mlg_stmt_free(place);
    mlg_stmt_free(commune);
    return st;
}

static mlg_status note(const job *j, mlg_error *err)
{
    double grid = 0, shared = 0, left = 0;
    for (int32_t i = 0; i < j->count; i++) {
        grid += j->weight[i];
        shared += j->persons[i];
    }
    for (int32_t c = 0; c < j->set->count; c++)
        left += j->left[c];
    MLG_TRY(mlg_study_note(j->study, "load", "demande",
                           "carreaux de 200 m : population de la commune répartie selon celle des "
                           "carreaux",
                           NULL, "etude", err));
    MLG_TRY(
        mlg_study_note_number(j->study, "load", "demande.carreaux", j->count, "points de demande", "calcul", err));
    MLG_TRY(mlg_study_note_number(j->study, "load", "demande.population_carreaux", grid,
                                  "personnes, telles que publiées", "calcul", err));
    MLG_TRY(mlg_study_note_number(j->study, "load", "demande.population_repartie", shared, "personnes", "calcul",
                                  err));
    MLG_TRY(mlg_study_note_number(j->study, "load", "demande.population_sans_carreau", left,
                                  "personnes, laissées au centre de leur commune", "calcul", err));
    return mlg_study_note(j->study, "load", "demande.qpv", "quartier où tombe le centre du carreau", NULL,
                          "convention", err);
}

mlg_status mlg_load_places(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    job j = { .study = study, .set = set };
    mlg_status st = MLG_OK;
    if (!study->config->demand || strcmp(study->config->demand, "cells") != 0)
        return MLG_OK;
    MLG_GO(make_room(&j, err));
    MLG_GO(read_squares(&j, err));
    MLG_GO(read_neighbourhoods(&j, err));
    MLG_GO(share(&j, err));
    MLG_GO(write_communes(&j, err));
    MLG_GO(write_squares(&j, err));
    st = note(&j, err);
done:
    release(&j);
    return st;
}
