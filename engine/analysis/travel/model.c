#include "analysis/travel/model_inner.h"

#include "analysis/travel/given_times.h"
#include "base/aside.h"
#include "base/memory.h"
#include "network/models/row_store.h"
#include "study/config/names.h"
#include "study/provenance.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REMARK_SIZE = 256 };

void mlg_study_travel_release(mlg_study *study)
{
    if (!study->travel)
        return;
    mlg_given_free(study->travel->matrix);
    mlg_timetables_close(&study->travel->timetables);
    mlg_land_close(&study->travel->land);
    mlg_roads_close(&study->travel->roads);
    free(study->travel);
    study->travel = NULL;
}

bool mlg_study_has_model(const mlg_study *study, const char *name)
{
    const mlg_config_travel *given = study->config->travel;
    return given && given->model && strcmp(given->model, name) == 0;
}

bool mlg_study_is_crow(const mlg_study *study)
{
    const mlg_config_travel *given = study->config->travel;
    return !given || !given->model || strcmp(given->model, "crow") == 0;
}

int32_t mlg_study_intra_ds(const mlg_study *study)
{
    const mlg_config_travel *given = study->config->travel;
    return given && given->intra_minutes ? mlg_minutes_to_ds(*given->intra_minutes) : 0;
}

static mlg_status note_intra(mlg_study *study, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    const mlg_given *matrix = study->travel->matrix;
    if (matrix && mlg_given_has_own_times(matrix) && !given->intra_minutes)
        return mlg_study_note(study, "travel", "temps_intra_communal", "ceux de la matrice", NULL, "matrice", err);
    return mlg_study_note_number(study, "travel", "temps_intra_communal",
                                 (double)mlg_study_intra_ds(study) / MLG_DS_PER_MIN, "min",
                                 given && given->intra_minutes ? "etude" : "defaut: convention de la DREES", err);
}

/* ---- the straight-line model -------------------------------------------------------------------------------- */

mlg_crow_params mlg_study_crow(const mlg_study *study)
{
    const mlg_config_travel *given = study->config->travel;
    mlg_crow_params p = mlg_crow_defaults();
    mlg_config_reals speeds = mlg_config_travel_speeds_kmh(given);
    p.detour = mlg_config_travel_detour(given);
    p.terminal_s = 60 * mlg_config_travel_terminal_minutes(given);
    if (given && given->intra_minutes)
        p.intra_s = 60 * *given->intra_minutes;
    for (unsigned i = 0; i < speeds.count; i++)
        p.speed_kmh[i + 1] = speeds.value[i];
    p.speed_kmh[0] = p.speed_kmh[MLG_COMMONEST_DENSITY];
    return p;
}

mlg_status mlg_study_crow_by_land(mlg_crow_params *params, const mlg_study *study, mlg_error *err)
{
    *params = mlg_study_crow(study);
    return mlg_islands_read(&params->islands, study->epsg, err);
}

static mlg_status open_crow(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    (void)places;
    const mlg_config_travel *given = study->config->travel;
    mlg_crow_params params = mlg_study_crow(study), *p = &params;
    static const char fitted[] = "defaut: calé sur l'APL 2018 publié du Pas-de-Calais";
    const char *detour = given && given->detour ? "etude" : fitted;
    const char *terminal = given && given->terminal_minutes ? "etude" : fitted;
    const char *speeds = given && given->speeds_kmh ? "etude" : fitted;
    char text[160];
    int at = 0;
    MLG_TRY(mlg_study_note(study, "travel", "modele", MLG_MODEL_CROW, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "detour", p->detour, NULL, detour, err));
    MLG_TRY(mlg_study_note_number(study, "travel", "temps_terminal", p->terminal_s / 60, "min", terminal, err));
    for (int level = 1; level <= 7; level++)
        at += snprintf(text + at, sizeof text - (size_t)at, "%s%.10g", level > 1 ? " " : "", p->speed_kmh[level]);
    MLG_TRY(mlg_study_note(study, "travel", "iles", "aucun trajet par la mer vers une île sans pont", NULL,
                           "convention", err));
    MLG_TRY(mlg_study_note(study, "travel", "estuaires", "par le pont qui fait le plus court chemin", NULL,
                           "convention", err));
    MLG_TRY(mlg_study_note(study, "travel", "vitesses", text, "km/h, densité 1 à 7", speeds, err));
    return mlg_study_note_number(study, "travel", "vitesse_densite_inconnue", p->speed_kmh[0], "km/h", speeds,
                                 err);
}

/* ---- given times -------------------------------------------------------------------------------------------- */

static mlg_given_twice twice_of(const char *rule)
{
    return rule && strcmp(rule, "longest") == 0  ? MLG_GIVEN_LONGEST
           : rule && strcmp(rule, "refuse") == 0 ? MLG_GIVEN_REFUSE
                                                 : MLG_GIVEN_SHORTEST;
}

