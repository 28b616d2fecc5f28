/* Sensitivity of a study: a measure under every combination of conventions, and the conventions that decide.
 * Travel times are computed once, up to the longest limit; each run is a pass over the pairs. */
#include "analysis/access/sensitivity.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    DECAY,
    CLOSURE,
    LIMIT,
    SPEED,
    SUPPLY,
    DEMAND,
    FACTORS,
    MOST_LEVELS = 32
}; /* engine/study/config/keys.def checks it */

static const char *const factor_names[FACTORS] = { "décroissance",    "bornes des paliers",
                                                   "limite de temps", "vitesse",
                                                   "offre",           "population" };

typedef struct {
    mlg_study *study;
    const mlg_config_sensitivity *ask;
    const mlg_measure *measure;
    unsigned entry; /* of `accessibility` */
    double scale, threshold;
    mlg_design design;                       /* in the order above, including factors of one level */
    const char *level[FACTORS][MOST_LEVELS]; /* names, in the arena */
    mlg_arena arena;
    mlg_decay decays[MOST_LEVELS];
    mlg_closure closures[MOST_LEVELS];
    double limits[MOST_LEVELS], speeds[MOST_LEVELS];
    double *supplies[MOST_LEVELS], *demands[2]; /* [places] */
    mlg_places places;
    mlg_sites sites;
    mlg_sparse_rows matrix;
    int32_t *times[MOST_LEVELS]; /* [pairs] for each speed */
    double *site_supply[MOST_LEVELS];
    double *value;                         /* [runs x places], in its unit; NaN outside the territory */
    double *mean, *below, *below_communes; /* [runs] */
    mlg_sensitivity *result;               /* [places] */
} job;

static void release(job *j)
{
    for (int l = 0; l < MOST_LEVELS; l++) {
        free(j->supplies[l]);
        free(j->site_supply[l]);
        free(j->times[l]);
    }
    void *const owned[] = {
        j->demands[0], j->demands[1], j->value, j->mean, j->below, j->below_communes, j->result
    };
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
    mlg_sparse_release(&j->matrix);
    mlg_sites_release(&j->sites);
    mlg_places_release(&j->places);
    mlg_arena_release(&j->arena);
}

/* ---- levels ------------------------------------------------------------------------------------------------- */

static mlg_status name_level(job *j, int factor, int32_t l, const char *name, mlg_error *err)
{
    j->level[factor][l] = mlg_arena_text(&j->arena, name);
    return j->level[factor][l] ? MLG_OK : mlg_fail_memory(err, "names", strlen(name));
}

/* A named decay has its own closure, the decay of the entry that of the entry. */
static mlg_status choose_decays(job *j, mlg_error *err)
{
    const mlg_config_sensitivity *ask = j->ask;
    j->design.levels[DECAY] = ask->decays_count > 0 ? (int32_t)ask->decays_count : 1;
    MLG_TRY(mlg_study_decay(&j->decays[0], j->study, j->entry, err));
    for (unsigned l = 0; l < ask->decays_count; l++)
        j->decays[l] = *mlg_decay_by_name(ask->decays[l]);
    for (int32_t l = 0; l < j->design.levels[DECAY]; l++)
        MLG_TRY(name_level(j, DECAY, l, j->decays[l].name, err));
    return MLG_OK;
}

static mlg_status choose_closures(job *j, mlg_error *err)
{
    mlg_config_texts closures = mlg_config_sensitivity_closures(j->ask);
    j->design.levels[CLOSURE] = (int32_t)closures.count;
    for (unsigned l = 0; l < closures.count; l++) {
        j->closures[l] = strcmp(closures.value[l], "left") == 0 ? MLG_CLOSED_LEFT : MLG_CLOSED_RIGHT;
        MLG_TRY(name_level(j, CLOSURE, (int32_t)l,
                           j->closures[l] == MLG_CLOSED_LEFT ? "à gauche (t < limite)" : "à droite (t ≤ limite)",
                           err));
    }
    return MLG_OK;
}

