/* Reads the data of `maillage access`: each measure over the communes of the territory, and the published figures. */
#include "pipeline/access_findings.h"

#include "analysis/access/measure.h"
#include "analysis/common/thresholds.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "study/config/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *mlg_density_name(int level)
{
    static const char *const names[MLG_COMPARE_CLASSES] = {
        MLG_MARK("density unknown"),   MLG_MARK("1 large centres"),  MLG_MARK("2 mid-size centres"),
        MLG_MARK("3 small towns"),     MLG_MARK("4 urban belts"),    MLG_MARK("5 rural towns"),
        MLG_MARK("6 dispersed rural"), MLG_MARK("7 very dispersed"),
    };
    return names[level];
}

void mlg_access_findings_release(mlg_access_findings *told)
{
    for (int32_t m = 0; m < told->count; m++) {
        mlg_measure_findings *measure = &told->measure[m];
        for (int32_t c = 0; c < measure->comparison_count; c++) {
            free(measure->comparison[c].published);
            free(measure->comparison[c].unmatched);
        }
        free(measure->comparison);
        free(measure->code);
        free(measure->label);
        free(measure->persons);
        free(measure->standardised);
        free(measure->value);
        free(measure->density);
    }
    free(told->measure);
    mlg_arena_release(&told->arena);
    *told = (mlg_access_findings){ 0 };
}

static mlg_status keep(const char **out, mlg_access_findings *told, const char *text, mlg_error *err)
{
    *out = mlg_arena_text(&told->arena, text ? text : "");
    return *out ? MLG_OK : mlg_fail_memory(err, "a text", 0);
}

/* ---- measures --------------------------------------------------------------------------------------------------- */

/* True when a low value is good. The recorded description starts with the label of the measure, whatever its name. */
static bool is_cost(const char *words)
{
    for (const mlg_measure *m = mlg_measures; m->name; m++)
        if (strncmp(words, m->label, strlen(m->label)) == 0 && strncmp(words + strlen(m->label), " ;", 2) == 0)
            return m->low_is_good;
    return false;
}

static mlg_status take_measure(mlg_access_findings *told, mlg_stmt *stmt, mlg_error *err)
{
    MLG_TRY(MLG_GROW(&told->measure, &told->room, (size_t)told->count + 1, "measures", err));
    mlg_measure_findings *m = &told->measure[told->count];
    *m = (mlg_measure_findings){ .threshold = (double)NAN, .full_time = (double)NAN };
    told->count++;
    MLG_TRY(keep(&m->service, told, mlg_column_text(stmt, 0), err));
    MLG_TRY(keep(&m->name, told, mlg_column_text(stmt, 1), err));
    MLG_TRY(keep(&m->words, told, mlg_column_text(stmt, 2), err));
    MLG_TRY(keep(&m->unit, told, mlg_column_text(stmt, 3), err));
    MLG_TRY(keep(&m->source, told, mlg_column_text(stmt, 4), err));
    m->low_is_good = is_cost(m->words);
    return MLG_OK;
}

