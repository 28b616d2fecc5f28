/* Times asked for: to the nearest site of any categories, at a time of the week; a column of acces_commune for each request. */
#include "analysis/access/stage_ages.h"
#include "analysis/access/stage_nearest.h"
#include "analysis/stages.h"
#include "analysis/travel/modes.h"
#include "base/language.h"
#include "base/memory.h"
#include "study/config/populations.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Times of the places to the nearest of some sites. */
typedef struct {
    mlg_sites sites;
    int32_t *site, *time_ds; /* [places] */
    double
        *minutes;  /* [places] NaN: none within the search; a commune whose people are in squares has their mean */
    double *least; /* [places] the same, a square without a trip being as far as one searched */
} reach;

typedef struct {
    mlg_study *study;
    const mlg_config_times *ask;
    const mlg_places *places;
    char key[32];
    mlg_hours moment;
    mlg_opening opening;
    mlg_mode group;  /* whose people are counted, at its times; without a share: everybody */
    double *persons; /* [places] of those who are counted */
    reach open, any; /* sites that count; all of them */
} job;

static void release(job *j, const mlg_study *everybody)
{
    reach *const both[] = { &j->open, &j->any };
    for (int k = 0; k < 2; k++) {
        mlg_sites_release(&both[k]->sites);
        free(both[k]->site);
        free(both[k]->time_ds);
        free(both[k]->minutes);
        free(both[k]->least);
    }
    free(j->persons);
    mlg_mode_close(&j->group, everybody);
}

/* ---- sites ------------------------------------------------------------------------------------------------------- */

static bool offers(const mlg_config_service *service, const char *category)
{
    for (unsigned i = 0; i < service->categories_count; i++)
        if (strcmp(service->categories[i], category) == 0)
            return true;
    return false;
}

/* Hours of the service asked for, or of the one that offers the category. */
static const char *usual_hours(const job *j, const char *category)
{
    const mlg_config *c = j->study->config;
    const mlg_config_service *own = j->ask->service ? mlg_find_service(j->study, j->ask->service) : NULL;
    for (unsigned i = 0; !j->ask->service && i < c->services_count && !own; i++)
        own = offers(&c->services[i], category) ? &c->services[i] : NULL;
    return own ? own->hours : NULL;
}

static mlg_status find_sites(job *j, reach *r, mlg_opening *opening, mlg_error *err)
{
    if (j->ask->service && opening)
        opening->usual = usual_hours(j, NULL);
    if (j->ask->service)
        return mlg_sites_of_service_open(&r->sites, j->study, j->places, j->ask->service, opening, err);
    for (unsigned i = 0; i < j->ask->sites_count; i++) {
        if (opening)
            opening->usual = usual_hours(j, j->ask->sites[i]);
        MLG_TRY(mlg_sites_open(&r->sites, j->study, j->places, j->ask->sites[i], opening, err));
    }
    return MLG_OK;
}

/* Fails when the study holds no such site; none open at the time asked is an answer, not a failure. */
static mlg_status need_sites(job *j, mlg_error *err)
{
    char key[48];
    if (j->any.sites.count > 0 || j->study->scenario)
        return MLG_OK;
    snprintf(key, sizeof key, "%s.%s", j->key, j->ask->service ? "service" : "sites");
    if (!j->ask->service)
        return mlg_sites_need(0, j->study, key, j->ask->sites[0], err);
    return mlg_fail(err, MLG_DATA, "%s: the study has no site of the service '%s'",
                    mlg_study_file_where(j->study->file, key), j->ask->service);
}

/* A code that no site has is a mistake: nothing would be closed. */
static mlg_status check_closed(const job *j, mlg_error *err)
{
    for (unsigned k = 0; k < j->ask->closed_count; k++) {
        char key[64];
        bool found = false;
        for (int32_t s = 0; s < j->any.sites.count && !found; s++)
            found = strcmp(j->any.sites.code[s], j->ask->closed[k]) == 0;
        if (found || j->study->scenario)
            continue;
        snprintf(key, sizeof key, "%s.closed[%u]", j->key, k);
        return mlg_fail(err, MLG_INPUT, "%s: no site of this request has the code '%.40s'",
                        mlg_study_file_where(j->study->file, key), MLG_BRIEF(j->ask->closed[k], 40));
    }
    return MLG_OK;
}

/* ---- times ------------------------------------------------------------------------------------------------------- */

static double place_minutes(const reach *r, int32_t i)
{
    return r->site[i] == MLG_NOWHERE ? (double)NAN : (double)r->time_ds[i] / MLG_DS_PER_MIN;
}