static mlg_status choose_shares(job *j, int factor, double *level, mlg_config_reals shares, mlg_error *err)
{
    j->design.levels[factor] = (int32_t)shares.count;
    for (unsigned l = 0; l < shares.count; l++) {
        level[l] = shares.value[l];
        char change[32];
        snprintf(change, sizeof change, "%+.3g %%", 100 * (level[l] - 1));
        MLG_TRY(name_level(j, factor, (int32_t)l, level[l] == 1 ? "telle quelle" : change, err));
    }
    return MLG_OK;
}

/* The service of the study with the changes of one case. */
static mlg_config_service supply_case(const job *j, unsigned l)
{
    const mlg_config_supply_case *c = &j->ask->supplies[l];
    const mlg_config_service *base = mlg_find_service(j->study, j->ask->service);
    mlg_config_service spec = base ? *base : (mlg_config_service){ 0 };
    spec.acts = c->acts ? c->acts : spec.acts;
    spec.acts_min = c->acts_min ? c->acts_min : spec.acts_min;
    spec.acts_max = c->acts_max ? c->acts_max : spec.acts_max;
    spec.age_limit = c->age_limit ? c->age_limit : spec.age_limit;
    return spec;
}

static mlg_status choose_supplies(job *j, mlg_error *err)
{
    const char *service = j->ask->service;
    unsigned n = j->ask->supplies_count;
    j->design.levels[SUPPLY] = n > 0 ? (int32_t)n : 1;
    MLG_TRY(name_level(j, SUPPLY, 0, "de l'étude", err));
    if (n == 0)
        return mlg_study_supply_as(&j->supplies[0], j->study, &j->places, service,
                                   mlg_find_service(j->study, service), err);
    for (unsigned l = 0; l < n; l++) {
        mlg_config_service spec = supply_case(j, l);
        MLG_TRY(name_level(j, SUPPLY, (int32_t)l, j->ask->supplies[l].name, err));
        mlg_status st = mlg_study_supply_as(&j->supplies[l], j->study, &j->places, service, &spec, err);
        if (st != MLG_OK) {
            char key[64];
            snprintf(key, sizeof key, "sensitivity.supplies[%u]", l);
            return mlg_while(err, st, "%s", mlg_study_file_where(j->study->file, key));
        }
    }
    return MLG_OK;
}

static mlg_status choose_demands(job *j, mlg_error *err)
{
    mlg_config_texts demands = mlg_config_sensitivity_demands(j->ask);
    j->design.levels[DEMAND] = (int32_t)demands.count;
    for (unsigned l = 0; l < demands.count; l++) {
        bool total = strcmp(demands.value[l], "total") == 0;
        MLG_TRY(mlg_study_demand(&j->demands[l], j->study, &j->places, j->ask->service, err));
        if (total && j->places.count > 0)
            memcpy(j->demands[l], j->places.population, (size_t)j->places.count * sizeof *j->demands[l]);
        MLG_TRY(name_level(j, DEMAND, (int32_t)l, total ? "totale" : "standardisée", err));
    }
    return MLG_OK;
}

static mlg_status choose_levels(job *j, mlg_error *err)
{
    const char *origin;
    j->design.factors = FACTORS;
    j->threshold = mlg_study_threshold(j->study, j->ask->threshold, &origin);
    MLG_TRY(mlg_study_note_number(j->study, "sensitivity", "seuil", j->threshold,
                                  mlg_study_measure_unit(j->study, j->ask->service, j->measure).words, origin,
                                  err));
    MLG_TRY(choose_decays(j, err));
    MLG_TRY(choose_closures(j, err));
    MLG_TRY(choose_shares(j, LIMIT, j->limits, mlg_config_sensitivity_limits(j->ask), err));
    MLG_TRY(choose_shares(j, SPEED, j->speeds, mlg_config_sensitivity_speeds(j->ask), err));
    MLG_TRY(choose_supplies(j, err));
    return choose_demands(j, err);
}

