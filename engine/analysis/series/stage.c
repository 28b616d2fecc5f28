#include "analysis/series/stage.h"

#include "analysis/access/two_step.h"
#include "analysis/common/input_check.h"
#include "analysis/series/trend.h"
#include "base/arena.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *code, *epci, *epci_label, *tvs, *tvs_label;
} commune;

/* A commune in its group of one level. */
typedef struct {
    const char *code, *label;
    const commune *commune;
} member;

/* A neighbourhood of the last result. */
typedef struct {
    const char *code, *label;
} quarter;

/* Of a year, over the whole territory or a group of communes. */
typedef struct {
    double persons, apl, under, known, doctors, consultations;
} figures;

typedef struct {
    mlg_study *study;
    const mlg_series *series;
    mlg_arena arena;
    commune *communes;    /* of the last result, by code */
    member *members;      /* [n] those of a level that have a group, by group */
    const commune **list; /* [n] of one group */
    int32_t n;
    size_t room;
    double *apl, *persons, *doctors; /* [years x n]; NaN unknown */
    int32_t *parts;                  /* [n] communes of a year that a commune is made of */
    double *year;                    /* [years] */
    figures *total;                  /* [years] */
    double *line;                    /* [years] values of one place */
} job;

static const char *const indicators[] = { "under", "covered_pct", "apl", "doctors", "consultations" };

int mlg_series_indicator_of(const char *code)
{
    for (int k = 0; k < MLG_SERIES_INDICATORS; k++)
        if (strcmp(code, indicators[k]) == 0)
            return k;
    return -1;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

/* Columns of series/select_communes; those of series/select_published are the same up to APL. */
enum { CODE, EPCI, EPCI_LABEL, PERSONS, APL, DOCTORS, TVS, TVS_LABEL };

/* NULL for NULL; *good becomes false when memory runs out. */
static const char *keep(job *j, mlg_stmt *stmt, int column, bool *good)
{
    const char *text = mlg_column_text(stmt, column), *kept = mlg_arena_text(&j->arena, text);
    *good = *good && (!text || kept);
    return kept;
}

static mlg_status read_last(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row, good = true;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "series/select_communes", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && good) {
        MLG_GO(MLG_GROW(&j->communes, &j->room, (size_t)j->n + 1, "communes", err));
        commune *c = &j->communes[j->n++];
        *c = (commune){ .code = keep(j, stmt, CODE, &good),
                        .epci = keep(j, stmt, EPCI, &good),
                        .epci_label = keep(j, stmt, EPCI_LABEL, &good),
                        .tvs = keep(j, stmt, TVS, &good),
                        .tvs_label = keep(j, stmt, TVS_LABEL, &good) };
    }
done:
    mlg_stmt_free(stmt);
    return st == MLG_OK && !good ? mlg_fail_memory(err, "communes", 0) : st;
}

static int by_code(const void *left, const void *right)
{
    return strcmp(((const commune *)left)->code, ((const commune *)right)->code);
}

static int32_t find(const job *j, const char *code)
{
    commune key = { .code = code };
    const commune *found = j->n > 0 ? bsearch(&key, j->communes, (size_t)j->n, sizeof key, by_code) : NULL;
    return found ? (int32_t)(found - j->communes) : -1;
}

static mlg_status list_absent(mlg_stmt *stmt, int year, const char *code, double persons, const char *why,
                              mlg_error *err)
{
    mlg_bind_int(stmt, ":annee", year);
    mlg_bind_text(stmt, ":insee_com", code);
    mlg_bind_double(stmt, ":population", persons);
    mlg_bind_text(stmt, ":motif", why);
    return mlg_stmt_run(stmt, err);
}

/* The commune of the last year that holds one that has merged since, -1 for none. */
static mlg_status find_merged(int32_t *found, const job *j, const char *code, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *found = -1;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "series/select_merged", err));
    mlg_bind_text(stmt, ":ancien", code);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        *found = find(j, mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    return st;
}

