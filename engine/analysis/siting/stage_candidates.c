/* The demand and the candidates of a request: candidate sets, filters, forced and forbidden sites. */
#include "analysis/access/stage_ages.h"
#include "analysis/siting/stage.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SMALL_COMMUNE = 2000, RURAL_FROM = 5, SMALL_TOWN = 3 }; /* inhabitants; density level */

/* ---- demand ------------------------------------------------------------------------------------------------- */

/* Demand of a place, in the unit of the request; a place of unknown access is taken to lack nothing. */
static double demand_of(const mlg_siting_job *j, int32_t d)
{
    const mlg_siting_access *a = &j->access;
    const char *kind = j->ask->demand;
    if (strcmp(kind, "persons") == 0)
        return j->persons[d];
    if (j->counted)
        return mlg_siting_share(j, j->place_of[d]) * j->counted[j->place_of[d]];
    if (strcmp(kind, "standardised") == 0)
        return a->standard[d];
    double lacks = isnan(a->access[d]) ? 0 : fmax(a->threshold - a->access[d], 0) * a->standard[d];
    return strcmp(kind, "unmet") == 0 ? lacks : lacks / a->threshold;
}

/* Any other word is the name of a population. */
static mlg_status count_population(mlg_siting_job *j, mlg_error *err)
{
    if (mlg_list_has("persons standardised unmet without-doctor", " ", j->ask->demand))
        return MLG_OK;
    return mlg_study_count_ages(&j->counted, j->study, j->places, "siting", j->ask->name, j->ask->demand, err);
}

/* In whole units: persons so that every partial sum is the nearest integer to the exact one, as few of a group may live at each place. */
static void weigh_demand(mlg_siting_job *j)
{
    const bool persons = strcmp(j->ask->demand, "persons") == 0;
    double sum = 0;
    int64_t given = 0;
    for (int32_t d = 0; d < j->n_demand; d++) {
        sum += j->persons[d];
        j->weight[d] = persons ? llround(sum) - given : llround(demand_of(j, d));
        given += j->weight[d];
    }
}

mlg_status mlg_siting_list_demand(mlg_siting_job *j, mlg_error *err)
{
    const mlg_places *p = j->places;
    size_t n = (size_t)p->count;
    MLG_TRY(MLG_NEW(&j->demand, n, "demand", err));
    MLG_TRY(MLG_NEW(&j->place_of, n, "demand", err));
    MLG_TRY(MLG_NEW(&j->weight, n, "demand", err));
    MLG_TRY(MLG_NEW(&j->persons, n, "demand", err));
    for (int32_t i = 0; i < p->count; i++) {
        j->demand[i] = MLG_NOWHERE;
        if (!p->in_territory[i] || !p->demand[i])
            continue;
        j->demand[i] = j->n_demand;
        j->place_of[j->n_demand] = i;
        j->persons[j->n_demand++] = mlg_siting_share(j, i) * p->population[i];
    }
    MLG_TRY(mlg_siting_read_access(j, err));
    MLG_TRY(count_population(j, err));
    weigh_demand(j);
    return MLG_OK;
}

/* ---- candidates --------------------------------------------------------------------------------------------- */