/* ---- times -------------------------------------------------------------------------------------------------- */

/* Scales the ends of all steps; for another shape, its cut. */
static mlg_decay scaled_decay(const job *j, int32_t run)
{
    mlg_decay decay = j->decays[mlg_design_level(&j->design, run, DECAY)];
    double times = j->limits[mlg_design_level(&j->design, run, LIMIT)];
    decay.closure = j->closures[mlg_design_level(&j->design, run, CLOSURE)];
    for (int32_t k = 0; k < decay.count; k++)
        decay.end_ds[k] = (int32_t)lround(decay.end_ds[k] * times);
    return decay;
}

/* Sites are the places with supply in at least one case. */
static mlg_status find_sites(job *j, mlg_error *err)
{
    int32_t cases = j->design.levels[SUPPLY];
    for (int32_t i = 0; i < j->places.count; i++) {
        bool some = false;
        for (int32_t l = 0; l < cases; l++)
            some |= j->supplies[l][i] > 0;
        if (some)
            MLG_TRY(mlg_sites_add_place(&j->sites, &j->places, i, err));
    }
    for (int32_t l = 0; l < cases; l++) {
        MLG_TRY(MLG_NEW(&j->site_supply[l], (size_t)j->sites.count, "sites", err));
        for (int32_t s = 0; s < j->sites.count; s++)
            j->site_supply[l][s] = j->supplies[l][j->sites.place[s]];
    }
    return MLG_OK;
}

static mlg_status search_times(job *j, mlg_error *err)
{
    mlg_travel *travel = NULL;
    int32_t longest = 0;
    double fastest = 1;
    for (int32_t run = 0; run < mlg_design_runs(&j->design); run++) {
        mlg_decay decay = scaled_decay(j, run);
        longest = mlg_decay_limit(&decay) > longest ? mlg_decay_limit(&decay) : longest;
    }
    for (int32_t l = 0; l < j->design.levels[SPEED]; l++)
        fastest = fmax(fastest, j->speeds[l]);
    MLG_TRY(mlg_study_travel(&travel, j->study, &j->places, &j->sites, err));
    mlg_status st =
        mlg_travel_rows(&j->matrix, travel, (int32_t)ceil(longest * fastest) + 1, j->study->threads, err);
    mlg_travel_free(travel);
    return st;
}

/* Travel time at another speed; the fixed parts (time within a place and, in straight lines, terminal time) do not
 * scale. */
static mlg_status scale_times(job *j, int32_t l, mlg_error *err)
{
    const mlg_sparse_rows *reach = &j->matrix;
    mlg_crow_params crow = mlg_study_crow(j->study);
    double fixed = mlg_study_is_crow(j->study) ? crow.terminal_s * 10 : 0;
    MLG_TRY(MLG_NEW(&j->times[l], (size_t)reach->start[reach->n_rows], "times", err));
    for (int32_t s = 0; s < reach->n_rows; s++)
        for (int64_t k = reach->start[s]; k < reach->start[s + 1]; k++) {
            double time = reach->value[k];
            bool own = j->sites.place[s] == reach->column[k];
            j->times[l][k] = own ? reach->value[k] : (int32_t)lround(fixed + fmax(0, time - fixed) / j->speeds[l]);
        }
    return MLG_OK;
}

/* ---- runs --------------------------------------------------------------------------------------------------- */

static bool beyond(const job *j, double value)
{
    return j->measure->low_is_good ? value > j->threshold : value < j->threshold;
}

/* Means are weighted by the demand of the run. */
static void sum_run(job *j, int32_t run, const double *demand, const double *value)
{
    double weighted = 0, weight = 0;
    for (int32_t i = 0; i < j->places.count; i++) {
        if (isnan(value[i]))
            continue;
        weighted += demand[i] * value[i];
        weight += demand[i];
        j->below[run] += beyond(j, value[i]) ? j->places.population[i] : 0;
        j->below_communes[run] += beyond(j, value[i]);
    }
    j->mean[run] = weight > 0 ? weighted / weight : (double)NAN;
}