/* People and doctors of communes that have merged add up, their APL is the mean by persons; unknown where one of them is. */
static void add_part(job *j, size_t at, int32_t i, double persons, double apl, double doctors)
{
    if (j->parts[i]++ == 0) {
        j->persons[at] = persons;
        j->apl[at] = apl;
        j->doctors[at] = doctors;
        return;
    }
    const double all = j->persons[at] + persons;
    j->apl[at] = all > 0 ? (j->persons[at] * j->apl[at] + persons * apl) / all : (double)NAN;
    j->persons[at] = all;
    j->doctors[at] += doctors;
}

static mlg_status take_row(job *j, int k, mlg_stmt *stmt, mlg_stmt *absent, mlg_error *err)
{
    const mlg_series_year *y = &j->series->years[k];
    const char *code = mlg_column_text(stmt, CODE);
    const double persons = mlg_column_double(stmt, PERSONS);
    char why[200] = "aucune commune de ce code la dernière année";
    int32_t i = find(j, code);
    if (i < 0) {
        MLG_TRY(find_merged(&i, j, code, err));
        if (i >= 0)
            snprintf(why, sizeof why, "fusionnée depuis : comptée avec %.23s", j->communes[i].code);
        MLG_TRY(list_absent(absent, y->year, code, persons, why, err));
    }
    if (i >= 0)
        add_part(j, (size_t)k * (size_t)j->n + (size_t)i, i, persons, mlg_column_double(stmt, APL),
                 y->apl != MLG_SERIES_COMPUTED ? (double)NAN : mlg_column_double(stmt, DOCTORS));
    return MLG_OK;
}

static mlg_status read_year(job *j, int k, mlg_stmt *absent, mlg_error *err)
{
    const mlg_series_year *y = &j->series->years[k];
    bool published = y->apl != MLG_SERIES_COMPUTED, row;
    int32_t known = 0;
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, y->db, published ? "series/select_published" : "series/select_communes", err));
    if (published) {
        mlg_bind_text(stmt, ":millesime", y->vintage);
        mlg_bind_int(stmt, ":jusqu_a_65", y->apl == MLG_SERIES_PUBLISHED_65);
    }
    for (int32_t i = 0; i < j->n; i++)
        j->parts[i] = 0;
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_row(j, k, stmt, absent, err));
    for (int32_t i = 0; i < j->n; i++)
        known += !isnan(j->apl[(size_t)k * (size_t)j->n + (size_t)i]);
done:
    mlg_stmt_free(stmt);
    if (st != MLG_OK || known > 0)
        return st;
    return mlg_fail(err, MLG_DATA, "%s: the study gives no APL for %d in the communes of the last year", y->where,
                    y->year);
}

/* Consultations deployed that year: as the file gives them, else the sum of an indicator of the study over the communes that tell it. */
static mlg_status count_consultations(double *out, const job *j, const mlg_series_year *y, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *out = y->consultations;
    if (!isnan(*out) || !j->series->consultations || y->apl != MLG_SERIES_COMPUTED)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, y->db, "series/select_consultations", err));
    mlg_bind_text(stmt, ":nom", j->series->consultations);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        *out = mlg_column_double(stmt, 0);
    mlg_stmt_free(stmt);
    return st;
}

static double cell(const double *of, const job *j, int k, int32_t i)
{
    return of[(size_t)k * (size_t)j->n + (size_t)i];
}

