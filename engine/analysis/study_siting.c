/* Siting requests of a study: candidates are the commune centres of the territory, demand is its people. */
#include "adapters/geom.h"
#include "analysis/places.h"
#include "analysis/siting.h"
#include "analysis/study.h"
#include "analysis/study_travel.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double default_limit_min = 15;
static const double default_search_min = 60;
static const char model_mclp[] = "mclp";

typedef struct {
    mlg_study *study;
    const mlg_config_siting *ask;
    char key[32]; /* "siting[0]" */
    const mlg_places *places;
    mlg_sites sites;   /* candidates first, then the sites that stand */
    int32_t candidates;
    int32_t *demand;   /* a place: its demand point, or MLG_NOWHERE */
    int32_t *place_of; /* a demand point: its place */
    int64_t *weight;   /* a demand point, persons */
    int32_t n_demand;
    int64_t *row_start;
    int32_t *row_demand, *row_time_s;
    size_t demand_room, time_room;
    uint8_t *state;
    int32_t limit_s, search_s;
    mlg_siting_answer answer;
} job;

static void release(job *j)
{
    mlg_sites_release(&j->sites);
    mlg_siting_answer_release(&j->answer);
    free(j->demand);
    free(j->place_of);
    free(j->weight);
    free(j->row_start);
    free(j->row_demand);
    free(j->row_time_s);
    free(j->state);
}

static mlg_status list_demand(job *j, mlg_error *err)
{
    const mlg_places *p = j->places;
    int64_t *whole;
    MLG_TRY(MLG_NEW(&j->demand, (size_t)p->count, "demand", err));
    MLG_TRY(MLG_NEW(&j->place_of, (size_t)p->count, "demand", err));
    MLG_TRY(MLG_NEW(&j->weight, (size_t)p->count, "demand", err));
    MLG_TRY(MLG_NEW(&whole, (size_t)p->count, "demand", err));
    mlg_places_whole_persons(p, whole);
    for (int32_t i = 0; i < p->count; i++) {
        j->demand[i] = MLG_NOWHERE;
        if (!p->in_territory[i] || !p->demand[i])
            continue;
        j->demand[i] = j->n_demand;
        j->place_of[j->n_demand] = i;
        j->weight[j->n_demand++] = whole[i];
    }
    free(whole);
    return MLG_OK;
}

static mlg_status list_sites(job *j, mlg_error *err)
{
    for (int32_t i = 0; i < j->places->count; i++)
        if (j->places->in_territory[i] && mlg_place_is_commune(j->places, i))
            MLG_TRY(mlg_sites_add_place(&j->sites, j->places, i, err));
    j->candidates = j->sites.count;
    if (j->ask->existing)
        MLG_TRY(mlg_sites_of_category(&j->sites, j->study, j->places, j->ask->existing, err));
    if (j->ask->existing) {
        char key[64];
        snprintf(key, sizeof key, "%s.existing", j->key);
        MLG_TRY(mlg_sites_need(j->sites.count - j->candidates, j->study, key, j->ask->existing, err));
    }
    MLG_TRY(MLG_NEW(&j->state, (size_t)j->sites.count, "candidates", err));
    for (int32_t s = j->candidates; s < j->sites.count; s++)
        j->state[s] = MLG_CANDIDATE_EXISTING;
    return MLG_OK;
}

/* Seconds rounded up, so that a time is within a limit in seconds when it is within it in deciseconds. */
static int32_t to_seconds(int32_t time_ds)
{
    return (time_ds + 9) / 10;
}

static mlg_status take_row(job *j, int32_t site, const mlg_row *row, mlg_error *err)
{
    size_t at = (size_t)j->row_start[site];
    MLG_TRY(MLG_GROW(&j->row_demand, &j->demand_room, at + (size_t)row->count, "times", err));
    MLG_TRY(MLG_GROW(&j->row_time_s, &j->time_room, at + (size_t)row->count, "times", err));
    for (int32_t k = 0; k < row->count; k++) {
        int32_t d = j->demand[row->place[k]];
        if (d < 0)
            continue;
        j->row_demand[at] = d;
        j->row_time_s[at++] = to_seconds(row->time_ds[k]);
    }
    j->row_start[site + 1] = (int64_t)at;
    return MLG_OK;
}

static mlg_status compute_rows(job *j, mlg_error *err)
{
    mlg_travel *travel = NULL;
    mlg_travel_scratch *scratch = NULL;
    mlg_row row;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&j->row_start, (size_t)j->sites.count + 1, "times", err));
    MLG_GO(MLG_GROW(&j->row_demand, &j->demand_room, 1, "times", err));
    MLG_GO(MLG_GROW(&j->row_time_s, &j->time_room, 1, "times", err));
    MLG_GO(mlg_study_travel(&travel, j->study, j->places, &j->sites, err));
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t s = 0; s < j->sites.count; s++) {
        MLG_GO(mlg_travel_row(travel, s, 10 * j->search_s, scratch, &row, err));
        MLG_GO(take_row(j, s, &row, err));
    }