static mlg_status run_one(job *j, int32_t run, mlg_error *err)
{
    const double *demand = j->demands[mlg_design_level(&j->design, run, DEMAND)];
    double *value = j->value + (size_t)run * (size_t)j->places.count;
    mlg_decay decay = scaled_decay(j, run);
    mlg_times reach = mlg_times_rows(mlg_sparse_view_of(&j->matrix));
    mlg_measure_stats stats;
    reach.rows.value = j->times[mlg_design_level(&j->design, run, SPEED)];
    mlg_measure_input input = {
        .reach = &reach,
        .decay = &decay,
        .demand = demand,
        .supply = j->site_supply[mlg_design_level(&j->design, run, SUPPLY)],
        .params = mlg_study_measure_params(&j->study->config->accessibility[j->entry]),
        .threads = j->study->threads,
        .progress = j->study->progress,
    };
    input.params.site_place = j->sites.place;
    MLG_TRY(mlg_measure_run(j->measure, &input, value, &stats, err));
    for (int32_t i = 0; i < j->places.count; i++)
        value[i] = j->places.in_territory[i] ? value[i] * j->scale : (double)NAN;
    sum_run(j, run, demand, value);
    return MLG_OK;
}

/* A rehearsal varies one factor at a time: every level, not every combination. */
static bool is_tried(const job *j, int32_t run)
{
    int32_t changed = 0;
    for (int32_t f = 0; f < FACTORS; f++)
        changed += mlg_design_level(&j->design, run, f) > 0;
    return !j->study->rehearsal || changed <= 1;
}

