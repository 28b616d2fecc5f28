#include "analysis/access/stage_equity.h"
#include "analysis/common/thresholds.h"

#include "analysis/access/equity.h"
#include "analysis/access/measure.h"
#include "base/among.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "study/config/names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Communes of the territory, grouped in two ways, and in that of the study. */
typedef struct {
    int32_t count, groups;
    size_t room[7];
    double *value, *persons, *income;
    int32_t *space, *qpv;          /* urban 0, rural 1, unknown -1 (in neither); with a QPV 0, without 1 */
    const char **own, **own_label; /* code and name of that of the study, in the arena; NULL: none */
    int32_t *group;                /* the same as an index, -1: none */
    const char **code, **label;    /* [groups] by code */
    mlg_arena arena;
} communes;

static void release(communes *c)
{
    free(c->value);
    free(c->persons);
    free(c->income);
    free(c->space);
    free(c->qpv);
    free(c->own);
    free(c->own_label);
    free(c->group);
    free(c->code);
    free(c->label);
    mlg_arena_release(&c->arena);
}

static mlg_status rank_groups(communes *c, mlg_error *err)
{
    int32_t n = 0;
    MLG_TRY(MLG_NEW(&c->group, (size_t)c->count, "groups", err));
    MLG_TRY(MLG_NEW(&c->code, (size_t)c->count, "groups", err));
    MLG_TRY(MLG_NEW(&c->label, (size_t)c->count, "groups", err));
    for (int32_t i = 0; i < c->count; i++)
        if (c->own[i])
            c->code[n++] = c->own[i];
    mlg_sort_texts(c->code, (size_t)n);
    for (int32_t k = 0; k < n; k++)
        if (c->groups == 0 || strcmp(c->code[k], c->code[c->groups - 1]) != 0)
            c->code[c->groups++] = c->code[k];
    for (int32_t i = 0; i < c->count; i++) {
        const int32_t g = c->group[i] = mlg_find_sorted(c->code, c->groups, c->own[i]);
        if (g >= 0 && !c->label[g])
            c->label[g] = c->own_label[i];
    }
    return MLG_OK;
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
    MLG_TRY(MLG_GROW(&c->own, &c->room[5], need, "equity", err));
    MLG_TRY(MLG_GROW(&c->own_label, &c->room[6], need, "equity", err));
    c->own[c->count] = mlg_arena_text(&c->arena, mlg_column_text(stmt, 5));
    c->own_label[c->count] = mlg_arena_text(&c->arena, mlg_column_text(stmt, 6));
    if (!c->own[c->count] && !mlg_column_is_null(stmt, 5))
        return mlg_fail_memory(err, "groups", 0);
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
    mlg_bind_text(stmt, ":par", ask->groups);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(c, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st == MLG_OK ? rank_groups(c, err) : st;
}

/* `par` NULL: one of the built-in groupings. */
typedef struct {
    const char *par, *code, *label;
    double between_qpv, between_groups; /* parts of the Theil index of everybody; NaN for others */
} named_group;

static mlg_status write_group(mlg_stmt *stmt, const mlg_config_access *ask, const named_group *group,
                              const mlg_equity *e, double threshold, mlg_error *err)
{
    bool known = !isnan(threshold);
    if (e->places == 0)
        return MLG_OK;
    mlg_bind_text(stmt, ":service", ask->service);
    mlg_bind_text(stmt, ":mesure", mlg_config_access_name(ask));
    mlg_bind_text(stmt, ":par", group->par ? group->par : "");
    mlg_bind_text(stmt, ":groupe", group->code);
    mlg_bind_text(stmt, ":libelle", group->label);
    mlg_bind_int(stmt, ":nb_communes", e->places);
    mlg_bind_double(stmt, ":population", e->persons);
    mlg_bind_double(stmt, ":moyenne", e->mean);
    mlg_bind_double(stmt, ":gini", e->gini);
    mlg_bind_double(stmt, ":d10_d1", e->d10_d1);
    mlg_bind_double(stmt, ":theil", e->theil);
    mlg_bind_double(stmt, ":theil_entre", e->theil_between);
    mlg_bind_double(stmt, ":theil_dans", e->theil_within);
    mlg_bind_double(stmt, ":theil_entre_qpv", group->between_qpv);
    mlg_bind_double(stmt, ":theil_entre_groupes", group->between_groups);
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

static mlg_status write_groups(mlg_stmt *stmt, const mlg_config_access *ask, const communes *c,
                               const mlg_equity *by, double threshold, mlg_error *err)
{
    for (int32_t g = 0; g < c->groups; g++) {
        const named_group group = { ask->groups, c->code[g], c->label[g], (double)NAN, (double)NAN };
        MLG_TRY(write_group(stmt, ask, &group, &by[g], threshold, err));
    }
    return MLG_OK;
}

static mlg_status write_all(mlg_study *study, const mlg_config_access *ask, const communes *c, double threshold,
                            mlg_error *err)
{
    static const char *const names[] = { "urbain", "rural", "qpv", "hors_qpv" };
    mlg_equity whole, again, own = { .theil_between = (double)NAN }, two[4], *by = NULL;
    mlg_equity_input in = { c->count, c->value, c->persons, c->income, isnan(threshold) ? 1 : threshold };
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_TRY(mlg_equity_by_group(&whole, two, &in, c->space, 2, err));
    MLG_TRY(mlg_equity_by_group(&again, two + 2, &in, c->qpv, 2, err));
    MLG_GO(MLG_NEW(&by, (size_t)c->groups, "groups", err));
    if (c->groups > 0)
        MLG_GO(mlg_equity_by_group(&own, by, &in, c->group, c->groups, err));
    MLG_GO(mlg_db_query(&stmt, study->db, "access/insert_equity", err));
    const named_group all = { NULL, "tous", NULL, again.theil_between, own.theil_between };
    MLG_GO(write_group(stmt, ask, &all, &whole, threshold, err));
    for (int g = 0; g < 4; g++) {
        const named_group group = { NULL, names[g], NULL, (double)NAN, (double)NAN };
        MLG_GO(write_group(stmt, ask, &group, &two[g], threshold, err));
    }
    st = write_groups(stmt, ask, c, by, threshold, err);
done:
    mlg_stmt_free(stmt);
    free(by);
    return st;
}

/* Fails when no commune has a group: the name is neither a column nor an indicator, or its figures are of other communes. */
static mlg_status check_groups(const mlg_study *study, unsigned index, const communes *c, mlg_error *err)
{
    const char *groups = study->config->accessibility[index].groups;
    char key[48];
    if (!groups || c->groups > 0 || c->count == 0)
        return MLG_OK;
    snprintf(key, sizeof key, "accessibility[%u].groups", index);
    mlg_fail(err, MLG_INPUT, "%s: no commune of the territory has a group by '%.40s'",
             mlg_study_file_where(study->file, key), MLG_BRIEF(groups, 40));
    mlg_hint(err, "siren_epci, insee_dep, insee_reg, densite, tvs, zonage or an indicator of sources.indicators");
    return MLG_INPUT;
}

static double threshold_of(const mlg_config_access *ask)
{
    const bool published = mlg_is_gp_apl(ask->service, ask->measure);
    return ask->threshold ? *ask->threshold : published ? MLG_APL_THRESHOLD : (double)NAN;
}

mlg_status mlg_study_equity(mlg_study *study, unsigned index, mlg_error *err)
{
    const mlg_config_access *ask = &study->config->accessibility[index];
    communes c = { 0 };
    mlg_status st;
    if (mlg_measure_by_name(ask->measure)->by_site)
        return MLG_OK;
    MLG_GO(read_communes(&c, study, ask, err));
    MLG_GO(check_groups(study, index, &c, err));
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