done:
    mlg_travel_scratch_free(scratch);
    mlg_travel_free(travel);
    return st;
}

static mlg_status solve(job *j, mlg_error *err)
{
    mlg_siting_problem problem = {
        .n_demand = j->n_demand,
        .weight = j->weight,
        .n_candidates = j->sites.count,
        .row_start = j->row_start,
        .row_demand = j->row_demand,
        .row_time_s = j->row_time_s,
        .state = j->state,
        .sites = j->ask->sites,
        .penalty_s = j->search_s,
    };
    mlg_siting_options options;
    mlg_siting_options_init(&options);
    options.use_solver = true;
    options.progress = j->study->progress;
    mlg_status st = strcmp(j->ask->model, model_mclp) == 0
                        ? mlg_siting_mclp(&j->answer, &problem, j->limit_s, &options, err)
                        : mlg_siting_pmedian(&j->answer, &problem, &options, err);
    return mlg_while(err, st, "%s", mlg_study_file_where(j->study->file, j->key));
}

/* Lowers the time and the nearest site of every demand point that `site` serves better. */
static void serve(const job *j, int32_t site, int32_t *time_s, int32_t *nearest)
{
    for (int64_t k = j->row_start[site]; k < j->row_start[site + 1]; k++) {
        int32_t d = j->row_demand[k];
        if (j->row_time_s[k] < time_s[d]) {
            time_s[d] = j->row_time_s[k];
            nearest[d] = site;
        }
    }
}

static double persons_within(const job *j, const int32_t *time_s)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        if (time_s[d] <= j->limit_s)
            sum += j->weight[d];
    return (double)sum;
}

static mlg_status write_site(mlg_stmt *stmt, const job *j, int32_t rank, int32_t site, double persons, mlg_error *err)
{
    MLG_TRY(mlg_bind_point(stmt, ":geom", j->sites.x_m[site], j->sites.y_m[site], j->study->epsg, err));
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_int(stmt, ":rang", rank);
    mlg_bind_text(stmt, ":insee_com", j->sites.code[site]);
    mlg_bind_text(stmt, ":libelle", j->sites.label[site]);
    mlg_bind_double(stmt, ":personnes", persons);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    return mlg_stmt_run(stmt, err);
}

/* Opens the chosen sites one after the other; what each brings counts those nobody brought before. */
static mlg_status write_sites(job *j, int32_t *time_s, int32_t *nearest, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_site", err));
    mlg_status st = MLG_OK;
    for (int32_t k = 0; k < j->answer.n_chosen && st == MLG_OK; k++) {
        int32_t site = j->answer.chosen[k].candidate;
        double before = persons_within(j, time_s);
        serve(j, site, time_s, nearest);
        st = write_site(stmt, j, k + 1, site, persons_within(j, time_s) - before, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static void bind_minutes(mlg_stmt *stmt, const char *name, int32_t time_s)
{
    mlg_bind_double(stmt, name, time_s == INT32_MAX ? (double)NAN : time_s / 60.0);
}

static mlg_status write_assignment(job *j, const int32_t *before, const int32_t *time_s, const int32_t *nearest,
                                   mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_assignment", err));
    mlg_status st = MLG_OK;
    mlg_bind_text(stmt, ":nom", j->ask->name);
    for (int32_t d = 0; d < j->n_demand && st == MLG_OK; d++) {
        mlg_bind_text(stmt, ":code", j->places->code[j->place_of[d]]);
        mlg_bind_text(stmt, ":site", nearest[d] < 0 ? NULL : j->sites.code[nearest[d]]);
        bind_minutes(stmt, ":minutes", time_s[d]);
        bind_minutes(stmt, ":avant", before[d]);
        st = mlg_stmt_run(stmt, err);
    }
    mlg_stmt_free(stmt);
    return st;
}

static double total_persons(const job *j)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        sum += j->weight[d];
    return (double)sum;
}

/* Persons that no site, standing or chosen, is within the search limit of. */
static double persons_left(const job *j, const int32_t *time_s)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < j->n_demand; d++)
        if (time_s[d] == INT32_MAX)
            sum += j->weight[d];
    return (double)sum;
}

