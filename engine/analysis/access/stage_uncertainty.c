/* Uncertainty of a study: a measure drawn around what is known of supply, times and persons. */
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/uncertainty.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/memory.h"
#include "study/config/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_config_uncertainty *ask;
    const mlg_measure *measure;
    mlg_decay decay;
    unsigned entry;
    double scale, threshold, near;
    mlg_places places;
    mlg_sites sites;
    double *demand, *computed; /* [places] */
    double *supply, *heads;    /* [sites] */
    mlg_sparse_rows matrix;
    int32_t *kept; /* [n_kept] places of the communes of the territory */
    int32_t n_kept;
    double *value;         /* [draws x n_kept] */
    mlg_uncertain *result; /* [n_kept] */
} job;

static void release(job *j)
{
    void *const owned[] = { j->supply, j->demand, j->computed, j->heads, j->kept, j->value, j->result };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_sparse_release(&j->matrix);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
}

/* ---- input ------------------------------------------------------------------------------------------------------- */

static double time_cv(const job *j)
{
    return j->ask->times ? *j->ask->times : mlg_study_is_crow(j->study) ? 0.1 : 0.05;
}

/* The APL of GPs misses some, as measured against the published one: docs/methods/access.md. */
static double measure_cv(const job *j)
{
    static const double of_the_apl = 0.19;
    const bool known = mlg_is_gp_apl(j->ask->service, j->measure->name);
    return j->ask->method ? *j->ask->method : known ? of_the_apl : 0;
}

static mlg_status find_sites(job *j, mlg_error *err)
{
    double each = mlg_study_full_time(j->study, j->ask->service);
    MLG_TRY(mlg_sites_with_supply(&j->sites, j->supply, &j->places,
                                  mlg_study_counts_empty(&j->study->config->accessibility[j->entry]), err));
    MLG_TRY(MLG_NEW(&j->heads, (size_t)j->sites.count, "sites", err));
    for (int32_t s = 0; s < j->sites.count; s++)
        j->heads[s] = j->supply[s] / each;
    return MLG_OK;
}

/* Times that hardly any draw (one of a million) shortens to the limit of the decay are left out. */
static mlg_status search_times(job *j, mlg_error *err)
{
    const double farthest = 4.9;
    mlg_travel *travel = NULL;
    double longest = mlg_decay_limit(&j->decay) * exp(farthest * sqrt(log1p(time_cv(j) * time_cv(j))));
    MLG_TRY(mlg_study_travel(&travel, j->study, &j->places, &j->sites, err));
    mlg_status st = mlg_travel_rows(&j->matrix, travel, (int32_t)ceil(longest), j->study->threads, err);
    mlg_travel_free(travel);
    return st;
}

static mlg_status choose_kept(job *j, mlg_error *err)
{
    MLG_TRY(MLG_NEW(&j->kept, (size_t)j->places.count, "communes", err));
    for (int32_t i = 0; i < j->places.count; i++)
        if (j->places.in_territory[i] && mlg_place_is_commune(&j->places, i))
            j->kept[j->n_kept++] = i;
    return MLG_OK;
}

static mlg_status prepare(job *j, mlg_error *err)
{
    const char *origin, *service = j->ask->service;
    j->threshold = mlg_study_threshold(j->study, j->ask->threshold, &origin);
    j->near = mlg_config_uncertainty_near(j->ask);
    MLG_TRY(mlg_study_note_number(j->study, "uncertainty", "seuil", j->threshold,
                                  mlg_study_measure_unit(j->study, service, j->measure).words, origin, err));
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(mlg_study_decay(&j->decay, j->study, j->entry, err));
    MLG_TRY(
        mlg_study_supply_as(&j->supply, j->study, &j->places, service, mlg_find_service(j->study, service), err));
    MLG_TRY(mlg_study_demand(&j->demand, j->study, &j->places, service, err));
    MLG_TRY(mlg_study_values(&j->computed, j->study, &j->places, service, j->ask->measure, err));
    MLG_TRY(find_sites(j, err));
    MLG_TRY(search_times(j, err));
    return choose_kept(j, err);
}

/* ---- draws ------------------------------------------------------------------------------------------------------- */

static mlg_status gather(void *context, double *value, const double *demand, mlg_error *err)
{
    const job *j = context;
    for (int32_t i = 0; i < j->places.count; i++)
        value[i] *= j->scale;
    return mlg_places_gather(&j->places, value, demand, err);
}

