/* The target population of a tour request: people of small communes without a service and of priority
 * neighbourhoods. Each person is counted once: those of a target neighbourhood are not counted with their
 * commune. */
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/tour/stage.h"
#include "analysis/travel/model.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_tour_job *job;
    bool communes, qpv;      /* whose people are targets */
    bool at_communes;        /* whose centres are stops */
    uint8_t *has_service;    /* [places] a commune that cannot be a target for this reason */
    double *in_qpv;          /* [places] share of a commune in its neighbourhoods */
    double *access, *demand; /* [places] consultations: APL, standardised persons */
    double threshold;
} targets;

/* Whether `what` is among the kinds of stops asked for. */
static bool asks_for(const mlg_config_tour *ask, const char *what)
{
    mlg_config_texts stops = mlg_config_tour_stops(ask);
    for (unsigned k = 0; k < stops.count; k++)
        if (strcmp(stops.value[k], what) == 0)
            return true;
    return false;
}

static bool counts_acts(const mlg_tour_job *job)
{
    return job->ask->aim && strcmp(job->ask->aim, "acts") == 0;
}

static const char *service_of(const mlg_tour_job *job)
{
    return mlg_config_tour_service(job->ask);
}

/* ---- communes ----------------------------------------------------------------------------------------------- */

static mlg_status find_served(targets *t, mlg_error *err)
{
    const mlg_tour_job *job = t->job;
    mlg_sites sites = { 0 };
    MLG_TRY(MLG_NEW(&t->has_service, (size_t)job->places->count, "targets", err));
    if (!job->ask->without)
        return MLG_OK;
    mlg_status st = mlg_sites_of_service(&sites, job->study, job->places, job->ask->without, err);
    for (int32_t s = 0; st == MLG_OK && s < sites.count; s++)
        if (sites.commune[s] >= 0)
            t->has_service[sites.commune[s]] = 1;
    mlg_sites_release(&sites);
    return st;
}

static mlg_status read_shares(targets *t, const double *persons, mlg_error *err)
{
    const mlg_tour_job *job = t->job;
    mlg_stmt *stmt = NULL;
    bool row;
    MLG_TRY(MLG_NEW(&t->in_qpv, (size_t)job->places->count, "targets", err));
    if (!t->qpv)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, job->study->db, "tour/select_qpv_shares", err));
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t commune = mlg_places_find(job->places, mlg_column_text(stmt, 0));
        if (commune >= 0 && persons[commune] > 0)
            t->in_qpv[commune] = fmin(1, mlg_column_double(stmt, 1) / persons[commune]);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_demand(mlg_tour_job *job, double persons, double weight, mlg_error *err)
{
    size_t n = (size_t)job->problem.n_demand++;
    MLG_TRY(MLG_GROW(&job->weight, &job->weight_room, n + 1, "targets", err));
    MLG_TRY(MLG_GROW(&job->persons_of, &job->persons_room, n + 1, "targets", err));
    job->persons_of[n] = persons;
    job->weight[n] = llround(weight);
    return MLG_OK;
}

/* Consultations lacking over the cycle for this many standardised persons at that APL; unknown access lacks
 * nothing. */
static double lacking(const targets *t, double access, double demand)
{
    double missing = (t->threshold - access) * demand * t->job->weeks / t->job->weeks_per_year;
    return missing > 0 ? missing : 0;
}

/* People at the places where they are counted: the centre of their commune, or its squares. */
static mlg_status add_people(targets *t, int32_t place, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    const mlg_places *p = job->places;
    double rest = 1 - t->in_qpv[p->commune[place]], share = mlg_tour_share(job, place),
           persons = rest * share * p->population[place];
    if (persons <= 0)
        return MLG_OK;
    job->demand_of[place] = job->problem.n_demand;
    double weight = counts_acts(job) ? lacking(t, t->access[place], rest * share * t->demand[place]) : persons;
    return add_demand(job, persons, weight, err);
}

static mlg_status add_communes(targets *t, const double *persons, double below, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    const mlg_places *p = job->places;
    for (int32_t i = 0; i < p->count; i++) {
        int32_t c = p->commune[i];
        if (!p->in_territory[c] || persons[c] <= 0 || persons[c] >= below || t->has_service[c])
            continue;
        if (c == i && t->at_communes)
            MLG_TRY(mlg_sites_add_place(&job->nodes, p, i, err));
        if (p->demand[i])
            MLG_TRY(add_people(t, i, err));
    }
    return MLG_OK;
}