static mlg_status write_balance(const job *j, const int32_t *time_s, mlg_error *err)
{
    const mlg_siting_answer *a = &j->answer;
    bool covering = strcmp(j->ask->model, model_mclp) == 0;
    double scale = covering ? 1 : 60 * fmax(total_persons(j), 1); /* p-median: mean minutes a person */
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "siting/insert_balance", err));
    mlg_bind_text(stmt, ":nom", j->ask->name);
    mlg_bind_text(stmt, ":modele", j->ask->model);
    mlg_bind_int(stmt, ":nb_sites", a->n_chosen);
    mlg_bind_double(stmt, ":minutes", j->limit_s / 60.0);
    mlg_bind_double(stmt, ":avant", (double)a->before.objective / scale);
    mlg_bind_double(stmt, ":apres", (double)a->after.objective / scale);
    mlg_bind_double(stmt, ":objectif", (double)a->after.objective);
    mlg_bind_double(stmt, ":borne", a->bound);
    mlg_bind_double(stmt, ":ecart", a->gap);
    mlg_bind_int(stmt, ":prouve", a->proved);
    mlg_bind_text(stmt, ":methode", a->method);
    mlg_bind_double(stmt, ":non_desservis", persons_left(j, time_s));
    mlg_bind_text(stmt, ":unite", covering ? "personnes" : "personnes x secondes");
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_answer(job *j, mlg_error *err)
{
    int32_t *time_s = NULL, *before = NULL, *nearest = NULL;
    size_t n = (size_t)j->n_demand;
    mlg_status st = MLG_OK;
    MLG_GO(MLG_NEW(&time_s, n, "assignment", err));
    MLG_GO(MLG_NEW(&before, n, "assignment", err));
    MLG_GO(MLG_NEW(&nearest, n, "assignment", err));
    for (size_t d = 0; d < n; d++) {
        time_s[d] = INT32_MAX;
        nearest[d] = MLG_NOWHERE;
    }
    for (int32_t s = j->candidates; s < j->sites.count; s++)
        serve(j, s, time_s, nearest);
    memcpy(before, time_s, n * sizeof *time_s);
    MLG_GO(write_sites(j, time_s, nearest, err));
    MLG_GO(write_assignment(j, before, time_s, nearest, err));
    MLG_GO(write_balance(j, time_s, err));
done:
    free(time_s);
    free(before);
    free(nearest);
    return st;
}

static mlg_status note_request(const job *j, mlg_error *err)
{
    char name[128];
    const char *limit_origin = j->ask->minutes ? "etude" : "defaut";
    const char *search_origin = j->ask->max_minutes ? "etude" : "defaut";
    snprintf(name, sizeof name, "%s.minutes", j->ask->name);
    MLG_TRY(mlg_study_note_number(j->study, "siting", name, j->limit_s / 60.0, "min, compris", limit_origin, err));
    snprintf(name, sizeof name, "%s.max_minutes", j->ask->name);
    MLG_TRY(mlg_study_note_number(j->study, "siting", name, j->search_s / 60.0, "min, compté à qui n'atteint rien",
                                  search_origin, err));
    snprintf(name, sizeof name, "%s.poids", j->ask->name);
    return mlg_study_note(j->study, "siting", name, "population municipale du territoire", "personnes", "convention", err);
}

static mlg_status answer_request(mlg_study *study, const mlg_places *places, unsigned index, mlg_summary *summary,
                                 mlg_error *err)
{
    job j = { .study = study, .ask = &study->config->siting[index], .places = places };
    mlg_status st = MLG_OK;
    snprintf(j.key, sizeof j.key, "siting[%u]", index);
    j.limit_s = (int32_t)lround(60 * (j.ask->minutes ? *j.ask->minutes : default_limit_min));
    j.search_s = (int32_t)lround(60 * (j.ask->max_minutes ? *j.ask->max_minutes : default_search_min));
    if (j.search_s < j.limit_s)
        j.search_s = j.limit_s;
    MLG_GO(list_demand(&j, err));
    MLG_GO(list_sites(&j, err));
    MLG_GO(compute_rows(&j, err));
    MLG_GO(solve(&j, err));
    MLG_GO(write_answer(&j, err));
    MLG_GO(note_request(&j, err));
    size_t used = strlen(summary->text);
    snprintf(summary->text + used, sizeof summary->text - used, "%s%s: %d sites, gap %.2f %%%s", used ? "; " : "",
             j.ask->name, (int)j.answer.n_chosen, 100 * j.answer.gap, j.answer.proved ? " (proved)" : "");
done:
    release(&j);
    return st;
}

mlg_status mlg_study_siting(mlg_study *study, mlg_summary *summary, mlg_error *err)
{
    mlg_places places = { 0 };
    mlg_status st = MLG_OK;
    MLG_TRY(mlg_db_exec(study->db, "DELETE FROM site; DELETE FROM site_bilan; DELETE FROM affectation", err));
    if (study->config->siting_count == 0) {
        snprintf(summary->text, sizeof summary->text, "not asked for");
        return MLG_OK;
    }
    MLG_GO(mlg_places_read(&places, study, err));
    for (unsigned i = 0; i < study->config->siting_count; i++)
        MLG_GO(answer_request(study, &places, i, summary, err));
    MLG_GO(mlg_db_touch(study->db, "site", err));
done:
    mlg_places_release(&places);
    return st;
}
