/* Unmet need of a study: supply missing to reach a threshold of access, by commune and by contiguous area, and the
 * place where the smallest addition would do. */
#include "analysis/access/need.h"
#include "analysis/access/stage_demand.h"
#include "analysis/access/stage_measure.h"
#include "analysis/catchment/stage_contiguous.h"
#include "analysis/stages.h"
#include "analysis/travel/model.h"
#include "base/language.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    mlg_study *study;
    const mlg_config_need *ask;
    mlg_places places;
    double scale;                        /* written value per unit of supply per person */
    double *access, *demand, *minutes;   /* [places] access: supply a person */
    double *missing, *on_site, *persons; /* [places] persons: 0 outside the territory */
    mlg_need_input input;
    mlg_decay decay;
    mlg_study_areas areas;
    mlg_need all, *by; /* [areas] */
    mlg_need_spot *spot;
} job;

static void release(job *j)
{
    free(j->access);
    free(j->demand);
    free(j->minutes);
    free(j->missing);
    free(j->on_site);
    free(j->persons);
    free(j->by);
    free(j->spot);
    mlg_study_areas_release(&j->areas);
    mlg_places_release(&j->places);
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

/* Restricts the input to the territory: places outside have no need and are unknown to the sums. Need is that of communes: the people of
 * squares are counted at the centre of theirs, whose access is their mean. */
static void keep_territory(job *j)
{
    for (int32_t i = 0; i < j->places.count; i++) {
        const int32_t commune = j->places.commune[i];
        j->access[i] /= j->scale;
        j->persons[commune] += j->places.in_territory[i] ? j->places.population[i] : 0;
        if (commune == i)
            continue;
        j->demand[commune] += j->demand[i];
        j->demand[i] = 0;
        j->access[i] = j->minutes[i] = (double)NAN;
    }
}

/* Supply may be added in the communes of the territory. */
static mlg_status list_candidates(uint8_t **candidate, const job *j, mlg_error *err)
{
    MLG_TRY(MLG_NEW(candidate, (size_t)j->places.count, "communes", err));
    for (int32_t i = 0; i < j->places.count; i++)
        (*candidate)[i] = j->places.in_territory[i] && mlg_place_is_commune(&j->places, i);
    return MLG_OK;
}

/* Minutes are known only for services whose travel times the study computes. */
static mlg_status read_minutes(job *j, mlg_error *err)
{
    MLG_TRY(mlg_study_values(&j->minutes, j->study, &j->places, j->ask->service, "temps", err));
    for (int32_t i = 0; i < j->places.count; i++)
        if (!isnan(j->minutes[i])) {
            j->input.minutes = j->minutes;
            return MLG_OK;
        }
    return mlg_study_note(j->study, "need", "temps", "inconnus pour ce service : l'éloignement n'est pas compté",
                          NULL, "calcul", err);
}

static mlg_status read_places(job *j, int entry, mlg_error *err)
{
    size_t n;
    MLG_TRY(mlg_places_read(&j->places, j->study, err));
    n = (size_t)j->places.count;
    MLG_TRY(mlg_study_decay(&j->decay, j->study, (unsigned)entry, err));
    MLG_TRY(mlg_study_values(&j->access, j->study, &j->places, j->ask->service, "apl", err));
    MLG_TRY(mlg_study_demand(&j->demand, j->study, &j->places, j->ask->service, err));
    MLG_TRY(MLG_NEW(&j->missing, n, "needs", err));
    MLG_TRY(MLG_NEW(&j->on_site, n, "needs", err));
    MLG_TRY(MLG_NEW(&j->persons, n, "needs", err));
    return read_minutes(j, err);
}

static mlg_status choose_params(job *j, mlg_error *err)
{
    static const char none[] = "defaut";
    const char *threshold_origin, *limit_origin;
    const mlg_measure *apl = mlg_measure_by_name("apl");
    const char *service = j->ask->service;
    double threshold = mlg_study_threshold(j->study, j->ask->threshold, &threshold_origin);
    j->scale = mlg_study_measure_scale(j->study, service, apl);
    j->input.threshold = threshold / j->scale;
    j->input.limit_min = mlg_study_number(j->ask->minutes, mlg_config_need_minutes(j->ask), none, &limit_origin);
    MLG_TRY(mlg_study_supply_of_one_here(&j->input.full_time, j->study, &j->places, service, err));
    MLG_TRY(mlg_study_note(j->study, "need", "service", service, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(j->study, "need", "seuil", threshold,
                                  mlg_study_measure_unit(j->study, service, apl).words, threshold_origin, err));
    MLG_TRY(
        mlg_study_note_number(j->study, "need", "limite", j->input.limit_min, "min (strict)", limit_origin, err));
    MLG_TRY(mlg_study_note_number(j->study, "need", "temps_plein", j->input.full_time,
                                  mlg_study_supply_unit(j->study, service).words, "comme ceux en place", err));
    MLG_TRY(mlg_study_note(j->study, "need", "manque",
                           "somme des (seuil - APL) x population standardisée, sous le seuil", NULL,
                           "convention ; le moins qu'il faut, si rien n'allait aux autres communes", err));
    return mlg_study_note(
        j->study, "need", "ajout",
        "dans une seule commune du territoire : (seuil - APL) x population desservie / poids du trajet, le plus "
        "grand de la zone",
        NULL, "linéarité de l'APL", err);
}

/* ---- computing ---------------------------------------------------------------------------------------------- */

static bool below(const job *j, int32_t i)
{
    return j->places.in_territory[i] && j->access[i] < j->input.threshold;
}

static mlg_status find_areas(job *j, mlg_error *err)
{
    uint8_t *inside = NULL;
    MLG_TRY(MLG_NEW(&inside, (size_t)j->places.count, "areas", err));
    for (int32_t i = 0; i < j->places.count; i++)
        inside[i] = below(j, i);
    mlg_status st =
        mlg_study_areas_find(&j->areas, j->study, j->places.count, j->places.code, inside, j->persons, err);
    free(inside);
    MLG_TRY(st);
    MLG_TRY(MLG_NEW(&j->by, (size_t)j->areas.count, "areas", err));
    return MLG_NEW(&j->spot, (size_t)j->areas.count, "areas", err);
}

/* Travel model in which every commune is a site. */
static mlg_status find_spots(job *j, mlg_error *err)
{
    mlg_sites sites = { 0 };
    mlg_travel *travel = NULL;
    uint8_t *candidate = NULL;
    mlg_status st;
    MLG_GO(list_candidates(&candidate, j, err));
    for (int32_t i = 0; i < j->places.count; i++)
        MLG_GO(mlg_sites_add_place(&sites, &j->places, i, err));
    MLG_GO(mlg_study_travel(&travel, j->study, &j->places, &sites, err));
    st = mlg_need_spots(j->spot, j->on_site, j->areas.area_of, j->areas.count, &j->input, travel, &j->decay,
                        candidate, err);
done:
    free(candidate);
    mlg_travel_free(travel);
    mlg_sites_release(&sites);
    return st;
}

/* Sums cover the territory: elsewhere demand is 0, and places of unknown access have no persons. */
static mlg_status sum_needs(job *j, mlg_error *err)
{
    double *demand = NULL;
    MLG_TRY(MLG_NEW(&demand, (size_t)j->places.count, "needs", err));
    for (int32_t i = 0; i < j->places.count; i++)
        demand[i] = j->places.in_territory[i] ? j->demand[i] : 0;
    mlg_need_input input = j->input;
    input.demand = demand;
    mlg_status st = mlg_need_of(&j->all, j->missing, j->by, j->areas.area_of, j->areas.count, &input, err);
    free(demand);
    return st;
}

static mlg_status compute(job *j, mlg_error *err)
{
    keep_territory(j);
    j->input.places = j->places.count;
    j->input.access = j->access;
    j->input.demand = j->demand;
    j->input.persons = j->persons;
    MLG_TRY(find_areas(j, err));
    MLG_TRY(sum_needs(j, err));
    return find_spots(j, err);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static double far_persons(const job *j, int32_t i)
{
    return j->input.minutes && !(j->minutes[i] <= j->input.limit_min) ? j->persons[i] : 0;
}

static mlg_status write_commune(mlg_stmt *stmt, const job *j, int32_t i, mlg_error *err)
{
    double full_time = j->input.full_time;
    mlg_bind_text(stmt, ":service", j->ask->service);
    mlg_bind_text(stmt, ":insee_com", j->places.code[i]);
    mlg_bind_double(stmt, ":population", j->persons[i]);
    mlg_bind_double(stmt, ":acces", j->access[i] * j->scale);
    mlg_bind_double(stmt, ":manque", j->missing[i]);
    mlg_bind_double(stmt, ":etp", j->missing[i] / full_time);
    mlg_bind_double(stmt, ":sur_place", below(j, i) ? j->on_site[i] : (double)NAN);
    mlg_bind_double(stmt, ":sur_place_etp", below(j, i) ? j->on_site[i] / full_time : (double)NAN);
    mlg_bind_double(stmt, ":minutes", j->minutes[i]);
    mlg_bind_double(stmt, ":loin", far_persons(j, i));
    mlg_bind_double(stmt, ":zone", j->areas.area_of[i] < 0 ? (double)NAN : 1.0 + j->areas.area_of[i]);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_communes(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    MLG_TRY(mlg_db_query(&stmt, j->study->db, "access/insert_need", err));
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < j->places.count && st == MLG_OK; i++)
        if (below(j, i) || far_persons(j, i) > 0)
            st = write_commune(stmt, j, i, err);
    mlg_stmt_free(stmt);
    return st;
}

static mlg_status write_area(mlg_stmt *stmt, const job *j, int32_t zone, const char *name, int32_t communes,
                             const mlg_need *need, const mlg_need_spot *spot, mlg_error *err)
{
    bool placed = spot && spot->place != MLG_NOWHERE;
    mlg_bind_text(stmt, ":service", j->ask->service);
    mlg_bind_int(stmt, ":zone", zone);
    mlg_bind_text(stmt, ":nom", name);
    mlg_bind_int(stmt, ":nb_communes", communes);
    mlg_bind_double(stmt, ":population", need->persons_below);
    mlg_bind_double(stmt, ":manque", need->missing);
    mlg_bind_double(stmt, ":etp", need->full_times);
    mlg_bind_double(stmt, ":loin", need->persons_far);
    mlg_bind_double(stmt, ":inconnu", need->persons_unknown);
    mlg_bind_text(stmt, ":ou", placed ? j->places.code[spot->place] : NULL);
    mlg_bind_double(stmt, ":ajout", placed ? spot->amount : (double)NAN);
    mlg_bind_double(stmt, ":ajout_etp", placed ? spot->amount / j->input.full_time : (double)NAN);
    return mlg_stmt_run(stmt, err);
}

static mlg_status write_areas(job *j, mlg_error *err)
{
    mlg_stmt *stmt = NULL;
    int32_t communes = 0;
    mlg_status st = MLG_OK;
    for (int32_t i = 0; i < j->places.count; i++)
        communes += below(j, i);
    MLG_GO(mlg_db_query(&stmt, j->study->db, "access/insert_need_area", err));
    MLG_GO(write_area(stmt, j, 0, "Ensemble du territoire", communes, &j->all, NULL, err));
    for (int32_t a = 0; a < j->areas.count; a++) {
        int32_t largest = j->areas.area[a].largest;
        const char *name = j->places.label[largest] ? j->places.label[largest] : j->places.code[largest];
        MLG_GO(write_area(stmt, j, a + 1, name, j->areas.area[a].units, &j->by[a], &j->spot[a], err));
    }
done:
    mlg_stmt_free(stmt);
    return st;
}

/* ---- the stage ---------------------------------------------------------------------------------------------- */

static mlg_status run(job *j, mlg_text *summary, mlg_error *err)
{
    int entry = mlg_study_entry(j->study, j->ask->service, "apl");
    MLG_TRY(read_places(j, entry, err));
    MLG_TRY(choose_params(j, err));
    MLG_TRY(compute(j, err));
    MLG_TRY(write_communes(j, err));
    MLG_TRY(write_areas(j, err));
    MLG_TRY(mlg_text_set(
        summary, err, mlg_tr("%.0f %s missing (%.1f professionals) for %.0f inhabitants; %.0f beyond %g min"),
        j->all.missing, strcmp(j->ask->service, "gp") == 0 ? mlg_tr("consultations a year") : mlg_tr("FTE"),
        j->all.full_times, j->all.persons_below, j->all.persons_far, j->input.limit_min));
    return MLG_OK;
}

mlg_status mlg_study_need(mlg_study *study, mlg_text *summary, mlg_error *err)
{
    job j = { .study = study, .ask = study->config->need };
    MLG_TRY(mlg_study_clear(study, summary, "DELETE FROM besoin; DELETE FROM besoin_zone", err));
    if (!j.ask)
        return MLG_OK;
    mlg_status st = run(&j, summary, err);
    release(&j);
    return st;
}
