/* Data for the page to answer "what if": pairs of places with their times, supply and demand, so that a
 * browser can recompute access and times to the nearest site exactly. docs/methods/what-if.md describes the
 * text written. */
#include "adapters/json.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/access/stage_nearest.h"
#include "analysis/access/stage_unchanged.h"
#include "analysis/common/profession.h"
#include "analysis/common/thresholds.h"
#include "analysis/scenario/scenario.h"
#include "analysis/stages.h"
#include "analysis/travel/modes.h"
#include "analysis/whatif/background.h"
#include "analysis/whatif/kept.h"
#include "analysis/whatif/pack.h"
#include "analysis/whatif/zoning_text.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 8 << 20, MOST_MEASURES = 8, AHEAD = 1024 };

/* An entry of `accessibility` that is additive over sites. */
typedef struct {
    unsigned entry;
    const mlg_config_access *ask;
    mlg_decay decay;
    double *supply, *demand; /* [places] */
    double *catchment;       /* [places] V_j of a site at that commune; 0 elsewhere */
    double *mixed;           /* [places] the same, each group of people by its mode; NULL without groups */
} measure;

typedef struct {
    mlg_study *study;
    mlg_places places;
    mlg_modes modes;
    measure measures[MOST_MEASURES];
    int count;
    int32_t limit_ds;                                  /* of the pairs */
    double apl_threshold, pharmacy_min, emergency_min; /* NaN: the study has no deserts */
    mlg_json *json;
    size_t bytes; /* of the pairs so far */
    bool too_big;
    mlg_whatif_kept kept;
    /* of the row being taken */
    int32_t *place, *time_ds; /* [places] */
} job;

static void release(job *j)
{
    for (int m = 0; m < j->count; m++) {
        free(j->measures[m].supply);
        free(j->measures[m].demand);
        free(j->measures[m].catchment);
        free(j->measures[m].mixed);
    }
    mlg_modes_close(&j->modes);
    free(j->place);
    free(j->time_ds);
    mlg_json_free(j->json);
    mlg_whatif_kept_release(&j->kept);
    mlg_places_release(&j->places);
}

static mlg_status write_text(mlg_study *study, const char *name, const char *text, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, study->db, "whatif/insert_text", err));
    mlg_bind_text(stmt, ":nom", name);
    mlg_bind_text(stmt, ":texte", text);
    mlg_status st = mlg_stmt_run(stmt, err);
    mlg_stmt_free(stmt);
    return st;
}

/* ---- what is tried ------------------------------------------------------------------------------------------ */

static bool is_taken(const job *j, const char *service)
{
    for (int m = 0; m < j->count; m++)
        if (strcmp(j->measures[m].ask->service, service) == 0)
            return true;
    return false;
}

/* The first measure of each service that is additive over sites. */
static mlg_status choose_measures(job *j, mlg_error *err)
{
    const mlg_config *config = j->study->config;
    size_t n = (size_t)j->places.count;
    for (unsigned i = 0; i < config->accessibility_count && j->count < MOST_MEASURES; i++) {
        const mlg_config_access *ask = &config->accessibility[i];
        if (!mlg_measure_by_name(ask->measure)->is_linear || is_taken(j, ask->service))
            continue;
        measure *m = &j->measures[j->count++];
        *m = (measure){ .entry = i, .ask = ask };
        MLG_TRY(mlg_study_decay(&m->decay, j->study, i, err));
        MLG_TRY(mlg_study_demand(&m->demand, j->study, &j->places, ask->service, err));
        MLG_TRY(mlg_study_supply_as(&m->supply, j->study, &j->places, ask->service,
                                    mlg_find_service(j->study, ask->service), err));
        MLG_TRY(MLG_NEW(&m->catchment, n, "catchments", err));
        if (config->modes_count > 0)
            MLG_TRY(MLG_NEW(&m->mixed, n, "catchments", err));
    }
    return MLG_OK;
}