static mlg_status find_times(job *j, reach *r, mlg_error *err)
{
    size_t n = (size_t)j->places->count;
    MLG_TRY(MLG_NEW(&r->site, n, "nearest sites", err));
    MLG_TRY(MLG_NEW(&r->time_ds, n, "nearest sites", err));
    MLG_TRY(MLG_NEW(&r->minutes, n, "nearest sites", err));
    for (size_t i = 0; i < n; i++) {
        r->site[i] = MLG_NOWHERE;
        r->time_ds[i] = MLG_UNREACHABLE;
    }
    if (r->sites.count > 0)
        MLG_TRY(mlg_study_nearest(r->site, r->time_ds, j->study, j->places, &r->sites, err));
    MLG_TRY(MLG_NEW(&r->least, n, "nearest sites", err));
    for (int32_t i = 0; i < j->places->count; i++) {
        r->minutes[i] = r->least[i] = place_minutes(r, i);
        if (!mlg_place_is_commune(j->places, i) && isnan(r->least[i]))
            r->least[i] = mlg_study_least_minutes(j->study);
    }
    MLG_TRY(mlg_places_gather(j->places, r->minutes, j->places->population, err));
    return mlg_places_gather(j->places, r->least, j->places->population, err);
}

static mlg_status count_persons(job *j, mlg_error *err)
{
    size_t n = (size_t)j->places->count;
    if (j->ask->population)
        return mlg_study_count_ages(&j->persons, j->study, j->places, "times", j->ask->name, j->ask->population,
                                    err);
    MLG_TRY(MLG_NEW(&j->persons, n, "persons", err));
    if (n > 0)
        memcpy(j->persons, j->places->population, n * sizeof *j->persons);
    return MLG_OK;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static bool is_over(double minutes, double limit)
{
    return !(minutes <= limit);
}

static double limit_passed(const job *j, int32_t commune)
{
    mlg_config_reals limits = mlg_config_times_minutes(j->ask);
    for (unsigned k = 0; k < limits.count; k++)
        if (is_over(j->open.least[commune], limits.value[k]) && !is_over(j->any.least[commune], limits.value[k]))
            return limits.value[k];
    return (double)NAN;
}

static mlg_status write_commune(mlg_stmt *stmt, const job *j, int32_t i, double population, double persons,
                                mlg_error *err)
{
    int32_t site = j->open.site[i];
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":insee_com", j->places->code[i]);
    mlg_bind_text(stmt, ":libelle", j->places->label[i]);
    mlg_bind_double(stmt, ":population", population);
    mlg_bind_double(stmt, ":personnes", persons);
    mlg_bind_double(stmt, ":minutes", j->open.minutes[i]);
    mlg_bind_text(stmt, ":site", site == MLG_NOWHERE ? NULL : j->open.sites.code[site]);
    mlg_bind_text(stmt, ":lib_site", site == MLG_NOWHERE ? NULL : j->open.sites.label[site]);
    mlg_bind_double(stmt, ":minutes_sans", j->any.minutes[i]);
    mlg_bind_double(stmt, ":passe", limit_passed(j, i));
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_communes(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double *population = NULL, *persons = NULL;
    size_t n = (size_t)j->places->count;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&population, n, "persons", err));
    MLG_GO(MLG_NEW(&persons, n, "persons", err));
    mlg_places_sum(population, j->places, j->places->population);
    mlg_places_sum(persons, j->places, j->persons);
    MLG_GO(mlg_db_query(&stmt, j->study->db, "access/insert_times", err));
    for (int32_t i = 0; i < j->places->count; i++)
        if (j->places->in_territory[i] && mlg_place_is_commune(j->places, i))
            MLG_GO(write_commune(stmt, j, i, population[i], persons[i], err));
done:
    mlg_stmt_free(stmt);
    free(population);
    free(persons);
    return st;
}

typedef struct {
    double persons, over, over_any, passing, unknown, weighted, known;
    int32_t communes;
} balance;

static balance balance_of(const job *j, double limit)
{
    balance b = { 0 };
    for (int32_t i = 0; i < j->places->count; i++) {
        double open = place_minutes(&j->open, i), any = place_minutes(&j->any, i), n = j->persons[i];
        if (!j->places->in_territory[i])
            continue;
        b.communes += mlg_place_is_commune(j->places, i) && is_over(j->open.least[i], limit);
        b.persons += n;
        b.over += is_over(open, limit) ? n : 0;
        b.over_any += is_over(any, limit) ? n : 0;
        b.passing += is_over(open, limit) && !is_over(any, limit) ? n : 0;
        b.unknown += isnan(open) ? n : 0;
        b.weighted += isnan(open) ? 0 : n * open;
        b.known += isnan(open) ? 0 : n;
    }
    return b;
}

static const char *who_is_counted(const job *j)
{
    return j->ask->population ? mlg_population_label(mlg_population_find(j->study->config, j->ask->population))
                              : "habitants";
}