/* What a file leaves open: times in one direction only, several times for one pair. */
static mlg_status note_directions(mlg_study *study, const mlg_given_stats *stats, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    if (given->both_ways)
        MLG_TRY(mlg_study_note(study, "travel", "paires_retour", "le temps de l'aller vaut pour le retour absent",
                               NULL, "etude", err));
    if (stats->one_way > 0 && stats->one_way == stats->between)
        MLG_TRY(mlg_study_note_number(study, "travel", "matrice_sens_unique", (double)stats->ordered,
                                      "paires, aucune n'a son retour", "calcul", err));
    else if (stats->one_way > 0)
        MLG_TRY(mlg_study_note_number(study, "travel", "paires_sens_unique", (double)stats->one_way,
                                      "paires sans retour", "calcul", err));
    if (stats->conflicts == 0)
        return MLG_OK;
    MLG_TRY(mlg_study_note_number(study, "travel", "paires_contradictoires", (double)stats->conflicts,
                                  "paires de plusieurs temps", "calcul", err));
    return mlg_study_note(study, "travel", "paires_contradictoires_regle",
                          twice_of(given->duplicates) == MLG_GIVEN_LONGEST ? "le plus long" : "le plus court",
                          NULL, given->duplicates ? "etude" : "defaut", err);
}

/* Times of a place to itself: those of the file, unless the study gives one. */
static mlg_status note_diagonal(mlg_study *study, const mlg_given_stats *stats, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    if (stats->diagonal == 0)
        return MLG_OK;
    if (stats->no_diagonal > 0 && !given->intra_minutes)
        MLG_TRY(mlg_study_note_number(study, "travel", "temps_intra_absents", (double)stats->no_diagonal,
                                      "communes sans temps interne dans la matrice", "calcul", err));
    return mlg_study_note_number(
        study, "travel", given->intra_minutes ? "temps_intra_remplaces" : "temps_intra_donnes",
        (double)stats->diagonal,
        given->intra_minutes ? "temps du fichier, remplacés par intra_minutes" : "temps du fichier", "calcul",
        err);
}