static mlg_status read_thresholds(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    mlg_status st;
    bool row;
    j->apl_threshold = j->pharmacy_min = j->emergency_min = (double)NAN;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "whatif/select_limits", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *name = mlg_column_text(stmt, 0);
        *(strcmp(name, "seuil_apl") == 0          ? &j->apl_threshold
          : strcmp(name, "limite_pharmacie") == 0 ? &j->pharmacy_min
                                                  : &j->emergency_min) = mlg_column_double(stmt, 1);
    }
    mlg_stmt_free(stmt);
    return st;
}

/* The largest limit that a figure of the page depends on. */
static void choose_limit(job *j)
{
    const double minutes[] = { j->pharmacy_min, j->emergency_min };
    for (int m = 0; m < j->count; m++)
        if (mlg_decay_limit(&j->measures[m].decay) > j->limit_ds)
            j->limit_ds = mlg_decay_limit(&j->measures[m].decay);
    for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++)
        if (!isnan(minutes[i]) && mlg_minutes_to_ds(minutes[i]) > j->limit_ds)
            j->limit_ds = mlg_minutes_to_ds(minutes[i]);
}

/* ---- pairs -------------------------------------------------------------------------------------------------- */

/* Keeps the part of the row that lies in the territory. */
static mlg_status pack_row(job *j, mlg_pack *pack, const mlg_row *row, mlg_error *err)
{
    int32_t n = 0;
    for (int32_t k = 0; k < row->count; k++)
        if (j->places.in_territory[row->place[k]]) {
            j->place[n] = row->place[k];
            j->time_ds[n++] = row->time_ds[k];
        }
    MLG_TRY(mlg_pack_row(pack, n, j->place, j->time_ds, err));
    j->too_big = j->bytes + pack->count / 3 * 4 > MOST_BYTES;
    return MLG_OK;
}

/* Of a group of people, the one that travels as the study does being counted for everybody too. */
static void sum_catchments(job *j, const mlg_mode *group, int32_t place, const mlg_row *row)
{
    const bool everybody = group->study == j->study;
    for (int i = 0; i < j->count; i++) {
        measure *m = &j->measures[i];
        for (int32_t k = 0; k < row->count; k++) {
            const double sought = mlg_decay_weight(&m->decay, row->time_ds[k]) * m->demand[row->place[k]];
            m->catchment[place] += everybody ? sought : 0;
            if (m->mixed)
                m->mixed[place] += group->share[row->place[k]] * sought;
        }
    }
}

/* The supply of a commune, which is at its centre; a facility has a point of its own, even one whose address is
 * not known. */
static bool is_supply(const job *j, const mlg_sites *sites, int32_t s)
{
    return sites->place[s] >= 0 && strcmp(sites->code[s], j->places.code[sites->place[s]]) == 0;
}

/* One row per requested site; for the communes, as a group travels to them, catchments are summed too. */
static mlg_status pack_rows(job *j, mlg_pack *pack, const mlg_travel *travel, const mlg_sites *sites,
                            const int32_t *asked, int32_t n, const mlg_mode *group, mlg_error *err)
{
    mlg_travel_scratch *scratch = NULL;
    mlg_status st;
    MLG_GO(mlg_travel_scratch_new(&scratch, travel, err));
    for (int32_t k = 0; k < n && !j->too_big; k++) {
        mlg_row row;
        if (k % AHEAD == 0) { /* in parts, so that too large a size shows before all rows are computed */
            int32_t part = n - k < AHEAD ? n - k : AHEAD;
            MLG_GO(mlg_progress_step(j->study->progress, "whatif", (double)k / n, err));
            MLG_GO(mlg_travel_ahead(travel, asked + k, part, j->limit_ds, NULL, err));
        }
        MLG_GO(mlg_travel_row(travel, asked[k], j->limit_ds, scratch, &row, err));
        if (group)
            sum_catchments(j, group, sites->place[asked[k]], &row);
        MLG_GO(pack_row(j, pack, &row, err));
    }
done:
    mlg_travel_scratch_free(scratch);
    return st;
}

