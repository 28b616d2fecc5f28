#include "analysis/compare/stage.h"

#include "analysis/compare/stage_inner.h"
#include "analysis/scenario/scenario.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- communes ------------------------------------------------------------------------------------------------- */

/* Columns of compare/select_communes; compare/select_before has the first ones. */
enum {
    CODE,
    LABEL,
    PERSONS,
    GP,
    ZONE,
    DESERT,
    EPCI,
    EPCI_LABEL,
    DEPARTEMENT,
    TVS,
    TVS_LABEL,
    DENSITY,
    INCOME,
    QPV,
    SHOWN
};

static int by_code(const void *left, const void *right)
{
    return strcmp(((const mlg_compared *)left)->code, ((const mlg_compared *)right)->code);
}

int32_t mlg_compared_find(const mlg_compare_job *j, const char *code)
{
    mlg_compared key = { .code = code };
    const mlg_compared *found =
        j->count ? bsearch(&key, j->commune, (size_t)j->count, sizeof *j->commune, by_code) : NULL;
    return found ? (int32_t)(found - j->commune) : -1;
}

const char *mlg_compared_keep(mlg_compare_job *j, mlg_stmt *stmt, int column, bool *good)
{
    const char *text = mlg_column_text(stmt, column), *kept = mlg_arena_text(&j->arena, text);
    *good = *good && (!text || kept);
    return kept;
}

static bool take_state(mlg_compare_job *j, mlg_compared *c, mlg_stmt *stmt, int side)
{
    bool good = true;
    c->persons[side] = mlg_column_double(stmt, PERSONS);
    c->gp[side] = mlg_column_double(stmt, GP);
    c->desert[side] = mlg_column_double(stmt, DESERT);
    c->zone[side] = mlg_compared_keep(j, stmt, ZONE, &good);
    return good;
}

static mlg_status take_after(mlg_compare_job *j, mlg_stmt *stmt, mlg_error *err)
{
    bool good = true;
    MLG_TRY(MLG_GROW(&j->commune, &j->room, (size_t)j->count + 1, "communes", err));
    mlg_compared *c = &j->commune[j->count++];
    *c = (mlg_compared){ .persons = { (double)NAN, (double)NAN },
                         .gp = { (double)NAN, (double)NAN },
                         .desert = { (double)NAN, (double)NAN } };
    c->code = mlg_compared_keep(j, stmt, CODE, &good);
    c->label = mlg_compared_keep(j, stmt, LABEL, &good);
    c->epci = mlg_compared_keep(j, stmt, EPCI, &good);
    c->epci_label = mlg_compared_keep(j, stmt, EPCI_LABEL, &good);
    c->departement = mlg_compared_keep(j, stmt, DEPARTEMENT, &good);
    c->tvs = mlg_compared_keep(j, stmt, TVS, &good);
    c->tvs_label = mlg_compared_keep(j, stmt, TVS_LABEL, &good);
    c->density = (int)mlg_column_int(stmt, DENSITY);
    c->income = mlg_column_double(stmt, INCOME);
    c->has_qpv = mlg_column_int(stmt, QPV) != 0;
    for (int k = 0; k < MLG_LAYER_MEASURES; k++)
        c->shown[k] = mlg_column_double(stmt, SHOWN + k);
    good = take_state(j, c, stmt, 1) && good;
    return good ? MLG_OK : mlg_fail_memory(err, "communes", 0);
}

/* ---- places of one result only ------------------------------------------------------------------------------ */

mlg_status mlg_compare_write_absent(mlg_stmt *stmt, const mlg_compared_absent *a, mlg_error *err)
{
    mlg_bind_text(stmt, ":cote", a->side);
    mlg_bind_text(stmt, ":maille", a->level);
    mlg_bind_text(stmt, ":code", a->code);
    mlg_bind_text(stmt, ":libelle", a->label);
    mlg_bind_double(stmt, ":population", a->persons);
    mlg_bind_text(stmt, ":motif", a->why);
    return mlg_stmt_run(stmt, err);
}

/* Adds another commune of the first result that has merged into this one: people and doctors are summed; classes that differ, and deserts,
 * become unknown. */
