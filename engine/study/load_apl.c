/* The accessibility the DREES publishes, to be compared with what is computed. */
#include "study/communes.h"
#include "study/source.h"

typedef struct {
    const mlg_communes *set;
    mlg_stmt *insert;
    int insee, apl, apl_65;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&l->apl, reader, "apl", true, err));
    return mlg_reader_column(&l->apl_65, reader, "apl_65", false, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *code;
    double apl, apl_65;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, l->insee, err));
    if (!code)
        return MLG_OK;
    int32_t c = mlg_communes_find(l->set, code);
    if (c < 0) {
        reader->outside++;
        return MLG_OK;
    }
    MLG_TRY(mlg_reader_number(&apl, reader, l->apl, 0, err));
    MLG_TRY(mlg_reader_number(&apl_65, reader, l->apl_65, 0, err));
    reader->kept++;
    mlg_bind_text(l->insert, ":insee_com", code);
    mlg_bind_double(l->insert, ":apl", apl);
    mlg_bind_double(l->insert, ":apl_65", apl_65);
    mlg_bind_text(l->insert, ":millesime", reader->spec->vintage ? reader->spec->vintage : "");
    return mlg_stmt_run(l->insert, err);
}

mlg_status mlg_load_apl(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "apl", .start = start, .row = read_row };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_published", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.apl, study, &l, err);
    mlg_stmt_free(l.insert);
    return st;
}