/* Writes under `key` the rows of these sites as one travels in `study`: of all communes, for a group, or of facilities (NULL); a site that
 * is the supply of a commune uses the row of that commune. */
static mlg_status add_rows(job *j, const char *key, mlg_study *study, const mlg_sites *sites,
                           const mlg_mode *group, mlg_error *err)
{
    mlg_travel *travel = NULL;
    mlg_pack pack = { 0 };
    char *text = NULL;
    int32_t *asked = NULL, n = 0;
    mlg_status st;
    MLG_GO(MLG_NEW(&asked, (size_t)sites->count, "sites asked for", err));
    for (int32_t s = 0; s < sites->count; s++)
        if (group || !is_supply(j, sites, s))
            asked[n++] = s;
    MLG_GO(mlg_study_travel(&travel, study, &j->places, sites, err));
    MLG_GO(pack_rows(j, &pack, travel, sites, asked, n, group, err));
    MLG_GO(mlg_pack_text(&text, &pack, err));
    mlg_json_text(j->json, key, text);
    j->bytes += strlen(text);
done:
    free(text);
    free(asked);
    mlg_pack_release(&pack);
    mlg_travel_free(travel);
    return st;
}

/* ---- places ------------------------------------------------------------------------------------------------- */

static void add_numbers(mlg_json *json, const char *key, const double *value, int32_t count)
{
    mlg_json_array(json, key);
    for (int32_t i = 0; i < count; i++)
        mlg_json_number(json, NULL, value[i]);
    mlg_json_end(json);
}