/* A rehearsal draws once. */
static int32_t draws_of(const job *j)
{
    return j->study->rehearsal ? 1 : mlg_config_uncertainty_draws(j->ask);
}

static mlg_status draw(job *j, mlg_error *err)
{
    int32_t draws = draws_of(j);
    mlg_uncertainty_input input = {
        .measure = j->measure,
        .decay = &j->decay,
        .params = mlg_study_measure_params(&j->study->config->accessibility[j->entry]),
        .times = mlg_sparse_view_of(&j->matrix),
        .demand = j->demand,
        .supply = j->supply,
        .heads = j->heads,
        .supply_cv = mlg_config_uncertainty_supply(j->ask),
        .time_cv = time_cv(j),
        .demand_cv = mlg_config_uncertainty_population(j->ask),
        .measure_cv = measure_cv(j),
        .draws = draws,
        .seed = (uint64_t)mlg_config_uncertainty_seed(j->ask),
        .kept = j->n_kept,
        .place = j->kept,
        .gather = gather,
        .context = j,
        .threads = j->study->threads,
        .progress = j->study->progress,
    };
    input.params.site_place = j->sites.place;
    MLG_TRY(MLG_NEW(&j->value, (size_t)draws * (size_t)j->n_kept, "draws", err));
    MLG_TRY(MLG_NEW(&j->result, (size_t)j->n_kept, "draws", err));
    MLG_TRY(mlg_uncertainty_draws(&input, j->value, err));
    return mlg_uncertainty_of(j->result, draws, j->n_kept, j->value, j->threshold, j->measure->low_is_good, err);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

enum { BELOW, NEAR, ABOVE, UNKNOWN, FINDINGS };

static const char *const findings[] = { "sous", "pres", "dessus", "inconnu" };

static int finding_of(const job *j, const mlg_uncertain *u)
{
    return isnan(u->beyond) ? UNKNOWN : u->beyond > 1 - j->near ? BELOW : u->beyond < j->near ? ABOVE : NEAR;
}

static double rank_or_none(int32_t rank)
{
    return rank > 0 ? rank : (double)NAN;
}

static mlg_status write_communes(const job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_uncertainty", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < j->n_kept && st == MLG_OK; k++) {
        const mlg_uncertain *u = &j->result[k];
        int finding = finding_of(j, u);
        mlg_bind_text(stmt, ":insee_com", j->places.code[j->kept[k]]);
        mlg_bind_double(stmt, ":valeur", j->computed[j->kept[k]]);
        mlg_bind_double(stmt, ":probabilite", 100 * u->beyond);
        mlg_bind_text(stmt, ":constat", finding == UNKNOWN ? NULL : findings[finding]);
        mlg_bind_double(stmt, ":bas", u->low);
        mlg_bind_double(stmt, ":mediane", u->median);
        mlg_bind_double(stmt, ":haut", u->high);
        mlg_bind_double(stmt, ":rang", rank_or_none(u->rank));
        mlg_bind_double(stmt, ":rang_bas", rank_or_none(u->rank_low));
        mlg_bind_double(stmt, ":rang_haut", rank_or_none(u->rank_high));
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_balance(mlg_stmt *stmt, const char *finding, double communes, const double persons[3],
                                mlg_error *err)
{
    mlg_bind_text(stmt, ":constat", finding);
    mlg_bind_double(stmt, ":communes", communes);
    mlg_bind_double(stmt, ":population", persons[0]);
    mlg_bind_double(stmt, ":bas", persons[1]);
    mlg_bind_double(stmt, ":haut", persons[2]);
    return mlg_stmt_run(stmt, err);
}

/* Persons beyond the threshold in each draw, and communes: figures of one unit, so that their interval is that of a unit. */
static mlg_status count_draws(mlg_uncertain *out, const job *j, const double *people, bool persons, mlg_error *err)
{
    int32_t draws = draws_of(j);
    double *sums;
    MLG_TRY(MLG_NEW(&sums, (size_t)draws, "draws", err));
    for (int32_t d = 0; d < draws; d++)
        for (int32_t k = 0; k < j->n_kept; k++) {
            double v = j->value[(size_t)d * (size_t)j->n_kept + (size_t)k];
            bool beyond = j->measure->low_is_good ? v > j->threshold : v < j->threshold;
            sums[d] += !beyond ? 0 : persons ? people[j->kept[k]] : 1;
        }
    mlg_status st = mlg_uncertainty_of(out, draws, 1, sums, 0, false, err);
    free(sums);
    return st;
}

static mlg_status write_balances(const job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    double *people = NULL, persons[FINDINGS] = { 0 }, communes[FINDINGS] = { 0 };
    mlg_uncertain all, number;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&people, (size_t)j->places.count, "persons", err));
    mlg_places_sum(people, &j->places, j->places.population);
    for (int32_t k = 0; k < j->n_kept; k++) {
        int finding = finding_of(j, &j->result[k]);
        persons[finding] += people[j->kept[k]];
        communes[finding]++;
    }
    MLG_GO(mlg_db_query(&stmt, j->study->db, "access/insert_uncertainty_balance", err));
    for (int f = 0; f < FINDINGS; f++)
        MLG_GO(write_balance(stmt, findings[f], communes[f], (double[]){ persons[f], (double)NAN, (double)NAN },
                             err));
    MLG_GO(count_draws(&all, j, people, true, err));
    MLG_GO(count_draws(&number, j, people, false, err));
    st = write_balance(stmt, "tous", number.median, (double[]){ all.median, all.low, all.high }, err);
done:
    mlg_stmt_free(stmt);
    free(people);
    return st;
}

