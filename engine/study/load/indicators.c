/* Any other figure by commune: poverty, complementary health cover, patients without a regular doctor. A data set of places of
 * practice with their tariff gives two: the share under the tariff of the health insurance, and the number of places. */
#include "base/memory.h"
#include "base/text.h"
#include "study/load/communes.h"
#include "study/source.h"

#include <math.h>

typedef struct {
    int32_t places, bounded;
} practices;

typedef struct {
    const mlg_communes *set;
    mlg_stmt *insert;
    practices *counts; /* [communes] of the current source */
    int insee, value, postal, tariff;
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const bool tariffs = reader->dataset->makes && mlg_list_holds(reader->dataset->makes, "tarif");
    l->tariff = l->postal = l->insee = l->value = -1;
    if (!tariffs) {
        MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
        return mlg_reader_column(&l->value, reader, "valeur", true, err);
    }
    free(l->counts);
    MLG_TRY(MLG_NEW(&l->counts, (size_t)l->set->count, "practices", err));
    MLG_TRY(mlg_reader_code_column(&l->postal, reader, "code_postal", true, err));
    return mlg_reader_column(&l->tariff, reader, "tarif", true, err);
}

static mlg_status write(loading *l, const mlg_reader *reader, int32_t commune, const char *name, double value,
                        const char *unit, mlg_error *err)
{
    mlg_bind_text(l->insert, ":insee_com", l->set->items[commune].insee);
    mlg_bind_text(l->insert, ":nom", name);
    mlg_bind_double(l->insert, ":valeur", value);
    mlg_bind_text(l->insert, ":unite", unit);
    mlg_bind_text(l->insert, ":millesime", reader->spec->vintage);
    return mlg_stmt_run(l->insert, err);
}

/* A place of practice stands in the commune of its postal code, the largest when several share it. */
static mlg_status count_practice(loading *l, mlg_reader *reader, mlg_error *err)
{
    const char *postal = mlg_reader_text(reader, l->postal);
    bool known = false;
    double bounded;
    int32_t c = postal ? mlg_postal_find(&known, l->set, postal) : -1;
    if (!known)
        return mlg_reader_reject(reader, postal, postal ? "code postal inconnu" : "code postal vide", postal, err);
    reader->kept += c >= 0;
    reader->outside += c < 0;
    if (c < 0)
        return MLG_OK;
    MLG_TRY(mlg_reader_number(&bounded, reader, l->tariff, 0, err));
    l->counts[c].places++;
    l->counts[c].bounded += bounded > 0;
    return MLG_OK;
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *code;
    double value;
    if (l->tariff >= 0)
        return count_practice(l, reader, err);
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, l->insee, err));
    int32_t c = code ? mlg_communes_find(l->set, code) : -1;
    reader->outside += code && c < 0;
    if (c < 0)
        return MLG_OK;
    MLG_TRY(mlg_reader_number(&value, reader, l->value, -1e300, err));
    reader->kept++;
    return write(l, reader, c, reader->spec->indicator, value, reader->spec->unit, err);
}

/* A commune without a place of practice has no share. */
static mlg_status write_tariffs(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    mlg_text name = { 0 };
    mlg_status st = MLG_OK;
    if (l->tariff < 0)
        return MLG_OK;
    MLG_GO(mlg_text_set(&name, err, "%s_lieux", reader->spec->indicator));
    for (int32_t c = 0; c < l->set->count; c++) {
        const practices *p = &l->counts[c];
        if (p->places == 0)
            continue;
        MLG_GO(write(l, reader, c, reader->spec->indicator, 100.0 * p->bounded / p->places, "%", err));
        MLG_GO(write(l, reader, c, mlg_text_words(&name), p->places, "lieux d’exercice", err));
    }
done:
    mlg_text_release(&name);
    return st;
}

mlg_status mlg_load_indicators(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    static const mlg_reading reading = {
        .role = "indicators", .start = start, .row = read_row, .finish = write_tariffs
    };
    loading l = { .set = set };
    MLG_TRY(mlg_db_query(&l.insert, study->db, "load/insert_indicator", err));
    mlg_status st = mlg_read_sources(&reading, &study->config->sources.indicators, study, &l, err);
    mlg_stmt_free(l.insert);
    free(l.counts);
    return st;
}