static mlg_status join_state(mlg_compare_job *j, mlg_compared *c, mlg_stmt *stmt, mlg_error *err)
{
    bool good = true;
    const char *zone = mlg_compared_keep(j, stmt, ZONE, &good);
    c->persons[0] += mlg_column_double(stmt, PERSONS);
    c->gp[0] += mlg_column_double(stmt, GP);
    c->desert[0] = (double)NAN;
    if (!zone || !c->zone[0] || strcmp(zone, c->zone[0]) != 0)
        c->zone[0] = NULL;
    return good ? MLG_OK : mlg_fail_memory(err, "communes", 0);
}

static mlg_status take_before(mlg_compare_job *j, mlg_stmt *stmt, mlg_stmt *missing, mlg_error *err)
{
    const char *code = mlg_column_text(stmt, CODE), *into = NULL;
    double persons = mlg_column_double(stmt, PERSONS);
    char why[400] = "aucune commune de ce code dans le second résultat : fusionnée, ou hors de son territoire";
    int32_t at = mlg_compared_find(j, code);
    bool own = at >= 0;
    if (!own && (into = mlg_compared_into(j, 1, code)) && (at = mlg_compared_find(j, into)) >= 0) {
        snprintf(why, sizeof why, "fusionnée depuis : comptée avec %s (%.20s)",
                 j->commune[at].label ? MLG_BRIEF(j->commune[at].label, 200) : "", into);
        MLG_TRY(mlg_compare_add_moved(j, code, at, persons, err));
    }
    const mlg_compared_absent a = { "avant", "commune", code, mlg_column_text(stmt, LABEL), why, persons };
    if (!own)
        MLG_TRY(mlg_compare_write_absent(missing, &a, err));
    if (at < 0)
        return MLG_OK;
    mlg_compared *c = &j->commune[at];
    c->held = true;
    c->own = own && persons > 0 ? persons : c->own;
    if (c->members++ > 0)
        return join_state(j, c, stmt, err);
    return take_state(j, c, stmt, 0) ? MLG_OK : mlg_fail_memory(err, "communes", 0);
}

/* The first result is of a later year: a commune of the second is counted there with another, and neither can be compared. */
static void part(mlg_compare_job *j)
{
    for (int32_t i = 0; i < j->count; i++) {
        mlg_compared *c = &j->commune[i];
        const char *into = c->held ? NULL : mlg_compared_into(j, 0, c->code);
        int32_t whole = into ? mlg_compared_find(j, into) : -1;
        if (whole < 0)
            continue;
        mlg_compared *w = &j->commune[whole];
        c->why = "le premier résultat, d’une année postérieure, la compte avec une autre";
        w->why =
            "le premier résultat, d’une année postérieure, compte avec elle une commune que le second distingue";
        w->held = false;
        w->members = 0;
        w->persons[0] = w->gp[0] = w->desert[0] = (double)NAN;
        w->zone[0] = NULL;
    }
}

static mlg_status read_communes(mlg_compare_job *j, mlg_stmt *missing, mlg_error *err)
{
    for (int side = 1; side >= 0; side--) {
        mlg_stmt *stmt = NULL;
        bool row;
        MLG_TRY(mlg_db_query(&stmt, j->side[side], side == 1 ? "compare/select_communes" : "compare/select_before",
                             err));
        mlg_status st;
        while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
            st = side == 1 ? take_after(j, stmt, err) : take_before(j, stmt, missing, err);
            if (st != MLG_OK)
                break;
        }
        mlg_stmt_free(stmt);
        MLG_TRY(st);
    }
    return MLG_OK;
}

static mlg_status meet(mlg_compare_job *j, mlg_error *err)
{
    mlg_stmt *missing = NULL;
    int32_t common = 0;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&missing, j->study->db, "compare/insert_absent", err));
    MLG_GO(mlg_compare_read_mergers(j, err));
    MLG_GO(read_communes(j, missing, err));
    part(j);
    for (int32_t i = 0; i < j->count; i++) {
        const mlg_compared *c = &j->commune[i];
        const mlg_compared_absent a = {
            "apres",
            "commune",
            c->code,
            c->label,
            c->why ? c->why
                   : "aucune commune de ce code dans le premier résultat : nouvelle, ou hors de son territoire",
            c->persons[1]
        };
        common += c->held;
        if (!c->held)
            MLG_GO(mlg_compare_write_absent(missing, &a, err));
    }
    if (common == 0)
        st = mlg_fail(err, MLG_DATA, "the two results have no commune in common");
    for (int side = 0; st == MLG_OK && side < 2; side++) {
        MLG_GO(MLG_NEW(&j->persons[side], (size_t)j->count, "communes", err));
        for (int32_t i = 0; i < j->count; i++)
            j->persons[side][i] = j->commune[i].persons[side] > 0 ? j->commune[i].persons[side] : 0;
    }
