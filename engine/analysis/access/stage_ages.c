#include "analysis/access/stage_ages.h"

#include "analysis/access/age_persons.h"
#include "base/memory.h"
#include "study/config/populations.h"

#include <math.h>
#include <stdio.h>

static mlg_status read_bands(mlg_study_ages *a, mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_bands", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        MLG_GO(MLG_GROW(&a->band, &a->capacity, (size_t)a->count + 1, "age bands", err));
        a->band[a->count++] = (mlg_age_band){
            .from = (int32_t)mlg_column_int(stmt, 0),
            .to = mlg_column_is_null(stmt, 1) ? MLG_AGE_OPEN : (int32_t)mlg_column_int(stmt, 1),
        };
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static int32_t find_band(const mlg_study_ages *a, int32_t from)
{
    for (int32_t b = 0; b < a->count; b++)
        if (a->band[b].from == from)
            return b;
    return -1;
}

static mlg_status read_persons(mlg_study_ages *a, mlg_study *study, const mlg_places *places, bool women,
                               mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    size_t cells = (size_t)places->count * (size_t)a->count;
    mlg_status st = MLG_OK;
    MLG_TRY(MLG_NEW(&a->persons, cells, "age bands", err));
    for (size_t i = 0; i < cells; i++)
        a->persons[i] = (double)NAN;
    MLG_GO(mlg_db_query(&stmt, study->db, "access/select_ages", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(places, mlg_column_text(stmt, 0));
        int32_t band = find_band(a, (int32_t)mlg_column_int(stmt, 1));
        if (place >= 0 && band >= 0)
            a->persons[place * a->count + band] = mlg_column_double(stmt, women ? 3 : 2);
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* Distributes the ages of a commune over its squares in proportion to their population; its centre then has
 * none. */
static mlg_status share_ages(mlg_study_ages *a, const mlg_places *places, mlg_error *err)
{
    double *persons;
    if (!places->squares)
        return MLG_OK;
    MLG_TRY(MLG_NEW(&persons, (size_t)places->count, "age bands", err));
    for (int32_t i = 0; i < places->count; i++)
        if (!mlg_place_is_commune(places, i))
            persons[places->commune[i]] += places->population[i];
    for (int32_t i = 0; i < places->count; i++) {
        int32_t c = places->commune[i];
        for (int32_t b = 0; b < a->count && c != i; b++)
            a->persons[i * a->count + b] = a->persons[c * a->count + b] * (places->population[i] / persons[c]);
    }
    for (int32_t i = 0; i < places->count; i++)
        for (int32_t b = 0; b < a->count && !places->demand[i]; b++)
            a->persons[i * a->count + b] = (double)NAN;
    free(persons);
    return MLG_OK;
}

mlg_status mlg_study_ages_read(mlg_study_ages *ages, mlg_study *study, const mlg_places *places, bool women,
                               mlg_error *err)
{
    MLG_TRY(read_bands(ages, study, err));
    if (ages->count == 0)
        return MLG_OK;
    MLG_TRY(read_persons(ages, study, places, women, err));
    return share_ages(ages, places, err);
}

void mlg_study_ages_release(mlg_study_ages *ages)
{
    free(ages->band);
    free(ages->persons);
    *ages = (mlg_study_ages){ 0 };
}

/* ---- persons of some ages ---------------------------------------------------------------------------------------- */

static mlg_status note_count(mlg_study *study, const char *stage, const char *who,
                             const mlg_config_population *what, const mlg_age_count *count, mlg_error *err)
{
    mlg_text text = { 0 };
    mlg_status st =
        mlg_text_set(&text, err, "%s\u00a0: %.0f personnes ; %d lieux par âge, %d à la part moyenne%s",
                     mlg_population_label(what), count->persons, (int)count->counted, (int)count->estimated,
                     count->cut ? " ; des tranches sont partagées selon leurs années" : "");
    if (st == MLG_OK)
        st = mlg_study_note_of(study, stage, "population", who, text.data, "personnes", "calcul", err);
    mlg_text_release(&text);
    return st;
}

static mlg_status no_ages(const mlg_study *study, const char *name, mlg_error *err)
{
    mlg_status st = mlg_fail(err, MLG_INPUT, "%s: population '%s' needs persons by age, and the study has none",
                             mlg_study_file_where(study->file, "sources"), name);
    mlg_hint(err, "add a file of 'ages' under 'sources'");
    return st;
}

mlg_status mlg_study_count_ages(double **persons, mlg_study *study, const mlg_places *places, const char *stage,
                                const char *who, const char *name, mlg_error *err)
{
    const mlg_config_population *what = mlg_population_find(study->config, name);
    mlg_study_ages all = { 0 }, women = { 0 };
    mlg_age_group *group = NULL;
    mlg_age_count count;
    bool by_sex = false;
    mlg_status st = MLG_OK;
    *persons = NULL;
    MLG_GO(MLG_NEW(&group, what->ages_count, "age groups", err));
    for (unsigned g = 0; g < what->ages_count; g++) {
        const mlg_config_age_group *given = &what->ages[g];
        group[g] = (mlg_age_group){ { mlg_config_age_group_from(given), given->to ? *given->to : MLG_AGE_OPEN },
                                    given->women,
                                    mlg_config_age_group_weight(given) };
        by_sex |= given->women;
    }
    MLG_GO(mlg_study_ages_read(&all, study, places, false, err));
    if (all.count == 0)
        MLG_GO(no_ages(study, name, err));
    if (by_sex)
        MLG_GO(mlg_study_ages_read(&women, study, places, true, err));
    MLG_GO(MLG_NEW(persons, (size_t)places->count, "persons", err));
    const mlg_population population = { .places = places->count,
                                        .total = places->population,
                                        .bands = all.count,
                                        .band = all.band,
                                        .persons = all.persons };
    MLG_GO(mlg_while(
        err, mlg_age_persons(&population, women.persons, (int32_t)what->ages_count, group, *persons, &count, err),
        "population %s", name));
    st = note_count(study, stage, who, what, &count, err);
done:
    mlg_study_ages_release(&all);
    mlg_study_ages_release(&women);
    free(group);
    return st;
}
