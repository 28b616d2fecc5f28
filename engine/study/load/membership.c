/* Perimeters defined by lists of communes (CPTS, CLS, CRT). */
#include "base/language.h"
#include "study/load/communes.h"
#include "study/load/reconcile.h"
#include "study/source.h"

#include <ctype.h>
#include <stdio.h>

typedef struct {
    mlg_communes *set;
    mlg_stmt *insert;
    int insee, kind, code, label;
} loading;

static mlg_status need_one(const char *what, const char *hint, const mlg_reader *reader, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: the source does not state %s", reader->spec->path, mlg_tr(what));
    mlg_hint(err, "%s", mlg_tr(hint));
    return st;
}

/* In a file whose only code is that of the commune, perimeters are identified by name. */
static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&l->kind, reader, "kind", false, err));
    MLG_TRY(mlg_reader_column(&l->code, reader, "code", false, err));
    MLG_TRY(mlg_reader_column(&l->label, reader, "libelle", false, err));
    if (l->code == l->insee)
        l->code = -1;
    if (l->kind < 0 && !reader->spec->kind)
        return need_one("the kind of its perimeters",
                        "add kind: cpts, cls or crt to the source, or columns: { kind: ... }", reader, err);
    if (l->code < 0 && l->label < 0)
        return need_one("the perimeter of each commune", "name a column: columns: { code: ..., libelle: ... }",
                        reader, err);
    return MLG_OK;
}

/* "CPTS" and "cpts" are the same kind. */
static void lower(char *to, size_t size, const char *text)
{
    size_t n = 0;
    for (; text[n] && n + 1 < size; n++)
        to[n] = (char)tolower((unsigned char)text[n]);
    to[n] = '\0';
}

/* Communes of the perimeter that have merged since count once. */
static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    char kind[32];
    const char *insee;
    const char *code = mlg_reader_text(reader, l->code), *label = mlg_reader_text(reader, l->label);
    const char *told = l->kind >= 0 ? mlg_reader_text(reader, l->kind) : reader->spec->kind;
    MLG_TRY(mlg_reader_insee_or_reject(&insee, reader, l->insee, err));
    if (!insee)
        return MLG_OK;
    if (!told || (!code && !label))
        return mlg_reader_reject(reader, insee, told ? "sans périmètre" : "sans nature de périmètre", NULL, err);
    int32_t c = mlg_communes_find(l->set, insee);
    if (c < 0) {
        reader->outside++;
        return mlg_communes_miss(l->set, reader, insee, code ? code : label, err);
    }
    lower(kind, sizeof kind, told);
    mlg_bind_text(l->insert, ":insee_com", l->set->items[c].insee);
    mlg_bind_text(l->insert, ":kind", kind);
    mlg_bind_text(l->insert, ":code", code ? code : label);
    mlg_bind_text(l->insert, ":libelle", label);
    reader->kept++;
    return mlg_stmt_run(l->insert, err);
}

static mlg_status finish(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    return mlg_communes_tell_missed(l->set, reader, err);
}

static mlg_status note(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/select_memberships", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        char name[64], text[128];
        snprintf(name, sizeof name, "appartenance.%.40s", mlg_column_text(stmt, 0));
        snprintf(text, sizeof text, "%lld périmètres, %lld communes du territoire, %.0f habitants",
                 (long long)mlg_column_int(stmt, 1), (long long)mlg_column_int(stmt, 2),
                 mlg_column_double(stmt, 3));
        st = mlg_study_note(study, "load", name, text, NULL, "calcul", err);
        if (st != MLG_OK)
            break;
    }
    mlg_stmt_free(stmt);
    return st;
}

mlg_status mlg_load_membership(mlg_study *study, mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "membership", .start = start, .row = read_row, .finish = finish };
    loading l = { .set = set };
    mlg_status st = MLG_OK;
    if (study->config->sources.membership.count == 0)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_membership", err));
    st = mlg_read_sources(&reading, &study->config->sources.membership, study, &l, err);
    mlg_stmt_free(l.insert);
    return st == MLG_OK ? note(study, err) : st;
}