static mlg_status run_all(job *j, mlg_error *err)
{
    size_t runs = (size_t)mlg_design_runs(&j->design), n = (size_t)j->places.count;
    MLG_TRY(MLG_NEW(&j->value, runs * n, "runs", err));
    MLG_TRY(MLG_NEW(&j->mean, runs, "runs", err));
    MLG_TRY(MLG_NEW(&j->below, runs, "runs", err));
    MLG_TRY(MLG_NEW(&j->below_communes, runs, "runs", err));
    MLG_TRY(MLG_NEW(&j->result, n, "runs", err));
    for (size_t run = 0; run < runs; run++)
        if (is_tried(j, (int32_t)run))
            MLG_TRY(run_one(j, (int32_t)run, err));
    return mlg_sensitivity_of(j->result, &j->design, j->threshold, j->measure->low_is_good, j->places.count,
                              j->value, err);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static mlg_status write_communes(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_sensitivity", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < j->places.count && st == MLG_OK; i++) {
        const mlg_sensitivity *s = &j->result[i];
        bool decided = s->decides >= 0;
        if (!j->places.in_territory[i])
            continue;
        mlg_bind_text(stmt, ":insee_com", j->places.code[i]);
        mlg_bind_double(stmt, ":part", 100 * s->share);
        mlg_bind_double(stmt, ":mini", s->low);
        mlg_bind_double(stmt, ":mediane", s->median);
        mlg_bind_double(stmt, ":maxi", s->high);
        mlg_bind_text(stmt, ":decide", decided ? factor_names[s->decides] : NULL);
        mlg_bind_double(stmt, ":decide_part", decided ? 100 * s->first_order[s->decides] : (double)NAN);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_level(mlg_stmt *stmt, const job *j, int32_t factor, int32_t level, double index,
                              mlg_error *err)
{
    double mean = 0, below = 0, communes = 0;
    int32_t n = 0;
    for (int32_t run = 0; run < mlg_design_runs(&j->design); run++)
        if (mlg_design_level(&j->design, run, factor) == level) {
            mean += j->mean[run];
            below += j->below[run];
            communes += j->below_communes[run];
            n++;
        }
    mlg_bind_text(stmt, ":facteur", factor_names[factor]);
    mlg_bind_text(stmt, ":niveau", j->level[factor][level]);
    mlg_bind_int(stmt, ":calculs", n);
    mlg_bind_double(stmt, ":moyenne", mean / n);
    mlg_bind_double(stmt, ":communes_sous", communes / n);
    mlg_bind_double(stmt, ":population_sous", below / n);
    mlg_bind_double(stmt, ":part_variance", 100 * index);
    return mlg_stmt_run(stmt, err);
}

/* A convention with a single level was not varied. */
static mlg_status write_levels(job *j, mlg_error *err)
{
    double index[MLG_MAX_FACTORS];
    mlg_stmt *stmt = NULL;
    mlg_status st = MLG_OK;
    mlg_first_order(index, &j->design, j->below);
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_sensitivity_level", err));
    for (int32_t f = 0; f < FACTORS; f++)
        for (int32_t l = 0; j->design.levels[f] > 1 && l < j->design.levels[f]; l++)
            MLG_GO(write_level(stmt, j, f, l, index[f], err));
done:
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status note_design(const job *j, mlg_error *err)
{
    MLG_TRY(mlg_study_note(j->study, "sensitivity", "mesure", j->measure->label,
                           mlg_study_measure_unit(j->study, j->ask->service, j->measure).words, "etude", err));
    MLG_TRY(mlg_study_note_number(j->study, "sensitivity", "calculs", mlg_design_runs(&j->design),
                                  "combinaisons, toutes également plausibles", "plan factoriel complet", err));
    MLG_TRY(mlg_study_note(
        j->study, "sensitivity", "decide",
        "convention dont l'indice de premier ordre est le plus grand : part de la variance (du fait d'être "
        "ou non au-delà du seuil) qu'elle explique seule",
        NULL, "Sobol 1993 ; Saltelli et autres 2008", err));
    MLG_TRY(mlg_study_note(
        j->study, "sensitivity", "vitesse",
        "temps roulé divisé par la vitesse ; le temps dans la commune et le temps terminal du vol d'oiseau ne "
        "changent pas",
        NULL, "convention", err));
    return mlg_study_note(j->study, "sensitivity", "limite",
                          "toutes les fins de paliers, ou la coupure, multipliées", NULL, "convention", err);
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status describe(mlg_text *summary, const job *j, mlg_error *err)
{
    int32_t always = 0, sometimes = 0;
    double people = 0;
    for (int32_t i = 0; i < j->places.count; i++) {
        if (!j->places.in_territory[i] || !(j->result[i].share > 0))
            continue;
        always += j->result[i].share == 1;
        sometimes += j->result[i].share < 1;
        people += j->result[i].share < 1 ? j->places.population[i] : 0;
    }
    return mlg_text_set(
        summary, err,
        j->measure->low_is_good
            ? mlg_tr("%d runs: %d communes are always above %g, %d with %.0f inhabitants depending on conventions")
            : mlg_tr(
                  "%d runs: %d communes are always under %g, %d with %.0f inhabitants depending on conventions"),
        (int)mlg_design_runs(&j->design), (int)always, j->threshold, (int)sometimes, people);
}

static mlg_status run(job *j, mlg_text *summary, mlg_error *err)
{
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    MLG_TRY(choose_levels(j, err));
    MLG_TRY(find_sites(j, err));
    MLG_TRY(search_times(j, err));
    for (int32_t l = 0; l < j->design.levels[SPEED]; l++)
        MLG_TRY(scale_times(j, l, err));
    MLG_TRY(run_all(j, err));
    MLG_TRY(write_communes(j, err));
    MLG_TRY(write_levels(j, err));
    MLG_TRY(note_design(j, err));
    MLG_TRY(describe(summary, j, err));
    return mlg_db_touch(j->study->db, "sensibilite", err);
}

mlg_status mlg_study_sensitivity(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    const mlg_config_sensitivity *ask = study->config->sensitivity;
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM sensibilite; DELETE FROM sensibilite_niveau", err));
    if (!ask)
        return MLG_OK;
    job *j;
    MLG_TRY(MLG_NEW(&j, 1, "sensitivity", err)); /* too large for the stack */
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