/* Over `count` communes: those of the list, or without one the first of the territory. */
static figures add_up(const job *j, int k, const commune *const *list, int32_t count)
{
    figures f = { 0 };
    double sum = 0;
    int32_t counted = 0;
    for (int32_t m = 0; m < count; m++) {
        int32_t i = list ? (int32_t)(list[m] - j->communes) : m;
        double persons = cell(j->persons, j, k, i), apl = cell(j->apl, j, k, i),
               doctors = cell(j->doctors, j, k, i);
        f.persons += persons > 0 ? persons : 0;
        counted += !isnan(doctors);
        f.doctors += isnan(doctors) ? 0 : doctors;
        if (isnan(apl) || isnan(persons))
            continue;
        f.known += persons;
        sum += persons * apl;
        f.under += mlg_below_threshold(apl, j->series->threshold) ? persons : 0;
    }
    f.apl = mlg_share(sum, f.known);
    f.doctors = counted > 0 ? f.doctors : (double)NAN;
    return f;
}

static mlg_status read_all(job *j, mlg_error *err)
{
    size_t years = (size_t)j->series->count, cells;
    mlg_stmt *absent = NULL;
    mlg_status st;
    MLG_GO(read_last(j, err));
    cells = years * (size_t)j->n;
    MLG_GO(MLG_NEW(&j->apl, cells, "years", err));
    MLG_GO(MLG_NEW(&j->persons, cells, "years", err));
    MLG_GO(MLG_NEW(&j->doctors, cells, "years", err));
    MLG_GO(MLG_NEW(&j->year, years, "years", err));
    MLG_GO(MLG_NEW(&j->total, years, "years", err));
    MLG_GO(MLG_NEW(&j->line, years, "years", err));
    MLG_GO(MLG_NEW(&j->parts, (size_t)j->n, "communes", err));
    for (size_t c = 0; c < cells; c++)
        j->apl[c] = j->persons[c] = j->doctors[c] = (double)NAN;
    MLG_GO(mlg_db_query(&absent, j->study->db, "series/insert_absent", err));
    for (int k = 0; k < j->series->count; k++) {
        j->year[k] = j->series->years[k].year;
        MLG_GO(read_year(j, k, absent, err));
        j->total[k] = add_up(j, k, NULL, j->n);
        MLG_GO(count_consultations(&j->total[k].consultations, j, &j->series->years[k], err));
    }
done:
    mlg_stmt_free(absent);
    return st;
}

/* ---- places ----------------------------------------------------------------------------------------------------- */

static void bind_trend(mlg_stmt *stmt, const mlg_trend *t)
{
    mlg_bind_int(stmt, ":annees", t->known);
    mlg_bind_double(stmt, ":annee_debut", t->first_year);
    mlg_bind_double(stmt, ":annee_fin", t->last_year);
    mlg_bind_double(stmt, ":apl_debut", t->first);
    mlg_bind_double(stmt, ":apl_fin", t->last);
    mlg_bind_double(stmt, ":apl_ecart", t->change);
    mlg_bind_double(stmt, ":apl_pente", t->slope);
}

static mlg_status write_communes(job *j, mlg_error *err)
{
    mlg_stmt *layer = NULL, *line = NULL;
    mlg_status st;
    MLG_GO(mlg_db_query(&layer, j->study->db, "series/insert_commune", err));
    MLG_GO(mlg_db_query(&line, j->study->db, "series/insert_value", err));
    for (int32_t i = 0; i < j->n; i++) {
        for (int k = 0; k < j->series->count; k++) {
            j->line[k] = cell(j->apl, j, k, i);
            mlg_bind_text(line, ":insee_com", j->communes[i].code);
            mlg_bind_int(line, ":annee", j->series->years[k].year);
            mlg_bind_double(line, ":population", cell(j->persons, j, k, i));
            mlg_bind_double(line, ":apl", j->line[k]);
            mlg_bind_double(line, ":nb_gp", cell(j->doctors, j, k, i));
            MLG_GO(mlg_stmt_run(line, err));
        }
        mlg_trend t = mlg_trend_of(j->series->count, j->year, j->line);
        mlg_bind_text(layer, ":insee_com", j->communes[i].code);
        bind_trend(layer, &t);
        MLG_GO(mlg_stmt_run(layer, err));
    }
    st = mlg_db_touch(j->study->db, "serie", err);
done:
    mlg_stmt_free(layer);
    mlg_stmt_free(line);
    return st;
}

