/* Figures published by commune, stored beside the computed ones: the APL of the DREES, for comparison, and
 * incomes, for equity of access. */
#include "study/load/communes.h"
#include "study/source.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FIGURES = 4 };

/* Columns to read, which are also the parameters of the query. All but the first may be absent. */
typedef struct {
    const mlg_study *study;
    const mlg_communes *set;
    const char *figure[MOST_FIGURES];
    int figures;
    bool published; /* named, of a service; rows outside the study are kept too */
    mlg_stmt *insert;
    int insee, label, field[MOST_FIGURES];
} loading;

static mlg_status start(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    MLG_TRY(mlg_reader_code_column(&l->insee, reader, "insee_com", true, err));
    for (int k = 0; k < l->figures; k++)
        MLG_TRY(mlg_reader_column(&l->field[k], reader, l->figure[k], k == 0, err));
    return l->published ? mlg_reader_column(&l->label, reader, "libelle", false, err) : MLG_OK;
}

/* INSEE writes s, ns, nd, so or c for a figure that is withheld or does not exist. */
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

/* The study covers the whole département of this code, so a code that it does not have is an anomaly. */
static bool should_be_known(const loading *l, const char *code)
{
    const mlg_config_territory *t = &l->study->config->territory;
    if (t->epci || t->communes_count > 0)
        return false;
    size_t letters = mlg_department_length(code);
    for (int32_t c = 0; c < l->set->count; c++)
        if (l->set->items[c].in_territory && strncmp(l->set->items[c].insee, code, letters) == 0)
            return true;
    return false;
}

static void bind_published(const loading *l, const mlg_reader *reader, bool known)
{
    const char *service = reader->spec->service;
    mlg_bind_text(l->insert, ":service", service ? service : "gp");
    mlg_bind_int(l->insert, ":connue", known);
    mlg_bind_text(l->insert, ":libelle", mlg_reader_text(reader, l->label));
}

static mlg_status read_row(void *context, mlg_reader *reader, mlg_error *err)
{
    loading *l = context;
    const char *code;
    MLG_TRY(mlg_reader_insee_or_reject(&code, reader, l->insee, err));
    if (!code)
        return MLG_OK;
    bool again;
    MLG_TRY(mlg_reader_seen(&again, reader, code, NULL, err));
    if (again)
        return mlg_reader_reject(reader, code, "commune en double", mlg_reader_text(reader, l->field[0]), err);
    int32_t c = mlg_communes_find(l->set, code);
    reader->outside += c < 0;
    if (c < 0 && !(l->published && should_be_known(l, code)))
        return MLG_OK;
    const char *own = c < 0 ? code : l->set->items[c].insee;
    if (l->published)
        bind_published(l, reader, c >= 0);
    mlg_bind_text(l->insert, ":insee_com", own);
    mlg_bind_int(l->insert, ":propre", strcmp(code, own) == 0);
    mlg_bind_text(l->insert, ":millesime", reader->spec->vintage ? reader->spec->vintage : "");
    for (int k = 0; k < l->figures; k++)
        MLG_TRY(bind_figure(l, k, reader, err));
    reader->kept += c >= 0;
    return mlg_stmt_run(l->insert, err);
}

static mlg_status load(mlg_study *study, const char *role, const mlg_config_list *list, const char *query,
                       loading *l, mlg_error *err)
{
    const mlg_reading reading = { .role = role, .start = start, .row = read_row };
    MLG_TRY(mlg_db_query(&l->insert, study->db, query, err));
    mlg_status st = mlg_read_sources(&reading, list, study, l, err);
    mlg_stmt_free(l->insert);
    return st;
}

mlg_status mlg_load_apl(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    loading l = { .study = study,
                  .set = set,
                  .figure = { "apl", "apl_65", "pop_std", "population" },
                  .figures = 4,
                  .published = true };
    return load(study, "apl", &study->config->sources.apl, "load/insert_published", &l, err);
}

mlg_status mlg_load_income(mlg_study *study, const mlg_communes *set, mlg_error *err)
{
    loading l = { .study = study, .set = set, .figure = { "revenu", "pauvrete" }, .figures = 2 };
    return load(study, "income", &study->config->sources.income, "load/insert_income", &l, err);
}
