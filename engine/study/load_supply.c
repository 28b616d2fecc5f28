/* Supply by commune and service: head counts, full-time equivalents or acts. */
#include "study/communes.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>

typedef struct {
    int insee, quantity, age;
} fields;

static mlg_status find_fields(fields *f, const mlg_reader *reader, mlg_error *err)
{
    MLG_TRY(mlg_reader_code_column(&f->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&f->quantity, reader, "quantite", false, err));
    return mlg_reader_column(&f->age, reader, "age", false, err);
}

/* Without a column of quantities, each row is one professional. */
static mlg_status read_row(mlg_reader *reader, const fields *f, const mlg_communes *set, mlg_stmt *stmt, mlg_error *err)
{
    const char *code;
    double quantity = 1, age;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, f->insee, err));
    if (!code)
        return MLG_OK;
    if (mlg_communes_find(set, code) < 0) {
        reader->outside++;
        return MLG_OK;
    }
    if (f->quantity >= 0)
        MLG_TRY(mlg_reader_number(&quantity, reader, f->quantity, 0, err));
    MLG_TRY(mlg_reader_number(&age, reader, f->age, 0, err));
    reader->kept++;
    if (!(quantity > 0))
        return MLG_OK;
    mlg_bind_text(stmt, ":insee_com", code);
    mlg_bind_text(stmt, ":service", reader->spec->service);
    mlg_bind_double(stmt, ":quantite", quantity);
    mlg_bind_text(stmt, ":unite", reader->spec->unit ? reader->spec->unit : "personnes");
    mlg_bind_double(stmt, ":age", age);
    return mlg_stmt_run(stmt, err);
}

static mlg_status read_source(mlg_study *study, const mlg_communes *set, unsigned index, mlg_stmt *stmt, mlg_error *err)
{
    mlg_reader reader;
    fields f;
    bool got = true;
    MLG_TRY(mlg_reader_open(&reader, study, "supply", &study->config->sources.supply, index, false, err));
    mlg_status st = find_fields(&f, &reader, err);
    while (st == MLG_OK && (st = mlg_reader_next(&reader, &got, err)) == MLG_OK && got)
        st = read_row(&reader, &f, set, stmt, err);
    return mlg_reader_close(&reader, st, err);
}

mlg_status mlg_load_supply(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_supply", err));
    for (unsigned i = 0; i < study->config->sources.supply.count && st == MLG_OK; i++)
        st = read_source(study, set, i, stmt, err);
    mlg_stmt_free(stmt);
    return st;
}