static mlg_status note_draws(const job *j, mlg_error *err)
{
    const mlg_config_uncertainty *a = j->ask;
    const struct {
        const char *name, *unit;
        double value;
        bool given;
    } notes[] = {
        { "tirages", "tirages", draws_of(j), a->draws },
        { "graine", NULL, mlg_config_uncertainty_seed(a), a->seed },
        { "variation_offre", "coefficient de variation, par professionnel", mlg_config_uncertainty_supply(a),
          a->supply },
        { "variation_temps", "coefficient de variation, par trajet", time_cv(j), a->times },
        { "variation_population", "coefficient de variation, par lieu", mlg_config_uncertainty_population(a),
          a->population },
        { "variation_methode", "coefficient de variation, par commune", measure_cv(j), a->method },
        { "pres", "probabilité, et 1 moins elle", j->near, a->near },
    };
    for (size_t k = 0; k < sizeof notes / sizeof *notes; k++)
        MLG_TRY(mlg_study_note_number(j->study, "uncertainty", notes[k].name, notes[k].value, notes[k].unit,
                                      notes[k].given ? "etude" : "defaut", err));
    mlg_text entry = { 0 };
    mlg_status st = mlg_text_set(&entry, err, "%s.%s", a->service, a->measure);
    if (st == MLG_OK)
        st = mlg_study_note(j->study, "uncertainty", "entree", entry.data, NULL, "etude", err);
    mlg_text_release(&entry);
    MLG_TRY(st);
    MLG_TRY(mlg_study_note(j->study, "uncertainty", "mesure", j->measure->label,
                           mlg_study_measure_unit(j->study, a->service, j->measure).words, "etude", err));
    return mlg_study_note(j->study, "uncertainty", "loi", "lognormale de moyenne 1, tirages indépendants", NULL,
                          "convention", err);
}

/* ---- the stage --------------------------------------------------------------------------------------------------- */

static mlg_status describe(mlg_text *summary, const job *j, mlg_error *err)
{
    int32_t n[FINDINGS] = { 0 };
    for (int32_t k = 0; k < j->n_kept; k++)
        n[finding_of(j, &j->result[k])]++;
    return mlg_text_set(summary, err, mlg_tr("%d draws: %d communes are surely beyond %g, %d near it"),
                        (int)draws_of(j), (int)n[BELOW], j->threshold, (int)n[NEAR]);
}

static mlg_status run(job *j, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(prepare(j, err));
    MLG_TRY(draw(j, err));
    MLG_TRY(write_communes(j, err));
    MLG_TRY(write_balances(j, err));
    MLG_TRY(note_draws(j, err));
    MLG_TRY(describe(summary, j, err));
    return mlg_db_touch(j->study->db, "incertitude", err);
}

mlg_status mlg_study_uncertainty(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    const mlg_config_uncertainty *ask = study->config->uncertainty;
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM incertitude; DELETE FROM incertitude_bilan", err));
    if (!ask)
        return MLG_OK;
    job *j;
    MLG_TRY(MLG_NEW(&j, 1, "uncertainty", err));
    j->study = study;
    j->ask = ask;
    j->entry = (unsigned)mlg_study_entry(study, ask->service, ask->measure);
    j->measure = mlg_measure_by_name(study->config->accessibility[j->entry].measure);
    j->scale = mlg_study_measure_scale(study, ask->service, j->measure);
    mlg_status st = run(j, summary, err);
    release(j);
    free(j);
    return st;
}