/* ---- groups of communes ----------------------------------------------------------------------------------------- */

typedef struct {
    const char *level, *code, *label;
} group;

static mlg_status insert_group(const job *j, mlg_stmt *stmt, const group *g, const double under[2], mlg_error *err)
{
    mlg_trend t = mlg_trend_of(j->series->count, j->year, j->line);
    mlg_bind_text(stmt, ":maille", g->level);
    mlg_bind_text(stmt, ":code", g->code);
    mlg_bind_text(stmt, ":libelle", g->label);
    bind_trend(stmt, &t);
    mlg_bind_double(stmt, ":sous_debut", under[0]);
    mlg_bind_double(stmt, ":sous_fin", under[1]);
    return mlg_stmt_run(stmt, err);
}

/* The people under the threshold in the first year whose APL is known, and in the last; NaN where their number is not. */
static void note_under(double under[2], bool *begun, double apl, double persons)
{
    if (isnan(apl))
        return;
    under[1] = persons;
    under[0] = *begun ? under[0] : persons;
    *begun = true;
}

static mlg_status write_group(job *j, mlg_stmt *stmt, const char *level, const member *members, int32_t count,
                              mlg_error *err)
{
    double under[2] = { (double)NAN, (double)NAN };
    bool begun = false;
    for (int32_t m = 0; m < count; m++)
        j->list[m] = members[m].commune;
    for (int k = 0; k < j->series->count; k++) {
        figures f = add_up(j, k, j->list, count);
        j->line[k] = f.apl;
        note_under(under, &begun, f.apl, f.under);
    }
    const group g = { level, members[0].code, members[0].label };
    return insert_group(j, stmt, &g, under, err);
}

/* By group, then in the order of their codes. */
static int by_group(const void *left, const void *right)
{
    const member *a = left, *b = right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->commune > b->commune) - (a->commune < b->commune);
}

static member in_epci(const commune *c)
{
    return (member){ c->epci, c->epci_label, c };
}

static member in_tvs(const commune *c)
{
    return (member){ c->tvs, c->tvs_label, c };
}

static mlg_status write_level(job *j, mlg_stmt *stmt, const char *level, member (*of)(const commune *),
                              mlg_error *err)
{
    int32_t count = 0;
    for (int32_t i = 0; i < j->n; i++) {
        const member m = of(&j->communes[i]);
        if (m.code)
            j->members[count++] = m;
    }
    if (count > 0)
        qsort(j->members, (size_t)count, sizeof *j->members, by_group);
    mlg_status st = MLG_OK;
    for (int32_t first = 0, end; st == MLG_OK && first < count; first = end) {
        for (end = first + 1; end < count && strcmp(j->members[end].code, j->members[first].code) == 0;)
            end++;
        st = write_group(j, stmt, level, j->members + first, end - first, err);
    }
    return st;
}

/* ---- priority neighbourhoods -------------------------------------------------------------------------------------- */