/* ---- neighbourhoods ----------------------------------------------------------------------------------------- */

static mlg_status add_neighbourhood(targets *t, mlg_stmt *stmt, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    int32_t commune =
        mlg_column_is_null(stmt, 6) ? MLG_NOWHERE : mlg_places_find(job->places, mlg_column_text(stmt, 6));
    double persons = mlg_column_double(stmt, 4);
    double weight = persons;
    if (counts_acts(job)) {
        double access = mlg_column_is_null(stmt, 5) ? (double)NAN : mlg_column_double(stmt, 5);
        double each = commune >= 0 && job->places->population[commune] > 0
                          ? t->demand[commune] / job->places->population[commune]
                          : 1;
        weight = lacking(t, access, persons * each);
    }
    mlg_site_point point = { mlg_column_text(stmt, 0), mlg_column_text(stmt, 1), mlg_column_text(stmt, 6),
                             mlg_column_double(stmt, 2), mlg_column_double(stmt, 3) };
    MLG_TRY(mlg_sites_add_point(&job->nodes, job->places, &point, err));
    return add_demand(job, persons, weight, err);
}

static mlg_status add_neighbourhoods(targets *t, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    if (!t->qpv)
        return MLG_OK;
    MLG_TRY(mlg_db_query(&stmt, t->job->study->db, "tour/select_qpv", err));
    mlg_bind_text(stmt, ":groupe", t->job->ask->mode);
    mlg_status st;
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row)
        MLG_GO(add_neighbourhood(t, stmt, err));
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- other places to stop at -------------------------------------------------------------------------------- */

/* Adds the facilities of the categories asked for: places to stop at, for the people around. */
static mlg_status add_places_to_stop(targets *t, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    for (unsigned k = 0; k < job->ask->stops_count; k++) {
        const char *category = job->ask->stops[k];
        int32_t before = job->nodes.count;
        char key[64];
        if (strcmp(category, "communes") == 0 || strcmp(category, "qpv") == 0)
            continue;
        MLG_TRY(mlg_sites_of_category(&job->nodes, job->study, job->places, category, err));
        snprintf(key, sizeof key, "%s.stops[%u]", job->key, k);
        MLG_TRY(mlg_sites_need(job->nodes.count - before, job->study, key, category, err));
    }
    return MLG_OK;
}

/* ---- entry point -------------------------------------------------------------------------------------------- */

/* Persons of each commune, those of its squares summed. */
static mlg_status sum_communes(double **persons, const mlg_places *p, mlg_error *err)
{
    MLG_TRY(MLG_NEW(persons, (size_t)p->count, "targets", err));
    for (int32_t i = 0; i < p->count; i++)
        if (p->demand[i])
            (*persons)[p->commune[i]] += p->population[i];
    return MLG_OK;
}

static mlg_status read_access(targets *t, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    const char *origin;
    if (!counts_acts(job))
        return MLG_OK;
    if (mlg_study_entry(job->study, service_of(job), "apl") < 0 || strcmp(service_of(job), "gp") != 0) {
        mlg_fail(err, MLG_INPUT, "%s: the aim 'acts' needs an entry of 'accessibility' with measure apl for gp",
                 mlg_study_file_where(job->study->file, job->key));
        return MLG_INPUT;
    }
    t->threshold = mlg_study_threshold(job->study, NULL, &origin);
    MLG_TRY(mlg_tour_read_access(&t->access, job, err));
    return mlg_study_demand(&t->demand, job->study, job->places, service_of(job), err);
}

