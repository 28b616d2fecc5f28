/* The accessibility the DREES publishes, to be compared with what is computed. */
#include "study/communes.h"
#include "study/source.h"

typedef struct {
    int insee, apl, apl_65;
} fields;

static mlg_status find_fields(fields *f, const mlg_reader *reader, mlg_error *err)
{
    MLG_TRY(mlg_reader_code_column(&f->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&f->apl, reader, "apl", true, err));
    return mlg_reader_column(&f->apl_65, reader, "apl_65", false, err);
}

static mlg_status read_row(mlg_reader *reader, const fields *f, const mlg_communes *set, mlg_stmt *stmt, mlg_error *err)
{
    const char *code;
    double apl, apl_65;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, f->insee, err));
    if (!code)
        return MLG_OK;
    int32_t c = mlg_communes_find(set, code);
    if (c < 0) {
        reader->outside++;
        return MLG_OK;
    }
    MLG_TRY(mlg_reader_number(&apl, reader, f->apl, 0, err));
    MLG_TRY(mlg_reader_number(&apl_65, reader, f->apl_65, 0, err));
    reader->kept++;
    mlg_bind_text(stmt, ":insee_com", code);
    mlg_bind_double(stmt, ":apl", apl);
    mlg_bind_double(stmt, ":apl_65", apl_65);
    mlg_bind_text(stmt, ":millesime", reader->spec->vintage ? reader->spec->vintage : "");
    return mlg_stmt_run(stmt, err);
}

static mlg_status read_source(mlg_study *study, const mlg_communes *set, unsigned index, mlg_stmt *stmt, mlg_error *err)
{
    mlg_reader reader;
    fields f;
    bool got = true;
    MLG_TRY(mlg_reader_open(&reader, study, "apl", &study->config->sources.apl, index, false, err));
    mlg_status st = find_fields(&f, &reader, err);
    while (st == MLG_OK && (st = mlg_reader_next(&reader, &got, err)) == MLG_OK && got)
        st = read_row(&reader, &f, set, stmt, err);
    return mlg_reader_close(&reader, st, err);
}

mlg_status mlg_load_apl(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    mlg_stmt *stmt;
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, study->db, "load/insert_published", err));
    for (unsigned i = 0; i < study->config->sources.apl.count && st == MLG_OK; i++)
        st = read_source(study, set, i, stmt, err);
    mlg_stmt_free(stmt);
    return st;
}