done:
    mlg_stmt_free(missing);
    return st;
}

/* ---- the stage -------------------------------------------------------------------------------------------------- */

static void release(mlg_compare_job *j)
{
    for (int32_t k = 0; k < j->measures; k++)
        for (int side = 0; side < 2; side++)
            free(j->measure[k].value[side]);
    free(j->measure);
    free(j->merger[0]);
    free(j->merger[1]);
    free(j->moved);
    free(j->persons[0]);
    free(j->persons[1]);
    free(j->commune);
    mlg_arena_release(&j->arena);
}

static mlg_status summarise(const mlg_compare_job *j, mlg_text *summary, mlg_error *err)
{
    const mlg_compared_measure *m = mlg_compared_measure_of(j, "gp", "apl");
    mlg_differences d;
    if (!m)
        return mlg_text_set(summary, err, mlg_tr("%d communes compared"), (int)j->count);
    const mlg_difference_input input = mlg_compared_input(j, m);
    MLG_TRY(mlg_differences_of(&d, 1, &input, NULL, NULL, err));
    return mlg_text_set(
        summary, err,
        mlg_tr("mean APL %.2f then %.2f; %.0f people gain, %.0f lose; %.0f fall under %g, %.0f leave"),
        d.mean_before, d.mean_after, d.gain, d.lose, d.falling, m->threshold[1], d.leaving);
}

/* Records which results are compared: their titles and their scenarios. */
static mlg_status note_sides(mlg_compare_job *j, mlg_error *err)
{
    static const char *const names[] = { "avant", "apres" };
    for (int side = 0; side < 2; side++) {
        char *title = NULL;
        MLG_TRY(mlg_db_text(&title, j->side[side], "SELECT valeur FROM etude WHERE cle = 'titre'", err));
        mlg_status st =
            mlg_study_note(j->study, "compare", names[side], title ? title : "sans titre", NULL, "calcul", err);
        free(title);
        MLG_TRY(st);
    }
    return MLG_OK;
}

static mlg_status compare(mlg_compare_job *j, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(note_sides(j, err));
    MLG_TRY(meet(j, err));
    MLG_TRY(mlg_compare_measures(j, err));
    MLG_TRY(mlg_compare_communes(j, err));
    MLG_TRY(mlg_compare_units(j, err));
    MLG_TRY(mlg_compare_ages(j, err));
    MLG_TRY(mlg_compare_qpv(j, err));
    MLG_TRY(mlg_compare_groups(j, err));
    MLG_TRY(mlg_compare_equity(j, err));
    MLG_TRY(mlg_compare_rehoming(j, err));
    MLG_TRY(mlg_db_touch(j->study->db, "comparaison", err));
    MLG_TRY(mlg_db_touch(j->study->db, "comparaison_qpv", err));
    return summarise(j, summary, err);
}

mlg_status mlg_study_compare(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    mlg_compare_job j = { .study = study, .side = { study->before, study->db } };
    MLG_TRY(mlg_study_clear(
        study, summary,
        "DELETE FROM comparaison; DELETE FROM comparaison_unite; DELETE FROM comparaison_seuil;"
        "DELETE FROM comparaison_passage; DELETE FROM comparaison_equite; DELETE FROM comparaison_accueil;"
        "DELETE FROM comparaison_absent; DELETE FROM comparaison_qpv; DELETE FROM comparaison_groupe",
        err));
    if (!study->before)
        return MLG_OK;
    mlg_status st = study->scenario_root ? mlg_study_record_keys(study, err) : MLG_OK;
    if (st == MLG_OK)
        st = compare(&j, summary, err);
    release(&j);
    return st;
}