static mlg_status add_cells(mlg_siting_job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/select_cells", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        char code[48];
        snprintf(code, sizeof code, "%s-%lld", mlg_column_text(stmt, 1), (long long)mlg_column_int(stmt, 0));
        mlg_site_point point = { code, mlg_column_text(stmt, 2), mlg_column_text(stmt, 1),
                                 mlg_column_double(stmt, 3), mlg_column_double(stmt, 4) };
        MLG_GO(mlg_sites_add_point(&j->sites, j->places, &point, err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_category(mlg_siting_job *j, const char *key, const char *category, mlg_error *err)
{
    char where[64];
    int32_t before = j->sites.count;
    MLG_TRY(mlg_sites_of_category(&j->sites, j->study, j->places, category, err));
    snprintf(where, sizeof where, "%s.%s", j->key, key);
    return mlg_sites_need(j->sites.count - before, j->study, where, category, err);
}

static mlg_status add_candidates(mlg_siting_job *j, mlg_error *err)
{
    const char *kind = j->ask->candidates;
    if (strcmp(kind, "cells") == 0)
        return add_cells(j, err);
    if (strcmp(kind, "communes") != 0)
        return add_category(j, "candidates", kind, err);
    for (int32_t i = 0; i < j->places->count; i++)
        if (j->places->in_territory[i] && mlg_place_is_commune(j->places, i))
            MLG_TRY(mlg_sites_add_place(&j->sites, j->places, i, err));
    return MLG_OK;
}

/* ---- filters ------------------------------------------------------------------------------------------------ */

/* A commune of the density grid that is a town, or a market town among rural communes (bourg rural): not a suburb. */
static bool is_town(int density)
{
    return (density >= 1 && density <= SMALL_TOWN) || density == RURAL_FROM;
}

static bool is_asked(const mlg_siting_job *j, const char *filter)
{
    for (unsigned f = 0; f < j->ask->only_count; f++)
        if (strcmp(j->ask->only[f], filter) == 0)
            return true;
    return false;
}

/* Flags the communes with some supply of the service, or a facility of its categories. */
static mlg_status flag_supplied(const mlg_siting_job *j, const char *service, uint8_t *supplied, mlg_error *err)
{
    mlg_sites sites = { 0 };
    mlg_status st = mlg_sites_of_service(&sites, j->study, j->places, service, err);
    for (int32_t s = 0; st == MLG_OK && s < sites.count; s++)
        if (sites.commune[s] >= 0)
            supplied[sites.commune[s]] = 1;
    mlg_sites_release(&sites);
    return st;
}

/* No pharmacy at all in a study means missing data, not a territory without any. */
static mlg_status flag_pharmacies(const mlg_siting_job *j, uint8_t *flags, mlg_error *err)
{
    bool any = false;
    if (!is_asked(j, "with-pharmacy"))
        return MLG_OK;
    MLG_TRY(flag_supplied(j, "pharmacy", flags, err));
    for (int32_t i = 0; i < j->places->count; i++)
        any = any || flags[i];
    if (any)
        return MLG_OK;
    mlg_fail(err, MLG_INPUT, "%s: the study has no pharmacy, which 'with-pharmacy' needs",
             mlg_study_file_where(j->study->file, j->key));
    mlg_hint(err, "add the service pharmacy to 'services' and its supply or facilities to 'sources'");
    return MLG_INPUT;
}

typedef struct {
    uint8_t *supplied, *pharmacy; /* a commune */
    double *persons;              /* of the commune at a place */
} filters;

static bool passes(const mlg_siting_job *j, const char *filter, int32_t site, const filters *by)
{
    const uint8_t *supplied = by->supplied;
    const double *persons = by->persons;
    int32_t place = j->sites.commune[site];
    if (place < 0)
        return false;
    if (strcmp(filter, "without-gp") == 0)
        return !supplied[place];
    if (strcmp(filter, "under-2000") == 0)
        return persons[place] < SMALL_COMMUNE;
    if (strcmp(filter, "with-pharmacy") == 0)
        return by->pharmacy[place];
    if (strcmp(filter, "town-centre") == 0)
        return is_town(j->places->density[place]);
    if (strcmp(filter, "rural") == 0)
        return j->places->density[place] >= RURAL_FROM;
    return j->access.today[place] < j->access.threshold;
}

static bool is_named(const mlg_siting_job *j, int32_t site, const char *code)
{
    int32_t commune = j->sites.commune[site];
    return strcmp(j->sites.code[site], code) == 0 || (commune >= 0 && strcmp(j->places->code[commune], code) == 0);
}

static bool is_volunteer(const mlg_siting_job *j, int32_t site)
{
    for (unsigned v = 0; v < j->ask->volunteers_count; v++)
        if (is_named(j, site, j->ask->volunteers[v]))
            return true;
    return j->ask->volunteers_count == 0;
}

static mlg_status filter_candidates(mlg_siting_job *j, mlg_error *err)
{
    const mlg_places *p = j->places;
    filters by = { 0 };
    mlg_status st;
    MLG_GO(MLG_NEW(&by.supplied, (size_t)p->count, "filters", err));
    MLG_GO(MLG_NEW(&by.pharmacy, (size_t)p->count, "filters", err));
    MLG_GO(MLG_NEW(&by.persons, (size_t)p->count, "filters", err));
    for (int32_t i = 0; i < p->count; i++)
        if (p->commune[i] >= 0)
            by.persons[p->commune[i]] += p->population[i];
    MLG_GO(flag_supplied(j, j->ask->service, by.supplied, err));
    MLG_GO(flag_pharmacies(j, by.pharmacy, err));
    for (int32_t s = 0; s < j->n_candidates; s++) {
        int32_t commune = j->sites.commune[s];
        bool keeps = is_volunteer(j, s) &&
                     (!j->ask->min_population || (commune >= 0 && by.persons[commune] >= *j->ask->min_population));
        for (unsigned f = 0; f < j->ask->only_count; f++)
            keeps = keeps && passes(j, j->ask->only[f], s, &by);
        j->state[s] = keeps ? MLG_CANDIDATE_FREE : MLG_CANDIDATE_FORBIDDEN;
    }
done:
    free(by.supplied);
    free(by.pharmacy);
    free(by.persons);
    return st;
}

/* Sets the state of the candidates with that code (negative: only checks the code); `key` is where the study file
 * names it. */
static mlg_status set_state(mlg_siting_job *j, const char *key, unsigned index, const char *code, int state,
                            mlg_error *err)
{
    char where[80];
    int32_t n = 0;
    for (int32_t s = 0; s < j->n_candidates; s++)
        if (is_named(j, s, code)) {
            n++;
            if (state >= 0)
                j->state[s] = (uint8_t)state;
        }
    bool one = state != MLG_CANDIDATE_FORCED || n == 1;
    if (n > 0 && one)
        return MLG_OK;
    snprintf(where, sizeof where, "%s.%s[%u]", j->key, key, index);
    mlg_fail(err, MLG_INPUT,
             n == 0 ? MLG_MARK("%s: no candidate has the code '%.40s'")
                    : MLG_MARK("%s: more than one candidate has the code '%.40s'"),
             mlg_study_file_where(j->study->file, where), MLG_BRIEF(code, 40));
    mlg_hint(err, "candidates are %s; give the code of one, or of its commune", j->ask->candidates);
    return MLG_INPUT;
}

static mlg_status set_states(mlg_siting_job *j, mlg_error *err)
{
    const mlg_config_siting *a = j->ask;
    for (unsigned i = 0; i < a->volunteers_count; i++)
        MLG_TRY(set_state(j, "volunteers", i, a->volunteers[i], -1, err));
    for (unsigned i = 0; i < a->forbidden_count; i++)
        MLG_TRY(set_state(j, "forbidden", i, a->forbidden[i], MLG_CANDIDATE_FORBIDDEN, err));
    for (unsigned i = 0; i < a->forced_count; i++)
        MLG_TRY(set_state(j, "forced", i, a->forced[i], MLG_CANDIDATE_FORCED, err));
    return MLG_OK;
}

mlg_status mlg_siting_list_candidates(mlg_siting_job *j, mlg_error *err)
{
    MLG_TRY(add_candidates(j, err));
    j->n_candidates = j->sites.count;
    if (j->ask->existing)
        MLG_TRY(add_category(j, "existing", j->ask->existing, err));
    MLG_TRY(MLG_NEW(&j->state, (size_t)j->sites.count, "candidates", err));
    for (int32_t s = j->n_candidates; s < j->sites.count; s++)
        j->state[s] = MLG_CANDIDATE_EXISTING;
    MLG_TRY(filter_candidates(j, err));
    return set_states(j, err);
}