static mlg_status write_balances(job *j, mlg_error *err)
{
    mlg_config_reals limits = mlg_config_times_minutes(j->ask);
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_times_balance", err));
    mlg_status st = MLG_OK;
    for (unsigned k = 0; k < limits.count && st == MLG_OK; k++) {
        balance b = balance_of(j, limits.value[k]);
        mlg_bind_text(stmt, ":nom", j->ask->name);
        mlg_bind_text(stmt, ":libelle", j->ask->label ? j->ask->label : j->ask->name);
        mlg_bind_text(stmt, ":quand", j->ask->at);
        mlg_bind_text(stmt, ":qui", who_is_counted(j));
        mlg_bind_int(stmt, ":sites", j->open.sites.count);
        mlg_bind_int(stmt, ":sites_fermes", j->opening.left_out);
        mlg_bind_double(stmt, ":minutes", limits.value[k]);
        mlg_bind_double(stmt, ":personnes", b.persons);
        mlg_bind_double(stmt, ":au_dela", b.over);
        mlg_bind_double(stmt, ":au_dela_sans", b.over_any);
        mlg_bind_double(stmt, ":passent", b.passing);
        mlg_bind_int(stmt, ":communes", b.communes);
        mlg_bind_double(stmt, ":t_moyen", b.known > 0 ? b.weighted / b.known : (double)NAN);
        mlg_bind_double(stmt, ":inconnu", b.unknown);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* Names are of small letters, digits and underscores. */
static mlg_status add_column(job *j, mlg_error *err)
{
    char sql[320];
    const char *name = j->ask->name;
    snprintf(sql, sizeof sql,
             "ALTER TABLE acces_commune ADD COLUMN \"t_%s\" REAL; UPDATE acces_commune SET \"t_%s\" = (SELECT "
             "t.minutes FROM temps t "
             "WHERE t.nom = '%s' AND t.insee_com = acces_commune.insee_com)",
             name, name, name);
    MLG_TRY(mlg_db_exec(j->study->db, sql, err));
    return mlg_study_note_of(j->study, "times", name, "libelle", j->ask->label ? j->ask->label : name, "min",
                             "etude", err);
}

static mlg_status note_opening(const job *j, mlg_error *err)
{
    const mlg_opening *o = &j->opening;
    const char *name = j->ask->name;
    if (!j->ask->at && j->ask->closed_count == 0)
        return MLG_OK;
    if (j->ask->at)
        MLG_TRY(mlg_study_note_of(j->study, "times", name, "quand", j->ask->at, NULL, "etude", err));
    MLG_TRY(
        mlg_study_note_number_of(j->study, "times", name, "sites_fermes", o->left_out, "sites", "calcul", err));
    return o->unknown == 0 ? MLG_OK
                           : mlg_study_note_number_of(j->study, "times", name, "horaires_inconnus", o->unknown,
                                                      "sites, tenus pour ouverts", "calcul", err);
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

static mlg_status answer(job *j, mlg_error *err)
{
    MLG_TRY(mlg_mode_open(&j->group, j->study, j->places, j->ask->mode, err));
    j->study = j->group.study;
    if (j->ask->mode)
        MLG_TRY(mlg_study_note_of(j->study, "times", j->ask->name, "groupe", j->ask->mode, NULL, "etude", err));
    MLG_TRY(find_sites(j, &j->any, NULL, err));
    MLG_TRY(need_sites(j, err));
    MLG_TRY(check_closed(j, err));
    if (j->ask->at && mlg_moment_parse(&j->moment, j->ask->at))
        j->opening.moment = &j->moment;
    j->opening.on_call = j->ask->on_call;
    j->opening.closed = (const char *const *)j->ask->closed;
    j->opening.closed_count = j->ask->closed_count;
    MLG_TRY(find_sites(j, &j->open, &j->opening, err));
    MLG_TRY(find_times(j, &j->any, err));
    MLG_TRY(find_times(j, &j->open, err));
    MLG_TRY(count_persons(j, err));
    for (int32_t i = 0; j->group.share && i < j->places->count; i++)
        j->persons[i] *= j->group.share[i];
    MLG_TRY(write_communes(j, err));
    MLG_TRY(write_balances(j, err));
    MLG_TRY(add_column(j, err));
    return note_opening(j, err);
}

static mlg_status drop_columns(mlg_study *study, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_text sql = { 0 };
    bool row;
    MLG_TRY(mlg_db_query(&stmt, study->db, "access/select_added_columns", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        mlg_text_printf(&sql, "ALTER TABLE acces_commune DROP COLUMN \"%s\"; ", mlg_column_text(stmt, 0));
    mlg_stmt_free(stmt);
    if (st == MLG_OK)
        st = mlg_text_status(&sql, err);
    if (st == MLG_OK && sql.length)
        st = mlg_db_exec(study->db, sql.data, err);
    mlg_text_release(&sql);
    return st;
}

mlg_status mlg_study_times(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    unsigned count = study->config->times_count;
    mlg_places places = { 0 };
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM temps; DELETE FROM temps_bilan", err));
    MLG_TRY(drop_columns(study, err));
    if (count == 0)
        return MLG_OK;
    MLG_TRY(mlg_text_set(summary, err, mlg_tr_count("%u request", "%u requests", count), count));
    MLG_GO(mlg_places_read(&places, study, err));
    for (unsigned i = 0; i < count && st == MLG_OK; i++) {
        job *j;
        MLG_GO(MLG_NEW(&j, 1, "times", err));
        *j = (job){ .study = study, .ask = &study->config->times[i], .places = &places };
        snprintf(j->key, sizeof j->key, "times[%u]", i);
        st = answer(j, err);
        release(j, study);
        free(j);
    }
    if (st == MLG_OK)
        st = mlg_db_touch(study->db, "acces_commune", err);
done:
    mlg_places_release(&places);
    return st;
}