static mlg_status read_measures(mlg_access_findings *told, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_told", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_measure(told, stmt, err));
    if (st == MLG_OK && told->count == 0) {
        st = mlg_fail(err, MLG_DATA, "the study has no measure of access");
        mlg_hint(err, "add one under 'accessibility' in the study file, and run it again");
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- communes --------------------------------------------------------------------------------------------------- */

static mlg_status take_commune(mlg_access_findings *told, mlg_measure_findings *m, mlg_stmt *stmt, mlg_error *err)
{
    size_t n = (size_t)m->count + 1;
    MLG_TRY(MLG_GROW(&m->code, &m->room[0], n, "communes", err));
    MLG_TRY(MLG_GROW(&m->label, &m->room[1], n, "communes", err));
    MLG_TRY(MLG_GROW(&m->persons, &m->room[2], n, "communes", err));
    MLG_TRY(MLG_GROW(&m->standardised, &m->room[3], n, "communes", err));
    MLG_TRY(MLG_GROW(&m->value, &m->room[4], n, "communes", err));
    MLG_TRY(MLG_GROW(&m->density, &m->room[5], n, "communes", err));
    MLG_TRY(keep(&m->code[m->count], told, mlg_column_text(stmt, 0), err));
    MLG_TRY(keep(&m->label[m->count], told, mlg_column_text(stmt, 1), err));
    m->density[m->count] = (uint8_t)mlg_column_int(stmt, 2);
    m->persons[m->count] = mlg_column_double(stmt, 3);
    m->standardised[m->count] = mlg_column_double(stmt, 4);
    m->value[m->count++] = mlg_column_double(stmt, 5);
    return MLG_OK;
}

/* Queries the communes of the territory, in code order. */
static mlg_status each_commune(mlg_stmt **stmt, mlg_db *db, const mlg_measure_findings *m, const char *vintage,
                               mlg_error *err)
{
    MLG_TRY(mlg_db_query(stmt, db, "access/select_told_communes", err));
    mlg_bind_text(*stmt, ":service", m->service);
    mlg_bind_text(*stmt, ":mesure", m->name);
    mlg_bind_text(*stmt, ":millesime", vintage);
    return MLG_OK;
}

static mlg_status read_communes(mlg_access_findings *told, mlg_measure_findings *m, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(each_commune(&stmt, db, m, NULL, err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_commune(told, m, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* The number recorded under a name, NaN if none is. */
static mlg_status recorded(double *number, mlg_db *db, const char *name, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    *number = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_recorded", err));
    mlg_bind_text(stmt, ":nom", name);
    mlg_status st = mlg_stmt_step(stmt, &row, err);
    if (st == MLG_OK && row)
        *number = mlg_strtod(mlg_column_text(stmt, 0), NULL);
    mlg_stmt_free(stmt);
    return st;
}

/* Worst served first: lowest access, or highest cost. Inhabited communes only. */
static void find_worst(mlg_measure_findings *m)
{
    m->worst_count = 0;
    for (int32_t i = 0; i < m->count; i++) {
        if (isnan(m->value[i]) || !(m->persons[i] > 0))
            continue;
        int32_t k = m->worst_count < MLG_WORST_PLACES ? m->worst_count++ : MLG_WORST_PLACES;
        double sign = m->low_is_good ? -1 : 1;
        while (k > 0 && sign * m->value[i] < sign * m->value[m->worst[k - 1]]) {
            if (k < MLG_WORST_PLACES)
                m->worst[k] = m->worst[k - 1];
            k--;
        }
        if (k < MLG_WORST_PLACES)
            m->worst[k] = i;
    }
}

static mlg_status describe(mlg_measure_findings *m, mlg_db *db, mlg_error *err)
{
    bool consultations = strncmp(m->unit, "consultations", strlen("consultations")) == 0;
    const bool apl = mlg_is_gp_apl(m->service, m->name);
    if (consultations)
        MLG_TRY(recorded(&m->full_time, db, "actes_temps_plein", err));
    m->threshold = apl ? MLG_APL_THRESHOLD : (double)NAN;
    find_worst(m);
    return mlg_access_summary(m->count, m->value, m->standardised, m->persons, apl ? m->threshold : 0, &m->figures,
                              err);
}

/* ---- published figures -------------------------------------------------------------------------------------------- */

static mlg_status take_unmatched(mlg_access_findings *told, mlg_comparison_findings *c, mlg_stmt *stmt,
                                 mlg_error *err)
{
    MLG_TRY(MLG_GROW(&c->unmatched, &c->unmatched_room, (size_t)c->unmatched_count + 1, "unmatched codes", err));
    mlg_unmatched_place *p = &c->unmatched[c->unmatched_count++];
    p->published = strcmp(mlg_column_text(stmt, 0), "published") == 0;
    MLG_TRY(keep(&p->code, told, mlg_column_text(stmt, 1), err));
    MLG_TRY(keep(&p->name, told, mlg_column_text(stmt, 2), err));
    p->persons = mlg_column_double(stmt, 3);
    return MLG_OK;
}

static mlg_status read_unmatched(mlg_access_findings *told, const mlg_measure_findings *m,
                                 mlg_comparison_findings *c, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_unmatched", err));
    mlg_bind_text(stmt, ":service", m->service);
    mlg_bind_text(stmt, ":millesime", c->vintage);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(take_unmatched(told, c, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status read_published(mlg_comparison_findings *c, const mlg_measure_findings *m, mlg_db *db, bool young,
                                 mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st = MLG_NEW(&c->published, (size_t)m->count, "published values", err);
    if (st == MLG_OK)
        st = each_commune(&stmt, db, m, c->vintage, err);
    for (int32_t i = 0; st == MLG_OK && i < m->count && (st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row;
         i++)
        c->published[i] = mlg_column_double(stmt, young ? 7 : 6);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status compare(mlg_access_findings *told, mlg_measure_findings *m, mlg_db *db, const char *vintage,
                          bool young, mlg_error *err)
{
    double limit;
    MLG_TRY(MLG_GROW(&m->comparison, &m->comparison_room, (size_t)m->comparison_count + 1, "comparisons", err));
    mlg_comparison_findings *c = &m->comparison[m->comparison_count++];
    *c = (mlg_comparison_findings){ .vintage = vintage,
                                    .column = young ? MLG_MARK("65 and under") : MLG_MARK("all ages") };
    MLG_TRY(recorded(&limit, db, "age_max", err));
    c->same_ages = young ? limit == 65 : !(limit > 0);
    MLG_TRY(read_published(c, m, db, young, err));
    mlg_compare_input in = { m->count, m->value, c->published, m->persons, m->density };
    MLG_TRY(mlg_compare(&in, &c->all, c->by_class, err));
    MLG_TRY(mlg_compare_worst(c->worst, &c->worst_count, MLG_WORST_PLACES, &in, err));
    return read_unmatched(told, m, c, db, err);
}

static mlg_status compare_vintages(mlg_access_findings *told, mlg_measure_findings *m, mlg_db *db, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    const char *vintage;
    MLG_TRY(mlg_db_query(&stmt, db, "access/select_vintages", err));
    mlg_bind_text(stmt, ":service", m->service);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        bool both = mlg_column_int(stmt, 1) != 0;
        MLG_GO(keep(&vintage, told, mlg_column_text(stmt, 0), err));
        MLG_GO(compare(told, m, db, vintage, false, err));
        if (both)
            MLG_GO(compare(told, m, db, vintage, true, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* The published figure is the APL: measures in its unit can be compared with it. */
static bool is_comparable(const mlg_measure_findings *m)
{
    return strncmp(m->unit, "consultations", strlen("consultations")) == 0 ||
           strncmp(m->unit, "ETP pour", strlen("ETP pour")) == 0;
}

static mlg_status compare_all(mlg_access_findings *told, mlg_db *db, mlg_error *err)
{
    int32_t found = 0;
    for (int32_t k = 0; k < told->count; k++) {
        if (is_comparable(&told->measure[k]))
            MLG_TRY(compare_vintages(told, &told->measure[k], db, err));
        found += told->measure[k].comparison_count;
    }
    if (found > 0)
        return MLG_OK;
    mlg_fail(err, MLG_DATA, "the study has no published accessibility of what it measures");
    mlg_hint(err, "add it: sources: { apl: [ { dataset: drees-apl, path: apl.xlsx, service: gp } ] }");
    return MLG_DATA;
}

mlg_status mlg_access_findings_read(mlg_access_findings *told, mlg_db *db, bool compare_too, mlg_error *err)
{
    *told = (mlg_access_findings){ .compare = compare_too };
    MLG_TRY(read_measures(told, db, err));
    for (int32_t k = 0; k < told->count; k++) {
        MLG_TRY(read_communes(told, &told->measure[k], db, err));
        MLG_TRY(describe(&told->measure[k], db, err));
    }
    return compare_too ? compare_all(told, db, err) : MLG_OK;
}
