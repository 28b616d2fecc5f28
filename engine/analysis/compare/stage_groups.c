/* People who travel in their own way, before and after: by commune and neighbourhood, and summed over the territory. */
#include "analysis/compare/stage_inner.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- places ------------------------------------------------------------------------------------------------------ */

/* What a group has in a commune or a neighbourhood, as far as it has been summed. */
typedef struct {
    double persons, value, least; /* NaN unknown; `least`: lower bound of a time */
    bool nowhere;                 /* no trip from anywhere in it */
} state;

/* A measure of a group in both results; `code` and `label` of neighbourhoods are in the arena of the job. */
typedef struct {
    const char *code, *label;
    bool held[2];
    state side[2];
} place;

typedef struct {
    mlg_compare_job *job;
    const char *group;
    const mlg_compared_measure *measure;
    mlg_stmt *read[2], *insert;
    place *commune; /* [communes of the job] */
    place *quarter;
    int32_t quarters;
    size_t room;
} pass;

/* Columns of compare/select_group_places. */
enum { LEVEL, CODE, LABEL, PERSONS, VALUE, LEAST, NOWHERE };

static state state_of(mlg_stmt *stmt)
{
    return (state){ mlg_column_double(stmt, PERSONS), mlg_column_double(stmt, VALUE),
                    mlg_column_double(stmt, LEAST), mlg_column_int(stmt, NOWHERE) != 0 };
}

/* Communes that have merged since: their people together, and the mean by person. */
static state join(state a, state b)
{
    const double all = a.persons + b.persons;
    if (!(a.persons > 0) || !(b.persons > 0))
        return b.persons > 0 ? b : a;
    return (state){ all, (a.persons * a.value + b.persons * b.value) / all,
                    (a.persons * a.least + b.persons * b.least) / all, a.nowhere && b.nowhere };
}

static void take_commune(pass *p, int side, mlg_stmt *stmt)
{
    const mlg_compare_job *j = p->job;
    const char *code = mlg_column_text(stmt, CODE);
    double persons;
    const int32_t i = side == 0 ? mlg_compared_find_before(&persons, j, code) : mlg_compared_find(j, code);
    if (i < 0 || (side == 0 && !j->commune[i].held))
        return;
    place *c = &p->commune[i];
    c->side[side] = c->held[side] ? join(c->side[side], state_of(stmt)) : state_of(stmt);
    c->held[side] = true;
}

/* Neighbourhoods of the second result are read first; both come by code. */
static mlg_status take_quarter(pass *p, int side, mlg_stmt *stmt, mlg_error *err)
{
    const char *code = mlg_column_text(stmt, CODE);
    int32_t q = 0;
    if (side == 1) {
        bool good = true;
        MLG_TRY(MLG_GROW(&p->quarter, &p->room, (size_t)p->quarters + 1, "neighbourhoods", err));
        p->quarter[q = p->quarters++] = (place){ .code = mlg_compared_keep(p->job, stmt, CODE, &good),
                                                 .label = mlg_compared_keep(p->job, stmt, LABEL, &good) };
        if (!good)
            return mlg_fail_memory(err, "neighbourhoods", 0);
    } else
        while (q < p->quarters && strcmp(p->quarter[q].code, code) != 0)
            q++;
    if (q < p->quarters) {
        p->quarter[q].side[side] = state_of(stmt);
        p->quarter[q].held[side] = true;
    }
    return MLG_OK;
}