static mlg_status open_matrix(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    const mlg_config_travel *given = study->config->travel;
    char *path = NULL;
    mlg_given_stats stats;
    MLG_TRY(mlg_study_file_resolve(&path, study->file, study->data_folder, given->path, err));
    mlg_given_columns columns = { .origin = given->origin,
                                  .destination = given->destination,
                                  .minutes = given->minutes,
                                  .no_route = given->no_route,
                                  .twice = twice_of(given->duplicates),
                                  .both_ways = given->both_ways };
    mlg_status st = mlg_given_read(&study->travel->matrix, &stats, path, &columns, places, study->progress, err);
    free(path);
    if (st == MLG_OK)
        st = mlg_study_note_file(study, "travel.path", "table", given->path, err);
    MLG_TRY(mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel.path")));
    MLG_TRY(mlg_study_note(study, "travel", "modele", MLG_MODEL_TABLE, NULL, "etude", err));
    MLG_TRY(mlg_study_note(study, "travel", "matrice", given->path, NULL, "etude", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "paires", (double)stats.pairs, "paires", "calcul", err));
    MLG_TRY(mlg_study_note_number(study, "travel", "paires_sans_route", (double)stats.no_route, "paires", "calcul",
                                  err));
    MLG_TRY(note_directions(study, &stats, err));
    return note_diagonal(study, &stats, err);
}

/* ---- models ------------------------------------------------------------------------------------------------- */

static mlg_status travel_by_crow(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                                 const mlg_sites *sites, mlg_error *err)
{
    mlg_crow_params params;
    MLG_TRY(mlg_study_crow_by_land(&params, study, err));
    mlg_points to = { places->count, places->x_m, places->y_m, places->density };
    mlg_points from = { sites->count, sites->x_m, sites->y_m, sites->density };
    mlg_status st = mlg_travel_crow(travel, &params, &to, &from, sites->place, err);
    return mlg_while(err, st, "%s", mlg_study_file_where(study->file, "travel"));
}

static mlg_status travel_by_matrix(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                                   const mlg_sites *sites, mlg_error *err)
{
    int32_t intra_ds = mlg_study_intra_ds(study);
    bool asked = study->config->travel->intra_minutes != NULL;
    return mlg_given_travel(travel, study->travel->matrix, places, sites, asked ? &intra_ds : NULL, err);
}

static mlg_status travel_by_road(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                                 const mlg_sites *sites, mlg_error *err)
{
    (void)places;
    return mlg_roads_travel(travel, study, sites, err);
}

static mlg_status travel_by_timetable(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                                      const mlg_sites *sites, mlg_error *err)
{
    (void)places;
    return mlg_timetables_travel(travel, study, sites, err);
}

static const struct travel_model {
    const char *name;
    mlg_status (*open)(mlg_study *study, const mlg_places *places, mlg_error *err);
    mlg_status (*travel)(mlg_travel **travel, mlg_study *study, const mlg_places *places, const mlg_sites *sites,
                         mlg_error *err);
} models[] = {
#define MLG_TRAVEL_MODEL(name, traits, open, travel) { name, open, travel },
#include "study/travel_models.def"
#undef MLG_TRAVEL_MODEL
};

static const struct travel_model *model_of(const mlg_study *study)
{
    for (size_t i = 1; i < sizeof models / sizeof *models; i++)
        if (mlg_study_has_model(study, models[i].name))
            return &models[i];
    return &models[0];
}

bool mlg_study_keeps_rows(const mlg_study *study)
{
    return mlg_travel_model_traits(model_of(study)->name) & MLG_TRAVEL_SEARCHED;
}

/* ---- entry point -------------------------------------------------------------------------------------------- */

mlg_status mlg_study_open_travel(mlg_study *study, const mlg_places *places, mlg_error *err)
{
    if (study->travel)
        return MLG_OK;
    MLG_TRY(mlg_study_do(study, "access/delete_own_travel", err));
    MLG_TRY(MLG_NEW(&study->travel, 1, "travel", err));
    mlg_status st = model_of(study)->open(study, places, err);
    if (st == MLG_OK)
        st = note_intra(study, err);
    if (st != MLG_OK)
        mlg_study_travel_release(study);
    return st;
}

mlg_status mlg_study_try_roads(mlg_study *study, mlg_error *err)
{
    mlg_places places = { 0 };
    if (!mlg_study_keeps_rows(study))
        return MLG_OK;
    mlg_status st = mlg_places_read(&places, study, err);
    if (st == MLG_OK)
        st = mlg_study_open_travel(study, &places, err);
    mlg_study_travel_release(study);
    mlg_places_release(&places);
    return st;
}

mlg_status mlg_study_travel(mlg_travel **travel, mlg_study *study, const mlg_places *places,
                            const mlg_sites *sites, mlg_error *err)
{
    *travel = NULL;
    MLG_TRY(mlg_study_open_travel(study, places, err));
    return model_of(study)->travel(travel, study, places, sites, err);
}

/* ---- rows kept ------------------------------------------------------------------------------------------------ */

/* What is known of the rows of a study, whichever model keeps them. */
typedef struct {
    uint64_t fingerprint;
    int64_t searched, missing;
    const char *path;         /* NULL: they are in memory alone */
    char remark[REMARK_SIZE]; /* on their file; may be empty */
} kept_rows;

static kept_rows rows_of(const mlg_travel_source *t)
{
    kept_rows kept;
    if (t->timetables.model) {
        const mlg_transit_report r = mlg_transit_model_figures(t->timetables.model);
        kept = (kept_rows){ mlg_transit_model_fingerprint(t->timetables.model), r.searched, r.missing,
                            t->timetables.times_path, "" };
        snprintf(kept.remark, REMARK_SIZE, "%s", r.rows);
    } else if (t->land.model) {
        const mlg_land_report r = mlg_land_model_figures(t->land.model);
        kept = (kept_rows){ mlg_land_model_fingerprint(t->land.model), r.searched, r.missing, t->land.times_path,
                            "" };
        snprintf(kept.remark, REMARK_SIZE, "%s", r.rows);
    } else {
        const mlg_road_model_report r = mlg_road_model_figures(t->roads.road_model);
        kept = (kept_rows){ mlg_road_model_fingerprint(t->roads.road_model), r.searched + r.swept, r.missing,
                            t->roads.times_path, "" };
        snprintf(kept.remark, REMARK_SIZE, "%s", r.rows);
    }
    return kept;
}

uint64_t mlg_study_rows_fingerprint(const mlg_study *study)
{
    return rows_of(study->travel).fingerprint;
}

int64_t mlg_study_rows_missing(const mlg_study *study)
{
    return rows_of(study->travel).missing;
}

mlg_status mlg_study_rows_keep(const mlg_study *study, mlg_error *err)
{
    const mlg_travel_source *t = study->travel;
    if (t && t->timetables.model)
        return mlg_transit_model_save(t->timetables.model, err);
    if (t && t->land.model)
        return mlg_land_model_save(t->land.model, err);
    return t && t->roads.road_model ? mlg_road_model_save(t->roads.road_model, err) : MLG_OK;
}

mlg_status mlg_study_rows_save(bool *computed, const mlg_study *study, int32_t n_places, mlg_error *err)
{
    int64_t none;
    const kept_rows before = rows_of(study->travel);
    MLG_TRY(mlg_study_rows_keep(study, err));
    const kept_rows after = rows_of(study->travel);
    /* A remark is enough for a file that is only kept; this one was asked for. */
    if (after.remark[0] && strcmp(before.remark, after.remark) != 0)
        return mlg_fail(err, MLG_INPUT, "%s", after.remark);
    *computed = after.searched > 0 || !mlg_path_exists(after.path);
    if (mlg_path_exists(after.path))
        return MLG_OK;
    return mlg_row_store_merge(&none, after.path, NULL, 0, after.fingerprint, n_places, err);
}

mlg_status mlg_study_travel_settle(mlg_travel_account *account, mlg_study *study, mlg_error *err)
{
    *account = (mlg_travel_account){ .lines = 0 };
    if (study->travel && study->travel->timetables.model)
        return mlg_timetables_settle(account, study, err);
    if (study->travel && study->travel->land.model)
        return mlg_land_settle(account, study, err);
    if (!study->travel || !study->travel->roads.road_model)
        return MLG_OK;
    return mlg_roads_settle(account, study, err);
}