/* What a year says of a neighbourhood: a study computes it, a published vintage does not. */
static mlg_status read_quarter(double *apl, double *persons, const mlg_series_year *y, const char *code,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *apl = *persons = (double)NAN;
    if (y->apl != MLG_SERIES_COMPUTED)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, y->db, "series/select_quarter", err));
    mlg_bind_text(stmt, ":code_qp", code);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row) {
        *apl = mlg_column_double(stmt, 0);
        *persons = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_quarter(job *j, mlg_stmt *stmt, const quarter *q, mlg_error *err)
{
    double under[2] = { (double)NAN, (double)NAN };
    bool begun = false;
    for (int k = 0; k < j->series->count; k++) {
        double persons;
        MLG_TRY(read_quarter(&j->line[k], &persons, &j->series->years[k], q->code, err));
        note_under(under, &begun, j->line[k], mlg_below_threshold(j->line[k], j->series->threshold) ? persons : 0);
    }
    const group g = { "qpv", q->code, q->label };
    return insert_group(j, stmt, &g, under, err);
}

static mlg_status write_quarters(job *j, mlg_stmt *insert, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    quarter *quarters = NULL;
    size_t count = 0, room = 0;
    bool row, good = true;
    mlg_status st;
    MLG_GO(mlg_db_query(&stmt, j->study->db, "series/select_quarters", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row && good) {
        MLG_GO(MLG_GROW(&quarters, &room, count + 1, "neighbourhoods", err));
        quarters[count++] = (quarter){ keep(j, stmt, 0, &good), keep(j, stmt, 1, &good) };
    }
    if (st == MLG_OK && !good)
        st = mlg_fail_memory(err, "neighbourhoods", 0);
    for (size_t k = 0; st == MLG_OK && k < count; k++)
        st = write_quarter(j, insert, &quarters[k], err);
done:
    mlg_stmt_free(stmt);
    free(quarters);
    return st;
}

static mlg_status write_groups(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&j->members, (size_t)j->n, "communes", err));
    MLG_GO(MLG_NEW(&j->list, (size_t)j->n, "communes", err));
    MLG_GO(mlg_db_query(&stmt, j->study->db, "series/insert_group", err));
    MLG_GO(write_level(j, stmt, "epci", in_epci, err));
    MLG_GO(write_level(j, stmt, "tvs", in_tvs, err));
    st = write_quarters(j, stmt, err);
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- years and targets ------------------------------------------------------------------------------------------ */

/* The last year before `k` whose supply is known, -1 for none. */
static int before(const job *j, int k)
{
    for (int m = k - 1; m >= 0; m--)
        if (!isnan(j->total[m].doctors))
            return m;
    return -1;
}

static mlg_status write_year(job *j, mlg_stmt *stmt, int k, mlg_error *err)
{
    static const char *const words[] = { "calculée", "publiée, tous âges", "publiée, 65 ans et moins" };
    const mlg_series_year *y = &j->series->years[k];
    const figures f = j->total[k];
    int was = isnan(f.doctors) ? -1 : before(j, k);
    size_t n = (size_t)j->n;
    mlg_bind_int(stmt, ":annee", y->year);
    mlg_bind_text(stmt, ":source", words[y->apl]);
    mlg_bind_double(stmt, ":population", f.persons);
    mlg_bind_double(stmt, ":apl", f.apl);
    mlg_bind_double(stmt, ":seuil", j->series->threshold);
    mlg_bind_double(stmt, ":sous", f.under);
    mlg_bind_double(stmt, ":couverts", f.known - f.under);
    mlg_bind_double(stmt, ":part_couverte", 100 * mlg_share(f.known - f.under, f.known));
    mlg_bind_double(stmt, ":inconnus", f.persons - f.known);
    mlg_bind_double(stmt, ":nb_gp", f.doctors);
    mlg_bind_double(stmt, ":consultations", f.consultations);
    mlg_moves m = { (double)NAN, (double)NAN };
    if (was >= 0)
        m = mlg_moves_of(j->n, j->doctors + (size_t)was * n, j->doctors + (size_t)k * n);
    mlg_bind_double(stmt, ":arrivees", m.came);
    mlg_bind_double(stmt, ":departs", m.left);
    mlg_bind_double(stmt, ":depuis", was >= 0 ? j->year[was] : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

static double indicator_of(const figures *f, mlg_series_indicator which)
{
    switch (which) {
    case MLG_SERIES_UNDER:
        return f->known > 0 ? f->under : (double)NAN;
    case MLG_SERIES_COVERED_PCT:
        return 100 * mlg_share(f->known - f->under, f->known);
    case MLG_SERIES_APL:
        return f->apl;
    case MLG_SERIES_CONSULTATIONS:
        return f->consultations;
    case MLG_SERIES_DOCTORS:
    case MLG_SERIES_INDICATORS:
        break;
    }
    return f->doctors;
}

static mlg_status write_target(job *j, mlg_stmt *stmt, const mlg_series_target *target, mlg_error *err)
{
    for (int k = 0; k < j->series->count; k++)
        j->line[k] = indicator_of(&j->total[k], target->indicator);
    mlg_trend t = mlg_trend_of(j->series->count, j->year, j->line);
    double expected = mlg_expected_value(&t, target->value, target->year, t.last_year);
    double sign = target->indicator == MLG_SERIES_UNDER ? -1 : 1; /* fewer people under the threshold is better */
    mlg_bind_text(stmt, ":indicateur", indicators[target->indicator]);
    mlg_bind_double(stmt, ":cible", target->value);
    mlg_bind_int(stmt, ":annee_cible", target->year);
    mlg_bind_double(stmt, ":debut", t.first);
    mlg_bind_double(stmt, ":annee_debut", t.first_year);
    mlg_bind_double(stmt, ":fin", t.last);
    mlg_bind_double(stmt, ":annee_fin", t.last_year);
    mlg_bind_double(stmt, ":reste", sign * (target->value - t.last));
    mlg_bind_double(stmt, ":attendu", expected);
    mlg_bind_double(stmt, ":avance", sign * (t.last - expected));
    return mlg_stmt_run(stmt, err);
}

/* The vintage of a published APL, which need not be the year that it is counted for. */
static mlg_status note_vintage(const job *j, const mlg_series_year *y, mlg_error *err)
{
    char *last = NULL, year[16];
    mlg_status st = MLG_OK;
    if (y->apl == MLG_SERIES_COMPUTED)
        return MLG_OK;
    snprintf(year, sizeof year, "%d", y->year);
    if (!y->vintage)
        st = mlg_db_text(&last, y->db, "SELECT max(millesime) FROM apl_publiee WHERE service = 'gp'", err);
    if (st == MLG_OK)
        st = mlg_study_note_of(j->study, "series", year, "millesime", y->vintage ? y->vintage : last, NULL,
                               y->vintage ? "etude" : "defaut: dernier millésime", err);
    free(last);
    return st;
}

static mlg_status write_years(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL, *target = NULL;
    mlg_status st = MLG_OK;
    MLG_GO(mlg_db_query(&stmt, j->study->db, "series/insert_year", err));
    MLG_GO(mlg_db_query(&target, j->study->db, "series/insert_target", err));
    for (int k = 0; k < j->series->count; k++)
        MLG_GO(write_year(j, stmt, k, err));
    for (int k = 0; k < j->series->count; k++)
        MLG_GO(note_vintage(j, &j->series->years[k], err));
    for (int k = 0; k < j->series->targets_count; k++)
        MLG_GO(write_target(j, target, &j->series->targets[k], err));
done:
    mlg_stmt_free(stmt);
    mlg_stmt_free(target);
    return st;
}

mlg_status mlg_study_series(mlg_study *study, const mlg_series *series, mlg_error *err)
{
    job j = { .study = study, .series = series };
    mlg_status st;
    MLG_GO(mlg_db_exec(
        study->db,
        "DELETE FROM serie; DELETE FROM serie_valeur; DELETE FROM serie_annee; DELETE FROM serie_groupe; "
        "DELETE FROM serie_cible; DELETE FROM serie_absent",
        err));
    MLG_GO(read_all(&j, err));
    MLG_GO(write_communes(&j, err));
    MLG_GO(write_groups(&j, err));
    st = write_years(&j, err);
done:
    mlg_arena_release(&j.arena);
    free(j.members);
    free(j.list);
    free(j.communes);
    free(j.apl);
    free(j.persons);
    free(j.doctors);
    free(j.year);
    free(j.total);
    free(j.line);
    free(j.parts);
    return st;
}
