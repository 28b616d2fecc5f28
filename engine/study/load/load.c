#include "study/load/load.h"

#include "base/language.h"
#include "base/progress.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"

#include <math.h>
#include <stdio.h>

static const char *const emptied[] = { "reject",       "provenance",     "commune",       "lieu",   "lieu_age",
                                       "qpv",          "qpv_commune",    "etablissement", "offre",  "zonage",
                                       "carreau",      "apl_publiee",    "apl_parametre", "revenu", "indicateur",
                                       "appartenance", "tvs_hors_etude", "commune_fusion" };
static const char *const layers[] = { "commune", "lieu", "qpv", "etablissement" };

static mlg_status empty_tables(mlg_study *study, mlg_error *err)
{
    char sql[64];
    for (size_t i = 0; i < sizeof emptied / sizeof *emptied; i++) {
        snprintf(sql, sizeof sql, "DELETE FROM %s", emptied[i]);
        MLG_TRY(mlg_db_exec(study->db, sql, err));
    }
    return MLG_OK;
}

static mlg_status load_tables(mlg_communes *set, mlg_study *study, mlg_error *err)
{
    MLG_TRY(mlg_communes_read_changes(set, study, err));
    MLG_TRY(mlg_communes_read(set, study, err));
    MLG_TRY(mlg_communes_select(set, study, err));
    MLG_TRY(mlg_progress_step(study->progress, "outlines", (double)NAN, err));
    MLG_TRY(mlg_communes_outline(set, err));
    MLG_TRY(mlg_communes_describe(set, study, err));
    MLG_TRY(mlg_load_cells(study, set, err));
    MLG_TRY(mlg_communes_write(set, study, err));
    MLG_TRY(mlg_communes_write_mergers(set, study, err));
    MLG_TRY(mlg_load_ages(study, set, err));
    MLG_TRY(mlg_load_qpv(study, set, err));
    MLG_TRY(mlg_load_places(study, set, err));
    MLG_TRY(mlg_load_qpv_people(study, err));
    MLG_TRY(mlg_load_sites(study, set, err));
    MLG_TRY(mlg_load_supply(study, set, err));
    MLG_TRY(mlg_load_zoning(study, set, err));
    MLG_TRY(mlg_communes_write_far(set, study, err));
    MLG_TRY(mlg_load_membership(study, set, err));
    MLG_TRY(mlg_load_apl(study, set, err));
    MLG_TRY(mlg_load_parameters(study, err));
    MLG_TRY(mlg_load_income(study, set, err));
    return mlg_load_indicators(study, set, err);
}

static mlg_status summarise(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/select_counts", err));
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK)
        st = mlg_text_set(
            summary, err,
            mlg_tr("%lld communes with %.0f inhabitants, %lld neighbours, %lld QPV, %lld facilities, %lld "
                   "rows rejected"),
            (long long)mlg_column_int(stmt, 0), mlg_column_double(stmt, 1), (long long)mlg_column_int(stmt, 2),
            (long long)mlg_column_int(stmt, 3), (long long)mlg_column_int(stmt, 4),
            (long long)mlg_column_int(stmt, 5));
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_conventions(mlg_study *study, mlg_error *err)
{
    const char *origin;
    double buffer_m;
    MLG_TRY(mlg_study_buffer(&buffer_m, &origin, study, err));
    MLG_TRY(mlg_study_note_number(study, "load", "tampon", buffer_m / 1000, "km", origin, err));
    return mlg_study_note(study, "load", "tampon_mesure", "de centre à centre de commune", NULL, "convention",
                          err);
}

mlg_status mlg_study_load(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_communes set = { 0 };
    mlg_status st = MLG_OK;
    MLG_GO(empty_tables(study, err));
    MLG_GO(load_tables(&set, study, err));
    MLG_GO(note_conventions(study, err));
    MLG_GO(mlg_study_identify(study, err));
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        MLG_GO(mlg_db_touch(study->db, layers[i], err));
    MLG_GO(summarise(study, summary, err));
done:
    mlg_communes_release(&set);
    return st;
}