static mlg_status add_persons(job *j, mlg_error *err)
{
    size_t n = (size_t)j->places.count;
    double *persons = NULL;
    mlg_stmt *stmt = NULL;
    bool row;
    mlg_status st;
    MLG_GO(MLG_NEW(&persons, n, "persons", err));
    for (size_t i = 0; i < n; i++)
        persons[i] = (double)NAN;
    MLG_GO(mlg_db_query(&stmt, j->study->db, "whatif/select_persons", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        int32_t place = mlg_places_find(&j->places, mlg_column_text(stmt, 0));
        if (place >= 0)
            persons[place] = mlg_column_double(stmt, 1);
    }
    if (st == MLG_OK)
        add_numbers(j->json, "persons", persons, j->places.count);
done:
    mlg_stmt_free(stmt);
    free(persons);
    return st;
}

/* `commune`: the place of the commune of each place; -1 for a commune whose people are counted in its squares. */
static mlg_status add_places(job *j, mlg_error *err)
{
    const mlg_places *p = &j->places;
    mlg_json_array(j->json, "code");
    for (int32_t i = 0; i < p->count; i++)
        mlg_json_text(j->json, NULL, p->code[i]);
    mlg_json_end(j->json);
    mlg_json_array(j->json, "label");
    for (int32_t i = 0; i < p->count; i++)
        mlg_json_text(j->json, NULL, mlg_place_is_commune(p, i) ? p->label[i] : NULL);
    mlg_json_end(j->json);
    mlg_json_array(j->json, "inside");
    for (int32_t i = 0; i < p->count; i++)
        mlg_json_number(j->json, NULL, p->in_territory[i]);
    mlg_json_end(j->json);
    mlg_json_array(j->json, "commune");
    for (int32_t i = 0; i < p->count; i++)
        mlg_json_number(j->json, NULL, mlg_place_is_commune(p, i) && !p->demand[i] ? -1 : p->commune[i]);
    mlg_json_end(j->json);
    add_numbers(j->json, "population", p->population, p->count);
    return add_persons(j, err);
}

/* ---- measures ----------------------------------------------------------------------------------------------- */

/* Steps of equal weight: the last decisecond of each, and the weight. */
static mlg_status add_decay(job *j, const mlg_decay *decay, mlg_error *err)
{
    double *weight;
    int32_t limit = mlg_decay_limit(decay);
    MLG_TRY(mlg_decay_table(&weight, decay, err));
    mlg_json_array(j->json, "decay");
    for (int32_t t = 0; t <= limit; t++)
        if (t == limit || weight[t + 1] != weight[t]) {
            mlg_json_number(j->json, NULL, t);
            mlg_json_number(j->json, NULL, weight[t]);
        }
    mlg_json_end(j->json);
    free(weight);
    return MLG_OK;
}

/* Supply expected in future years, where the outlook of the study is about this service. */
static mlg_status add_years(job *j, const measure *m, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    int64_t open = -1;
    mlg_status st;
    mlg_json_array(j->json, "years");
    MLG_GO(mlg_db_query(&stmt, j->study->db, "whatif/select_expected", err));
    mlg_bind_text(stmt, ":service", m->ask->service);
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        if (mlg_column_int(stmt, 0) != open) {
            if (open >= 0)
                mlg_json_end(j->json), mlg_json_end(j->json);
            open = mlg_column_int(stmt, 0);
            mlg_json_object(j->json, NULL);
            mlg_json_number(j->json, "years", (double)open);
            mlg_json_array(j->json, "supply");
        }
        int32_t place = mlg_places_find(&j->places, mlg_column_text(stmt, 1));
        if (place >= 0 && mlg_column_double(stmt, 2) != m->supply[place]) {
            mlg_json_number(j->json, NULL, place);
            mlg_json_number(j->json, NULL, mlg_column_double(stmt, 2));
        }
    }
    if (open >= 0)
        mlg_json_end(j->json), mlg_json_end(j->json);
done:
    mlg_json_end(j->json);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status add_measure(job *j, const measure *m, mlg_error *err)
{
    const char *service = m->ask->service;
    const mlg_measure *what = mlg_measure_by_name(m->ask->measure);
    const mlg_profession *profession = mlg_profession_of(service);
    double threshold = strcmp(service, "gp") == 0 ? isnan(j->apl_threshold) ? MLG_APL_THRESHOLD : j->apl_threshold
                       : profession               ? profession->under
                                                  : (double)NAN;
    const mlg_whatif_part *kept =
        j->kept.pairs ? mlg_whatif_part_of(j->kept.measure, j->kept.measures, service) : NULL;
    double *each = NULL;
    mlg_json_object(j->json, NULL);
    mlg_json_text(j->json, "service", service);
    mlg_json_text(j->json, "measure", mlg_config_access_name(m->ask));
    mlg_json_number(j->json, "scale", mlg_study_measure_scale(j->study, service, what));
    mlg_json_bool(j->json, "acts", profession && profession->consultations);
    mlg_json_number(j->json, "threshold", threshold);
    if (kept)
        mlg_json_raw(j->json, "decay", kept->text);
    else
        MLG_TRY(add_decay(j, &m->decay, err));
    MLG_TRY(add_years(j, m, err));
    MLG_TRY(mlg_study_supply_of_one(&each, j->study, &j->places, service, err));
    add_numbers(j->json, "each", each, j->places.count);
    free(each);
    add_numbers(j->json, "supply", m->supply, j->places.count);
    add_numbers(j->json, "demand", m->demand, j->places.count);
    if (kept)
        mlg_json_raw(j->json, "catchment", kept->catchment);
    else
        add_numbers(j->json, "catchment", m->catchment, j->places.count);
    if (m->mixed)
        add_numbers(j->json, "mixed", m->mixed, j->places.count);
    mlg_json_end(j->json);
    return MLG_OK;
}

/* ---- services ----------------------------------------------------------------------------------------------- */

static void add_sites(job *j, const mlg_sites *sites)
{
    mlg_json_array(j->json, "sites");
    for (int32_t s = 0; s < sites->count; s++) {
        mlg_json_object(j->json, NULL);
        mlg_json_text(j->json, "code", sites->code[s]);
        mlg_json_text(j->json, "label", sites->label[s]);
        mlg_json_number(j->json, "commune", sites->commune[s]);
        mlg_json_number(j->json, "place", is_supply(j, sites, s) ? sites->place[s] : MLG_NOWHERE);
        mlg_json_end(j->json);
    }
    mlg_json_end(j->json);
}

/* The nearest site of the places of the territory that have none within the limit of the pairs, as one travels in `study`: place, site,
 * time. */
static mlg_status add_far(job *j, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    size_t n = (size_t)j->places.count;
    int32_t *site = NULL, *time_ds = NULL;
    mlg_status st;
    MLG_GO(MLG_NEW(&site, n, "nearest sites", err));
    MLG_GO(MLG_NEW(&time_ds, n, "nearest sites", err));
    MLG_GO(mlg_study_nearest(site, time_ds, study, &j->places, sites, err));
    mlg_json_array(j->json, "far");
    for (int32_t i = 0; i < j->places.count; i++)
        if (j->places.in_territory[i] && site[i] != MLG_NOWHERE && time_ds[i] > j->limit_ds) {
            mlg_json_number(j->json, NULL, i);
            mlg_json_number(j->json, NULL, site[i]);
            mlg_json_number(j->json, NULL, time_ds[i]);
        }
    mlg_json_end(j->json);
done:
    free(site);
    free(time_ds);
    return st;
}

static mlg_status add_ways(job *j, mlg_study *study, const mlg_sites *sites, mlg_error *err)
{
    MLG_TRY(add_far(j, study, sites, err));
    return add_rows(j, "rows", study, sites, NULL, err);
}

/* A service whose sites are those of the result before, with the same pairs, is written as it was there. */
static mlg_status keep_service(bool *kept, job *j, const char *service, const mlg_sites *sites, mlg_error *err)
{
    const mlg_whatif_part *part = mlg_whatif_part_of(j->kept.service, j->kept.services, service);
    *kept = false;
    if (!part)
        return MLG_OK;
    MLG_TRY(mlg_sites_stay(kept, j->study, &j->places, service, sites, err));
    if (*kept) {
        mlg_json_raw(j->json, NULL, part->text);
        j->bytes += part->bytes;
    }
    return MLG_OK;
}

static mlg_status add_service(job *j, const char *service, double limit_min, mlg_error *err)
{
    const mlg_config_service *spec = mlg_find_service(j->study, service);
    mlg_sites sites = { 0 };
    bool kept;
    mlg_status st;
    MLG_GO(mlg_sites_of_service(&sites, j->study, &j->places, service, err));
    if (sites.count == 0)
        goto done; /* no data on this service: left out of the page */
    MLG_GO(keep_service(&kept, j, service, &sites, err));
    if (kept)
        goto done;
    mlg_json_object(j->json, NULL);
    mlg_json_text(j->json, "service", service);
    mlg_json_bool(j->json, "facilities", spec && spec->categories_count > 0);
    mlg_json_number(j->json, "limit", limit_min);
    add_sites(j, &sites);
    MLG_GO(add_ways(j, j->study, &sites, err));
    mlg_json_array(j->json, "groups");
    for (int32_t m = 1; m < j->modes.count && !j->too_big; m++) {
        mlg_json_object(j->json, NULL);
        MLG_GO(add_ways(j, j->modes.items[m].study, &sites, err));
        mlg_json_end(j->json);
    }
    mlg_json_end(j->json);
    mlg_json_end(j->json);
done:
    mlg_sites_release(&sites);
    return st;
}

/* ---- neighbourhoods ----------------------------------------------------------------------------------------- */

static mlg_status add_neighbourhoods(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    bool row;
    char *open = NULL;
    mlg_status st;
    mlg_json_array(j->json, "qpv");
    MLG_GO(mlg_db_query(&stmt, j->study->db, "whatif/select_qpv", err));
    while ((st = mlg_stmt_step(stmt, &row, err)) == MLG_OK && row) {
        const char *code = mlg_column_text(stmt, 0);
        if (!open || strcmp(open, code) != 0) {
            if (open)
                mlg_json_end(j->json), mlg_json_end(j->json);
            free(open);
            open = NULL;
            MLG_GO(mlg_copy_text(&open, code, err));
            mlg_json_object(j->json, NULL);
            mlg_json_text(j->json, "code", code);
            mlg_json_text(j->json, "label", mlg_column_text(stmt, 1));
            mlg_json_number(j->json, "persons", mlg_column_double(stmt, 2));
            mlg_json_array(j->json, "shares");
        }
        int32_t place = mlg_places_find(&j->places, mlg_column_text(stmt, 3));
        if (place >= 0) {
            mlg_json_number(j->json, NULL, place);
            mlg_json_number(j->json, NULL, mlg_column_double(stmt, 4));
        }
    }
    if (open)
        mlg_json_end(j->json), mlg_json_end(j->json);
done:
    mlg_json_end(j->json);
    mlg_stmt_free(stmt);
    free(open);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status gather_communes(mlg_sites *sites, const job *j, mlg_error *err)
{
    for (int32_t i = 0; i < j->places.count; i++)
        if (mlg_place_is_commune(&j->places, i))
            MLG_TRY(mlg_sites_add_place(sites, &j->places, i, err));
    return MLG_OK;
}

/* Whether a pair that is not given may take less than the limit: a table may lack it, a timetable is searched for trips of a length. */
static bool may_lack(const job *j, const mlg_study *study)
{
    const double limit = fmin((double)j->limit_ds / MLG_DS_PER_MIN, MLG_SEARCH_MIN);
    return !(mlg_study_least_minutes(study) >= limit);
}

/* People who travel in their own way: their share of each place, and their times to all communes. */
static mlg_status add_groups(job *j, const mlg_sites *communes, mlg_error *err)
{
    mlg_status st = MLG_OK;
    mlg_json_array(j->json, "groups");
    for (int32_t m = 1; st == MLG_OK && m < j->modes.count && !j->too_big; m++) {
        const mlg_mode *group = &j->modes.items[m];
        mlg_json_object(j->json, NULL);
        mlg_json_text(j->json, "name", group->name);
        add_numbers(j->json, "share", group->share, j->places.count);
        mlg_json_bool(j->json, "given", may_lack(j, group->study));
        st = add_rows(j, "pairs", group->study, communes, group, err);
        mlg_json_end(j->json);
    }
    mlg_json_end(j->json);
    return st;
}

/* The pairs of all communes; nothing is kept with groups of people. */
static mlg_status add_pairs(job *j, mlg_error *err)
{
    const mlg_mode everybody = { .study = j->study };
    mlg_sites communes = { 0 };
    mlg_status st = MLG_OK;
    j->too_big = j->kept.too_big;
    if (j->too_big)
        return MLG_OK;
    if (j->kept.pairs) {
        mlg_json_text(j->json, "pairs", j->kept.pairs);
        j->bytes += strlen(j->kept.pairs);
        return MLG_OK;
    }
    MLG_GO(gather_communes(&communes, j, err));
    MLG_GO(mlg_modes_open(&j->modes, j->study, &j->places, err));
    MLG_GO(add_rows(j, "pairs", j->study, &communes, j->modes.count > 0 ? &j->modes.items[0] : &everybody, err));
    if (j->modes.count > 0 && !j->too_big)
        st = add_groups(j, &communes, err);
done:
    mlg_sites_release(&communes);
    return st;
}

/* What the engine alone computes and the study asks: services whose hours or capacity count in it, and whether ages of GPs are known. */
static mlg_status add_asked(job *j, mlg_error *err)
{
    const mlg_config *config = j->study->config;
    double ages;
    MLG_TRY(mlg_db_number(&ages, j->study->db,
                          "SELECT count(age) FROM offre WHERE service = 'gp' AND scenario = 'actuel'", err));
    mlg_json_bool(j->json, "ages", ages > 0);
    mlg_json_array(j->json, "hours");
    for (unsigned i = 0; i < config->services_count; i++)
        if (mlg_scenario_reads_hours(config, &config->services[i]))
            mlg_json_text(j->json, NULL, config->services[i].name);
    mlg_json_end(j->json);
    mlg_json_array(j->json, "capacity");
    for (unsigned i = 0; i < config->services_count; i++)
        if (mlg_scenario_reads_capacity(config, &config->services[i]))
            mlg_json_text(j->json, NULL, config->services[i].name);
    mlg_json_end(j->json);
    return MLG_OK;
}

static mlg_status add_all(job *j, mlg_error *err)
{
    mlg_json_number(j->json, "limit", (double)j->limit_ds / MLG_DS_PER_MIN);
    mlg_json_number(j->json, "search", MLG_SEARCH_MIN);
    mlg_json_bool(j->json, "given", may_lack(j, j->study));
    mlg_json_bool(j->json, "roads", mlg_study_has_model(j->study, "road"));
    MLG_TRY(add_asked(j, err));
    MLG_TRY(add_pairs(j, err));
    if (j->too_big)
        return MLG_OK;
    MLG_TRY(add_places(j, err));
    mlg_json_array(j->json, "measures");
    for (int m = 0; m < j->count; m++)
        MLG_TRY(add_measure(j, &j->measures[m], err));
    mlg_json_end(j->json);
    mlg_json_array(j->json, "services");
    MLG_TRY(add_service(j, "gp", (double)NAN, err));
    MLG_TRY(add_service(j, "pharmacy", j->pharmacy_min, err));
    MLG_TRY(add_service(j, "emergency", j->emergency_min, err));
    mlg_json_end(j->json);
    mlg_json_number(j->json, "judged",
                    j->study->config->deserts ? mlg_config_desert_published(j->study->config) : 0);
    return add_neighbourhoods(j, err);
}

static mlg_status write_data(job *j, mlg_text *summary, mlg_error *err)
{
    char *text = NULL;
    mlg_status st;
    if (j->too_big) {
        MLG_TRY(mlg_text_set(summary, err, mlg_tr("not in the page: the pairs of places take more than 8 MB")));
        return write_text(j->study, "limite", "8", err);
    }
    MLG_GO(mlg_json_finish_compact(&text, j->json, err));
    MLG_GO(write_text(j->study, "donnees", text, err));
    MLG_GO(mlg_text_set(summary, err, mlg_tr("%.1f MB for the page, pairs of places up to %g min"),
                        (double)strlen(text) / 1e6, (double)j->limit_ds / MLG_DS_PER_MIN));
    if (j->study->config->zoning)
        st = mlg_whatif_zoning(&text, j->study, &j->places, err);
    if (st == MLG_OK && j->study->config->zoning)
        st = write_text(j->study, "zonage", text, err);
done:
    free(text);
    return st;
}

static mlg_status compute(job *j, mlg_text *summary, mlg_error *err)
{
    size_t n;
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    n = (size_t)j->places.count;
    MLG_TRY(MLG_NEW(&j->place, n, "a row", err));
    MLG_TRY(MLG_NEW(&j->time_ds, n, "a row", err));
    MLG_TRY(read_thresholds(j, err));
    MLG_TRY(choose_measures(j, err));
    choose_limit(j);
    if (j->count == 0)
        return MLG_OK;
    MLG_TRY(mlg_whatif_kept_read(&j->kept, j->study, err));
    MLG_TRY(mlg_json_new(&j->json, err));
    MLG_TRY(add_all(j, err));
    return write_data(j, summary, err);
}

mlg_status mlg_study_whatif(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    job j = { .study = study };
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM essai", err));
    mlg_status st = compute(&j, summary, err);
    release(&j);
    return st == MLG_OK ? mlg_whatif_background(study, err) : st;
}