static mlg_status read_side(pass *p, int side, mlg_error *err)
{
    mlg_stmt *stmt = p->read[side];
    bool row;
    mlg_status st;
    mlg_bind_text(stmt, ":groupe", p->group);
    mlg_bind_text(stmt, ":service", p->measure->service);
    mlg_bind_text(stmt, ":mesure", p->measure->name);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        if (strcmp(mlg_column_text(stmt, LEVEL), "commune") == 0)
            take_commune(p, side, stmt);
        else
            MLG_TRY(take_quarter(p, side, stmt, err));
    return st;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* A count of people is unknown with them. */
static void bind_count(mlg_stmt *stmt, const char *name, bool known, double persons)
{
    mlg_bind_double(stmt, name, known ? persons : (double)NAN);
}

static mlg_status write_place(const pass *p, const char *level, const place *x, mlg_error *err)
{
    const mlg_compared_measure *m = p->measure;
    double value[2], persons[2];
    mlg_differences d;
    for (int side = 0; side < 2; side++) {
        const state *s = &x->side[side];
        value[side] = !x->held[side] ? (double)NAN : s->nowhere ? (double)INFINITY : s->value;
        persons[side] = s->persons > 0 ? s->persons : 0;
    }
    const mlg_difference_input input = {
        .count = 1,
        .before = { &value[0], &persons[0], m->threshold[0], m->minutes ? &x->side[0].least : NULL },
        .after = { &value[1], &persons[1], m->threshold[1], m->minutes ? &x->side[1].least : NULL },
        .less_is_better = m->minutes
    };
    MLG_TRY(mlg_differences_of(&d, 1, &input, NULL, NULL, err));
    const bool was = x->held[0] && !isnan(x->side[0].persons), is = !isnan(x->side[1].persons);
    const bool judged = is && mlg_compared_has_threshold(m);
    mlg_bind_text(p->insert, ":groupe", p->group);
    mlg_bind_text(p->insert, ":maille", level);
    mlg_bind_text(p->insert, ":code", x->code);
    mlg_bind_text(p->insert, ":libelle", x->label);
    mlg_bind_text(p->insert, ":service", m->service);
    mlg_bind_text(p->insert, ":mesure", m->name);
    mlg_bind_double(p->insert, ":seuil_avant", m->threshold[0]);
    mlg_bind_double(p->insert, ":seuil", m->threshold[1]);
    bind_count(p->insert, ":population_avant", was, persons[0]);
    bind_count(p->insert, ":population", is, persons[1]);
    mlg_bind_double(p->insert, ":avant", mlg_compared_shown(value[0]));
    mlg_bind_double(p->insert, ":apres", mlg_compared_shown(value[1]));
    bind_count(p->insert, ":gagnent", is, d.gain);
    bind_count(p->insert, ":perdent", is, d.lose);
    bind_count(p->insert, ":inchanges", is, d.same);
    bind_count(p->insert, ":inconnus", is, d.unknown);
    bind_count(p->insert, ":sous_avant", judged && was, d.lacking_before);
    bind_count(p->insert, ":sous_apres", judged, d.lacking_after);
    bind_count(p->insert, ":indecis", judged, d.undecided);
    bind_count(p->insert, ":tombent", judged, d.falling);
    bind_count(p->insert, ":sortent", judged, d.leaving);
    return mlg_stmt_run(p->insert, err);
}

/* A measure that one of the two results lacks for the group is left out. */
static mlg_status compare_measure(pass *p, mlg_error *err)
{
    const mlg_compare_job *j = p->job;
    bool any[2] = { false, false };
    p->quarters = 0;
    for (int32_t i = 0; i < j->count; i++)
        p->commune[i] = (place){ .code = j->commune[i].code, .label = j->commune[i].label };
    MLG_TRY(read_side(p, 1, err));
    MLG_TRY(read_side(p, 0, err));
    for (int side = 0; side < 2; side++)
        for (int32_t i = 0; i < j->count && !any[side]; i++)
            any[side] = p->commune[i].held[side];
    if (!any[0] || !any[1])
        return MLG_OK;
    for (int32_t i = 0; i < j->count; i++)
        if (p->commune[i].held[1])
            MLG_TRY(write_place(p, "commune", &p->commune[i], err));
    for (int32_t q = 0; q < p->quarters; q++)
        if (p->quarter[q].held[0])
            MLG_TRY(write_place(p, "qpv", &p->quarter[q], err));
    return MLG_OK;
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

/* Names are in the arena of the job. */
typedef struct {
    const char **name;
    int32_t count;
    size_t room;
} groups;

static mlg_status read_groups(groups *g, mlg_compare_job *j, int side, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row, good = true;
    MLG_TRY(mlg_db_query(&stmt, j->side[side], "compare/select_groups", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&g->name, &g->room, (size_t)g->count + 1, "groups", err));
        g->name[g->count++] = mlg_compared_keep(j, stmt, 0, &good);
        if (!good)
            MLG_GO(mlg_fail_memory(err, "groups", 0));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static bool has_group(const groups *g, const char *name)
{
    for (int32_t k = 0; k < g->count; k++)
        if (strcmp(g->name[k], name) == 0)
            return true;
    return false;
}

static mlg_status list_absent(const mlg_compare_job *j, const groups g[2], int side, mlg_error *err)
{
    static const char *const sides[] = { "avant", "apres" }, *const why[] = {
        "aucun groupe de ce nom dans le second résultat", "aucun groupe de ce nom dans le premier résultat"
    };
    mlg_stmt *insert = NULL;
    MLG_TRY(mlg_db_query(&insert, j->study->db, "compare/insert_absent", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; st == MLG_OK && k < g[side].count; k++) {
        const char *name = g[side].name[k];
        const mlg_compared_absent a = { sides[side], "groupe", name, name, why[side], (double)NAN };
        if (!has_group(&g[!side], name))
            st = mlg_compare_write_absent(insert, &a, err);
    }
    mlg_stmt_free(insert);
    return st;
}

static mlg_status compare_group(pass *p, const char *group, mlg_error *err)
{
    p->group = group;
    for (int32_t k = 0; k < p->job->measures; k++) {
        p->measure = &p->job->measure[k];
        if (!p->measure->asked)
            MLG_TRY(compare_measure(p, err));
    }
    return MLG_OK;
}

static mlg_status compare_all(pass *p, const groups g[2], mlg_error *err)
{
    mlg_compare_job *j = p->job;
    for (int side = 0; side < 2; side++) {
        MLG_TRY(list_absent(j, g, side, err));
        MLG_TRY(mlg_db_query(&p->read[side], j->side[side], "compare/select_group_places", err));
    }
    MLG_TRY(mlg_db_query(&p->insert, j->study->db, "compare/insert_group", err));
    MLG_TRY(MLG_NEW(&p->commune, (size_t)j->count, "communes", err));
    for (int32_t k = 0; k < g[1].count; k++)
        if (has_group(&g[0], g[1].name[k]))
            MLG_TRY(compare_group(p, g[1].name[k], err));
    MLG_TRY(compare_group(p, "autres", err));
    MLG_TRY(compare_group(p, "ensemble", err));
    return mlg_study_do(j->study, "compare/insert_group_sums", err);
}

mlg_status mlg_compare_groups(mlg_compare_job *j, mlg_error *err)
{
    pass p = { .job = j };
    groups g[2] = { { .count = 0 }, { .count = 0 } };
    mlg_status st = MLG_OK;
    for (int side = 0; side < 2; side++)
        MLG_GO(read_groups(&g[side], j, side, err));
    if (g[0].count > 0 || g[1].count > 0)
        st = compare_all(&p, (const groups *)g, err);
done:
    for (int side = 0; side < 2; side++) {
        mlg_stmt_free(p.read[side]);
        free(g[side].name);
    }
    mlg_stmt_free(p.insert);
    free(p.commune);
    free(p.quarter);
    return st;
}