static mlg_status note_targets(targets *t, double *below, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    MLG_TRY(mlg_tour_note(job, "population_max", job->ask->population_below,
                          mlg_config_tour_population_below(job->ask), "habitants (strict)",
                          "defaut: contrat local de santé", below, err));
    MLG_TRY(mlg_tour_note(job, "actes", job->ask->acts, mlg_config_tour_acts(job->ask), "consultations par séance",
                          "defaut: convention", &job->acts, err));
    MLG_TRY(mlg_tour_note(job, "semaines_par_an", job->ask->weeks_per_year,
                          mlg_config_tour_weeks_per_year(job->ask), "semaines", "defaut: convention",
                          &job->weeks_per_year, err));
    const char *whom = !t->qpv       ? "communes sous le seuil de population"
                       : t->communes ? "communes sous le seuil de population, et QPV ; chacun compté une fois"
                                     : "QPV";
    MLG_TRY(mlg_tour_note_text(job, "cible", whom, NULL, job->ask->stops ? "etude" : "defaut", err));
    return job->ask->without
               ? mlg_tour_note_text(job, "sans", job->ask->without, "service absent de la commune", "etude", err)
               : MLG_OK;
}

static const char *count_text(char *text, size_t size, double unknown)
{
    snprintf(text, size, "population de %.0f quartier%s inconnue", unknown, unknown > 1 ? "s" : "");
    return text;
}

static mlg_status list_targets(targets *t, mlg_error *err)
{
    mlg_tour_job *job = t->job;
    double below, *persons = NULL;
    char text[96];
    mlg_status st = MLG_OK;
    MLG_GO(note_targets(t, &below, err));
    MLG_GO(read_access(t, err));
    MLG_GO(find_served(t, err));
    MLG_GO(sum_communes(&persons, job->places, err));
    MLG_GO(read_shares(t, persons, err));
    MLG_GO(MLG_NEW(&job->demand_of, (size_t)job->places->count, "targets", err));
    memset(job->demand_of, 0xFF, (size_t)job->places->count * sizeof *job->demand_of);
    if (t->communes)
        MLG_GO(add_communes(t, persons, below, err));
    int32_t first_qpv = job->nodes.count, first_demand = job->problem.n_demand;
    MLG_GO(add_neighbourhoods(t, err));
    int32_t end_qpv = job->nodes.count;
    MLG_GO(add_places_to_stop(t, err));
    job->n_stops = job->nodes.count;
    MLG_GO(MLG_NEW(&job->is_qpv, (size_t)job->n_stops, "targets", err));
    MLG_GO(MLG_NEW(&job->is_site, (size_t)job->n_stops, "targets", err));
    MLG_GO(MLG_NEW(&job->qpv_demand, (size_t)job->n_stops, "targets", err));
    for (int32_t j = 0; j < job->n_stops; j++) {
        job->is_qpv[j] = j >= first_qpv && j < end_qpv;
        job->is_site[j] = j >= end_qpv;
        job->qpv_demand[j] = job->is_qpv[j] ? first_demand + j - first_qpv : MLG_NOWHERE;
    }
    double unknown = 0;
    if (t->qpv)
        MLG_GO(mlg_db_number(&unknown, job->study->db, "SELECT count(*) FROM qpv WHERE population IS NULL", err));
    if (unknown > 0)
        MLG_GO(mlg_tour_note_text(job, "quartiers_laisses", count_text(text, sizeof text, unknown), NULL, "calcul",
                                  err));
    if (job->n_stops == 0 && unknown > 0) {
        st = mlg_fail(err, MLG_DATA, "%s: no stop for '%s': the population of %.0f neighbourhoods is unknown",
                      mlg_study_file_where(job->study->file, job->key), job->ask->name, unknown);
        mlg_hint(
            err,
            "give it in the column population of the qpv source, or exact outlines of communes to estimate it");
    } else if (job->n_stops == 0) {
        st = mlg_fail(err, MLG_DATA, "%s: no commune and no neighbourhood is a target of '%s'",
                      mlg_study_file_where(job->study->file, job->key), job->ask->name);
        mlg_hint(err, "check stops, population_below (%g) and without", below);
    }
done:
    free(persons);
    return st;
}

mlg_status mlg_tour_job_targets(mlg_tour_job *job, mlg_error *err)
{
    targets t = { .job = job, .at_communes = asks_for(job->ask, "communes"), .qpv = asks_for(job->ask, "qpv") };
    t.communes = t.at_communes || !t.qpv; /* with stops at other places only, the people of communes are served */
    job->weeks = mlg_config_tour_weeks(job->ask);
    job->days_a_week = mlg_config_tour_days(job->ask);
    mlg_status st = list_targets(&t, err);
    free(t.has_service);
    free(t.in_qpv);
    free(t.access);
    free(t.demand);
    return st;
}
