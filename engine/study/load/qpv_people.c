/* Neighbourhoods whose people no source counts: estimated, flagged as such, and reported. */
#include "study/load/communes.h"

#include <stdio.h>

static mlg_status note(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    char text[200];
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/select_qpv_people", err));
    int count[4] = { 0 };
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    for (int k = 0; st == MLG_OK && k < 4; k++)
        count[k] = (int)mlg_column_int(stmt, k);
    mlg_stmt_free(stmt);
    if (st != MLG_OK || count[0] + count[1] + count[2] == 0)
        return st;
    snprintf(
        text, sizeof text,
        "sur %d quartiers : %d estimés d’après les carreaux, %d d’après leur part de la surface des communes, %d "
        "de population inconnue",
        count[3], count[0], count[1], count[2]);
    return mlg_study_note(study, "load", "qpv.population", text, NULL, "calcul, faute de source", err);
}

mlg_status mlg_load_qpv_people(mlg_study *study, mlg_error *err)
{
    MLG_TRY(mlg_study_do(study, "load/update_qpv_squares", err));
    MLG_TRY(mlg_study_do(study, "load/update_qpv_areas", err));
    return note(study, err);
}
