#include "analysis/access/stage_equity.h"
#include "analysis/common/thresholds.h"

#include "analysis/access/equity.h"
#include "analysis/access/measure.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

/* Communes of the territory, grouped in two ways. */
typedef struct {
    int32_t count;
    size_t room[5];
    double *value, *persons, *income;
    int32_t *space, *qpv; /* urban 0, rural 1, unknown -1 (in neither); with a QPV 0, without 1 */
} communes;

static void release(communes *c)
{
    free(c->value);
    free(c->persons);
    free(c->income);
    free(c->space);
    free(c->qpv);
}

static mlg_status take_commune(communes *c, mlg_stmt *stmt, mlg_error *err)
{
    size_t need = (size_t)c->count + 1;
    const char *space = mlg_column_text(stmt, 2);
    MLG_TRY(MLG_GROW(&c->value, &c->room[0], need, "equity", err));
    MLG_TRY(MLG_GROW(&c->persons, &c->room[1], need, "equity", err));
    MLG_TRY(MLG_GROW(&c->space, &c->room[2], need, "equity", err));
    MLG_TRY(MLG_GROW(&c->qpv, &c->room[3], need, "equity", err));
    MLG_TRY(MLG_GROW(&c->income, &c->room[4], need, "equity", err));
    c->income[c->count] = mlg_column_double(stmt, 4);
    c->value[c->count] = mlg_column_double(stmt, 0);
    c->persons[c->count] = mlg_column_double(stmt, 1);
    c->space[c->count] = !space ? -1 : strcmp(space, "rural") == 0;
    c->qpv[c->count++] = mlg_column_int(stmt, 3) == 0;
    return MLG_OK;
}

static mlg_status read_communes(communes *c, mlg_study *study, const mlg_config_access *ask, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_equity", err));
    mlg_bind_text(stmt, ":service", ask->service);
    mlg_bind_text(stmt, ":mesure", mlg_config_access_name(ask));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(c, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_group(mlg_stmt *stmt, const mlg_config_access *ask, const char *group, const mlg_equity *e,
                              double threshold, double between_qpv, mlg_error *err)
{
    bool known = !isnan(threshold);
    if (e->places == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":service", ask->service);
    mlg_bind_text(stmt, ":mesure", mlg_config_access_name(ask));
    mlg_bind_text(stmt, ":groupe", group);
    mlg_bind_int(stmt, ":nb_communes", e->places);
    mlg_bind_double(stmt, ":population", e->persons);
    mlg_bind_double(stmt, ":moyenne", e->mean);
    mlg_bind_double(stmt, ":gini", e->gini);
    mlg_bind_double(stmt, ":d10_d1", e->d10_d1);
    mlg_bind_double(stmt, ":theil", e->theil);
    mlg_bind_double(stmt, ":theil_entre", e->theil_between);
    mlg_bind_double(stmt, ":theil_dans", e->theil_within);
    mlg_bind_double(stmt, ":theil_entre_qpv", between_qpv);
    mlg_bind_double(stmt, ":palma", e->palma);
    mlg_bind_double(stmt, ":concentration", e->concentration);
    mlg_bind_double(stmt, ":erreygers", e->erreygers);
    mlg_bind_double(stmt, ":sans_revenu", e->persons_no_income);
    mlg_bind_double(stmt, ":seuil", threshold);
    mlg_bind_double(stmt, ":fgt0", known ? e->fgt[0] : (double)NAN);
    mlg_bind_double(stmt, ":fgt1", known ? e->fgt[1] : (double)NAN);
    mlg_bind_double(stmt, ":fgt2", known ? e->fgt[2] : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_all(mlg_study *study, const mlg_config_access *ask, const communes *c, double threshold,
                            mlg_error *err)
{
    mlg_equity whole, again, space[2], qpv[2];
    mlg_equity_input in = { c->count, c->value, c->persons, c->income, isnan(threshold) ? 1 : threshold };
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_equity_by_group(&whole, space, &in, c->space, 2, err));
    MLG_TRY(mlg_equity_by_group(&again, qpv, &in, c->qpv, 2, err));
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/insert_equity", err));
    mlg_status st;
    MLG_GO(write_group(stmt, ask, "tous", &whole, threshold, again.theil_between, err));
    MLG_GO(write_group(stmt, ask, "urbain", &space[0], threshold, (double)NAN, err));
    MLG_GO(write_group(stmt, ask, "rural", &space[1], threshold, (double)NAN, err));
    MLG_GO(write_group(stmt, ask, "qpv", &qpv[0], threshold, (double)NAN, err));
    MLG_GO(write_group(stmt, ask, "hors_qpv", &qpv[1], threshold, (double)NAN, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static double threshold_of(const mlg_config_access *ask)
{
    bool apl_of_gps = strcmp(ask->service, "gp") == 0 && strcmp(ask->measure, "apl") == 0;
    return ask->threshold ? *ask->threshold : apl_of_gps ? MLG_APL_THRESHOLD : (double)NAN;
}

mlg_status mlg_study_equity(mlg_study *study, unsigned index, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    communes c = { 0 };
    mlg_status st;
    if (mlg_measure_by_name(ask->measure)->by_site)
        return MLG_OK;
    MLG_GO(read_communes(&c, study, ask, err));
    MLG_GO(mlg_study_note(study, "access", "equite",
                          "habitants de chaque commune, non standardisés ; ceux sans accès comptent 0", "poids",
                          "convention", err));
    MLG_GO(mlg_study_note(
        study, "access", "equite_revenu",
        "revenu médian de la commune, le même pour tous ses habitants ; communes sans revenu connu laissées "
        "hors de Palma, de la concentration et d'Erreygers",
        "euros/an/unité de consommation", "convention", err));
    st = write_all(study, ask, &c, threshold_of(ask), err);
done:
    release(&c);
    return st;
}
