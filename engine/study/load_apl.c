/* Figures published for communes that stand beside what is computed: the accessibility of the DREES, to compare with, and
 * incomes, to tell who is better served. */
#include "study/communes.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Two figures; their columns are also the parameters of the query. The second may be absent. */
typedef struct {
    const mlg_communes *set;
    const char *figure[2];
    mlg_stmt *insert;
    int insee, field[2];
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    MLG_TRY(mlg_reader_column(&l->field[0], reader, l->figure[0], true, err));
    return mlg_reader_column(&l->field[1], reader, l->figure[1], false, err);
}

/* INSEE writes s, ns, nd, so or c where a figure is withheld or does not exist. */
static mlg_status bind_figure(const loading *l, int k, const mlg_reader *reader, mlg_error *err)
{
    static const char withheld[] = "s|ns|nd|n/d|so|c|-";
    const char *text = mlg_reader_text(reader, l->field[k]);
    char parameter[32];
    double value = (double)NAN;
    if (!text || !mlg_list_holds(withheld, text))
        MLG_TRY(mlg_reader_number(&value, reader, l->field[k], 0, err));
    snprintf(parameter, sizeof parameter, ":%s", l->figure[k]);
    mlg_bind_double(l->insert, parameter, value);
    return MLG_OK;
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *code;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, l->insee, err));
    if (!code)
        return MLG_OK;
    int32_t c = mlg_communes_find(l->set, code);
    if (c < 0) {
        reader->outside++;
        return MLG_OK;
    }
    mlg_bind_text(l->insert, ":insee_com", l->set->items[c].insee);
    mlg_bind_int(l->insert, ":propre", strcmp(code, l->set->items[c].insee) == 0);
    mlg_bind_text(l->insert, ":millesime", reader->spec->vintage ? reader->spec->vintage : "");
    for (int k = 0; k < 2; k++)
        MLG_TRY(bind_figure(l, k, reader, err));
    reader->kept++;
    return mlg_stmt_run(l->insert, err);
}

static mlg_status load(mlg_study *study, const char *role, const mlg_config_list *list, const char *query, loading *l,
                       mlg_error *err)
{
    const mlg_reading reading = { .role = role, .start = start, .row = read_row };
    MLG_TRY(mlg_db_query(&l->insert, study->db, query, err));
    mlg_status st = mlg_read_sources(&reading, list, study, l, err);
    mlg_stmt_free(l->insert);
    return st;
}

mlg_status mlg_load_apl(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    loading l = { .set = set, .figure = { "apl", "apl_65" } };
    return load(study, "apl", &study->config->sources.apl, "load/insert_published", &l, err);
}

mlg_status mlg_load_income(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    loading l = { .set = set, .figure = { "revenu", "pauvrete" } };
    return load(study, "income", &study->config->sources.income, "load/insert_income", &l, err);
}
