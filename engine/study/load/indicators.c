/* Any other figure by commune: poverty, complementary health cover, patients without a regular doctor. */
#include "study/load/communes.h"
#include "study/source.h"

typedef struct {
    const mlg_communes *set;
    mlg_stmt *insert;
    int insee, value;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    return mlg_reader_column(&l->value, reader, "valeur", true, err);
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *code;
    double value;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, l->insee, err));
    int32_t c = code ? mlg_communes_find(l->set, code) : -1;
    reader->outside += code && c < 0;
    if (c < 0)
        return MLG_OK;
    MLG_TRY(mlg_reader_number(&value, reader, l->value, -1e300, err));
    reader->kept++;
    mlg_bind_text(l->insert, ":insee_com", l->set->items[c].insee);
    mlg_bind_text(l->insert, ":nom", reader->spec->indicator);
    mlg_bind_double(l->insert, ":valeur", value);
    mlg_bind_text(l->insert, ":unite", reader->spec->unit);
    mlg_bind_text(l->insert, ":millesime", reader->spec->vintage);
    return mlg_stmt_run(l->insert, err);
}

mlg_status mlg_load_indicators(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = { .role = "indicators", .start = start, .row = read_row };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_indicator", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.indicators, study, &l, err);
    mlg_stmt_free(l.insert);
    return st;
}
